public import Ledger
public import Vault

/// One conversation about consent and what came of it. Consent, agreement to a service and views that were sought are
/// three kinds of record. Final: what becomes of it later is a `ConsentChange` (000 §10; 002 Q10–Q19; 004 §6.5).
public struct Consent: Record {
    public enum Kind: String, Sendable, CaseIterable {
        case consent
        case agreementToService = "agreement-to-service"
        case viewsSought = "views-sought"
    }

    public enum Answer: String, Sendable, CaseIterable {
        case given
        /// Given for some and not for other things or agencies.
        case limited
        case refused
        /// Not asked, with the reason.
        case notSought = "not-sought"
        /// Could not be had, with the attempts.
        case notObtained = "not-obtained"
    }

    /// One line of the grid: what, to whom, for what.
    public struct Line: Codable, Hashable, Sendable {
        /// A code of `Content/lists/information.yaml`, or `any`.
        public var category: String
        /// `kind:school`, `contact:<number>`, or `any`.
        public var agency: String
        /// A code of `Content/lists/purposes.yaml`, or `any`.
        public var purpose: String
        public init(category: String, agency: String, purpose: String) {
            self.category = category
            self.agency = agency
            self.purpose = purpose
        }
    }

    public struct Content: SealedContent {
        /// Who consents or refuses, and in what capacity: a code of `Content/lists/consent-givers.yaml`.
        public var giver = ""
        public var capacity = ""
        public var capacityEvidence = ""
        /// The number of the relation who consents for the person.
        public var relation: String?
        public var scope: [Line] = []
        public var exclusions: [Line] = []
        /// In words, what is agreed and what not.
        public var scopeWords = ""
        /// A code of `Content/lists/consent-evidence.yaml`.
        public var evidence = ""
        public var evidenceWords = ""
        /// Codes of `Content/lists/consent-points.yaml` and `consent-manner.yaml`.
        public var points: [String] = []
        public var manner: [String] = []
        public var offeredOn = ""
        public var decidedOn = ""
        public var understanding = ""
        public var language = ""
        public var format = ""
        public var signal = ""
        public var signalConfirmedBy = ""
        public var interpreter = ""
        /// A general consent in advance, with why it is right (002 Q15).
        public var isGeneral = false
        public var generalWhy = ""
        /// The purpose or event that ends it.
        public var endsWith = ""
        /// Of a refusal: codes of `Content/lists/refusal-reasons.yaml`, and words.
        public var reasons: [String] = []
        public var reasonWords = ""
        public var alternatives = ""
        public var consequencesExplained = ""
        /// Of `not-sought`: a code of `Content/lists/consent-not-sought.yaml`, and words; of `not-obtained`: the attempts.
        public var notSought = ""
        public var notSoughtWords = ""
        public var attempts = ""
        public var disagreement = ""
        public var futureContact = ""
        /// On what the standing of the giver rests, as it was found when it was recorded.
        public var standing = ""
        /// What helped them to understand and to answer, where their communication needs it.
        public var support = ""
        public var signalHow = ""
        public var witness = ""
        /// Whether they would expect this sharing (001 §8 rule 4).
        public var expects = ""
        /// Of an agreement: to which service; of views: what they said.
        public var subject = ""
        /// There was no time to ask.
        public var isUrgent = false
        /// What was done to meet their worries (000 §10.17.1).
        public var effortsMade = ""
        /// Which warnings were read before it was recorded, and what was said to them.
        public var warnings: [String] = []
        public var warningsWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Consent>
    public let person: RecordID<RegisteredPerson>
    public let organisation: String
    public let author: String
    public let kind: Kind
    public let answer: Answer
    /// By when it is looked at again, as a day.
    public let reviewOn: String?
    public let content: Content
    public let at: Instant

    public init(
        id: RecordID<Consent> = .random(), of person: RecordID<RegisteredPerson>, kind: Kind, answer: Answer,
        reviewOn: String?, _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        organisation = context.organisation
        author = context.practitioner
        self.kind = kind
        self.answer = answer
        self.reviewOn = reviewOn
        self.content = content
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = .init(try row.text("person"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        kind = try row.value("kind")
        answer = try row.value("answer")
        reviewOn = try row.optionalText("review_on")
        content = try Content.read(row)
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<Consent>(
        "consent", final: true, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try Consent($0) },
        write: { kept in
            Row([
                "person": .text(kept.person.text), "organisation": .text(kept.organisation), "author": .text(kept.author),
                "kind": .text(kept.kind.rawValue), "answer": .text(kept.answer.rawValue), "review_on": kept.reviewOn.sql,
                "content": kept.content.sql, "at": .text(kept.at.description),
            ])
        })

    public static func of(_ person: RecordID<RegisteredPerson>) -> Query<Consent> {
        Query("person = ?", [.text(person.text)], order: "at DESC")
    }
}

/// What became of a consent. Final.
public struct ConsentChange: Record {
    public enum Kind: String, Sendable, CaseIterable {
        case withdrawn, invalidated, reviewed, ended
    }

    public struct Content: SealedContent {
        /// By whom, through which channel, in whose words.
        public var by = ""
        public var channel = ""
        public var words = ""
        /// What was explained of what cannot be fetched back.
        public var explained = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<ConsentChange>
    public let consent: RecordID<Consent>
    public let person: RecordID<RegisteredPerson>
    public let organisation: String
    public let author: String
    public let kind: Kind
    /// Of a review: by when the next is due.
    public let reviewOn: String?
    public let content: Content
    public let at: Instant

    public init(
        id: RecordID<ConsentChange> = .random(), of consent: Consent, kind: Kind, reviewOn: String? = nil, _ content: Content,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.consent = consent.id
        person = consent.person
        organisation = context.organisation
        author = context.practitioner
        self.kind = kind
        self.reviewOn = reviewOn
        self.content = content
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        consent = .init(try row.text("consent"))
        person = .init(try row.text("person"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        kind = try row.value("kind")
        reviewOn = try row.optionalText("review_on")
        content = try Content.read(row)
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<ConsentChange>(
        "consent_change", final: true, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try ConsentChange($0) },
        write: { kept in
            Row([
                "consent": .text(kept.consent.text), "person": .text(kept.person.text),
                "organisation": .text(kept.organisation), "author": .text(kept.author), "kind": .text(kept.kind.rawValue),
                "review_on": kept.reviewOn.sql, "content": kept.content.sql, "at": .text(kept.at.description),
            ])
        })

    public static func of(_ person: RecordID<RegisteredPerson>) -> Query<ConsentChange> {
        Query("person = ?", [.text(person.text)], order: "at")
    }
}
