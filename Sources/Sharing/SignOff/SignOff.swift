public import Ledger
public import Vault

/// Somebody other than the author is asked to agree before something is done, and answers, having been shown just this
/// (000 §9.2, §15.8.5; 001 §10f; 002 Q17; 004 §6.5).
public struct SignOff: Record {
    public enum State: String, Sendable { case asked, agreed, refused, withdrawn }

    public struct Content: SealedContent {
        public var question = ""
        /// What they were shown, word for word.
        public var shown = ""
        public var words = ""
        public var conditions = ""
        /// The post that the level asks for.
        public var level = ""
        /// Further situations that the same question covers.
        public var covers: [String] = []
        /// What of the request it rests on: what changes afterwards was not agreed to.
        public var restsOn = ""
        /// Why it was done without waiting for an answer, which then looks back on it; "" where it waits (004 §6.5).
        public var bypassWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<SignOff>
    public let organisation: String
    public let author: String
    /// Who is asked; anybody of the level may answer.
    public let askedOf: String
    public var answeredBy: String?
    /// What for: `sharing_request/…`, `disclosure/…`.
    public let record: String
    public let person: RecordID<RegisteredPerson>?
    /// A code of `Content/lists/sign-off.yaml`.
    public let situation: String
    public let isUrgent: Bool
    public var state: State
    public var content: Content
    public let at: Instant
    public var answeredAt: Instant?

    public init(
        id: RecordID<SignOff> = .random(), for record: String, situation: String, of askedOf: String,
        person: RecordID<RegisteredPerson>?, isUrgent: Bool, _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        self.askedOf = askedOf
        self.record = record
        self.person = person
        self.situation = situation
        self.isUrgent = isUrgent
        state = .asked
        self.content = content
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        askedOf = try row.text("asked_of")
        answeredBy = try row.optionalText("answered_by")
        record = try row.text("record")
        person = try row.id("person")
        situation = try row.text("situation")
        isUrgent = try row.integer("urgent") == 1
        state = try row.value("state")
        content = try Content.read(row)
        at = try row.instant("at")
        answeredAt = try row.optionalInstant("answered_at")
    }

    /// Whom it is about, so that whoever takes the case over sees what was agreed; without a person, those it waits for.
    public var protection: Protection {
        Protection(author: author, heldBy: organisation, reach: person.map { .file(of: $0.text) } ?? .duty(of: askedOf))
    }

    public static let table = Table<SignOff>(
        "sign_off", final: false, sealing: Sealing([.optional("content")]), in: { $0.person?.text ?? $0.id.text },
        read: { try SignOff($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "asked_of": .text(kept.askedOf),
                "answered_by": kept.answeredBy.sql, "record": .text(kept.record), "person": (kept.person?.text).sql,
                "situation": .text(kept.situation), "urgent": .integer(kept.isUrgent ? 1 : 0),
                "state": .text(kept.state.rawValue), "content": kept.content.sql, "at": .text(kept.at.description),
                "answered_at": (kept.answeredAt?.description).sql,
            ])
        })

    /// What still waits for an answer in an organisation, the most pressing first.
    public static func waiting(in organisation: String, limit: Int = 200) -> Query<SignOff> {
        Query(
            "organisation = ? AND state = 'asked'", [.text(organisation)], order: "urgent DESC, at", limit: limit)
    }

    /// Everything that was asked for a record, the latest first.
    public static func of(_ record: String) -> Query<SignOff> {
        Query("record = ?", [.text(record)], order: "at DESC")
    }
}
