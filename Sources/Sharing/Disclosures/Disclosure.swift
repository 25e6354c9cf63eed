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
        /// Why an item that the person restricted, or that consent does not cover, goes all the same; "" otherwise.
        public var otherBasis = ""
        /// Why something that is limited to some, or kept from colleagues, goes to this recipient; "" otherwise.
        public var confidenceWhy = ""
        /// Why something that nobody has looked at for long still serves; "" otherwise.
        public var ageWhy = ""
        /// Whether whoever supplied or wrote it was consulted first, and why not (002 §3.1b).
        public var consulted = ""
        public init(item: String, why: String, exposure: String) {
            self.item = item
            self.why = why
            self.exposure = exposure
        }
    }

    /// Where the person stands whom it is about: told, or not yet and why (002 Q7, Q19; 001 §7; 004 §6.5).
    public struct Telling: Codable, Hashable, Sendable {
        public enum Standing: String, Codable, Sendable, CaseIterable { case told, deferred }
        public var standing: Standing
        /// A code of `Content/lists/ways.yaml`, by which number, when, who was there, and what was said.
        public var way = ""
        public var detail = ""
        public var on = ""
        public var present = ""
        public var words = ""
        /// Of a deferral: a code of `Content/lists/deferral-grounds.yaml`, words, who agreed, and the day of review.
        public var ground = ""
        public var why = ""
        public var approvedBy = ""
        public var reviewOn = ""
        public init(_ standing: Standing) { self.standing = standing }
    }

    public struct Content: SealedContent {
        public var chosen: [Chosen] = []
        public var recipientName = ""
        public var recipientAgency = ""
        public var recipientPost = ""
        /// The address or number it goes to, as the directory had it when it went.
        public var recipientDetail = ""
        /// Name, department and address or number as they were read back and confirmed.
        public var readBack = ""
        /// A code of `Content/lists/purposes.yaml`, and words.
        public var purpose = ""
        public var purposeWords = ""
        /// `consent`, or a code of `Content/lists/bases.yaml`.
        public var basis = ""
        public var basisWords = ""
        /// Why the whole of a file is needed; "" where less goes.
        public var wholeFileWhy = ""
        /// Third parties who stay named, with why; everybody else is masked.
        public var named: [String: String] = [:]
        /// What the recipient must keep to.
        public var conditions = ""
        /// Whether the recipient has agreed to them.
        public var areConditionsAccepted = false
        /// "Will this let the recipient achieve the purpose?" (002 §2.3, Q20)
        public var isEnough: Bool?
        /// The digest of what was read then: nothing else may be sent.
        public var previewed = ""
        /// Of what identifies nobody: why nobody can be recognised in it all the same.
        public var recognitionWhy = ""
        /// Answers of the recipient: by code of `Content/lists/recipient-understanding.yaml`.
        public var understood: [String: String] = [:]
        /// A code of `Content/lists/channels.yaml`.
        public var channel = ""
        public var telling: Telling?
        public var trustWords = ""
        public var authorisedBy = ""
        public var sentBy = ""
        public var sentOn = ""
        public var sentWords = ""
        public var receivedBy = ""
        public var receivedOn = ""
        public var receivedWords = ""
        /// Of what failed or was given up: why.
        public var fate = ""
        /// Whether the threat that somebody poses goes with it: `goes`, `stays`, or not said; and if not, why (004 §6.2).
        public var threat = ""
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
