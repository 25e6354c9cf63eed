import Foundation
import Ledger
import Policy
import Sharing
import Testing

@_spi(Operator) @testable import Vault

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

    @Test func `facts that were destroyed are not taken for facts that were never known`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sharing-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let now = Instant(milliseconds: 1_795_000_000_000)
        let store = try await Store(
            at: .file(folder.appending(path: "test.sqlite").path), schema: [SharingSchema.folder].compactMap { $0 },
            sealings: SharingSchema.sealings, keys: MasterKeys(folder: folder.appending(path: "keys")), at: now)
        let library = try InterviewTests.library.get()
        let edition = try #require(library.editions.first)
        let mo = AccessContext(practitioner: "mo", organisation: "office", role: .manager, purpose: .oversight)
        try await store.publish(library, vocabulary: "", as: .operator, at: now)
        let (kept, request) = try await store.act(as: mo, at: now) { records in
            let request = SharingRequest(
                by: mo, origin: .ownInitiative, subject: "A. 1", recipient: "A school", purpose: "To help", items: ["notes"],
                policy: edition.name, at: now)
            let interview = Interview([:], under: edition)
            let advice = AdviceGiven(on: request, interview, at: now)
            try records.keep(request, as: .recorded)
            try records.keep(advice, as: .advised)
            return (advice.id, request.id)
        }
        #expect(try await store.look(as: mo, at: now) { try $0.find(kept) }.areFactsGone == false)
        #expect(try await store.destroyKey(of: request.text, why: "for trial", at: now) == 2)
        let after = try await store.look(as: mo, at: now) { try $0.find(kept) }
        #expect(after.areFactsGone)
        #expect(after.policy == edition.name)
    }
}
