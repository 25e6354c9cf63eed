public import Ledger
public import Vault

/// Who somebody is to a person: family, a professional, a carer, somebody they name or trust, somebody they are said to be
/// at risk from. With what stands in law, the evidence seen, and dates (000 §4.3, §10.12; 002 Q11; 004 §6.2).
public struct Relation: Record {
    public enum Known: String, Codable, Sendable, CaseIterable { case yes, no, notKnown = "not-known" }

    public struct Content: SealedContent {
        public var role = ""
        public var agency = ""
        /// The number of the contact in the directory, if they are there.
        public var contact: String?
        public var from = ""
        public var until = ""
        public var parentalResponsibility: Known?
        /// What shows it.
        public var evidence = ""
        public var livesWith: Known?
        /// Separated, in conflict, an order in force.
        public var circumstances = ""
        /// What they may be told, and what not (000 §10.12, §13.1).
        public var mayBeTold = ""
        public var excluded = ""
        /// Where the person objects to their being told anything.
        public var objects = false
        /// What they regularly receive.
        public var receives = ""
        public var isLead = false
        /// By which document they act for the person, for what, and until when (000 §4.3; 001 §4).
        public var authority = ""
        public var authorityScope = ""
        public var authorityUntil = ""
        /// Of somebody a person is said to be at risk from (004 §6.2, §6.5; 002 App A Convicted): codes of
        /// `Content/lists/alleged-flags.yaml`.
        public var flags: [String] = []
        /// Assessed as a continuing threat to others: the assessment, by whom and when.
        public var continuingThreat = ""
        public var threatAssessor = ""
        public var threatAssessedOn = ""
        /// Of an advocate, a peer supporter or somebody trusted: who offered them, what the person answered, and which
        /// conversations they were at (004 §6.5; 000 §10.13.2).
        public var offeredBy = ""
        public var offerAnswer = ""
        public var attended = ""
        public var telephone = ""
        public var endedWhy = ""
        public var review = ""
        public var words = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Relation>
    public let person: RecordID<RegisteredPerson>
    /// Their own number on the register, if they are there: files are linked, never merged (002 §2.8, Q11).
    public var other: RecordID<RegisteredPerson>?
    public let organisation: String
    public let author: String
    /// A code of `Content/lists/relations.yaml`, such as `mother`, `social-worker`, `nominated`, `alleged`.
    public var kind: String
    public var isEnded: Bool
    public var name: String
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<Relation> = .random(), to person: RecordID<RegisteredPerson>, kind: String, name: String,
        other: RecordID<RegisteredPerson>? = nil, _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        self.other = other
        organisation = context.organisation
        author = context.practitioner
        self.kind = kind
        isEnded = false
        self.name = name
        self.content = content
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = .init(try row.text("person"))
        other = try row.id("other")
        organisation = try row.text("organisation")
        author = try row.text("author")
        kind = try row.text("kind")
        isEnded = try row.text("state") == "ended"
        name = try row.text("name")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<Relation>(
        "relation", final: false, sealing: Sealing([.text("name"), .optional("content")], found: ["name": .name]),
        in: { $0.person.text }, read: { try Relation($0) },
        write: { kept in
            Row([
                "person": .text(kept.person.text), "other": (kept.other?.text).sql,
                "organisation": .text(kept.organisation), "author": .text(kept.author), "kind": .text(kept.kind),
                "state": .text(kept.isEnded ? "ended" : "current"), "name": .text(kept.name), "content": kept.content.sql,
                "begun": .text(kept.begun.description), "changed": .text(kept.changed.description),
            ])
        })

    /// Everybody who is or was something to the person.
    public static func of(_ person: RecordID<RegisteredPerson>) -> Query<Relation> {
        Query("person = ?", [.text(person.text)], order: "begun")
    }

    /// Somebody said to have caused harm, or to pose a risk (004 §6.2).
    public var isAlleged: Bool { kind == "alleged" }

    /// Assessed as a continuing threat to others, today.
    public var isContinuingThreat: Bool {
        isAlleged && !isEnded && (content.flags.contains("continuing-threat") || !content.continuingThreat.isEmpty)
    }

    /// Where the person is somebody to others.
    public static func naming(_ person: RecordID<RegisteredPerson>) -> Query<Relation> {
        Query("other = ?", [.text(person.text)], order: "begun")
    }
}
