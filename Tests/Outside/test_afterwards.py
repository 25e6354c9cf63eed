"""What is still owed when something has gone: to those who received it, and to those whom it could save."""
import re
import shutil

import pytest

import test_consent
import test_disclosures
from conftest import Site
from test_disclosures import PURPOSE, TODAY, Build, begin, contact, day, stopped, words
from test_people import relate


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("afterwards") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def school(me):
    return contact(me, "Imelda Farrowgate")


def owed(place, record):
    """What is open because somebody who received something must hear of it."""
    told = place.opened("informing", "record = ? AND whom = 'recipient'", record)
    return [
        (one["content"], kind) for one in told
        for (kind,) in place.sql("SELECT kind FROM duty WHERE record = ? AND state = 'open'", f"informing/{one['id']}")]


def test_whoever_received_it_hears_that_it_was_corrected(place, me, school):
    it = Build(me).ready(school)
    assert it.send().url.endswith("/sent")
    address = f"/people/{it.person}/information/{it.items[0]}/correct"
    page = me.get(address)
    answer = me.session.post(place.address + address, data={
        **me.fields(page.text, address), "text": "She came with a coat.", "category": "home", "nature": "fact", "source": "saw",
        "confidence": "confidential", "time": "", "why": "I mistook her for somebody else", **day("happened", str(TODAY)), **day("known", str(TODAY))})
    found = re.search(r"/information/([0-9a-z]{16})$", answer.url)
    assert found, words(answer)[:800]
    [(content, kind)] = owed(place, f"information_item/{found.group(1)}")
    assert kind == "correction-told" and "Imelda Farrowgate" in content and "I mistook her" in content
    # What left stays as it left.
    assert "She came without a coat." in me.get(it.base + "/package.txt").text


@pytest.mark.parametrize("asked", [True, False])
def test_whoever_received_it_hears_that_consent_was_taken_back(place, me, school, asked):
    it = Build(me)
    test_consent.explain(me, it.person)
    scope = test_consent.line("scope", 1, "home", "kind:school", "safeguard")
    answer = test_consent.talk(me, it.person, **{**scope, "capacity": "self-adult"})
    consent = re.search(r"/consent/([0-9a-z]{16})", answer.url).group(1)
    it.id = begin(me, it.decision)
    it.base = f"/disclosures/{it.id}"
    it.ready(school, basis="consent")
    assert it.send().url.endswith("/sent")
    address = f"/people/{it.person}/consent/{consent}"
    fields = {"by": "She herself", "channel": "call", "words": "Stop it", "explained": "What has gone may not come back"}
    answer = me.post(address + "/withdraw", {**fields, **({"holders.yes": "yes"} if asked else {})}, page=address)
    assert answer.url.endswith("/withdrawn") and "Imelda Farrowgate" in words(answer), words(answer)[:900]
    kinds = [kind for _, kind in owed(place, f"disclosure/{it.id}")]
    assert kinds == (["correction-told"] if asked else [])


def test_a_continuing_threat_goes_with_it_or_it_is_said_why_not(me, school):
    it = Build(me)
    relate(me, it.person, "alleged", "Gerald Vantongeren", **{
        "flags.continuing-threat": "yes", "threat": "He waits at school gates.", "assessor": "Team manager", **day("assessed", "2026-01-02")})
    it.to(school)
    it.post("purpose", PURPOSE)
    it.take(it.items[0])
    answer = it.post("third-parties", {"threat": ""})
    assert answer.status_code == 422 and "Choose whether the assessment goes with it" in words(answer)
    assert it.post("third-parties", {"threat": "stays", "threat-why": ""}).status_code == 422
    assert "school gates" not in me.get(it.base + "/preview.txt").text
    it.post("third-parties", {"threat": "goes"})
    package = me.get(it.base + "/preview.txt").text
    assert "Assessed as a continuing threat to others" in package and "Gerald Vantongeren: He waits at school gates." in package
    it.post("third-parties", {"threat": "stays", "threat-why": "The head has the assessment already"})
    assert "school gates" not in me.get(it.base + "/preview.txt").text


def test_under_the_charity_nothing_about_a_crime_goes_before_those_it_names_agreed(place, monkeypatch):
    monkeypatch.setattr(test_disclosures, "MUST_SHARE", {
        **test_disclosures.MUST_SHARE, "recipient": "police-or-crime-agency", "crime": "prevent-or-detect", "disorder-with-harm": "yes",
        "consent": "refused"})
    joss = place.browser("joss.pennyfeather@demo.example")
    it = Build(joss).ready(contact(joss, "Sergeant Odell", kind="police", agency="Harbour Police"))
    for post in ["Sharing without consent or law, about crime or disorder (manager)", "Sharing to protect the public, over confidence (governance)"]:
        stopped(it.post("send", {}, page="recipient"), "Somebody must agree: " + post)
    assert it.state() != "sent"
