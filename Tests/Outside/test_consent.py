"""The first explanation, the conversation about consent, and what becomes of it: as somebody at a browser sees it."""
import datetime
import re
import shutil

import pytest
import yaml

from conftest import PROGRAM, ROOT, Site, run
from pages import Page

TODAY = datetime.date.today()
LISTS = {
    name: [entry["id"] for entry in yaml.safe_load((ROOT / "Content" / "lists" / f"{name}.yaml").read_text())["entries"]]
    for name in ("explanation-points", "consent-points", "consent-manner", "consent-not-sought")}
WHOLE = [e["id"] for e in yaml.safe_load((ROOT / "Content" / "lists" / "explanation-points.yaml").read_text())["entries"] if "group" not in e]
NOT_RECORDED = "You may not rely on this as it stands"


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("consent") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def me(place):
    return place.browser()


def day(name, date):
    return {f"{name}-day": date.day, f"{name}-month": date.month, f"{name}-year": date.year}


def ticks(name, ids):
    return {f"{name}.{one}": "yes" for one in ids}


def born(years):
    return TODAY.replace(year=TODAY.year - years, day=1, month=1)


def register(me, name, years=30):
    """Puts somebody on the register."""
    fields = {"name": name, "known-as": "", "reference": "", "postcode": "", **(day("born", born(years)) if years else {})}
    answer = me.post("/people/new", fields)
    if "Is it one of these" in answer.text:
        form = next(f for f in Page(answer.text).own_forms if "seen" in f["hidden"])
        answer = me.session.post(me.site.address + "/people/new", data={**form["hidden"], "how": "asked", "why": "Nobody of them"})
    found = re.search(r"/people/([0-9a-z]{16})$", answer.url)
    assert found, answer.url + Page(answer.text).words
    return found.group(1)


def explain(me, person, points=WHOLE, **changed):
    address = f"/people/{person}/explanation/new"
    return me.post(address, {
        **ticks("points", points), "to": "Her and her aunt", **day("on", TODAY), "language": "en", "format": "plain",
        "understanding": "She said it in her own words", "anxieties": "", "agreed": "", **changed})


def somebody(me, name, years=30):
    """Somebody to whom everything was explained."""
    person = register(me, name, years)
    answer = explain(me, person)
    assert answer.url.endswith("/explanation"), Page(answer.text).words
    return person


def line(part, place, category, agency, purpose):
    return {f"{part}-{place}-category": category, f"{part}-{place}-agency": agency, f"{part}-{place}-purpose": purpose}


SCHOOL = line("scope", 1, "school", "kind:school", "coordinate")
GP = line("scope", 2, "health", "kind:gp", "care")


def typed(**changed):
    """What is written down of a sound consent; without what is None."""
    fields = {
        "capacity": "self-adult", "relation": "", "giver": "", "capacity-evidence": "", "answer": "given", **SCHOOL,
        **ticks("points", LISTS["consent-points"]), **ticks("manner", LISTS["consent-manner"]),
        **day("offered", TODAY), **day("decided", TODAY), "understanding": "He told me what it means for him", "support": "",
        "evidence": "signed", "evidence-words": "In the file", "general-why": "", "ends": "",
        **day("review", TODAY + datetime.timedelta(days=100)), **changed}
    return {name: value for name, value in fields.items() if value is not None}


def talk(me, person, kind="consent", way="asked", **changed):
    return me.post(f"/people/{person}/consent/new/{kind}/{way}", typed(**changed))


def refused(me, person, words, clause, kind="consent", way="asked", fields=None, **changed):
    """It is stopped on a page that says why, with the clause and a way out; what was typed is kept and nothing recorded."""
    address = f"/people/{person}/consent/new/{kind}/{way}"
    answer = me.post(address, fields or typed(**changed))
    page = Page(answer.text)
    assert answer.status_code == 409 and page.heading == NOT_RECORDED, page.words
    assert words in page.words and clause in page.words, page.words
    assert "/urgent" in page.links
    hidden = page.form(address)["hidden"]
    for name, value in (fields or typed(**changed)).items():
        assert hidden.get(name, "") == str(value), name
    again = Page(me.session.post(me.site.address + address, data=hidden).text)
    assert "There is a problem" not in again.words
    assert again.form(address)["fields"]["understanding" if way == "asked" else "why-words"] == (fields or typed(**changed)).get("understanding" if way == "asked" else "why-words")
    assert "No conversation is recorded yet" in words_of(me, f"/people/{person}/consent")
    return page


def recorded(answer):
    """The number of the consent that was recorded."""
    found = re.search(r"/people/[0-9a-z]{16}/consent/([0-9a-z]{16})$", answer.url)
    assert found and answer.status_code == 200, Page(answer.text).words
    return found.group(1)


def words_of(me, address):
    answer = me.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Page(answer.text).words


# The first explanation


def test_no_consent_before_an_explanation(me):
    person = register(me, "Ottoline Fairweather")
    for ask in (lambda: me.get(f"/people/{person}/consent/new/consent/asked"),):
        answer = ask()
        page = Page(answer.text)
        assert answer.status_code == 409 and "Explain first" in page.heading
        assert "000 §5.1.1" in page.words and f"/people/{person}/explanation/new" in page.links and "/urgent" in page.links
    token = me.fields(me.get(f"/people/{person}/consent/new").text)
    answer = me.session.post(me.site.address + f"/people/{person}/consent/new/consent/asked", data={**token, **typed()})
    assert answer.status_code == 409 and "Explain first" in Page(answer.text).heading
    assert "may not begin yet" in words_of(me, f"/people/{person}/explanation")
    explain(me, person, WHOLE[:-1])
    answer = me.get(f"/people/{person}/consent/new/consent/asked")
    assert answer.status_code == 409 and "worries" in Page(answer.text).words
    explain(me, person, WHOLE[-1:])
    assert me.get(f"/people/{person}/consent/new/consent/asked").status_code == 200


def test_an_exception_for_safety_opens_the_way_and_is_owed_again(me):
    person = register(me, "Peregrine Underhill")
    address = f"/people/{person}/explanation/exception"
    assert "There is a problem" in Page(me.post(address, {"exception": ""}).text).words
    me.post(address, {"exception": "Her brother listens to every call", **day("review", TODAY + datetime.timedelta(days=7))})
    assert "Her brother listens" in words_of(me, f"/people/{person}/explanation")
    assert me.get(f"/people/{person}/consent/new/consent/asked").status_code == 200
    [duty] = [d for d in me.site.opened("duty", "kind = 'procedure'") if d["person"] == person]
    assert duty["state"] == "open"


def test_an_explanation_needs_to_whom_when_and_how_it_was_checked(me):
    person = register(me, "Drusilla Penhaligon")
    page = Page(explain(me, person, [], to="", understanding="", anxieties="She fears her landlord").text)
    for message in ("Tick what was explained", "Enter to whom", "how you checked"):
        assert message in page.words
    assert "She fears her landlord" in page.everything


def test_worries_are_shown_again_and_agencies_are_listed(me):
    person = register(me, "Cosmo Tattersall")
    explain(me, person, anxieties="His landlord must not know", agreed="We will not ring the flat", **ticks("agencies", ["kind:gp"]))
    shown = words_of(me, f"/people/{person}/explanation")
    assert "General practice" in shown and "privacy-notice 1 en" in shown
    for address in (f"/people/{person}/consent", f"/people/{person}/consent/new", f"/people/{person}/consent/new/consent/asked"):
        assert "His landlord must not know" in words_of(me, address)


def test_a_new_agency_is_something_to_tell_the_person(me):
    person = somebody(me, "Ignatius Merriweather")
    address = f"/people/{person}/explanation"
    page = Page(me.post(address + "/agencies", {"agency": "", "agency-why": ""}).text)
    assert "Choose which agency joins" in page.words
    me.post(address + "/agencies", {"agency": "kind:housing", "agency-why": "He wants to move"})
    shown = words_of(me, address)
    assert "Housing" in shown and "still to be told" in shown
    duties = lambda: [d["state"] for d in me.site.opened("duty", "kind = 'agencies-told'") if d["person"] == person]
    assert duties() == ["open"]
    explain(me, person)
    assert duties() == ["done"] and "still to be told" not in words_of(me, address)


@pytest.mark.parametrize("language, text", [("en", "Nobody who works here can promise"), ("cy", "Ni all neb"), ("pl", "Nikt, kto tu pracuje")])
def test_the_notice_is_kept_in_three_languages(me, language, text):
    person = register(me, "Leander Quickfall")
    page = Page(me.get(f"/people/{person}/explanation/notice?language={language}").text)
    assert text in page.words and "Private and confidential" in page.words and "interpreter is needed" not in page.words
    assert any(attributes.get("lang") == language for tag, attributes in page.elements if tag == "div")


def test_a_language_without_a_notice_falls_to_english_and_says_so(me):
    person = register(me, "Araminta Holloway")
    page = Page(me.get(f"/people/{person}/explanation/notice?language=ur").text)
    assert "An interpreter is needed" in page.words and "Nobody who works here can promise" in page.words
    large = me.get(f"/people/{person}/explanation/notice?format=large-print").text
    assert 'class="letter-large"' in large
    easy = Page(me.get(f"/people/{person}/explanation/notice?format=easy-read").text)
    assert "Only people who need to know" in easy.words and "Nobody who works here can promise" in easy.words


@pytest.mark.parametrize("change", [
    lambda text: text.replace("Nobody who works here can promise that what you tell us will stay secret in every case.", ""),
    lambda text: text + "\nWhat you say stays strictly between us.\n",
])
def test_a_notice_that_promises_secrecy_does_not_start_the_site(tmp_path, seed, change):
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    file = content / "letters" / "privacy-notice" / "en.txt"
    file.write_text(change(file.read_text()))
    shutil.copytree(seed, tmp_path / "demo")
    site = Site(tmp_path / "demo", "--content", content)
    try:
        with pytest.raises(AssertionError, match="privacy-notice"):
            site.start(wait=20)
    finally:
        if site.process.poll() is None:
            site.kill()


def test_what_was_asked_for_in_another_form_holds_consent_back(me):
    person = somebody(me, "Theodosia Larkspur")
    address = f"/people/{person}/explanation"
    me.post(address + "/material", {"document": "The privacy notice", "language": "pl", "format": ""})
    assert "The privacy notice, Polish" in words_of(me, address)
    refused(me, person, "waiting for a translation", "000 §6.4")
    [delivered] = [link for link in Page(me.get(address).text).links if "/delivered/" in link]
    assert "Choose whether it worked" in Page(me.post(delivered, {"said": ""}).text).words
    me.post(delivered, {"worked": "yes", "said": "She reads it well"})
    recorded(talk(me, person))


# What stops a consent


@pytest.mark.parametrize("point", LISTS["consent-points"])
def test_informed_consent_needs_every_point(me, point):
    person = somebody(me, "Hortensia " + point.title())
    refused(me, person, "not told everything", "000 §10.14", **{f"points.{point}": None})


def test_active_consent_needs_evidence(me):
    person = somebody(me, "Barnaby Loveday")
    refused(me, person, "Nothing shows that they agree", "000 §10.1", evidence=None)


@pytest.mark.parametrize("evidence", ["file-note", "recorded-words", "implied"])
def test_evidence_without_a_signature_is_described(me, evidence):
    person = somebody(me, "Clementine " + evidence.title())
    refused(me, person, "What shows it is not described", "000 §10.13.5", evidence=evidence, **{"evidence-words": ""})
    recorded(talk(me, person, evidence=evidence, **{"evidence-words": "He could not hold a pen"}))


def test_implied_consent_is_not_enough_for_sensitive_information(me):
    person = somebody(me, "Jocasta Winterbourne")
    refused(
        me, person, "Sensitive information needs explicit consent", "002 Q14", evidence="implied", **GP,
        **{"evidence-words": "She brought the letter herself"})


@pytest.mark.parametrize("how", [{"general.yes": "yes"}, line("scope", 1, "school", "any", "coordinate")])
def test_a_general_consent_needs_its_reason(me, how):
    person = somebody(me, "Lysander Applegarth")
    refused(me, person, "general consent", "002 Q15", **how)
    consent = recorded(talk(me, person, **{**how, "general.yes": "yes", "general-why": "Seven services for years; he knows what it means"}))
    assert "Seven services" in words_of(me, f"/people/{person}/consent/{consent}")
    assert "Under a general consent" in words_of(me, f"/people/{person}/consent")


@pytest.mark.parametrize("years, capacity, words", [
    (17, "self-adult", "They are 17 and not 18"), (15, "self-16", "They are 15 and not 16"), (12, "self-competent", "competent"),
    (12, "parent", "which of the people"), (12, "local-authority", "No care order"), (40, "authorised", "which of the people"),
    (40, "another", "Say who they are"), (None, "self-adult", "No date of birth"),
])
def test_nobody_consents_without_standing(me, years, capacity, words):
    person = somebody(me, f"Evadne {capacity} {years}", years)
    refused(me, person, words, "002 Q10", capacity=capacity)


def relation(me, person, kind, **fields):
    address = f"/people/{person}/relations/new/{kind}"
    page = Page(me.get(address).text)
    answer = me.post(address, {"objects": "no", "lives": "yes", "responsibility": "yes", **fields})
    assert answer.status_code == 200 and "There is a problem" not in answer.text, Page(answer.text).words


def relation_number(me, person, name):
    text = me.get(f"/people/{person}/consent/new/consent/asked").text
    return re.search(r'<option value="([0-9a-z]{16})">' + name, text).group(1)


def test_a_parent_consents_only_with_parental_responsibility_that_is_shown(me):
    person = somebody(me, "Wilfred Ashdown", 7)
    relation(me, person, "mother", name="Rowena Ashdown", responsibility="yes", evidence="")
    relation(me, person, "father", name="Percival Ashdown", responsibility="not-known", evidence="")
    mother, father = relation_number(me, person, "Rowena"), relation_number(me, person, "Percival")
    refused(me, person, "has parental responsibility", "002 Q10", capacity="parent", relation=father)
    refused(me, person, "Nothing shows the parental responsibility", "002 Q10", capacity="parent", relation=mother)
    assert "was not asked" in words_of(me, f"/people/{person}/consent")
    consent = recorded(talk(me, person, capacity="parent", relation=mother, **{"capacity-evidence": "Birth certificate, seen today"}))
    assert "Rowena Ashdown" in words_of(me, f"/people/{person}/consent/{consent}")
    assert "was not asked" not in words_of(me, f"/people/{person}/consent")


def test_somebody_authorised_consents_only_while_their_document_runs(me):
    person = somebody(me, "Euphemia Strand", 80)
    relation(me, person, "authorised", name="Alaric Strand", authority="Lasting power of attorney", scope="Health and care", **day("expires", TODAY - datetime.timedelta(days=3)))
    alaric = relation_number(me, person, "Alaric")
    refused(me, person, "has run out", "000 §4.3", capacity="authorised", relation=alaric)


def profile(me, person, **fields):
    address = f"/people/{person}/details/communication"
    answer = me.post(address, {"language": "English", "interpreter": "", "signal": "", "confirmed": "", "trusted": "", "words": "", **fields})
    assert answer.status_code == 200 and "There is a problem" not in answer.text, Page(answer.text).words


def test_support_that_somebody_needs_is_recorded(me):
    person = somebody(me, "Phileas Underwood")
    profile(me, person, **{"needs.learning": "yes"})
    refused(me, person, "support that they need is not recorded", "000 §10.5")
    recorded(talk(me, person, support="Pictures, and his sister explained"))


def test_a_signal_is_confirmed(me):
    person = somebody(me, "Isolde Greenaway")
    refused(me, person, "Their signal is not confirmed", "000 §10.6", signal="Two blinks")
    recorded(talk(me, person, signal="Two blinks", **{"signal-confirmed": "Her nurse", "signal-how": "Asked three times, both ways round"}))


def test_an_interpreted_session_has_both_conversations(me):
    person = somebody(me, "Oleksandra Bilyk")
    page = refused(me, person, "session with the interpreter is not recorded", "002 App A Interpreters", interpreter="Ms Example")
    assert f"/procedures/start?name=interpreter-session&person={person}" in page.links


def test_why_there_is_no_answer_lists_what_was_tried(me):
    person = somebody(me, "Roderick Thistle")
    fields = {"why": "not-found", "why-words": "He left no address", "attempts": ""}
    page = refused(me, person, "What was tried is missing", "000 §10.11", way="not-obtained", fields=fields)
    address = f"/people/{person}/consent/new/consent/not-obtained"
    consent = recorded(me.post(address, {**fields, "attempts": "Mon 9.10, rang twice"}))
    assert "rang twice" in words_of(me, f"/people/{person}/consent/{consent}")
    recorded(me.post(address, {**fields, "urgent.yes": "yes"}))


def test_why_they_were_not_asked_has_a_reason_and_words(me):
    person = somebody(me, "Mirabel Tolliver")
    address = f"/people/{person}/consent/new/consent/not-asked"
    assert "Choose the reason" in Page(me.post(address, {"why": "", "why-words": ""}).text).words
    consent = recorded(me.post(address, {"why": "risk", "why-words": "He reads her letters"}))
    assert "He reads her letters" in words_of(me, f"/people/{person}/consent/{consent}")


# What must be read first


def test_a_contrary_statement_is_read_first(me):
    person = somebody(me, "Ambrose Fennimore")
    recorded(talk(me, person, answer="refused", **ticks("reasons", ["privacy"]), consequences="That the school cannot plan"))
    answer = talk(me, person)
    page = Page(answer.text)
    assert page.heading == "Read this before you record it" and "said otherwise not long ago" in page.words
    address = f"/people/{person}/consent/new/consent/asked"
    [go_on, back] = [form["hidden"] for form in page.forms if form["action"] == address]
    empty = Page(me.session.post(me.site.address + address, data={**go_on, "warnings-why": ""}).text)
    assert "Enter why you record it" in empty.words and "say that you have read it" in empty.words
    consent = recorded(me.session.post(me.site.address + address, data={**go_on, "read.yes": "yes", "warnings-why": "He asked to talk again after a week"}))
    assert "talk again after a week" in words_of(me, f"/people/{person}/consent/{consent}")


def test_a_diagnosis_alone_is_no_reason(me):
    person = somebody(me, "Gwendolyn Marchbanks", 82)
    address = f"/people/{person}/consent/new/consent/not-obtained"
    fields = {"why": "capacity", "why-words": "She has dementia", "attempts": "Asked on Monday"}
    page = Page(me.post(address, fields).text)
    assert page.heading == "Read this before you record it" and "diagnosis alone" in page.words
    recorded(me.post(address, {**fields, "why-words": "She has dementia and could not retain what I told her"}))


def test_a_way_of_asking_that_lacks_something_is_read_first(me):
    person = somebody(me, "Thaddeus Rookwood")
    page = Page(talk(me, person, **{"manner.time": None}).text)
    assert page.heading == "Read this before you record it" and "Time and privacy" in page.words


# The conversation


def test_there_are_three_different_records(me):
    person = somebody(me, "Seraphina Cobb")
    page = Page(me.get(f"/people/{person}/consent/new").text)
    for kind in ("Consent to share information", "Agreement to a service", "Their views"):
        assert kind in page.words
    recorded(talk(me, person, "agreement-to-service", subject="The lunch club"))
    recorded(me.post(f"/people/{person}/consent/new/views-sought/asked", {
        "capacity": "self-competent", "subject": "I want to stay with my sister", **day("offered", TODAY), **day("decided", TODAY), "understanding": ""}))
    shown = words_of(me, f"/people/{person}/consent")
    assert "Agreed to a service" in shown and "Their views" in shown
    assert "Nothing is agreed" in shown, "neither lets anything be shared"


def test_lines_are_added_without_scripts_and_nothing_is_lost(me):
    person = somebody(me, "Basil Wetherby")
    address = f"/people/{person}/consent/new/consent/asked"
    page = Page(me.post(address, {**typed(), "add": "scope"}).text)
    assert "Line 6" in page.words and "There is a problem" not in page.words
    assert page.form(address)["fields"]["understanding"] == typed()["understanding"]
    answer = me.post(address, {**typed(), "scope-lines": "6", **line("scope", 6, "money", "kind:housing", "care")})
    assert "Money and benefits to Housing" in words_of(me, f"/people/{person}/consent/{recorded(answer)}")


def test_half_a_line_is_pointed_at(me):
    person = somebody(me, "Cecily Oakham")
    page = Page(talk(me, person, **{"scope-2-category": "health"}).text)
    assert "Line 2: choose what, to whom and what for" in page.words
    page = Page(talk(me, person, **{"scope-1-category": "", "scope-1-agency": "", "scope-1-purpose": ""}).text)
    assert "Choose what may go to whom" in page.words


def test_a_consent_is_told_at_a_glance_with_what_is_left_out(me):
    person = somebody(me, "Linus Harcourt")
    consent = recorded(talk(me, person, answer="limited", **GP, **line("not", 1, "sexual", "kind:gp", "any"), **ticks("reasons", ["privacy"]), consequences="The doctor may ask him again", ends="The plan is finished"))
    shown = words_of(me, f"/people/{person}/consent")
    assert "Physical health may go to General practice, to give care or support" in shown
    assert "Until: The plan is finished" in shown
    assert "Sexual health or sexual life may not go to General practice, for any purpose: they left it out" in shown
    duties = [d for d in me.site.opened("duty", "record = ?", f"consent/{consent}")]
    assert [(d["kind"], d["state"]) for d in duties] == [("consent-review", "open")]
    assert duties[0]["due"][:10] == (TODAY + datetime.timedelta(days=100)).isoformat()


def test_sent_twice_it_is_recorded_once(me):
    person = somebody(me, "Mortimer Vance")
    address = f"/people/{person}/consent/new/consent/asked"
    hidden = me.fields(me.get(address).text)
    first, second = (me.session.post(me.site.address + address, data={**hidden, **typed()}) for _ in range(2))
    assert recorded(first) == recorded(second)
    assert len(me.site.sql("SELECT 1 FROM consent WHERE person = ?", person)) == 1


def test_a_no_leads_to_support_and_is_counted(me):
    person = somebody(me, "Phyllida Grange")
    no = dict(answer="refused", **ticks("reasons", ["reprisal"]), consequences="That nobody outside can help")
    assert "Tick why they said no" in Page(talk(me, person, answer="refused").text).words
    consent = recorded(talk(me, person, **no))
    page = Page(me.get(f"/people/{person}/consent/{consent}").text)
    for name in ("refusal-support-plan", "persuasion-conversation"):
        assert f"/procedures/start?name={name}&person={person}" in page.links
    recorded(talk(me, person, **no))
    shown = words_of(me, f"/people/{person}/consent")
    assert "said no 2 times" in shown and "School, learning and work may not go to School or college" in shown


def test_a_disagreement_waits_for_a_manager(me):
    person = somebody(me, "Crispin Ferndale", 17)
    consent = recorded(talk(me, person, capacity="self-16", disagreement="His mother says no"))
    [duty] = me.site.opened("duty", "record = ? AND kind = 'advice'", f"consent/{consent}")
    [(role,)] = me.site.sql("SELECT role FROM practitioner WHERE id = ?", duty["owner"])
    assert role == "manager" and "see it differently" in str(duty)


# What becomes of it


def test_it_is_taken_back_in_one_act(me):
    person = somebody(me, "Verity Dunmore")
    consent = recorded(talk(me, person))
    address = f"/people/{person}/consent/{consent}"
    assert "may go to School or college" in words_of(me, f"/people/{person}/consent")
    page = Page(me.post(address + "/withdraw", {"by": ""}, page=address).text)
    assert "Enter who takes it back" in page.words and "Choose how they said it" in page.words
    answer = me.post(address + "/withdraw", {"by": "She herself", "channel": "call", "words": "Stop it", "explained": "That the school keeps its notes"}, page=address)
    assert answer.url.endswith("/withdrawn") and "Nothing had gone under it" in Page(answer.text).words
    shown = words_of(me, f"/people/{person}/consent")
    assert "they took it back" in shown and "Nothing may go on consent" in shown
    letter = words_of(me, address + "/letter")
    assert "You have taken back your agreement" in letter and "School, learning and work" in letter
    assert [d["state"] for d in me.site.opened("duty", "record = ?", f"consent/{consent}")] == ["done"]
    assert "Take it back now" not in words_of(me, address)


def test_it_is_looked_at_again_and_the_day_moves(me):
    person = somebody(me, "Horatio Pell")
    consent = recorded(talk(me, person))
    address = f"/people/{person}/consent/{consent}"
    assert "There is a problem" in Page(me.post(address + "/review", {"words": "", "by": ""}).text).words
    later = TODAY + datetime.timedelta(days=200)
    me.post(address + "/review", {"words": "It still holds", "by": "He and his aunt", **day("review", later)})
    assert "It still holds" in words_of(me, address)
    duties = me.site.opened("duty", "record = ?", f"consent/{consent}")
    assert sorted((d["state"], d["due"][:10]) for d in duties) == [("done", (TODAY + datetime.timedelta(days=100)).isoformat()), ("open", later.isoformat())]


@pytest.mark.parametrize("change, words", [("end", "the agreement has ended"), ("invalidate", "Nothing is agreed")])
def test_what_has_ended_or_was_not_sound_carries_nothing(me, change, words):
    person = somebody(me, "Octavia " + change.title())
    consent = recorded(talk(me, person))
    address = f"/people/{person}/consent/{consent}"
    me.post(f"{address}/{change}", {"words": "The school year is over", "by": "Her tutor"})
    shown = words_of(me, f"/people/{person}/consent")
    assert words in shown and "may go to School" not in shown
    assert "The school year is over" in words_of(me, address)


@pytest.mark.parametrize("language, text", [("en", "Your agreement to share information"), ("cy", "Eich cytundeb")])
def test_the_form_is_filled_in_and_printed(me, language, text):
    person = somebody(me, "Felicity " + language)
    assert text in words_of(me, f"/people/{person}/consent/form?language={language}")
    consent = recorded(talk(me, person))
    answer = me.get(f"/people/{person}/consent/{consent}/form?language={language}&size=large").text
    assert text in Page(answer).words and "School, learning and work to School or college" in Page(answer).words
    assert 'class="letter-large"' in answer


def test_only_who_works_with_somebody_sees_what_they_said(place, me):
    person = somebody(me, "Lavinia Thorne")
    consent = recorded(talk(me, person))
    auditor = place.browser("auditor@demo.example")
    assert auditor.get(f"/people/{person}/consent").status_code == 200
    stranger = place.browser("farida.thistlewood@demo.example")
    for part in ("explanation", "explanation/notice", "consent", "consent/new", "consent/form", f"consent/{consent}"):
        assert stranger.get(f"/people/{person}/{part}").status_code == 404, part
    assert me.get(f"/people/{person}/consent/0000000000000000").status_code == 404
