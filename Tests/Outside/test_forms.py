"""What a form does when it is sent twice, late, from elsewhere, by somebody else, too large, or with tricks in it."""
import concurrent.futures
import json
import re
import socket
import urllib.parse

import pytest
import requests

from conftest import PASSWORD, Client, run
from pages import Page

OTHER_OF_SAME = "farida.thistlewood@demo.example"
OTHER_ORGANISATION = "joss.pennyfeather@demo.example"
DETAILS = {"origin": "own-initiative", "subject": "T. 0001", "recipient": "A school", "purpose": "To help", "items": "notes"}
REASONS = {
    "departure": "Because of what I saw today.", "facts": "On Monday she came without a coat.", "opinion": "I am worried.",
    "reasons": "Silence would do more harm."}
TELLING = {"telling": "will-tell", "telling-why": "", "review-day": "27", "review-month": "3", "review-year": "2027"}
RECORDS = ["sharing_request", "advice_given", "decision", "urgent_action"]


def counts(site):
    return {table: site.sql(f"SELECT COUNT(*) FROM {table}")[0][0] for table in RECORDS}


def records(site):
    """Everything that is kept of casework, to compare before and after."""
    return {table: site.sql(f"SELECT * FROM {table} ORDER BY id") for table in RECORDS}


def send(client, address, fields, **options):
    return client.session.post(client.site.address + address, data=fields, allow_redirects=False, timeout=60, **options)


def visitor(site):
    return Client(site, requests.Session())


def token(client):
    """The token of somebody's own forms; the sign-out form has it on every page."""
    return Page(client.get("/help").text).form("/sign-out")["hidden"]["token"]


def ready_to_record(client, **changed):
    """A decision written up to its last button; gives the request's number and the fields of that button."""
    request = client.begin(**changed)
    base = f"/requests/{request}/decision"
    client.post(base, {"verdict": "share"})
    client.post(base + "/reasons", REASONS)
    page = client.post(base + "/telling", TELLING)
    return request, Page(page.text).form(base + "/check")["hidden"]


def of_request(site, request):
    return (
        site.sql("SELECT COUNT(*) FROM decision WHERE request = ?", request)[0][0],
        site.sql("SELECT COUNT(*) FROM advice_given WHERE request = ?", request)[0][0],
        site.sql("SELECT state FROM sharing_request WHERE id = ?", request)[0][0])


def expire(site):
    """Every session was last used two hours ago."""
    site.sql("UPDATE session SET last_used = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-2 hours')")


# Sent twice


def test_the_last_button_of_a_decision_pressed_twice_records_one_decision(site):
    client = site.browser()
    request, fields = ready_to_record(client)
    first = send(client, f"/requests/{request}/decision/check", fields)
    second = send(client, f"/requests/{request}/decision/check", fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"] == f"/decisions/{fields['once']}/recorded"
    assert of_request(site, request) == (1, 1, "decided")


def test_the_last_button_pressed_many_times_at_once_records_one_decision(site):
    client = site.browser()
    request, fields = ready_to_record(client)
    cookies = client.session.cookies.get_dict()
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(
            lambda _: requests.post(
                f"{site.address}/requests/{request}/decision/check", data=fields, cookies=cookies, allow_redirects=False, timeout=60),
            range(6)))
    assert {answer.status_code for answer in answers} == {303}, [answer.status_code for answer in answers]
    assert of_request(site, request) == (1, 1, "decided")
    for answer in answers:
        assert client.get(answer.headers["location"]).status_code == 200


def test_the_last_button_of_two_windows_records_one_decision(site):
    """Each window drew its own number."""
    client = site.browser()
    request, fields = ready_to_record(client)
    other = Page(client.get(f"/requests/{request}/decision/check").text).form(f"/requests/{request}/decision/check")["hidden"]
    assert other["once"] != fields["once"]
    first = send(client, f"/requests/{request}/decision/check", fields)
    second = send(client, f"/requests/{request}/decision/check", other)
    assert first.headers["location"] == second.headers["location"]
    assert of_request(site, request) == (1, 1, "decided")


def test_a_check_page_that_is_overtaken_is_shown_again_and_records_nothing(site):
    client = site.browser()
    request, fields = ready_to_record(client)
    client.post(f"/requests/{request}/decision/reasons", {**REASONS, "reasons": "Other reasons, from another window."})
    answer = send(client, f"/requests/{request}/decision/check", fields)
    assert answer.status_code == 409
    assert "Something changed since you opened this page" in Page(answer.text).words
    assert "Other reasons, from another window." in Page(answer.text).words
    assert of_request(site, request) == (0, 0, "open")


def test_an_urgent_form_sent_twice_notes_one_action(site):
    client = site.browser()
    fields = {**Page(client.get("/urgent").text).form("/urgent")["hidden"], "subject": "Urgent case 8", "danger": "Fire"}
    before = counts(site)["urgent_action"]
    first, second = send(client, "/urgent", fields), send(client, "/urgent", fields)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert counts(site)["urgent_action"] == before + 1


def test_an_urgent_form_sent_many_times_at_once_notes_one_action(site):
    client = site.browser()
    fields = {**Page(client.get("/urgent").text).form("/urgent")["hidden"], "subject": "Urgent case 7"}
    cookies = client.session.cookies.get_dict()
    before = counts(site)["urgent_action"]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(
            lambda _: requests.post(site.address + "/urgent", data=fields, cookies=cookies, allow_redirects=False, timeout=60), range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert counts(site)["urgent_action"] == before + 1


def test_a_details_form_sent_twice_begins_one_request(site):
    client = site.browser()
    page = Page(client.get("/requests/new/details?origin=own-initiative").text)
    fields = {**DETAILS, **page.form("/requests/new/details")["hidden"]}
    before = counts(site)["sharing_request"]
    first, second = send(client, "/requests/new/details", fields), send(client, "/requests/new/details", fields)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert counts(site)["sharing_request"] == before + 1


def test_a_write_up_and_a_reconsideration_asked_for_twice_are_begun_once(site):
    client = site.browser()
    urgent = send(client, "/urgent", {**Page(client.get("/urgent").text).form("/urgent")["hidden"], "subject": "Urgent case 9"}).headers["location"]
    fields = Page(client.get(urgent).text).form(urgent + "/write-up")["hidden"]
    assert send(client, urgent + "/write-up", fields).headers["location"] == send(client, urgent + "/write-up", fields).headers["location"]
    request, fields = ready_to_record(client)
    decision = send(client, f"/requests/{request}/decision/check", fields).headers["location"].removesuffix("/recorded")
    fields = Page(client.get(decision).text).form(decision + "/reconsider")["hidden"]
    first, second = send(client, decision + "/reconsider", fields), send(client, decision + "/reconsider", fields)
    assert first.headers["location"] == second.headers["location"]


@pytest.mark.parametrize("number", ["../../decisions", "a/b", "x\r\nSet-Cookie: stolen=1", "é́", "?next=//evil.example", "#", "%2e%2e"])
def test_a_number_that_the_page_did_not_draw_leads_to_no_odd_address(site, number):
    client = site.browser()
    for address, fields in [("/requests/new/details", DETAILS), ("/urgent", {"subject": "Odd number"})]:
        answer = send(client, address, {**fields, "token": token(client), "once": number})
        assert answer.status_code < 500, answer.text
        assert "stolen" not in answer.headers.get("set-cookie", "")
        if answer.status_code == 303:
            assert re.fullmatch(r"/(requests|urgent)/[0-9a-z]{16}(/next)?", answer.headers["location"]), answer.headers["location"]
            assert client.get(answer.headers["location"]).status_code == 200


# Sent late


@pytest.fixture(scope="module")
def brief(seed, tmp_path_factory):
    """A site on which a session ends after a minute."""
    import shutil
    from conftest import Site
    folder = tmp_path_factory.mktemp("brief") / "demo"
    shutil.copytree(seed, folder)
    one = Site(folder, "--idle-minutes", "1").start()
    yield one
    one.stop()


def carry_on(client, late, typed):
    """Signs in on the page that keeps what was typed, and presses Carry on; gives the answer."""
    assert late.status_code == 200
    page = Page(late.text)
    assert "Your session had ended" in page.words
    form = page.form("/sign-in")
    wrong = send(client, "/sign-in", {**form["hidden"], "email": "practitioner@demo.example", "password": "not it"})
    assert wrong.status_code == 422
    form = Page(wrong.text).form("/sign-in")
    answer = send(client, "/sign-in", {**form["hidden"], "email": "practitioner@demo.example", "password": PASSWORD})
    assert answer.status_code == 200
    page = Page(answer.text)
    carried = page.own_forms[0]
    for name, value in typed.items():
        assert carried["fields"][name] == value
        if len(value) > 20:
            assert value in page.words
    return send(client, carried["action"], carried["fields"])


def test_a_details_form_sent_an_hour_late_is_kept_and_carried_on(brief):
    client = brief.browser()
    page = Page(client.get("/requests/new/details?origin=own-initiative").text)
    typed = {**DETAILS, "purpose": "To help a child whose name I do not write here"}
    before = counts(brief)
    expire(brief)
    late = send(client, "/requests/new/details", {**page.form("/requests/new/details")["hidden"], **typed})
    assert counts(brief) == before
    answer = carry_on(client, late, typed)
    assert answer.status_code == 303
    assert counts(brief)["sharing_request"] == before["sharing_request"] + 1
    assert brief.opened("sharing_request", "1=1 ORDER BY begun DESC LIMIT 1")[0]["purpose"] == typed["purpose"]


def test_the_reasons_sent_an_hour_late_are_kept_and_carried_on(brief):
    client = brief.browser()
    request = client.begin()
    base = f"/requests/{request}/decision"
    client.post(base, {"verdict": "share"})
    fields = {**Page(client.get(base + "/reasons").text).form(base + "/reasons")["hidden"], **REASONS}
    before = records(brief)
    expire(brief)
    late = send(client, base + "/reasons", fields)
    assert records(brief) == before
    answer = carry_on(client, late, REASONS)
    assert (answer.status_code, answer.headers["location"]) == (303, base + "/telling")
    [kept] = brief.opened("sharing_request", "id = ?", request)
    assert json.loads(kept["draft"])["reasons"] == REASONS["reasons"]


def test_the_last_button_pressed_an_hour_late_records_after_signing_in(brief):
    client = brief.browser()
    request, fields = ready_to_record(client)
    expire(brief)
    late = send(client, f"/requests/{request}/decision/check", fields)
    assert of_request(brief, request) == (0, 0, "open")
    answer = carry_on(client, late, {})
    assert answer.headers["location"] == f"/decisions/{fields['once']}/recorded"
    assert of_request(brief, request) == (1, 1, "decided")


def test_an_urgent_form_sent_an_hour_late_is_kept_and_carried_on(brief):
    client = brief.browser()
    typed = {"subject": "B. 0002", "danger": "He is on the roof and he does not answer anybody.", "done": "Called 999", "told": ""}
    fields = {**Page(client.get("/urgent").text).form("/urgent")["hidden"], **typed}
    expire(brief)
    before = counts(brief)
    late = send(client, "/urgent", fields)
    assert counts(brief) == before
    answer = carry_on(client, late, typed)
    assert answer.headers["location"] == "/urgent/" + fields["once"]
    assert [row["danger"] for row in brief.opened("urgent_action", "id = ?", fields["once"])] == [typed["danger"]]


def test_a_carried_form_leads_to_no_other_site(site):
    import base64
    for address in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]:
        carried = base64.b64encode(json.dumps({"\n": address, "facts": "x" * 30}).encode()).decode()
        answer = send(visitor(site), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD, "carried": carried})
        assert answer.status_code in (200, 303)
        assert "evil" not in answer.text + answer.headers.get("location", "") and "javascript:" not in answer.text


# Sent without its token


def forms(client):
    """An address and what somebody would type there, for the forms that take words."""
    request = client.begin()
    client.post(f"/requests/{request}/decision", {"verdict": "share"})
    return [
        ("/requests/new/details", {**DETAILS, "purpose": "A purpose that must not be lost"}),
        (f"/requests/{request}/details", {**DETAILS, "purpose": "Another purpose that must not be lost"}),
        (f"/requests/{request}/decision/reasons", REASONS),
        (f"/requests/{request}/decision/telling", {**TELLING, "telling": "not-yet", "telling-why": "It would put her in danger today."}),
        ("/urgent", {"subject": "C. 0003", "danger": "A danger that must not be lost", "done": "", "told": ""}),
    ]


@pytest.mark.parametrize("wrong", ["none", "empty", "another person's", "cut short", "made up"])
def test_a_form_without_its_token_is_shown_kept_and_can_be_sent_again(site, wrong):
    client = site.browser()
    mine = token(client)
    tokens = {
        "none": {}, "empty": {"token": ""}, "another person's": {"token": token(site.browser(OTHER_OF_SAME))},
        "cut short": {"token": mine[:-1]}, "made up": {"token": "0" * 64}}
    assert tokens["another person's"]["token"] != mine
    for address, typed in forms(client):
        before = records(site)
        answer = send(client, address, {**typed, **tokens[wrong]})
        assert answer.status_code == 403
        assert records(site) == before
        page = Page(answer.text)
        form = page.form(address)
        for name, value in typed.items():
            assert form["fields"][name] == value
            if len(value) > 20:
                assert value in page.words
        again = send(client, address, form["fields"])
        assert again.status_code == 303, again.text
        assert records(site) != before


def test_no_other_form_is_taken_without_its_token(site):
    client = site.browser()
    request, fields = ready_to_record(client)
    del fields["token"]
    decided, last = ready_to_record(client)
    decision = send(client, f"/requests/{decided}/decision/check", last).headers["location"].removesuffix("/recorded")
    urgent = send(client, "/urgent", {"token": token(client), "subject": "Urgent case 10"}).headers["location"]
    before = records(site)
    for address, fields in [
        (f"/requests/{request}/decision/check", fields), (f"/requests/{request}/decision", {"verdict": "do-not-share"}),
        (f"/requests/{request}/questions/consent", {"answer": "given"}), (decision + "/reconsider", {}), (urgent + "/write-up", {}),
        ("/sign-out", {})]:
        assert send(client, address, fields).status_code == 403, address
    assert records(site) == before
    assert client.get("/work").status_code == 200 and client.get("/work").url.endswith("/work")


# Too large


LARGE = {
    "/requests/new/details": ["subject", "recipient", "purpose", "items"],
    "/requests/{}/details": ["subject", "recipient", "purpose", "items"],
    "/requests/{}/decision/reasons": ["departure", "facts", "opinion", "reasons"],
    "/requests/{}/decision/telling": ["telling-why"],
}


@pytest.mark.parametrize("address, name", [(address, name) for address, names in LARGE.items() for name in names])
def test_a_megabyte_in_a_field_is_refused_with_the_text_kept(site, address, name):
    client = site.browser()
    request = client.begin()
    client.post(f"/requests/{request}/decision", {"verdict": "share"})
    fields = {**(DETAILS if "details" in address else REASONS if "reasons" in address else TELLING)}
    text = "begins " + "long & “wide” " * 74_899 + "ends"
    assert len(text.encode()) >= 1 << 20
    before = records(site)
    answer = send(client, address.format(request), {**fields, "token": token(client), name: text})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "There is a problem" in page.words and re.search(r"must be [\d,]+ characters or fewer", page.words)
    assert page.form(address.format(request))["fields"][name] == text
    assert records(site) == before


def test_a_megabyte_in_an_urgent_form_is_never_lost_unsaid(site):
    """Acting comes first: it is noted, and where it was cut the page says so."""
    client = site.browser()
    text = "begins " + "long & wide " * 90_000 + "ends"
    fields = {**Page(client.get("/urgent").text).form("/urgent")["hidden"], "subject": "D. 0004", "danger": text}
    answer = send(client, "/urgent", fields)
    assert answer.status_code in (303, 422)
    page = Page(client.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text)
    whole = text in page.everything
    assert whole or re.search(r"\b(cut|shortened|too long)\b", page.words), "the end of the text is gone, and the page does not say so"


@pytest.mark.parametrize("address", ["/requests/new/details", "/urgent", "/sign-in"])
def test_five_megabytes_are_refused_with_a_page(site, address):
    client = visitor(site) if address == "/sign-in" else site.browser()
    before = records(site)
    fields = {"email": "a" * (5 << 20)} if address == "/sign-in" else {"token": token(client), "purpose": "a" * (5 << 20)}
    answer = send(client, address, fields)
    assert answer.status_code == 413
    assert "Nothing was recorded" in Page(answer.text).words
    assert records(site) == before


# Tricks


TRICK = "\"><script>alert(1)</script>'\u0301 \"\u0301 onmouseover=alert(1) '><img src=x onerror=alert(1)> </textarea></title> \x01\x1b \u202eesrever &amp; {{x}} end"
SHOWN = TRICK.replace("\x01", "\ufffd").replace("\x1b", "\ufffd")


def trick(name):
    return name + TRICK


def assert_harmless(answer, *names):
    """The page shows the texts of these fields as they were typed, and none of them became markup."""
    assert answer.status_code in (200, 403, 404, 409, 422), answer.status_code
    page = Page(answer.text)
    for tag, attributes in page.elements:
        assert tag not in ("script", "img"), f"<{tag}> in {answer.url}"
        assert not [name for name in attributes if name.startswith("on")], f"{tag} {attributes} in {answer.url}"
        assert not any(value.strip().lower().startswith("javascript:") for value in attributes.values())
    assert [tag for tag, _ in page.elements].count("title") == 1
    assert page.title.endswith(" – Discretion"), page.title
    assert "\0" not in answer.text
    for name in names:
        assert name + SHOWN in page.everything, f"{name} is not shown as it was typed in {answer.url}"
    return page


@pytest.fixture(scope="module")
def tricked(site):
    """A decision with tricks in every field, from its request to its record."""
    client = site.browser()
    details = {
        "origin": "request", "asked-by": trick("asked-by"), "subject": trick("subject"), "recipient": trick("recipient"),
        "purpose": trick("purpose"), "items": trick("item-1") + "\n" + trick("item-2")}
    request = client.begin(**details)
    reasons = {name: trick(name) for name in ("departure", "facts", "opinion", "reasons")}
    base = f"/requests/{request}/decision"
    client.post(base, {"verdict": "share"})
    client.post(base + "/reasons", reasons)
    telling = client.post(base + "/telling", {**TELLING, "telling": "not-yet", "telling-why": trick("telling-why")})
    open_pages = {
        "overview": client.get(f"/requests/{request}"), "details": client.get(f"/requests/{request}/details"),
        "question": client.get(f"/requests/{request}/next"), "advice": client.get(f"/requests/{request}/advice"),
        "others": client.get(f"/requests/{request}/other-policies"), "reasons": client.get(base + "/reasons"),
        "telling": client.get(base + "/telling"), "check": client.get(base + "/check"), "work": client.get("/work")}
    answer = send(client, base + "/check", Page(telling.text).form(base + "/check")["hidden"])
    assert answer.status_code == 303, answer.text
    return client, answer.headers["location"].removesuffix("/recorded"), open_pages


@pytest.mark.parametrize("page, names", {
    "overview": ["asked-by", "subject", "recipient", "purpose", "item-1", "item-2"],
    "details": ["asked-by", "subject", "recipient", "purpose", "item-1", "item-2"],
    "question": ["subject"], "advice": ["subject", "recipient"], "others": [], "reasons": ["departure", "facts", "opinion", "reasons"],
    "telling": ["telling-why"], "check": ["subject", "recipient", "item-1", "item-2", "departure", "facts", "opinion", "reasons", "telling-why"],
    "work": ["subject", "recipient"],
}.items())
def test_tricks_in_the_fields_are_only_words_while_a_decision_is_written(tricked, page, names):
    assert_harmless(tricked[2][page], *names)


@pytest.mark.parametrize("page, names", {
    "": ["asked-by", "subject", "recipient", "purpose", "item-1", "item-2", "departure", "facts", "opinion", "reasons", "telling-why"],
    "/evidence": ["subject"], "/recorded": [],
}.items())
@pytest.mark.parametrize("email", ["practitioner@demo.example", "manager@demo.example", "auditor@demo.example"])
def test_tricks_in_the_fields_are_only_words_in_the_record(site, tricked, page, names, email):
    assert_harmless(site.browser(email).get(tricked[1] + page), *names)


@pytest.mark.parametrize("email", ["practitioner@demo.example", "manager@demo.example", "auditor@demo.example"])
def test_tricks_in_the_fields_are_only_words_in_lists_and_work(site, tricked, email):
    client = site.browser(email)
    assert_harmless(client.get("/decisions"), "subject", "recipient")
    assert_harmless(client.get("/work"), "subject", "recipient")


def test_tricks_in_the_fields_are_only_words_in_a_search(site, tricked):
    client = site.browser()
    page = assert_harmless(client.post("/decisions", {"words": trick("words"), "verdict": TRICK, "order": TRICK, "page": TRICK}))
    assert "words" + SHOWN in page.everything
    found = assert_harmless(client.post("/decisions", {"words": "subject\"><script>alert(1)</script>'\u0301"}), "subject")
    assert tricked[1] in found.links
    nothing = assert_harmless(client.post("/decisions", {"words": "100% _ ! \\ ' \" --"}))
    assert "No decision fits your search" in nothing.words


def test_tricks_in_a_reconsidered_decision_are_only_words(site, tricked):
    client, decision, _ = tricked
    answer = send(client, decision + "/reconsider", {"token": token(client)})
    assert_harmless(client.get(answer.headers["location"]), "subject", "recipient", "purpose", "item-1", "item-2")


def test_tricks_in_an_urgent_action_are_only_words(site):
    client = site.browser()
    fields = Page(client.get("/urgent").text).form("/urgent")["hidden"]
    typed = {name: trick(name) for name in ("subject", "danger", "done", "told")}
    urgent = send(client, "/urgent", {**fields, **typed}).headers["location"]
    assert_harmless(client.get(urgent), *typed)
    assert_harmless(client.get("/work"), "subject")
    begun = send(client, urgent + "/write-up", {"token": token(client)}).headers["location"]
    assert_harmless(client.get(begun), "subject", "told", "danger")
    client.post(begun + "/decision", {"verdict": "share"})
    assert_harmless(client.get(begun + "/decision/reasons"), "danger", "done", "told")


def test_tricks_in_wrong_forms_are_only_words(site):
    client = site.browser()
    details = {"origin": "request", "asked-by": trick("asked-by"), "subject": trick("subject"), "recipient": "", "purpose": trick("purpose"), "items": trick("items")}
    assert_harmless(send(client, "/requests/new/details", {**details, "token": token(client)}), "asked-by", "subject", "purpose", "items")
    assert_harmless(send(client, "/requests/new/details", {**details, trick("name"): "x" * 30}), "asked-by", "subject", "purpose", "items", "name")
    assert_harmless(send(visitor(site), "/requests/new/details", details))
    request = client.begin()
    review = {**TELLING, "review-day": trick("day"), "review-month": trick("month"), "review-year": trick("year"), "telling": trick("telling")}
    assert_harmless(send(client, f"/requests/{request}/decision/telling", {**review, "token": token(client)}), "day", "month", "year")
    assert_harmless(send(client, f"/requests/{request}/decision", {"verdict": TRICK, "token": token(client)}))
    assert_harmless(send(visitor(site), "/sign-in", {"email": trick("email@"), "password": TRICK, "next": TRICK, "carried": TRICK}), "email@")
    assert_harmless(visitor(site).get("/sign-in", params={"next": "/" + TRICK}))
    assert_harmless(client.get("/" + urllib.parse.quote(TRICK)))
    assert_harmless(client.get("/decisions/" + urllib.parse.quote(TRICK, safe="")))
    assert_harmless(client.get("/help/policies/" + urllib.parse.quote(TRICK, safe="")))


def test_a_ledger_that_bears_every_trick_is_whole(site, tricked):
    found = run("ledger", "verify", "--data", site.folder)
    assert found.returncode == 0, found.stderr


def assert_whole(site):
    found = run("ledger", "verify", "--data", site.folder)
    assert found.returncode == 0, found.stderr


# A reader that stops at the first NUL would find another record than was kept.


def test_a_nul_in_the_details_loses_nothing_and_breaks_nothing(new_site):
    one = new_site()
    client = one.browser()
    names = ["asked-by", "subject", "recipient", "purpose", "items"]
    words = {
        name: Page(client.get("/requests/" + client.begin(**{"origin": "request", "asked-by": "A school", name: f"{name} before\0after"})).text).everything
        for name in names}
    assert_whole(one)
    for name in names:
        assert re.search(f"{name} before.?after", words[name]), "what stands behind a NUL is lost"


def test_a_nul_in_the_decision_loses_nothing_and_breaks_nothing(new_site):
    one = new_site()
    client = one.browser()
    request = client.begin()
    base = f"/requests/{request}/decision"
    client.post(base, {"verdict": "share"})
    client.post(base + "/reasons", {name: f"{name} before\0after" for name in REASONS})
    page = client.post(base + "/telling", {**TELLING, "telling-why": "telling-why before\0after"})
    answer = send(client, base + "/check", Page(page.text).form(base + "/check")["hidden"])
    assert answer.status_code == 303
    words = Page(client.get(answer.headers["location"].removesuffix("/recorded")).text).everything
    assert_whole(one)
    for name in [*REASONS, "telling-why"]:
        assert re.search(f"{name} before.?after", words), "what stands behind a NUL is lost"


def test_a_nul_in_an_urgent_action_loses_nothing_and_breaks_nothing(new_site):
    one = new_site()
    client = one.browser()
    typed = {name: f"{name} before\0after" for name in ("subject", "danger", "done", "told")}
    answer = send(client, "/urgent", {**typed, "token": token(client)})
    words = Page(client.get(answer.headers["location"]).text).everything
    assert_whole(one)
    for name in typed:
        assert re.search(f"{name} before.?after", words), "what stands behind a NUL is lost"


def test_a_nul_in_an_address_breaks_nothing(new_site):
    one = new_site()
    client = one.browser()
    for address in ("/decisions/%00", "/decisions/a%00b", "/requests/a%00b", "/requests/a%00b/questions/consent", "/urgent/a%00b", "/decisions?words=a%00b"):
        assert client.get(address).status_code in (200, 400, 404)
    assert_whole(one)


def test_a_nul_in_a_number_breaks_nothing(new_site):
    one = new_site()
    client = one.browser()
    send(client, "/urgent", {"token": token(client), "once": "a\0b"})
    send(client, "/requests/new/details", {**DETAILS, "token": token(client), "once": "a\0b"})
    assert_whole(one)


def test_a_nul_in_a_sign_in_breaks_nothing(new_site):
    one = new_site()
    assert send(visitor(one), "/sign-in", {"email": "practitioner@demo.example\0", "password": PASSWORD}).status_code in (303, 422)
    assert send(visitor(one), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD + "\0x"}).status_code == 422
    assert_whole(one)


# Somebody else's


@pytest.fixture(scope="module")
def others(site):
    """Somebody's request, decision and urgent action."""
    client = site.browser()
    request = client.begin()
    decided, last = ready_to_record(client)
    decision = send(client, f"/requests/{decided}/decision/check", last).headers["location"].split("/")[2]
    urgent = send(client, "/urgent", {"token": token(client), "subject": "Urgent case 13"}).headers["location"].split("/")[2]
    return {"sharing_request": request, "decision": decision, "urgent_action": urgent, "decided": decided}


ADDRESSES = [
    ("get", "sharing_request", "/requests/{}"), ("get", "sharing_request", "/requests/{}/details"),
    ("get", "sharing_request", "/requests/{}/next"), ("get", "sharing_request", "/requests/{}/questions/consent"),
    ("get", "sharing_request", "/requests/{}/advice"), ("get", "sharing_request", "/requests/{}/other-policies"),
    ("get", "sharing_request", "/requests/{}/decision"), ("get", "sharing_request", "/requests/{}/decision/reasons"),
    ("get", "sharing_request", "/requests/{}/decision/telling"), ("get", "sharing_request", "/requests/{}/decision/check"),
    ("get", "decided", "/requests/{}"), ("get", "decided", "/requests/{}/advice"),
    ("get", "decision", "/decisions/{}"), ("get", "decision", "/decisions/{}/recorded"), ("get", "decision", "/decisions/{}/evidence"),
    ("get", "decision", "/decisions/{}/proof.json"), ("get", "urgent_action", "/urgent/{}"),
    ("post", "sharing_request", "/requests/{}/details"), ("post", "sharing_request", "/requests/{}/questions/consent"),
    ("post", "sharing_request", "/requests/{}/decision"), ("post", "sharing_request", "/requests/{}/decision/reasons"),
    ("post", "sharing_request", "/requests/{}/decision/telling"), ("post", "sharing_request", "/requests/{}/decision/check"),
    ("post", "decided", "/requests/{}/decision/check"),
    ("post", "decision", "/decisions/{}/reconsider"), ("post", "urgent_action", "/urgent/{}/write-up"),
]


@pytest.mark.parametrize("email", [OTHER_OF_SAME, OTHER_ORGANISATION, "administrator@demo.example"])
@pytest.mark.parametrize("method, kind, address", ADDRESSES)
def test_somebody_elses_record_looks_the_same_as_one_that_is_not_there(site, others, email, method, kind, address):
    client = site.browser(email)
    number, absent = others[kind], "0" * 16
    fields = {**DETAILS, **REASONS, **TELLING, "answer": "given", "verdict": "share", "once": "z" * 16, "seen": "x", "token": token(client)}
    before = records(site)
    start = site.sql("SELECT MAX(entry) FROM access_log")[0][0]

    def ask(number):
        if method == "get":
            return client.get(address.format(number), allow_redirects=False)
        return send(client, address.format(number), fields)

    theirs, none = ask(number), ask(absent)
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert theirs.text.replace(number, absent) == none.text
    assert {k: v for k, v in theirs.headers.items() if k not in ("Date", "Content-Length")} == {
        k: v for k, v in none.headers.items() if k not in ("Date", "Content-Length")}
    assert records(site) == before
    table = {"decided": "sharing_request"}.get(kind, kind)
    looks = site.sql("SELECT look, record FROM access_log WHERE entry > ? AND look <> 'seen' ORDER BY entry, line", start)
    assert ("refused", f"{table}/{number}") in looks
    assert ("absent", f"{table}/{absent}") in looks


def test_somebody_elses_work_is_in_nobodys_list(site, others):
    for email in (OTHER_OF_SAME, OTHER_ORGANISATION, "administrator@demo.example", "gethin.merriworth@demo.example"):
        client = site.browser(email)
        for address in ("/work", "/decisions", "/decisions?words=T.+0001"):
            page = client.get(address).text
            assert not [number for number in others.values() if number in page], (email, address)


def test_a_number_that_belongs_to_somebody_else_is_not_taken_over(site, others):
    """A form brings the number of the record it will make; another's record stays as it is."""
    client = site.browser(OTHER_OF_SAME)
    before = records(site)
    for address, kind, fields in [("/requests/new/details", "sharing_request", DETAILS), ("/urgent", "urgent_action", {"subject": "Mine"})]:
        answer = send(client, address, {**fields, "token": token(client), "once": others[kind]})
        assert answer.status_code in (303, 404, 409, 503)
        assert [row for row in records(site)[kind] if row in before[kind]] == before[kind]
    mine, last = ready_to_record(client)
    send(client, f"/requests/{mine}/decision/check", {**last, "once": others["decision"]})
    assert [row for row in records(site)["decision"] if row in before["decision"]] == before["decision"]
    assert of_request(site, mine) in ((0, 0, "open"), (1, 1, "decided"))


@pytest.mark.parametrize("email", ["auditor@demo.example", "administrator@demo.example"])
def test_an_auditor_and_an_administrator_record_nothing(site, others, email):
    client = site.browser(email)
    before = records(site)
    mine = token(client)
    for address, fields in [
        ("/requests/new/details", DETAILS), ("/urgent", {"subject": "Not mine to note", "once": "y" * 16}),
        (f"/requests/{others['sharing_request']}/details", DETAILS), (f"/requests/{others['sharing_request']}/decision", {"verdict": "share"}),
        (f"/requests/{others['sharing_request']}/decision/check", {"once": "y" * 16, "seen": ""}),
        (f"/requests/{others['sharing_request']}/questions/consent", {"answer": "given"}),
        (f"/decisions/{others['decision']}/reconsider", {}), (f"/urgent/{others['urgent_action']}/write-up", {})]:
        assert send(client, address, {**fields, "token": mine}).status_code == 404, address
    assert records(site) == before


def test_a_manager_reads_a_practitioners_work_and_decides_none_of_it(site, others):
    client = site.browser("manager@demo.example")
    assert client.get(f"/decisions/{others['decision']}").status_code == 200
    before = records(site)
    for address, fields in [
        (f"/requests/{others['sharing_request']}/details", DETAILS), (f"/requests/{others['sharing_request']}/decision", {"verdict": "share"}),
        (f"/requests/{others['sharing_request']}/questions/consent", {"answer": "given"}),
        (f"/requests/{others['sharing_request']}/decision/check", {"once": "y" * 16, "seen": ""})]:
        assert send(client, address, {**fields, "token": token(client)}).status_code == 404, address
    assert records(site) == before


def test_an_administrator_sees_no_casework(site, others):
    client = site.browser("administrator@demo.example")
    subjects = {row["subject"] for table in ("decision", "sharing_request", "urgent_action") for row in site.opened(table)}
    assert len(subjects) > 20
    for address in ("/work", "/decisions", "/decisions?page=2", "/help", "/urgent"):
        page = Page(client.get(address).text)
        assert not [subject for subject in subjects if len(subject) > 3 and subject in page.everything], address
        assert not [link for link in page.links if re.match(r"/(decisions|urgent|requests)/[0-9a-z]{16}", link)], address


# From elsewhere


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}, {"Origin": "http://evil.example/127.0.0.1"},
], ids=str)
def test_a_form_that_another_site_sends_is_refused(site, headers):
    client = site.browser()
    mine = token(client)
    before = records(site)
    for address, fields in [("/requests/new/details", DETAILS), ("/urgent", {"subject": "Urgent case 11"}), ("/sign-out", {})]:
        answer = send(client, address, {**fields, "token": mine}, headers=headers)
        assert answer.status_code == 403, address
    assert records(site) == before
    assert client.get("/work", allow_redirects=False).status_code == 200
    signed_in = send(visitor(site), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD}, headers=headers)
    assert signed_in.status_code == 403 and "set-cookie" not in signed_in.headers


def test_a_form_that_our_own_page_sends_is_taken(site):
    client = site.browser()
    for headers in ({"Origin": site.address, "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}):
        assert send(client, "/urgent", {"subject": "Urgent case 12", "token": token(client)}, headers=headers).status_code == 303


# Signing in


def test_a_wrong_sign_in_does_not_tell_what_was_wrong(site):
    pages = []
    for email, password in [("callum.brackenridge@demo.example", "wrong"), ("nobody.at-all@demo.example", PASSWORD)]:
        answer = send(visitor(site), "/sign-in", {"email": email, "password": password})
        assert answer.status_code == 422 and "set-cookie" not in answer.headers
        page = Page(answer.text)
        assert "together they do not match an account" in page.words
        pages.append(re.sub(r'value="[^"]*@demo\.example"', "", answer.text))
    assert pages[0] == pages[1]


def test_six_wrong_tries_close_an_account_for_a_while_and_no_other(new_site):
    one = new_site()
    for email in ("wen.larkspur@demo.example", "nobody.at-all@demo.example"):
        tries = [send(visitor(one), "/sign-in", {"email": email, "password": "wrong"}).status_code for _ in range(6)]
        assert tries == [422] * 5 + [429], tries
    right = send(visitor(one), "/sign-in", {"email": "WEN.Larkspur@demo.example", "password": PASSWORD})
    assert right.status_code == 429 and "set-cookie" not in right.headers
    assert "Wait 15 minutes" in Page(right.text).words
    spaced = send(visitor(one), "/sign-in", {"email": " wen.larkspur@demo.example", "password": PASSWORD})
    assert spaced.status_code == 429, "a space before the address opens the account that was closed"
    assert one.browser().get("/work").status_code == 200


def test_spaces_and_capitals_around_an_address_do_not_multiply_the_tries(new_site):
    one = new_site()
    shapes = ["wen.larkspur@demo.example", " wen.larkspur@demo.example", "wen.larkspur@demo.example ", "WEN.larkspur@demo.example", "\twen.larkspur@demo.example"]
    tries = [send(visitor(one), "/sign-in", {"email": shapes[i % 5], "password": "wrong"}).status_code for i in range(12)]
    assert tries == [422] * 5 + [429] * 7, tries


@pytest.mark.parametrize("address", [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/\t/evil.example", "/\n/evil.example", " //evil.example", "http:evil.example", "%2f%2fevil.example", "/%09/evil.example", "", "evil",
])
def test_signing_in_leads_to_no_other_site(site, address):
    answer = send(visitor(site), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD, "next": address})
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith("/") and not location.startswith("//") and "\\" not in location
    assert urllib.parse.urlsplit(urllib.parse.urljoin(site.address + "/sign-in", location)).netloc == site.address.split("//")[1]
    shown = Page(visitor(site).get("/sign-in", params={"next": address}).text).form("/sign-in")["hidden"].get("next", "")
    assert shown == "" or (shown.startswith("/") and not shown.startswith("//") and "\\" not in shown)


@pytest.mark.parametrize("options", [(), ("--secure-cookies",)])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(seed, new_site, options):
    one = new_site(*options)
    answer = send(visitor(one), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert "httponly" in parts and ("samesite=lax" in parts or "samesite=strict" in parts) and "path=/" in parts
    assert ("secure" in parts) == bool(options)
    value = re.match(r"session=([0-9a-f]{64});", cookie)
    assert value, cookie
    for row in one.sql("SELECT token FROM session"):
        assert row[0] not in (value.group(1), value.group(1).encode(), bytes.fromhex(value.group(1)))
    another = send(visitor(one), "/sign-in", {"email": "practitioner@demo.example", "password": PASSWORD}).headers["set-cookie"]
    assert another.split(";")[0] != cookie.split(";")[0]


@pytest.mark.parametrize("address", ["/work", "/decisions?words=a%20b%26c&order=oldest", "/requests/new/details?origin=request", "/decisions/0000000000000000"])
def test_a_visitor_is_asked_to_sign_in_and_brought_back(site, address):
    client = visitor(site)
    asked = client.get(address, allow_redirects=False)
    assert asked.status_code == 303 and asked.headers["location"].startswith("/sign-in?next=")
    form = Page(client.get(asked.headers["location"]).text).form("/sign-in")
    answer = send(client, "/sign-in", {**form["hidden"], "email": "practitioner@demo.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, address)


def test_signing_out_ends_the_session_on_the_server(site):
    client = site.browser()
    cookies = client.session.cookies.get_dict()
    before = site.sql("SELECT COUNT(*) FROM session")[0][0]
    answer = send(client, "/sign-out", {"token": token(client)})
    assert answer.status_code == 303
    assert site.sql("SELECT COUNT(*) FROM session")[0][0] == before - 1
    again = requests.get(site.address + "/work", cookies=cookies, allow_redirects=False)
    assert again.status_code == 303 and again.headers["location"].startswith("/sign-in")
    assert client.get("/sign-out").status_code == 404


def test_a_session_ends_after_its_time_without_use_and_not_before(brief):
    client = brief.browser()
    brief.sql("UPDATE session SET last_used = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-50 seconds')")
    assert client.get("/work", allow_redirects=False).status_code == 200
    brief.sql("UPDATE session SET last_used = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-61 seconds')")
    assert client.get("/work", allow_redirects=False).status_code == 303


def test_a_session_ends_after_twelve_hours_of_use(new_site):
    one = new_site()
    client = one.browser()
    one.sql("UPDATE session SET begun = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-11 hours', '-59 minutes')")
    assert client.get("/work", allow_redirects=False).status_code == 200
    one.sql("UPDATE session SET begun = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-12 hours', '-1 minutes')")
    assert client.get("/work", allow_redirects=False).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "é" * 32, "0" * 63 + "g", "a" * 8000, "' OR 1=1 --"])
def test_a_cookie_that_is_none_of_ours_is_a_visitors(site, cookie):
    answer = requests.get(site.address + "/work", headers={"Cookie": ("session=" + cookie).encode()}, allow_redirects=False)
    assert answer.status_code in (303, 400, 431)


# Bad bytes


def raw(site, request):
    """Sends bytes as they are; gives the status."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = connection.recv(65536)
            if not more:
                break
            answer += more
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found.group(1)) if found else None


@pytest.mark.parametrize("body", [
    b"%", b"%%%", b"subject=%", b"subject=%4", b"subject=%G1&recipient=%zz", b"subject=%ff%fe%80&recipient=%c3", b"subject=\xff\xfe\x80&recipient=\xc3\x28",
    b"subject=%ed%a0%80&recipient=%f8%88%80%80%80", b"&&&===&=&", b"=" * 10000, b"&" * 10000, b"subject&recipient",
    b"subject=a&subject=b&recipient=c&recipient=d", b"subject=%+1&recipient=%-1",
])
def test_bad_bytes_in_a_form_do_no_harm(site, body):
    client = site.browser()
    mine = token(client)
    before = counts(site)
    answer = client.session.post(
        site.address + "/requests/new/details", data=body + b"&token=" + mine.encode() + b"&origin=own-initiative",
        headers={"Content-Type": "application/x-www-form-urlencoded"}, allow_redirects=False)
    assert answer.status_code in (303, 403, 422), answer.status_code
    answer.content.decode("utf-8")
    if answer.status_code == 303:
        shown = client.get(answer.headers["location"])
        assert shown.status_code == 200
        shown.content.decode("utf-8")
        assert counts(site)["sharing_request"] == before["sharing_request"] + 1
    else:
        assert counts(site) == before
    assert requests.get(site.address + "/health/ready").text == "ready\n"


def test_a_sign_that_is_no_percent_sign_stays_as_it_was_typed(site):
    """`%+1` is no escaped byte."""
    client = site.browser()
    answer = client.session.post(
        site.address + "/requests/new/details", data=b"subject=100%+1x&recipient=%-1y&origin=own-initiative&token=" + token(client).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"}, allow_redirects=False)
    request = answer.headers["location"].split("/")[2]
    [kept] = site.opened("sharing_request", "id = ?", request)
    assert (kept["subject"], kept["recipient"]) == ("100% 1x", "%-1y")


@pytest.mark.parametrize("line", [
    b"GET /decisions?words=%ff%fe HTTP/1.1", b"GET /decisions?words=% HTTP/1.1", b"GET /%ff HTTP/1.1", b"GET /% HTTP/1.1",
    b"GET /sign-in?next=%ff HTTP/1.1", b"GET /decisions?page=99999999999999999999999 HTTP/1.1", b"GET /decisions?page=-1 HTTP/1.1", b"GET /\xff\xfe HTTP/1.1",
    b"GET /../../etc/passwd HTTP/1.1", b"GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1", b"GET * HTTP/1.1", b"GET http://evil.example/ HTTP/1.1", b"BREW / HTTP/1.1",
    b"GET /help/policies/..%2f..%2fvocabulary HTTP/1.1", b"GET /" + b"a" * 20000 + b" HTTP/1.1",
])
@pytest.mark.parametrize("signed_in", [False, True])
def test_bad_bytes_in_an_address_do_no_harm(site, line, signed_in):
    cookie = b""
    if signed_in:
        cookie = b"Cookie: session=" + site.browser().session.cookies["session"].encode() + b"\r\n"
    status = raw(site, line + b"\r\nHost: 127.0.0.1:" + str(site.port).encode() + b"\r\n" + cookie + b"Connection: close\r\n\r\n")
    assert status is None or status < 500, status
    assert requests.get(site.address + "/health/ready").text == "ready\n"


@pytest.mark.parametrize("address", [
    "/nothing", "/requests", "/requests/", "/requests/x", "/requests/x/y/z", "/decisions/x/evidence", "/urgent/x", "/help/policies/none", "/assets/none", "/.git/config", "/api",
])
def test_an_unknown_page_is_a_page_that_says_so(site, address):
    client = site.browser()
    answer = client.get(address)
    assert answer.status_code == 404
    assert "nothing here that you can see" in Page(answer.text).heading
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_no_page_has_does_nothing(site, method):
    client = site.browser()
    before = records(site)
    for address in ("/work", "/requests/new/details", "/nothing"):
        answer = client.session.request(method, site.address + address, data={**DETAILS, "token": token(client)})
        assert answer.status_code in (404, 405), (method, address, answer.status_code)
    assert records(site) == before


def test_every_answer_bears_the_headers_that_keep_it_safe(site):
    client = site.browser()
    for answer in [
        client.get("/work"), client.get("/nothing"), visitor(site).get("/sign-in"), send(client, "/urgent", {"subject": "x"}),
        client.get("/work", headers={"Sec-Fetch-Site": "cross-site"}), send(client, "/urgent", {"token": token(client)}),
        send(client, "/urgent", {"token": "a"}, headers={"Origin": "https://evil.example"}), client.get("/assets/style.css")]:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "no-store" in answer.headers["cache-control"] or answer.url.endswith(".css")


def test_after_all_this_the_ledger_is_whole(site):
    found = run("ledger", "verify", "--data", site.folder)
    assert found.returncode == 0, found.stderr
