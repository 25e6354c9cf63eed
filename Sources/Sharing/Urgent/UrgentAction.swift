public import Ledger
public import Vault

/// What somebody did at once because a person was in danger. Nothing in it is required: acting comes first, and the
/// full record is written up afterwards (001 §2, §6 Timely; 002 Q19; 004 §6.5 para 1).
public struct UrgentAction: Record {
    /// How long there is to write it up, in hours.
    public static let writeUpHours: Int64 = 24

    public let id: RecordID<UrgentAction>
    public let author: String
    public let organisation: String
    public let subject: String
    public let danger: String
    public let done: String
    public let told: String
    public let at: Instant
    public let writeUpBy: Instant

    public init(
        id: RecordID<UrgentAction>, by context: AccessContext, subject: String, danger: String, done: String,
        told: String, at now: Instant
    ) {
        self.id = id
        author = context.practitioner
        organisation = context.organisation
        self.subject = subject
        self.danger = danger
        self.done = done
        self.told = told
        at = now
        writeUpBy = now.adding(hours: Self.writeUpHours)
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        author = try row.text("author")
        organisation = try row.text("organisation")
        subject = try row.text("subject")
        danger = try row.text("danger")
        done = try row.text("done")
        told = try row.text("told")
        at = try row.instant("at")
        writeUpBy = try row.instant("write_up_by")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .casework) }

    public static let table = Table<UrgentAction>(
        "urgent_action", final: true,
        sealing: Sealing(
            [.text("subject"), .text("danger"), .text("done"), .text("told")], found: ["subject": .name]),
        in: { $0.id.text }, read: { try UrgentAction($0) },
        write: { kept in
            Row([
                "author": .text(kept.author), "organisation": .text(kept.organisation),
                "subject": .text(kept.subject), "danger": .text(kept.danger), "done": .text(kept.done),
                "told": .text(kept.told), "at": .text(kept.at.description),
                "write_up_by": .text(kept.writeUpBy.description),
            ])
        })

    /// The practitioner's urgent actions that no decision writes up yet, the most pressing first.
    public static func toWriteUp(by context: AccessContext) -> Query<UrgentAction> {
        Query(
            "author = ? AND id NOT IN (SELECT urgent_action FROM sharing_request "
                + "WHERE urgent_action IS NOT NULL AND state = 'decided')",
            [.text(context.practitioner)], order: "write_up_by")
    }
}
