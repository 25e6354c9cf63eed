public import Ledger
public import Policy
public import Vault

/// Advice as it was given: the facts it rested on, the edition it came from, and what it said. Final.
public struct AdviceGiven: Record {
    public struct Owed: Codable, Hashable, Sendable {
        public let id: String
        public let words: String
        public let because: [String]
    }

    public let id: RecordID<AdviceGiven>
    public let request: RecordID<SharingRequest>
    public let author: String
    public let organisation: String
    public let person: RecordID<RegisteredPerson>?
    public let policy: String
    public let version: String
    /// The fingerprint of the edition.
    public let edition: RecordID<PublishedEdition>
    public let facts: [String: String]
    /// The facts were destroyed with their file, or cannot be read. That is not the same as that nothing was known.
    public let areFactsGone: Bool
    public let outcome: Outcome.ID?
    public let rule: String?
    public let possible: [String]
    public let because: [String]
    public let obligations: [Owed]
    public let at: Instant

    /// What the policy advises on the facts that the request has gathered.
    public init(id: RecordID<AdviceGiven> = .random(), on request: SharingRequest, _ interview: Interview, at now: Instant) {
        self.id = id
        self.request = request.id
        author = request.author
        organisation = request.organisation
        person = request.person
        policy = interview.edition.name
        version = interview.edition.version
        edition = .init(interview.edition.fingerprint)
        facts = interview.facts
        areFactsGone = false
        let advice = interview.advice
        outcome = advice.restsOnUnknowns ? .seekAdvice : advice.outcome
        rule = advice.rule?.id
        possible = advice.possible.map(\.rawValue)
        because = advice.because.map(\.description)
        obligations = advice.obligations.map { Owed(id: $0.id, words: $0.words, because: $0.because.map(\.description)) }
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        request = .init(try row.text("request"))
        author = try row.text("author")
        organisation = try row.text("organisation")
        person = try row.id("person")
        policy = try row.text("policy")
        version = try row.text("version")
        edition = .init(try row.text("edition"))
        areFactsGone = try row.optionalText("facts") == nil
        facts = areFactsGone ? [:] : try KeptJSON.read([String: String].self, row, "facts")
        outcome = try row.optionalText("outcome").map { .init($0) }
        rule = try row.optionalText("rule")
        possible = try KeptJSON.read([String].self, row, "possible")
        because = try KeptJSON.read([String].self, row, "because")
        obligations = try KeptJSON.read([Owed].self, row, "obligations")
        at = try row.instant("at")
    }

    public var protection: Protection {
        Protection(author: author, heldBy: organisation, reach: person.map { .file(of: $0.text) } ?? .casework)
    }

    public static let table = Table<AdviceGiven>(
        "advice_given", final: true, sealing: Sealing([.optional("facts")]), in: { $0.request.text },
        read: { try AdviceGiven($0) },
        write: { kept in
            Row([
                "request": .text(kept.request.text), "author": .text(kept.author),
                "organisation": .text(kept.organisation), "person": (kept.person?.text).sql, "policy": .text(kept.policy),
                "version": .text(kept.version),
                "edition": .text(kept.edition.text), "facts": .text(KeptJSON.text(kept.facts)),
                "outcome": (kept.outcome?.rawValue).sql, "rule": kept.rule.sql,
                "possible": .text(KeptJSON.text(kept.possible)), "because": .text(KeptJSON.text(kept.because)),
                "obligations": .text(KeptJSON.text(kept.obligations)), "at": .text(kept.at.description),
            ])
        })
}
