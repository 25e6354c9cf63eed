public import Ledger
public import Vault

/// A fact that must never reach somebody: where a person lives, which school they go to, a routine. It is kept out of every
/// package, letter, export and name of a file, but for recipients whom a manager has let it reach (004 §6.5; 002 Q25).
public struct SealedFact: Record {
    /// A recipient whom it may reach all the same.
    public struct Release: Codable, Hashable, Sendable {
        /// The number of the contact in the directory.
        public var contact: String
        public var why: String
        /// The manager who let it.
        public var by: String
        public var at: String
        public init(contact: String, why: String, by: String, at: String) {
            self.contact = contact
            self.why = why
            self.by = by
            self.at = at
        }
    }

    public struct Content: SealedContent {
        /// The fact, and other ways in which it is written or called.
        public var forms: [String] = []
        /// Whom it must never reach: names, as in the person's relations.
        public var from: [String] = []
        public var why = ""
        public var releases: [Release] = []
        public var review = ""
        public var endedWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<SealedFact>
    public let person: RecordID<RegisteredPerson>
    public let organisation: String
    public let author: String
    /// A code of `Content/lists/sealed-facts.yaml`: `address`, `school`, `routine`, `telephone`, …
    public let kind: String
    public var isInForce: Bool
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<SealedFact> = .random(), about person: RecordID<RegisteredPerson>, kind: String, _ content: Content,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        organisation = context.organisation
        author = context.practitioner
        self.kind = kind
        isInForce = true
        self.content = content
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = .init(try row.text("person"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        kind = try row.text("kind")
        isInForce = try row.text("state") == "in-force"
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<SealedFact>(
        "sealed_fact", final: false, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try SealedFact($0) },
        write: { kept in
            Row([
                "person": .text(kept.person.text), "organisation": .text(kept.organisation), "author": .text(kept.author),
                "kind": .text(kept.kind), "state": .text(kept.isInForce ? "in-force" : "ended"), "content": kept.content.sql,
                "begun": .text(kept.begun.description), "changed": .text(kept.changed.description),
            ])
        })

    public static func of(_ person: RecordID<RegisteredPerson>) -> Query<SealedFact> {
        Query("person = ?", [.text(person.text)], order: "begun")
    }
}
