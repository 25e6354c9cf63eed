public import Ledger
public import Vault

/// What must be known of a person to speak with them, to reach them safely, and to know which duties apply. It has the
/// person's own number. Only those who work with them see it.
public struct Particulars: Record {
    /// How the person is spoken with and understood (000 §6.4, §10.5, §10.6, §10.13.2, §10.15).
    public struct Communication: Codable, Hashable, Sendable {
        public var firstLanguage = ""
        /// Which interpreter is needed; "" when none is.
        public var interpreter = ""
        /// Codes of `Content/lists/communication-needs.yaml`.
        public var needs: [String] = []
        /// A code of `Content/lists/formats.yaml`; "" for plain print.
        public var format = ""
        /// How the person says yes and no, where it is not by words.
        public var signal = ""
        /// Who can confirm the signal.
        public var signalConfirmedBy = ""
        /// Whom the person trusts to be there.
        public var trusted = ""
        /// Anything else.
        public var words = ""
        public init() {}
        /// Whether the person needs support to understand or to answer.
        public var needsSupport: Bool { !interpreter.isEmpty || !needs.isEmpty || !signal.isEmpty }
    }

    /// One way to reach the person: a code of `Content/lists/ways.yaml`, such as `letter`, `call`, `text`, `email`, `visit`.
    public struct Way: Codable, Hashable, Sendable {
        public enum Safety: String, Codable, Sendable, CaseIterable { case safe, unsafe, notKnown = "not-known" }
        public var way: String
        /// The number or the address.
        public var detail: String
        public var safety: Safety
        /// When it is safe.
        public var times: String
        public init(way: String, detail: String, safety: Safety, times: String) {
            self.way = way
            self.detail = detail
            self.safety = safety
            self.times = times
        }
    }

    /// How the person may be reached without danger (001 §11 Telephones; 004 §6.5).
    public struct SafeContact: Codable, Hashable, Sendable {
        public var ways: [Way] = []
        public var mayLeaveMessage: Bool?
        public var whoElseMightSee = ""
        public var words = ""
        public init() {}
    }

    /// A standing in law or care: a code of `Content/lists/standings.yaml` (002 App C table; 004 §6.6.5).
    public struct Standing: Codable, Hashable, Sendable {
        public var kind: String
        public var from: String
        public var until: String
        public var source: String
        public init(kind: String, from: String, until: String, source: String) {
            self.kind = kind
            self.from = from
            self.until = until
            self.source = source
        }
    }

    /// What somebody who works with the person said of their own doing, and when.
    public struct Said: Codable, Hashable, Sendable {
        public var practitioner: String
        public var at: String
        public var why: String
        public init(practitioner: String, at: String, why: String) {
            self.practitioner = practitioner
            self.at = at
            self.why = why
        }
    }

    public struct Address: Codable, Hashable, Sendable {
        public var lines: String
        public var from: String
        public var until: String
        public init(lines: String, from: String, until: String) {
            self.lines = lines
            self.from = from
            self.until = until
        }
    }

    public struct Content: SealedContent {
        /// The latest first.
        public var addresses: [Address] = []
        /// Nil while nobody has asked.
        public var communication: Communication?
        /// Nil while nobody has asked.
        public var safeContact: SafeContact?
        public var standings: [Standing] = []
        public var services: [String] = []
        /// Whether and how they may be asked again about further uses (000 §10.13.4).
        public var futureContact = ""
        /// Staff or volunteer too (000 §3.1, §4.1, §14.1).
        public var actsForUs = false
        /// Services that somebody has seen to be needed and that the person does not have (002 §1.1, §2.4).
        public var needed: [String] = []
        /// Such as ethnicity or religion, and for what purpose it is kept: without one it is not (000 §6.2).
        public var background = ""
        public var backgroundWhy = ""
        /// Why somebody was registered although somebody much like them was there.
        public var distinctWhy = ""
        /// Why this record was merged, or the merge undone.
        public var mergeWhy = ""
        /// What is known of where they are: of a state such as moved.
        public var stateWords = ""
        /// Who took the person up themselves, and why.
        public var takenUp: [Said] = []
        /// What was judged of who consents, at a birthday that changes it (002 Q11; 003 F-Consent).
        public var ageReviews: [Said] = []
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Particulars>
    public let organisation: String
    public let author: String
    public var content: Content
    public var changed: Instant

    public init(of person: RegisteredPerson, by context: AccessContext, _ content: Content = .init(), at now: Instant) {
        id = .init(person.id.text)
        organisation = person.organisation
        author = context.practitioner
        self.content = content
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        content = try Content.read(row)
        changed = try row.instant("changed")
    }

    public var person: RecordID<RegisteredPerson> { .init(id.text) }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: id.text)) }

    public static let table = Table<Particulars>(
        "particulars", final: false, sealing: Sealing([.optional("content")]), in: { $0.id.text },
        read: { try Particulars($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "content": kept.content.sql,
                "changed": .text(kept.changed.description),
            ])
        })
}
