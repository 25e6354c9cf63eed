"""Who is told what was shared, by which safe way, what becomes of what was sent, and what the person sees of it."""
import datetime
import re
import shutil

import pytest

import reading_age
from conftest import Site
from pages import Page

TODAY = datetime.date.today()
NAME = "Ifan Wetherby"
#: What the demonstration seals of him, and what is written about others.
NEVER = ["Oakfield School", "Winifred", "Silas", "sleeps at"]


@pytest.fixture
def place(new_site):
    return new_site()


class Case:
    """The person of the demonstration, about whom things were sent."""

    def __init__(self, place):
        self.place, self.me = place, place.browser()
        self.person = self.one("select id from particulars where id in (select person from disclosure) limit 1")
        sent = [row[0] for row in place.sql("select id from disclosure where person = ? order by begun, rowid", self.person)]
        assert len(sent) == 4
        self.first, self.second, self.third, self.silent = sent

    def one(self, query, *values):
        return self.place.sql(query, *values)[0][0]

    def informing(self, disclosure, whom="person"):
        return self.one("select id from informing where record = ? and whom = ? order by rowid limit 1", "disclosure/" + disclosure, whom)

    def state(self, informing):
        return self.one("select state from informing where id = ?", informing)

    def kept(self, table, number):
        return self.place.opened(table, "id = ?", number)[0]["content"]

    def duties(self, record):
        return sorted(row[0] for row in self.place.sql("select kind from duty where record = ? and state = 'open'", record))

    def post(self, path, status=None, page=None, **fields):
        answer = self.me.post(path, {name.replace("_", "-"): value for name, value in fields.items()}, page=page)
        assert status is None or answer.status_code == status, answer.text
        return Page(answer.text)

    def words(self, path, status=200):
        answer = self.me.get(path)
        assert answer.status_code == status, answer.text
        return Page(answer.text).words

    def printed(self):
        return self.me.get(f"/people/{self.person}/where-it-went/print/text").text

    def defer(self, informing, days=30, **changed):
        fields = {"ground": "risk", "why": "He would be hurt.", "approved-by": "Devinder Marchbank, head", **day("review", TODAY + datetime.timedelta(days)), **changed}
        return self.me.post(f"/informing/{informing}/defer", fields)

    def call(self, informing):
        return self.post(f"/informing/{informing}/way", 200, way="call", detail="01632 960111")


@pytest.fixture
def case(place):
    return Case(place)


def day(name, date):
    return {f"{name}-day": str(date.day), f"{name}-month": str(date.month), f"{name}-year": str(date.year)}


POINTS = [f"points.{one}" for one in ["that", "what", "why", "whom", "next", "support", "duty", "see"]]


def told(**changed):
    return {**day("on", TODAY), "present": "nobody else", **{one: "yes" for one in POINTS}, **changed}


# Telling

def test_an_unsafe_way_is_refused_with_the_safe_ones(case):
    informing = case.informing(case.first)
    for detail in ["7 Larkspur Row", ""]:
        page = case.post(f"/informing/{informing}/way", 409, way="letter", detail=detail)
        assert page.heading == "You must not reach them this way"
        assert "01632 960111" in page.words and "/urgent" in page.links
    assert case.post(f"/informing/{informing}/way", 409, way="message").heading == "You must not reach them this way"
    assert case.state(informing) == "due" and case.duties("informing/" + informing) == ["inform-person"]


def test_a_way_of_which_nobody_knows_needs_a_reason_that_is_kept(case):
    informing = case.informing(case.first)
    page = case.post(f"/informing/{informing}/way", 200, way="email", detail="ifan@home.example")
    assert page.heading == "How do you know that this way is safe?"
    page = case.post(f"/informing/{informing}/way", 422, way="email", detail="ifan@home.example", asked="yes")
    assert page.title.startswith("Error: ")
    page = case.post(f"/informing/{informing}/way", 200, way="email", detail="ifan@home.example", asked="yes", way_why="He opened it beside me.")
    assert page.heading.startswith("What ") and "He opened it beside me." in case.words(f"/informing/{informing}")


def test_telling_is_recorded_with_how_when_and_who_was_there(case):
    informing = case.informing(case.first)
    case.call(informing)
    answer = case.me.post(f"/informing/{informing}/told", told(reaction="He was glad to know."))
    words = Page(answer.text).words
    assert "told" in words and "nobody else" in words and "He was glad to know." in words and "01632 960111" in words
    assert case.state(informing) == "told" and case.duties("informing/" + informing) == []
    # Once it is told nothing of it can be changed: every form leads to what was recorded.
    for part in ["way", "told", "defer", "review", "close"]:
        assert case.me.get(f"/informing/{informing}/{part}").url.endswith(f"/informing/{informing}")
    case.me.post(f"/informing/{informing}/close", {"why": "no", "approved-by": "x"}, page=f"/informing/{informing}")
    assert case.state(informing) == "told"


@pytest.mark.parametrize("changed, said", [
    (day("on", TODAY + datetime.timedelta(2)), "today or before"), ({"on-day": ""}, "Enter the day"), ({"present": ""}, "who was there"),
    ({one: "" for one in POINTS}, "Choose what you told"), ({POINTS[3]: ""}, "why you did not tell them the rest"),
    (day("follow-up", TODAY - datetime.timedelta(2)), "today or later"),
])
def test_telling_without_its_parts_is_not_recorded(case, changed, said):
    informing = case.informing(case.first)
    case.call(informing)
    answer = case.me.post(f"/informing/{informing}/told", told(**changed))
    assert answer.status_code == 422 and said in Page(answer.text).words
    assert case.state(informing) == "due"


def test_talking_again_waits_until_it_has_been_done(case):
    informing = case.informing(case.first)
    case.call(informing)
    case.me.post(f"/informing/{informing}/told", told(trust="He may stop talking to us.", **day("follow-up", TODAY + datetime.timedelta(9))))
    assert case.duties("informing/" + informing) == ["trust"]
    page = case.post(f"/informing/{informing}/follow-up", 422, page=f"/informing/{informing}")
    assert "Say what came of the talk" in page.words
    case.post(f"/informing/{informing}/follow-up", 200, page=f"/informing/{informing}", talk="We are on good terms.")
    assert case.duties("informing/" + informing) == []


def test_a_duty_on_the_record_itself_ends_when_all_are_told(case):
    """The duty of the second stands on what was sent."""
    informing = case.informing(case.second)
    assert "inform-person" in case.duties("disclosure/" + case.second)
    case.call(informing)
    case.me.post(f"/informing/{informing}/told", told())
    assert case.duties("disclosure/" + case.second) == ["receipt"]


# Not yet, and never

@pytest.mark.parametrize("changed, said", [
    ({"ground": ""}, "Choose why"), ({"why": ""}, "Give the reason"), ({"approved-by": ""}, "who agreed"),
    ({"approved-by": "Nia Hollowell"}, "other than you"), ({"review-day": ""}, "Enter the day"),
    (day("review", TODAY), "after today"), (day("review", TODAY + datetime.timedelta(400)), "within a year"),
])
def test_a_deferral_without_its_parts_is_refused(case, changed, said):
    informing = case.informing(case.first)
    answer = case.defer(informing, **changed)
    assert answer.status_code == 422 and said in Page(answer.text).words
    assert case.state(informing) == "due"


def test_what_is_deferred_is_looked_at_again_until_it_is_safe(case):
    informing = case.informing(case.first)
    case.defer(informing)
    assert case.state(informing) == "deferred" and case.duties("informing/" + informing) == ["deferral-review"]
    assert case.post(f"/informing/{informing}/review", 422, safe="", why="").title.startswith("Error: ")
    page = case.post(f"/informing/{informing}/review", 200, safe="no", why="He is still at home.")
    assert "not told yet" in page.heading, "the next day is asked for at once"
    assert case.duties("informing/" + informing) == ["deferral-review"], "until it is set the old one stands"
    case.defer(informing, days=60)
    assert case.duties("informing/" + informing) == ["deferral-review"]
    case.post(f"/informing/{informing}/review", 200, safe="yes", why="He has moved.")
    assert case.state(informing) == "due" and case.duties("informing/" + informing) == ["inform-person"]
    words = case.words(f"/informing/{informing}")
    assert "He is still at home." in words and "He has moved." in words


def test_closing_without_telling_needs_a_reason_and_another_who_agrees(case):
    informing = case.informing(case.first)
    for fields in [{}, {"why": "He is untraceable."}, {"why": "He is untraceable.", "approved_by": "Nia Hollowell"}, {"approved_by": "D. Marchbank"}]:
        case.post(f"/informing/{informing}/close", 422, **fields)
        assert case.state(informing) == "due"
    case.post(f"/informing/{informing}/close", 200, why="He is untraceable.", approved_by="Devinder Marchbank")
    assert case.state(informing) == "closed" and case.duties("informing/" + informing) == []


def test_a_referrer_hears_what_came_of_it_or_it_is_said_why_not(case):
    informing = case.informing(case.first, "referrer")
    page = case.post(f"/informing/{informing}/close", 422)
    assert "or go back and tell them" in page.words and case.state(informing) == "due"
    assert case.duties("informing/" + informing) == ["feedback"]
    case.post(f"/informing/{informing}/way", 200, way="letter")
    assert case.post(f"/informing/{informing}/told", 422, **day("on", TODAY), present="nobody").words.count("Say what you told them")
    case.post(f"/informing/{informing}/told", 200, **day("on", TODAY), present="nobody else", words="That we acted on it.")
    assert case.state(informing) == "told" and case.duties("informing/" + informing) == []


@pytest.mark.parametrize("whom, kind", [("supplier", "supplier-told"), ("recipient", "correction-told"), ("requester", "requester-told")])
def test_each_of_the_others_ends_their_own_duty(case, whom, kind):
    informing = case.informing(case.first, whom)
    assert case.duties("informing/" + informing) == [kind]
    case.post(f"/informing/{informing}/close", 422)
    case.post(f"/informing/{informing}/close", 200, why="They asked not to be told.")
    assert case.duties("informing/" + informing) == []


# Others

def test_family_and_others_are_put_on_the_list_once(case):
    path = f"/disclosures/{case.first}/informing/new"
    assert case.post(path, 422).title.startswith("Error: ")
    fields = {"whom": "professional", "name": "Dr Amaka Stone", "words": "That the police know.", **case.me.fields(case.me.get(path).text)}
    for _ in range(2):
        answer = case.me.session.post(case.place.address + path, data=fields)
        assert "Dr Amaka Stone" in answer.text
    informing = re.search(r"/informing/([0-9a-z]{16})", answer.url).group(1)
    assert case.one("select count(*) from informing where whom = 'professional'") == 1
    assert case.duties("informing/" + informing) == ["inform-person"]


def test_whom_the_person_objects_to_is_not_told(case):
    path = f"/disclosures/{case.first}/informing/new"
    page = case.post(path, 409, whom="family", name="winifred  wetherby", words="That it was shared.")
    assert page.heading.startswith("You must not tell") and "/urgent" in page.links
    assert case.one("select count(*) from informing where whom = 'family'") == 0


def test_who_is_said_to_have_caused_harm_is_told_only_with_a_reason(case):
    path = f"/disclosures/{case.first}/informing/new"
    fields = {"whom": "third-party", "name": "Silas Crake", "words": "That it was shared."}
    assert case.post(path, 200, **fields).heading == "Why must Silas Crake be told all the same?"
    case.post(path, 422, asked="yes", **fields)
    assert case.one("select count(*) from informing where whom = 'third-party'") == 0
    assert "The police asked us to." in case.post(path, 200, asked="yes", anyway="The police asked us to.", **fields).words


# Letters

def test_the_letter_is_not_made_where_a_letter_is_unsafe_or_it_is_too_early(case):
    informing = case.informing(case.first)
    for path in ["letter", "letter/text"]:
        assert "You must not reach them this way" in case.words(f"/informing/{informing}/{path}", 409)
    case.defer(informing)
    assert "They are not to be told yet" in case.words(f"/informing/{informing}/letter", 409)


def test_letters_hold_no_sealed_fact_and_nobody_elses_name(case):
    decision = case.one("select decision from disclosure where id = ?", case.first)
    paths = [f"/informing/{case.informing(case.first, whom)}/letter" for whom in ["referrer", "supplier", "recipient"]]
    paths += [f"/disclosures/{case.second}/letters/undertaking", f"/disclosures/{case.second}/letters/removal-sheet", f"/people/{case.person}/letters/chronology", f"/decisions/{decision}/letter"]
    for path in paths:
        for end in ["", "/text"]:
            answer = case.me.get(path + end)
            assert answer.status_code == 200, path
            assert not [words for words in NEVER if words in answer.text], path
    assert "Private and confidential" in answer.text and "filename=\"record.txt\"" in answer.headers["content-disposition"]
    assert "&lt;b&gt;" in case.me.get(f"/decisions/{decision}/letter").text or "left out" in case.me.get(f"/decisions/{decision}/letter").text


# Where it went

def test_the_person_reads_where_their_information_went_in_plain_words(case):
    text = case.printed()
    assert text.count("Northshire Police") == 2 and "3 March 2026" in text and "your body and health" in text
    assert "You, or somebody who decides for you, said yes to this." in text and "You can ask us to show you what we sent." in text
    assert not [words for words in NEVER if words in text]
    assert "School or college" in text, "where the school is sealed its kind is said"
    assert reading_age.measure(text).grade <= 6
    page = case.me.get(f"/people/{case.person}/where-it-went/print").text
    assert not [words for words in NEVER if words in page] and reading_age.of_page(page).grade <= 6


def test_what_is_deferred_is_left_out_of_their_copy_and_staff_see_that_it_is(case):
    informing = case.informing(case.third)
    assert "3 March 2026" in case.printed() and "4 March 2026" not in case.printed()
    case.defer(informing)
    assert "3 March 2026" not in case.printed()
    assert not re.search(r"left out of|withheld|omitted|deferred", case.printed()), "nothing says that something is missing"
    words = case.words(f"/people/{case.person}/where-it-went")
    assert "2 of these are left out" in words and "Telling them is deferred" in words and "3 March 2026" in words
    case.post(f"/informing/{informing}/review", 200, safe="yes", why="He has moved.")
    case.call(informing)
    case.me.post(f"/informing/{informing}/told", told())
    assert "3 March 2026" in case.printed()


def test_it_comes_in_large_print_as_plain_text_and_in_another_language(case):
    path = f"/people/{case.person}/where-it-went/print"
    assert "letter-large" in case.me.get(path).text, "he needs large print"
    assert "letter-large" not in case.me.get(path + "?size=ordinary").text
    assert "letter-large" in case.me.get(path + "?size=large").text
    assert 'lang="cy"' in case.me.get(path + "?language=cy").text
    answer = case.me.get(path + "/text")
    assert answer.headers["content-type"].startswith("text/plain") and "list.txt" in answer.headers["content-disposition"]


def test_only_those_who_work_with_the_person_see_it(case):
    other = case.place.browser("farida.thistlewood@demo.example")
    for path in [f"/people/{case.person}/where-it-went", f"/people/{case.person}/where-it-went/print", f"/informing/{case.informing(case.first)}", f"/disclosures/{case.first}/receipt", f"/people/{case.person}/letters/chronology"]:
        assert other.get(path).status_code == 404, path


# Receipts

def arrived(**changed):
    return {"by": "Sgt Hask", **day("on", TODAY), "words": "She rang.", "complete": "yes", "legible": "yes", **changed}


def test_a_receipt_ends_what_waits(case):
    path = f"/disclosures/{case.first}/receipt"
    assert case.post(path, 422).title.startswith("Error: ")
    assert case.post(path, 200, news="arrived").heading == "It arrived"
    for missing in ["by", "on-day", "words", "complete", "legible"]:
        assert case.me.post(path + "/arrived", arrived(**{missing: ""})).status_code == 422
    case.me.post(path + "/arrived", arrived())
    assert case.one("select state from disclosure where id = ?", case.first) == "acknowledged"
    assert "receipt" not in case.duties("disclosure/" + case.first)


def test_what_is_not_complete_or_not_legible_stays_open(case):
    path = f"/disclosures/{case.first}/receipt"
    case.me.post(path + "/arrived", arrived(legible="no"))
    assert case.one("select state from disclosure where id = ?", case.first) == "queried"
    assert "receipt" in case.duties("disclosure/" + case.first)


def test_what_has_not_arrived_is_chased_and_its_escalation_is_not_put_off(case):
    path = f"/disclosures/{case.first}/receipt/not-received"
    escalates = lambda: case.one("select escalates from duty where record = ? and kind = 'receipt' and state = 'open'", "disclosure/" + case.first)
    for fields in [{"words": "Rang."}, {"right-place": "yes"}]:
        assert case.me.post(path, fields).status_code == 422
    case.me.post(path, {"words": "Rang the front desk.", "right-place": "yes"})
    first = escalates()
    case.me.post(path, {"words": "Rang again.", "right-place": "yes"})
    assert escalates() == first
    assert "Rang again." in case.words(f"/disclosures/{case.first}/receipt")
    page = Page(case.me.post(path, {"words": "The number was old.", "right-place": "no"}).text)
    assert page.heading == "Where did it go instead? (optional)"


def test_what_was_misdirected_becomes_an_incident_with_one_act(case):
    path = f"/disclosures/{case.first}/receipt/misdirected"
    page = Page(case.me.post(path, {"words": "It is at number 17."}).text)
    assert page.heading == "Get back what went to the wrong place"
    assert case.one("select state from disclosure where id = ?", case.first) == "misdirected"
    assert case.duties("disclosure/" + case.first) == ["misdirection"]
    assert case.one("select urgent from duty where kind = 'misdirection'") == 1
    again = case.one("select count(*) from informing where record = ? and whom = 'person'", "disclosure/" + case.first)
    assert again == 2, "the person is told of this too"
    case.me.post(path, {"words": "twice"}, page=f"/disclosures/{case.first}/misdirected")
    assert case.one("select count(*) from duty where kind = 'misdirection'") == 1
    steps = f"/disclosures/{case.first}/misdirected"
    assert case.me.post(steps, {"ring": "Rang at 9."}).status_code == 422
    assert case.duties("disclosure/" + case.first) == ["misdirection"]
    case.me.post(steps, {step: f"Done: {step}." for step in ["ring", "back", "affected", "safety", "lead"]})
    assert case.duties("disclosure/" + case.first) == []
    letter = case.words(steps + "/letter")
    assert "Papers that reached you in error" in letter and NAME not in letter and "Ifs" not in letter
    assert "This went to the wrong place." in case.printed()
