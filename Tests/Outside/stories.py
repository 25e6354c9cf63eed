"""Whole stories, played in a real browser: what somebody does from first contact to feedback, in the order in which it happens.

A `Practitioner` goes through every page as a person does: it fills what it sees, presses what it reads, and arrives on pages that
fit. Each step asserts that it came where it ought to come, so that a story fails where it breaks, with what was seen there.
"""
import datetime
import re
import shutil

import yaml

from conftest import ROOT, Site
from test_journey import QUESTIONS, Person

TODAY = datetime.date.today()
POLICIES = ROOT / "Content" / "policies"
PROCEDURES = ROOT / "Content" / "procedures"
EXPLAINED = ["recorded", "shared", "formats", "limits", "without-consent", "rights", "worries"]
ASKED_HOW = ["what", "benefits", "protection", "consequences", "withdrawal", "who", "without-consent"]
ID = "[0-9a-z]{16}"
#: What is so unless a story says otherwise, where that is not "no".
ORDINARY = {
    "channel": "secure-electronic", "manager-consulted": "nobody", "crime": "none", "child-harm": "none", "adult-harm": "none",
    "other-may-consent": "yes", "recipient-verified": "yes", "identifies-a-person": "yes", "is-confidential": "yes",
    "purpose-is-legitimate": "yes", "recipient-needs-it": "yes", "recipient": "partner-agency", "professional-code-allows": "yes"}


def shown(day):
    return f"{day.day} {day:%B %Y}"


def later(days):
    return TODAY + datetime.timedelta(days=days)


def demonstration(seed, tmp_path_factory, name):
    """A demonstration of its own, running."""
    folder = tmp_path_factory.mktemp(name) / "demo"
    shutil.copytree(seed, folder)
    return Site(folder).start()


def facts(policy, case, **changed):
    """The facts of a case of a policy's own collection. Underlines stand for hyphens."""
    cases = yaml.load((POLICIES / policy / "cases.yaml").read_text(), yaml.BaseLoader)["cases"]
    found = next(one for one in cases if one["case"] == case)
    base = facts(policy, found["like"]) if "like" in found else {}
    return {**base, **found["facts"], **{name.replace("_", "-"): value for name, value in changed.items()}}


class Practitioner(Person):
    """Somebody who works with people, or who is asked to agree or to advise."""

    def __init__(self, browser, place, email="practitioner@demo.example", width=1280, scripts=False):
        super().__init__(browser, place, width, scripts, email)
        #: Pages arrived on, and fields filled in, since counting began.
        self.screens = self.fields = 0
        self.last = ""
        self.sign_in()

    # Any page

    def arrive(self):
        # The same page come to again, as a story does that says each time where it is, is one screen.
        if hasattr(self, "screens") and self.page.url != self.last:
            self.screens += 1
            self.last = self.page.url
        return super().arrive()

    def count(self):
        """Begins to count again; gives what was counted."""
        counted = self.screens, self.fields
        self.screens = self.fields = 0
        return counted

    @property
    def path(self):
        return self.page.url.removeprefix(self.place.address)

    def fill(self, button, fields, refused=False):
        """Fills in what stands on the page, by the names of its fields, and presses a button. Unless the story says that it is
        refused, it goes on."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']")
            assert field.count(), f"{self.path} ({self.heading}) has no field {name}"
            kind = field.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "SELECT":
                field.first.select_option(value)
            else:
                field.first.fill(str(value))
            self.fields += 1
        with self.page.expect_navigation() as gone:
            self.page.locator("main").get_by_role("button", name=button, exact=True).first.click()
        self.status = gone.value.status
        self.arrive()
        mistakes = self.page.locator(".error-summary li").all_inner_texts()
        assert not mistakes, f"{self.path} ({self.heading}): {mistakes}"
        assert refused or self.status < 400, f"{self.status} {self.path} ({self.heading}): {self.words[:1500]}"
        return self

    @staticmethod
    def day(name, date=None):
        date = date or TODAY
        return {f"{name}-day": date.day, f"{name}-month": date.month, f"{name}-year": date.year}

    @staticmethod
    def ticked(name, codes):
        return {f"{name}.{code}": "yes" for code in codes}

    def number(self, part):
        """The number of the record whose page this is: `people`, `requests`, …"""
        found = re.search(rf"/{part}/({ID})(?:/|\?|$)", self.page.url)
        assert found, f"{self.path} ({self.heading}) is no page of {part}: {self.words[:800]}"
        return found.group(1)

    def at(self, heading):
        assert self.heading == heading, f"{self.path} is “{self.heading}”, and not “{heading}”: {self.words[:1200]}"
        return self

    def sees(self, *all):
        words = re.sub(r"\s+", " ", self.words)
        for one in all:
            assert one in words, f"“{one}” is not on {self.path} ({self.heading}): {words[:2500]}"
        return self

    def sees_no(self, *all):
        words = re.sub(r"\s+", " ", self.words)
        for one in all:
            assert one not in words, f"“{one}” is on {self.path} ({self.heading})"
        return self

    def option(self, name, words):
        """The value of what a list offers, by words that it contains."""
        options = self.page.locator(f"main select[name='{name}'] option")
        found = [v for v, t in options.evaluate_all("all => all.map(e => [e.value, e.innerText])") if words in t]
        assert found, f"{self.path}: {name} does not offer {words}: {options.all_inner_texts()}"
        return found[0]

    def radio(self, name, words):
        """The value of the choice beside whose button these words stand."""
        found = self.page.locator(f"main input[name='{name}']").evaluate_all(
            "(all, words) => all.filter(e => [...e.labels].some(l => l.innerText.includes(words))).map(e => e.value)", words)
        assert found, f"{self.path}: {name} does not offer {words}"
        return found[0]

    # The person

    def register(self, name, born):
        year, month, day = born.split("-")
        self.go("/people/new").at("Register somebody new")
        self.fill("Compare with the register", {"name": name, "born-day": day, "born-month": month, "born-year": year})
        self.at(name)
        return self.number("people")

    def relate(self, person, kind, name, **fields):
        self.go(f"/people/{person}/relations/new/{kind}").fill(
            self.page.locator("main button").last.inner_text().strip(), {"name": name, **{k.replace("_", "-"): v for k, v in fields.items()}})
        return self.at(name).number("relations")

    def explain(self, person, to, agencies=()):
        self.go(f"/people/{person}/explanation/new").fill("Record the explanation", {
            **self.ticked("points", EXPLAINED), **self.ticked("agencies", [f"kind:{one}" for one in agencies]), "to": to,
            **self.day("on"), "understanding": "They said it again in their own words."})
        return self.sees("The way is open", to)

    def converse(self, person, answer, giver="", lines=(), capacity="parent", **fields):
        """A conversation about consent. `lines`: (what, to whom, what for), each by words that the lists offer."""
        self.go(f"/people/{person}/consent/new").fill("Continue", {"kind": "consent"}).fill("Continue", {"way": "asked"})
        typed = {"capacity": capacity, "answer": answer}
        if giver:
            typed["relation"] = self.option("relation", giver)
        for place, line in enumerate(lines, 1):
            for part, words in zip(["category", "agency", "purpose"], line):
                typed[f"scope-{place}-{part}"] = self.option(f"scope-{place}-{part}", words)
        typed |= self.ticked("points", ASKED_HOW) | self.ticked("manner", ["honest", "trusted", "time", "help", "evidence"])
        typed |= {**self.day("offered"), **self.day("decided"), "understanding": "They said it again in their own words."}
        if answer != "refused":
            typed |= {"evidence": "recorded-words", "evidence-words": "Yes, tell them.", **self.day("review", later(90))}
        self.fill("Record what they said", {**typed, **{k.replace("_", "-"): v for k, v in fields.items()}})
        assert "/new/" not in self.path, f"{self.path} ({self.heading}): {self.words[:1500]}"
        return self

    def not_asked(self, person, why, words):
        self.go(f"/people/{person}/consent/new").fill("Continue", {"kind": "consent"}).fill("Continue", {"way": "not-asked"})
        return self.fill("Record why not", {"why": why, "why-words": words})

    def views(self, person, words, giver="", capacity="parent"):
        self.go(f"/people/{person}/consent/new").fill("Continue", {"kind": "views-sought"}).fill("Continue", {"way": "asked"})
        relation = {"relation": self.option("relation", giver)} if giver else {}
        return self.fill("Record their views", {"capacity": capacity, **relation, "subject": words, **self.day("offered"), **self.day("decided")})

    def agreement(self, person, service, giver="", capacity="parent", answer="given"):
        self.go(f"/people/{person}/consent/new").fill("Continue", {"kind": "agreement-to-service"}).fill("Continue", {"way": "asked"})
        relation = {"relation": self.option("relation", giver)} if giver else {}
        return self.fill("Record what they said", {
            "capacity": capacity, **relation, "answer": answer, "subject": service, **self.day("offered"), **self.day("decided"),
            "understanding": "They said it again in their own words."})

    # What is known

    def note(self, person, text, category="home", nature="fact", source="saw", confidence="confidential", **more):
        """A note. `more`: what stands on its second page, which comes where there is more to ask, or where the story has more."""
        self.go(f"/people/{person}/information/new").fill(
            "Say more about it" if more else "Keep this note",
            {"text": text, "category": category, "nature": nature, "source": source, "confidence": confidence})
        if self.heading == "About this information":
            known = {"whose": "The person", "basis": "They told me"}
            known = {name: value for name, value in known.items() if self.page.locator(f"main [name='{name}']").count()}
            self.fill("Keep this note", {**known, **{name.replace("_", "-"): value for name, value in more.items()}})
        return self.sees(text).number("information")

    def receive(self, person, text, sender, contact="", category="school", nature="reported"):
        """What another agency sent. They are told what came of it."""
        self.go(f"/people/{person}/information/received")
        known = {"contact": self.option("contact", contact)} if contact else {}
        self.fill("Keep what they sent", {
            "text": text, "category": category, "nature": nature, "from": sender, **known, "basis": "What they saw themselves",
            "understanding": "That it goes to those who can help"})
        return self.sees(text, sender).number("information")

    def correct(self, person, item, text, why, nature="fact", source="saw"):
        """Says what is right of a note that is wrong. Gives the correction."""
        self.go(f"/people/{person}/information/{item}/correct").fill(
            "Keep the correction", {"text": text, "why": why, "nature": nature, "source": source, "confidence": "confidential"})
        if self.heading == "About this information":
            self.fill("Keep the correction", {"whose": "The agency that sent it"})
        return self.sees(text).number("information")

    # The directory

    def contact(self, kind, agency, name, job="Duty officer", **fields):
        """Puts somebody into the directory, and verifies them through the switchboard."""
        self.go("/directory/new").fill("Add them to the directory", {
            "kind": kind, "agency": agency, "name": name, "job": job, "department": "Duty", "switchboard": "01632 960 555",
            "telephone": "01632 960 556", "address": "1 Gate Street, Westmere", "email": "duty@agency.example", "secure": "yes",
            "overseas": "no", **fields})
        contact = self.sees("Nobody has verified them yet").number("directory")
        self.follow("Verify them").fill("They are who this says", {
            "independent": "yes", "how": "Rang the switchboard from the telephone book and was put through.", **self.day("day")})
        self.sees_no("Nobody has verified them yet")
        return contact

    # The request

    def own_request(self, person, recipient, why, urgency="concern"):
        """A request of one's own: another agency ought to know."""
        self.go(f"/people/{person}/requests").go(f"/people/{person}/requests/new").press("I think another ought to know")
        self.fill("Continue", {"urgency": urgency, "contact": self.option("contact", recipient), "asked-for": why})
        return self.number("requests")

    def asked_request(self, person, name, organisation, asked_for, kind="partner", contact="", urgency="concern", channel="telephone",
                      number="", **fields):
        """Somebody has asked. Gives the request; the page is the one to which it leads."""
        self.go(f"/people/{person}/requests/new").press("Somebody has asked")
        known = {"contact": self.option("contact", contact)} if contact else {}
        self.fill("Continue", {
            "urgency": urgency, "name": name, "job-title": "Officer", "department": "Duty", "organisation": organisation, "kind": kind,
            **known, "number": number, "channel": channel, "asked-for": asked_for, **{k.replace("_", "-"): v for k, v in fields.items()}})
        return self.number("requests")

    def need(self, request, purpose="safeguard", words="To see that they are safe", whole_file="no", **fields):
        self.go(f"/requests/{request}/need")
        typed = {"purpose-kind": purpose, "purpose": words, "needs-it": "yes", "anonymised": "no", "whole-file": whole_file}
        if self.page.locator("main [name='is-entitled']").count():
            typed |= {"is-entitled": "yes", "bulk": "no"}
        return self.fill("Continue", {**typed, **{k.replace("_", "-"): v for k, v in fields.items()}})

    def choose_items(self, request, *texts):
        self.go(f"/requests/{request}/items")
        return self.fill("Continue", {self.box("items", text): "yes" for text in texts})

    def box(self, name, words):
        """The name of the tick box beside which these words stand."""
        found = self.page.locator(f"main input[type=checkbox][name^='{name}']").evaluate_all(
            "(all, words) => all.filter(e => [...e.labels].some(l => l.innerText.includes(words))).map(e => e.name)", words)
        assert found, f"{self.path}: nothing to tick says {words}"
        return found[0]

    def verify_by(self, request, way, words, **fields):
        """Records how it was found out who asks."""
        self.go(f"/requests/{request}/asking").fill("Record this check", {"verification": way, "verified-words": words, **fields})
        return self

    def questions(self, request, facts):
        """Answers what the policy asks and the records do not, until it asks no more. Gives what was asked."""
        asked = []
        self.go(f"/requests/{request}/next")
        while self.fact:
            if not self.page.locator("input[name=answer]").count():
                # What an answer changes, or whom to call: read, and gone on from.
                self.follow("Continue")
                continue
            fact = self.fact
            assert fact not in asked, f"{fact} is asked twice"
            asked.append(fact)
            assert self.heading == QUESTIONS[fact]
            # What the story does not speak of is ordinary, or not so.
            answer = facts.get(fact, ORDINARY.get(fact, "no"))
            offered = self.page.locator("input[name=answer]").evaluate_all("all => all.map(e => e.value)")
            assert answer in offered, f"the story does not say: {QUESTIONS[fact]} ({fact}: {offered})"
            self.fill("Continue", {"answer": answer})
        assert self.path == f"/requests/{request}/advice", self.path
        return asked

    # The decision

    def decided(self, request, verdict="share", telling="will-tell", why="", reasons="Silence would do more harm than telling them.",
                facts="What I saw and was told is in the notes.", opinion="I am worried.", departure="", review=None):
        """Decides and records it. Gives the decision; the page says that it is recorded."""
        self.go(f"/requests/{request}/decision").fill("Continue", {"verdict": verdict})
        self.fill("Continue", {"facts": facts, "opinion": opinion, "reasons": reasons, **({"departure": departure} if departure else {})})
        self.fill("Continue", {"telling": telling, "telling-why": why, **(self.day("review", review) if review else {})})
        self.at("Check your decision").press("Record this decision").at("Decision recorded")
        return self.number("decisions")

    # Agreement of others

    def ask_agreement(self, address, of, why, urgent="no"):
        """Asks somebody to agree, on the page of a request or a disclosure. Gives the sign-off."""
        self.go(address)
        return self.fill(self.page.locator("main form button").last.inner_text().strip(), {"of": self.radio("of", of), "why": why, "urgent": urgent})

    def sign_off_of(self, address):
        self.go(address)
        found = re.findall(rf"/sign-offs/({ID})", self.page.content())
        assert found, f"{address} leads to no sign-off"
        return found[-1]

    def answer_agreement(self, sign_off, answer, words=""):
        self.go(f"/sign-offs/{sign_off}")
        return self.fill(self.page.locator("main form button").last.inner_text().strip(), {"answer": answer, "words": words})

    # What leaves

    def build(self, decision):
        """Begins to build what is shared. Gives the disclosure."""
        self.go(f"/decisions/{decision}/recorded").press("Build what is shared")
        return self.number("disclosures")

    def recipient(self, disclosure, words):
        self.go(f"/disclosures/{disclosure}/recipient")
        return self.fill("Continue", {"contact": self.radio("contact", words)})

    def purpose(self, disclosure, purpose="safeguard", words="To see that they are safe", basis="public-interest", basis_words=""):
        return self.go(f"/disclosures/{disclosure}/purpose").fill(
            "Continue", {"purpose": purpose, "purpose-words": words, "basis": basis, "basis-words": basis_words})

    def item(self, disclosure, item, why="They plan their visit by it", **fields):
        self.go(f"/disclosures/{disclosure}/items/{item}")
        typed = {"why": why, "exposure": "Nothing that they could find out more than this"}
        if self.page.locator("main [name=consulted]").count():
            typed["consulted"] = "They asked for it to be shared"
        if self.page.locator("main [name=other-basis]").count():
            typed["other-basis"] = "It may keep them from harm"
        return self.fill("Add it to what goes", {**typed, **{k.replace("_", "-"): v for k, v in fields.items()}})

    def others(self, disclosure, **fields):
        return self.go(f"/disclosures/{disclosure}/third-parties").fill("Continue", fields)

    def conditions(self, disclosure, use="They plan a visit by it", onward="To nobody"):
        return self.go(f"/disclosures/{disclosure}/conditions").fill("Continue", {
            "confidential": "yes", "know-what-to-do": "yes", "limits": "yes", "accepted": "yes", "use": use, "onward": onward})

    def delivery(self, disclosure, channel="secure-electronic"):
        return self.go(f"/disclosures/{disclosure}/delivery").fill(
            "Continue", {"channel": channel, **self.ticked("read-back", ["name", "department", "detail"])})

    def told_before(self, disclosure, words, way="visit"):
        self.go(f"/disclosures/{disclosure}/telling").fill("Continue", {"standing": "told"})
        return self.fill("Continue", {"way": way, **self.day("on"), "words": words})

    def told_later(self, disclosure, ground, why, until, agreed="My manager"):
        self.go(f"/disclosures/{disclosure}/telling").fill("Continue", {"standing": "deferred"})
        return self.fill("Continue", {"ground": ground, "why": why, "approved": agreed, **self.day("review", until)})

    def go_through(self, disclosure, **answers):
        """The checklist of the way of sending, from the page that says what stands in the way to its end."""
        self.go(f"/disclosures/{disclosure}/delivery")
        begin = self.page.get_by_role("link", name="Begin the checklist for this way of sending")
        self.follow("Begin the checklist for this way of sending" if begin.count() else "Go on with the checklist for this way of sending")
        return self.procedure(**answers)

    def procedure(self, **answers):
        """Goes through a procedure from its first page. Answers what is asked as it is named, and else with what goes well."""
        if "/procedures/start" in self.path:
            self.press("Begin")
        run = self.number("runs")
        for _ in range(30):
            self.go(f"/procedures/runs/{run}")
            if self.page.get_by_role("link", name="Check and close", exact=True).count():
                break
            steps = self.page.locator("main a[href*='/steps/']").evaluate_all("all => all.map(e => e.getAttribute('href'))")
            done = getattr(self, "steps_done", set())
            step = next(one for one in steps if one not in done)
            self.steps_done = done | {step}
            self.go(step)
            self.fill("Continue", self.step(answers))
        self.follow("Check and close")
        buttons = self.page.locator("main form button")
        self.press(buttons.last.inner_text().strip())
        assert self.heading.startswith("Closed: "), f"{self.heading}: {self.words[:800]}"
        return self

    def step(self, answers):
        """What to answer on a page of a procedure: as the story says, or yes, or everything."""
        typed = {}
        fields = self.page.locator("main form [name]").evaluate_all(
            "all => all.filter(e => e.type !== 'hidden' && e.tagName !== 'BUTTON').map(e => [e.name, e.tagName === 'INPUT' ? e.type : e.tagName, e.value, [...e.options || []].map(o => o.value)])")
        for name, kind, value, options in fields:
            code = name.replace("-", "_")
            if code in answers:
                typed[name] = answers[code]
            elif kind == "checkbox":
                typed[name] = value
            elif kind == "radio":
                typed.setdefault(name, "yes" if value == "yes" else value) if name not in typed else None
                if value == "yes":
                    typed[name] = "yes"
            elif kind == "SELECT":
                typed[name] = next(one for one in options if one)
            elif re.search("-(day|month|year)$", name):
                typed[name] = self.day("x")["x-" + name.rsplit("-", 1)[1]]
            else:
                typed[name] = "As the record says"
        return typed

    def preview(self, disclosure):
        """Reads what leaves as its recipient will; gives its words, without what the page says beside it."""
        self.go(f"/disclosures/{disclosure}/preview")
        words = self.words.split("What was masked")[0]
        self.fill("Continue", {"enough": "yes"})
        return words

    def must_not_send(self, disclosure, *because):
        """Tries to send what may not go yet, and reads why."""
        screens = self.screens
        self.go(f"/disclosures/{disclosure}/send").at("You must not send this yet").sees("Nothing was sent", *because)
        self.screens = screens
        return self

    def send(self, disclosure, evidence="Sent from the secure account"):
        self.go(f"/disclosures/{disclosure}/send").at("Check, and send")
        button = self.page.locator("main form button").last.inner_text().strip()
        assert button.startswith(("Send ", "Record what was said: ")), button
        return self.fill(button, {"evidence": evidence}).at("Sent")

    def share(self, decision, recipient, items, purpose="To see that they are safe", channel="secure-electronic", basis="public-interest",
              basis_words="", kind="safeguard", told="I told them what goes, to whom and why.", deferred=None, before_sending=None, **checklist):
        """From a decision to share to its being sent: every page of it. `deferred`: why, until when and who agreed, where they are not
        told yet. `before_sending` is called with the disclosure when all but its sending is done."""
        disclosure = self.build(decision)
        self.recipient(disclosure, recipient).purpose(disclosure, kind, purpose, basis, basis_words)
        for item in items:
            self.item(disclosure, item)
        self.others(disclosure).conditions(disclosure).delivery(disclosure, channel)
        if deferred:
            self.told_later(disclosure, **deferred)
        elif told:
            self.told_before(disclosure, told)
        self.go_through(disclosure, **checklist)
        self.preview(disclosure)
        if before_sending:
            before_sending(disclosure)
        self.send(disclosure)
        return disclosure

    # Afterwards

    def arrived(self, disclosure, by):
        self.go(f"/disclosures/{disclosure}/receipt").fill("Continue", {"news": "arrived"})
        self.fill("Record that it arrived", {"by": by, **self.day("on"), "words": "They wrote back", "complete": "yes", "legible": "yes"})
        return self.sees("Received", by)

    def informing(self, address, name):
        """The page on which somebody is to be told, from a page that leads to it."""
        self.go(address)
        links = self.page.locator("main a[href^='/informing/']").filter(has_text=name)
        assert links.count(), f"{address} leads nobody to {name}: {self.words[:1500]}"
        return re.search(rf"/informing/({ID})", links.first.get_attribute("href")).group(1)

    def tell(self, informing, words, way="call", present="Only us two", reaction="They understand", **fields):
        self.go(f"/informing/{informing}/way").fill("Continue", {"way": way, **fields})
        if self.heading == "How do you know that this way is safe?":
            self.fill("Take this way", {"way-why": "We met there before; nobody else was near."})
        said = {**self.day("on"), "present": present, "words": words, "reaction": reaction}
        points = self.page.locator("input[name^='points.']")
        if points.count():
            # The person themself hears all that somebody must be told; what was said in which words is theirs.
            for point in points.all():
                point.check()
            said["reaction"] = f"{said.pop('words')} {reaction}"
        return self.fill("Record that they were told", said)

    def where_it_went(self, person):
        """The copy for the person; gives its words."""
        self.go(f"/people/{person}/where-it-went").follow("See the copy for the person")
        assert self.heading == "Where my information went"
        return self.words

    def waiting(self, *names):
        """What My work says to wait for somebody, in the lines that have any of these names: duties, open requests and urgent actions.
        A birthday to come is none."""
        self.go("/work")
        lines = self.page.evaluate("""() => {
            const all = [...document.querySelectorAll('main h2, main tbody tr > th, main .task-list > *')], found = [];
            let past = false;
            for (const one of all) {
                if (one.tagName === 'H2') past = /^(Your latest decisions|Latest decisions of )/.test(one.innerText.trim());
                else if (!past) found.push(one.innerText.replace(/\\s+/g, ' ').trim());
            }
            return found;
        }""")
        assert not self.page.locator(".pagination a").count()
        return [one for one in lines if any(name in one for name in names) and "look again at who consents" not in one]
