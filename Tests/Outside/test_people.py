"""The register of people: who is on it, who works with them, and who is around them."""
import datetime
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
COLLEAGUE = "farida.thistlewood@demo.example"


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration of its own, since many people are registered here."""
    folder = tmp_path_factory.mktemp("people") / "demo"
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


def day(name, date):
    """The three fields of a day, which is written 2014-03-27."""
    year, month, day = date.split("-") if date else ("", "", "")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def typed(name, born="", reference="", postcode="", **more):
    return {"name": name, "known-as": "", "reference": reference, "postcode": postcode, **day("born", born), **more}


def send(client, address, fields, action=None):
    """Posts the form of a page to its own address, as a browser does. Gives the answer."""
    return client.post(action or address, fields, page=address)


def number(answer):
    found = re.search(r"/people/([0-9a-z]{16})$", answer.url)
    assert found and answer.status_code == 200, answer.url + answer.text[:3000]
    return found.group(1)


def register(client, name, born="", **more):
    """Registers somebody whom nobody on the register resembles; gives their number."""
    return number(send(client, "/people/new", typed(name, born, **more)))


def find(client, **fields):
    """What the register finds: the words of the page."""
    asked = {"name": "", "sounds": "", "reference": "", "postcode": "", "order": "name", **day("born", fields.pop("born", ""))}
    return Page(send(client, "/people", {**asked, **fields}).text)


def names(page):
    return [words for words in page.links if re.fullmatch(r"/people/[0-9a-z]{16}", words)]


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(answer.text).words


def relate(client, person, kind, name, **fields):
    """Adds somebody around a person; gives their number."""
    address = f"/people/{person}/relations/new/{kind}"
    answer = send(client, address, {"name": name, **fields})
    found = re.search(r"/relations/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def take_up(client, person):
    return send(client, f"/people/{person}/take-up", {"reason": "asked", "why": "I visit on Thursdays."})


@pytest.fixture(scope="module")
def siobhan(me):
    return register(me, "Siobhán Kettlewell-Orme", "2014-03-27", reference="MB-20417", postcode="zz1 9qt", **{"known-as": "Shiv"})


# Finding


@pytest.mark.parametrize("asked", [
    {"name": "kettle"}, {"name": "Siob"}, {"name": "shiv"}, {"name": "Ketelwell Shivv", "sounds": "yes"},
    {"born": "2014-03-27"}, {"reference": "mb 20417"}, {"postcode": "ZZ19QT"}, {"name": "orme", "born": "2014-03-27"},
])
def test_somebody_is_found_by_part_of_a_name_by_its_sound_and_by_what_is_known(me, siobhan, asked):
    page = find(me, **asked)
    assert f"/people/{siobhan}" in page.links, page.words


@pytest.mark.parametrize("asked", [
    {"name": "kettle", "born": "2014-03-28"}, {"name": "ettlewell"}, {"reference": "MB-20418"}, {"name": "Nobody-of-this-name"}])
def test_who_does_not_fit_is_not_found(me, siobhan, asked):
    page = find(me, **asked)
    assert f"/people/{siobhan}" not in page.links
    assert "/people/new" in page.links, "nothing leads on to registering somebody"


def test_an_empty_search_says_what_to_enter_and_keeps_what_was_typed(me):
    answer = send(me, "/people", {"name": "", **day("born", "")})
    assert answer.status_code == 422 and "Enter a name, a reference, a date of birth or a postcode" in answer.text
    answer = send(me, "/people", {"name": "Quillfeather", **day("born", "2014-13-40")})
    assert answer.status_code == 422 and 'value="Quillfeather"' in answer.text and 'value="40"' in answer.text


def test_a_long_list_is_sorted_and_paged_without_a_name_in_an_address(me):
    numbers = [register(me, f"Pagewell Number{chr(97 + i)}{chr(122 - i)}", f"{1950 + i}-01-{i + 1:02}") for i in range(22)]
    first = find(me, name="Pagewell")
    assert [link.split("/")[-1] for link in names(first)] == numbers[:20]
    form = [f for f in first.own_forms if f["fields"].get("page") == "2"]
    second = Page(me.session.post(me.site.address + form[0]["action"], data=form[0]["fields"]).text)
    assert [link.split("/")[-1] for link in names(second)] == numbers[20:]
    youngest = find(me, name="Pagewell", order="born")
    assert [link.split("/")[-1] for link in names(youngest)] == numbers[:1:-1]
    assert not any("agewell" in link for link in first.links)


def test_of_people_one_does_not_work_with_only_a_little_is_shown(colleague, siobhan):
    page = find(colleague, name="Kettlewell")
    assert "About 2014" not in page.words and "2014 (12 to 15)" in page.words and "MB-20417" in page.words and "Nia Hollowell" in page.words
    assert "27 March 2014" not in page.everything and "ZZ1 9QT" not in page.everything
    entry = Page(colleague.get(f"/people/{siobhan}").text)
    assert "27 March 2014" not in entry.everything and "ZZ1 9QT" not in entry.everything
    assert f"/people/{siobhan}/take-up" in entry.links and f"/people/{siobhan}/details" not in entry.links


# Who works with them


PARTS = ["details", "details/identity", "details/safe-contact", "relations", "relations/new", "age-review", "stop", "merge"]


def test_a_file_opens_only_to_who_says_that_they_work_with_the_person(place, me, siobhan, colleague):
    for part in PARTS:
        refused = colleague.get(f"/people/{siobhan}/{part}")
        absent = colleague.get(f"/people/0123456789abcdef/{part}")
        assert refused.status_code == absent.status_code == 404, part
        assert Page(refused.text).words.replace(refused.url, "") == Page(absent.text).words.replace(absent.url, ""), part
    answer = send(colleague, f"/people/{siobhan}/take-up", {"why": ""})
    assert answer.status_code == 422 and "Choose why you work with them" in answer.text
    answer = take_up(colleague, siobhan)
    assert "27 March 2014" in answer.text
    for part in PARTS:
        assert colleague.get(f"/people/{siobhan}/{part}").status_code == 200, part
    assert place.sql("select count(*) from allocation where person = ? and reason = 'taken-up'", siobhan)[0][0] == 1
    manager = place.browser("manager@demo.example")
    assert "I visit on Thursdays." in words(manager, "/people/taken-up")
    assert "I visit on Thursdays." in words(manager, f"/people/{siobhan}")
    assert me.get("/people/taken-up").status_code == 404
    send(colleague, f"/people/{siobhan}/stop", {})
    assert colleague.get(f"/people/{siobhan}/details").status_code == 404
    assert "Nobody else works with them" in words(me, f"/people/{siobhan}/stop")


def test_who_only_checks_sees_and_changes_nothing(place, siobhan):
    auditor = place.browser("auditor@demo.example")
    page = Page(auditor.get(f"/people/{siobhan}").text)
    assert "27 March 2014" in page.words and not page.own_forms
    assert auditor.get("/people/new").status_code == 404
    assert auditor.get(f"/people/{siobhan}/details/state").status_code == 404
    assert place.browser("administrator@demo.example").get(f"/people/{siobhan}").status_code == 404


# Registering


def test_who_may_be_on_the_register_already_is_shown_before_anybody_new_is_made(place, me, siobhan):
    before = place.sql("select count(*) from registered_person")[0][0]
    again = typed("Shivaun Kettlewell Orme", "2014-03-27", postcode="ZZ1 9QT")
    answer = send(me, "/people/new", again)
    page = Page(answer.text)
    assert page.heading == "Is it one of these?" and f"/people/{siobhan}" in page.links
    assert "same date of birth" in page.words and "same postcode" in page.words and "Very likely" in page.words
    assert place.sql("select count(*) from registered_person")[0][0] == before
    # Nobody gets past the comparison by leaving out what was seen.
    fields = page.form("/people/new") if len(page.own_forms) == 1 else page.own_forms[0]
    kept = {k: v for k, v in fields["fields"].items()}
    unseen = me.session.post(place.address + "/people/new", data={**kept, "seen": "0123456789abcdef", "how": "asked", "why": "x"})
    assert Page(unseen.text).heading == "Is it one of these?"
    # Of a very likely one it is said how one knows.
    short = me.session.post(place.address + "/people/new", data=kept)
    assert short.status_code == 422 and "Choose how you know" in short.text and "Enter what you found out" in short.text
    assert place.sql("select count(*) from registered_person")[0][0] == before
    made = me.session.post(place.address + "/people/new", data={**kept, "how": "asked", "why": "Her mother has twins."})
    twin = number(made)
    assert twin != siobhan
    # Sent twice, it is made once.
    assert number(me.session.post(place.address + "/people/new", data={**kept, "how": "asked", "why": "Her mother has twins."})) == twin
    assert place.sql("select count(*) from registered_person")[0][0] == before + 1
    assert "Her mother has twins." in words(me, f"/people/{twin}/details")


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(place, me):
    future = (TODAY + datetime.timedelta(days=3)).isoformat()
    answer = send(me, "/people/new", typed("", future, reference="Zebedee-7"))
    assert answer.status_code == 422 and "Enter the person’s name" in answer.text
    assert "The date of birth must be today or earlier" in answer.text and 'value="Zebedee-7"' in answer.text


def years_ago(years, days=0):
    """The birth of somebody who has their birthday so many days from today."""
    birthday = TODAY + datetime.timedelta(days=days)
    try:
        return birthday.replace(year=birthday.year - years).isoformat()
    except ValueError:
        return birthday.replace(year=birthday.year - years, day=28).isoformat()


@pytest.mark.parametrize("years, days, band", [
    (12, 1, "under 12"), (12, 0, "12 to 15"), (16, 1, "12 to 15"), (16, 0, "16 or 17"), (18, 1, "16 or 17"), (18, 0, "18 or over")])
def test_an_age_changes_on_the_birthday_and_the_next_is_looked_at_again(place, me, years, days, band):
    born = years_ago(years, days)
    name = f"Bandwright {chr(65 + years)}{chr(75 + days)}el"
    person = register(me, name, born)
    assert f"({band})" in find(me, name=name.split()[1], born=born).words
    due = place.sql("select due from duty where person = ? and kind = 'age-review' and state = 'open'", person)
    following = [age for age in (12, 16, 18) if age > years or (age == years and days)]
    assert bool(due) == bool(following)
    if following:
        wanted = f"{int(born[:4]) + following[0]}{born[4:]}"
        assert due[0][0][:10] == wanted


def test_who_consents_is_judged_anew_at_a_birthday(place, me):
    person = register(me, "Judgewood Birchley", years_ago(11, 40))
    answer = send(me, f"/people/{person}/age-review", {"who": "", "why": ""})
    assert answer.status_code == 422 and "Enter who consents from now on" in answer.text
    send(me, f"/people/{person}/age-review", {"who": "The boy himself", "why": "He told me in his own words what it means."})
    assert "in his own words" in words(me, f"/people/{person}/age-review")
    assert place.sql("select count(*) from duty where person = ? and state = 'done'", person)[0][0] == 1
    assert place.sql("select count(*) from duty where person = ? and state = 'open'", person)[0][0] == 1


# Details


def test_death_is_recorded_with_its_day_and_protects_on(place, me):
    person = register(me, "Graveling Ashdown", "1931-05-04")
    address = f"/people/{person}/details/state"
    future = (TODAY + datetime.timedelta(days=2)).isoformat()
    answer = send(me, address, {"state": "deceased", **day("died", future), "words": "Her niece told me."})
    assert answer.status_code == 422 and "The day of death must be today or earlier" in answer.text and "Her niece told me." in answer.text
    assert "Enter the day on which they died" in send(me, address, {"state": "deceased", **day("died", "")}).text
    send(me, address, {"state": "deceased", **day("died", "2021-05-03"), "words": ""})
    said = words(me, f"/people/{person}")
    assert "has died on 3 May 2021" in said and "stays confidential" in said and "aged 89" in said
    assert place.browser(COLLEAGUE).get(f"/people/{person}/details").status_code == 404


def test_what_must_be_known_before_one_speaks_stands_first(me):
    person = register(me, "Speakwell Hartnoll", "1990-02-02")
    said = words(me, f"/people/{person}")
    assert "Nobody has recorded how to reach Speakwell Hartnoll safely" in said and "Nobody has asked. Ask before you ask for consent" in said
    base = f"/people/{person}/details"
    assert "Choose whether a message may be left" in send(me, base + "/safe-contact", {"words": "x"}).text
    send(me, base + "/safe-contact", {"message": "no", "others": "His brother", "words": ""})
    send(me, base + "/safe-contact/new", {"way": "letter", "detail": "", "safety": "unsafe", "times": ""})
    send(me, base + "/safe-contact/new", {"way": "call", "detail": "01632 960 111", "safety": "safe", "times": "before noon"})
    assert "Enter who can confirm" in send(me, base + "/communication", {"language": "Polish", "signal": "Nods"}).text
    send(me, base + "/communication", {"language": "Polish", "signal": "Nods", "confirmed": "His aunt", "needs.hearing": "yes", "format": "large-print"})
    page = Page(me.get(f"/people/{person}").text)
    order = [page.words.index(part) for part in ("Before you contact them", "Do not leave a message.", "Not safe", "01632 960 111", "Who they are", "Polish", "Consent at a glance")]
    assert order == sorted(order)
    assert "Hearing" in page.words and "His aunt" in page.words and "Nobody has asked for consent yet" in page.words


def test_details_keep_their_history_and_say_what_is_missing(me):
    person = register(me, "Historian Ellwood", "1980-02-02")
    base = f"/people/{person}/details"
    send(me, base + "/addresses", {"lines": "1 Fable Row", **day("from", "2019-01-02")})
    send(me, base + "/addresses", {"lines": "2 Legend Street", **day("from", "2022-03-04")})
    assert "Enter who says so" in send(me, base + "/standings/new", {"kind": "care-needs", **day("from", "2020-01-01")}).text
    send(me, base + "/standings/new", {"kind": "care-needs", **day("from", "2020-01-01"), "source": "Letter of the council"})
    assert "Enter the purpose" in send(me, base + "/background", {"background": "Roma", "purpose": ""}).text
    send(me, base + "/services", {"services": "Housing support\nDay centre", "needed": "Speech therapy", "future": "Not by letter", "acts": "yes"})
    said = words(me, base)
    assert re.search(r"1 Fable Row 2 January 2019 4 March 2022", said) and "2 Legend Street 4 March 2022 Today" in said
    for part in ("Letter of the council", "Speech therapy", "Not by letter", "Housing support; Day centre"):
        assert part in said
    assert "Roma" not in said
    send(me, base + "/standings/0", {"kind": "care-needs", **day("from", "2020-01-01"), **day("until", "2021-01-01"), "source": "Letter of the council"})
    assert "1 January 2021" in words(me, base)


def test_a_changed_name_and_birth_are_found_and_the_old_are_not(place, me):
    person = register(me, "Formerly Oldacre", "2015-01-01")
    send(me, f"/people/{person}/details/identity", typed("Newly Freshfield", "2016-02-03"))
    assert f"/people/{person}" in find(me, name="Freshf").links and f"/people/{person}" not in find(me, name="Oldacre").links
    open_ = place.sql("select due from duty where person = ? and state = 'open'", person)
    assert [due[0][:10] for due in open_] == ["2028-02-03"]


# Around a person


def test_nothing_goes_to_a_nominated_person_while_the_person_objects(me):
    person = register(me, "Nominatrix Fallow", "1970-01-01")
    later = (TODAY + datetime.timedelta(days=90)).isoformat()
    nominee = relate(me, person, "nominated", "Cousin Orla", told="How I am", excluded="My health", objects="no", **day("review", later))
    assert "must not share" not in words(me, f"/people/{person}/relations/{nominee}")
    send(me, f"/people/{person}/relations/{nominee}/change", {"name": "Cousin Orla", "told": "How I am", "objects": "yes", **day("review", later)})
    assert "You must not share with them while the objection stands" in words(me, f"/people/{person}/relations/{nominee}")
    assert "objects to Cousin Orla being told anything" in words(me, f"/people/{person}")
    answer = send(me, f"/people/{person}/relations/new/nominated", {"name": "", "told": ""})
    assert answer.status_code == 422 and "Enter what they may be told" in answer.text


def test_who_holds_responsibility_and_who_leads_stand_on_the_page(me):
    person = register(me, "Wardley Penhallow", "2013-01-01")
    relate(me, person, "mother", "Ada Penhallow", responsibility="yes", evidence="Birth certificate seen", lives="yes", objects="no")
    relate(me, person, "father", "Bert Penhallow", responsibility="not-known", lives="no", objects="no")
    relate(me, person, "social-worker", "Cleo Drayson", agency="Millbrook Council", lead="yes", receives="Weekly notes")
    old = relate(me, person, "authorised", "Dora Locke", authority="Power of attorney 2019", scope="money", objects="no", **day("expires", "2020-01-01"))
    said = words(me, f"/people/{person}")
    assert "Ada Penhallow Mother Has parental responsibility" in said and "Of one person it is not known" in said
    assert "Lead practitioner: Cleo Drayson, Millbrook Council" in said and "Weekly notes" in said and "The document is no longer in force" in said
    send(me, f"/people/{person}/relations/{old}/end", {**day("until", "2020-01-01"), "why": "It ran out."})
    assert "It ran out." in words(me, f"/people/{person}/relations/{old}")
    assert "Dora Locke" not in words(me, f"/people/{person}")


def test_files_are_linked_and_each_is_seen_only_by_who_works_with_it(me, colleague):
    child, brother = register(me, "Linkling Moorcroft", "2012-01-01"), register(me, "Brothwell Moorcroft", "2010-09-09")
    relation = relate(me, child, "sibling", "Brothwell", responsibility="no", lives="yes", objects="no")
    address = f"/people/{child}/relations/{relation}/link"
    page = Page(send(me, address, {"reference": brother, "name": ""}).text)
    assert "Brothwell Moorcroft" in page.words
    send(me, address, {"other": brother})
    assert f"/people/{brother}" in Page(me.get(f"/people/{child}/relations/{relation}").text).links
    assert "In whose files they stand" in words(me, f"/people/{brother}/relations")
    take_up(colleague, brother)
    assert "Linkling" not in words(colleague, f"/people/{brother}/relations")


@pytest.fixture(scope="module")
def harmed(me):
    """Somebody with a person who is said to have harmed them, who is on the register too."""
    person = register(me, "Harriet Lavenham-Stow", "2011-06-07", reference="MB-55512")
    alleged = register(me, "Allgood Crowhurst", "1975-04-04")
    relation = relate(me, person, "alleged", "Allgood Crowhurst", **{"flags.own-needs": "yes", "flags.continuing-threat": "yes",
        "threat": "He lives with two other children.", "assessor": "Team manager", **day("assessed", "2025-01-02")})
    send(me, f"/people/{person}/relations/{relation}/link", {"other": alleged})
    return person, relation, alleged


def test_a_continuing_threat_is_assessed_by_somebody_on_a_day_and_is_shouted(me, harmed):
    person, _, _ = harmed
    answer = send(me, f"/people/{person}/relations/new/alleged", {"name": "A man in a van", "flags.continuing-threat": "yes"})
    assert answer.status_code == 422 and "Enter who assessed it" in answer.text and "Enter when it was assessed" in answer.text
    assert "Allgood Crowhurst is assessed as a continuing threat" in words(me, f"/people/{person}")


def test_the_own_record_of_an_alleged_person_never_tells_who_was_harmed(place, me, harmed):
    person, relation, alleged = harmed
    owed = "select state from duty where record = ? and kind = 'procedure' order by begun"
    assert place.sql(owed, f"relation/{relation}")[-1][0] == "open"
    address = f"/people/{person}/relations/{relation}/own-record"
    for telling in ("He hit harriet on Monday.", "See case mb 55512.", "Of a girl born on 7 June 2011.", "It was Lavenham’s carer."):
        answer = send(me, address, {"text": telling, "outcome": "Still open."})
        assert answer.status_code == 422 and "Take out what tells of the other person" in answer.text, telling
        assert telling.split()[-1] in answer.text
    assert place.sql("select count(*) from information_item where person = ?", alleged)[0][0] == 0
    send(me, address, {"text": "He was part of an enquiry about a child.", "outcome": "Still open."})
    assert place.sql("select count(*) from information_item where person = ?", alleged)[0][0] == 1
    assert place.sql(owed, f"relation/{relation}")[-1][0] == "done"
    # In his own file nothing says whose enquiry it was.
    for page in (f"/people/{alleged}", f"/people/{alleged}/relations"):
        assert "Harriet" not in words(me, page)


def test_who_does_not_work_with_the_alleged_person_is_told_whom_to_ask(me, colleague, harmed):
    person, relation, _ = harmed
    take_up(colleague, person)
    answer = colleague.get(f"/people/{person}/relations/{relation}/own-record")
    page = Page(answer.text)
    assert answer.status_code == 403 and "Ask Nia Hollowell to write it" in page.words and "/urgent" in page.links


# One person, two records


def test_two_records_of_one_person_are_merged_and_that_is_undone(place, me):
    kept = register(me, "Mergeford Sallowby", "2001-01-02", reference="A-77001")
    gone = register(me, "Doubleday Finchcock", "2009-11-12", reference="A-77002")
    relate(me, gone, "sibling", "Sister Of-Hers", responsibility="no", lives="no", objects="no")
    found = Page(send(me, f"/people/{gone}/merge", {"reference": "A-77001", "name": ""}).text)
    address = f"/people/{gone}/merge/{kept}"
    assert address in found.links
    page = words(me, address)
    assert "A-77001" in page and "People around them 1 0" in page
    assert "Choose under which record" in send(me, address, {"why": "Same."}).text
    send(me, address, {"keep": kept, "why": "She showed me both letters."})
    assert place.sql("select state, merged_into from registered_person where id = ?", gone)[0] == ("merged", kept)
    assert gone in words(me, f"/people/{kept}") and f"goes on as number {kept}" in words(me, f"/people/{gone}")
    assert "Sister Of-Hers" in words(me, f"/people/{gone}/relations")
    assert f"/people/{kept}" in find(me, name="Doubleday").links
    again = me.get(f"/people/{gone}/merge/{kept}")
    assert again.status_code == 403 and "merged already" in again.text
    send(me, f"/people/{gone}/undo-merge", {})
    assert place.sql("select state, merged_into from registered_person where id = ?", gone)[0] == ("active", None)
    assert gone not in words(me, f"/people/{kept}")
    assert place.sql("select count(*) from duty where person = ? and state = 'open'", gone)[0][0] == 1


def test_a_merge_needs_both_files(me, colleague):
    own, other = register(colleague, "Ownwell Sandiford", "1950-01-01"), register(me, "Otherby Quarles", "1960-01-01")
    answer = colleague.get(f"/people/{own}/merge/{other}")
    page = Page(answer.text)
    assert answer.status_code == 403 and "ask a manager to merge" in page.words and f"/people/{other}/take-up" in page.links and "/urgent" in page.links
    sent = colleague.session.post(colleague.site.address + f"/people/{own}/merge/{other}", data={
        **colleague.fields(colleague.get("/people").text), "keep": own, "why": "I think so."})
    assert sent.status_code == 404


def test_the_records_fit_the_ledger_after_all_this(place):
    status, _, said = place.verify()
    assert status == 0, said


# The pages


def visited(siobhan, harmed):
    person, relation, _ = harmed
    return [
        "/people", "/people/new", f"/people/{siobhan}", f"/people/{siobhan}/stop", f"/people/{siobhan}/age-review",
        f"/people/{siobhan}/details", *(f"/people/{siobhan}/details/{part}" for part in (
            "identity", "addresses", "communication", "services", "background", "state", "safe-contact", "safe-contact/new", "standings/new")),
        f"/people/{person}", f"/people/{person}/relations", f"/people/{person}/relations/new",
        *(f"/people/{person}/relations/new/{kind}" for kind in ("mother", "nominated", "authorised", "advocate", "teacher", "alleged")),
        f"/people/{person}/relations/{relation}", f"/people/{person}/relations/{relation}/change",
        f"/people/{person}/relations/{relation}/end", f"/people/{person}/relations/{relation}/link",
        f"/people/{person}/relations/{relation}/own-record", f"/people/{siobhan}/merge", f"/people/{siobhan}/merge/{person}",
    ]


def test_every_page_of_the_register_keeps_the_rules(place, me, siobhan, harmed):
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

        for address in visited(siobhan, harmed):
            answer = page.goto(place.address + address)
            look(address, answer.status)
            # Each form with every field empty.
            forms = page.evaluate("""() => [...document.querySelectorAll('main form[method=post]')].map(f =>
                [...f.elements].some(e => e.matches('input:not([type=hidden]), textarea, select')) && !f.querySelector('[role=search]'))""")
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
        page.goto(place.address + "/people")
        page.fill("#name", "kettle")
        with page.expect_navigation():
            page.get_by_role("button", name="Find people").click()
        look("/people, found", 200)
        page.goto(place.address + "/people/new")
        page.fill("#name", "Siobhan Kettlewell Orme")
        page.fill("#postcode", "ZZ1 9QT")
        page.fill("#reference", "MB-20417")
        with page.expect_navigation():
            page.get_by_role("button", name="Compare with the register").click()
        look("/people/new, is it one of these", 200)
        browser.close()
    assert not found, "\n".join(found)
