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


def test_the_records_and_their_evidence_agree(place):
    status, found, said = place.verify()
    assert status == 0, said
