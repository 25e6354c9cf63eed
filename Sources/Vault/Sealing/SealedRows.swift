import Ledger

/// How an act seals what it keeps, and opens what it finds.
extension Transaction {
    /// The select of a table, with the wrapped key of each row's file where there is sealed content.
    static func select<R>(_ table: Table<R>) -> String { select(table.name, isSealed: table.sealing != nil) }

    static func select(_ table: String, isSealed: Bool) -> String {
        guard isSealed else { return "SELECT * FROM \(table)" }
        return "SELECT t.*, k.master AS key_master, k.wrapped AS key_wrapped FROM \(table) t "
            + "LEFT JOIN file_key k ON k.file = t.file"
    }

    /// The record of a number, whoever may see it.
    mutating func stored<R: Record>(_ id: RecordID<R>) throws -> R? {
        let rows = try connection.query("\(Self.select(R.table)) WHERE id = ?", [.text(id.text)])
        return try rows.first.map { try R.table.read(opened($0, R.table)) }
    }

    /// The row with its sealed columns opened; once the file's key is destroyed, with what stands in their place.
    /// - Throws: `MasterKeys.Fault` when the master key is not at hand; `Row.Fault` when the content is not as it was kept.
    mutating func opened<R>(_ row: Row, _ table: Table<R>) throws -> Row {
        guard let sealing = table.sealing else { return row }
        return try opened(row, sealing, table.name)
    }

    /// The same for a list: a row whose content is not as it was kept has words that say so in its place.
    mutating func openedOrMarked<R>(_ row: Row, _ table: Table<R>) throws -> Row {
        do {
            return try opened(row, table)
        } catch let fault as Row.Fault where fault.column == "sealed" {
            var marked = row
            for column in table.sealing?.columns ?? [] { marked[column.name] = column.unreadable }
            return marked
        }
    }

    mutating func opened(_ stored: Row, _ sealing: Sealing, _ table: String) throws -> Row {
        var row = stored
        let (master, wrapped) = (row["key_master"], row["key_wrapped"])
        row["key_master"] = nil
        row["key_wrapped"] = nil
        let file = try row.text("file")
        guard case .text(let master)? = master, case .bytes(let wrapped)? = wrapped else {
            guard try Keyring.isDestroyed(file, on: connection) else { throw Row.Fault(column: "sealed") }
            for column in sealing.columns { row[column.name] = column.destroyed }
            return row
        }
        let key = try key(file, master, wrapped)
        let content: Row
        do {
            content = try key.open(
                Sealed(box: row.bytes("sealed"), commitment: row.bytes("commitment")), of: table + "/" + row.text("id"))
        } catch is SealFault {
            throw Row.Fault(column: "sealed")
        }
        return Row(columns: row.columns + content.columns, cells: row.cells + content.cells)
    }

    /// The row with its sealed columns in one box, and found by its names.
    /// - Parameters:
    ///   - entry: the position of the entry that is owed for it.
    ///   - isNew: whether there cannot be an earlier state of the record, found by other names.
    mutating func sealed(
        _ row: Row, _ sealing: Sealing, _ file: String, of record: String, entry: UInt64, isNew: Bool
    ) throws -> Row {
        guard let keyring else { throw MasterKeys.Fault.missing }
        let key = try openedKeys[file] ?? keyring.key(of: file, on: connection, at: now)
        openedKeys[file] = key
        var (plain, content) = (Row(), Row())
        for (column, cell) in zip(row.columns, row.cells) {
            if sealing.names.contains(column) { content[column] = cell } else { plain[column] = cell }
        }
        let box = try key.seal(content, of: record)
        plain["file"] = .text(file)
        plain["sealed"] = .bytes(box.box)
        plain["commitment"] = .bytes(box.commitment)
        if !isNew, !sealing.found.isEmpty { try forgetNames(of: record, sealing) }
        try Self.index(
            entry: Int64(bitPattern: entry), by: Self.tokens(content, sealing, of: record, keyring.index), on: connection)
        return plain
    }

    /// Lets a record be found by these tokens.
    static func index(entry: Int64, by tokens: Set<Int64>, on connection: any Connection) throws {
        if tokens.isEmpty { return }
        // In one statement: there are a dozen of them for a name.
        try connection.run(
            "INSERT INTO found_by (token, entry) VALUES " + tokens.map { _ in "(?, ?)" }.joined(separator: ", ")
                + " ON CONFLICT DO NOTHING", tokens.sorted().flatMap { [.integer($0), .integer(entry)] })
    }

    /// A record is found no longer by the names that it has now.
    private mutating func forgetNames(of record: String, _ sealing: Sealing) throws {
        let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
        let rows = try connection.query("\(Self.select(parts[0], isSealed: true)) WHERE id = ?", [.text(parts[1])])
        guard let row = rows.first else { return }
        try forgetNames(of: row, sealing, parts[0])
    }

    /// A stored row, read with its key, is found no longer by its names.
    mutating func forgetNames(of row: Row, _ sealing: Sealing, _ table: String) throws {
        guard let keyring else { throw MasterKeys.Fault.missing }
        let entry = try row.integer("entry")
        let content = try opened(row, sealing, table)
        for token in Self.tokens(content, sealing, of: "\(table)/", keyring.index) {
            try connection.run("DELETE FROM found_by WHERE token = ? AND entry = ?", [.integer(token), .integer(entry)])
        }
    }

    /// The tokens by which a record's content is found.
    static func tokens(_ content: Row, _ sealing: Sealing, of record: String, _ index: BlindIndex) -> Set<Int64> {
        let table = record.prefix { $0 != "/" }
        return sealing.found.reduce(into: []) { tokens, found in
            if case .text(let text)? = content[found.key] {
                tokens.formUnion(index.tokens(of: text, in: "\(table).\(found.key)", as: found.value))
            }
        }
    }

    /// The condition of a query in SQL, with the names that are searched for as tokens.
    func condition<R: Record>(of query: Query<R>) throws -> (String, [SQLValue]) {
        if query.found.isEmpty { return (query.condition, query.values) }
        guard let keyring else { throw MasterKeys.Fault.missing }
        let table = R.table.name
        var named: [String] = []
        var values = query.values
        for found in query.found {
            let tokens = found.columns.flatMap { keyring.index.tokens(for: found.term, in: "\(table).\($0)") }
            if tokens.isEmpty {
                named.append("FALSE")
                continue
            }
            named.append(
                "entry IN (SELECT entry FROM found_by WHERE token IN (" + tokens.map { _ in "?" }.joined(separator: ", ") + "))")
            values += tokens.map { .integer($0) }
        }
        var condition = "(\(query.condition)) AND (" + named.joined(separator: " AND ")
        if let latest = query.latest {
            condition += " OR id IN (SELECT id FROM \(table) WHERE \(query.condition) ORDER BY \(query.order) LIMIT \(latest))"
            values += query.values
        }
        return (condition + ")", values)
    }

    private mutating func key(_ file: String, _ master: String, _ wrapped: [UInt8]) throws -> FileKey {
        if let known = openedKeys[file] { return known }
        guard let keyring else { throw MasterKeys.Fault.missing }
        let key = try keyring.masters.named(master).unwrap(wrapped, of: file)
        openedKeys[file] = key
        return key
    }
}
