public import Ledger
public import Vault

/// The first explanation, before any service: what is recorded, why, and with whom it may be shared; or why it could not
/// be given yet. Final (000 §5.1.1, §6.2, §6.4; 001 §10b; 002 §2.9, Q14).
public struct Explanation: Record {
    public struct Content: SealedContent {
        /// The letter it rests on, with its edition and language: `privacy-notice 1 en`. "" where it was not given.
        public var notice = ""
        public var language = ""
        /// A code of `Content/lists/formats.yaml`.
        public var format = ""
        public var givenTo = ""
        /// Codes of `Content/lists/explanation-points.yaml`.
        public var points: [String] = []
        public var understanding = ""
        /// What the person fears, and what was agreed (000 §6.2, §10.17.1).
        public var anxieties = ""
        public var agreed = ""
        public var agencies: [String] = []
        public var onDay = ""
        /// Why a service had to begin without it; "" where it was given.
        public var exception = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Explanation>
    public let person: RecordID<RegisteredPerson>
    public let organisation: String
    public let author: String
    public let wasGiven: Bool
    public let content: Content
    public let at: Instant

    public init(
        id: RecordID<Explanation> = .random(), to person: RecordID<RegisteredPerson>, wasGiven: Bool, _ content: Content,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        organisation = context.organisation
        author = context.practitioner
        self.wasGiven = wasGiven
        self.content = content
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = .init(try row.text("person"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        wasGiven = try row.text("kind") == "given"
        content = try Content.read(row)
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<Explanation>(
        "explanation", final: true, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try Explanation($0) },
        write: { kept in
            Row([
                "person": .text(kept.person.text), "organisation": .text(kept.organisation), "author": .text(kept.author),
                "kind": .text(kept.wasGiven ? "given" : "exception"), "content": kept.content.sql,
                "at": .text(kept.at.description),
            ])
        })

    public static func to(_ person: RecordID<RegisteredPerson>) -> Query<Explanation> {
        Query("person = ?", [.text(person.text)], order: "at DESC")
    }
}
