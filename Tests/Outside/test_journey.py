"""What people do here from beginning to end, in a real browser."""
import re
import shutil

import pytest
import yaml
from playwright.sync_api import sync_playwright

from conftest import MUST_SHARE, PASSWORD, ROOT, Site

QUESTIONS = {fact["fact"]: fact["ask"] for fact in yaml.safe_load((ROOT / "Content" / "vocabulary.yaml").read_text())["facts"]}
ADVICE = "You must share it"
NAME = "Zoë O’Brien-Núñez"
DECIDED = "select count(*) from decision"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    """A demonstration of its own, since much is recorded here."""
    folder = tmp_path_factory.mktemp("journey") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


class Person:
    """Somebody at a screen. Wherever they come, the page must fit it."""

    def __init__(self, browser, place, width=1280, scripts=True, email="practitioner@demo.example"):
        self.place, self.width, self.email = place, width, email
        self.page = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts).new_page()
        self.page.set_default_timeout(15000)
        self.been = {}

    def arrive(self):
        wide = self.page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= self.width, f"{self.page.url} is {wide} wide on a screen of {self.width}"
        self.been[re.sub(r"[0-9a-z]{16}(?=/|$)", ":id", self.page.url.removeprefix(self.place.address)).split("?")[0]] = self.heading
        return self

    def go(self, path):
        self.page.goto(self.place.address + path)
        return self.arrive()

    def back(self):
        self.page.go_back()
        return self.arrive()

    def press(self, words):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()
        return self.arrive()

    def follow(self, words, exact=True):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=exact).first.click()
        return self.arrive()

    def choose(self, words):
        self.page.get_by_label(words, exact=True).check()
        return self

    def write(self, label, words):
        self.page.get_by_label(label).fill(words)
        return self

    def written(self, label):
        return self.page.get_by_label(label).input_value()

    def open(self, words):
        """Opens what is folded away, and gives what it says."""
        self.page.get_by_text(words, exact=True).click()
        folded = self.page.locator("details[open]", has_text=words)
        return folded.inner_text()

    def sign_in(self):
        self.go("/").follow("Sign in").write("Email address", self.email).write("Password", PASSWORD).press("Sign in")
        assert self.heading == "My work"
        return self

    def begin(self, name=NAME, recipient="Oakfield School, designated lead"):
        self.follow("Start a decision").press("Somebody has asked")
        self.write("Who asked?", "Ms Ó Briain, Oakfield School").write("Who is the information about?", name)
        self.write("Who would receive it?", recipient).press("Continue")
        return self

    @property
    def fact(self):
        found = re.search(r"/questions/([a-z0-9-]+)$", self.page.url)
        return found and found.group(1)

    def answer(self, facts, most=80):
        """Answers what is asked, until nothing is or there has been enough. Gives what was asked."""
        asked = []
        while self.fact and len(asked) < most:
            asked.append(self.fact)
            assert self.heading == QUESTIONS[self.fact]
            assert not self.page.locator("input:checked").count()
            self.page.locator(f"input[name=answer][value={facts[self.fact]}]").check()
            self.press("Continue")
        return asked

    def decide(self, verdict="Share it"):
        self.follow("Decide").choose(verdict).press("Continue")
        self.write("The facts of this case", "On Monday he came without a coat.")
        self.write("Your professional opinion", "I am worried.").write("Your reasons", "Silence would do more harm.").press("Continue")
        self.choose("They have been told").press("Continue")
        assert self.heading == "Check your decision"
        return self

    @property
    def heading(self):
        return re.sub(r"\s+", " ", self.page.locator("h1").inner_text()).strip()

    @property
    def words(self):
        return self.page.locator("main").inner_text()

    def row(self, key):
        """What stands beside a key of a summary list."""
        return self.page.locator(".summary-row", has=self.page.get_by_text(key, exact=True)).locator(".summary-value").first.inner_text().strip()

    def mistakes(self):
        assert self.page.title().startswith("Error: ")
        return self.page.locator(".error-summary li").all_inner_texts()


@pytest.mark.parametrize("width", [320, 1280])
def test_someone_whose_browser_runs_no_scripts_goes_from_a_question_to_its_proof(place, browser, width):
    me = Person(browser, place, width, scripts=False).sign_in()
    name = f"{NAME} {width}"
    before = place.sql(DECIDED)[0][0]

    # Begin. What is missing is said, and what was typed is kept.
    me.follow("Start a decision").press("Somebody has asked")
    me.write("Who asked?", "Ms Ó Briain, Oakfield School").write("Who is the information about?", name).press("Continue")
    assert me.mistakes() == ["Enter who would receive the information"]
    assert me.written("Who asked?") == "Ms Ó Briain, Oakfield School" and me.written("Who is the information about?") == name
    me.write("Who would receive it?", "Oakfield School, designated lead").press("Continue")

    # Question by question, with one that is not known.
    facts = {**MUST_SHARE, "domestic-abuse": "not-known"}
    me.press("Continue")
    assert me.mistakes() == ["Choose an answer, or choose that you do not know"]
    asked = me.answer(facts, most=3)
    assert ADVICE in me.open("What is possible so far") and "Do not share it" in me.words
    me.follow("Save and come back later")
    assert me.heading == f"Your open decision about {name}"
    me.follow("See what is possible so far")
    assert me.heading == "The advice is not certain yet" and ADVICE in me.words
    me.follow("Back").follow("My work").follow(name).follow("Go on with the questions")
    asked += me.answer(facts)
    assert "domestic-abuse" in asked and len(asked) == len(set(asked))
    assert me.heading == ADVICE

    # Change one answer; all others stay.
    me.follow("Back")
    told = {fact: me.row(QUESTIONS[fact]) for fact in asked}
    assert told["domestic-abuse"] == "I do not know"
    me.follow(f"Change the answer to: {QUESTIONS['consent']}")
    assert me.page.locator("input:checked").get_attribute("value") == facts["consent"]
    me.page.locator("input[name=answer][value=not-sought]").check()
    me.press("Continue")
    me.answer({**MUST_SHARE, "consent": "not-sought"})
    me.follow("Back")
    after = {fact: me.row(QUESTIONS[fact]) for fact in asked}
    assert {fact for fact in asked if told[fact] != after[fact]} == {"consent"}

    # The advice, with everything that it rests on.
    me.follow("See the advice")
    assert me.heading == ADVICE
    for heading in ["Because", "It rests on these answers", "The clauses", "What you must do", "Now decide"]:
        assert me.page.get_by_role("heading", name=heading, exact=True).count() == 1, heading
    assert "CA2004 s.16LA(1)" in me.words and "golden rule 7" in me.words
    assert "Might the person be under duress" in me.open("What you need not ask")
    me.follow("What other policies would advise")
    assert me.page.locator("tbody tr").count() >= 5
    me.follow("Back")

    # Decide otherwise. The reason for that is asked for, and nothing typed is lost.
    me.follow("Decide").press("Continue")
    assert me.mistakes() == ["Choose what you decide"]
    me.choose("Do not share it").press("Continue")
    me.write("The facts of this case", "On Monday he came without a coat.").write("Your reasons", "Harm, weighed against “harm”.").press("Continue")
    assert me.mistakes() == ["Your decision differs from the advice. Say why before you record it"]
    assert me.written("The facts of this case") == "On Monday he came without a coat."
    assert me.written("Your reasons") == "Harm, weighed against “harm”."
    me.page.locator(".error-summary a").click()
    assert me.page.evaluate("document.activeElement.id") == "departure"
    me.page.keyboard.type("His grandmother has taken him in.")
    me.press("Continue")

    # Telling, and a review on a day whose month is a word.
    me.choose("They will be told, before or as soon as it is shared")
    me.write("Day", " 27 ").write("Month", "march").write("Year", "2027").press("Continue")

    # Check, and record.
    assert me.heading == "Check your decision"
    assert me.row("Advice") == ADVICE and me.row("Your decision") == "Do not share it"
    assert me.row("Why you decide otherwise") == "His grandmother has taken him in."
    assert me.row("Review") == "27 March 2027" and me.row("Your opinion") == "Not provided"
    assert place.sql(DECIDED)[0][0] == before
    me.press("Record this decision")
    assert me.heading == "Decision recorded"
    confirmation = me.page.url
    reference = me.page.locator(".reference").inner_text()
    assert re.fullmatch("[0-9a-z]{16}", reference)
    assert "What happens next" in me.words and "27 March 2027" in me.words

    # Back, and the button once more if it is there: nothing is recorded twice.
    me.back()
    if me.page.get_by_role("button", name="Record this decision").count():
        me.press("Record this decision")
        assert me.page.url == confirmation
    assert place.sql(DECIDED)[0][0] == before + 1
    assert me.go(confirmation.removeprefix(place.address)).page.locator(".reference").inner_text() == reference

    # The record, its evidence, and how to find it again.
    me.follow("Read the record")
    assert me.row("Decision") == "Do not share it" and me.row("Facts of the case") == "On Monday he came without a coat."
    assert me.row("Why otherwise than advised") == "His grandmother has taken him in."
    assert me.row(QUESTIONS["consent"]) == after["consent"]
    me.follow("See the evidence and verify it")
    assert me.row("Proof").startswith("It holds")
    me.follow("Decisions")
    assert me.page.get_by_role("link", name=name, exact=True).count() == 1
    me.write("Search", f"o’brien {width}").press("Search")
    assert me.page.locator("tbody tr").count() == 1
    me.follow(name)
    assert reference in me.words
    me.press("Sign out")
    me.go(f"/decisions/{reference}")
    assert me.heading == "Sign in"


def test_someone_who_goes_back_after_recording_is_told_that_it_is_recorded(place, browser):
    client = place.browser()
    request = client.begin()
    client.answer(request, MUST_SHARE)
    me = Person(browser, place, scripts=False).sign_in().go(f"/requests/{request}/advice").decide().press("Record this decision")
    # Page after page, as far as the form goes back, nothing offers to do again what is done.
    for page in ["Check your decision", "Telling the person, and review", "Say why", "What do you decide?"]:
        me.back()
        offered = me.page.locator("main form button").all_inner_texts()
        assert not {"Record this decision", "Continue"} & set(offered), f"“{me.heading}” ({page}) still offers {offered}"
        assert re.search("recorded|cannot be changed", me.words)


def test_someone_who_goes_through_all_pages_of_a_decision_reads_a_different_heading_on_each(place, browser):
    me = Person(browser, place).sign_in().begin()
    me.answer(MUST_SHARE)
    me.follow("Back").follow("See the advice").follow("What other policies would advise").follow("Back").decide().press("Record this decision")
    me.follow("Read the record").follow("See the evidence and verify it")
    headings = list(me.been.values())
    twice = {heading: [page for page, its in me.been.items() if its == heading] for heading in headings if headings.count(heading) > 1}
    assert not twice


def test_someone_who_changes_one_thing_on_the_check_page_comes_back_to_it(place, browser):
    me = Person(browser, place).sign_in().begin()
    me.answer(MUST_SHARE)
    me.decide()
    led = {}
    for what in ["your reasons", "your decision", "who it is about", "the answer to: " + QUESTIONS["is-sensitive"]]:
        me.follow("Change " + what)
        me.press("Continue")
        led[what] = me.heading
        request = re.search(r"/requests/([0-9a-z]{16})", me.page.url).group(1)
        me.go(f"/requests/{request}/decision/check")
    assert led == dict.fromkeys(led, "Check your decision")


def test_someone_who_has_recorded_a_decision_reads_whom_to_call_and_where_to_keep_a_copy(place, browser):
    me = Person(browser, place).sign_in()
    me.page.locator(".task-list a[href^='/decisions/']").last.click()
    me.go(me.page.url.removeprefix(place.address) + "/recorded")
    assert me.heading == "Decision recorded"
    with me.page.expect_download() as saved:
        me.page.get_by_role("link", name="Save a copy of the proof").click()
    assert re.fullmatch(r"proof-\d+\.json", saved.value.suggested_filename)
    assert re.search(r"\b0\d[\d ]{8,}", me.words), "no number to call"


def test_someone_who_reads_a_long_page_by_keyboard_skips_to_its_main_part(place, browser):
    me = Person(browser, place).sign_in().go("/decisions")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.className") == "skip-link"
    box = me.page.locator(".skip-link").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0 and box["height"] >= 24
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == "main"
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.id") == "words"


class Typist(Person):
    """Somebody who has no mouse."""

    FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
        const own = [...(e.labels || [])].map(l => l.textContent).join(' ') || e.textContent;
        return { words: own.replace(/\\s+/g, ' ').trim(), id: e.id, type: e.type || '', value: e.value || '', body: e === document.body,
            seen: e === document.body || (r.width > 0 && r.bottom > 0 && r.top < innerHeight && (s.outlineStyle !== 'none' || s.boxShadow !== 'none')) }; }"""

    def tab(self, wanted, key="Tab"):
        """Presses Tab until the focus is where it is wanted; at every stop it must be seen."""
        for _ in range(120):
            self.page.keyboard.press(key)
            at = self.page.evaluate(self.FOCUS)
            assert at["seen"], f"the focus cannot be seen on {at} of {self.page.url}"
            if wanted(at):
                return at
        raise AssertionError(f"{self.page.url}: the focus never comes there")

    def enter(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.arrive()

    def press(self, words):
        self.tab(lambda at: at["words"] == words)
        return self.enter()

    def follow(self, words, exact=True):
        return self.press(words)

    def write(self, label, words):
        self.tab(lambda at: at["words"] == label)
        self.page.keyboard.type(words)
        return self

    def choose(self, words):
        """Tab leads into the choices; arrows lead through them; the space bar takes the first."""
        at = self.tab(lambda at: at["type"] == "radio")
        if at["words"] == words:
            self.page.keyboard.press("Space")
        while at["words"] != words:
            self.page.keyboard.press("ArrowDown")
            at = self.page.evaluate(self.FOCUS)
            assert at["seen"] and at["type"] == "radio"
        assert self.page.evaluate("document.activeElement.checked")
        return self

    def answer(self, facts):
        while self.fact:
            words = self.page.locator(f"input[name=answer][value={facts[self.fact]}] + label").inner_text()
            self.choose(words).press("Continue")
        return self


def test_someone_without_a_mouse_records_a_decision(place, browser):
    me = Typist(browser, place)
    before = place.sql(DECIDED)[0][0]
    me.go("/").press("Sign in").write("Email address", me.email).write("Password", PASSWORD).press("Sign in")
    me.follow("Start a decision").press("I have a concern of my own")
    # An empty form first: the focus is on what is wrong, and leads to the field.
    me.press("Continue")
    assert me.page.evaluate("document.activeElement.className") == "error-summary"
    me.tab(lambda at: at["words"] == "Enter a name or your own reference for the person")
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == "subject"
    me.page.keyboard.type("T. 0042")
    me.write("Who would receive it?", "A school").press("Continue")
    me.answer(MUST_SHARE)
    assert me.heading == ADVICE
    me.follow("Decide").choose("Share it").press("Continue")
    me.write("The facts of this case", "On Monday he came without a coat.").write("Your reasons", "Silence would do more harm.").press("Continue")
    me.choose("They have been told").press("Continue").press("Record this decision")
    assert me.heading == "Decision recorded"
    assert place.sql(DECIDED)[0][0] == before + 1


@pytest.mark.parametrize("width", [320, 1280])
def test_someone_in_a_hurry_notes_an_urgent_action_in_three_screens_and_writes_nothing(place, browser, width):
    me = Person(browser, place, width, scripts=False).sign_in()
    noted = "select count(*) from urgent_action"
    begun = place.browser().begin()
    for page in ["/work", "/requests/new", f"/requests/{begun}", f"/requests/{begun}/questions/consent", f"/requests/{begun}/decision/reasons", "/decisions", "/help/caldicott", "/nothing"]:
        before = place.sql(noted)[0][0]
        me.go(page)
        screens = 1
        me.follow("Someone is in danger now")
        screens += 1
        assert "999" in me.words
        me.press("Note it, and write it up later")
        screens += 1
        assert me.heading == "Your urgent action is noted" and screens <= 3
        assert place.sql(noted)[0][0] == before + 1
    action = re.search(r"/urgent/([0-9a-z]{16})$", me.page.url).group(1)
    assert re.search(r"Write it up by \d+ \w+ 20\d\d at \d\d:\d\d", me.words)
    me.follow("My work")
    task = me.page.locator(".task", has=me.page.locator(f"a[href='/urgent/{action}']"))
    assert re.search(r"Write up by \d+ \w+ 20\d\d at \d\d:\d\d", task.inner_text()) and "To write up" in task.inner_text()
    with me.page.expect_navigation():
        task.locator("a").click()
    me.arrive().press("Write it up now")
    assert me.page.url.startswith(place.address + "/requests/")
    assert me.row("About") == "Not stated yet"
    me.follow("Begin the questions")
    assert me.fact


def test_someone_who_is_not_signed_in_reads_whom_to_call(place, browser):
    me = Person(browser, place, 320, scripts=False).go("/").follow("Someone is in danger now")
    assert me.heading == "Someone is in danger now" and "999" in me.words
    assert me.page.get_by_role("table", name="Whom to call").locator("tbody tr").count() >= 3
