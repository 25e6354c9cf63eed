"""Every page that somebody can come to, looked at in a real browser and held against the rules of page_rules."""
import collections
import datetime
import re
import shutil
import urllib.parse

import pytest
import requests
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import page_rules
from conftest import MUST_SHARE, PASSWORD, ROOT, Site

#: What axe finds, and how a page looks, is not looked at again for another reader, unless the page is made for each.
FOR_EACH_READER = {"/work", "/decisions", "/decisions/:id", "/urgent"}
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ROLES = ["practitioner", "manager", "governance", "auditor", "administrator"]
#: They are files, not pages.
FILES = re.compile(r"^/(ledger/|assets/|health/|metrics)|^[^?]*(\.(txt|json)|/(letter|print|letters/[^/]+)/text)(\?|$)")
WITH_SCRIPT = "/policies/proposals/:id/text"
MAIN_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def kind(address):
    """The address with its numbers and names taken out."""
    parts = urllib.parse.urlsplit(address)
    path = re.sub(r"/[0-9a-z]{16}(?=/|$)", "/:id", parts.path)
    path = re.sub(r"/questions/[^/]+", "/questions/:fact", path)
    path = re.sub(r"/(policies|under)/(?!proposals/)[^/]+", r"/\1/:policy", path)
    path = re.sub(r"/compare/[^/]+", "/compare/:other", path)
    # A procedure, a step and a letter are one page each, with other words.
    path = re.sub(r"^/procedures/(?!runs/|start$)[^/]+", "/procedures/:name", path)
    path = re.sub(r"/(step|letter)s/[^/]+", r"/\1s/:\1", path)
    path = re.sub(r"/relations/new/[^/]+", "/relations/new/:kind", path)
    path = re.sub(r"/consent/new/[^/]+/[^/]+", "/consent/new/:kind/:way", path)
    path = re.sub(r"/consent/new/(?!:kind)[^/]+", "/consent/new/:kind", path)
    path = re.sub(r"/[0-9]+(?=/|$)", "/:place", path)
    query = urllib.parse.parse_qs(parts.query)
    kept = [f"{k}={v[0]}" if k == "origin" else k for k, v in sorted(query.items())]
    return path + ("?" + "&".join(kept) if kept else "")


class Reader:
    """Somebody in front of a browser, whose pages are all held against the rules."""

    def __init__(self, inspection, who, email=None):
        self.inspection, self.who, self.site = inspection, who, inspection.site
        self.context = inspection.browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.status, self.foreign = 0, []
        self.page.on("request", lambda r: self.foreign.append(r.url) if not r.url.startswith(self.site.address) else None)
        self.page.on("response", self.answered)
        if email:
            cookies = inspection.client(email).session.cookies
            self.context.add_cookies([{"name": c.name, "value": c.value, "url": self.site.address} for c in cookies])

    def answered(self, response):
        if response.request.is_navigation_request():
            self.status = response.status
        if response.url.startswith(self.site.address):
            self.inspection.responses[(response.request.method, kind(response.url), response.status)] = response.headers

    def go(self, path):
        self.page.goto(self.site.address + path)

    def look(self, name, **how):
        """Holds the page that is open against every rule."""
        seen = page_rules.Seen(name=f"{self.who}: {name}", status=self.status, foreign=tuple(self.foreign), **how)
        self.foreign.clear()
        self.inspection.look(self.page, seen)

    def send(self, path, fields=None, own=True):
        """Sends a form from the page that is open, with its token and the fields given."""
        with self.page.expect_navigation():
            self.page.evaluate(
                """([path, fields]) => {
                    const form = document.createElement('form');
                    form.method = 'post'; form.action = path;
                    for (const [name, value] of Object.entries(fields)) {
                        const input = document.createElement('textarea');
                        input.name = name; input.textContent = value; form.append(input);
                    }
                    document.body.append(form); form.submit();
                }""", [path, {**({"token": self.token()} if own else {}), **(fields or {})}])

    def token(self):
        field = self.page.query_selector("input[name=token]")
        return field.get_attribute("value") if field else ""

    def send_empty(self, button=""):
        """Empties every field of the page's own form and presses its button: the first one, or the one with these words."""
        with self.page.expect_navigation():
            self.page.evaluate(
                """button => {
                    const all = [...document.querySelectorAll('main form')].filter(f => f.method === 'post');
                    const form = all.find(f => f.querySelector('input:not([type=hidden]), textarea, select')) || all[0];
                    for (const e of form.elements) {
                        if (e.type === 'radio' || e.type === 'checkbox') e.checked = false;
                        else if (e.matches('select') && [...e.options].some(o => !o.value)) e.value = '';
                        else if (e.matches('textarea, input:not([type=hidden])')) e.value = '';
                    }
                    [...form.querySelectorAll('button')].find(b => b.textContent.includes(button)).click();
                }""", button)

    def asks(self):
        """Whether the page that is open has a form with fields, and where that goes."""
        return self.page.evaluate(
            """() => { const f = [...document.querySelectorAll('main form')].find(f => f.method === 'post' && f.querySelector('input:not([type=hidden]), textarea, select'));
                return f && f.getAttribute('action'); }""")

    def links(self):
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        return [a for a in found if a.startswith("/")]

    def follow(self, begin, most=1, skip=()):
        """Follows the links, a few of each kind, and sends each kind of form empty; leaves out the kinds that were followed before."""
        waiting, done, kinds, sent = collections.deque(begin), set(), collections.Counter(), set()
        while waiting:
            path = waiting.popleft()
            plain, _, fragment = path.partition("#")
            if path in done or FILES.match(plain):
                continue
            done.add(path)
            if kinds[kind(plain)] >= most or kind(plain) in skip:
                continue
            kinds[kind(plain)] += 1
            self.go(path)
            if kind(self.page.url) != kind(self.site.address + plain):
                # It led on to another page, which is counted there.
                kinds[kind(plain)] -= 1
                done.add(path)
                waiting.append(self.page.url.removeprefix(self.site.address))
                continue
            self.look(kind(plain), linked=True)
            self.inspection.followed[self.who].add(kind(plain))
            if fragment and not self.page.query_selector(f"[id='{fragment}']"):
                self.inspection.complain("references_lead_somewhere", f"{self.who}: {kind(plain)}", f"nothing has the id of #{fragment}")
            waiting.extend(self.links())
            if (action := self.asks()) and kind(action) not in sent:
                sent.add(kind(action))
                self.send_empty()
                self.look(f"{kind(plain)}, sent empty", sent_empty=True)


class Inspection:
    """All pages looked at, and what was found."""

    def __init__(self, site, browser):
        self.site, self.browser = site, browser
        self.found = collections.defaultdict(list)
        self.pages, self.responses, self.seen = [], {}, set()
        self.clients, self.followed = {}, collections.defaultdict(set)
        self.violations = []

    def client(self, email):
        if email not in self.clients:
            self.clients[email] = self.site.browser(email)
        return self.clients[email]

    def complain(self, name, page, words):
        self.found[name].append((page, words))

    def look(self, page, seen):
        self.pages.append(seen.name)
        reader, name = seen.name.split(": ", 1)
        once = (reader if name in FOR_EACH_READER or reader == "visitor" else "", name)
        for rule in page_rules.RULES:
            if rule in page_rules.LOOKS and once in self.seen:
                continue
            for words in rule(page, seen):
                self.complain(rule.__name__, seen.name, words)
        if once not in self.seen:
            self.seen.add(once)
            for broken in Axe().run(page, options=AXE).response["violations"]:
                for node in broken["nodes"]:
                    self.violations.append((seen.name, f"{broken['id']}: {broken['help']}: {re.sub(r'/[0-9a-z]{16}', '/:id', node['html'])[:160]} {node['failureSummary'][:200]}"))


def told(found):
    """What was found, each thing once with the pages it is on."""
    by = collections.defaultdict(list)
    for page, words in found:
        if page not in by[words]:
            by[words].append(page)
    lines = [f"  {words}\n      on {len(pages)}: {'; '.join(pages[:4])}" for words, pages in sorted(by.items(), key=lambda x: -len(x[1]))]
    return "\n" + "\n".join(lines[:40]) + (f"\n  and {len(lines) - 40} more" if len(lines) > 40 else "")


@pytest.fixture(scope="session")
def inspection(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("inspection") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            inspection = Inspection(site, browser)
            visitor(inspection)
            practitioner(inspection)
            casework(inspection)
            workbench(inspection)
            for role in ROLES[1:]:
                Reader(inspection, role, f"{role}@demo.example").follow(["/work"])
            browser.close()
        yield inspection
    finally:
        site.kill()


def visitor(inspection):
    reader = Reader(inspection, "visitor")
    reader.follow(["/", "/sign-in?next=/urgent"])
    for name, fields in [
        ("a password that does not fit", {"email": "practitioner@demo.example", "password": "wrong"}),
        ("no address of email", {"email": "practitioner", "password": ""}),
    ]:
        reader.go("/sign-in")
        reader.send("/sign-in", fields)
        reader.look(f"/sign-in, {name}", refused=True)
    for _ in range(6):
        reader.send("/sign-in", {"email": "nobody@demo.example", "password": "wrong"})
    assert reader.status == 429
    reader.look("/sign-in, too many attempts", refused=True)
    reader.go("/nothing/at/all")
    reader.look("an address that is not there")
    form = f'<!doctype html><title>Elsewhere</title><form method="post" action="{inspection.site.address}/sign-in"><button>Send</button></form>'
    reader.context.route("http://elsewhere.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    reader.page.goto("http://elsewhere.example/")
    reader.foreign.clear()
    with reader.page.expect_navigation():
        reader.page.click("button")
    assert reader.status == 403
    reader.look("a form of another site")
    # A session that is over while somebody types.
    reader.go("/")
    reader.send("/requests/new/details", {"origin": "own-initiative", "subject": "T. 0009", "recipient": "A school", "purpose": "To help him at school"})
    reader.look("a form sent when the session is over")
    reader.page.fill("#email", "administrator@demo.example")
    reader.page.fill("#password", "wrong")
    with reader.page.expect_navigation():
        reader.page.click("main button")
    reader.look("a form sent when the session is over, a password that does not fit", refused=True)
    reader.page.fill("#email", "farida.thistlewood@demo.example")
    reader.page.fill("#password", PASSWORD)
    with reader.page.expect_navigation():
        reader.page.click("main button")
    reader.look("signed in again")


def practitioner(inspection):
    client = inspection.client("practitioner@demo.example")
    reader = Reader(inspection, "practitioner", "practitioner@demo.example")
    name, recipient = page_rules.TYPED[0] + " " + page_rules.TYPED[1], page_rules.TYPED[2] + " School"
    # A request with no answer: every question is fresh.
    fresh = client.begin(subject=name, recipient=recipient)
    for path in ["", "/details", "/advice", "/other-policies", "/decision", "/decision/reasons", "/decision/telling", "/decision/check"]:
        reader.go(f"/requests/{fresh}{path}")
        reader.look(f"/requests/:id{path}, nothing answered", linked=True, fresh=True)
    for fact in facts():
        reader.go(f"/requests/{fresh}/questions/{fact}")
        reader.look("/requests/:id/questions/:fact, fresh", linked=True, fresh=True)
    reader.send_empty()
    reader.look("/requests/:id/questions/:fact, no answer", sent_empty=True, refused=True)
    # An urgent ground.
    reader.send(f"/requests/{fresh}/questions/vital-interests", {"answer": "yes"})
    reader.look("/requests/:id/questions/vital-interests, yes")
    reader.go(f"/requests/{fresh}/advice")
    reader.look("/requests/:id/advice, a matter of life and death")
    # A request that is answered, and decided otherwise than advised.
    request = client.begin(subject=name, recipient=recipient, origin="request", **{"asked-by": "Somebody"})
    client.answer(request, MUST_SHARE)
    base = f"/requests/{request}"
    for path in ["", "/advice", "/other-policies", "/decision"]:
        reader.go(base + path)
        reader.look(f"/requests/:id{path}, all answered", linked=True)
    reader.send_empty()
    reader.look("/requests/:id/decision, nothing decided", sent_empty=True, refused=True)
    reader.send(base + "/decision", {"verdict": "do-not-share"})
    reader.look("/requests/:id/decision/reasons, otherwise than advised")
    reader.send_empty()
    reader.look("/requests/:id/decision/reasons, sent empty", sent_empty=True, refused=True)
    reader.send(base + "/decision/reasons", {"departure": "d", "facts": "f" * 20001, "opinion": "o" * 20001, "reasons": "r"})
    reader.look("/requests/:id/decision/reasons, too long", refused=True)
    reader.go(base + "/decision/telling")
    reader.send_empty()
    reader.look("/requests/:id/decision/telling, sent empty", sent_empty=True, refused=True)
    for what, fields in [
        ("no such day", {"telling": "told", "review-day": "31", "review-month": "2", "review-year": "2027"}),
        ("a day long ago", {"telling": "told", "review-day": "1", "review-month": "2", "review-year": "1999"}),
        ("not yet, and not why", {"telling": "not-yet", "review-day": "1", "review-month": "2", "review-year": "2027"}),
    ]:
        reader.send(base + "/decision/telling", fields)
        reader.look(f"/requests/:id/decision/telling, {what}", refused=True)
    reader.go(base + "/decision/check")
    reader.look("/requests/:id/decision/check, not complete", linked=True)
    reader.send(base + "/decision/reasons", {"departure": "Because.", "facts": "On Monday.", "opinion": "", "reasons": "Harm."})
    reader.send(base + "/decision/telling", {"telling": "told", "telling-why": "", "review-day": "27", "review-month": "March", "review-year": "2027"})
    reader.look("/requests/:id/decision/check, complete")
    reader.send(base + "/decision/check", {"once": "0" * 16, "seen": "something else"})
    reader.look("/requests/:id/decision/check, changed meanwhile")
    # Another policy beside the organisation's, and a question that only it asks.
    reader.go(base + "/other-policies")
    beside = sorted({a for a in reader.links() if "/under/" in a})
    for path in beside[:2]:
        reader.go(path)
        reader.look(f"{kind(path)}, beside the own policy", linked=True)
        for further in [a for a in reader.links() if re.search("/under/[^/]+/questions/", a)][:1]:
            reader.go(further)
            reader.look(f"{kind(further)}, beside the own policy", linked=True)
            reader.send_empty()
            reader.look(f"{kind(further)}, beside the own policy, no answer", sent_empty=True, refused=True)
    # An answer that makes others unnecessary.
    reader.send(base + "/questions/identifies-a-person", {"answer": "no"})
    reader.look("/requests/:id/questions/:fact, an answer changed")
    reader.go(base)
    reader.look("/requests/:id, an answer changed")
    reader.send(base + "/questions/identifies-a-person", {"answer": "yes"})
    reader.go(base + "/decision/check")
    with reader.page.expect_navigation():
        reader.page.click("text=Record this decision")
    reader.look("/decisions/:id/recorded")
    decision = re.search(r"/decisions/([0-9a-z]{16})/recorded$", reader.page.url).group(1)
    for path in ["", "/evidence"]:
        reader.go(f"/decisions/{decision}{path}")
        reader.look(f"/decisions/:id{path}, just recorded", linked=True)
    # Forms that are refused.
    for origin in ["request", "own-initiative"]:
        reader.go(f"/requests/new/details?origin={origin}")
        reader.look(f"/requests/new/details?origin={origin}, fresh", linked=True, fresh=True)
        reader.send_empty()
        reader.look(f"/requests/new/details?origin={origin}, sent empty", sent_empty=True, refused=True)
    reader.send("/requests/new/details", {"origin": "request", "asked-by": "a" * 501, "subject": "s" * 501, "recipient": "r" * 501, "purpose": "p" * 20001, "items": "i" * 20001})
    reader.look("/requests/new/details, too long", refused=True)
    reader.send("/requests/new/details", {"token": "0" * 64, "origin": "own-initiative", "subject": "T. 0009", "recipient": "A school", "purpose": "To help him at school"}, own=False)
    reader.look("a form with another session's token")
    reader.go("/nothing/at/all")
    reader.look("an address that is not there")
    reader.go("/decisions?words=nothingofthekind")
    reader.look("/decisions, nothing found")
    reader.go("/decisions?words=&verdict=&order=oldest&page=2")
    reader.look("/decisions, page 2")
    # An urgent action, noted and written up.
    reader.go("/urgent")
    reader.look("/urgent, fresh", linked=True, fresh=True)
    reader.send_empty()
    reader.look("/urgent/:id, nothing stated", sent_empty=True)
    with reader.page.expect_navigation():
        reader.page.click("main form button")
    reader.look("/urgent/:id/write-up")
    reader.go(f"/decisions/{decision}")
    with reader.page.expect_navigation():
        reader.page.click("text=Reconsider this decision")
    reader.look("/decisions/:id/reconsider")
    reader.follow(["/work"], most=2)
    for policy in policies():
        for path in ["", "/flowchart"]:
            reader.go(f"/help/policies/{policy}{path}")
            reader.look(f"/help/policies/{policy}{path}", linked=True)


def casework(inspection):
    """What is asked about somebody, what is asked of others, advice, sign-off and procedures: begun first, since links alone begin nothing."""
    # They look at pages by themselves too, with what stands here.
    import test_consultation
    import test_requests
    import test_sign_off
    from test_people import register

    client = inspection.client("practitioner@demo.example")
    person = register(client, "Tobias Quenby-Looked-At", "2017-04-02")
    asked = test_requests.begin(client, person)
    outgoing = test_requests.begin_outgoing(client, person)
    sent = test_requests.sent(client, person)
    consultation = test_consultation.ask(client)
    doubtful = test_sign_off.unsure(client)
    test_sign_off.ask(client, doubtful)
    reader = Reader(inspection, "practitioner", "practitioner@demo.example")
    begin = [f"/requests/{asked}/asking", f"/requests/{asked}/need", f"/outgoing/{outgoing}", f"/outgoing/{sent}/reply", f"/consultations/{consultation}",
             f"/requests/{doubtful}/sign-off", "/sign-offs", f"/people/{person}/procedures", "/procedures", f"/people/{person}/chronology"]
    for path in begin:
        reader.go(path)
        reader.look(f"{kind(path)}, with something in it", linked=True)
    reader.go("/procedures/start?name=message")
    reader.look("/procedures/start, with nobody", linked=True)
    with reader.page.expect_navigation():
        reader.page.click("main form button")
    begin += [reader.page.url.removeprefix(inspection.site.address)]
    sign_off = [f"/sign-offs/{test_sign_off.number(client, doubtful)}"]
    reader.follow(begin + sign_off, skip=inspection.followed["practitioner"])
    Reader(inspection, "manager", "manager@demo.example").follow(sign_off, skip=inspection.followed["practitioner"])


def workbench(inspection):
    """The policies, as those who keep them look at them."""
    reader = Reader(inspection, "governance", "governance@demo.example")
    for policy in policies():
        for path in ["", "/try", "/cases", "/cases?only=disagreeing", "/proof", "/compare", "/proposals"]:
            reader.go(f"/policies/{policy}{path}")
            reader.look(f"/policies/:policy{path}", linked=True, fresh=True)
    # A situation that is tried: partly known, certain, and with answers that do not fit together.
    for name, answers in [
        ("partly known", {"consent": "refused", "can-decide": "not-known"}), ("certain", MUST_SHARE),
        ("answers that do not fit", {"subject": "deceased", "can-decide": "yes"}),
    ]:
        for flips in [{}, {"flips": "yes"}]:
            reader.go("/policies/england-2026/try")
            reader.send("/policies/england-2026/try", {**answers, **flips})
            reader.look(f"/policies/:policy/try, {name}{' with flips' if flips else ''}")
    for other in policies():
        reader.go(f"/policies/stockport-2009/compare/{other}")
        reader.look("/policies/:policy/compare/:other", linked=True)
    for page in ["2", "999", "none"]:
        reader.go(f"/policies/stockport-2009/compare/expect-2019?page={page}")
        reader.look("/policies/:policy/compare/:other, another page", linked=True)
    # An edition that is proposed: begun, refused as nothing, unsound, proposed, returned, approved; another withdrawn.
    manager = Reader(inspection, "manager", "manager@demo.example")

    def proposed(answer, paths, what, sent=None, who=reader, **how):
        for path in paths:
            who.go(f"/policies/proposals/{proposal}{path}")
            who.look(f"/policies/proposals/:id{path}, {what}", linked=True)
        if answer:
            who.go(f"/policies/proposals/{proposal}")
            who.send(f"/policies/proposals/{proposal}{answer}", sent)
            who.look(f"/policies/proposals/:id{answer}, sent when {what}", **how)

    def write(text, do, **how):
        tomorrow = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
        reader.go(f"/policies/proposals/{proposal}/text")
        reader.send(f"/policies/proposals/{proposal}/text", {
            "seen": reader.page.input_value("input[name=seen]"), "why": "The board asked for it.", "from-day": str(tomorrow.day), "from-month": str(tomorrow.month),
            "from-year": str(tomorrow.year), "text": re.sub(r"(?m)^from: .*$", f'from: "{tomorrow}"', re.sub(r"(?m)^edition: .*$", 'edition: "looked-at"', text)), "do": do})
        reader.look(f"/policies/proposals/:id/text, sent to {do}", **how)

    for end in ["approved", "withdrawn"]:
        reader.go("/policies/manchester-settlement-2016")
        with reader.page.expect_navigation():
            reader.page.click("button:has-text('Propose an edition')")
        reader.look("/policies/proposals/:id/text, just begun")
        proposal = re.search(r"/policies/proposals/([0-9a-z]{16})", reader.page.url).group(1)
        if end == "withdrawn":
            proposed("/withdraw", [], "a draft")
            proposed("", [""], "withdrawn")
            break
        text = (ROOT / "Content" / "policies" / "manchester-settlement-2016" / "policy.yaml").read_text()
        reader.send_empty("Save and propose")
        reader.look("/policies/proposals/:id/text, sent empty", sent_empty=True, refused=True)
        proposed("", ["", "/text", "/changes"], "nothing written")
        write(text.replace("then: ", "then: no-such-", 3), "check", refused=True)
        reader.go(f"/policies/proposals/{proposal}/text")
        with reader.page.expect_response("**/faults"):
            reader.page.type("#text", " ")
        reader.page.wait_for_function("document.querySelector('#live-faults').textContent")
        reader.look("/policies/proposals/:id/text, being written")
        proposed("/submit", ["", "/text", "/changes"], "unsound")
        write(text.replace("then: share\n", "then: do-not-share\n", 1), "check", refused=True)
        proposed("", ["", "/changes"], "at odds with cases")
        write(text, "propose")
        proposed("/answer", ["", "/text", "/changes"], "proposed", {"do": "approve"})
        proposed("/answer", ["", "/text", "/changes"], "proposed", {"do": "return", "words": ""}, manager, refused=True)
        manager.go(f"/policies/proposals/{proposal}")
        manager.send_empty()
        manager.look("/policies/proposals/:id/answer, sent empty", sent_empty=True, refused=True)
        proposed("/answer", [], "proposed, with words", {"do": "return", "words": "Say more.", "seen": manager.page.input_value("input[name=seen]")}, manager)
        proposed("", ["", "/text"], "returned")
        write(text, "propose")
        manager.go(f"/policies/proposals/{proposal}")
        proposed("/answer", [""], "proposed again", {"do": "approve", "words": "Read.", "seen": manager.page.input_value("input[name=seen]")}, manager)
        proposed("", ["", "/text", "/changes"], "approved")
        for path in ["/policies", "/policies/manchester-settlement-2016", "/policies/manchester-settlement-2016/proposals"]:
            reader.go(path)
            reader.look(f"{kind(path)}, an edition approved", linked=True)


def policies():
    return sorted(p.name for p in (ROOT / "Content" / "policies").iterdir() if p.is_dir())


def facts():
    """Every fact that the demonstration's policy asks about: its first case states them all."""
    cases = yaml.safe_load((ROOT / "Content" / "policies" / "england-2026" / "cases.yaml").read_text())
    return list(cases["cases"][0]["facts"])


@pytest.mark.parametrize("rule", page_rules.RULES, ids=[r.__name__ for r in page_rules.RULES])
def test_every_page_keeps_the_rule(inspection, rule):
    found = inspection.found[rule.__name__]
    assert not found, page_rules.sentence(rule) + told(found)


def test_axe_finds_nothing_on_any_page(inspection):
    assert not inspection.violations, told(inspection.violations)


def test_every_kind_of_page_was_looked_at(inspection):
    """The site's own list of addresses says what there is to look at."""
    website = ROOT / "Sources" / "Website"
    source = "".join((website / name).read_text() for name in ["Addresses.swift", "Policies/PolicyAddresses.swift"])
    seen = {address.split("?")[0] for _, address, _ in inspection.responses}
    missed = []
    for address in re.findall(r'"(/[^"]*)"', source):
        wanted = kind(re.sub(r"\\\(\w+\)", "0" * 16, address))
        # What begins in the middle of an address is the end of several.
        if not any(one == wanted or (wanted.startswith("/questions/") and one.endswith(wanted)) for one in seen):
            missed.append(wanted)
    assert set(missed) == {"/decisions/:id/proof.json", "/decisions/:id/record-proof.json", "/sign-out"}


def test_every_answer_bears_the_headers_that_protect_it(inspection):
    """Pages, refusals, redirects, files and answers to machines alike."""
    client = inspection.client("practitioner@demo.example")
    decision = re.search(r"/decisions/([0-9a-z]{16})", client.get("/decisions").text).group(1)
    answers = dict(inspection.responses)
    for path in ["/health/live", "/health/ready", "/metrics", "/ledger/checkpoint", "/ledger/key", "/ledger/proof/0", "/ledger/proof/99999999",
                 f"/decisions/{decision}/proof.json", f"/decisions/{decision}/record-proof.json", "/assets/style.css", "/assets/icon.svg", "/assets/none", "/requests", "/decisions/%00", "/work/"]:
        answer = client.get(path, allow_redirects=False)
        answers["GET", path, answer.status_code] = {k.lower(): v for k, v in answer.headers.items()}
    for method, path, options in [
        ("POST", "/sign-out", {}), ("POST", "/requests/new/details", {}), ("PUT", "/work", {}), ("DELETE", "/", {}), ("HEAD", "/", {}), ("OPTIONS", "/", {}),
        ("POST", "/urgent", {"data": b"x" * (5 << 20)}),
    ]:
        try:
            answer = client.session.request(method, inspection.site.address + path, allow_redirects=False, **options)
        except requests.ConnectionError:
            # The whole of what is too large need not be read before it is refused.
            assert path == "/urgent"
            continue
        answers[method, path, answer.status_code] = {k.lower(): v for k, v in answer.headers.items()}
    wrong = []
    for (method, path, status), headers in answers.items():
        for name, value in MAIN_HEADERS.items():
            # Where a policy is written, one file of ours may run and may ask this site.
            if path == WITH_SCRIPT and name == "content-security-policy":
                value = {value, value + "; script-src 'self'; connect-src 'self'"}
            if headers.get(name) not in (value if isinstance(value, set) else {value}):
                wrong.append((f"{method} {path} {status}", f"{name}: {headers.get(name)}"))
        cached = headers.get("cache-control", "")
        if cached != "no-store" and not (path.startswith("/assets/") and "max-age" in cached):
            wrong.append((f"{method} {path} {status}", f"cache-control: {cached or None}"))
        if "server" in headers:
            wrong.append((f"{method} {path} {status}", f"server: {headers['server']}"))
    assert not wrong, told(wrong)


#: A page that breaks every rule.
BAD = """<!doctype html><html lang="en"><head><title>Page</title></head>
<body style="margin:0"><nav><a href="/x" style="outline:none">One</a></nav><nav><a href="#none">Two</a></nav>
<h1>One</h1><main id="main"><h1>Two</h1><h4>Deep</h4><a class="back-link" href="/">Back</a>
<div class="error-summary"><h2>Errors</h2><ul><li><a href="#nowhere">Please enter a valid answer</a></li></ul></div>
<div class="error-summary"></div><p class="error-message">Invalid</p>
<form method="post" action="/requests?answer=yes"><div class="radios"><input type="radio" name="answer" value="yes" style="float:right" checked><label>Yes</label>
<input type="radio" id="no" name="answer" value="no" style="float:right"><label for="no">No</label><input name="more" required></div>
<div id="h" class="hint">Two sentences. <a href="/">Here</a>.</div><label for="t">Name *</label><textarea id="t" aria-describedby="h"></textarea>
<button disabled style="margin-left:20em">Submit</button></form>
<form method="post" action="/lone"><label for="z">Only one</label><input id="z" name="z"><button style="margin-left:20em">OK</button></form>
<form method="get" action="/find"><label for="s">Search</label><input id="s" name="s" type="search"></form>
<form method="post" action="/sign-in" novalidate><input type="email" name="email" id="t"></form>
<div class="date-input"><input type="date" name="d"></div><table><tr><th>Zebedee</th></tr></table>
<dl class="summary-list"><div class="summary-row"><dt>Key</dt><dd class="summary-value"></dd><dd><a href="/c">Change</a></dd></div></dl>
<div class="panel"><a href="/p">here</a><a href="/q">here</a></div><ul class="task-list"><li class="task"><a href="/t">T</a></li></ul>
<div style="width:900px;font-size:16px">Wide</div><script>1</script><img src="http://elsewhere.example/x.png" alt=""></main></body></html>"""


def test_every_rule_finds_what_breaks_it():
    """A rule that never complains would keep nothing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.route("**/*", lambda route: route.fulfill(body=BAD, content_type="text/html"))
        page.goto("http://127.0.0.1:9/requests/0000000000000000/questions/zebedee")
        seen = page_rules.Seen(name="bad", status=404, linked=True, fresh=True, sent_empty=True, foreign=("elsewhere.example",))
        silent = [rule.__name__ for rule in page_rules.RULES if not rule(page, seen)]
        # The rule on refused forms wants a page with no summary at all.
        page.goto("http://127.0.0.1:9/")
        page.evaluate("document.querySelectorAll('.error-summary').forEach(e => e.remove())")
        assert page_rules.mistakes_are_said(page, page_rules.Seen(name="bad", status=200, refused=True))
        browser.close()
    assert silent == ["mistakes_are_said"]
