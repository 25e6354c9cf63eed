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
    nia.relate(boy, "mother", "Lena Tarrow-Story", responsibility="yes", lives="yes", objects="no")
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
    nia.relate(boy, "mother", "Hedy Undermoor-Story", responsibility="yes", lives="yes", objects="no")
    saw = nia.note(boy, "He wore the same dirty clothes all week.")
    nia.explain(boy, "Hedy Undermoor-Story", ["childrens-services"])
    # Consent to sharing, agreement to a service and their views are three conversations, and stay apart.
    nia.converse(boy, "refused", "Hedy", [("Home and daily life", "children’s services", "safeguard")], reason_words="They will take him away.",
                 consequences="That it may have to go all the same.", efforts="I offered to be there when they visit.",
                 alternatives="Help from the school alone.", **{"reasons.distrust": "yes"})
    nia.agreement(boy, "Breakfast at the school club", "Hedy")
    nia.views(boy, "I want to stay with Mum.", "Hedy")
    nia.go(f"/people/{boy}/consent").sees("Hedy Undermoor-Story", "Agreement to a service", "Their views", "Consent to share information")

    request = nia.own_request(boy, "Tobias Wexcombe", "A hungry boy in dirty clothes.")
    nia.need(request, words="To find out what the family needs").choose_items(request, "same dirty clothes")
    asked = nia.questions(request, facts("england-2026", "mother-refuses-duty-stands"))
    assert "consent" not in asked, "what she said is on record"
    nia.at("You must share it").sees("Consent does not decide this")
    nia.sees("Say that consent is not")
    decision = nia.decided(request)

    disclosure = nia.share(decision, "Tobias Wexcombe", [saw], basis="statute", basis_words="Children Act 2004 s.16LA",
                           told="I told her that it must go though she said no, and why.", route="secure-mail", received="complete")
    nia.go(f"/disclosures/{disclosure}/package").sees("same dirty clothes")
    nia.arrived(disclosure, "Tobias Wexcombe")
    assert "even when someone says no" in nia.where_it_went(boy)
    # What she refused stays on record, and so does that it was shared all the same.
    nia.go(f"/people/{boy}/consent").sees("They say no")
    assert nia.waiting("Casper Undermoor-Story", "Hedy", "Tobias Wexcombe") == []


def test_under_the_settlement_nothing_goes_without_consent_but_with_a_manager(place, browser):
    ruth, emeka = Practitioner(browser, place, "ruth@canal-side.example"), Practitioner(browser, place, "emeka@canal-side.example")
    ruth.contact("childrens-services", "Westmere children’s services", "Oona Pellgate", "Duty social worker")
    boy = ruth.register("Silas Brackwater-Story", "2016-09-21")
    ruth.relate(boy, "mother", "Marit Brackwater-Story", responsibility="yes", lives="yes", objects="no")
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
        ruth.must_not_send(disclosure, "Manager")
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
    print(ruth.waiting("Silas Brackwater-Story", "Oona"), emeka.waiting("Silas", "Sharing"))


def test_the_records_and_their_evidence_agree(place):
    status, found, said = place.verify()
    assert status == 0, said
