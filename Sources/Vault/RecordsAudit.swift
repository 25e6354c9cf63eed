import Ledger

/// Compares the records of one table with the entries that speak of them.
struct RecordsAudit {
    let connection: any Connection
    let table: StoredTable
    let keyring: Keyring?
    let size: UInt64
    var tokens = Tokens()

    /// How many search tokens the records of a table have, once they were compared.
    final class Tokens {
        var count = 0
    }

    /// - Returns: how many entries speak of records of this table.
    /// - Throws: `LedgerBroken` with the first record that does not fit.
    func run() throws -> Int {
        let isSealed = table.columns.contains("sealed")
        var rows = 0
        try connection.each(
            """
            SELECT t.*, e.record AS audit_record, e.digest AS audit_digest\(isSealed ? ", k.master AS key_master, k.wrapped AS key_wrapped" : "")
            FROM \(table.name) t LEFT JOIN ledger_entry e ON e.position = t.entry
            \(isSealed ? "LEFT JOIN file_key k ON k.file = t.file" : "")
            """, []
        ) { row in
            rows += 1
            try compare(row, isSealed: isSealed)
        }
        try findOlder()
        // From `table/` to, not including, `table0`: what begins with the table's name and a slash.
        let range: [SQLValue] = [.text(table.name + "/"), .text(table.name + "0")]
        let counts = try connection.query(
            "SELECT COUNT(*) AS n, COUNT(DISTINCT record) AS records FROM ledger_entry "
                + "WHERE act <> 'looked' AND record >= ? AND record < ?", range)
        if try counts.first?.integer("records") != Int64(rows) { try nameGone(range) }
        return Int(try counts.first?.integer("n") ?? 0)
    }

    private func compare(_ found: Row, isSealed: Bool) throws {
        var row = found
        let id = try row.text("id")
        let name = table.name + "/" + id
        guard case .integer(let entry)? = row["entry"], case .text(let record)? = row["audit_record"],
            let digest = try row["audit_digest"].flatMap({ _ in Digest(try row.bytes("audit_digest")) })
        else { throw LedgerBroken(at: size, what: name, why: "the ledger knows nothing of it") }
        let (master, wrapped) = (row["key_master"], row["key_wrapped"])
        for column in ["audit_record", "audit_digest", "key_master", "key_wrapped"] { row[column] = nil }
        let at = UInt64(bitPattern: entry)
        guard record == name else {
            throw LedgerBroken(at: at, what: name, why: "the record names another entry than its own")
        }
        guard case .bytes(let salt)? = row["salt"], salt.count == RowDigest.saltCount,
            RowDigest.of(row, salt: salt) == digest
        else {
            throw LedgerBroken(at: at, what: name, why: "the record is not as it was kept")
        }
        guard isSealed else { return }
        if case .text(let master)? = master, case .bytes(let wrapped)? = wrapped {
            try compareContent(row, name, master, wrapped, at: at)
        } else if try !Keyring.isDestroyed(row.text("file"), on: connection) {
            throw LedgerBroken(at: at, what: name, why: "the key of its file is gone, and nobody destroyed it")
        }
    }

    private func compareContent(_ row: Row, _ name: String, _ master: String, _ wrapped: [UInt8], at: UInt64) throws {
        guard let keyring else { return }
        let content: Row
        do {
            let key = try keyring.masters.named(master).unwrap(wrapped, of: row.text("file"))
            content = try key.open(Sealed(box: row.bytes("sealed"), commitment: row.bytes("commitment")), of: name)
        } catch is SealFault {
            throw LedgerBroken(at: at, what: name, why: "its sealed content does not open")
        } catch MasterKeys.Fault.unknown {
            throw LedgerBroken(at: at, what: name, why: "the master key of its file is not at hand")
        }
        guard let sealing = keyring.sealings[table.name], !sealing.found.isEmpty else { return }
        let names = Transaction.tokens(content, sealing, of: name, keyring.index)
        tokens.count += names.count
        for token in names {
            let stored = try connection.query(
                "SELECT token FROM found_by WHERE token = ? AND entry = ?", [.integer(token), .integer(Int64(bitPattern: at))])
            if stored.isEmpty { throw LedgerBroken(at: at, what: name, why: Self.names) }
        }
    }

    private static let names = "it is not found by the names that it has"

    /// There are more tokens than the records have: names the first record that is found by a name which is not its own.
    static func nameStrayToken(on connection: any Connection, _ keyring: Keyring) throws -> LedgerBroken? {
        var found: LedgerBroken?
        try connection.each(
            "SELECT f.token, f.entry, e.record FROM found_by f LEFT JOIN ledger_entry e ON e.position = f.entry", []
        ) { row in
            if found != nil { return }
            let at = UInt64(bitPattern: try row.integer("entry"))
            guard case .text(let record)? = row["record"] else {
                found = LedgerBroken(at: at, what: "found_by", why: "a search token leads to no entry")
                return
            }
            let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
            var reading = Transaction(connection, keyring, as: .operator, at: Instant(milliseconds: 0), .nothing)
            let stored = try keyring.sealings[parts[0]].map { sealing in
                try connection.query("\(Transaction.select(parts[0], isSealed: true)) WHERE id = ?", [.text(parts[1])]).first
                    .map { Transaction.tokens(try reading.opened($0, sealing, parts[0]), sealing, of: record, keyring.index) }
            }
            if stored??.contains(try row.integer("token")) != true {
                found = LedgerBroken(at: at, what: record, why: names)
            }
        }
        return found
    }

    /// A row that was put back to how it was before.
    private func findOlder() throws {
        let older = try connection.query(
            """
            SELECT t.id AS id, t.entry AS entry FROM \(table.name) t WHERE EXISTS (SELECT 1 FROM ledger_entry e
            WHERE e.record = '\(table.name)/' || t.id AND e.act <> 'looked' AND e.position > t.entry) LIMIT 1
            """, [])
        if let row = older.first {
            throw LedgerBroken(
                at: UInt64(bitPattern: try row.integer("entry")), what: "\(table.name)/\(try row.text("id"))",
                why: "the record is not as it was kept last")
        }
    }

    private func nameGone(_ range: [SQLValue]) throws {
        try connection.each(
            "SELECT record, MIN(position) AS first FROM ledger_entry WHERE act <> 'looked' AND record >= ? AND record < ? "
                + "GROUP BY record ORDER BY record", range
        ) { row in
            let record = try row.text("record")
            let id = String(record.dropFirst(table.name.count + 1))
            if try connection.query("SELECT id FROM \(table.name) WHERE id = ?", [.text(id)]).isEmpty {
                throw LedgerBroken(
                    at: UInt64(bitPattern: try row.integer("first")), what: record, why: "the record is gone")
            }
        }
    }
}

/// Compares the access log with the entries that bind it.
struct LooksAudit {
    let connection: any Connection

    /// - Parameter entries: how many entries bind looks.
    func run(entries: Int, size: UInt64) throws {
        var lines: [Row] = []
        var seen = 0
        func compare() throws {
            guard let first = lines.first else { return }
            seen += 1
            let entry = try first.integer("entry")
            let name = "access_log/\(entry)"
            let at = UInt64(bitPattern: entry)
            guard first["audit_act"] == .text(Act.looked.rawValue) else {
                throw LedgerBroken(at: at, what: name, why: "the ledger knows nothing of it")
            }
            var bare = lines
            for place in bare.indices {
                for column in ["audit_act", "audit_record", "audit_digest"] { bare[place][column] = nil }
            }
            guard first["audit_record"] == .text(name), first["audit_digest"] == .bytes(AccessLog.digest(of: bare).bytes) else {
                throw LedgerBroken(at: at, what: name, why: "the log of who looked is not as it was written")
            }
        }
        try connection.each(
            """
            SELECT a.*, e.act AS audit_act, e.record AS audit_record, e.digest AS audit_digest
            FROM access_log a LEFT JOIN ledger_entry e ON e.position = a.entry ORDER BY a.entry, a.line
            """, []
        ) { row in
            if row["entry"] != lines.first?["entry"] {
                try compare()
                lines = []
            }
            lines.append(row)
        }
        try compare()
        if seen != entries { try nameMissing() }
    }

    private func nameMissing() throws {
        let missing = try connection.query(
            "SELECT position FROM ledger_entry e WHERE act = 'looked' "
                + "AND NOT EXISTS (SELECT 1 FROM access_log a WHERE a.entry = e.position) ORDER BY position LIMIT 1", [])
        let entry = try missing.first?.integer("position") ?? 0
        throw LedgerBroken(
            at: UInt64(bitPattern: entry), what: "access_log/\(entry)", why: "the log of who looked is not as it was written")
    }
}
