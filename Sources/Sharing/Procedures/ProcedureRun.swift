public import Ledger
public import Vault

/// A procedure as somebody goes through it: which one in which edition, about whom or what, what was answered, which steps
/// are done by whom.
public struct ProcedureRun: Record {
    public enum State: String, Sendable { case open, closed }

    /// A step that is done.
    public struct Done: Codable, Hashable, Sendable {
        public var step: String
        public var by: String
        public var at: String
        public init(step: String, by: String, at: String) {
            self.step = step
            self.by = by
            self.at = at
        }
    }

    /// Somebody read a warning and went on, or was stopped by a refusal.
    public struct Noted: Codable, Hashable, Sendable {
        /// The warning or refusal.
        public var what: String
        public var by: String
        public var at: String
        public init(what: String, by: String, at: String) {
            self.what = what
            self.by = by
            self.at = at
        }
    }

    public struct Content: SealedContent {
        /// By field.
        public var answers: [String: String] = [:]
        public var done: [Done] = []
        /// The warnings that were read before it went on.
        public var read: [Noted] = []
        /// The refusals that stopped it.
        public var stopped: [Noted] = []
        public var closedBy = ""
        /// Why it was ended without being gone through; "" when it was gone through.
        public var closedWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<ProcedureRun>
    public let organisation: String
    public let author: String
    /// Whoever has it in hand.
    public var owner: String
    /// The name of its file in `Content/procedures`.
    public let procedure: String
    /// The fingerprint of the procedure's text, under which it was begun.
    public let edition: String
    /// The person it is about, if it is about one.
    public let person: RecordID<RegisteredPerson>?
    /// The record it belongs to, if any: `disclosure/…`, `sharing_request/…`.
    public let of: String?
    public var state: State
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<ProcedureRun> = .random(), procedure: String, edition: String, about person: RecordID<RegisteredPerson>?,
        of record: String?, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        owner = context.practitioner
        self.procedure = procedure
        self.edition = edition
        self.person = person
        of = record
        state = .open
        content = Content()
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        owner = try row.text("owner")
        procedure = try row.text("name")
        edition = try row.text("edition")
        person = try row.id("person")
        of = try row.optionalText("belongs_to")
        state = try row.value("state")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection {
        Protection(author: author, heldBy: organisation, reach: person.map { .file(of: $0.text) } ?? .duty(of: owner))
    }

    public static let table = Table<ProcedureRun>(
        "procedure_run", final: false, sealing: Sealing([.optional("content")]),
        in: { $0.person?.text ?? $0.id.text }, read: { try ProcedureRun($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "owner": .text(kept.owner),
                "name": .text(kept.procedure), "edition": .text(kept.edition), "person": (kept.person?.text).sql,
                "belongs_to": kept.of.sql, "state": .text(kept.state.rawValue), "content": kept.content.sql,
                "begun": .text(kept.begun.description), "changed": .text(kept.changed.description),
            ])
        })

    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<ProcedureRun> {
        Query("person = ?", [.text(person.text)], order: "begun DESC")
    }

    /// Those that belong to a record, such as `disclosure/…`.
    public static func of(_ record: String) -> Query<ProcedureRun> {
        Query("belongs_to = ?", [.text(record)], order: "begun")
    }

    /// Those that somebody has in hand.
    public static func open(of practitioner: String) -> Query<ProcedureRun> {
        Query("owner = ? AND state = 'open'", [.text(practitioner)], order: "changed DESC")
    }
}

/// The text of a procedure under which somebody went through it, so that old runs can be read as they were. Final.
public struct PublishedProcedure: Record {
    /// The fingerprint of the text.
    public let id: RecordID<PublishedProcedure>
    public let name: String
    public let text: String
    public let at: Instant

    public init(fingerprint: String, name: String, text: String, at now: Instant) {
        id = .init(fingerprint)
        self.name = name
        self.text = text
        at = now
    }

    public var protection: Protection { Protection(author: nil, heldBy: nil, reach: .procedure) }

    public static let table = Table<PublishedProcedure>(
        "published_procedure", final: true,
        read: { row in
            PublishedProcedure(
                fingerprint: try row.text("id"), name: try row.text("name"), text: try row.text("text"),
                at: try row.instant("at"))
        },
        write: { kept in
            Row(["name": .text(kept.name), "text": .text(kept.text), "at": .text(kept.at.description)])
        })
}
