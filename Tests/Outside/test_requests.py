"""Requests about people on the register, in and out: who asks, what is known already, what is refused, and that nothing lapses."""
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import page_rules
from conftest import Site
from pages import Page
from test_pages import AXE
from test_people import register, relate, send

MANAGER = "manager@demo.example"


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration of its own, since much is recorded here."""
    folder = tmp_path_factory.mktemp("requests") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def child(me):
    return register(me, "Tobias Quenby-Request", "2017-04-02")


@pytest.fixture(scope="module")
def adult(me):
    return register(me, "Winifred Askham-Request", "1961-02-11")


ASKED = {
    "origin": "request", "urgency": "concern", "name": "Ola Fernsby", "job-title": "Health visitor", "department": "Early years",
    "organisation": "Brook Surgery", "kind": "partner", "contact": "", "number": "01632 960 701", "switchboard": "",
    "switchboard-found": "", "channel": "telephone", "asked-for": "What you know of his home",
}
OWN = {"origin": "own-initiative", "urgency": "routine", "contact": "", "recipient": "Oakfield School, the lead", "asked-for": "He was cold"}
NEED = {
    "purpose-kind": "safeguard", "purpose": "To plan a visit", "needs-it": "yes", "is-entitled": "yes", "anonymised": "no",
    "whole-file": "no", "bulk": "no",
}


def number(answer):
    found = re.search(r"/requests/([0-9a-z]{16})(?:/|$)", answer.url)
    assert found, f"{answer.status_code} {answer.url}\n{Page(answer.text).words[:1500]}"
    return found.group(1)


def ask(me, person, **changed):
    fields = {**(OWN if changed.get("origin") == "own-initiative" else ASKED), **changed}
    return send(me, f"/people/{person}/requests/new/details?origin={fields['origin']}", fields,
                action=f"/people/{person}/requests/new/details")


def begin(me, person, **changed):
    return number(ask(me, person, **changed))


def need(me, request, **changed):
    return send(me, f"/requests/{request}/need", {**NEED, **changed})


def ready(me, person, **changed):
    """A request that may be decided."""
    request = begin(me, person, **changed)
    assert need(me, request).url.endswith("/items")
    return request


def refused(answer, heading):
    page = Page(answer.text)
    assert answer.status_code == 409, f"{answer.status_code} {answer.url} {page.words[:800]}"
    assert page.heading == heading
    assert "Rests on" in page.words
    assert "/urgent" in page.links
    return page


def words(me, address):
    answer = me.get(address)
    assert answer.status_code == 200, address
    return Page(answer.text).words


def duties(place, kind, record=None):
    rows = place.sql("SELECT state, owner, urgent, due, begun, record FROM duty WHERE kind = ? AND record LIKE ?", kind, record or "%")
    return [dict(zip(("state", "owner", "urgent", "due", "begun", "record"), row)) for row in rows]


def kept(place, request):
    [row] = place.opened("sharing_request", "id = ?", request)
    return row


def decide(me, request, verdict, reasons="Her mother is ill, and telling him would frighten her.", lone=(), review=("27", "3", "2027")):
    base = f"/requests/{request}/decision"
    me.post(base, {"verdict": verdict})
    answer = me.post(base + "/reasons", {
        "departure": "Because of what I saw.", "facts": "On Monday he came without a coat.", "opinion": "", "reasons": reasons,
        **{f"lone.{one}": "yes" for one in lone}})
    if answer.status_code == 409:
        return answer
    me.post(base + "/telling", {
        "telling": "will-tell", "telling-why": "", "review-day": review[0], "review-month": review[1], "review-year": review[2]})
    return me.post(base + "/check", {})


# Asked, and logged


def test_a_spoken_request_is_logged_with_everything_and_waits_for_its_decision(place, me, child):
    answer = ask(me, child)
    request = number(answer)
    assert answer.url.endswith("/need")
    page = words(me, f"/requests/{request}/asking")
    for said in ["Ola Fernsby", "Health visitor", "Early years", "Brook Surgery", "01632 960 701", "Telephone", "What you know of his home",
                 "A concern that somebody comes to harm", request, "Not verified"]:
        assert said in page, said
    [duty] = duties(place, "request", f"sharing_request/{request}")
    assert duty["state"] == "open" and duty["owner"] == "nia-hollowell" and duty["urgent"] == 0 and duty["due"] > duty["begun"]
    listed = Page(me.get(f"/people/{child}/requests").text)
    assert f"/requests/{request}" in listed.links and "Asked by Ola Fernsby" in listed.words and "since today" in listed.words


def test_what_is_typed_is_complained_of_and_kept(me, child):
    answer = ask(me, child, urgency="", kind="", channel="", switchboard="01632 960 900")
    page = Page(answer.text)
    assert answer.status_code == 422 and page.title.startswith("Error: ")
    for message in ["Choose how urgent it is", "Choose who asks", "Choose how it reached you", "Enter where you found the switchboard"]:
        assert message in page.words
    assert page.form(f"/people/{child}/requests/new/details")["fields"]["name"] == "Ola Fernsby"
    own = ask(me, child, origin="own-initiative", recipient="")
    assert own.status_code == 422 and "Enter who would receive it" in Page(own.text).words


def test_a_form_sent_twice_makes_one_request(place, me, child):
    address = f"/people/{child}/requests/new/details"
    page = me.get(address + "?origin=request").text
    fields = {**me.fields(page, address), **ASKED}
    first, second = (me.session.post(place.address + address, data=fields) for _ in range(2))
    assert number(first) == number(second)
    assert len(duties(place, "request", f"sharing_request/{number(first)}")) == 1


def test_own_initiative_is_the_same_record(place, me, child):
    request = begin(me, child, origin="own-initiative")
    assert "Oakfield School, the lead" in words(me, f"/requests/{request}/asking")
    assert duties(place, "request", f"sharing_request/{request}")[0]["state"] == "open"


@pytest.mark.parametrize("urgency", ["life-and-death", "immediate-safety"])
def test_the_top_two_levels_lead_at_once_to_whom_to_call_and_wait_for_nothing(place, me, child, urgency):
    answer = ask(me, child, urgency=urgency)
    page = Page(answer.text)
    assert answer.url.endswith("/act-now") and page.heading == "Act first" and "/urgent" in page.links
    request = number(answer)
    assert request in page.words
    [duty] = duties(place, "request", f"sharing_request/{request}")
    assert duty["urgent"] == 1
    # Only the purpose must be known: neither need nor entitlement holds it up.
    send(me, f"/requests/{request}/need", {"purpose-kind": "safeguard"})
    assert me.get(f"/requests/{request}/decision").status_code == 200


@pytest.mark.parametrize("kind,said", [
    ("police", "never get a whole file"), ("court", "See the order itself"), ("safeguarding-board", "conditions that make it binding"),
    ("person", "see what is held about oneself"), ("parent-carer", "no right to information only because"), ("solicitor", "legal adviser"),
    ("service-user", "another person we support"), ("statistics", "figures that identify nobody"), ("commissioner", "contract")])
def test_each_kind_of_requester_hears_where_it_goes_first(me, child, kind, said):
    answer = ask(me, child, kind=kind)
    page = Page(answer.text)
    assert answer.url.endswith("/route") and said in page.words and re.search(r"Rests on 00\d §?\w", page.words)


def test_the_media_do_not_go_this_way(place, me, child):
    before = place.sql("SELECT COUNT(*) FROM sharing_request")
    page = refused(ask(me, child, kind="media", name="Ivo Pressley"), "This does not go the ordinary way")
    assert "senior management team" in page.words and "000 §16.1" in page.words and "/procedures" in page.links
    assert place.sql("SELECT COUNT(*) FROM sharing_request") == before
    # Nor by changing who asked.
    request = begin(me, child)
    refused(send(me, f"/requests/{request}/asking/details", {**ASKED, "kind": "media"}), "This does not go the ordinary way")
    assert "Press or media" not in words(me, f"/requests/{request}/asking")


# What it is for


@pytest.mark.parametrize("asked,needed", [({"name": ""}, {}), ({}, {"purpose-kind": ""})])
def test_nobody_decides_while_requester_or_purpose_is_blank(me, child, asked, needed):
    request = begin(me, child, **asked)
    need(me, request, **needed)
    for page in ["", "/reasons", "/telling", "/check"]:
        refused(me.get(f"/requests/{request}/decision{page}"), "Who asks, and what for, must be known first")
    token = me.fields(me.get(f"/requests/{request}").text)["token"]
    refused(me.session.post(me.site.address + f"/requests/{request}/decision", data={"token": token, "verdict": "share"}),
            "Who asks, and what for, must be known first")
    refused(me.session.post(me.site.address + f"/requests/{request}/decision/check", data={"token": token}),
            "Who asks, and what for, must be known first")


def test_need_and_entitlement_are_recorded_before_a_decision(me, child):
    request = begin(me, child)
    need(me, request, **{"is-entitled": ""})
    refused(me.get(f"/requests/{request}/decision"), "Record first whether they need it, and may have it")
    need(me, request, **{"is-entitled": "no"})
    assert me.get(f"/requests/{request}/decision").status_code == 200


def test_a_whole_file_needs_its_reason(me, child):
    request = begin(me, child)
    answer = need(me, request, **{"whole-file": "yes"})
    assert answer.status_code == 422 and "Enter why the whole file is needed" in Page(answer.text).words
    assert need(me, request, **{"whole-file": "yes", "whole-file-why": "A court wants all of it"}).url.endswith("/items")


def test_the_police_never_get_a_whole_file(place, me, child):
    request = begin(me, child, kind="police")
    heading = "The police do not get a whole file"
    page = refused(need(me, request, **{"whole-file": "yes", "whole-file-why": "They insist"}), heading)
    assert "002 App A Strategy" in page.words
    assert '"isWholeFile":true' not in kept(place, request)["asking"]
    # Nor by changing who asks afterwards.
    other = begin(me, child)
    need(me, other, **{"whole-file": "yes", "whole-file-why": "All of it"})
    refused(send(me, f"/requests/{other}/asking/details", {**ASKED, "kind": "police"}), heading)


def test_bulk_needs_an_agreement_in_force(me, child):
    request = begin(me, child)
    until = {"until-day": "27", "until-month": "3", "until-year": "2024"}
    refused(need(me, request, bulk="yes"), "This needs an agreement in force")
    refused(need(me, request, bulk="yes", agreement="North schools"), "This needs an agreement in force")
    refused(need(me, request, bulk="yes", agreement="North schools", **until), "The agreement is no longer in force")
    until["until-year"] = "2035"
    assert need(me, request, bulk="yes", agreement="North schools", **until).url.endswith("/items")


# Who they are


@pytest.mark.parametrize("rang", ["01632 960 701", "01632-960701", "+44 (0)1632 960701", "0044 1632 960 701"])
def test_the_callers_own_number_shows_nothing(place, me, child, rang):
    request = begin(me, child)
    check = {"verification": "call-back", "rang": rang, "found": "Their website", "verified-words": "They answered"}
    refused(send(me, f"/requests/{request}/asking", check), "That is the caller’s own number")
    assert '"verification":"unverified"' in kept(place, request)["asking"]
    refused(send(me, f"/requests/{request}/call-back", {"rang": rang, "found": "Their website", "hours": "4"}), "That is the caller’s own number")
    assert not duties(place, "call-back", f"sharing_request/{request}")


def test_a_call_back_through_a_number_found_independently_verifies_them(place, me, child):
    request = ready(me, child)
    number_of_theirs = {"verification": "call-back", "rang": "01632 960 300", "found": "", "verified-words": "Put through"}
    answer = send(me, f"/requests/{request}/asking", number_of_theirs)
    assert answer.status_code == 422 and "Enter where you found that number" in Page(answer.text).words
    send(me, f"/requests/{request}/asking", {**number_of_theirs, "found": "The telephone book"})
    page = words(me, f"/requests/{request}")
    assert "Rang 01632 960 300. The telephone book. Put through. By Nia Hollowell" in page
    assert '"verification":"call-back"' in kept(place, request)["asking"]
    # Somebody else asks: the check was not of them.
    send(me, f"/requests/{request}/asking/details", {**ASKED, "name": "Somebody Else"})
    assert "Not verified" in words(me, f"/requests/{request}/asking")


@pytest.mark.parametrize("way", ["known-contact", "seen", "secure-account", "unverified"])
def test_every_other_check_says_what_shows_it(me, child, way):
    request = begin(me, child)
    answer = send(me, f"/requests/{request}/asking", {"verification": way, "verified-words": ""})
    assert answer.status_code == 422
    send(me, f"/requests/{request}/asking", {"verification": way, "verified-words": "A card with a photograph"})
    page = words(me, f"/requests/{request}/asking")
    assert "A card with a photograph" in page and ("Not verified" in page) == (way == "unverified")


def test_a_promise_to_ring_back_waits_until_its_outcome_is_recorded(place, me, child):
    request = begin(me, child)
    promise = {"rang": "01632 960 300", "found": "The telephone book", "hours": "4"}
    assert send(me, f"/requests/{request}/call-back", {**promise, "hours": ""}).status_code == 422
    send(me, f"/requests/{request}/call-back", promise)
    [duty] = duties(place, "call-back", f"sharing_request/{request}")
    assert duty["state"] == "open"
    assert "Ring 01632 960 300, found: The telephone book, by" in words(me, f"/requests/{request}/asking")
    empty = me.post(f"/requests/{request}/call-back/outcome", {"outcome": ""}, page=f"/requests/{request}/asking")
    assert empty.status_code == 422 and duties(place, "call-back", f"sharing_request/{request}")[0]["state"] == "open"
    me.post(f"/requests/{request}/call-back/outcome", {"outcome": "Nobody knew her there"}, page=f"/requests/{request}/asking")
    assert duties(place, "call-back", f"sharing_request/{request}")[0]["state"] == "done"
    assert "Nobody knew her there" in words(me, f"/requests/{request}/asking")


# What is known already


def test_what_the_records_say_is_answered_with_its_source_and_stays_open_to_correction(place, me):
    person = register(me, "Perpetua Known-Facts", "2016-05-05")
    relate(me, person, "mother", "Judith Known-Facts", responsibility="yes", lives="yes", objects="no")
    request = ready(me, person)
    page = Page(me.get(f"/requests/{request}/questions/subject").text)
    assert "From the record: A child under 12" in page.words and "From the date of birth on the register" in page.words
    assert f"/people/{person}" in page.links
    assert 'value="child-under-12" checked' in me.get(f"/requests/{request}/questions/subject").text
    assert "From the people around them" in words(me, f"/requests/{request}/questions/other-may-consent")
    # What no record says is not guessed.
    assert "From the record" not in words(me, f"/requests/{request}/questions/crime")
    assert '"consent"' not in kept(place, request)["sources"]
    # What was recorded of the request itself counts too.
    assert "From the record: Yes" in words(me, f"/requests/{request}/questions/recipient-needs-it")
    # Somebody knows better: their answer counts, the difference is shown, and taking up again does not undo it.
    me.post(f"/requests/{request}/questions/recipient-needs-it", {"answer": "no"})
    me.post(f"/requests/{request}/take-up", {}, page=f"/requests/{request}")
    assert '"recipient-needs-it":"no"' in kept(place, request)["answers"]
    assert "You answered otherwise than the record, which says: Yes" in words(me, f"/requests/{request}")
    assert "You answered otherwise: No" in words(me, f"/requests/{request}/questions/recipient-needs-it")


def test_a_check_of_who_they_are_answers_the_question(place, me, child):
    request = ready(me, child)
    assert "recipient-verified" not in kept(place, request)["answers"]
    send(me, f"/requests/{request}/asking", {"verification": "seen", "verified-words": "Her card"})
    assert '"recipient-verified":"yes"' in kept(place, request)["answers"]
    assert "From the check of who they are" in words(me, f"/requests/{request}/questions/recipient-verified")
    # It falls with the check.
    send(me, f"/requests/{request}/asking/details", {**ASKED, "name": "Somebody Else"})
    assert "recipient-verified" not in kept(place, request)["answers"]


def test_being_unsure_leads_to_advice(me, child):
    request = ready(me, child)
    for page in [f"/requests/{request}/questions/consent", f"/requests/{request}", f"/requests/{request}/advice"]:
        assert f"/consultations/new?request={request}" in Page(me.get(page).text).links, page


def test_the_checklist_is_the_childs_or_the_adults_and_is_kept_with_the_decision(place, me, child, adult):
    request = ready(me, child)
    address = f"/requests/{request}/checklist"
    page = Page(me.get(address).text)
    asked = {name.split(".")[0] for name in page.form(address)["fields"] if name.startswith("checklist-")}
    text = me.get(address).text
    assert len(set(re.findall(r'name="(checklist-[a-z-]+)"', text))) == 17 and asked <= set(re.findall(r'name="(checklist-[a-z-]+)"', text))
    # The document's wrong references are put right.
    assert "002 §3.1(b); see 002 Q20" in page.words and "002 §3.1(c); see 002 Q21" in page.words and "Q19" in page.words
    assert "From the record: To plan a visit" in page.words
    send(me, address, {"checklist-child-secure": "yes", "checklist-child-how-much": "Only his address"})
    assert "2 of 17 answered" in words(me, f"/requests/{request}")
    answer = decide(me, request, "share")
    record = Page(me.get(re.search(r"/decisions/[0-9a-z]{16}", answer.url).group(0)).text)
    assert "Only his address" in record.words and "Am I sharing this information in a secure way?" not in record.words
    other = ready(me, adult)
    assert len(set(re.findall(r'name="(checklist-[a-z-]+)"', me.get(f"/requests/{other}/checklist").text))) == 6


# Decided


def test_a_request_ends_with_a_decision_and_in_no_other_way(place, me, child):
    request = ready(me, child)
    page = refused(me.get(f"/requests/{request}/close"), "A request ends with a decision")
    assert f"/requests/{request}/decision" in page.links
    for method in ["delete", "put"]:
        answer = me.session.request(method, me.site.address + f"/requests/{request}")
        assert answer.status_code in (403, 404, 405)
    assert kept(place, request)["state"] == "open"
    assert duties(place, "request", f"sharing_request/{request}")[0]["state"] == "open"
    answer = decide(me, request, "share")
    assert Page(answer.text).heading == "Decision recorded"
    assert duties(place, "request", f"sharing_request/{request}")[0]["state"] == "done"
    assert "Share it" in words(me, f"/people/{child}/requests")


def test_after_a_decision_to_share_one_builds_what_is_shared(me, child):
    request = ready(me, child)
    answer = decide(me, request, "share")
    decision = re.search(r"/decisions/([0-9a-z]{16})", answer.url).group(1)
    for address in [f"/decisions/{decision}/recorded", f"/decisions/{decision}"]:
        page = Page(me.get(address).text)
        assert page.form(f"/decisions/{decision}/disclosures")["hidden"]["token"]
        assert f"/requests/{request}/sign-off" in page.links
    closed = ready(me, child)
    answer = decide(me, closed, "do-not-share")
    assert "Build what is shared" not in Page(answer.text).words


def test_not_sharing_with_somebody_who_asked_is_told_and_looked_at_again(place, me, child):
    request = ready(me, child)
    answer = decide(me, request, "do-not-share")
    decision = re.search(r"/decisions/([0-9a-z]{16})", answer.url).group(1)
    assert "Tell Ola Fernsby" in Page(answer.text).words
    [review] = duties(place, "refusal-review", f"decision/{decision}")
    assert review["state"] == "open" and review["due"].startswith("2027-03-27")
    [(informing,)] = place.sql("SELECT id FROM informing WHERE record = ? AND whom = 'requester'", f"decision/{decision}")
    [told] = duties(place, "requester-told", f"informing/{informing}")
    assert told["state"] == "open"
    # Decided again, the review is done.
    again = number(me.post(f"/decisions/{decision}/reconsider", {}, page=f"/decisions/{decision}"))
    assert duties(place, "request", f"sharing_request/{again}")[0]["state"] == "open"
    assert "Ola Fernsby" in words(me, f"/requests/{again}/asking")
    decide(me, again, "share")
    assert duties(place, "refusal-review", f"decision/{decision}")[0]["state"] == "done"


def test_not_sharing_needs_a_day_of_review(place, me, child):
    request = ready(me, child)
    token = me.fields(me.get(f"/requests/{request}").text)["token"]
    base = f"/requests/{request}/decision"
    for part, fields in [
        ("", {"verdict": "do-not-share"}),
        ("/reasons", {"departure": "What I saw.", "facts": "He had no coat.", "reasons": "His father would learn where he lives."}),
        ("/telling", {"telling": "will-tell"}), ("/check", {}),
    ]:
        answer = me.session.post(me.site.address + base + part, data={"token": token, **fields})
    page = Page(me.get(base + "/check").text)
    assert "Enter the day on which you will look at this again" in page.words and not page.own_forms
    assert kept(place, request)["state"] == "open" and not place.sql("SELECT * FROM decision WHERE request = ?", request)


@pytest.mark.parametrize("reasons,lone", [
    ("GDPR", []), ("Because of data protection.", []), ("There is no protocol in place with them", ["no-protocol"]),
    ("To protect the organisation", ["reputation"]), ("Fear", ["fear"]), ("Somebody else will", ["somebody-else"]),
    ("No", ["data-protection", "no-protocol"])])
def test_some_reasons_never_stand_alone(place, me, child, reasons, lone):
    request = ready(me, child)
    page = refused(decide(me, request, "do-not-share", reasons=reasons, lone=lone), "This reason cannot stand alone")
    assert "never enough not to share" in page.words
    # The check page's own button is stopped too.
    base = f"/requests/{request}/decision"
    me.post(base + "/telling", {"telling": "will-tell", "telling-why": "", "review-day": "27", "review-month": "3", "review-year": "2027"})
    refused(me.post(base + "/check", {}), "This reason cannot stand alone")
    assert kept(place, request)["state"] == "open"


def test_a_reason_that_plays_a_part_beside_others_is_recorded(me, child):
    request = ready(me, child)
    answer = decide(me, request, "do-not-share", reasons="There is no protocol, and his father would learn where he lives.", lone=["no-protocol"])
    assert Page(answer.text).heading == "Decision recorded"


def test_a_colleague_who_does_not_work_with_them_finds_nothing(place, me, child):
    request = begin(me, child)
    outgoing = begin_outgoing(me, child)
    colleague = place.browser("farida.thistlewood@demo.example")
    for address in [f"/people/{child}/requests", f"/people/{child}/requests/new", f"/requests/{request}", f"/requests/{request}/asking",
                    f"/requests/{request}/need", f"/requests/{request}/items", f"/requests/{request}/checklist",
                    f"/people/{child}/outgoing", f"/people/{child}/outgoing/new", f"/outgoing/{outgoing}", f"/outgoing/{outgoing}/letter"]:
        assert colleague.get(address).status_code == 404, address


# What we ask of others


OUT = {
    "contact": "", "agency": "Brook Surgery", "recipient": "Dr Amara Linnet", "need": "We plan his care", "asked": "His last two visits",
    "anonymised": "no", "whole-file": "no", "whole-file-why": "", "basis": "His mother’s consent of 3 March", "consent": "Given", "urgent": "no",
}


def begin_outgoing(me, person, **changed):
    answer = send(me, f"/people/{person}/outgoing/new", {**OUT, **changed})
    found = re.search(r"/outgoing/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def post_outgoing(me, request, part, fields, page=None):
    return me.post(f"/outgoing/{request}/{part}", fields, page=page or f"/outgoing/{request}/{part}")


def sent(me, person, **changed):
    request = begin_outgoing(me, person, **changed)
    post_outgoing(me, request, "send", {}, page=f"/outgoing/{request}")
    return request


def test_we_ask_for_the_minimum_in_a_letter_and_wait_for_the_answer(place, me, child):
    request = begin_outgoing(me, child)
    letter = words(me, f"/outgoing/{request}/letter")
    for said in ["Dr Amara Linnet", "Tobias Quenby-Request", "His last two visits", "We ask for no more than this", "We plan his care",
                 "His mother’s consent of 3 March", "Private and confidential"]:
        assert said in letter, said
    assert not duties(place, "answer-overdue", f"outgoing_request/{request}")
    post_outgoing(me, request, "send", {}, page=f"/outgoing/{request}")
    [duty] = duties(place, "answer-overdue", f"outgoing_request/{request}")
    assert duty["state"] == "open" and "Waiting for an answer" in words(me, f"/people/{child}/outgoing")
    assert post_outgoing(me, request, "reply", {"came": "", "reply": ""}).status_code == 422
    post_outgoing(me, request, "reply", {"came": "insufficient", "reply": "One visit only"})
    assert sorted(one["state"] for one in duties(place, "answer-overdue", f"outgoing_request/{request}")) == ["done", "open"]
    post_outgoing(me, request, "reply", {"came": "answered", "reply": "Both visits"})
    assert {one["state"] for one in duties(place, "answer-overdue", f"outgoing_request/{request}")} == {"done"}
    assert "Both visits" in words(me, f"/outgoing/{request}")


def test_we_do_not_ask_for_a_whole_file_without_saying_why(me, child):
    answer = send(me, f"/people/{child}/outgoing/new", {**OUT, "whole-file": "yes"})
    assert answer.status_code == 422 and "Enter why you need the whole file" in Page(answer.text).words


def test_nothing_is_sent_without_a_basis(place, me, child):
    request = begin_outgoing(me, child, basis="")
    refused(post_outgoing(me, request, "send", {}, page=f"/outgoing/{request}"), "Say first on what the request rests")
    assert place.sql("SELECT state FROM outgoing_request WHERE id = ?", request) == [("draft",)]
    post_outgoing(me, request, "change", OUT)
    assert "Waiting for an answer" in Page(post_outgoing(me, request, "send", {}, page=f"/outgoing/{request}").text).words


def test_a_letter_that_needs_no_name_has_none(me, child):
    request = begin_outgoing(me, child, anonymised="yes")
    letter = Page(me.get(f"/outgoing/{request}/letter").text).words
    assert "Tobias" not in letter and "identifies nobody" in letter


HOLD = ["capable", "nobody-else", "no-public-interest", "no-serious-crime", "abuser-without-needs", "no-staff", "no-duress", "below-marac",
        "no-other-authority"]


def refuse(me, request, **answers):
    post_outgoing(me, request, "reply", {"came": "refused", "reply": "We have no protocol with you"})
    return post_outgoing(me, request, "refusal", {f"condition-{one}": answers.get(one.replace("-", "_"), "yes") for one in HOLD})


def test_a_refusal_stands_only_where_all_nine_conditions_hold(place, me, child):
    request = sent(me, child)
    page = Page(refuse(me, request).text)
    assert "They may keep it back." in page.words and "004 §6.6.6" in page.words
    assert [one["state"] for one in duties(place, "partner-refusal", f"outgoing_request/{request}")] == ["done"]


@pytest.mark.parametrize("failing", HOLD)
def test_where_one_condition_fails_the_refusal_is_taken_up(place, me, child, failing):
    request = sent(me, child)
    page = Page(refuse(me, request, **{failing.replace("-", "_"): "no"}).text)
    assert "They may not keep it back." in page.words
    assert [one["state"] for one in duties(place, "partner-refusal", f"outgoing_request/{request}")] == ["open"]
    assert "this does not hold" in words(me, f"/outgoing/{request}/challenge")


def test_a_refusal_goes_to_a_manager_and_then_to_the_board(place, me, child):
    request = sent(me, child)
    about = f"outgoing_request/{request}"
    assert duties(place, "answer-overdue", about)[0]["state"] == "open"
    empty = post_outgoing(me, request, "reply", {"came": "refused", "reply": ""})
    assert empty.status_code == 422
    page = Page(refuse(me, request, nobody_else="not-known").text)
    assert "They have not shown that they may keep it back." in page.words
    assert duties(place, "answer-overdue", about)[0]["state"] == "done"
    letter = words(me, f"/outgoing/{request}/challenge")
    assert "We have no protocol with you" in letter and "this has not been shown" in letter and "clause 6.6.6" in letter
    early = post_outgoing(me, request, "escalate", {"stage": "board", "manager": "", "words": "Help us"})
    assert early.status_code == 422 and "Take it to a manager first" in Page(early.text).words
    post_outgoing(me, request, "escalate", {"stage": "manager", "manager": "devinder-marchbank", "words": "Please ring theirs"})
    [theirs] = [one for one in duties(place, "partner-refusal", about) if one["state"] == "open"]
    assert theirs["owner"] == "devinder-marchbank"
    post_outgoing(me, request, "escalate", {"stage": "impartial", "manager": "", "words": "We do not agree"})
    page = words(me, f"/outgoing/{request}")
    assert "An impartial adviser on information sharing: We do not agree" in page
    post_outgoing(me, request, "reply", {"came": "answered", "reply": "Here it is"})
    assert {one["state"] for one in duties(place, "partner-refusal", about)} == {"done"}


def test_what_we_no_longer_need_is_withdrawn_with_its_reason(place, me, child):
    request = sent(me, child)
    assert post_outgoing(me, request, "withdraw", {"why": ""}).status_code == 422
    post_outgoing(me, request, "withdraw", {"why": "He moved away"})
    assert {one["state"] for one in duties(place, "answer-overdue", f"outgoing_request/{request}")} == {"done"}
    assert "He moved away" in words(me, f"/outgoing/{request}")


# The pages


def test_every_page_of_requests_keeps_the_rules(place, me, child):
    asked, own = ready(me, child), begin(me, child, origin="own-initiative")
    send(me, f"/requests/{asked}/call-back", {"rang": "01632 960 300", "found": "The telephone book", "hours": "4"})
    police = begin(me, child, kind="police", urgency="life-and-death")
    draft, waiting, refusing = begin_outgoing(me, child), sent(me, child), sent(me, child)
    refuse(me, refusing, no_staff="no")
    blank = begin(me, child, name="")
    stopped = ready(me, child)
    me.post(f"/requests/{stopped}/decision", {"verdict": "do-not-share"})
    pages = [
        f"/people/{child}/requests", f"/people/{child}/requests/new", f"/people/{child}/requests/new/details?origin=request",
        f"/people/{child}/requests/new/details?origin=own-initiative", f"/requests/{asked}", f"/requests/{own}",
        *(f"/requests/{asked}/{part}" for part in (
            "asking", "asking/details", "call-back", "need", "items", "checklist", "close", "questions/recipient-needs-it", "advice", "decision")),
        f"/requests/{own}/asking", f"/requests/{own}/need", f"/requests/{police}/route", f"/requests/{police}/act-now", f"/requests/{police}",
        f"/requests/{blank}/decision", f"/requests/{stopped}/decision/reasons", f"/people/{child}/outgoing", f"/people/{child}/outgoing/new",
        f"/outgoing/{draft}", f"/outgoing/{draft}/change", f"/outgoing/{draft}/letter", f"/outgoing/{waiting}", f"/outgoing/{waiting}/reply",
        f"/outgoing/{waiting}/withdraw", f"/outgoing/{refusing}", f"/outgoing/{refusing}/refusal", f"/outgoing/{refusing}/challenge",
        f"/outgoing/{refusing}/escalate",
    ]
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": c.name, "value": c.value, "url": place.address} for c in me.session.cookies])
        page = context.new_page()

        def look(name, status, **how):
            seen = page_rules.Seen(name=name, status=status, **how)
            for rule in page_rules.RULES:
                found.extend(f"{name}: {rule.__name__}: {words}" for words in rule(page, seen))
            for broken in Axe().run(page, options=AXE).response["violations"]:
                found.extend(f"{name}: {broken['id']}: {node['html'][:160]}" for node in broken["nodes"])

        for address in pages:
            answer = page.goto(place.address + address)
            look(address, answer.status)
            forms = page.evaluate("""() => [...document.querySelectorAll('main form[method=post]')].map(f =>
                [...f.elements].some(e => e.matches('input:not([type=hidden]), textarea, select')))""")
            for place_of, asks in enumerate(forms):
                if not asks:
                    continue
                with page.expect_navigation():
                    page.evaluate("""n => { const f = document.querySelectorAll('main form[method=post]')[n];
                        for (const e of f.elements) { if (e.matches('input[type=text], textarea')) e.value = ''; e.checked = false; if (e.matches('select')) e.selectedIndex = 0; }
                        f.submit(); }""", place_of)
                if page.evaluate("!!document.querySelector('.error-summary')"):
                    look(address + ", sent empty", 422, sent_empty=True)
                page.goto(place.address + address)
        browser.close()
    assert not found, "\n".join(found)


def test_the_records_and_their_evidence_agree(place):
    status, found, said = place.verify()
    assert status == 0, said
