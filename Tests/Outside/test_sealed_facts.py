"""Sealed facts through the front door: entered, ended, let reach somebody by a second person."""
import datetime
import json
import re
import shutil

import pytest

from conftest import Site
from pages import Page
from test_information import day, register, take_up, words

NEXT_YEAR = datetime.date.today() + datetime.timedelta(days=200)


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed-facts") / "demo"
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


def fact(**changed):
    return {
        "kind": "address", "fact": "14 Harcombe Lane, Millbrook, MB4 7QT", "ways": "The house by the weir", "others": "Darren Pike",
        "why": "He has threatened her", **day("review", NEXT_YEAR), **changed}


def seal(client, person, **changed):
    address = f"/people/{person}/sealed-facts/new"
    return client.post(address, fact(**changed), page=address)


def facts(site, person):
    return [json.loads(one["content"]) | {"state": one["state"], "id": one["id"]} for one in site.opened("sealed_fact", "person = ?", person)]


def test_a_fact_is_sealed_and_its_page_says_not_to_read_it_aloud(place, me):
    person = register(me, "Selma Oakhanger")
    answer = seal(me, person)
    said = Page(answer.text).words
    assert answer.url.endswith("/sealed-facts")
    for part in ["Do not read this aloud", "14 Harcombe Lane", "The house by the weir", "Darren Pike", "He has threatened her"]:
        assert part in said, part
    assert "Some facts about this person are sealed" in words(me, f"/people/{person}/information")
    assert "Harcombe" not in words(me, f"/people/{person}/information")


@pytest.mark.parametrize("changed, message", [
    ({"kind": ""}, "Choose what kind of fact it is"), ({"fact": ""}, "Enter the fact"), ({"fact": "A."}, "what is so short stands in every text"),
    ({"others": ""}, "Say from whom it is kept"), ({"why": ""}, "Enter why they must not have it"),
    (day("review", ""), "Enter the day on which you look at it again"), (day("review", "2020-01-01"), "must be today or later")])
def test_a_fact_without_what_it_needs_is_not_sealed(place, me, changed, message):
    person = register(me, "Tamsin " + re.sub(r"\W", "", message)[:24])
    answer = seal(me, person, **changed)
    assert answer.status_code == 422 and message in Page(answer.text).words and facts(place, person) == []


def test_it_ends_with_a_reason_and_stays_readable(place, me):
    person = register(me, "Ursa Pinkney")
    seal(me, person)
    number = facts(place, person)[0]["id"]
    address = f"/people/{person}/sealed-facts/{number}/end"
    assert me.post(address, {"why": ""}, page=address).status_code == 422
    answer = me.post(address, {"why": "He has died"}, page=address)
    assert "No longer sealed" in answer.text and "He has died" in answer.text
    assert facts(place, person)[0]["state"] == "ended"
    assert me.get(address).status_code == 404


def test_only_a_manager_who_did_not_seal_it_lets_it_reach_somebody(place, me, manager):
    person = register(me, "Vesna Harbottle")
    seal(me, person)
    number = facts(place, person)[0]["id"]
    address = f"/people/{person}/sealed-facts/{number}/release"
    refused = me.get(address)
    assert refused.status_code == 403 and "You cannot let this fact go by yourself" in refused.text and 'href="/urgent"' in refused.text
    token = me.fields(me.get(f"/people/{person}/sealed-facts/new").text)["token"]
    sent = me.session.post(place.address + address, data={"token": token, "contact": "any", "why": "I want to"})
    assert sent.status_code == 403 and facts(place, person)[0]["releases"] == []
    assert manager.get(address).status_code == 200
    # A manager's own is not theirs to let go either.
    page = f"/people/{person}/sealed-facts/new"
    manager.post(page, fact(kind="school", fact="St Oswin's Primary School"), page=page)
    own = [one["id"] for one in facts(place, person) if one["id"] != number][0]
    mine = manager.get(f"/people/{person}/sealed-facts/{own}/release")
    assert mine.status_code == 403 and "You sealed it yourself" in mine.text


def test_who_it_is_kept_from_may_be_chosen_from_the_relations(place, me):
    person = register(me, "Wilf Sandiacre")
    page = me.get(f"/people/{person}/sealed-facts/new").text
    assert "From whom is it kept?" in page and page.count("From whom is it kept?") == 1
