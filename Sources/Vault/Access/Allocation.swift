public import Ledger

/// Somebody works with a person, so they may see what is known of them and add to it (000 §4.2; 001 §10(a); 004 §6.4 1a).
public struct Allocation: Record {
    public enum Reason: String, Sendable {
        /// They put the person on the register.
        case registered
        /// They took the person up themselves.
        case takenUp = "taken-up"
        /// A colleague handed the person over.
        case handedOver = "handed-over"
        /// A manager asked them to.
        case asked
    }

    public let id: RecordID<Allocation>
    /// The number of the person.
    public let person: String
    public let practitioner: String
    public let organisation: String
    /// Who made it so.
    public let author: String
    public let reason: Reason
    public let since: Instant
    /// From when they no longer work with the person; nil while they do.
    public var until: Instant?

    public init(
        id: RecordID<Allocation> = .random(), of practitioner: String, to person: String, because reason: Reason,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        self.practitioner = practitioner
        self.reason = reason
        organisation = context.organisation
        author = context.practitioner
        since = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = try row.text("person")
        practitioner = try row.text("practitioner")
        organisation = try row.text("organisation")
        author = try row.text("author")
        guard let reason = Reason(rawValue: try row.text("reason")) else { throw Row.Fault(column: "reason") }
        self.reason = reason
        guard let since = Instant(try row.text("since")) else { throw Row.Fault(column: "since") }
        self.since = since
        until = try row.optionalText("until").flatMap { Instant($0) }
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .register) }

    public static let table = Table<Allocation>(
        "allocation", final: false, read: { try Allocation($0) },
        write: { kept in
            Row([
                "person": .text(kept.person), "practitioner": .text(kept.practitioner),
                "organisation": .text(kept.organisation), "author": .text(kept.author),
                "reason": .text(kept.reason.rawValue), "since": .text(kept.since.description),
                "until": (kept.until?.description).sql,
            ])
        })

    /// Those who work with a person, or have done.
    public static func to(_ person: String) -> Query<Allocation> {
        Query("person = ?", [.text(person)], order: "since")
    }

    /// The people that somebody works with.
    public static func of(_ practitioner: String) -> Query<Allocation> {
        Query("practitioner = ? AND until IS NULL", [.text(practitioner)], order: "since DESC")
    }

    static func isInForce(of practitioner: String, to person: String, _ connection: any Connection) throws -> Bool {
        try !connection.query(
            "SELECT 1 AS works FROM allocation WHERE person = ? AND practitioner = ? AND until IS NULL LIMIT 1",
            [.text(person), .text(practitioner)]
        ).isEmpty
    }
}
