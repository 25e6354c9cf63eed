public import Ledger
public import Vault

/// Advice asked without saying whom it is about. The adviser sees what was typed and nothing else. `case` binds it to a
/// request without naming it; whoever asked can show later that it was the same (001 §8 rule 3; 002 §2.17, Q6; 003 M1;
/// 004 §6.3, §6.5).
public struct Consultation: Record {
    public enum State: String, Sendable { case asked, answered, closed }

    public struct Content: SealedContent {
        /// Exactly what was sent.
        public var question = ""
        /// Why it was sent although it seems to name somebody; "" where it does not.
        public var identifiersWhy = ""
        /// A code of `Content/lists/advisers.yaml`, and who.
        public var adviserKind = ""
        public var adviserName = ""
        public var answer = ""
        public var answeredBy = ""
        public var answeredOn = ""
        /// Whoever asks is not sure that it is a concern at all, and has said by which day they will have talked
        /// (003 M1 p4; 000 §5.1.4).
        public var isUnsure = false
        public var talkBy = ""
        /// With the request's number it makes the digest; "" until identity is shown.
        public var secret = ""
        public var isFollowed: Bool?
        public var followedWhy = ""
        public init() {}
        public static var destroyed: Content { Content() }
    }

    public let id: RecordID<Consultation>
    public let organisation: String
    public let author: String
    /// The colleague who is asked; nil when somebody outside is.
    public let adviser: String?
    /// A digest over the request's number and a secret that only its author keeps; nil when there is no request.
    public let caseDigest: String?
    /// The request, once identity has been disclosed.
    public var request: RecordID<SharingRequest>?
    public let isUrgent: Bool
    public var state: State
    public var content: Content
    public let at: Instant
    public var changed: Instant

    public init(
        id: RecordID<Consultation> = .random(), of adviser: String?, caseDigest: String?, isUrgent: Bool, _ content: Content,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        self.adviser = adviser
        self.caseDigest = caseDigest
        self.isUrgent = isUrgent
        state = .asked
        self.content = content
        at = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        adviser = try row.optionalText("adviser")
        caseDigest = try row.optionalText("case_digest")
        request = try row.id("request")
        isUrgent = try row.integer("urgent") == 1
        state = try row.value("state")
        content = try Content.read(row)
        at = try row.instant("at")
        changed = try row.instant("changed")
    }

    public var protection: Protection {
        Protection(author: author, heldBy: organisation, reach: .duty(of: adviser ?? author))
    }

    public static let table = Table<Consultation>(
        "consultation", final: false, sealing: Sealing([.optional("content")]), in: { $0.id.text },
        read: { try Consultation($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author), "adviser": kept.adviser.sql,
                "case_digest": kept.caseDigest.sql, "request": (kept.request?.text).sql,
                "urgent": .integer(kept.isUrgent ? 1 : 0), "state": .text(kept.state.rawValue),
                "content": kept.content.sql, "at": .text(kept.at.description), "changed": .text(kept.changed.description),
            ])
        })

    /// Under which name a request keeps the secret of a consultation, where its adviser cannot read it.
    public static func secretName(_ id: RecordID<Consultation>) -> String { "consultation-\(id.text)" }

    /// What binds advice to a case without naming it: SHA-256, in hexadecimal digits, over the secret, a line break and the
    /// request's number. Anybody can compute it.
    public static func caseDigest(secret: String, request: String) -> String {
        Digest(of: Array("\(secret)\n\(request)".utf8)).bytes
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The requests of whoever asked that keep the secret of a consultation.
    public static func requests(of id: RecordID<Consultation>, by context: AccessContext) -> Query<SharingRequest> {
        let name = secretName(id)
        return Query<SharingRequest>(
            "owner = ? OR author = ?", [.text(context.practitioner), .text(context.practitioner)], order: "changed DESC",
            limit: 5000
        ).sifted { $0.filter { $0.draft[name] != nil } }
    }

    /// What somebody asked, or was asked, the latest first.
    public static func of(_ practitioner: String) -> Query<Consultation> {
        Query("author = ? OR adviser = ?", [.text(practitioner), .text(practitioner)], order: "at DESC", limit: 200)
    }
}
