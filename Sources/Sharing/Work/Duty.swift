public import Ledger
public import Vault

/// Something that waits for somebody, with a day, and what happens when it is not done: so that nothing falls silent
/// (000 §5.1.6; 001 §6 Record; 002 §2.16).
public struct Duty: Record {
    public enum State: String, Sendable { case open, done, dropped }

    /// It was given to somebody else.
    public struct HandOver: Codable, Hashable, Sendable {
        public var from: String
        public var to: String
        public var by: String
        public var at: String
        public var why: String
        public init(from: String, to: String, by: String, at: String, why: String) {
            self.from = from
            self.to = to
            self.by = by
            self.at = at
            self.why = why
        }
    }

    public struct Content: SealedContent {
        /// Such as "Tell Jo Example that her school was told".
        public var words = ""
        public var endedBy = ""
        public var endedWhy = ""
        public var handOvers: [HandOver] = []
        public init(words: String = "") { self.words = words }
        public static var destroyed: Content { Content(words: "Destroyed") }
    }

    public let id: RecordID<Duty>
    public let organisation: String
    public let author: String
    public var owner: String
    /// A code of `Content/lists/duties.yaml`.
    public let kind: String
    /// The record it is about: `disclosure/…`.
    public let record: String
    public let person: RecordID<RegisteredPerson>?
    public let isUrgent: Bool
    public var due: Instant
    /// From when those who oversee the work see it as escalated.
    public var escalates: Instant
    public var state: State
    public var content: Content
    public let begun: Instant
    public var ended: Instant?

    public init(
        id: RecordID<Duty> = .random(), kind: String, of owner: String, about record: String,
        person: RecordID<RegisteredPerson>?, isUrgent: Bool = false, words: String, due: Instant, escalates: Instant,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        self.owner = owner
        self.kind = kind
        self.record = record
        self.person = person
        self.isUrgent = isUrgent
        self.due = due
        self.escalates = escalates
        state = .open
        content = Content(words: words)
        begun = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        owner = try row.text("owner")
        kind = try row.text("kind")
        record = try row.text("record")
        person = try row.id("person")
        isUrgent = try row.integer("urgent") == 1
        due = try row.instant("due")
        escalates = try row.instant("escalates")
        state = try row.value("state")
        content = try Content.read(row)
        begun = try row.instant("begun")
        ended = try row.optionalInstant("ended")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .duty(of: owner)) }

    public static let table = Table<Duty>(
        "duty", final: false, sealing: Sealing([.optional("content")]), in: { $0.person?.text ?? $0.id.text },
        read: { try Duty($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "owner": .text(kept.owner),
                "kind": .text(kept.kind), "record": .text(kept.record), "person": (kept.person?.text).sql,
                "urgent": .integer(kept.isUrgent ? 1 : 0), "due": .text(kept.due.description),
                "escalates": .text(kept.escalates.description), "state": .text(kept.state.rawValue),
                "content": kept.content.sql, "begun": .text(kept.begun.description),
                "ended": (kept.ended?.description).sql,
            ])
        })

    /// What waits for somebody, the most pressing first.
    public static func open(of practitioner: String, limit: Int = 200, offset: Int = 0) -> Query<Duty> {
        Query(
            "owner = ? AND state = 'open'", [.text(practitioner)], order: "urgent DESC, due", limit: limit, offset: offset)
    }

    /// What waited too long: everybody who manages sees it from this moment (000 §5.1.6).
    public static func escalated(in organisation: String, at now: Instant, limit: Int = 500) -> Query<Duty> {
        Query(
            "organisation = ? AND state = 'open' AND escalates < ?", [.text(organisation), .text(now.description)],
            order: "urgent DESC, due", limit: limit)
    }

    /// Everything that waits in an organisation, the most pressing first.
    public static func open(in organisation: String, limit: Int = 5000) -> Query<Duty> {
        Query("organisation = ? AND state = 'open'", [.text(organisation)], order: "urgent DESC, due", limit: limit)
    }

    /// What somebody is to do about a person.
    public static func open(of practitioner: String, about person: RecordID<RegisteredPerson>) -> Query<Duty> {
        Query("owner = ? AND state = 'open' AND person = ?", [.text(practitioner), .text(person.text)], order: "due")
    }

    /// How it stands at a moment.
    public enum Standing: Hashable, Sendable { case waiting, dueToday, overdue, escalated, ended }

    public func standing(at now: Instant) -> Standing {
        if state != .open { return .ended }
        if escalates < now { return .escalated }
        if due < now { return .overdue }
        return due.day == now.day ? .dueToday : .waiting
    }

    /// Somebody else does it from now on; everything about it stays as it was.
    public mutating func hand(to other: String, because why: String, by context: AccessContext, at now: Instant) {
        content.handOvers.append(
            HandOver(from: owner, to: other, by: context.practitioner, at: now.description, why: why))
        owner = other
    }

    /// What is still to be done about a record.
    public static func open(about record: String) -> Query<Duty> {
        Query("record = ? AND state = 'open'", [.text(record)], order: "due")
    }
}

extension Transaction {
    /// Ends what is open about a record, all of one kind, and says why. Nothing happens when nothing is open.
    /// - Throws: as `keep`.
    public mutating func discharge(_ kind: String, about record: String, because words: String) throws {
        for var duty in try list(Duty.open(about: record)) where duty.kind == kind {
            duty.state = .done
            duty.ended = now
            duty.content.endedBy = context.practitioner
            duty.content.endedWhy = words
            try keep(duty, as: .done)
        }
    }
}
