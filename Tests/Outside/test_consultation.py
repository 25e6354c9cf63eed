"""Advice without a name: what is sent, who sees it, what came of it, and how it is shown later which case it was."""
import datetime
import hashlib
import re
import shutil

import pytest

from conftest import Site
from pages import Page
from test_directory import look
from test_sign_off import straight
from test_work import colleague, content, duty, person, words

FARIDA = "farida.thistlewood@demo.example"
QUESTION = "A child of primary age came to school without food three times in a week. Is that enough to ask children’s services?"
TODAY = datetime.date.today()


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration in which a talk that did not happen is escalated on its day."""
    base = tmp_path_factory.mktemp("consultation")
    folder = base / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder, "--content", content(base / "content", advice='within: "0 hours", escalates: "0 hours"')).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def farida(place):
    return place.browser(FARIDA)


@pytest.fixture(scope="module")
def robins(place, me):
    """A case about somebody on the register."""
    request = me.begin(subject="Robin D.", items="hungry at school")
    place.sql("UPDATE sharing_request SET person = ? WHERE id = ?", person(me, "Robin Dunorley"), request)
    return request


def send(client, request="none", unsure=False, **changed):
    address = f"/consultations/new?request={request}" + ("&unsure=yes" if unsure else "")
    fields = {"question": QUESTION, "kind": "colleague", "name": "", "urgent": "no", **changed}
    if "who" not in fields:
        fields["who"] = colleague(client, "Farida Thistlewood", address)
    return client.post("/consultations/new", fields, page=address)


def ask(client, request="none", **changed):
    answer = send(client, request, **changed)
    found = re.search(r"/consultations/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def test_the_adviser_gets_the_words_and_no_way_into_the_file(place, me, farida, robins):
    advice = ask(me, robins)
    answer = farida.get(f"/consultations/{advice}")
    page = Page(answer.text)
    assert QUESTION in page.words and "You see the question and nothing else" in page.words
    assert robins not in answer.text and "Robin" not in answer.text
    assert not [link for link in page.links if re.search(r"/(requests|people|decisions)/[0-9a-z]{16}", link)]
    assert farida.get(f"/requests/{robins}").status_code == 404
    assert farida.get(f"/consultations/{advice}/proof").status_code == 404
    assert farida.get(f"/consultations/{advice}/identity").status_code == 404
    assert straight(farida, f"/consultations/{advice}/identity").status_code == 404
    assert robins not in farida.get("/work").text
    stored = place.sql("select author, adviser, case_digest, request, file from consultation where id = ?", advice)[0]
    assert robins not in map(str, stored), "nothing that stands open names the case"


@pytest.mark.parametrize("words_sent, shown", [
    ("Robin came without food.", "“Robin”: a name"), ("rob came without food.", "“rob”: a name"),
    ("The Dunorley family moved.", "“Dunorley”: a name"), ("Lorna will not answer.", "“Lorna”: a name"),
    ("His stepfather is called Haskin’s son.", "a name"), ("It is about M-10422.", "a reference"), ("It is about m 10422.", "a reference"),
    ("Born on 9 April 2017.", "the date of birth"), ("Born 09/04/2017.", "the date of birth"), ("They live at ZZ42AB.", "a postcode"),
    ("They live at 12 weavers court, Millbrook, zz4 2ab.", "a postcode"), ("He goes to Auntie Jo’s in Fenby.", "a sealed fact"),
])
def test_what_is_known_of_the_person_is_found_in_the_question(me, robins, words_sent, shown):
    answer = send(me, robins, question=words_sent)
    page = Page(answer.text)
    assert answer.status_code == 422 and shown in page.words and "Nothing was sent" in page.words, page.words


@pytest.mark.parametrize("words_sent, shown", [
    ("Mrs Applewhite rang.", "a name"), ("A boy, Quentin Marlby, came.", "a name"), ("He was born on 3/2/2015.", "a date"),
    ("Ring 01632 960123.", "a telephone number"), ("Her number is 999 123 4567.", "a long number"), ("Write to jo@home.example.", "an e-mail address"),
    ("She lives at 7 Acacia Road.", "an address"), ("The house is in ZZ9 1AA.", "a postcode"), ("The file is AB/123456.", "a reference"),
])
def test_what_looks_like_somebody_is_found_without_any_file(me, words_sent, shown):
    answer = send(me, question=words_sent)
    assert answer.status_code == 422 and shown in Page(answer.text).words


@pytest.mark.parametrize("words_sent", [
    QUESTION, "May I tell the school? The mother may not agree.", "Does the Children Act ask me to tell the Police?",
    "Two children, 4 and 7, have been alone on 3 evenings in the last 2 weeks.",
])
def test_a_question_without_a_name_goes_as_it_is(me, robins, words_sent):
    advice = ask(me, robins, question=words_sent)
    assert words_sent in words(me, f"/consultations/{advice}")


def test_what_names_somebody_goes_with_a_reason_alone_and_exactly_as_typed(place, me, farida, robins):
    typed = "Robin came.\n\nIs  “that” <enough>?"
    answer = send(me, robins, question=typed)
    assert answer.status_code == 422 and "Why it must stay" in answer.text
    advice = ask(me, robins, question=typed, **{"identifiers-why": "Farida works with the family too."})
    assert place.opened("consultation", "id = ?", advice)[0]["content"].find("Robin came.") > 0
    assert "Farida works with the family too." in words(me, f"/consultations/{advice}")
    assert "Farida works with the family too." not in words(farida, f"/consultations/{advice}")


def test_a_sealed_fact_goes_to_nobody_outside_with_any_reason(me, robins):
    fields = {"question": "He sleeps at Auntie Jo’s in Fenby.", "who": "outside", "name": "Rhona Stavwell", "kind": "police", "identifiers-why": "She asked."}
    answer = send(me, robins, **fields)
    assert answer.status_code == 422 and "it must not leave the organisation" in answer.text


@pytest.mark.parametrize("name", ["IT helpdesk", "The Help Desk", "helpdesk@council.example", "info@advice.example", "Duty desk", "the team", "Service Desk (Millbrook)", "IT Support"])
def test_a_helpdesk_or_a_mailbox_without_a_name_is_nobody_who_advises(me, name):
    answer = send(me, who="outside", name=name, kind="legal")
    page = Page(answer.text)
    assert answer.status_code == 403 and page.heading == "That is nobody who can advise on this" and "/urgent" in page.links
    assert "Caldicott Guardian" in page.words and QUESTION in page.words, "what was typed is not lost"


def test_whoever_keeps_the_accounts_does_not_advise(place, me):
    page = me.get("/consultations/new?request=none").text
    assert "Kit Saltmarsh" not in page and "Margaret Quillam" not in page
    # Sent past the page, with the number of the one who keeps the accounts.
    kit = next(row["id"] for row in place.opened("practitioner") if row["name"] == "Kit Saltmarsh")
    answer = send(me, who=kit)
    assert answer.status_code == 403 and Page(answer.text).heading == "That is nobody who can advise on this"


def test_an_outside_adviser_is_a_named_person_and_the_one_who_asked_writes_down_the_answer(me):
    advice = ask(me, who="outside", name="Rhona Stavwell", kind="police")
    assert duty(me, advice), "getting the advice waits for whoever asked"
    assert send(me, who="outside", name="", kind="police").status_code == 422
    day = {"day-day": TODAY.day, "day-month": TODAY.month, "day-year": TODAY.year}
    address = f"/consultations/{advice}"
    assert me.post(address, {"answer": "", "by": "Rhona Stavwell", "needs": "no", **day}).status_code == 422
    assert me.post(address, {"answer": "Yes.", "by": "the desk", "needs": "no", **day}).status_code == 403
    me.post(address, {"answer": "Yes, tell us.", "by": "Rhona Stavwell", "needs": "yes", **day})
    page = words(me, address)
    assert "Yes, tell us." in page and "must know who it is" in page


def test_advice_is_not_closed_without_what_came_of_it(me, farida):
    advice = ask(me)
    address = f"/consultations/{advice}/outcome"
    answer = straight(me, address, followed="yes", why="I did.")
    assert answer.status_code == 403 and Page(answer.text).heading == "Nobody has answered yet"
    farida.post(f"/consultations/{advice}", {"answer": "Ask the mother first.", "needs": "no"})
    for fields in ({"followed": "yes", "why": ""}, {"followed": "yes", "why": "   "}, {"followed": "", "why": "I did."}):
        answer = me.post(address, fields, page=f"/consultations/{advice}")
        assert answer.status_code == 422, fields
    assert duty(me, advice)
    assert straight(farida, address, followed="yes", why="She did.").status_code == 404, "only whoever asked knows"
    me.post(address, {"followed": "no", "why": "The mother could not be reached, and he was hungry."}, page=f"/consultations/{advice}")
    page = words(farida, f"/consultations/{advice}")
    assert "Not followed." in page and "The mother could not be reached" in page and not duty(me, advice)


def test_nobody_else_answers_or_sees_it(place, me):
    advice = ask(me)
    callum = place.browser("callum.brackenridge@demo.example")
    assert callum.get(f"/consultations/{advice}").status_code == 404
    assert straight(callum, f"/consultations/{advice}", answer="Yes.", needs="no").status_code == 404
    assert straight(me, f"/consultations/{advice}", answer="Yes.", needs="no").status_code == 404, "nor does whoever asked"


def test_it_is_shown_later_that_it_was_this_case_and_anybody_can_compute_it(place, me, farida):
    request = me.begin(subject="T. 0042")
    advice = ask(me, request)
    digest = place.sql("select case_digest from consultation where id = ?", advice)[0][0]
    assert len(digest) == 64 and digest != hashlib.sha256(request.encode()).hexdigest()
    me.post(f"/consultations/{advice}/identity", {})
    page = Page(me.get(f"/consultations/{advice}/proof").text)
    secret = re.search(r"printf '%s\\n%s' ([0-9a-z]+) ([0-9a-z]{16}) \| sha256sum", page.words)
    assert secret and secret.group(2) == request
    assert hashlib.sha256(f"{secret.group(1)}\n{request}".encode()).hexdigest() == digest and page.words.count(digest) == 2
    # The adviser sees the number now, and still not the file.
    assert request in farida.get(f"/consultations/{advice}").text and farida.get(f"/requests/{request}").status_code == 404
    assert place.sql("select request from consultation where id = ?", advice)[0][0] == request


def test_advice_about_no_case_can_be_shown_to_be_about_none(me):
    advice = ask(me)
    assert me.get(f"/consultations/{advice}/identity").status_code == 404
    assert "Which case it was" not in words(me, f"/consultations/{advice}")


def test_who_is_not_sure_that_it_is_a_concern_sets_a_day_and_managers_see_that_it_is_open(place, me, farida):
    manager = place.browser("manager@demo.example")
    assert send(me, unsure=True, **{"talk-day": "", "talk-month": "", "talk-year": ""}).status_code == 422
    past = TODAY - datetime.timedelta(days=2)
    assert send(me, unsure=True, **{"talk-day": past.day, "talk-month": past.month, "talk-year": past.year}).status_code == 422
    later = TODAY + datetime.timedelta(days=3)
    advice = ask(me, unsure=True, **{"talk-day": later.day, "talk-month": later.month, "talk-year": later.year})
    assert "Talk about something that may be a concern" in words(me, "/work")
    page = words(manager, "/consultations")
    assert "Not sure it is a concern" in page and "Nia Hollowell" in page
    farida.post(f"/consultations/{advice}", {"answer": "It is one. Tell children’s services.", "needs": "no"})
    me.post(f"/consultations/{advice}/outcome", {"followed": "yes", "why": "I began a decision."}, page=f"/consultations/{advice}")
    assert "Not sure it is a concern" not in words(manager, "/consultations")


def test_a_form_sent_twice_asks_once(place, me):
    page = me.get("/consultations/new?request=none").text
    fields = {**me.fields(page, "/consultations/new"), "question": QUESTION, "kind": "colleague", "who": colleague(me, "Farida Thistlewood"), "name": "", "urgent": "no"}
    assert len({me.session.post(place.address + "/consultations/new", data=fields).url for _ in range(2)}) == 1


def test_the_pages_keep_the_rules(place, me, farida):
    request = me.begin()
    advice, outside = ask(me, request), ask(me, who="outside", name="Rhona Stavwell", kind="police")
    look(place, me, ["/consultations", "/consultations/new?request=none", f"/consultations/new?request={request}&unsure=yes", f"/consultations/{outside}", f"/consultations/{advice}/identity"])
    look(place, farida, [f"/consultations/{advice}"])
    me.post(f"/consultations/{advice}/identity", {})
    farida.post(f"/consultations/{advice}", {"answer": "Yes.", "needs": "no"})
    look(place, me, [f"/consultations/{advice}/proof", f"/consultations/{advice}"])
