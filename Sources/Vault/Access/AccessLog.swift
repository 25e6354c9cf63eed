import Ledger

/// The lines of the access log, and the digest that binds the lines of one act into the ledger.
enum AccessLog {
    /// Writes the looks of one act, and the entry that binds them.
    static func keep(
        _ looks: [Look], actor: String, at now: Instant, in book: LedgerBook, _ edge: inout GrowingTree
    ) throws {
        if looks.isEmpty { return }
        let position = edge.size
        let rows = looks.enumerated().map { row($1, entry: position, line: $0) }
        for row in rows {
            try book.connection.run(
                "INSERT INTO access_log (\(row.columns.joined(separator: ", "))) "
                    + "VALUES (\(row.columns.map { _ in "?" }.joined(separator: ", ")))", row.cells)
        }
        try book.append(
            LedgerEntry(
                index: position, at: now.description, act: Act.looked.rawValue, actor: actor,
                record: "access_log/\(position)", digest: digest(of: rows)), to: &edge)
    }

    /// The digest of the lines of one act, in their order.
    static func digest(of rows: [Row]) -> Digest {
        Digest(
            of: rows.flatMap { row in
                // The line's own `entry` is the position of this digest, so it binds the lines to it.
                var bound = row
                bound["entry_position"] = row["entry"]
                return RowDigest.of(bound, salt: []).bytes
            })
    }

    private static func row(_ look: Look, entry: UInt64, line: Int) -> Row {
        Row([
            "entry": .integer(Int64(entry)), "line": .integer(Int64(line)), "at": .text(look.at.description),
            "actor": .text(look.actor), "organisation": .text(look.organisation), "role": .text(look.role),
            "purpose": .text(look.purpose), "look": .text(look.kind.rawValue), "record": .text(look.record),
        ])
    }

    static func look(_ row: Row) throws -> Look {
        guard let at = Instant(try row.text("at")), let kind = Look.Kind(rawValue: try row.text("look")) else {
            throw Row.Fault(column: "look")
        }
        return Look(
            at: at, actor: try row.text("actor"), organisation: try row.text("organisation"), role: try row.text("role"),
            purpose: try row.text("purpose"), kind: kind, record: try row.text("record"))
    }
}
