public import Ledger
public import Vault

/// Exactly what left, as the recipient got it. Final (000 §9.1; 002 §2.16).
public struct FrozenPackage: Record {
    /// One item that went.
    public struct Sent: Codable, Hashable, Sendable {
        public var item: String
        /// The words as they left, masks included.
        public var text: String
        public init(item: String, text: String) {
            self.item = item
            self.text = text
        }
    }

    public struct Content: SealedContent {
        public var title = ""
        /// The whole document in plain text, cover and marking included.
        public var text = ""
        /// The same, part by part, as it is shown: `["heading", "Conditions"]`.
        public var blocks: [[String]] = []
        public var sent: [Sent] = []
        /// What was masked, and why.
        public var masked: [String] = []
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<FrozenPackage>
    public let disclosure: RecordID<Disclosure>
    public let person: RecordID<RegisteredPerson>
    public let contact: RecordID<Contact>
    public let organisation: String
    public let author: String
    /// SHA-256 of the text, in hexadecimal digits.
    public let digest: String
    public let content: Content
    public let at: Instant

    public init(
        id: RecordID<FrozenPackage> = .random(), of disclosure: Disclosure, to contact: RecordID<Contact>, digest: String,
        _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.disclosure = disclosure.id
        person = disclosure.person
        self.contact = contact
        organisation = context.organisation
        author = context.practitioner
        self.digest = digest
        self.content = content
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        disclosure = .init(try row.text("disclosure"))
        person = .init(try row.text("person"))
        contact = .init(try row.text("contact"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        digest = try row.text("digest")
        content = try Content.read(row)
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<FrozenPackage>(
        "frozen_package", final: true, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try FrozenPackage($0) },
        write: { kept in
            Row([
                "disclosure": .text(kept.disclosure.text), "person": .text(kept.person.text),
                "contact": .text(kept.contact.text), "organisation": .text(kept.organisation),
                "author": .text(kept.author), "digest": .text(kept.digest), "content": kept.content.sql,
                "at": .text(kept.at.description),
            ])
        })

    public static func of(_ disclosure: RecordID<Disclosure>) -> Query<FrozenPackage> {
        Query("disclosure = ?", [.text(disclosure.text)], order: "at")
    }

    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<FrozenPackage> {
        Query("person = ?", [.text(person.text)], order: "at DESC")
    }
}
