public import Ledger
public import Vault

/// What has to be decided: somebody asks for information about a person, or a practitioner has a concern of their own
/// (002 Q1; 003 M1; 004 §6.4.1). It gathers the facts until a decision is recorded.
public struct SharingRequest: Record {
    public enum Origin: Hashable, Sendable {
        /// By whom.
        case asked(by: String)
        case ownInitiative
    }

    public enum State: String, Sendable { case open, decided }

    public let id: RecordID<SharingRequest>
    public let author: String
    public let organisation: String
    /// Whoever has it in hand: its author, until somebody else takes it over.
    public var owner: String
    /// The person on the register whom it is about; nil where only a name or a reference was given.
    public let person: RecordID<RegisteredPerson>?
    /// Who asks, how they were verified, and what they say they need.
    public var asking: Asking?
    /// The numbers of the items that would be shared.
    public var chosen: [String] = []
    /// Where an answer comes from that the records gave: words, by fact.
    public var sources: [String: String] = [:]
    public var origin: Origin
    /// A name or the practitioner's own reference: no more than is needed to find the person's file.
    public var subject: String
    public var recipient: String
    public var purpose: String
    /// What would be shared, one item a line.
    public var items: [String]
    /// The name of the policy under which it is decided.
    public var policy: String
    /// Every answer given, those included that no longer count.
    public var answers: [String: String]
    /// The decision as far as it is written, by field.
    public var draft: [String: String] = [:]
    public var state: State
    /// The urgent action that this writes up, if any.
    public let urgentAction: RecordID<UrgentAction>?
    /// The decision that this takes up again, if any.
    public let reconsiders: RecordID<Decision>?
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<SharingRequest> = .random(), by context: AccessContext, origin: Origin, subject: String,
        recipient: String, purpose: String, items: [String], policy: String, answers: [String: String] = [:],
        urgentAction: RecordID<UrgentAction>? = nil, reconsiders: RecordID<Decision>? = nil,
        about person: RecordID<RegisteredPerson>? = nil, at now: Instant
    ) {
        self.id = id
        author = context.practitioner
        owner = context.practitioner
        self.person = person
        organisation = context.organisation
        self.origin = origin
        self.subject = subject
        self.recipient = recipient
        self.purpose = purpose
        self.items = items
        self.policy = policy
        self.answers = answers
        state = .open
        self.urgentAction = urgentAction
        self.reconsiders = reconsiders
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        author = try row.text("author")
        organisation = try row.text("organisation")
        owner = try row.optionalText("owner") ?? author
        person = try row.id("person")
        asking = try row.optionalText("asking") == nil ? nil : KeptJSON.read(Asking.self, row, "asking")
        chosen = try row.optionalText("chosen") == nil ? [] : KeptJSON.read([String].self, row, "chosen")
        sources = try row.optionalText("sources") == nil ? [:] : KeptJSON.read([String: String].self, row, "sources")
        origin = try row.optionalText("asked_by").map { .asked(by: $0) } ?? .ownInitiative
        subject = try row.text("subject")
        recipient = try row.text("recipient")
        purpose = try row.text("purpose")
        items = try KeptJSON.read([String].self, row, "items")
        policy = try row.text("policy")
        answers = try KeptJSON.read([String: String].self, row, "answers")
        draft = try KeptJSON.read([String: String].self, row, "draft")
        guard let state = State(rawValue: try row.text("state")) else { throw Row.Fault(column: "state") }
        self.state = state
        urgentAction = try row.optionalText("urgent_action").map { .init($0) }
        reconsiders = try row.optionalText("reconsiders").map { .init($0) }
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    public var askedBy: String? { if case .asked(let by) = origin { by } else { nil } }

    public var protection: Protection {
        Protection(author: owner, heldBy: organisation, reach: person.map { .file(of: $0.text) } ?? .casework)
    }

    public static let table = Table<SharingRequest>(
        "sharing_request", final: false,
        sealing: Sealing([
            .optional("asked_by"), .text("subject"), .text("recipient"), .text("purpose"), .list("items"), .map("answers"),
            .map("draft"), .optional("asking"), .optional("chosen"), .optional("sources"),
        ]), in: { $0.id.text }, read: { try SharingRequest($0) },
        write: { kept in
            Row([
                "author": .text(kept.author), "organisation": .text(kept.organisation), "owner": .text(kept.owner),
                "person": (kept.person?.text).sql, "asking": kept.asking.map { .text(KeptJSON.text($0)) } ?? .null,
                "chosen": kept.chosen.isEmpty ? .null : .text(KeptJSON.text(kept.chosen)),
                "sources": kept.sources.isEmpty ? .null : .text(KeptJSON.text(kept.sources)),
                "origin": .text(kept.askedBy == nil ? "own-initiative" : "request"), "asked_by": kept.askedBy.sql,
                "subject": .text(kept.subject), "recipient": .text(kept.recipient), "purpose": .text(kept.purpose),
                "items": .text(KeptJSON.text(kept.items)), "policy": .text(kept.policy),
                "answers": .text(KeptJSON.text(kept.answers)), "draft": .text(KeptJSON.text(kept.draft)),
                "state": .text(kept.state.rawValue),
                "urgent_action": (kept.urgentAction?.text).sql, "reconsiders": (kept.reconsiders?.text).sql,
                "begun": .text(kept.begun.description), "changed": .text(kept.changed.description),
            ])
        })

    /// The requests of the practitioner that wait for a decision, the latest first.
    public static func open(by context: AccessContext) -> Query<SharingRequest> {
        Query("owner = ? AND state = 'open'", [.text(context.practitioner)], order: "changed DESC")
    }

    /// Every request about a person, the latest first.
    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<SharingRequest> {
        Query("person = ?", [.text(person.text)], order: "changed DESC")
    }

    /// The requests that write up an urgent action.
    public static func writingUp(_ action: RecordID<UrgentAction>) -> Query<SharingRequest> {
        Query("urgent_action = ?", [.text(action.text)], order: "begun")
    }
}
