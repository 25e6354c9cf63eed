public import Ledger
public import Vault

/// An edition of a policy as somebody proposes it. While it is a draft it may be unsound; it is published only after it
/// has been proved and another person has approved it.
public struct ProposedEdition: Record {
    public enum State: String, Sendable {
        /// Its author writes it.
        case draft
        /// It waits for somebody else's answer, and nobody changes it.
        case proposed
        /// It was sent back with words, and its author writes it again.
        case returned
        case withdrawn
        case approved

        /// Its author may still change it.
        public var isOpen: Bool { self == .draft || self == .returned }
    }

    /// What its author writes.
    public struct Writing: Hashable, Sendable {
        public var why: String
        /// The first day on which it is to apply, `2027-03-01`; "" while none is chosen.
        public var from: String
        /// The text of the policy file.
        public var text: String

        public init(why: String = "", from: String = "", text: String) {
            self.why = why
            self.from = from
            self.text = text
        }
    }

    /// The most that a text may have, in bytes: several times what the longest policy has.
    public static let textLimit = 300_000

    public let id: RecordID<ProposedEdition>
    public let organisation: String
    /// The name of the policy.
    public let policy: String
    public let author: String
    public internal(set) var writing: Writing

    /// The same with other words, to be looked at and not kept.
    public func tried(_ writing: Writing) -> ProposedEdition {
        var other = self
        other.writing = writing
        return other
    }
    /// The fingerprint of the edition from which it was begun.
    public let base: String
    public internal(set) var state: State
    /// The words of whoever returned or approved it last.
    public internal(set) var answer: String?
    public internal(set) var answeredBy: String?
    public let begun: Instant
    public internal(set) var changed: Instant

    init(
        id: RecordID<ProposedEdition>, of policy: String, by context: AccessContext, text: String, base: String, at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        self.policy = policy
        author = context.practitioner
        writing = Writing(text: text)
        self.base = base
        state = .draft
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        policy = try row.text("policy")
        author = try row.text("author")
        writing = Writing(why: try row.text("why"), from: try row.text("from_day"), text: try row.text("text"))
        base = try row.text("base")
        guard let state = State(rawValue: try row.text("state")) else { throw Row.Fault(column: "state") }
        self.state = state
        answer = try row.optionalText("answer")
        answeredBy = try row.optionalText("answered_by")
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    /// What somebody has read when they answer: it is another as soon as anything of the proposal is.
    public var seen: String {
        Digest(of: Array([writing.why, writing.from, writing.text, changed.description].joined(separator: "\n").utf8)).base64
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .policy) }

    public static let table = Table<ProposedEdition>(
        "proposed_edition", final: false, read: { try ProposedEdition($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "policy": .text(kept.policy), "author": .text(kept.author),
                "why": .text(kept.writing.why), "from_day": .text(kept.writing.from), "text": .text(kept.writing.text),
                "base": .text(kept.base), "state": .text(kept.state.rawValue), "answer": kept.answer.sql,
                "answered_by": kept.answeredBy.sql, "begun": .text(kept.begun.description),
                "changed": .text(kept.changed.description),
            ])
        })

    /// The organisation's proposals for a policy, or for all, the latest first.
    public static func all(of policy: String? = nil, by context: AccessContext) -> Query<ProposedEdition> {
        let organisation = SQLValue.text(context.organisation)
        guard let policy else { return Query("organisation = ?", [organisation], order: "changed DESC") }
        return Query("organisation = ? AND policy = ?", [organisation, .text(policy)], order: "changed DESC")
    }
}
