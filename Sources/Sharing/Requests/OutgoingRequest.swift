public import Ledger
public import Vault

/// We ask another agency: for what our job needs, no more, and on which basis (004 §6.4.2; 001 §8 rule 4; 002 Q13).
public struct OutgoingRequest: Record {
    public enum State: String, Sendable, CaseIterable {
        case draft, sent, answered, insufficient, refused, withdrawn
    }

    public struct Content: SealedContent {
        public var recipientName = ""
        public var agency = ""
        public var need = ""
        public var asked = ""
        public var wouldAnonymisedDo = ""
        public var isWholeFile = false
        public var wholeFileWhy = ""
        public var basis = ""
        public var consentPosition = ""
        public var reply = ""
        public var replyOn = ""
        /// Of a refusal: their reason, and which of the conditions under which withholding is right hold (004 §6.6.6).
        public var refusalReason = ""
        public var conditions: [String: String] = [:]
        /// To whom the refusal was taken, in turn: `manager`, then `board` or `impartial`.
        public var escalation = ""
        public var escalationWords = ""
        /// Whether the reply was enough, and what is missing.
        public var missing = ""
        public var sentOn = ""
        public var sentBy = ""
        public var closedWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<OutgoingRequest>
    public let organisation: String
    public let author: String
    public var owner: String
    public let person: RecordID<RegisteredPerson>
    public var contact: RecordID<Contact>?
    public var isUrgent: Bool
    public var state: State
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<OutgoingRequest> = .random(), about person: RecordID<RegisteredPerson>, to contact: RecordID<Contact>?,
        isUrgent: Bool, _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        owner = context.practitioner
        self.person = person
        self.contact = contact
        self.isUrgent = isUrgent
        state = .draft
        self.content = content
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        owner = try row.text("owner")
        person = .init(try row.text("person"))
        contact = try row.id("contact")
        isUrgent = try row.integer("urgent") == 1
        state = try row.value("state")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<OutgoingRequest>(
        "outgoing_request", final: false, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try OutgoingRequest($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "owner": .text(kept.owner),
                "person": .text(kept.person.text), "contact": (kept.contact?.text).sql,
                "urgent": .integer(kept.isUrgent ? 1 : 0), "state": .text(kept.state.rawValue),
                "content": kept.content.sql, "begun": .text(kept.begun.description),
                "changed": .text(kept.changed.description),
            ])
        })

    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<OutgoingRequest> {
        Query("person = ?", [.text(person.text)], order: "begun DESC")
    }
}
