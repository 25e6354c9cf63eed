"""Seven stories about children, from first contact to feedback, each under the policy of an organisation of its own."""
import pytest
from playwright.sync_api import sync_playwright

from stories import TODAY, Practitioner, demonstration, facts, later, shown


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    site = demonstration(seed, tmp_path_factory, "children")
    yield site
    site.kill()


def test_a_hungry_boy_is_shared_with_childrens_services_and_the_school_hears_of_it(place, browser):
    nia = Practitioner(browser, place)
    nia.count()
    boy = nia.register("Jonah Tarrow-Story", "2018-05-03")
    nia.relate(boy, "mother", "Lena Tarrow-Story", responsibility="yes", evidence="His birth certificate", lives="yes", objects="no")
    # The school tells what it saw, and asks that children's services be told.
    school = nia.receive(boy, "He came to school without food three times this week.", "Marian Applethwaite", contact="Oakfield Primary School")
    saw = nia.note(boy, "There was no food in the kitchen on Thursday.")
    nia.explain(boy, "Lena Tarrow-Story", ["childrens-services"])
    registered = nia.count()

    request = nia.own_request(boy, "Tobias Wexcombe", "The school asks that children’s services be told.")
    assert nia.heading == "What would it be shared for?"
    nia.need(request, words="To find out what the family needs").at("What would be shared?")
    nia.choose_items(request, "without food three times", "no food in the kitchen")
    situation = facts("england-2026", "school-to-childrens-services")
    asked = nia.questions(request, situation)
    # What the records know is not asked.
    assert not {"subject", "recipient", "recipient-verified", "recipient-needs-it", "other-may-consent"} & set(asked), asked
    nia.at("You must share it").sees("CA2004 s.16LA(1)", "Tell the person, before you share")
    decision = nia.decided(request, telling="told")

    disclosure = nia.build(decision)
    nia.must_not_send(disclosure, "Choose who receives it", "Choose what goes", "Say where they stand")
    nia.recipient(disclosure, "Tobias Wexcombe").purpose(disclosure, words="To find out what the family needs", basis="statute", basis_words="Children Act 2004 s.16LA")
    nia.item(disclosure, school).item(disclosure, saw).others(disclosure)
    nia.conditions(disclosure).delivery(disclosure)
    nia.told_before(disclosure, "I told his mother what goes, to whom and why.")
    nia.must_not_send(disclosure, "The checklist for this way of sending is not finished")
    nia.go_through(disclosure, route="secure-mail", received="complete")
    words = nia.preview(disclosure)
    for said in ["Jonah Tarrow-Story", "without food three times", "no food in the kitchen", "Reported", "Fact", "Tobias Wexcombe"]:
        assert said in words, said
    nia.send(disclosure).sees("Get a receipt from Tobias Wexcombe", "Tell Marian Applethwaite that what they supplied was shared")
    share = nia.count()

    waiting = nia.waiting("Jonah Tarrow-Story", "Marian Applethwaite", "Tobias Wexcombe")
    assert len(waiting) == 3, waiting
    # The receipt, the school as supplier, and feedback to the school on what came of it.
    nia.arrived(disclosure, "Tobias Wexcombe")
    nia.tell(nia.informing(f"/disclosures/{disclosure}", "Marian Applethwaite"), "That what she told us went to children’s services.")
    nia.tell(nia.informing(f"/people/{boy}/information/{school}", "Marian Applethwaite"), "That children’s services visit on Monday.")
    after = nia.count()
    copy = nia.where_it_went(boy)
    assert f"On {shown(TODAY)} we told Millbrook children’s services" in copy
    assert nia.waiting("Jonah Tarrow-Story", "Marian Applethwaite", "Tobias Wexcombe") == []
    print("screens and fields:", {"person": registered, "routine share": share, "afterwards": after})


def test_a_mother_says_no_and_the_duty_stands(place, browser):
    nia = Practitioner(browser, place)
    boy = nia.register("Casper Undermoor-Story", "2018-03-11")
    nia.relate(boy, "mother", "Hedy Undermoor-Story", responsibility="yes", evidence="His birth certificate", lives="yes", objects="no")
    saw = nia.note(boy, "He wore the same dirty clothes all week.")
    nia.explain(boy, "Hedy Undermoor-Story", ["childrens-services"])
    # Consent to sharing, agreement to a service and their views are three conversations, and stay apart.
    nia.converse(boy, "refused", "Hedy", [("Home and daily life", "children’s services", "safeguard")], reason_words="They will take him away.",
                 consequences="That it may have to go all the same.", efforts="I offered to be there when they visit.",
                 alternatives="Help from the school alone.", **{"reasons.distrust": "yes"})
    nia.agreement(boy, "Breakfast at the school club", "Hedy")
    nia.views(boy, "I want to stay with Mum.", "Hedy")
    nia.go(f"/people/{boy}/consent").sees("Nothing may go on consent", "Agreed to a service", "Their views", "Said no")

    request = nia.own_request(boy, "Tobias Wexcombe", "A hungry boy in dirty clothes.")
    nia.need(request, words="To find out what the family needs").choose_items(request, "same dirty clothes")
    asked = nia.questions(request, facts("england-2026", "mother-refuses-duty-stands"))
    assert "consent" not in asked, "what she said is on record"
    nia.at("You must share it").sees("Consent does not decide this")
    nia.sees("Explain to the person why you are sharing although they said no", "Tell the person that sharing does not rest on their consent",
             "Record separately what the person wants, whether they agreed to a service")
    decision = nia.decided(request)

    disclosure = nia.share(decision, "Tobias Wexcombe", [saw], basis="statute", basis_words="Children Act 2004 s.16LA",
                           told="I told her that it must go though she said no, and why.", route="secure-mail", received="complete")
    nia.go(f"/disclosures/{disclosure}/package").sees("same dirty clothes")
    nia.arrived(disclosure, "Tobias Wexcombe")
    assert "even when someone says no" in nia.where_it_went(boy)
    # What she refused stays on record, and so does that it was shared all the same.
    nia.go(f"/people/{boy}/consent").sees("Said no", "Agreed to a service")
    assert nia.waiting("Casper Undermoor-Story", "Hedy", "Tobias Wexcombe") == []


def test_under_the_settlement_nothing_goes_without_consent_but_with_a_manager(place, browser):
    ruth, emeka = Practitioner(browser, place, "ruth@canal-side.example"), Practitioner(browser, place, "emeka@canal-side.example")
    ruth.contact("childrens-services", "Westmere children’s services", "Oona Pellgate", "Duty social worker")
    boy = ruth.register("Silas Brackwater-Story", "2016-09-21")
    ruth.relate(boy, "mother", "Marit Brackwater-Story", responsibility="yes", evidence="His birth certificate", lives="yes", objects="no")
    said = ruth.note(boy, "He said that somebody at home hits him.", category="concern", nature="reported", source="person")
    ruth.not_asked(boy, "risk", "To speak to his parents first might bring him more harm.")
    request = ruth.own_request(boy, "Oona Pellgate", "A boy says that he is hit at home.")
    ruth.need(request, words="To find out whether he is safe").choose_items(request, "somebody at home hits him")
    ruth.questions(request, facts("manchester-settlement-2016", "child-says-hurt-at-home", vital_interests="no", in_doubt="no"))
    ruth.at("You may share it without consent")
    # Before a manager agrees it is refused.
    decision = ruth.decided(request, telling="not-yet", why="His father may hurt him.", review=later(7))
    ruth.go(f"/requests/{request}/sign-off").sees("Sharing without consent", "Manager", "001 §10f")

    def ask(disclosure):
        ruth.must_not_send(disclosure, "Sharing without consent (manager)")
        ruth.ask_agreement(f"/requests/{request}/sign-off", "Emeka", "May I tell children’s services today?")
        ruth.must_not_send(disclosure)
        sign_off = ruth.sign_off_of(f"/requests/{request}/sign-off")
        assert emeka.waiting("Silas Brackwater-Story") or emeka.waiting("Sharing without consent")
        emeka.go(f"/sign-offs/{sign_off}").sees("May I tell children’s services today?")
        emeka.answer_agreement(sign_off, "conditions", "Ring her first, and say nothing to the home.")
        ruth.go(f"/requests/{request}/sign-off").sees("Ring her first, and say nothing to the home.")

    disclosure = ruth.share(decision, "Oona Pellgate", [said], deferred={"ground": "risk", "why": "His father may hurt him.", "until": later(7)},
                            before_sending=ask, route="secure-mail", received="complete")
    ruth.arrived(disclosure, "Oona Pellgate")
    # His mother is told later: that day, and no other thing, is what waits.
    left = ruth.waiting("Silas Brackwater-Story", "Oona Pellgate")
    assert len(left) == 2 and left[0].startswith("Look again whether Silas Brackwater-Story can be told") and "Review by" in left[1], left
    assert emeka.waiting("Silas Brackwater-Story", "Answer a sign-off") == []


def test_a_caller_who_says_he_is_from_housing_is_rung_back_through_the_switchboard(place, browser):
    ruth = Practitioner(browser, place, "ruth@canal-side.example")
    ruth.contact("housing", "Westmere Homes", "Perry Oxhey", "Housing officer", switchboard="01632 960 780", telephone="01632 960 781")
    girl = ruth.register("Isolde Farrowby-Story", "2017-02-06")
    ruth.relate(girl, "mother", "Nadia Farrowby-Story", responsibility="yes", evidence="Her birth certificate", lives="yes", objects="no")
    saw = ruth.note(girl, "She sleeps badly because of the damp in her room.")
    ruth.explain(girl, "Nadia Farrowby-Story", ["housing"])
    ruth.converse(girl, "given", "Nadia", [("Home and daily life", "Housing", "get support")])
    # He rings, and leaves a number. It shows nothing.
    request = ruth.asked_request(girl, "Perry Oxhey", "Westmere Homes", "Why the room matters", contact="Perry Oxhey", number="01632 960 999", urgency="routine")
    ruth.need(request, purpose="access-to-support", words="To move them to a dry room").choose_items(request, "damp in her room")
    own = {"verification": "call-back", "rang": "01632 960 999", "found": "He gave it", "verified-words": "He answered"}
    ruth.go(f"/requests/{request}/asking").fill("Record this check", own, refused=True)
    ruth.at("That is the caller’s own number")
    ruth.go(f"/requests/{request}/asking").sees("Not verified").follow("Promise to ring back")
    ruth.fill(ruth.page.locator("main form button").last.inner_text().strip(), {"rang": "01632 960 780", "found": "The telephone book", "hours": "4"})
    assert any("ring" in one.lower() for one in ruth.waiting("")), "the promise to ring back is on nobody's list"
    ruth.verify_by(request, "call-back", "The switchboard put me through to him.", rang="01632 960 780", found="The telephone book")
    ruth.go(f"/requests/{request}/asking").sees_no("Not verified")
    if ruth.page.locator("main [name=outcome]").count():
        ruth.fill(ruth.page.locator("main form:has([name=outcome]) button").inner_text().strip(), {"outcome": "He is who he says."})
    asked = ruth.questions(request, facts("manchester-settlement-2016", "family-agreed-to-referral", channel="phone"))
    assert "recipient-verified" not in asked
    ruth.at("You may share it")
    decision = ruth.decided(request)
    disclosure = ruth.share(decision, "Perry Oxhey", [saw], purpose="To move them to a dry room", channel="telephone", basis="consent", kind="access-to-support",
                            told="She asked us to tell him.", number_from="found", spoke_to="Perry Oxhey, housing officer", on_mobile="no")
    ruth.arrived(disclosure, "Perry Oxhey")
    assert "Westmere Homes" in ruth.where_it_went(girl)
    # What was agreed is looked at again on its day; nothing else waits.
    left = ruth.waiting("Isolde Farrowby-Story", "Perry Oxhey")
    assert len(left) == 1 and left[0].startswith("Look again at what Isolde Farrowby-Story agreed to"), left


def test_the_police_want_the_whole_file_and_get_what_matters(place, browser):
    paula = Practitioner(browser, place, "paula@brindle-valley.example")
    paula.contact("police", "Westmere Police", "Detective Constable Ama Redfern", "Detective constable")
    girl = paula.register("Tamsin Holloway-Story", "2012-08-14")
    matters = paula.note(girl, "Gil Harkover shouted at her by the gate on Monday.", category="concern", third="Gil Harkover – a neighbour")
    other = paula.note(girl, "She sees a counsellor on Fridays.", category="health")
    request = paula.asked_request(girl, "Detective Constable Ama Redfern", "Westmere Police", "A copy of the whole file", kind="police", contact="Ama Redfern")
    paula.go(f"/requests/{request}/route") if paula.heading.startswith("Who") else None
    paula.sees("never get a whole file")
    whole = {"purpose-kind": "public-protection", "purpose": "A strategy discussion", "needs-it": "yes", "is-entitled": "yes", "anonymised": "no",
             "whole-file": "yes", "whole-file-why": "They asked for it", "bulk": "no"}
    paula.go(f"/requests/{request}/need").fill("Continue", whole, refused=True)
    paula.at("The police do not get a whole file").sees("002 App A Strategy")
    paula.need(request, purpose="public-protection", words="A strategy discussion")
    paula.choose_items(request, "Gil Harkover")
    paula.verify_by(request, "seen", "Her warrant card.")
    paula.questions(request, facts("stockport-2009", "police-want-the-whole-file", whole_file="no", is_sensitive="no"))
    paula.at("You may share it without consent")
    decision = paula.decided(request)
    disclosure = paula.build(decision)
    paula.recipient(disclosure, "Ama Redfern").purpose(disclosure, purpose="public-protection", words="A strategy discussion")
    paula.item(disclosure, matters)
    paula.go(f"/disclosures/{disclosure}/third-parties").sees("Gil Harkover")
    paula.others(disclosure).conditions(disclosure).delivery(disclosure).told_before(disclosure, "I told her mother what goes and why.")
    paula.go_through(disclosure, route="secure-mail", received="complete")
    words = paula.preview(disclosure)
    assert "shouted at her by the gate" in words
    assert "Harkover" not in words and "counsellor" not in words, words
    paula.send(disclosure).arrived(disclosure, "Detective Constable Ama Redfern")
    paula.go(f"/disclosures/{disclosure}/package").sees("shouted at her by the gate", "What was masked")
    assert "Harkover" not in paula.words.split("What was masked")[0]
    assert paula.waiting("Tamsin Holloway-Story", "Redfern") == []


def test_a_boy_of_fifteen_says_no_and_nobody_is_in_danger(place, browser):
    paula = Practitioner(browser, place, "paula@brindle-valley.example")
    born = later(-15 * 366)
    boy = paula.register("Ferris Nightingale-Story", f"{born}")
    said = paula.note(boy, "He goes to the mosque with his uncle.", category="family", source="person")
    # Whether he can decide is judged first.
    paula.go(f"/procedures/start?name=competence&person={boy}").procedure(age="from-12", outcome="competent")
    paula.explain(boy, "Ferris Nightingale-Story", ["school"])
    paula.converse(boy, "refused", capacity="self-competent", reason_words="It is mine.", consequences="Nothing happens without it.",
                   efforts="We looked at what the school would do.", alternatives="He may tell them himself.", **{"reasons.privacy": "yes"})
    request = paula.asked_request(boy, "Ines Garland", "Highmoor School", "Which faith he has", urgency="routine", channel="post")
    paula.need(request, purpose="coordinate", words="To plan assemblies").choose_items(request, "He goes to the mosque")
    paula.questions(request, facts("stockport-2009", "refusal-with-no-danger", recipient_verified="yes"))
    paula.at("Do not share it")
    decision = paula.decided(request, "do-not-share", telling="told", review=later(60), reasons="He decides this, he said no, and nobody is in danger.")
    paula.sees("Tell Ines Garland", shown(later(60)))
    waiting = paula.waiting("Ines Garland", "Ferris Nightingale-Story")
    assert any("Tell Ines Garland" in one for one in waiting), waiting
    informing = paula.informing("/work", "Ines Garland")
    paula.go(f"/informing/{informing}/letter").sees_no("mosque", "faith")
    paula.tell(informing, "That we do not share it, and whom they can ask.", way="letter")
    # What is left is the day on which it is looked at again.
    left = paula.waiting("Ines Garland", "Ferris Nightingale-Story")
    assert len(left) == 1 and left[0].startswith("Look again: nothing about Ferris Nightingale-Story was shared with Ines Garland"), left
    paula.go(f"/decisions/{decision}").sees(shown(later(60)))
    paula.go(f"/people/{boy}/where-it-went").sees_no("Highmoor School")


def test_advice_without_a_name_becomes_advice_about_a_case_and_an_error_is_put_right(place, browser):
    ivan, meera = Practitioner(browser, place, "ivan@castle-quay.example"), Practitioner(browser, place, "meera@castle-quay.example")
    ivan.contact("hospital", "Westmere speech therapy", "Bronwen Aldersey", "Speech therapist")
    girl = ivan.register("Odile Peverell-Story", "2022-06-17")
    ivan.relate(girl, "mother", "Sunniva Peverell-Story", responsibility="yes", evidence="Her birth certificate", lives="yes", objects="no")
    heard = ivan.receive(girl, "She said four words in the whole of October.", "Nursery lead Tilda Marsh")
    ivan.explain(girl, "Sunniva Peverell-Story", ["hospital"])
    ivan.converse(girl, "given", "Sunniva", [("School", "Hospital", "get support")])
    request = ivan.own_request(girl, "Bronwen Aldersey", "She hardly speaks.", urgency="routine")
    ivan.need(request, purpose="access-to-support", words="To help her to speak").choose_items(request, "four words")
    # Advice without a name, and then the adviser must know who it is.
    ivan.go(f"/consultations/new?request={request}").fill("Ask for advice", {
        "question": "A nursery wrote about a small child who hardly speaks. Her mother agrees. Is a note of theirs ours to pass on?",
        "kind": "line-manager", "who": ivan.radio("who", "Meera"), "urgent": "no"})
    advice = ivan.number("consultations")
    meera.go(f"/consultations/{advice}").sees("You see the question and nothing else").sees_no("Odile", request)
    meera.fill(meera.page.locator("main form button").last.inner_text().strip(), {"answer": "It depends on which nursery. Tell me who it is.", "needs": "yes"})
    ivan.go(f"/consultations/{advice}").sees("must know who it is")
    ivan.go(f"/consultations/{advice}/identity")
    ivan.press(ivan.page.locator("main form button").last.inner_text().strip())
    ivan.go(f"/consultations/{advice}/proof").sees("sha256sum", request)
    meera.go(f"/consultations/{advice}").sees(request)
    ivan.go(f"/consultations/{advice}").fill(ivan.page.locator("main form button").last.inner_text().strip(), {"followed": "yes", "why": "She knows the nursery, and said yes."})
    asked = ivan.questions(request, facts("nottingham-2016", "parent-consents-for-small-child", provided_by_another="yes"))
    assert "consent" not in asked
    ivan.at("You may share it")
    decision = ivan.decided(request)
    disclosure = ivan.share(decision, "Bronwen Aldersey", [heard], purpose="To help her to speak", basis="consent", kind="access-to-support", told="She read it before.",
                            route="secure-mail", received="complete")
    ivan.arrived(disclosure, "Bronwen Aldersey")
    ivan.tell(ivan.informing(f"/disclosures/{disclosure}", "Tilda Marsh"), "That her note went to speech therapy.")
    ivan.tell(ivan.informing(f"/people/{girl}/information/{heard}", "Tilda Marsh"), "That a therapist sees her.")
    # The note was wrong: it is corrected, and whoever received it is told.
    ivan.correct(girl, heard, "She said forty words in the whole of October.", "The nursery miscounted.", nature="reported", source="other")
    ivan.go(f"/people/{girl}/information/{heard}").sees("This was corrected", "four words")
    waiting = ivan.waiting("Odile Peverell-Story", "Bronwen Aldersey", "Tilda Marsh")
    agreed = "Look again at what Odile Peverell-Story agreed to"
    assert len(waiting) == 2 and waiting[0].startswith("Tell Bronwen Aldersey") and waiting[1].startswith(agreed), waiting
    informing = ivan.informing("/work", "Bronwen Aldersey")
    ivan.go(f"/informing/{informing}").sees("Whoever received what was corrected", "The nursery miscounted.")
    ivan.tell(informing, "That it was forty words, and not four.")
    # What was agreed is looked at again on its day; nothing else waits.
    [left] = ivan.waiting("Odile Peverell-Story", "Bronwen Aldersey", "Tilda Marsh")
    assert left.startswith(agreed)
    assert meera.waiting("Odile", "Answer", "advice") == []


def test_the_records_and_their_evidence_agree(place):
    status, found, said = place.verify()
    assert status == 0, said
