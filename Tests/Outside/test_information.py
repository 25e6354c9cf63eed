"""What is known of a person: notes, corrections, what others send, the chronology and its patterns. By the front door."""
import datetime
import json
import os
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import page_rules
from conftest import Site
from pages import Page
from test_pages import AXE

TODAY = datetime.date.today()
#: A folder for pictures of the pages, if somebody wants them.
SHOTS = os.environ.get("DISCRETION_SHOTS")
COLLEAGUE = "farida.thistlewood@demo.example"


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("information") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def colleague(place):
    return place.browser(COLLEAGUE)


@pytest.fixture(scope="module")
def manager(place):
    return place.browser("manager@demo.example")


def day(name, date):
    year, month, day = (str(date) if date else "--").split("-")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def register(client, name):
    answer = client.post("/people/new", {"name": name, "known-as": "", "reference": "", "postcode": "", **day("born", "")}, page="/people/new")
    found = re.search(r"/people/([0-9a-z]{16})$", answer.url)
    assert found, answer.text[:2000]
    return found.group(1)


def note(text="She came without a coat.", happened="", known="", **more):
    return {
        "text": text, "category": "home", "nature": "fact", "source": "saw", "confidence": "confidential", "time": "",
        **day("happened", happened), **day("known", known), **more}


def add(client, person, *, more=None, **fields):
    """Adds a note, over the second page where `more` says what stands there. Gives its number."""
    address = f"/people/{person}/information/new"
    answer = client.post(address, note(**fields, **({"more": "yes"} if more is not None else {})), page=address)
    if more is not None:
        answer = follow(client, answer, address, more)
    return item(answer)


def follow(client, answer, address, more):
    """Sends the second page of a note with what it brought along."""
    assert Page(answer.text).heading == "About this information", Page(answer.text).words
    return client.session.post(client.site.address + address, data={**sent(answer.text, address), **more})


def sent(page, address):
    """What a browser would send of a form as it stands: no box that is not ticked."""
    page = Page(page)
    empty = {one.get("name") for tag, one in page.elements if tag == "input" and one.get("type") == "checkbox" and "checked" not in one}
    return {name: value for name, value in page.form(address)["fields"].items() if name not in empty}


def item(answer):
    found = re.search(r"/information/([0-9a-z]{16})$", answer.url)
    assert found and answer.status_code == 200, answer.url + " " + Page(answer.text).words[:1500]
    return found.group(1)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(answer.text).words


def items(site, person):
    return [json.loads(one["content"]) | one for one in site.opened("information_item", "person = ?", person)]


def chronology(client, person, **fields):
    address = f"/people/{person}/chronology"
    return client.session.post(client.site.address + address, data={"token": client.fields(client.get(address).text)["token"], **fields})


# What is kept

def test_a_note_keeps_what_was_said_and_when(place, me):
    person = register(me, "Ada Brindlecombe")
    number = add(me, person, text="The kitchen had no light.", happened="2026-03-02", known="2026-03-04", time="2.30pm")
    said = words(me, f"/people/{person}/information/{number}")
    for part in ["The kitchen had no light.", "Fact", "Home and daily life", "2 March 2026 at 14:30", "4 March 2026", "Confidential",
                 "Nia Hollowell", "Recorded late", "Nobody outside has received it"]:
        assert part in said, part
    assert "The kitchen had no light." in words(me, f"/people/{person}/information")


@pytest.mark.parametrize("nature", ["", "rumour"])
def test_what_is_neither_fact_nor_opinion_nor_report_is_not_kept(place, me, nature):
    person = register(me, f"Bertil Quennell {nature}")
    address = f"/people/{person}/information/new"
    answer = me.post(address, note(text="Kept as typed", nature=nature), page=address)
    assert answer.status_code == 422
    assert "Choose whether it is a fact, an opinion or something reported. Nothing is kept without that" in answer.text
    assert "Kept as typed" in answer.text and items(place, person) == []
    received = f"/people/{person}/information/received"
    answer = me.post(received, {"text": "x", "category": "home", "nature": nature, "from": "A", "basis": "b", "understanding": "c"}, page=received)
    assert answer.status_code == 422 and items(place, person) == []


def test_there_is_no_note_for_oneself(place, me, manager):
    person = register(me, "Cass Underlay")
    address = f"/people/{person}/information/new"
    page = me.get(address).text
    assert "belongs to the organisation" in page and "Nobody can keep a note for themselves" in page.replace("\n", " ")
    assert not re.search(r'value="(private|me|mine|author)"', page)
    answer = me.post(address, note(confidence="private"), page=address)
    assert answer.status_code == 422 and "A note is never for you alone" in answer.text and items(place, person) == []
    # Kept from colleagues, it is still the manager's to read, and a manager is none of those it can be kept from.
    asked = me.post(address, note(text="About a colleague's friend.", confidence="from-colleagues"), page=address)
    assert "Farida Thistlewood" in asked.text and "Devinder Marchbank" not in re.sub(r"<header.*?</header>", "", asked.text, flags=re.S)
    refused = me.session.post(place.address + address, data={**sent(asked.text, address), "to": "They know the family"})
    assert refused.status_code == 422 and "Choose the colleagues it is kept from" in refused.text
    chosen = re.search(r'name="(colleagues\.[^"]*farida[^"]*)"', asked.text).group(1)
    number = item(follow(me, asked, address, {"to": "They know the family", chosen: "yes"}))
    assert "About a colleague" in words(manager, f"/people/{person}/information/{number}")


def test_a_note_kept_from_a_colleague_is_not_there_for_them(place, me, colleague, manager):
    person = register(me, "Dov Larchfield")
    address = f"/people/{person}/information/new"
    add(me, person, text="For everybody to read.")
    asked = me.post(address, note(text="Not for her.", confidence="from-colleagues"), page=address)
    chosen = re.search(r'name="(colleagues\.[^"]*farida[^"]*)"', asked.text).group(1)
    number = item(follow(me, asked, address, {"to": "She is a neighbour", chosen: "yes"}))
    take_up(colleague, person)
    assert "For everybody to read." in words(colleague, f"/people/{person}/information")
    assert "Not for her." not in words(colleague, f"/people/{person}/information")
    assert "Not for her." not in words(colleague, f"/people/{person}/chronology")
    assert colleague.get(f"/people/{person}/information/{number}").status_code == 404


def take_up(client, person):
    page = client.get(f"/people/{person}/take-up")
    form = Page(page.text).own_forms[-1]
    chosen = re.search(r'<input type="radio" [^>]*name="([^"]+)" value="([^"]+)"', page.text)
    answer = client.session.post(
        client.site.address + form["action"], data={**form["fields"], chosen.group(1): chosen.group(2), "why": "They moved to my team"})
    assert answer.status_code == 200, Page(answer.text).words


def test_an_opinion_says_whose_it_is_and_what_it_rests_on(place, me):
    person = register(me, "Edwin Farthingale")
    address = f"/people/{person}/information/new"
    asked = me.post(address, note(text="He is at risk of falling.", nature="opinion"), page=address)
    assert items(place, person) == []
    refused = me.session.post(place.address + address, data=sent(asked.text, address))
    assert refused.status_code == 422
    assert "Enter whose opinion it is" in refused.text and "Enter what the opinion rests on" in refused.text
    number = item(follow(me, asked, address, {"whose": "I. Cobbold, physiotherapist", "basis": "Two visits"}))
    said = words(me, f"/people/{person}/information/{number}")
    assert "I. Cobbold, physiotherapist" in said and "Two visits" in said and "Professional opinion" in said


def test_who_supplied_it_and_on_what_understanding_is_kept(place, me):
    person = register(me, "Frieda Stonebeck")
    number = add(me, person, text="The gas was cut off.", source="other", more={
        "from": "Mrs Lodge, neighbour, on Monday", "understanding": "That he does not learn who said it",
        "third": "Mrs Lodge – neighbour\nTom Hale - son", "special.health": "yes", "place": "Pellam Road"})
    said = words(me, f"/people/{person}/information/{number}")
    for part in ["Mrs Lodge, neighbour, on Monday", "That he does not learn who said it", "Tom Hale, son", "Health, physical or mental"]:
        assert part in said, part


def test_what_the_person_restricts_is_marked_wherever_it_stands(place, me):
    person = register(me, "Gwen Hathersage")
    number = add(me, person, text="She sees a counsellor.", more={"restrict.school": "yes", "limit": "Not the school"})
    whole = add(me, person, text="She was in hospital.", more={"restrict.anybody": "yes"})
    assert "The person does not want these to have it: School or college" in words(me, f"/people/{person}/information/{number}")
    assert "does not want anybody to have this" in words(me, f"/people/{person}/information/{whole}")
    for address in [f"/people/{person}/information", f"/people/{person}/chronology"]:
        assert words(me, address).count("Restricted by the person") >= 2
    kept = {one["text"]: one for one in items(place, person)}
    assert kept["She sees a counsellor."]["restrictedFrom"] == ["kind:school"]
    assert kept["She was in hospital."]["restrictedFromAll"] is True


def test_a_note_that_nobody_asked_about_counts_as_confidential_and_says_so(place, me):
    person = register(me, "Hal Wetherden")
    number = add(me, person, confidence="not-asked")
    assert "Nobody has asked yet. Treat it as confidential" in words(me, f"/people/{person}/information/{number}")
    assert "Not asked who may know" in words(me, f"/people/{person}/chronology")


def test_a_note_sent_twice_is_one(place, me):
    person = register(me, "Ines Copplestone")
    address = f"/people/{person}/information/new"
    hidden = me.fields(me.get(address).text)
    for _ in range(2):
        me.session.post(place.address + address, data={**hidden, **note()})
    assert len(items(place, person)) == 1


def test_days_that_cannot_be_are_said(place, me):
    person = register(me, "Jory Mansel")
    address = f"/people/{person}/information/new"
    for fields, message in [
            ({"happened": "2999-01-01"}, "must be today or earlier"), ({"happened": "2026-31-31"}, "must be a day"),
            ({"happened": "2026-03-05", "known": "2026-03-04"}, "on the day it happened, or later"),
            ({"happened": "2026-03-05", "time": "noonish"}, "Enter a time such as 14:30")]:
        answer = me.post(address, note(**fields), page=address)
        assert answer.status_code == 422 and message in answer.text, message
    assert items(place, person) == []


# Correction

def correct(client, person, old, **changed):
    address = f"/people/{person}/information/{old}/correct"
    fields = sent(client.get(address).text, address)
    fields.update({"category": "home", "nature": "fact", "source": "saw", "confidence": "confidential"})
    return client.session.post(client.site.address + address, data={**fields, **changed})


def test_a_correction_keeps_the_old_readable_and_marked(place, me):
    person = register(me, "Kerr Oldacre")
    old = add(me, person, text="He has two sisters.")
    refused = correct(me, person, old, text="He has one sister.", why="")
    assert refused.status_code == 422 and "Enter why the earlier note is wrong" in refused.text
    new = item(correct(me, person, old, text="He has one sister.", why="His mother told me"))
    newest = item(correct(me, person, new, text="He has one half-sister.", why="He told me himself"))
    before = words(me, f"/people/{person}/information/{old}")
    assert "He has two sisters." in before and "This was corrected" in before and "Corrected since" in before
    after = words(me, f"/people/{person}/information/{newest}")
    for part in ["He has two sisters.", "He has one sister.", "His mother told me", "Stands today"]:
        assert part in after, part
    assert {one["text"]: one["corrects"] for one in items(place, person)} == {
        "He has two sisters.": None, "He has one sister.": old, "He has one half-sister.": new}
    again = me.get(f"/people/{person}/information/{old}/correct")
    assert again.status_code == 409 and "This was corrected already" in again.text


def test_what_somebody_else_corrected_meanwhile_is_not_corrected_twice(place, me):
    person = register(me, "Lorne Pikehall")
    old = add(me, person, text="It was Monday.")
    address = f"/people/{person}/information/{old}/correct"
    first, second = sent(me.get(address).text, address), sent(me.get(address).text, address)
    chosen = {"category": "home", "nature": "fact", "source": "saw", "confidence": "confidential", "why": "The diary says so"}
    for fields, text in [(first, "It was Tuesday."), (second, "It was Wednesday.")]:
        me.session.post(place.address + address, data={**fields, **chosen, "text": text})
    assert sorted(one["text"] for one in items(place, person)) == ["It was Monday.", "It was Tuesday."]


# What another agency sends

def test_what_another_agency_sent_is_kept_with_its_conditions_and_owes_an_answer(place, me):
    person = register(me, "Mabel Ditchling")
    address = f"/people/{person}/information/received"
    fields = {
        "text": "She missed three appointments.", "category": "health", "nature": "reported", "from": "Dr Okoro, Fenwick Surgery",
        "basis": "The surgery's own list", "understanding": "Not to be told to her brother", "use": "For the review", "onward": "Ask us first",
        "third": "", **day("received", ""), **day("happened", "")}
    for name in ["from", "basis", "understanding"]:
        refused = me.post(address, {**fields, name: ""}, page=address)
        assert refused.status_code == 422 and items(place, person) == []
    answer = me.post(address, fields, page=address)
    number = item(answer)
    said = Page(answer.text).words
    for part in ["Dr Okoro, Fenwick Surgery", "Not to be told to her brother", "For the review", "Ask us first", "Who is to be told"]:
        assert part in said, part
    duties = place.opened("duty", "person = ?", person)
    assert [(one["kind"], one["record"]) for one in duties if one["kind"] == "feedback"] == [("feedback", f"information_item/{number}")]
    informing = place.opened("informing", "person = ?", person)
    assert [(one["whom"], one["record"]) for one in informing] == [("referrer", f"information_item/{number}")]


# Chronology

def events(page):
    """The first and second cell of each line of the chronology, and its words."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)[1:]
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows]


@pytest.fixture(scope="module")
def story(me):
    """A person with a story."""
    person = register(me, "Nell Orrinshaw")
    add(me, person, text="Bruise on the left arm, seen at nursery.", happened="2026-02-10", known="2026-02-11", category="concern",
        more={"low-level.yes": "yes", "alleged": "Mr Darren Pike", "place": "Fenwick Baths"})
    add(me, person, text="Came hungry.", happened="2026-02-20", known="2026-02-20", category="concern",
        more={"low-level.yes": "yes", "alleged": "darren pike", "place": "Fenwick baths"})
    add(me, person, text="Slept in the afternoon.", happened="2026-03-01", known="2026-03-01", more={"low-level.yes": "yes"})
    add(me, person, text="Moved to her aunt.", category="move", happened="2025-11-05", known="2026-01-15")
    opinion = me.post(f"/people/{person}/information/new", note(text="She is afraid.", nature="opinion", known="2026-01-20"), page=f"/people/{person}/information/new")
    item(follow(me, opinion, f"/people/{person}/information/new", {"whose": "The nurse", "basis": "What she saw"}))
    return person


def test_the_chronology_has_everything_in_the_order_in_which_it_happened(me, story):
    page = me.get(f"/people/{story}/chronology").text
    lines = events(page)
    assert [line[0] for line in lines] == [
        "1 March 2026", "20 February 2026", "10 February 2026", "20 January 2026 (when it became known)", "5 November 2025"]
    assert lines[4][1] == "15 January 2026"
    oldest = events(chronology(me, story, order="oldest").text)
    assert [line[0] for line in oldest] == [line[0] for line in lines][::-1]
    assert "goes by a disclosure" in " ".join(page.split())


@pytest.mark.parametrize("fields, left", [
    ({"category": "concern"}, 2), ({"nature": "opinion"}, 1), ({"kind": "move"}, 1), ({"show": "concerns"}, 3),
    ({"words": "HUNGRY"}, 1), ({"words": "nobody wrote this"}, 0), ({"author": "nobody"}, 0), ({"kind": "decision"}, 0),
    ({**day("from", "2026-02-01"), **day("until", "2026-02-15")}, 1), ({}, 5)])
def test_the_chronology_is_narrowed(me, story, fields, left):
    page = chronology(me, story, **fields)
    assert page.status_code == 200 and "?" not in page.url
    assert len(events(page.text)) == left


def test_what_was_corrected_can_be_left_out(me):
    person = register(me, "Otto Penhallow")
    old = add(me, person, text="On Monday.")
    item(correct(me, person, old, text="On Tuesday.", why="The diary"))
    assert len(events(me.get(f"/people/{person}/chronology").text)) == 2
    left = events(chronology(me, person, show="current").text)
    assert len(left) == 1 and "On Tuesday." in left[0][2]


def test_patterns_stand_at_the_top_with_what_they_rest_on(me, story):
    page = me.get(f"/people/{story}/chronology").text
    top = " ".join(re.sub(r"<[^>]+>", " ", page.split("What happened</h2>")[0]).split())
    for part in ["Several low-level concerns in a short time", "The same person is said to have caused harm", "Mr Darren Pike",
                 "Several concerns at the same place", "Fenwick Baths", "004 §6.1", "Came hungry."]:
        assert part in top, part
    quiet = register(me, "Perrin Ashgrove")
    add(me, quiet, text="One alone.", more={"low-level.yes": "yes", "alleged": "Somebody"})
    assert "Look at these together" not in me.get(f"/people/{quiet}/chronology").text


def test_a_long_chronology_has_pages_that_keep_what_was_asked(me):
    person = register(me, "Quill Varnham")
    for number in range(52):
        add(me, person, text=f"Visit {number}.")
    page = chronology(me, person, words="Visit")
    assert len(events(page.text)) == 50 and "Page 1 of 2" in page.text
    second = chronology(me, person, words="Visit", page="2")
    assert len(events(second.text)) == 2 and "Previous page" in second.text


# Who may see it

def test_for_whoever_does_not_work_with_the_person_nothing_is_there(place, me, colleague):
    person = register(me, "Rowan Tisbury")
    number = add(me, person, text="Nobody else's business.")
    for path in ["information", "information/new", "information/received", f"information/{number}", f"information/{number}/correct",
                 "chronology", "sealed-facts", "sealed-facts/new"]:
        refused = colleague.get(f"/people/{person}/{path}")
        absent = colleague.get(f"/people/{'0' * 16}/{path}")
        assert (refused.status_code, absent.status_code) == (404, 404), path
        plain = [re.sub(r"[0-9A-Z]{2}-[0-9A-Z]{2}-[0-9A-Z]{3}|[0-9a-f]{64}", "", one.text).replace(person, "").replace("0" * 16, "") for one in (refused, absent)]
        assert plain[0] == plain[1], path
    sent = colleague.session.post(place.address + f"/people/{person}/information/new", data={**me_token(colleague), **note(text="By a stranger")})
    assert sent.status_code == 404 and len(items(place, person)) == 1
    auditor = place.browser("auditor@demo.example")
    assert "Nobody else" in words(auditor, f"/people/{person}/information/{number}")
    assert auditor.get(f"/people/{person}/information/new").status_code == 404


def me_token(client):
    return {"token": client.fields(client.get("/people/new").text)["token"]}


# How the pages look

@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_keep_the_rules_of_the_house(place, me, story, width):
    sealed = f"/people/{story}/sealed-facts/new"
    if "No fact is sealed" in me.get(f"/people/{story}/sealed-facts").text:
        me.post(sealed, {"kind": "address", "fact": "14 Harcombe Lane, Millbrook, MB4 7QT", "ways": "", "others": "Darren Pike", "why": "He threatened her", **day("review", "2027-06-01")}, page=sealed)
    fact = place.opened("sealed_fact", "person = ?", story)[0]["id"]
    number = items(place, story)[0]["id"]
    addresses = [f"/people/{story}/{path}" for path in [
        "information", "information/new", "information/received", f"information/{number}", f"information/{number}/correct", "chronology",
        "sealed-facts", "sealed-facts/new", f"sealed-facts/{fact}/end", f"sealed-facts/{fact}/release"]]
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies([{"name": c.name, "value": c.value, "url": place.address} for c in me.session.cookies])
        page = context.new_page()

        def look(name, status, **how):
            if SHOTS:
                short = re.sub(r"\W+", "-", name.replace(story, "").replace(number, "item").replace(fact, "fact"))
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=f"{SHOTS}/{width}-{short}.png", full_page=True, caret="initial")
            seen = page_rules.Seen(name=name, status=status, **how)
            for rule in page_rules.RULES:
                found.extend(f"{name}: {rule.__name__}: {words}" for words in rule(page, seen))
            if width == 1280:
                for broken in Axe().run(page, options=AXE).response["violations"]:
                    found.extend(f"{name}: {broken['id']}: {node['html'][:160]}" for node in broken["nodes"])

        for address in addresses:
            look(address, page.goto(place.address + address).status)
            asks = page.evaluate("() => [...document.querySelectorAll('main form[method=post]')].findIndex(f => [...f.elements].some(e => e.matches('input:not([type=hidden]), textarea')) && !f.querySelector('[role=search]'))")
            if asks < 0:
                continue
            with page.expect_navigation():
                page.evaluate("""n => { const f = document.querySelectorAll('main form[method=post]')[n];
                    for (const e of f.elements) { if (e.matches('input[type=text], textarea')) e.value = ''; e.checked = false; if (e.matches('select')) e.selectedIndex = 0; }
                    f.submit(); }""", asks)
            look(address + ", sent empty", 422, sent_empty=True)
        # The second page of a note, with everything that the first can make necessary.
        for confidence in ["from-colleagues", "limited"]:
            page.goto(place.address + addresses[1])
            page.fill("#text", "He will fall.")
            page.select_option("#category", "health")
            for name, value in [("nature", "opinion"), ("source", "other"), ("confidence", confidence)]:
                page.check(f"input[name={name}][value={value}]")
            with page.expect_navigation():
                page.get_by_role("button", name="Keep this note").click()
            look("more, " + confidence, 200)
            with page.expect_navigation():
                page.get_by_role("button", name="Keep this note").click()
            look("more, sent empty, " + confidence, 422, sent_empty=True)
        browser.close()
    assert not found, "\n".join(found)
