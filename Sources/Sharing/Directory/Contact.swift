public import Ledger
public import Vault

/// Somebody in another agency to whom information may go: drawn from here, so that it goes to the right person at a number
/// and address that somebody has verified (000 §19.3–19.5; 001 §11 Telephones; 002 Q21).
public struct Contact: Record {
    public struct Content: SealedContent {
        public var jobTitle = ""
        public var department = ""
        /// The agency's main number, found independently of whoever calls.
        public var switchboard = ""
        public var telephone = ""
        public var address = ""
        public var email = ""
        public var isEmailSecure = false
        public var fax = ""
        public var faxTestedOn = ""
        /// A code of `Content/lists/channels.yaml`.
        public var preferred = ""
        public var isOverseas = false
        /// `2026-03-27`; "" while nobody has verified them.
        public var verifiedOn = ""
        public var verifiedBy = ""
        public var verifiedHow = ""
        public var endedWhy = ""
        public var endedOn = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Contact>
    public let organisation: String
    public let author: String
    /// A code of `Content/lists/agencies.yaml`: `school`, `police`, `childrens-services`, …
    public var kind: String
    public var isEnded: Bool
    public var name: String
    public var agency: String
    public var content: Content
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<Contact> = .random(), kind: String, name: String, agency: String, _ content: Content,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        self.kind = kind
        isEnded = false
        self.name = name
        self.agency = agency
        self.content = content
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        kind = try row.text("kind")
        isEnded = try row.text("state") == "ended"
        name = try row.text("name")
        agency = try row.text("agency")
        content = try Content.read(row)
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    /// Somebody has verified them, within a year before the day (a setting of ours: the documents give no time).
    public func isVerified(on day: Instant) -> Bool {
        guard !isEnded, !content.verifiedOn.isEmpty else { return false }
        return content.verifiedOn >= day.adding(days: -365).day && content.verifiedOn <= day.day
    }

    /// How it stands with what is known of them.
    public enum Standing: Hashable, Sendable { case verified, stale, unverified, ended }

    public func standing(on day: Instant) -> Standing {
        if isEnded { return .ended }
        if isVerified(on: day) { return .verified }
        return content.verifiedOn.isEmpty ? .unverified : .stale
    }

    /// Whether a text only holds the place of one: "to be confirmed", "check". A package must never go there.
    public static func isPlaceholder(_ text: String) -> Bool {
        let bare = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " }.split(separator: " ").joined(
            separator: " ")
        if bare.isEmpty { return !text.isEmpty }
        let exact: Set = [
            "check", "tbc", "tba", "tbd", "na", "n a", "none", "unknown", "not known", "test", "xxx", "xx", "x", "pending",
            "todo",
            "to do", "ask", "see file", "as above", "same", "later", "to follow", "dont know",
        ]
        let within = ["to be confirmed", "to be checked", "to be advised", "tbc", "please check", "check this", "check with"]
        return exact.contains(bare) || within.contains { " \(bare) ".contains(" \($0) ") }
    }

    /// Whether what was verified of them stands as it was: how they are reached, and who they are.
    public func isReachedAs(_ other: Contact) -> Bool {
        let (a, b) = (content, other.content)
        return name == other.name && agency == other.agency && a.switchboard == b.switchboard && a.telephone == b.telephone
            && a.address == b.address && a.email == b.email && a.fax == b.fax
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .directory) }

    public static let table = Table<Contact>(
        "contact", final: false,
        sealing: Sealing(
            [.text("name"), .text("agency"), .optional("content")], found: ["name": .name, "agency": .name]),
        in: { Sealing.file(ofOrganisation: $0.organisation) }, read: { try Contact($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "kind": .text(kept.kind),
                "state": .text(kept.isEnded ? "ended" : "current"), "name": .text(kept.name), "agency": .text(kept.agency),
                "content": kept.content.sql, "begun": .text(kept.begun.description),
                "changed": .text(kept.changed.description),
            ])
        })

    /// Everybody in the organisation's directory.
    public static func all(of organisation: String) -> Query<Contact> {
        Query("organisation = ? AND state = 'current'", [.text(organisation)], order: "kind, id", limit: 5000)
    }
}
