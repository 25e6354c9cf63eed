public import Ledger
public import Vault

/// Somebody is told about a sharing, or not yet and why: the person themself, their family, others named in it, a
/// professional, whoever supplied it, whoever referred or asked (000 §15.3, §15.7; 001 §7; 002 Q7, Q19, Q22; 003 F-Share;
/// 004 §6.5).
public struct Informing: Record {
    public enum Whom: String, Sendable, CaseIterable {
        case person, family, professional, supplier, referrer, requester
        case thirdParty = "third-party"
        /// Somebody who received what was later corrected.
        case recipient
    }

    public enum State: String, Sendable { case due, deferred, told, closed }

    /// Somebody looked again at a deferral: "is it now safe and possible?" (002 §2.14, Q19).
    public struct Review: Codable, Hashable, Sendable {
        public var on: String
        public var by: String
        public var isSafe: Bool
        public var words: String
        public init(on: String, by: String, isSafe: Bool, words: String) {
            self.on = on
            self.by = by
            self.isSafe = isSafe
            self.words = words
        }
    }

    public struct Content: SealedContent {
        public var name = ""
        /// What they are to be told, or were.
        public var words = ""
        /// A code of `Content/lists/ways.yaml`; by which number or address; who was there.
        public var way = ""
        public var detail = ""
        public var present = ""
        public var toldOn = ""
        public var reaction = ""
        /// Codes of `Content/lists/telling-points.yaml` that they were told, and why not the others.
        public var points: [String] = []
        public var pointsWhy = ""
        /// What it is likely to do to their trust, and when it is talked about again (002 Q7, Q9, §5.3).
        public var trust = ""
        public var followUpOn = ""
        /// Why a way was taken of which nobody knows whether it is safe.
        public var wayWhy = ""
        /// Of a deferral: a code of `Content/lists/deferral-grounds.yaml`, words, and who agreed.
        public var ground = ""
        public var why = ""
        public var approvedBy = ""
        public var reviewOn = ""
        public var reviews: [Review] = []
        public var closedWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Informing>
    public let organisation: String
    public let author: String
    public var owner: String
    public let person: RecordID<RegisteredPerson>
    /// What it is about: `disclosure/…`, `decision/…`, `information_item/…`.
    public let record: String
    public let whom: Whom
    public var state: State
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<Informing> = .random(), of whom: Whom, about record: String, person: RecordID<RegisteredPerson>,
        _ content: Content, by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        owner = context.practitioner
        self.person = person
        self.record = record
        self.whom = whom
        state = .due
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
        record = try row.text("record")
        whom = try row.value("whom")
        state = try row.value("state")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<Informing>(
        "informing", final: false, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try Informing($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "owner": .text(kept.owner),
                "person": .text(kept.person.text), "record": .text(kept.record), "whom": .text(kept.whom.rawValue),
                "state": .text(kept.state.rawValue), "content": kept.content.sql, "begun": .text(kept.begun.description),
                "changed": .text(kept.changed.description),
            ])
        })

    public static func about(_ record: String) -> Query<Informing> {
        Query("record = ?", [.text(record)], order: "begun")
    }

    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<Informing> {
        Query("person = ?", [.text(person.text)], order: "begun DESC")
    }
}
