import Ledger
import Policy
import Sharing
import Testing

@Suite struct DecisionTests {
    private func whole() -> Decision.Draft {
        var draft = Decision.Draft()
        draft.verdict = .share
        draft.factsOfTheCase = "She came without a coat."
        draft.reasons = "She may be cold at home."
        draft.telling = .told
        return draft
    }

    @Test func `a decision that follows the advice needs facts, reasons and where the person stands`() {
        #expect(Decision.faults(whole(), expected: .share) == [])
        #expect(Decision.faults(Decision.Draft(), expected: .share) == [.noVerdict, .noFacts, .noReasons, .noTelling])
    }

    @Test func `a departure is explained, or it is no decision`() {
        var draft = whole()
        #expect(Decision.faults(draft, expected: .doNotShare) == [.departureNotExplained])
        #expect(Decision.faults(draft, expected: nil) == [.departureNotExplained])
        draft.departure = "The school has since told me more."
        #expect(Decision.faults(draft, expected: .doNotShare) == [])
    }

    @Test func `not sharing is as full a record, and has a day on which it is looked at again`() {
        var draft = whole()
        draft.verdict = .doNotShare
        #expect(Decision.faults(draft, expected: .doNotShare) == [.noReview])
        draft.reviewOn = Instant(year: 2027, month: 1, day: 4)
        #expect(Decision.faults(draft, expected: .doNotShare) == [])
    }

    @Test func `not telling yet says why`() {
        var draft = whole()
        draft.telling = .notYet
        #expect(Decision.faults(draft, expected: .share) == [.tellingNotExplained])
    }

    @Test(arguments: [
        ("must-share", Verdict.share), ("share", .share), ("share-without-consent", .share),
        ("share-anonymised", .shareAnonymised),
        ("narrow-first", .shareInPart), ("seek-consent", .seekConsent), ("seek-advice", .seekAdvice), ("pass-on", .seekAdvice),
        ("do-not-share", .doNotShare), ("an outcome of tomorrow", .seekAdvice),
    ])
    func `each advice has the verdict that follows it`(outcome: String, verdict: Verdict) {
        #expect(Verdict(following: Outcome.ID(outcome)) == verdict)
    }
}
