"""Whom information may go to: added, verified through a number found independently of them, ended."""
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


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("directory") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


def typed(**changed):
    return {"kind": "school", "agency": "Elm Bank School", "name": "Ottoline Farrowby", "job": "Safeguarding lead",
            "switchboard": "01632 960501", "telephone": "01632 960502", "address": "Elm Bank, ZZ5 1AA",
            "email": "lead@elmbank.example", "overseas": "no", **changed}


def add(client, **changed):
    answer = client.post("/directory/new", typed(**changed))
    found = re.search(r"/directory/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def verified(client, contact, day=TODAY, **changed):
    fields = {"independent": "yes", "how": "Rang the school’s own number and was put through", "day-day": day.day, "day-month": day.month, "day-year": day.year, **changed}
    return client.post(f"/directory/{contact}/verify", fields)


def words(client, address):
    return Page(client.get(address).text).words


def test_somebody_is_added_and_nothing_goes_to_them_until_they_are_verified(me):
    contact = add(me)
    page = words(me, f"/directory/{contact}")
    assert "Not verified" in page and "Nothing goes to them until somebody has verified them" in page and "01632 960502" in page
    answer = verified(me, contact)
    assert answer.url.endswith(contact) and "Information may go to them" in Page(answer.text).words
    assert "Nia Hollowell: Rang the school’s own number" in words(me, f"/directory/{contact}")


def test_a_number_that_they_gave_themselves_verifies_nobody(me):
    contact = add(me, name="Perpetua Inchbald")
    answer = verified(me, contact, independent="no")
    page = Page(answer.text)
    assert answer.status_code == 403 and page.heading == "That does not verify them" and "/urgent" in page.links
    assert "Not verified" in words(me, f"/directory/{contact}")


@pytest.mark.parametrize("day, says", [(TODAY + datetime.timedelta(days=1), "not in the future"), (TODAY - datetime.timedelta(days=400), "within the last year")])
def test_the_day_of_verifying_is_within_the_last_year(me, day, says):
    contact = add(me, name="Day Testerly")
    answer = verified(me, contact, day)
    assert answer.status_code == 422 and says in answer.text


def test_how_somebody_was_verified_is_said_and_is_no_placeholder(me):
    contact = add(me, name="Wilfred Outhwaite")
    for how in ["", "check", "TBC", "to be confirmed"]:
        assert verified(me, contact, how=how).status_code == 422
    assert "Not verified" in words(me, f"/directory/{contact}")


@pytest.mark.parametrize("field, text", [
    ("telephone", "check"), ("telephone", "TBC"), ("switchboard", "to be confirmed"), ("address", "tbc"), ("name", "To be confirmed"),
    ("agency", "check"), ("email", "n/a"), ("address", "???"), ("fax", "unknown"), ("telephone", "number to be confirmed"),
])
def test_what_holds_a_place_is_not_taken(me, field, text):
    before = words(me, "/directory")
    answer = me.post("/directory/new", typed(**{field: text}))
    page = Page(answer.text)
    assert answer.status_code == 422 and "holds a place" in page.words and page.title.startswith("Error: ")
    assert words(me, "/directory") == before


def test_names_that_only_sound_like_places_are_taken(me):
    contact = add(me, name="Checkley Tbcrow", agency="The Checkpoint Trust")
    assert "Checkley Tbcrow" in words(me, f"/directory/{contact}")


def test_without_a_number_or_an_address_there_is_nothing_to_verify(me):
    answer = me.post("/directory/new", typed(switchboard="", telephone="", address=""))
    assert answer.status_code == 422 and "Write a telephone number or a postal address" in answer.text


def test_whoever_is_outside_the_kingdom_is_marked(me):
    assert me.post("/directory/new", typed(overseas="")).status_code == 422
    contact = add(me, name="Solveig Marrik", overseas="yes")
    assert "other rules may apply" in words(me, f"/directory/{contact}") and "Overseas" in words(me, "/directory")


def test_another_number_is_verified_anew_and_another_post_is_not(me):
    contact = add(me, name="Leander Quist")
    verified(me, contact)
    me.post(f"/directory/{contact}/change", typed(name="Leander Quist", job="Head teacher"))
    assert "Information may go to them" in words(me, f"/directory/{contact}")
    me.post(f"/directory/{contact}/change", typed(name="Leander Quist", telephone="01632 960599"))
    assert "Not verified" in words(me, f"/directory/{contact}")


def test_what_was_verified_more_than_a_year_ago_is_verified_again(me):
    assert "Verify again" in words(me, "/directory"), "the housing officer of the demonstration"


def test_names_are_looked_for_by_a_posted_form_and_by_kind_of_agency(me):
    add(me, name="Zebedee Yarrowby", kind="police", agency="Ferry Police")
    found = Page(me.post("/directory", {"words": "yarrow", "kind": ""}).text).words
    assert "Zebedee Yarrowby" in found and "Ottoline" not in found
    assert "Zebedee Yarrowby" not in Page(me.post("/directory", {"words": "yarrow", "kind": "school"}).text).words
    assert "Nobody in the directory answers to that" in Page(me.post("/directory", {"words": "nobodyhere", "kind": ""}).text).words
    assert 'method="post" action="/directory"' in me.get("/directory").text


def test_an_entry_ends_with_a_reason_and_stays_to_be_read(me):
    contact = add(me, name="Gone Tomorrow")
    assert me.post(f"/directory/{contact}/end", {"why": ""}).status_code == 422
    me.post(f"/directory/{contact}/end", {"why": "Left the post"})
    assert "Gone Tomorrow" not in words(me, "/directory") and "Left the post" in words(me, f"/directory/{contact}")
    assert me.get(f"/directory/{contact}/verify").status_code == 404


def test_an_auditor_reads_and_another_organisation_sees_nothing(place, me):
    contact = add(me, name="Only Ours")
    auditor = place.browser("auditor@demo.example")
    assert "Only Ours" in words(auditor, "/directory") and auditor.get("/directory/new").status_code == 404
    assert place.browser("joss.pennyfeather@demo.example").get(f"/directory/{contact}").status_code == 404


def test_a_form_sent_twice_makes_one_entry(me):
    page = me.get("/directory/new").text
    fields = {**me.fields(page, "/directory/new"), **typed(name="Twice Sentby")}
    addresses = {me.session.post(me.site.address + "/directory/new", data=fields).url for _ in range(2)}
    assert len(addresses) == 1


def test_the_pages_keep_the_rules(place, me):
    contact = add(me, name="Page Rulewell")
    look(place, me, ["/directory", "/directory/new", f"/directory/{contact}", f"/directory/{contact}/verify", f"/directory/{contact}/change", f"/directory/{contact}/end"])


def look(place, client, addresses, wide=(1280, 320)):
    """Holds pages against axe and against the house's own rules, on a wide screen and on a narrow one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        wrong = []
        for width in wide:
            context = browser.new_context(viewport={"width": width, "height": 900})
            context.add_cookies([{"name": c.name, "value": c.value, "url": place.address} for c in client.session.cookies])
            page = context.new_page()
            for address in addresses:
                page.set_viewport_size({"width": width, "height": 900})
                status = page.goto(place.address + address).status
                over = page.evaluate("document.scrollingElement.scrollWidth")
                if over > width:
                    wrong.append(f"{address} is {over} wide on {width}")
                seen = page_rules.Seen(name=address, status=status)
                wrong += [f"{address}: {rule.__name__}: {one}" for rule in page_rules.RULES for one in rule(page, seen)]
                if width == wide[0]:
                    wrong += [f"{address}: axe {one['id']}" for one in Axe().run(page, options=AXE).response["violations"]]
        browser.close()
    assert not wrong, "\n".join(wrong)
