public import Ledger
public import Vault

/// What goes to one recipient on one decision: chosen item by item, starting empty, each with why it is needed
/// (000 §5.1.5; 001 §6; 002 §2.16, §3.1, Q18–Q21; 004 §6.4).
public struct Disclosure: Record {
    public enum State: String, Sendable, CaseIterable {
        case draft
        case awaitingSignOff = "awaiting-sign-off"
        case ready, sent, acknowledged, failed, queried, misdirected, abandoned
    }

    /// One item of the package.
    public struct Chosen: Codable, Hashable, Sendable {
        public var item: String
        public var why: String
        /// What it adds to what others could learn.
        public var exposure: String
        /// Third parties who stay named, with why; everybody else is masked.
        public var named: [String: String]
        /// Why an item that the person restricted, or that consent does not cover, goes all the same; "" otherwise.
        public var otherBasis: String
        public init(item: String, why: String, exposure: String, named: [String: String] = [:], otherBasis: String = "") {
            self.item = item
            self.why = why
            self.exposure = exposure
            self.named = named
            self.otherBasis = otherBasis
        }
    }

    public struct Content: SealedContent {
        public var chosen: [Chosen] = []
        public var recipientName = ""
        public var recipientAgency = ""
        public var readBack = ""
        /// A code of `Content/lists/purposes.yaml`, and words.
        public var purpose = ""
        public var purposeWords = ""
        /// `consent`, or a code of `Content/lists/bases.yaml`.
        public var basis = ""
        public var basisWords = ""
        /// What the recipient must keep to.
        public var conditions = ""
        /// "Will this let the recipient achieve the purpose?" (002 §2.3, Q20)
        public var isEnough: Bool?
        /// Answers of the recipient: codes of `Content/lists/recipient-understanding.yaml`.
        public var understood: [String: String] = [:]
        /// A code of `Content/lists/channels.yaml`.
        public var channel = ""
        public var sentOn = ""
        public var sentWords = ""
        public var receivedBy = ""
        public var receivedOn = ""
        public var receivedWords = ""
        public var fate = ""
        /// Whether the threat that somebody poses goes with it, and if not why (004 §6.2).
        public var threatWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Disclosure>
    public let organisation: String
    public let author: String
    public var owner: String
    public let person: RecordID<RegisteredPerson>
    public let request: RecordID<SharingRequest>
    public let decision: RecordID<Decision>
    public var contact: RecordID<Contact>?
    public var state: State
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<Disclosure> = .random(), on decision: Decision, about person: RecordID<RegisteredPerson>,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        owner = context.practitioner
        self.person = person
        request = decision.request
        self.decision = decision.id
        state = .draft
        content = Content()
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        owner = try row.text("owner")
        person = .init(try row.text("person"))
        request = .init(try row.text("request"))
        decision = .init(try row.text("decision"))
        contact = try row.id("contact")
        state = try row.value("state")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<Disclosure>(
        "disclosure", final: false, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try Disclosure($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "owner": .text(kept.owner),
                "person": .text(kept.person.text), "request": .text(kept.request.text),
                "decision": .text(kept.decision.text), "contact": (kept.contact?.text).sql,
                "state": .text(kept.state.rawValue), "content": kept.content.sql, "begun": .text(kept.begun.description),
                "changed": .text(kept.changed.description),
            ])
        })

    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<Disclosure> {
        Query("person = ?", [.text(person.text)], order: "begun DESC")
    }

    public static func on(_ decision: RecordID<Decision>) -> Query<Disclosure> {
        Query("decision = ?", [.text(decision.text)], order: "begun")
    }
}

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
