"""Somebody else agrees before something is done: who, to what, and what happens when nobody answers."""
import re
import shutil

import pytest

from conftest import MUST_SHARE, Site
from pages import Page
from test_directory import look
from test_work import colleague, content, duty, person, words

DEVINDER, IFEOMA, SEUN = "Devinder Marchbank", "Ifeoma Wintergate", "Oluwaseun Fairlamb"


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration in which a sign-off that nobody answers is escalated at once."""
    base = tmp_path_factory.mktemp("sign-off")
    folder = base / "demo"
    shutil.copytree(seed, folder)
    times = 'within: "0 hours", urgent: "0 hours", escalates: "0 hours", urgent-escalates: "0 hours"'
    site = Site(folder, "--content", content(base / "content", **{"sign-off": times})).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def manager(place):
    return place.browser("manager@demo.example")


def unsure(client, **changed):
    """A case in which whoever decides is not sure."""
    request = client.begin(subject="T. 0815", items="what the teacher saw\nwhat the mother said", **changed)
    client.post(f"/requests/{request}/questions/in-doubt", {"answer": "yes"})
    return request


def ask(client, request, name=DEVINDER, **changed):
    """Asks somebody to agree; gives the answer to the form."""
    address = f"/requests/{request}/sign-off"
    fields = {"of": colleague(client, name, address, "of"), "why": "May I tell the school today?", "urgent": "no", **changed}
    return client.post(address, fields)


def number(client, request):
    """The number of the latest sign-off of a request."""
    return re.search(r"/sign-offs/([0-9a-z]{16})", client.get(f"/requests/{request}/sign-off").text).group(1)


def answered(client, sign_off, answer, said=""):
    return client.post(f"/sign-offs/{sign_off}", {"answer": answer, "words": said})


def test_nobody_need_agree_where_whoever_decides_is_sure(me):
    request = me.begin()
    assert "Nobody else need agree to this" in words(me, f"/requests/{request}/sign-off")


def test_what_is_needed_is_shown_with_its_clauses(me):
    page = words(me, f"/requests/{unsure(me)}/sign-off")
    assert "Sharing while you are unsure" in page and "004 §6.5" in page and "Not asked yet" in page


def test_under_the_settlement_nothing_goes_without_consent_but_with_a_manager(place):
    ruth = place.browser("ruth@canal-side.example")
    request = ruth.begin()
    ruth.post(f"/requests/{request}/questions/consent", {"answer": "refused"})
    page = words(ruth, f"/requests/{request}/sign-off")
    assert "Sharing without consent: Manager" in page and "001 §10f" in page
    # Not known counts as if it were so.
    request = ruth.begin()
    assert "Sharing without consent" in words(ruth, f"/requests/{request}/sign-off")
    ruth.post(f"/requests/{request}/questions/consent", {"answer": "given"})
    assert "Sharing without consent" not in words(ruth, f"/requests/{request}/sign-off")


def test_the_service_manager_decides_under_the_charity_and_a_worker_asks(place):
    worker = place.browser("joss.pennyfeather@demo.example")
    page = words(worker, f"/requests/{worker.begin()}/sign-off")
    assert "000 §9.2" in page
    boss = place.browser("gethin.merriworth@demo.example")
    assert "Nobody else need agree" in words(boss, f"/requests/{boss.begin()}/sign-off")


def test_somebody_agrees_once_to_what_they_were_shown(me, manager):
    request = unsure(me)
    assert "Waiting for an answer" in Page(ask(me, request).text).words
    sign_off = number(me, request)
    assert duty(manager, sign_off), "it waits for the manager"
    page = words(manager, f"/sign-offs/{sign_off}")
    for shown in ("T. 0815", "what the teacher saw", "what the mother said", "May I tell the school today?", "Are you unsure whether or how to share it? Yes"):
        assert shown in page, shown
    answer = answered(manager, sign_off, "agree")
    assert "Agreed" in Page(answer.text).words and not duty(manager, sign_off)
    assert "You may go on" in words(me, f"/requests/{request}/sign-off")
    # Recorded once.
    answered_again = manager.post(f"/sign-offs/{sign_off}", {"answer": "refuse", "words": "No."}, page="/sign-offs")
    manager.session.post(manager.site.address + f"/sign-offs/{sign_off}", data={"token": Page(manager.get("/work").text).forms[0]["hidden"]["token"], "answer": "refuse", "words": "No."})
    assert "Not agreed" not in words(me, f"/requests/{request}/sign-off") and answered_again.status_code != 500


@pytest.mark.parametrize("answer", ["conditions", "refuse", ""])
def test_conditions_and_a_refusal_need_words(me, manager, answer):
    request = unsure(me)
    ask(me, request)
    assert answered(manager, number(me, request), answer).status_code == 422
    assert "Waiting for an answer" in words(me, f"/requests/{request}/sign-off")


def test_conditions_stand_where_they_are_to_be_kept(me, manager):
    request = unsure(me)
    ask(me, request)
    answered(manager, number(me, request), "conditions", "Leave out what the mother said.")
    page = words(me, f"/requests/{request}/sign-off")
    assert "must keep to this" in page and "Leave out what the mother said." in page


def test_who_does_not_agree_says_why_and_the_next_who_is_asked_sees_it(me, manager, place):
    request = unsure(me)
    ask(me, request)
    answered(manager, number(me, request), "refuse", "Ask the mother first.")
    assert "Ask the mother first." in words(me, f"/requests/{request}/sign-off")
    ask(me, request, IFEOMA)
    page = words(place.browser("ifeoma.wintergate@demo.example"), f"/sign-offs/{number(me, request)}")
    assert "Asked before" in page and "Ask the mother first." in page


def token(client):
    return Page(client.get("/work").text).forms[0]["hidden"]["token"]


def straight(client, address, **fields):
    """Posts past every page."""
    return client.session.post(client.site.address + address, data={"token": token(client), **fields})


def test_nobody_agrees_to_what_they_ask_for_themselves(me, manager, place):
    request = unsure(manager)
    page = manager.get(f"/requests/{request}/sign-off").text
    assert IFEOMA in page and f">{DEVINDER}</label>" not in page, "nobody is offered themselves"
    own = re.search(r'value="([^"]+)"[^>]*><label for="[^"]*">Devinder', me.get(f"/requests/{unsure(me)}/sign-off").text).group(1)
    answer = straight(manager, f"/requests/{request}/sign-off", of=own, why="Mine.", urgent="no")
    assert answer.status_code == 403 and Page(answer.text).heading == "Nobody agrees to what they ask for"
    assert "/urgent" in Page(answer.text).links
    ask(manager, request, IFEOMA)
    sign_off = number(manager, request)
    assert "You asked for this" in words(manager, f"/sign-offs/{sign_off}")
    answer = straight(manager, f"/sign-offs/{sign_off}", answer="agree", words="")
    assert answer.status_code == 403 and Page(answer.text).heading == "Nobody agrees to what they ask for"
    assert "Waiting for an answer" in words(manager, f"/requests/{request}/sign-off")


def test_a_colleague_of_another_post_cannot_be_asked_and_cannot_answer(me, place):
    request = unsure(me)
    farida = colleague(me, "Farida Thistlewood")
    answer = straight(me, f"/requests/{request}/sign-off", of=farida, why="Quick.", urgent="no")
    assert answer.status_code == 403 and Page(answer.text).heading == "It takes another post"
    ask(me, request)
    sign_off = number(me, request)
    assert straight(place.browser("farida.thistlewood@demo.example"), f"/sign-offs/{sign_off}", answer="agree").status_code == 404
    assert straight(place.browser("auditor@demo.example"), f"/sign-offs/{sign_off}", answer="agree").status_code == 404
    assert "Waiting for an answer" in words(me, f"/requests/{request}/sign-off")


def test_whoever_is_said_to_have_caused_harm_cannot_agree(place, me, manager):
    robin = person(me, "Robin Dunorley")
    answer = me.post(f"/people/{robin}/relations/new/alleged", {"name": "Marchbank, Devinder", "flags.staff": "yes", "convicted": "no", "words": "He said so."})
    assert re.search(r"/relations/[0-9a-z]{16}$", answer.url), answer.text
    request = unsure(me)
    # As a request begun on the person's page says.
    place.sql("UPDATE sharing_request SET person = ? WHERE id = ?", robin, request)
    page = me.get(f"/requests/{request}/sign-off").text
    assert IFEOMA in page and "Devinder" not in page
    own = re.search(r'value="([^"]+)"[^>]*><label for="[^"]*">Devinder', me.get(f"/requests/{unsure(me)}/sign-off").text).group(1)
    answer = straight(me, f"/requests/{request}/sign-off", of=own, why="Agree?", urgent="no")
    assert answer.status_code == 403 and Page(answer.text).heading == "They cannot agree to this"
    ask(me, request, IFEOMA)
    sign_off = number(me, request)
    answer = straight(manager, f"/sign-offs/{sign_off}", answer="agree", words="")
    assert answer.status_code == 403 and Page(answer.text).heading == "They cannot agree to this"
    assert "Waiting for an answer" in words(me, f"/requests/{request}/sign-off")


def test_silence_moves_up_to_every_manager(me, place):
    request = unsure(me)
    ask(me, request)
    page = place.browser("governance@demo.example").get("/work").text
    assert "Escalated to you" in page and number(me, request) in page
    # And anybody of the post may answer.
    answered(place.browser("ifeoma.wintergate@demo.example"), number(me, request), "agree")
    assert "You may go on" in words(me, f"/requests/{request}/sign-off")


def test_what_changed_after_somebody_agreed_was_not_agreed_to(me, manager):
    request = unsure(me)
    ask(me, request)
    answered(manager, number(me, request), "agree")
    me.post(f"/requests/{request}/details", {"origin": "own-initiative", "subject": "T. 0815", "recipient": "A school", "purpose": "To help", "items": "everything we hold"})
    page = words(me, f"/requests/{request}/sign-off")
    assert "it has changed since" in page and "You may go on" not in page


def test_going_ahead_tells_a_manager_at_once_and_is_never_silent(me, manager):
    request = unsure(me)
    address = f"/requests/{request}/sign-off/go-ahead"
    whom = colleague(me, DEVINDER, address, "of")
    assert me.post(address, {"why": "", "of": whom}).status_code == 422
    assert me.post(address, {"why": "She is alone with him tonight.", "of": ""}).status_code == 422
    assert "Not asked yet" in words(me, f"/requests/{request}/sign-off")
    me.post(address, {"why": "She is alone with him tonight.", "of": whom})
    page = words(me, f"/requests/{request}/sign-off")
    assert "Gone ahead without waiting" in page and "She is alone with him tonight." in page
    sign_off = number(me, request)
    row = next(row for row in re.findall(r"<tr>.*?</tr>", manager.get("/work").text, re.S) if sign_off in row)
    assert "Urgent" in row and "Look back on what was done without waiting" in row
    assert straight(me, f"/sign-offs/{sign_off}/withdraw").status_code == 404, "what was done cannot be taken back"
    answered(manager, sign_off, "refuse", "It could have waited an hour.")
    assert "It could have waited an hour." in words(me, f"/sign-offs/{sign_off}")


def test_what_nobody_answered_can_be_taken_back(me, manager):
    request = unsure(me)
    ask(me, request)
    sign_off = number(me, request)
    me.post(f"/sign-offs/{sign_off}/withdraw", {}, page=f"/sign-offs/{sign_off}")
    assert "Taken back" in words(me, f"/sign-offs/{sign_off}") and not duty(manager, sign_off)


def test_another_organisation_sees_nothing(me, place):
    request = unsure(me)
    ask(me, request)
    stranger = place.browser("gethin.merriworth@demo.example")
    assert stranger.get(f"/sign-offs/{number(me, request)}").status_code == 404
    assert stranger.get(f"/requests/{request}/sign-off").status_code == 404


def test_the_pages_keep_the_rules(place, me, manager):
    request = unsure(me)
    ask(me, request)
    sign_off = number(me, request)
    other = unsure(me)
    look(place, me, [f"/requests/{other}/sign-off", f"/requests/{other}/sign-off/go-ahead", f"/requests/{request}/sign-off", "/sign-offs", f"/sign-offs/{sign_off}"])
    look(place, manager, [f"/sign-offs/{sign_off}", "/sign-offs"])
