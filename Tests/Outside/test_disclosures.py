"""What goes to one recipient: built from nothing, stopped where it must not go, read as it leaves, and kept as it left."""
import datetime
import hashlib
import re
import shutil
import types

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import page_rules
import test_consent
from conftest import MUST_SHARE, Site
from pages import Page
from test_pages import AXE
from test_people import COLLEAGUE, day, relate, send, typed
from test_procedures import PROCEDURES, close, do, plan_to_end

TODAY = datetime.date.today()
LATER = str(TODAY + datetime.timedelta(days=30))
MANAGER = "manager@demo.example"
REQUEST = {
    "origin": "request", "urgency": "concern", "name": "Ola Fernsby", "job-title": "Health visitor", "department": "Early years",
    "organisation": "Brook Surgery", "kind": "partner", "contact": "", "number": "01632 960 701", "switchboard": "",
    "switchboard-found": "", "channel": "telephone", "asked-for": "What you know of his home"}
OWN = {"origin": "own-initiative", "urgency": "routine", "contact": "", "recipient": "Oakfield School, the lead", "asked-for": "He was cold"}
NEED = {
    "purpose-kind": "safeguard", "purpose": "To plan a visit", "needs-it": "yes", "is-entitled": "yes", "anonymised": "no",
    "whole-file": "no", "bulk": "no"}
PURPOSE = {"purpose": "safeguard", "purpose-words": "To plan a visit", "basis": "public-interest", "basis-words": ""}
CONDITIONS = {
    "conditions": "Use it for the visit only.", "confidential": "yes", "know-what-to-do": "yes", "limits": "yes",
    "use": "Plan the visit", "onward": "No", "accepted": "yes"}
DELIVERY = {"channel": "telephone", "read-back.name": "yes", "read-back.department": "yes", "read-back.detail": "yes"}


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("disclosures") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


@pytest.fixture(scope="module")
def manager(place):
    return place.browser(MANAGER)


def words(answer):
    return Page(answer.text).words


def register(me, name, born):
    """Puts somebody on the register, whoever else is like them."""
    answer = send(me, "/people/new", typed(name, born))
    if not re.search(r"/people/[0-9a-z]{16}$", answer.url):
        form = next(f for f in Page(answer.text).own_forms if "seen" in f["hidden"])
        answer = me.session.post(me.site.address + "/people/new", data={**form["hidden"], "how": "asked", "why": "Nobody of them"})
    return re.search(r"/people/([0-9a-z]{16})$", answer.url).group(1)


def contact(me, name, kind="school", verified=True, overseas="no", agency="Oakfield School"):
    answer = send(me, "/directory/new", {
        "kind": kind, "agency": agency, "name": name, "job": "Designated lead", "department": "Pastoral team",
        "switchboard": "01632 960 800", "telephone": "01632 960 801", "address": "1 School Lane, Millbrook", "email": "lead@oakfield.example",
        "secure": "yes", "fax": "01632 960 802", "preferred": "telephone", "overseas": overseas})
    number = re.search(r"/directory/([0-9a-z]{16})$", answer.url).group(1)
    if verified:
        answer = send(me, f"/directory/{number}/verify", {"independent": "yes", "how": "Rang the switchboard from their website", **day("day", str(TODAY))})
        assert answer.status_code == 200, words(answer)
    return number


def note(me, person, text, **more):
    """A note, over its second page where more is to be said."""
    address = f"/people/{person}/information/new"
    first = {
        "text": text, "category": more.pop("category", "home"), "nature": more.pop("nature", "fact"), "source": more.pop("source", "saw"),
        "confidence": more.pop("confidence", "confidential"), "time": "", **day("happened", more.pop("happened", str(TODAY))),
        **day("known", more.pop("known", str(TODAY)))}
    answer = me.post(address, {**first, **({"more": "yes"} if more else {})}, page=address)
    if more:
        page = Page(answer.text)
        empty = {one.get("name") for tag, one in page.elements if tag == "input" and one.get("type") == "checkbox" and "checked" not in one}
        carried = {name: value for name, value in page.form(address)["fields"].items() if name not in empty}
        answer = me.session.post(me.site.address + address, data={**carried, **more})
    found = re.search(r"/information/([0-9a-z]{16})$", answer.url)
    assert found, words(answer)[:1500]
    return found.group(1)


def decided(me, person, verdict="share", asked=False, facts=MUST_SHARE):
    fields = REQUEST if asked else OWN
    answer = send(me, f"/people/{person}/requests/new/details?origin={fields['origin']}", fields, action=f"/people/{person}/requests/new/details")
    request = re.search(r"/requests/([0-9a-z]{16})(?:/|$)", answer.url).group(1)
    send(me, f"/requests/{request}/need", NEED)
    me.answer(request, facts)
    answer = me.decide(request, verdict)
    assert answer.url.endswith("/recorded"), words(answer)[:1500]
    return request, re.search(r"/decisions/([0-9a-z]{16})/", answer.url).group(1)


def begin(me, decision):
    answer = me.post(f"/decisions/{decision}/disclosures", {}, page=f"/decisions/{decision}")
    found = re.search(r"/disclosures/([0-9a-z]{16})$", answer.url)
    assert found, words(answer)[:800]
    return found.group(1)


class Build:
    """Somebody with two notes, a decision to share, and a disclosure begun."""
    count = 0

    def __init__(self, me, asked=False, verdict="share", notes=("She came without a coat.", "She said she was cold at night."), facts=MUST_SHARE):
        Build.count += 1
        self.me = me
        ending = "".join(chr(97 + (Build.count * 7 + n * 5) % 26) for n in range(3))
        self.name = f"Perpetua {ending.capitalize()}quill-Thrupp"
        self.person = register(me, self.name, f"19{70 + Build.count % 28}-0{1 + Build.count % 9}-1{Build.count % 10}")
        self.items = [note(me, self.person, text) for text in notes]
        self.request, self.decision = decided(me, self.person, verdict, asked, facts)
        self.id = begin(me, self.decision)
        self.base = f"/disclosures/{self.id}"

    def post(self, part, fields, page=None):
        return self.me.post(f"{self.base}/{part}", fields, page=f"{self.base}/{page or part}")

    def to(self, number):
        self.contact = number
        return self.post("recipient", {"contact": number})

    def take(self, item, **more):
        return self.post(f"items/{item}", {"why": "To plan the visit", "exposure": "Nothing beyond what they know", **more}, page="recipient")

    def checklist(self, name="telephone-out"):
        page = self.me.get(f"/procedures/start?name={name}&person={self.person}&of=disclosure/{self.id}").text
        answer = self.me.session.post(self.me.site.address + "/procedures/start", data=self.me.fields(page, "/procedures/start"))
        run = re.search(r"/procedures/runs/([0-9a-z]{16})$", answer.url).group(1)
        site = types.SimpleNamespace(address=self.me.site.address, me=self.me, manager=None)
        plan = plan_to_end(PROCEDURES[name])
        for step in plan.steps():
            do(site, run, step, plan, self.me)
        close(site, run, self.me)

    def ready(self, number, items=None, read=True, checklist=True, tell=True, **purpose):
        self.to(number)
        self.post("purpose", {**PURPOSE, **purpose})
        for item in items or self.items:
            assert self.take(item).url.endswith("/items")
        assert not self.post("conditions", CONDITIONS).url.endswith("/conditions")
        assert not self.post("delivery", DELIVERY).url.endswith("/delivery")
        if tell:
            self.post("telling/told", {"way": "visit", **day("on", str(TODAY)), "words": "What goes to whom; she agreed", "present": ""})
        if checklist:
            self.checklist()
        return self.enough() if read else self

    def enough(self):
        self.answer = self.post("preview", {"enough": "yes"})
        return self

    def send(self):
        return self.post("send", {"evidence": "Rang at ten", "trust": ""})

    def state(self):
        [[state]] = self.me.site.sql("SELECT state FROM disclosure WHERE id = ?", self.id)
        return state


@pytest.fixture(scope="module")
def school(me):
    return contact(me, "Imelda Farrowgate")


@pytest.fixture(scope="module")
def whole(me, school):
    """One that is ready to go."""
    return Build(me).ready(school)


def stopped(answer, said, heading="You must not send this yet"):
    page = Page(answer.text)
    assert answer.status_code == 409 and page.heading == heading, f"{answer.status_code} {page.words[:900]}"
    assert said in page.words, page.words


# From beginning to end


def test_two_items_go_and_are_kept_as_they_left(place, me, school):
    it = Build(me).ready(school)
    assert it.answer.url.endswith("/send"), words(it.answer)
    shown = re.search(r'<section aria-label="What leaves">(.*?)</section>', me.get(it.base + "/preview").text, re.S).group(1)
    text = me.get(it.base + "/preview.txt").content
    answer = it.post("send", {"evidence": "Rang at ten", "trust": "She may be angry; I visit on Monday"})
    assert answer.url.endswith("/sent") and it.id in words(answer)
    assert re.search(r"I visit on Monday, by \d+ \w+ \d{4}", words(answer)), words(answer)
    frozen = me.get(it.base + "/package.txt")
    assert frozen.content == text
    assert re.search(r'<section aria-label="What leaves">(.*?)</section>', me.get(it.base + "/package").text, re.S).group(1) == shown
    assert frozen.headers["content-disposition"] == f'attachment; filename="disclosure-{it.id}.txt"'
    [row] = place.opened("frozen_package", "disclosure = ?", it.id)
    assert row["digest"] == hashlib.sha256(text).hexdigest() and row["digest"] in words(me.get(it.base + "/package"))
    plain = text.decode()
    assert plain.startswith("Private and confidential") and "Fact: home and daily life" in plain and "Use it for the visit only." in plain
    assert "She came without a coat." in plain and "She said she was cold at night." in plain
    assert [row["state"] for row in place.opened("informing", "record = ?", f"disclosure/{it.id}")] == ["told"]
    page = words(me.get(it.base))
    for said in ["Sent", "Imelda Farrowgate", "Designated lead", "01632 960 801", "To plan a visit", "Telephone", "Authorised by", "Sent by", "Decided"]:
        assert said in page, said
    for said in ["Authorised by", "Sent by"]:
        assert f"{said} Nia Hollowell, Family support social worker" in page, page


def test_what_leaves_names_who_sends_it_and_their_telephone_and_no_numbers_of_people(place, me, school):
    it = Build(me).ready(school)
    it.send()
    plain = me.get(it.base + "/package.txt").text
    [[title, telephone]] = place.sql("SELECT title, procedure_number FROM organisation WHERE id = 'millbrook'")
    assert f"From: Nia Hollowell, Family support social worker, {title}" in plain and f"Telephone: {telephone}" in plain and telephone
    numbers = [number for number, in place.sql("SELECT id FROM practitioner")]
    for part in ["", "/sent", "/package", "/package.txt"]:
        answer = me.get(it.base + part)
        assert answer.status_code == 200 and not [number for number in numbers if number in answer.text], part


def test_its_page_leads_to_its_papers_its_receipt_and_those_to_be_told(me, whole, school):
    papers = [f"/letters/{name}" for name in ("undertaking", "removal-sheet")]
    links = Page(me.get(whole.base).text).links
    for part in papers + ["/informing/new"]:
        assert whole.base + part in links and me.get(whole.base + part).status_code == 200, part
    assert whole.base + "/receipt" not in links
    it = Build(me).ready(school)
    it.send()
    links = Page(me.get(it.base).text).links
    for part in papers + ["/informing/new", "/receipt"]:
        assert it.base + part in links and me.get(it.base + part).status_code == 200, part
    letter = f"/decisions/{it.decision}/letter"
    assert letter in Page(me.get(f"/decisions/{it.decision}").text).links and me.get(letter).status_code == 200


def test_it_begins_empty(me, school):
    it = Build(me)
    it.to(school)
    it.post("purpose", PURPOSE)
    assert "Nothing is chosen yet" in words(me.get(it.base + "/items"))
    stopped(me.get(it.base + "/send"), "Choose what goes")


def test_sending_twice_sends_once(place, me, school):
    it = Build(me).ready(school)
    page = me.get(it.base + "/send").text
    fields = {**me.fields(page), "evidence": "", "trust": ""}
    for _ in range(2):
        answer = me.session.post(place.address + it.base + "/send", data=fields)
        assert answer.url.endswith("/sent")
    assert place.sql("SELECT count(*) FROM frozen_package WHERE disclosure = ?", it.id) == [(1,)]
    assert place.sql("SELECT count(*) FROM informing WHERE record = ?", f"disclosure/{it.id}") == [(1,)]


def test_beginning_twice_begins_once(place, me):
    it = Build(me)
    page = me.get(f"/decisions/{it.decision}").text
    fields = me.fields(page, f"/decisions/{it.decision}/disclosures")
    urls = {me.session.post(place.address + f"/decisions/{it.decision}/disclosures", data=fields).url for _ in range(2)}
    assert len(urls) == 1


def test_a_colleague_who_does_not_work_with_them_sees_nothing(place, me, whole):
    colleague = place.browser(COLLEAGUE)
    for part in ["", "/items", "/preview", "/preview.txt", "/send", "/telling", "/package"]:
        assert colleague.get(whole.base + part).status_code == 404, part
    assert colleague.get(f"/people/{whole.person}/disclosures").status_code == 404
    token = colleague.fields(colleague.get("/work").text).get("token") or re.search(r'name="token" value="([0-9a-f]+)"', colleague.get("/work").text).group(1)
    for part in ["/send", "/purpose", "/end", f"/items/{whole.items[0]}/out"]:
        assert colleague.session.post(place.address + whole.base + part, data={"token": token, "why": "x", "fate": "abandoned"}).status_code == 404, part


# What is refused


def test_a_decision_that_does_not_share_begins_nothing(place, me):
    it = Build(me)
    _, decision = decided(me, it.person, "do-not-share")
    token = me.fields(me.get(it.base + "/recipient").text)
    answer = me.session.post(place.address + f"/decisions/{decision}/disclosures", data=token)
    stopped(answer, "only on a decision to share", heading="This decision does not share")


def test_only_verified_contacts_receive(me):
    it = Build(me)
    answer = it.to(contact(me, "Nolan Unproven", verified=False))
    stopped(answer, "Verify their details now", heading="Nolan Unproven is not verified")
    assert "Choose who receives it" in words(me.get(it.base + "/send"))
    assert it.to("nobody").status_code == 422


def test_nothing_goes_to_a_requester_nobody_verified(me, school):
    it = Build(me, asked=True).ready(school)
    for answer in [me.get(it.base + "/send"), it.post("send", {}, page="recipient")]:
        stopped(answer, "Nobody has verified who asks")
        assert "/urgent" in Page(answer.text).links
    assert it.state() != "sent"


@pytest.mark.parametrize("part, lacking, said", [
    ("telling", {"tell": False}, "has not been told"), ("checklist", {"checklist": False}, "checklist"),
    ("reading", {"read": False}, "Read it as the recipient will")])
def test_what_is_missing_stops_it(me, school, part, lacking, said):
    it = Build(me).ready(school, **lacking)
    stopped(me.get(it.base + "/send"), said)
    stopped(it.post("send", {}, page="recipient"), said)
    assert it.state() != "sent"


def test_read_back_and_understanding_are_not_skipped(me, school):
    it = Build(me)
    it.to(school)
    assert it.post("delivery", {**DELIVERY, "read-back.department": ""}).status_code == 422
    for channel, status in [("text", 422), ("voicemail", 422), ("fax", 409)]:
        assert it.post("delivery", {**DELIVERY, "channel": channel}).status_code == status, channel
    for field in ["confidential", "know-what-to-do", "limits", "use", "onward", "accepted", "conditions"]:
        answer = it.post("conditions", {**CONDITIONS, field: ""})
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text, field
    stopped(me.get(it.base + "/send"), "Record what the recipient understands")


def test_why_is_asked_of_every_item(me, school):
    it = Build(me)
    it.to(school)
    it.post("purpose", PURPOSE)
    for field in ["why", "exposure"]:
        answer = it.take(it.items[0], **{field: ""})
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text


def test_what_was_corrected_does_not_go(place, me, school):
    it = Build(me).ready(school)
    address = f"/people/{it.person}/information/{it.items[0]}/correct"
    page = me.get(address)
    answer = me.session.post(place.address + address, data={
        **me.fields(page.text, address), "text": "She came with a coat.", "category": "home", "nature": "fact", "source": "saw",
        "confidence": "confidential", "time": "", "why": "I mistook her for somebody else", **day("happened", str(TODAY)), **day("known", str(TODAY))})
    assert "/information/" in answer.url, words(answer)[:800]
    stopped(it.take(it.items[0]), "Choose the correction", heading="This item was corrected")
    stopped(it.post("send", {}, page="recipient"), "corrected since")
    assert it.state() != "sent"


def test_a_restricted_item_does_not_go_on_consent_and_only_with_a_reason_on_another_basis(me, school):
    it = Build(me)
    item = note(me, it.person, "She is often sick.", category="health", **{"restrict.school": "yes", "limit": "Not the school, she said"})
    it.to(school)
    it.post("purpose", {**PURPOSE, "basis": "consent"})
    answer = it.take(item)
    assert answer.status_code == 409 and "does not want this to go there" in Page(answer.text).heading
    it.post("purpose", PURPOSE)
    assert it.take(item).status_code == 422
    assert it.take(item, **{"other-basis": "The harm is greater"}).status_code == 200


def test_without_consent_nothing_rests_on_consent(me, school):
    it = Build(me).ready(school)
    it.post("purpose", {**PURPOSE, "basis": "consent"})
    stopped(it.take(it.items[0]), "Nobody has asked the person", heading="Consent does not cover this")
    stopped(it.post("send", {}, page="recipient"), "Consent in force does not cover")
    assert it.state() != "sent"


def test_consent_withdrawn_after_reading_stops_it(place, me, school):
    it = Build(me)
    test_consent.explain(me, it.person)
    fields = {**test_consent.line("scope", 1, "home", "kind:school", "safeguard"), "capacity": "self-child", "capacity-evidence": "She told it in her own words"}
    answer = test_consent.talk(me, it.person, **{**fields, "capacity": "self-adult"})
    assert answer.status_code == 200 and "/consent/" in answer.url, words(answer)[:900]
    consent = re.search(r"/consent/([0-9a-z]{16})", answer.url).group(1)
    it.ready(school, basis="consent")
    page = me.get(it.base + "/send")
    assert Page(page.text).heading == "Check, and send", words(page)[:900]
    sending = {**me.fields(page.text), "evidence": "", "trust": ""}
    # Another kind of information than was agreed does not go.
    other = note(me, it.person, "She sleeps badly.", category="health")
    assert it.take(other).status_code == 409
    address = f"/people/{it.person}/consent/{consent}"
    answer = me.post(address + "/withdraw", {"by": "She herself", "channel": "call", "words": "Stop it", "explained": "What has gone cannot be fetched back"}, page=address)
    assert answer.url.endswith("/withdrawn"), words(answer)[:900]
    answer = me.session.post(place.address + it.base + "/send", data=sending)
    stopped(answer, "withdrawn")
    assert it.state() != "sent" and place.sql("SELECT count(*) FROM frozen_package WHERE disclosure = ?", it.id) == [(0,)]


def test_those_who_supplied_it_are_told_and_a_receipt_is_owed(place, me, school):
    it = Build(me, notes=())
    item = note(me, it.person, "He was seen at the shop.", source="other", **{"from": "Odette Marchbanks, shop keeper"})
    it.items = [item]
    it.to(school)
    it.post("purpose", PURPOSE)
    answer = it.take(item)
    assert answer.status_code == 422 and 'href="#consulted"' in answer.text
    assert it.take(item, consulted="Yes, she agrees").url.endswith("/items")
    it.post("conditions", CONDITIONS)
    it.post("delivery", {**DELIVERY, "channel": "post"})
    it.post("telling/told", {"way": "visit", **day("on", str(TODAY)), "words": "She agreed", "present": ""})
    it.checklist("post")
    assert it.enough().send().url.endswith("/sent"), words(it.answer)[:900]
    [informing] = [row for row in place.opened("informing", "record = ?", f"disclosure/{it.id}") if row["whom"] == "supplier"]
    kinds = [kind for kind, in place.sql("SELECT kind FROM duty WHERE record IN (?, ?)", f"disclosure/{it.id}", f"informing/{informing['id']}")]
    assert sorted(kinds) == ["receipt", "supplier-told"]
    assert me.get(it.base + "/receipt").status_code == 200


def test_what_was_confided_to_some_needs_a_reason(me, school):
    it = Build(me)
    item = note(me, it.person, "He told me alone.", confidence="limited", to="The health team")
    it.to(school)
    it.post("purpose", PURPOSE)
    answer = it.take(item)
    assert answer.status_code == 422 and 'href="#confidence"' in answer.text
    assert it.take(item, confidence="She is in danger").url.endswith("/items")


def test_something_old_needs_a_reason(me, school):
    it = Build(me)
    item = note(me, it.person, "She lived with her aunt.", happened="2019-05-01", known="2019-05-01")
    it.to(school)
    it.post("purpose", PURPOSE)
    answer = it.take(item)
    assert answer.status_code == 422 and 'href="#age"' in answer.text


def test_a_whole_file_never_goes_to_the_police_and_elsewhere_a_manager_agrees(place, me, manager, school):
    it = Build(me, notes=("One thing.", "Two things.", "Three things.", "Four things."))
    police = contact(me, "Sergeant Odell", kind="police", agency="Millbrook Police")
    it.to(police)
    it.post("purpose", PURPOSE)
    for item in it.items[:3]:
        it.take(item)
    stopped(it.take(it.items[3]), "could reach the person who is accused", heading="The whole of a file never goes to the police")
    it.to(school)
    assert it.take(it.items[3]).url.endswith("/items")
    it.to(police)
    stopped(it.post("send", {}, page="recipient"), "never goes to the police")
    it.ready(school)
    assert it.post("items", {"whole-file": ""}).status_code == 422
    stopped(it.post("send", {}, page="recipient"), "Everything on file is chosen")
    it.post("items", {"whole-file": "The court ordered it"})
    stopped(it.post("send", {}, page="recipient"), "Somebody must agree")
    page = me.get(it.base + "/sign-off")
    of = re.search(r'name="of" value="([^"]+)"', page.text).group(1)
    answer = it.post("sign-off", {"of": of, "why": "All of it is ordered"})
    assert "Asked" in words(answer), words(answer)
    assert place.sql("SELECT count(*) FROM sign_off WHERE record = ?", f"disclosure/{it.id}") == [(1,)]
    stopped(it.post("send", {}, page="recipient"), "Somebody must agree")


def agreed(it, manager, answer="agree", said=""):
    """The manager is asked to agree to what goes, and answers."""
    page = it.me.get(it.base + "/sign-off").text
    devinder = re.search(r'value="([^"]+)"[^>]*><label for="[^"]*">Devinder Marchbank', page).group(1)
    assert "Asked" in words(it.post("sign-off", {"of": devinder, "why": "May it go to the school?"}))
    sign_off = re.search(r"/sign-offs/([0-9a-z]{16})", it.me.get(it.base + "/sign-off").text).group(1)
    answered = manager.post(f"/sign-offs/{sign_off}", {"answer": answer, "words": said})
    assert answered.status_code == 200, words(answered)


DOUBT = {**MUST_SHARE, "in-doubt": "yes"}


def test_once_a_manager_agrees_it_goes_and_they_are_named(me, manager, school):
    it = Build(me, facts=DOUBT).ready(school)
    stopped(it.post("send", {}, page="recipient"), "Somebody must agree")
    agreed(it, manager)
    assert it.send().url.endswith("/sent"), words(me.get(it.base + "/send"))
    page = words(me.get(it.base))
    assert it.state() == "sent" and "Authorised by Devinder Marchbank, Head of safeguarding" in page, page
    assert "Sent by Nia Hollowell" in page


def test_a_manager_who_does_not_agree_stops_it(me, manager, school):
    it = Build(me, facts=DOUBT).ready(school)
    agreed(it, manager, "refuse", "Ask her again first")
    stopped(it.post("send", {}, page="recipient"), "Somebody must agree")
    assert "Not agreed" in words(me.get(it.base + "/sign-off")) and it.state() != "sent"


def test_in_an_emergency_nobody_is_waited_for_and_a_manager_looks_back_on_it(place, me, manager, school):
    it = Build(me, facts=DOUBT).ready(school)
    stopped(it.post("send", {}, page="recipient"), "Somebody must agree")
    address = f"/requests/{it.request}/sign-off/go-ahead"
    devinder = re.search(r'value="([^"]+)"[^>]*><label for="[^"]*">Devinder Marchbank', me.get(address).text).group(1)
    me.post(address, {"why": "He comes home in an hour", "of": devinder})
    assert "Nobody is waited for" in words(me.get(it.base + "/sign-off"))
    assert it.send().url.endswith("/sent"), words(me.get(it.base + "/send"))
    [[sign_off]] = place.sql("SELECT id FROM sign_off WHERE record = ?", f"sharing_request/{it.request}")
    [[duty]] = place.sql("SELECT count(*) FROM duty WHERE kind = 'sign-off' AND record = ?", f"sign_off/{sign_off}")
    assert duty == 1 and manager.get(f"/sign-offs/{sign_off}").status_code == 200


def test_another_country_waits_for_governance(me):
    it = Build(me).ready(contact(me, "Saoirse Abroad", overseas="yes"))
    stopped(it.post("send", {}, page="recipient"), "Sending it to another country")


def test_a_way_that_is_unsafe_is_not_the_way_they_were_told(me, school):
    it = Build(me)
    told = {"way": "letter", **day("on", str(TODAY)), "words": "What goes to whom", "present": ""}
    send(me, f"/people/{it.person}/details/safe-contact/new", {"way": "letter", "detail": "", "safety": "unsafe", "times": ""})
    stopped(it.post("telling/told", told), "is unsafe", heading="This way is unsafe for them")
    stopped(it.post("send", {}, page="recipient"), "The person has not been told")
    # What was safe when they were told may have become unsafe since.
    it.post("telling/told", {**told, "way": "call"})
    assert "has not been told" not in words(it.post("send", {}, page="recipient"))
    send(me, f"/people/{it.person}/details/safe-contact/new", {"way": "call", "detail": "", "safety": "unsafe", "times": ""})
    stopped(it.post("send", {}, page="recipient"), "unsafe for them")


def test_not_told_yet_needs_a_ground_a_reason_and_a_day(me):
    it = Build(me)
    answer = it.post("telling/deferred", {"ground": "risk", "why": "", "approved": "", **day("review", LATER)})
    assert answer.status_code == 422
    answer = it.post("telling/deferred", {"ground": "risk", "why": "He reads her post", "approved": "", **day("review", str(TODAY))})
    assert answer.status_code == 422 and 'href="#review"' in answer.text
    assert it.post("telling/told", {"way": "visit", "words": ""}).status_code == 422


def test_not_told_yet_is_looked_at_again(place, me, school):
    it = Build(me).ready(school, tell=False, read=False)
    it.post("telling/deferred", {"ground": "risk", "why": "He reads her post", "approved": "", **day("review", LATER)})
    assert it.enough().send().url.endswith("/sent")
    [row] = place.opened("informing", "record = ?", f"disclosure/{it.id}")
    assert row["state"] == "deferred"
    [[due]] = place.sql("SELECT due FROM duty WHERE kind = 'deferral-review' AND record = ?", f"informing/{row['id']}")
    assert due.startswith(LATER)


# Others in it, and sealed facts


def test_others_are_masked_unless_there_is_a_reason(me, school):
    it = Build(me)
    item = note(me, it.person, "Barnaby Stokesley shouted. Barnaby's dog barked, and Stokesley left with J. Smith.", third="Barnaby Stokesley – neighbour")
    it.to(school)
    it.post("purpose", PURPOSE)
    it.take(item)
    text = me.get(it.base + "/preview.txt").text
    assert "Barnaby" not in text and "Stokesley" not in text and "[another person] shouted" in text and "J. Smith" in text
    assert "Barnaby Stokesley" in words(me.get(it.base + "/third-parties"))
    it.post("third-parties", {"named-0": "The school must keep him away"})
    assert "Barnaby Stokesley shouted" in me.get(it.base + "/preview.txt").text


@pytest.fixture(scope="module")
def hidden(me, school):
    """Somebody whose school nobody may learn of."""
    it = Build(me, notes=("She goes to Thistledown Academy now.", "She was cold."))
    him = relate(me, it.person, "alleged", "Gerald Vantongeren")
    answer = send(me, f"/people/{it.person}/sealed-facts/new", {
        "kind": "school", "fact": "Thistledown Academy", "ways": "", "why": "He searches for her", f"from.{him}": "yes", "others": "",
        **day("review", LATER)})
    assert answer.status_code == 200 and "There is a problem" not in answer.text, words(answer)[:900]
    return it


def test_a_sealed_fact_leaves_nowhere(me, hidden, school):
    it = hidden
    it.to(school)
    for field in ["purpose-words", "basis-words"]:
        answer = it.post("purpose", {**PURPOSE, field: "She is at Thistledown Academy"})
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text and "sealed fact" in answer.text, field
    it.post("purpose", PURPOSE)
    answer = it.post("conditions", {**CONDITIONS, "conditions": "Ring Thistledown Academy first"})
    assert answer.status_code == 422 and 'href="#conditions"' in answer.text
    for field in ["why", "exposure"]:
        answer = it.take(it.items[0], **{field: "thistledown academy"})
        assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    it.take(it.items[0])
    for answer in [me.get(it.base + "/preview"), me.get(it.base + "/preview.txt")]:
        assert "thistledown" not in answer.text.lower() and answer.status_code == 200
    # In the recipient's own lines too.
    it.to(contact(me, "Thistledown Academy Office", agency="Thistledown Academy"))
    assert "thistledown" not in me.get(it.base + "/preview.txt").text.lower()


def test_a_sealed_fact_goes_to_whom_it_was_let_reach_and_to_nobody_else(place, me, manager, hidden, school):
    it = hidden
    it.id = begin(me, it.decision)
    it.base = f"/disclosures/{it.id}"
    let = contact(me, "Ottoline Brackwater", agency="Millbrook Refuge")
    [[fact]] = place.sql("SELECT id FROM sealed_fact WHERE person = ?", it.person)
    address = f"/people/{it.person}/sealed-facts/{fact}/release"
    answer = manager.post(address, {"contact": let, "why": "They take her to school"}, page=address)
    assert answer.status_code == 200 and "There is a problem" not in answer.text, words(answer)[:900]
    it.ready(let, items=it.items)
    assert "She goes to Thistledown Academy now." in me.get(it.base + "/preview.txt").text
    # The same, meant for another.
    it.to(school)
    assert "Thistledown" not in me.get(it.base + "/preview.txt").text and "Thistledown" not in me.get(it.base + "/preview").text
    it.ready(let, items=it.items)
    assert it.send().url.endswith("/sent"), words(me.get(it.base + "/send"))
    assert "Thistledown Academy" in me.get(it.base + "/package.txt").text


def test_a_continuing_threat_is_left_out_only_with_a_reason(me, school):
    it = Build(me)
    relate(me, it.person, "alleged", "Lorcan Peverstone", **{
        "flags.continuing-threat": "yes", "threat": "He lives with two other children.", "assessor": "Team manager", **day("assessed", "2025-01-02")})
    it.ready(school, read=False)
    stopped(it.post("send", {}, page="recipient"), "continuing threat to others")
    for fields in [{"threat": "", "threat-why": ""}, {"threat": "stays", "threat-why": ""}]:
        answer = it.post("third-parties", fields)
        assert answer.status_code == 422 and 'href="#threat' in answer.text, fields
    stopped(it.post("send", {}, page="recipient"), "continuing threat to others")
    it.post("third-parties", {"threat": "goes", "threat-why": ""})
    assert "Lorcan Peverstone: He lives with two other children." in me.get(it.base + "/preview.txt").text
    it.post("third-parties", {"threat": "stays", "threat-why": "The school knows it from the police"})
    assert "Peverstone" not in me.get(it.base + "/preview.txt").text
    assert it.enough().send().url.endswith("/sent"), words(me.get(it.base + "/send"))


# What identifies nobody


def test_what_identifies_nobody_names_nobody(me, school):
    it = Build(me, verdict="share-anonymised")
    it.items.append(note(me, it.person, f"{it.name} was born here, and Perpetua likes it."))
    it.ready(school, tell=False, read=False, basis="anonymised")
    text = me.get(it.base + "/preview.txt").text
    assert "Perpetua" not in text and "Thrupp" not in text and "Somebody who is not named" in text
    assert it.post("preview", {"enough": "yes", "recognition": ""}).status_code == 422
    it.post("preview", {"enough": "yes", "recognition": "Many are like this"})


# What is corrected afterwards


def correct(me, person, item, text, why):
    address = f"/people/{person}/information/{item}/correct"
    answer = me.session.post(me.site.address + address, data={
        **me.fields(me.get(address).text, address), "text": text, "category": "home", "nature": "fact", "source": "saw",
        "confidence": "confidential", "time": "", "why": why, **day("happened", str(TODAY)), **day("known", str(TODAY))})
    return re.search(r"/information/([0-9a-z]{16})$", answer.url).group(1)


def test_who_received_what_is_corrected_later_is_told_and_nobody_else(place, me, school):
    it = Build(me)
    other = contact(me, "Ambrose Tillingfold", agency="Harbour Clinic")
    for whom, item in [(school, it.items[0]), (other, it.items[1])]:
        it.id = begin(me, it.decision)
        it.base = f"/disclosures/{it.id}"
        assert it.ready(whom, items=[item]).send().url.endswith("/sent"), words(it.answer)[:900]

    def waiting():
        return [row for row in place.opened("informing", "person = ?", it.person) if row["whom"] == "recipient"]

    assert not waiting()
    later = correct(me, it.person, it.items[0], "She came in a thin coat.", "I looked again")
    [informing] = waiting()
    assert informing["record"] == f"information_item/{later}" and informing["state"] == "due"
    assert "Imelda Farrowgate" in str(informing) and "Tillingfold" not in str(informing)
    duties = "SELECT count(*) FROM duty WHERE kind = 'correction-told' AND state = 'open' AND record = ?"
    assert place.sql(duties, f"informing/{informing['id']}") == [(1,)]
    page = me.get(f"/informing/{informing['id']}")
    assert page.status_code == 200 and "Imelda Farrowgate" in words(page)
    assert f"/informing/{informing['id']}" in Page(me.get("/work").text).links
    # A correction of the correction is news to them as well.
    correct(me, it.person, later, "She came in a raincoat.", "Her teacher remembers it")
    assert len(waiting()) == 2
    # What never left concerns nobody.
    correct(me, it.person, note(me, it.person, "He was late."), "He was early.", "The clock was wrong")
    assert len(waiting()) == 2


# What ends it


def test_no_answer_of_enough_goes_back_to_choosing(me, whole):
    assert whole.post("preview", {"enough": "no"}).url.endswith("/items")
    assert whole.post("preview", {}).status_code == 422


def test_what_changed_after_reading_is_read_again(place, me, school):
    it = Build(me).ready(school)
    page = me.get(it.base + "/send").text
    fields = {**me.fields(page), "evidence": "", "trust": ""}
    it.take(note(me, it.person, "A third thing."))
    answer = me.session.post(place.address + it.base + "/send", data=fields)
    assert answer.status_code == 409 and it.state() != "sent"


def test_giving_up_needs_a_reason(me):
    it = Build(me)
    assert it.post("end", {"fate": "abandoned", "why": ""}).status_code == 422
    it.post("end", {"fate": "abandoned", "why": "She moved away"})
    assert it.state() == "abandoned" and "She moved away" in words(me.get(it.base))


PARTS = ["", "/recipient", "/purpose", "/items", "/third-parties", "/conditions", "/delivery", "/telling", "/telling/told", "/telling/deferred",
         "/sign-off", "/preview", "/end"]


@pytest.mark.parametrize("width", [1280, 320])
def test_its_pages_keep_the_rules(place, me, school, whole, tmp_path, width):
    sent = Build(me).ready(school)
    assert sent.send().url.endswith("/sent")
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_cookies([{"name": c.name, "value": c.value, "url": place.address} for c in me.session.cookies])
        page = context.new_page()
        addresses = [whole.base + part for part in [*PARTS, f"/items/{whole.items[0]}", "/send"]]
        addresses += [sent.base + part for part in ["", "/sent", "/package"]] + [f"/people/{whole.person}/disclosures"]
        for address in addresses:
            status = page.goto(place.address + address).status
            seen = page_rules.Seen(name=address, status=status)
            for rule in page_rules.RULES:
                found += [f"{address}: {rule.__name__}: {said}" for said in rule(page, seen)]
            found += [f"{address}: {broken['id']}: {broken['nodes'][0]['html'][:160]}" for broken in Axe().run(page, options=AXE).response["violations"]]
            assert "Thrupp" not in page.url
            page.screenshot(path=str(tmp_path / f"{width}-{address.replace('/', '_')}.png"), full_page=True)
        browser.close()
    assert not found, "\n".join(found)
