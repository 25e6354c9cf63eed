import Ledger

/// The lines of the access log, and the digest that binds the lines of one act into the ledger.
enum AccessLog {
    /// Writes the looks of one act.
    /// - Returns: the digest of the lines as written.
    static func write(_ looks: [Look], entry: UInt64, on connection: any Connection) throws -> Digest {
        let rows = looks.enumerated().map { row($1, entry: entry, line: $0) }
        for row in rows {
            let columns = row.values.keys.sorted()
            try connection.run(
                "INSERT INTO access_log (\(columns.joined(separator: ", "))) "
                    + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
                columns.map { row[$0] ?? .null })
        }
        return digest(of: rows)
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
