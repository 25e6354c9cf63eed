"""Five stories about adults, from first contact to feedback: their own yes and no, the police, a refusal, a safe address, and a partner who declines."""
import re

import pytest
from playwright.sync_api import sync_playwright

from stories import TODAY, Practitioner, demonstration, facts, later, shown

JOSS, GETHIN = "joss.pennyfeather@demo.example", "gethin.merriworth@demo.example"
COLM, GRETA = "colm@moorgate.example", "greta@moorgate.example"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(seed, tmp_path_factory):
    site = demonstration(seed, tmp_path_factory, "adults")
    yield site
    site.kill()


def agreed(asker, answerer, disclosure, whom, why, answer="agree", words=""):
    """Somebody else agrees to just this package."""
    asker.go(f"/disclosures/{disclosure}/sign-off").fill("Ask for agreement", {"of": asker.radio("of", whom), "why": why})
    sign_off = asker.sign_off_of(f"/disclosures/{disclosure}/sign-off")
    answerer.answer_agreement(sign_off, answer, words)
    return sign_off


def left(who, name):
    """What is left waiting about somebody; a manager's list of the team's latest decisions waits for nobody."""
    return [one for one in who.waiting(name) if not one.startswith(f"{name} For ")]


def sends(who, action, fields):
    """Fills in the form that posts to an address that ends so, on a page with several."""
    button = who.page.locator(f"main form[action$='{action}'] button").last.inner_text().strip()
    return who.fill(button, fields)


def test_8_she_says_yes_and_no_by_a_signal_and_takes_it_back(place, browser):
    joss, gethin = Practitioner(browser, place, JOSS), Practitioner(browser, place, GETHIN)
    name = "Morwenna Asterfield"
    person = joss.register(name, "1979-06-14")
    joss.go(f"/people/{person}/details/communication").fill(
        joss.page.locator("main form button").last.inner_text().strip(), {
            "language": "English", "needs.speech": "yes", "signal": "Looks up for yes, closes her eyes for no",
            "confirmed": "Her speech therapist"})
    plan = joss.note(person, "Her health plan: soft food, and sit her upright for an hour.", category="health")
    joss.explain(person, name, ["gp"])
    joss.converse(
        person, "given", lines=[("Physical health", "General practice", "To give care or support")], capacity="self-adult",
        support="Pictures of each step, and time", **{"manner.trusted": "yes", "manner.help": "yes", "manner.evidence": "yes"}, signal="Looked up, three times", signal_confirmed="Her speech therapist",
        signal_how="Asked both ways round on two days")
    consent = joss.number("consent")
    joss.go(f"/people/{person}/consent").sees("Physical health", "General practice")

    situation = facts("expect-2019", "she-agrees-after-an-explanation")

    def share():
        request = joss.own_request(person, "Dr Ulrika Fenshaw", "She should eat safely at the surgery’s clinic too.", urgency="routine")
        joss.need(request, purpose="care", words="To feed her safely")
        joss.choose_items(request, "soft food")
        joss.questions(request, situation)
        return request

    request = share()
    joss.at("You may share it").sees("000 §10.1")
    decision = joss.decided(request, telling="told")
    disclosure = joss.build(decision)
    joss.recipient(disclosure, "Dr Ulrika Fenshaw").purpose(disclosure, "care", "To feed her safely", "consent")
    joss.item(disclosure, plan).others(disclosure)
    joss.conditions(disclosure).delivery(disclosure)
    joss.told_before(disclosure, "What goes to her doctor; she looked up.")
    joss.go_through(disclosure, route="secure-mail", received="complete")
    joss.preview(disclosure)
    joss.must_not_send(disclosure, "Somebody must agree", "Service Manager")
    agreed(joss, gethin, disclosure, "Gethin Merriworth", "May her health plan go to her doctor?")
    joss.send(disclosure)
    joss.arrived(disclosure, "Dr Ulrika Fenshaw")

    # She takes it back. What already went where is listed, and nothing more goes on it.
    told = joss.go(f"/people/{person}/consent/{consent}")
    sends(told, "/withdraw", {
        "by": "She herself", "channel": "call", "words": "She closed her eyes when asked, twice", "explained": "That the surgery keeps what it has"})
    joss.sees("Harbour Surgery")
    request = share()
    joss.go(f"/requests/{request}/advice").sees("000 §10.16")
    joss.decided(request, "do-not-share", telling="told", reasons="She took her agreement back, and nothing outweighs that.", review=later(60))
    # What was decided while she agreed carries nothing more either.
    again = joss.build(decision)
    joss.recipient(again, "Dr Ulrika Fenshaw").purpose(again, "care", "To feed her safely", "consent")
    joss.go(f"/disclosures/{again}/items/{plan}")
    joss.at("Consent does not cover this").sees("The person agreed, and has withdrawn it.", "Decide anew on another basis")
    assert "we told Harbour Surgery" in joss.where_it_went(person)
    joss.must_not_send(again, "Choose what goes")
    joss.go(f"/disclosures/{again}/end").fill(joss.page.locator("main form button").last.inner_text().strip(), {"fate": "abandoned", "why": "She took her agreement back"})
    # The decision not to share is looked at again; nothing else waits.
    assert all("nothing about" in one or "Review by" in one for one in left(joss, name)), left(joss, name)
    assert left(gethin, name) == []


def test_9_the_police_ask_about_a_resident(place, browser):
    joss, dorota = Practitioner(browser, place, JOSS), Practitioner(browser, place, "dorota.fenwhistle@demo.example")
    gethin = Practitioner(browser, place, GETHIN)
    name = "Rosalind Pennick"
    person = joss.register(name, "1984-02-29")
    evening = joss.note(person, "On the evening of the tenth her cousin came in with a cut hand.", category="concern")
    joss.note(person, "She has slept badly for a month.", category="health")
    joss.contact("police", "Harbour Police", "Sergeant Ewan Trescott", job="Investigating officer")
    request = joss.asked_request(
        person, "Sergeant Ewan Trescott", "Harbour Police", "Who came in on the evening of the tenth", kind="police", contact="Ewan Trescott")
    joss.verify_by(request, "known-contact", "From the directory; I rang the station's switchboard")
    joss.need(request, purpose="public-protection", words="To find who stabbed a man on the quay")
    joss.choose_items(request, "cut hand")
    situation = facts("expect-2019", "police-ask-all-in-place", crime="serious", manager_consulted="nobody", others_at_risk="yes")
    joss.questions(request, situation)
    # The Service Manager's advice, without a name.
    joss.go(f"/consultations/new?request={request}")
    joss.fill(joss.page.locator("main form button").last.inner_text().strip(), {
        "question": "May the police hear who came in on one evening, after a stabbing?", "kind": "colleague",
        "who": joss.radio("who", "Gethin Merriworth"), "urgent": "yes"})
    advice = joss.number("consultations")
    gethin.waiting("Give advice")
    gethin.go(f"/consultations/{advice}").fill(gethin.page.locator("main form button").last.inner_text().strip(), {
        "answer": "Yes, that evening and no more; ask the Head of Operations too.", "needs": "no"})
    joss.go(f"/consultations/{advice}")
    sends(joss, "/outcome", {"followed": "yes", "why": "I asked Dorota and left out her sleep."})
    joss.go(f"/requests/{request}/sign-off")
    joss.sees("Sharing to protect the public, over confidence", "000 §15.6")
    joss.ask_agreement(f"/requests/{request}/sign-off", "Dorota", "May the police hear of that evening?")
    sign_off = joss.sign_off_of(f"/requests/{request}/sign-off")
    dorota.answer_agreement(sign_off, "conditions", "The evening only, and they use it for this enquiry only.")
    joss.go(f"/requests/{request}/questions/manager-consulted").fill("Continue", {"answer": "head-of-operations"})
    joss.questions(request, situation)
    decision = joss.decided(request, "share-in-part", telling="will-tell", departure="The evening only: her sleep has nothing to do with it.")
    disclosure = joss.build(decision)
    joss.recipient(disclosure, "Ewan Trescott").purpose(disclosure, "public-protection", "To find who stabbed a man on the quay", "public-interest", "000 §15.4")
    joss.item(disclosure, evening).others(disclosure)
    joss.conditions(disclosure, use="This enquiry, and nothing else", onward="To nobody without asking us").delivery(disclosure)
    joss.told_later(disclosure, "crime", "She might warn her cousin.", later(14), agreed="Dorota Fenwhistle")
    joss.go_through(disclosure, route="secure-mail", received="complete")
    said = joss.preview(disclosure)
    assert "cut hand" in said and "slept badly" not in said
    joss.must_not_send(disclosure, "Sharing to protect the public, over confidence")
    agreed(joss, dorota, disclosure, "Dorota", "May just this go?")
    joss.send(disclosure)
    joss.arrived(disclosure, "Ewan Trescott")
    joss.tell(joss.informing(f"/disclosures/{disclosure}", name), "That the police heard who came in that evening, and why we could not ask first.", way="visit")
    assert [left(who, name) for who in (joss, gethin, dorota)] == [[], [], []]
    assert "we told Harbour Police" in joss.where_it_went(person)


def adult_care(who, name):
    return who.contact("adult-care", "Moorgate adult care", name, job="Social worker")


def test_10_he_refuses_and_is_supported_until_children_are_at_risk(place, browser):
    colm, greta = Practitioner(browser, place, COLM), Practitioner(browser, place, GRETA)
    name = "Barnaby Yewdale"
    person = colm.register(name, "1957-09-03")
    adult_care(colm, "Ffion Marchetti")
    shouting = colm.note(person, "His son shouts at him over money.", category="concern")
    colm.explain(person, name, ["adult-care"])
    colm.converse(person, "refused", capacity="self-adult", consequences="That it may get worse", **{"reasons.control": "yes"})
    request = colm.own_request(person, "Ffion Marchetti", "Adult care could help him with his son.")
    colm.need(request).choose_items(request, "shouts at him")
    colm.questions(request, facts("rochdale-2018", "he-says-no-and-that-is-all"))
    colm.at("Do not share it").sees("004 §6.5 para 3")
    colm.go(f"/procedures/start?name=persuasion-conversation&person={person}").procedure(
        outcome="refuses", told="not-shared", their_words="It is between him and me.", told_reasons="Nobody else is at risk")
    first = colm.decided(request, "do-not-share", telling="told", reasons="He can decide, and nobody else is at risk.", review=later(28))
    colm.go(f"/procedures/start?name=refusal-support-plan&person={person}").procedure(risk_level="medium", risk_agreed="yes")
    assert any("nothing about Barnaby Yewdale was shared" in one for one in colm.waiting(name)), "it is looked at again"
    colm.go(f"/people/{person}/disclosures").sees_no("Ffion Marchetti")
    # Two grandchildren come to stay.
    children = colm.note(person, "His grandsons of four and six stay in the flat while his son shouts.", category="concern")
    colm.go(f"/decisions/{first}")
    sends(colm, "/reconsider", {})
    second = colm.number("requests")
    colm.choose_items(second, "shouts at him", "His grandsons")
    for fact, value in [("child-harm", "possible"), ("others-at-risk", "yes")]:
        colm.go(f"/requests/{second}/questions/{fact}").fill("Continue", {"answer": value})
    colm.questions(second, facts("rochdale-2018", "he-says-no-and-that-is-all", child_harm="possible", others_at_risk="yes"))
    colm.at("You may share it without consent").sees("004 §6.5 ii", "Tell")
    decision = colm.decided(second, telling="told", reasons="The boys are at risk, and he cannot decide that for them.")
    disclosure = colm.build(decision)
    colm.recipient(disclosure, "Ffion Marchetti").purpose(disclosure)
    colm.item(disclosure, shouting).item(disclosure, children).others(disclosure)
    colm.conditions(disclosure).delivery(disclosure)
    colm.told_before(disclosure, "That adult care hears of it although he said no, because of the boys.")
    colm.go_through(disclosure, route="secure-mail", received="complete")
    assert "grandsons of four and six" in colm.preview(disclosure)
    colm.send(disclosure)
    colm.arrived(disclosure, "Ffion Marchetti")
    assert [left(who, name) for who in (colm, greta)] == [[], []]
    assert "We did not need your yes for this" in colm.where_it_went(person)


def test_11_a_safe_address_leaves_with_nothing(place, browser):
    colm, greta = Practitioner(browser, place, COLM), Practitioner(browser, place, GRETA)
    name, address, school = "Sunniva Oakhurst", "3 Larch Close, Fenwick, ZZ9 3LC", "Fenwick Hill School"
    person = colm.register(name, "1990-01-17")
    colm.contact("housing", "Moorgate Homes", "Piers Haldon", job="Housing officer")
    for kind, fact in [("address", address), ("school", school)]:
        colm.go(f"/people/{person}/sealed-facts/new")
        colm.fill(colm.page.locator("main form button").last.inner_text().strip(), {
            "kind": kind, "fact": fact, "others": "Craig Oakhurst", "why": "He has said that he will find her", **colm.day("review", later(180))})
    colm.go(f"/people/{person}/details/safe-contact/new").fill(
        colm.page.locator("main form button").last.inner_text().strip(), {"way": "letter", "detail": "The flat at Mill Street", "safety": "unsafe"})
    colm.go(f"/people/{person}/details/safe-contact/new").fill(
        colm.page.locator("main form button").last.inner_text().strip(), {"way": "call", "detail": "07700 900441", "safety": "safe"})
    move = colm.note(person, f"She needs two rooms. She is at {address} and her daughter goes to {school}.", category="housing")
    colm.explain(person, name, ["housing"])
    request = colm.own_request(person, "Piers Haldon", "She needs a flat.", urgency="concern")
    colm.need(request, words="To find her a flat").choose_items(request, "two rooms")
    colm.questions(request, facts("rochdale-2018", "children-in-the-house", consent="not-sought", asking_is_unsafe="yes"))
    decision = colm.decided(request, telling="not-yet", why="He reads her telephone.", review=later(14))
    disclosure = colm.build(decision)
    colm.recipient(disclosure, "Piers Haldon").purpose(disclosure)
    colm.item(disclosure, move).others(disclosure)
    colm.conditions(disclosure).delivery(disclosure)
    colm.told_later(disclosure, "risk", "He reads her telephone.", later(14), agreed="Greta Wexunstone")
    colm.go_through(disclosure, route="secure-mail", received="complete")
    said = colm.preview(disclosure)
    assert "two rooms" in said
    for sealed in [address, "Larch Close", "ZZ9 3LC", school]:
        assert sealed not in said, said
    assert "She is at [withheld]" in said
    colm.send(disclosure)
    colm.arrived(disclosure, "Piers Haldon")
    for part in [f"/disclosures/{disclosure}/package", f"/disclosures/{disclosure}"]:
        colm.go(part)
        colm.sees_no("Larch Close", school)
    informing = colm.informing(f"/disclosures/{disclosure}", name)
    copy = colm.where_it_went(person)
    assert "Moorgate Homes" not in copy and "Larch Close" not in copy
    assert "We have nothing to put on this list today" in copy
    colm.go(f"/people/{person}/where-it-went").sees("1 of these is left out of the copy", "Left out of their copy")
    colm.go(f"/informing/{informing}/way").fill("Continue", {"way": "letter"}, refused=True)
    assert colm.status == 409
    colm.at("You must not reach them this way").sees("This way to reach them is marked unsafe", "07700 900441")
    # The story ends with what is put off: it is looked at again, and nothing else waits.
    waiting = left(colm, name)
    assert len(waiting) == 2 and "Look again whether" in waiting[0] and "Review by" in waiting[1], waiting


def test_12_a_partner_declines_and_a_letter_goes_astray(place, browser):
    colm, greta = Practitioner(browser, place, COLM), Practitioner(browser, place, GRETA)
    name = "Leopold Brackwater"
    person = colm.register(name, "1949-12-01")
    colm.go(f"/people/{person}/details/safe-contact/new").fill(
        colm.page.locator("main form button").last.inner_text().strip(), {"way": "visit", "detail": "At his flat", "safety": "safe"})
    colm.contact("gp", "Moorgate Surgery", "Dr Amara Linnet", job="General practitioner")
    note = colm.note(person, "He has lost weight since the spring.", category="health")
    colm.go(f"/people/{person}/outgoing/new")
    colm.fill(colm.page.locator("main form button").last.inner_text().strip(), {
        "contact": colm.option("contact", "Amara Linnet"), "need": "We fear that he does not eat", "asked": "His weight at the last two visits",
        "anonymised": "no", "whole-file": "no", "basis": "Concern for his safety", "consent": "He was not asked", "urgent": "no"})
    asked = colm.number("outgoing")
    sends(colm, "/send", {})
    colm.sees("Waiting for an answer")
    colm.go(f"/outgoing/{asked}/reply").fill(colm.page.locator("main form button").last.inner_text().strip(), {"came": "refused", "reply": "We never tell anybody."})
    hold = ["capable", "nobody-else", "no-public-interest", "no-serious-crime", "abuser-without-needs", "no-staff", "no-duress", "below-marac", "no-other-authority"]
    colm.go(f"/outgoing/{asked}/refusal").fill(colm.page.locator("main form button").last.inner_text().strip(), {
        f"condition-{one}": "no" if one == "capable" else "yes" for one in hold})
    colm.sees("They may not keep it back.", "004 §6.6.6")
    colm.go(f"/outgoing/{asked}/challenge").sees("We never tell anybody.", "this does not hold", "clause 6.6.6")
    colm.go(f"/outgoing/{asked}/escalate").fill(colm.page.locator("main form button").last.inner_text().strip(), {
        "stage": "manager", "manager": colm.option("manager", "Greta") if colm.page.locator("select[name=manager]").count() else colm.radio("manager", "Greta"),
        "words": "Please ring theirs."})
    assert any("Take up the refusal of Moorgate Surgery" in one for one in greta.waiting("Surgery"))
    colm.go(f"/outgoing/{asked}/reply").fill(colm.page.locator("main form button").last.inner_text().strip(), {"came": "answered", "reply": "51 kg, then 47 kg."})
    colm.sees("51 kg, then 47 kg.")
    assert [left(who, name) for who in (colm, greta)] == [[], []]

    adult_care(colm, "Ottilie Severn")
    colm.explain(person, name, ["adult-care"])
    colm.converse(person, "given", lines=[("Physical health", "Council, adult care", "To give care or support")], capacity="self-adult",
                  **{"manner.trusted": "yes", "manner.help": "yes", "manner.evidence": "yes"})
    request = colm.own_request(person, "Ottilie Severn", "He needs meals.")
    colm.need(request, purpose="care").choose_items(request, "lost weight")
    colm.questions(request, facts("rochdale-2018", "she-agrees-to-adult-care"))
    decision = colm.decided(request, telling="told")
    disclosure = colm.build(decision)
    colm.recipient(disclosure, "Ottilie Severn").purpose(disclosure, "care", "To bring him meals", "consent")
    colm.item(disclosure, note).others(disclosure)
    colm.conditions(disclosure).delivery(disclosure)
    colm.told_before(disclosure, "What goes to adult care; he agreed.")
    colm.go_through(disclosure, route="secure-mail", received="complete")
    colm.preview(disclosure)
    colm.send(disclosure)
    colm.go(f"/disclosures/{disclosure}/receipt").fill("Continue", {"news": "misdirected"})
    colm.fill(colm.page.locator("main form button").last.inner_text().strip(), {"words": "A shop in Westmere opened it."})
    colm.at("Get back what went to the wrong place")
    assert any("went to the wrong place" in one for one in colm.waiting(name))
    colm.go(f"/disclosures/{disclosure}/misdirected").fill(colm.page.locator("main form button").last.inner_text().strip(), {
        "ring": "Rang the shop at nine; the owner read one line.", "back": "She brought it back at ten.", "affected": "He alone.",
        "safety": "It could not put him at risk.", "lead": "Told Greta at once."})
    colm.go(f"/disclosures/{disclosure}/misdirected/letter")
    assert name not in colm.words and "lost weight" not in colm.words
    colm.tell(colm.informing(f"/disclosures/{disclosure}", f"{name}: to be told"), "That a letter about him went to a shop and came back.", way="visit")
    # His agreement is looked at again on its day; nothing else waits.
    assert all("Look again at what" in one for one in left(colm, name)), left(colm, name)
    assert "This went to the wrong place" in colm.where_it_went(person)


def test_the_records_and_their_evidence_agree(place):
    status, found, said = place.verify()
    assert status == 0, said
