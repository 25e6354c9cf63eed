"""Somebody is in danger, and a part of the house does not work: whom to call, what was done, and what must reach another all the same."""
import re
import shutil
import sqlite3

import pytest
import requests

from conftest import MUST_SHARE, ROOT, Site
from pages import Page
from test_disclosures import NEED, OWN, Build, contact, note, register
from test_people import send
from test_requests import ASKED, number
from test_sign_off import DEVINDER, ask, unsure
from test_work import colleague, duty, words

JOSS = "joss.pennyfeather@demo.example"
COLM = "colm@moorgate.example"
DANGER = {"subject": "T. 0900", "danger": "He holds her in the flat", "done": "Rang 999", "told": "The police, where she is"}


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration of its own, since much is recorded here."""
    folder = tmp_path_factory.mktemp("emergency") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def manager(place):
    return place.browser("manager@demo.example")


def noted(client, **changed):
    """Goes from My work by its link, notes what was done, and gives the page that comes of it: three screens."""
    first = client.get("/work")
    assert "/urgent" in Page(first.text).links
    second = client.get("/urgent")
    page = Page(second.text)
    assert second.status_code == 200 and "call 999" in page.words
    assert not any("required" in attributes for _, attributes in page.elements), "nothing must be filled in first"
    third = client.post("/urgent", {**DANGER, **changed})
    assert third.status_code == 200 and Page(third.text).heading == "Your urgent action is noted", Page(third.text).words[:500]
    return Page(third.text)


# Three screens, whatever waits


def test_a_visitor_sees_whom_to_call_on_the_second_screen(place):
    for first in ["/", "/sign-in"]:
        assert "/urgent" in Page(requests.get(place.address + first).text).links
    page = Page(requests.get(place.address + "/urgent").text)
    for said in ["999", "01632 960101", "You need no consent and no permission", "Sign in"]:
        assert said in page.words, said


def test_three_screens_while_a_sign_off_waits_and_nothing_waits_for_it(place, me):
    request = unsure(me)
    ask(me, request)
    assert "Waiting for an answer" in words(me, f"/requests/{request}/sign-off")
    page = noted(me)
    assert "They need not agree" not in page.words and "Write it up by" in page.words and "He holds her in the flat" in page.words
    assert "Waiting for an answer" in words(me, f"/requests/{request}/sign-off"), "the sign-off is neither answered nor lost by it"


def test_nothing_need_be_filled_in(me):
    page = noted(me, subject="", danger="", done="", told="")
    assert page.words.count("Not stated yet") == 4


def test_every_page_of_the_house_leads_there(place, me):
    request = unsure(me)
    for address in ["/work", "/people", "/directory", "/sign-offs", "/procedures", "/consultations", f"/requests/{request}/sign-off",
                    f"/requests/{request}/next", "/nothing-at-all"]:
        assert "/urgent" in Page(me.get(address).text).links, address


# Life and death at intake


@pytest.fixture(scope="module")
def child(me):
    return register(me, "Ottoline Vexbury-Emergency", "2016-05-07")


def log(client, person, **changed):
    fields = {**ASKED, "urgency": "life-and-death", **changed}
    address = f"/people/{person}/requests/new/details"
    return send(client, f"{address}?origin=request", fields, action=address)


def test_life_and_death_leads_at_once_to_whom_to_call_and_the_request_is_not_lost(place, me, manager, child):
    answer = log(me, child)
    request, page = number(answer), Page(answer.text)
    assert page.heading == "Act first" and "/urgent" in page.links and "You need no consent and nobody’s agreement" in page.words
    row = next(row for row in re.findall(r"<tr>.*?</tr>", me.get("/work").text, re.S) if request in row)
    assert "Urgent" in row
    # It is noted while the caller is not verified, nothing is said of need, and nobody has agreed.
    assert "Not verified" in words(me, f"/requests/{request}/asking")
    noted(me)


def test_who_asks_may_be_nobody_known_when_it_is_life_and_death(me, child):
    answer = log(me, child, **{"name": "A neighbour", "job-title": "", "department": "", "organisation": "", "number": "", "kind": "other"})
    assert answer.url.endswith("/act-now"), Page(answer.text).words[:600]


# The policy cannot advise


@pytest.fixture(scope="module")
def without_policy(seed, tmp_path_factory):
    """The organisation's policy has been taken away since a decision was begun under it."""
    base = tmp_path_factory.mktemp("no-policy")
    shutil.copytree(seed, base / "demo")
    shutil.copytree(ROOT / "Content", base / "content")
    site = Site(base / "demo").start()
    begun = site.browser(JOSS).begin(subject="T. 0901")
    site.stop()
    shutil.rmtree(base / "content" / "policies" / "expect-2019")
    site = Site(base / "demo", "--content", base / "content").start()
    yield site, begun
    site.kill()


def test_without_a_policy_its_pages_say_so_and_tell_the_local_procedure(without_policy):
    site, begun = without_policy
    joss = site.browser(JOSS)
    for part in ["", "/next", "/advice", "/decision", "/sign-off"]:
        answer = joss.get(f"/requests/{begun}{part}")
        page = Page(answer.text)
        assert answer.status_code == 503 and page.heading == "Advice is not available", part
        for said in ["01632 960114", "Your local procedure:", "on-call folder kept in each house", "Nothing you entered is lost", "Reference:"]:
            assert said in page.words, (part, said)
        assert "/urgent" in page.links and "expect-2019" not in page.words
    assert f"/requests/{begun}" in Page(joss.get("/work").text).links


def test_without_a_policy_the_urgent_path_and_the_records_work(without_policy):
    site, _ = without_policy
    joss = site.browser(JOSS)
    page = noted(joss)
    assert "Write it up by" in page.words
    assert joss.get("/decisions").status_code == 200 and joss.get("/people").status_code == 200
    # Others advise as before.
    nia = site.browser()
    assert nia.get(f"/requests/{nia.begin()}/next").status_code == 200


def test_without_a_policy_a_request_is_logged_and_life_and_death_leads_to_whom_to_call(without_policy):
    site, _ = without_policy
    joss = site.browser(JOSS)
    person = register(joss, "Ludovica Brisk-Nopolicy", "1971-02-03")
    answer = log(joss, person)
    request = number(answer)
    assert Page(answer.text).heading == "Act first" and "/urgent" in Page(answer.text).links
    assert "Ola Fernsby" in words(joss, f"/requests/{request}/asking")
    send(joss, f"/requests/{request}/need", NEED)
    assert site.opened("sharing_request", "id = ?", request)[0]["purpose"] == "To plan a visit"
    assert request in joss.get("/work").text, "it waits, and is not lost"
    assert site.verify()[0] == 0


# Nobody in the directory


@pytest.fixture(scope="module")
def alone(place):
    """Colm's organisation has nobody in its directory; he has decided to share."""
    colm = place.browser(COLM)
    assert not re.findall(r'href="/directory/[0-9a-z]{16}"', colm.get("/directory").text)
    return colm, Ready(colm, "Ansel Tarrowby-Directory", {**MUST_SHARE, "consent": "refused", "others-at-risk": "yes", "abuser-has-needs": "no"})


class Ready(Build):
    """Somebody with one note, a decision to share on certain facts, and a disclosure begun."""

    def __init__(self, client, name, facts, born="1968-03-09"):
        self.me, self.name = client, name
        self.person = register(client, name, born)
        self.items = [note(client, self.person, "He has taken her keys and her telephone.")]
        answer = send(client, f"/people/{self.person}/requests/new/details?origin=own-initiative", OWN, action=f"/people/{self.person}/requests/new/details")
        self.request = number(answer)
        send(client, f"/requests/{self.request}/need", NEED)
        client.answer(self.request, facts)

    def decided(self):
        answer = self.me.decide(self.request)
        found = re.search(r"/decisions/([0-9a-z]{16})/", answer.url)
        assert found, Page(answer.text).words[:900]
        self.decision = found.group(1)
        answer = self.me.post(f"/decisions/{self.decision}/disclosures", {}, page=f"/decisions/{self.decision}")
        self.id = re.search(r"/disclosures/([0-9a-z]{16})$", answer.url).group(1)
        self.base = f"/disclosures/{self.id}"
        return self


def test_an_empty_directory_says_what_to_do_and_keeps_nobody_from_calling(alone):
    colm, it = alone
    it.decided()
    page = Page(colm.get(f"{it.base}/recipient").text)
    assert page.heading == "Who receives it?"
    assert "Nobody in the directory is verified yet" in page.words and "Add somebody to the directory" in page.words
    assert "/directory" in page.links and "/urgent" in page.links
    noted(colm)
    page = Page(colm.get("/urgent").text)
    assert "01632 960540" in page.words, "the number is the organisation's own, and not the directory's"


# Nobody has agreed


def test_a_missing_sign_off_is_bypassed_with_a_reason_the_manager_hears_and_sending_goes_on(place, me, manager):
    it = Ready(me, "Philippa Vanstone-Bypass", {**MUST_SHARE, "in-doubt": "yes"}, born="2015-03-09").decided()
    school = contact(me, "Imelda Farrowgate")
    it.ready(school)
    def sending():
        return it.post("send", {"evidence": "Rang at ten", "trust": ""}, page="recipient")

    answer = sending()
    page = Page(answer.text)
    assert answer.status_code == 409 and "Somebody must agree" in page.words and "Sharing while you are unsure" in page.words
    assert "/urgent" in page.links
    away = f"{it.base}/go-ahead"
    assert away in Page(me.get(f"{it.base}/sign-off").text).links, "the way round stands where one is stopped"
    whom = colleague(me, DEVINDER, away, "of")
    assert me.post(away, {"why": "", "of": whom}).status_code == 422, "not without a reason"
    assert sending().status_code == 409
    me.post(away, {"why": "He has her keys and comes back at six.", "of": whom})
    said = "Look back on what was done without waiting: what goes to Oakfield School"
    row = next(row for row in re.findall(r"<tr>.*?</tr>", manager.get("/work").text, re.S) if said in row)
    assert "Urgent" in row, "the manager hears at once"
    sign_off = re.search(r"/sign-offs/([0-9a-z]{16})", row).group(1)
    it.enough()
    answer = it.send()
    assert answer.url.endswith("/sent"), Page(answer.text).words[:900]
    assert it.state() == "sent"
    page = words(manager, f"/sign-offs/{sign_off}")
    assert "He has her keys and comes back at six." in page
    manager.post(f"/sign-offs/{sign_off}", {"answer": "agree", "words": ""})
    assert not duty(manager, sign_off)
    assert place.verify()[0] == 0


def test_what_was_done_in_an_emergency_is_written_up_and_waits_for_nobody(place, me):
    page = noted(me)
    action = re.search(r"Reference ([0-9a-z]{16})", page.words).group(1)
    answer = me.post(f"/urgent/{action}/write-up", {}, page=f"/urgent/{action}")
    request = re.search(r"/requests/([0-9a-z]{16})", answer.url).group(1)
    me.answer(request, {**MUST_SHARE, "in-doubt": "yes"})
    answer = me.decide(request)
    assert answer.url.endswith("/recorded"), Page(answer.text).words[:600]
    assert "It has been written up" in words(me, f"/urgent/{action}")


# The store does not write


def test_while_nothing_can_be_written_each_form_says_so_and_the_number_is_shown(new_site):
    site = new_site()
    joss = site.browser(JOSS)
    person = register(joss, "Cornelius Abbot-Locked", "1959-11-12")
    pages = {address: joss.get(address).text for address in ["/urgent", f"/people/{person}/information/new", f"/people/{person}/requests/new/details?origin=request"]}
    before = site.sql("SELECT count(*) FROM ledger_entry")
    holder = sqlite3.connect(site.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        for address, fields in [
                ("/urgent", DANGER),
                (f"/people/{person}/requests/new/details", {**ASKED, "urgency": "life-and-death"})]:
            page = next(text for one, text in pages.items() if one.startswith(address))
            answer = joss.session.post(site.address + address, data={**joss.fields(page, address), **fields})
            said = Page(answer.text)
            assert answer.status_code == 503, address
            for wanted in ["Nothing was recorded", "01632 960114"]:
                assert wanted in said.words, (address, said.words)
            assert "/urgent" in said.links
        page = Page(joss.get("/urgent").text)
        assert "999" in page.words and "01632 960114" in page.words
    finally:
        holder.execute("ROLLBACK")
    assert site.sql("SELECT count(*) FROM ledger_entry") == before, "nothing was recorded, as was said"
    noted(joss)


def test_a_stopped_ledger_takes_nothing_says_so_on_every_page_and_shows_the_number(new_site):
    site = new_site(start=False)
    with sqlite3.connect(site.database) as connection:
        connection.execute("DROP TRIGGER urgent_action_is_final")
        connection.execute("UPDATE urgent_action SET write_up_by = '2030' || substr(write_up_by, 5)")
    site.start()
    joss = site.browser(JOSS)
    tess = re.search(r'href="/people/([0-9a-z]{16})"', joss.get("/people").text).group(1)
    before = site.sql("SELECT count(*) FROM sharing_request")
    for address in ["/work", f"/people/{tess}", "/urgent"]:
        page = Page(joss.get(address).text)
        assert "You can read records but not add to them" in page.words and "01632 960114" in page.words, address
    answer = log(joss, tess)
    page = Page(answer.text)
    assert answer.status_code == 503 and "Nothing was recorded" in page.words and "01632 960114" in page.words
    assert "on-call folder kept in each house" in page.words and "/urgent" in page.links
    assert site.sql("SELECT count(*) FROM sharing_request") == before
    assert "999" in joss.get("/urgent").text
