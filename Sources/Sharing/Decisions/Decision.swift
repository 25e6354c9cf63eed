public import Ledger
public import Vault

/// A person's decision, whatever it was: to share, or not to (002 §2.16; 003 F-Record; 004 §6.3). Final once kept; a
/// reconsideration is a new decision that names the old.
public struct Decision: Record {
    /// What was written, before it is a decision.
    public struct Draft: Sendable {
        public var verdict: Verdict?
        public var factsOfTheCase = ""
        public var opinion = ""
        public var reasons = ""
        public var departure = ""
        public var telling: Telling?
        public var tellingWhy = ""
        public var reviewOn: Instant?
        public init() {}
    }

    /// What a draft still lacks. All of it at once.
    public struct Faults: Error, Hashable, Sendable {
        public enum One: String, Hashable, Sendable, CaseIterable {
            case noVerdict, noFacts, noReasons, departureNotExplained, noTelling, tellingNotExplained, noReview
        }
        public let all: [One]
    }

    public let id: RecordID<Decision>
    public let advice: RecordID<AdviceGiven>
    public let request: RecordID<SharingRequest>
    public let author: String
    public let organisation: String
    /// The person on the register whom it is about.
    public let person: RecordID<RegisteredPerson>?
    public let verdict: Verdict
    /// The verdict that would have followed the advice; nil where the advice was still open.
    public let expected: Verdict?
    /// Why the decision departs from the advice; nil when it does not.
    public let departure: String?
    public let factsOfTheCase: String
    public let opinion: String
    public let reasons: String
    public let telling: Telling
    public let tellingWhy: String?
    public let reviewOn: Instant?
    public let subject: String
    public let recipient: String
    public let items: [String]
    public let reconsiders: RecordID<Decision>?
    public let at: Instant

    /// - Throws: `Faults` with everything that is missing; nothing is decided then.
    public init(
        id: RecordID<Decision>, on advice: AdviceGiven, of request: SharingRequest, _ draft: Draft,
        by context: AccessContext, at now: Instant
    ) throws(Faults) {
        let expected = advice.outcome.map { Verdict(following: $0) }
        let faults = Self.faults(draft, expected: expected)
        guard faults.isEmpty, let verdict = draft.verdict, let telling = draft.telling else { throw Faults(all: faults) }
        self.id = id
        self.advice = advice.id
        self.request = request.id
        author = context.practitioner
        organisation = context.organisation
        person = request.person
        self.verdict = verdict
        self.expected = expected
        departure = verdict == expected ? nil : draft.departure
        factsOfTheCase = draft.factsOfTheCase
        opinion = draft.opinion
        reasons = draft.reasons
        self.telling = telling
        tellingWhy = draft.tellingWhy.isEmpty ? nil : draft.tellingWhy
        reviewOn = draft.reviewOn
        subject = request.subject
        recipient = request.recipient
        items = request.items
        reconsiders = request.reconsiders
        at = now
    }

    /// What the draft lacks: every decision has the facts of the case in the writer's own words and its reasons; a
    /// departure says why; not telling says why; not sharing is reviewed (000 §5.1.6; 001 §6 Record; 004 §6.5).
    public static func faults(_ draft: Draft, expected: Verdict?) -> [Faults.One] {
        var found: [Faults.One] = []
        if draft.verdict == nil { found.append(.noVerdict) }
        if draft.verdict != nil, draft.verdict != expected, draft.departure.isEmpty { found.append(.departureNotExplained) }
        if draft.factsOfTheCase.isEmpty { found.append(.noFacts) }
        if draft.reasons.isEmpty { found.append(.noReasons) }
        if draft.telling == nil { found.append(.noTelling) }
        if draft.telling == .notYet, draft.tellingWhy.isEmpty { found.append(.tellingNotExplained) }
        if draft.verdict == .doNotShare, draft.reviewOn == nil { found.append(.noReview) }
        return found
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        advice = .init(try row.text("advice"))
        request = .init(try row.text("request"))
        author = try row.text("author")
        organisation = try row.text("organisation")
        person = try row.id("person")
        guard let verdict = Verdict(rawValue: try row.text("verdict")) else { throw Row.Fault(column: "verdict") }
        self.verdict = verdict
        expected = try row.optionalText("expected").flatMap { Verdict(rawValue: $0) }
        departure = try row.optionalText("departure")
        factsOfTheCase = try row.text("facts_of_the_case")
        opinion = try row.text("opinion")
        reasons = try row.text("reasons")
        guard let telling = Telling(rawValue: try row.text("telling")) else { throw Row.Fault(column: "telling") }
        self.telling = telling
        tellingWhy = try row.optionalText("telling_why")
        reviewOn = try row.optionalText("review_on").flatMap { Instant($0) }
        subject = try row.text("subject")
        recipient = try row.text("recipient")
        items = try KeptJSON.read([String].self, row, "items")
        reconsiders = try row.optionalText("reconsiders").map { .init($0) }
        at = try row.instant("at")
    }

    public var protection: Protection {
        Protection(author: author, heldBy: organisation, reach: person.map { .file(of: $0.text) } ?? .casework)
    }

    public static let table = Table<Decision>(
        "decision", final: true,
        sealing: Sealing(
            [
                .text("subject"), .text("recipient"), .list("items"), .text("facts_of_the_case"), .text("opinion"),
                .text("reasons"), .optional("departure"), .optional("telling_why"),
            ], found: ["subject": .name, "recipient": .identifier]), in: { $0.request.text }, read: { try Decision($0) },
        write: { kept in
            Row([
                "advice": .text(kept.advice.text), "request": .text(kept.request.text), "author": .text(kept.author),
                "organisation": .text(kept.organisation), "person": (kept.person?.text).sql,
                "verdict": .text(kept.verdict.rawValue),
                "expected": (kept.expected?.rawValue).sql, "departure": kept.departure.sql,
                "facts_of_the_case": .text(kept.factsOfTheCase), "opinion": .text(kept.opinion),
                "reasons": .text(kept.reasons), "telling": .text(kept.telling.rawValue),
                "telling_why": kept.tellingWhy.sql, "review_on": (kept.reviewOn?.description).sql,
                "subject": .text(kept.subject), "recipient": .text(kept.recipient),
                "items": .text(KeptJSON.text(kept.items)), "reconsiders": (kept.reconsiders?.text).sql,
                "at": .text(kept.at.description),
            ])
        })
}
