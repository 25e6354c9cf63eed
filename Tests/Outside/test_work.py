"""What waits: for whom, since when, who sees it when nobody acts, and how it goes to somebody else."""
import re
import shutil

import pytest

from conftest import MUST_SHARE, ROOT, Site
from pages import Page
from test_directory import look

FARIDA = "farida.thistlewood@demo.example"


def content(folder, **changed):
    """A copy of the Content folder, in which duties have other times."""
    shutil.copytree(ROOT / "Content", folder)
    duties = folder / "lists" / "duties.yaml"
    text = duties.read_text()
    for kind, more in changed.items():
        text, count = re.subn(rf"(  - id: {kind}\n.*?more: \{{)[^}}]*(\}})", rf"\1 {more} \2", text, count=1, flags=re.S)
        assert count == 1, kind
    duties.write_text(text)
    return folder


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration in which whatever advice waits for is late at once, and what comes of it is late but not yet escalated."""
    base = tmp_path_factory.mktemp("work")
    folder = base / "demo"
    shutil.copytree(seed, folder)
    site = Site(
        folder, "--content", content(
            base / "content", advice='within: "0 hours", escalates: "0 hours"',
            **{"advice-outcome": 'within: "0 hours", escalates: "1 hours"'})).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def manager(place):
    return place.browser("manager@demo.example")


@pytest.fixture(scope="module")
def farida(place):
    return place.browser(FARIDA)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(answer.text).words


def colleague(client, name, address="/consultations/new?request=none", field="who"):
    """The number by which a form names a colleague."""
    found = re.search(rf'name="{field}" value="([^"]+)"[^>]*><label for="[^"]*">{re.escape(name)}<', client.get(address).text)
    assert found, name
    return found.group(1)


def ask(client, name, question="May a school be told that a child is hungry?", **changed):
    """Asks for advice; gives its number."""
    fields = {"question": question, "kind": "colleague", "who": colleague(client, name), "name": "", "urgent": "no", **changed}
    answer = client.post("/consultations/new", fields, page="/consultations/new?request=none")
    found = re.search(r"/consultations/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def rows(client, address="/work"):
    """The rows of a page's tables, as text."""
    text = client.get(address).text
    return [" ".join(Page(row).words.split()) for row in re.findall(r"<tr>.*?</tr>", text, re.S)]


def duty(client, record, address="/work"):
    """The number of the duty on the list that leads to a record."""
    for row in re.findall(r"<tr>.*?</tr>", client.get(address).text, re.S):
        if record in row:
            return re.search(r"/duties/([0-9a-z]{16})", row).group(1)
    return None


def test_what_waits_is_on_the_list_with_its_day_and_leads_to_where_it_is_done(me, farida):
    before = len(rows(farida))
    advice = ask(me, "Farida Thistlewood")
    row = next(row for row in rows(farida) if "Give advice to a colleague" in row)
    assert re.search(r"by \d+ \w+ 20\d\d at \d\d:\d\d", row) and len(rows(farida)) > before
    assert f"/consultations/{advice}" in Page(farida.get("/work").text).links
    assert "Give advice to a colleague" not in words(me, "/work"), "it waits for her, and not for whoever asked"


def test_it_ends_with_the_deed_and_what_follows_waits_for_whoever_asked(me, farida):
    advice = ask(me, "Farida Thistlewood")
    assert duty(farida, advice)
    farida.post(f"/consultations/{advice}", {"answer": "Yes: a school needs it to feed the child.", "needs": "no"})
    assert not duty(farida, advice)
    assert duty(me, advice), "what came of it is to be recorded"
    me.post(f"/consultations/{advice}/outcome", {"followed": "yes", "why": "I rang the school."}, page=f"/consultations/{advice}")
    assert not duty(me, advice)


def test_what_nobody_does_is_escalated_to_every_manager_by_the_clock_alone(me, manager, place):
    advice = ask(me, "Callum Brackenridge", urgent="no")
    for reader in (manager, place.browser("ifeoma.wintergate@demo.example"), place.browser("governance@demo.example")):
        page = Page(reader.get("/work").text)
        assert "Escalated to you" in page.words and f"/consultations/{advice}" in page.links
    callum = next(row for row in rows(manager, "/team") if "Callum Brackenridge" in row and "escalated" in row)
    assert "1 escalated" in callum


def test_overdue_is_not_yet_escalated(me, farida, manager):
    advice = ask(me, "Farida Thistlewood")
    farida.post(f"/consultations/{advice}", {"answer": "Yes.", "needs": "no"})
    row = next(row for row in re.findall(r"<tr>.*?</tr>", me.get("/work").text, re.S) if advice in row)
    assert "Overdue" in row and "Escalated" not in row
    assert f"/consultations/{advice}" not in Page(manager.get("/work").text).links


def test_practitioners_see_no_team_and_auditors_hand_nothing_over(me, place):
    assert me.get("/team").status_code == 404
    auditor = place.browser("auditor@demo.example")
    page = Page(auditor.get("/team").text)
    assert page.heading == "Team overview" and not [link for link in page.links if link.endswith("/hand-over")]
    assert place.browser("administrator@demo.example").get("/team").status_code == 404


def test_a_team_is_put_in_order_and_narrowed_by_codes_in_the_address(me, manager):
    ask(me, "Farida Thistlewood")
    everything = rows(manager, "/team")
    assert any("Farida Thistlewood" in row for row in everything)
    assert len(rows(manager, "/team?kind=consent-review&order=name")) < len(everything)
    assert manager.get("/team?order=nonsense&page=9999&worker=%3Cscript%3E&kind=x").status_code == 200


def test_duties_are_shown_by_kind_and_an_unknown_kind_shows_none(me, farida):
    ask(me, "Farida Thistlewood")
    assert "Give advice to a colleague" in words(farida, "/work?kind=advice")
    assert "Nothing of this kind waits for you" in words(farida, "/work?kind=material")


def test_nothing_waits_is_said(place):
    assert "Nothing that is owed waits for you" in words(place.browser("wen.larkspur@demo.example"), "/work")


def test_what_ends_by_the_deed_alone_is_not_ended_by_hand(me, farida):
    advice = ask(me, "Farida Thistlewood")
    number = duty(farida, advice)
    assert "It ends when it is done, and not before" in words(farida, f"/duties/{number}")
    answer = farida.post(f"/duties/{number}", {"end": "dropped", "why": "I have no time."}, page=f"/duties/{number}/hand-over")
    assert answer.status_code == 403 and Page(answer.text).heading == "This ends by the deed alone"
    assert duty(farida, advice) == number


def test_somebody_else_may_not_touch_a_duty(me, farida, place):
    number = duty(farida, ask(me, "Farida Thistlewood"))
    stranger = place.browser("callum.brackenridge@demo.example")
    assert stranger.get(f"/duties/{number}").status_code == 404
    assert place.browser("joss.pennyfeather@demo.example").get(f"/duties/{number}/hand-over").status_code == 404


def person(client, name):
    """The number of somebody whom one works with."""
    found = re.search(rf'href="/people/([0-9a-z]{{16}})"[^>]*>{name}', client.get("/people").text)
    assert found, name
    return found.group(1)


def test_a_person_goes_to_a_colleague_with_what_waits_and_a_note(place, me):
    robin = person(me, "Robin Dunorley")
    wen = place.browser("wen.larkspur@demo.example")
    assert wen.get(f"/people/{robin}/hand-over").status_code == 404, "she does not work with him"
    address = f"/people/{robin}/hand-over"
    assert me.post(address, {"to": "", "why": "", "keep": ""}).status_code == 422
    number = colleague(me, "Wen Larkspur", address, "to")
    answer = me.post(address, {"to": number, "why": "I go on leave. Ring Lorna in school hours.", "keep": "no"})
    page = Page(answer.text)
    assert page.heading == "Handed over" and "Wen Larkspur" in page.words
    assert "Ring Lorna in school hours" in words(wen, "/work") and "Robin Dunorley" in words(wen, "/work"), "the duty came with its note"
    assert "Robin Dunorley" in words(wen, "/people") and "Robin Dunorley" not in words(me, "/work")
    assert me.get(address).status_code == 404, "she no longer works with him"
    assert "Robin Dunorley" not in words(me, "/people")


def test_both_may_go_on_working_with_a_person(place, me):
    skye = person(me, "Skye Dunorley")
    address = f"/people/{skye}/hand-over"
    answer = me.post(address, {"to": colleague(me, "Callum Brackenridge", address, "to"), "why": "We visit together.", "keep": "yes"})
    assert "Nia Hollowell" in Page(answer.text).words and "Callum Brackenridge" in Page(answer.text).words
    assert me.get(address).status_code == 200


def test_advice_that_only_two_see_does_not_go_to_a_third(me, farida):
    number = duty(farida, ask(me, "Farida Thistlewood"))
    address = f"/duties/{number}/hand-over"
    answer = farida.post(address, {"to": colleague(farida, "Callum Brackenridge", address, "to"), "why": "I am away."})
    assert answer.status_code == 403 and "cannot take this over" in answer.text
    answer = farida.post(address, {"to": colleague(farida, "Devinder Marchbank", address, "to"), "why": "I am away."})
    assert answer.url.endswith("/work")


def test_a_manager_hands_over_everything_of_somebody_who_is_away(place, manager):
    farida = place.browser(FARIDA)
    hester = person(farida, "Hester Brinelby")
    found = re.search(r'/team/([0-9a-z-]+)/hand-over">Hand over<span class="visually-hidden"> everything of Farida', manager.get("/team").text)
    address = f"/team/{found.group(1)}/hand-over"
    assert farida.get(address).status_code == 404
    assert manager.post(address, {"to": "", "why": ""}).status_code == 422
    manager.post(address, {"to": colleague(manager, "Callum Brackenridge", address, "to"), "why": "Farida is ill."})
    assert hester in place.browser("callum.brackenridge@demo.example").get("/people").text
    assert hester not in farida.get("/people").text
    assert farida.get(f"/people/{hester}/details").status_code == 404
    assert "Nothing of this kind" in words(farida, "/work?kind=consent-review") or "Nothing that is owed" in words(farida, "/work?kind=consent-review")


def test_a_decision_that_was_handed_over_is_shown_to_stay_when_it_names_nobody(me):
    request = me.begin(subject="T. 4711")
    assert "T. 4711" in words(me, "/work")
    assert me.answer(request, MUST_SHARE).status_code == 200


def test_the_pages_keep_the_rules(place, me, manager):
    farida = place.browser(FARIDA)
    number = duty(farida, ask(me, "Farida Thistlewood"))
    look(place, farida, ["/work", f"/duties/{number}", f"/duties/{number}/hand-over"])
    worker = re.search(r"/team/[0-9a-z-]+/hand-over", manager.get("/team").text).group(0)
    look(place, manager, ["/work", "/team", worker])


def test_two_working_days_from_now_are_counted_by_the_calendar_of_the_country(seed, tmp_path):
    """The same day, worked out here: no weekend, no bank holiday."""
    import datetime
    import yaml
    holidays = {one["day"] for one in yaml.safe_load((ROOT / "Content" / "lists" / "bank-holidays.yaml").read_text())["holidays"]}
    shutil.copytree(seed, tmp_path / "demo")
    site = Site(tmp_path / "demo").start()
    try:
        advice = ask(site.browser(), "Farida Thistlewood")
        begun, due = site.sql("select begun, due from duty where record = ?", f"consultation/{advice}")[0]
    finally:
        site.kill()
    day, left = datetime.datetime.fromisoformat(begun.replace("Z", "+00:00")), 2
    worked = lambda day: day.weekday() < 5 and str(day.date()) not in holidays
    while not worked(day):
        day += datetime.timedelta(days=1)
    while left:
        day += datetime.timedelta(days=1)
        left -= worked(day)
    assert due[:16] == day.isoformat()[:16]
