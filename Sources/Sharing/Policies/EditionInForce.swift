public import Ledger
import Policy
public import Vault

/// An edition that an organisation put in force from a day: proposed by one person, approved by another, and proved.
/// Final. It advises until a later one of the same policy begins.
public struct EditionInForce: Record {
    public let id: RecordID<EditionInForce>
    public let organisation: String
    public let policy: String
    public let version: String
    public let fingerprint: String
    /// The first day, in UTC, on which it advises: `2027-03-01`.
    public let from: String
    /// The text of its policy file, to be proved again at every start.
    public let text: String
    public let proposal: RecordID<ProposedEdition>
    public let proposedBy: String
    public let approvedBy: String
    public let at: Instant

    /// Only of an edition that was proved, by way of `ProposedEdition.approve`.
    init(_ edition: PolicyEdition, of proposal: ProposedEdition, approvedBy context: AccessContext, at now: Instant) {
        id = .random()
        organisation = proposal.organisation
        policy = edition.name
        version = edition.version
        fingerprint = edition.fingerprint
        from = proposal.writing.from
        text = proposal.writing.text
        self.proposal = proposal.id
        proposedBy = proposal.author
        approvedBy = context.practitioner
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        policy = try row.text("policy")
        version = try row.text("version")
        fingerprint = try row.text("fingerprint")
        from = try row.text("from_day")
        text = try row.text("text")
        proposal = .init(try row.text("proposal"))
        proposedBy = try row.text("proposed_by")
        approvedBy = try row.text("approved_by")
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: approvedBy, heldBy: organisation, reach: .policy) }

    public static let table = Table<EditionInForce>(
        "edition_in_force", final: true, read: { try EditionInForce($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "policy": .text(kept.policy), "version": .text(kept.version),
                "fingerprint": .text(kept.fingerprint), "from_day": .text(kept.from), "text": .text(kept.text),
                "proposal": .text(kept.proposal.text), "proposed_by": .text(kept.proposedBy),
                "approved_by": .text(kept.approvedBy), "at": .text(kept.at.description),
            ])
        })

    /// Every edition of every organisation, as the operator loads them.
    public static var all: Query<EditionInForce> { Query("TRUE", [], order: "at, id", limit: 1_000_000) }

    /// What was put in force since a moment, by any organisation.
    public static func since(_ moment: Instant) -> Query<EditionInForce> {
        Query("at >= ?", [.text(moment.description)], order: "at, id", limit: 1_000_000)
    }

    /// The organisation's own, the oldest first.
    public static func all(of context: AccessContext) -> Query<EditionInForce> {
        Query("organisation = ?", [.text(context.organisation)], order: "at, id", limit: 1_000_000)
    }

    /// The one that came of a proposal.
    static func from(_ proposal: RecordID<ProposedEdition>) -> Query<EditionInForce> {
        Query("proposal = ?", [.text(proposal.text)], order: "at", limit: 1)
    }
}
