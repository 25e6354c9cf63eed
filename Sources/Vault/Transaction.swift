public import Ledger

/// One act, as somebody. It lives only inside `Store.act`: it cannot be copied, stored, or held across an await.
public struct Transaction: ~Copyable {
    public let context: AccessContext
    public let now: Instant
    private let connection: any Connection
    private let mayWrite: Bool
    private var owed: [LedgerEntry] = []
    private var looks: [Look] = []
    private var size: UInt64?

    init(_ connection: any Connection, as context: AccessContext, at now: Instant, mayWrite: Bool) {
        self.connection = connection
        self.context = context
        self.now = now
        self.mayWrite = mayWrite
    }

    /// The record of this number, if the context may see it. The look is noted either way.
    /// - Throws: `NothingToSee` for a record that is absent or may not be seen; `StorageFault`.
    public mutating func find<R: Record>(_ id: RecordID<R>) throws -> R {
        let rows = try connection.query("SELECT * FROM \(R.table.name) WHERE id = ?", [.text(id.text)])
        guard let row = rows.first else {
            note(.absent, R.table.name + "/" + String(id.text.prefix(64)))
            throw NothingToSee()
        }
        let record = try R.table.read(row)
        guard AccessRules.maySee(record.protection, context) else {
            note(.refused, Self.name(record))
            throw NothingToSee()
        }
        note(record)
        return record
    }

    /// The record of this number if there is one that the context may see, else nil. For what may well be absent.
    /// - Throws: `StorageFault`.
    public mutating func findIfAny<R: Record>(_ id: RecordID<R>) throws -> R? {
        do { return try find(id) } catch is NothingToSee { return nil }
    }

    /// The records that fit the query and that the context may see. Each look is noted.
    /// - Throws: `StorageFault`.
    public mutating func list<R: Record>(_ query: Query<R>) throws -> [R] {
        let rows = try connection.query(
            "SELECT * FROM \(R.table.name) WHERE \(query.condition) ORDER BY \(query.order) LIMIT ? OFFSET ?",
            query.values + [.integer(Int64(query.limit)), .integer(Int64(query.offset))])
        var found: [R] = []
        for row in rows {
            let record = try R.table.read(row)
            guard AccessRules.maySee(record.protection, context) else {
                note(.refused, Self.name(record))
                continue
            }
            note(record)
            found.append(record)
        }
        return found
    }

    /// Keeps a record: the one write there is. The ledger is owed an entry, which commits with it or not at all.
    /// - Throws: `NothingToSee` when the context may not keep it; `LedgerBroken` when writing has stopped;
    ///   `StorageFault`, with `.constraint` when it is sealed and already there.
    public mutating func keep<R: Record>(_ record: R, as act: Act) throws {
        guard AccessRules.mayKeep(record.protection, context) else {
            note(.refused, Self.name(record))
            throw NothingToSee()
        }
        if !R.table.isSealed {
            let rows = try connection.query("SELECT * FROM \(R.table.name) WHERE id = ?", [.text(record.id.text)])
            if let row = rows.first, !AccessRules.mayKeep(try R.table.read(row).protection, context) {
                note(.refused, Self.name(record))
                throw NothingToSee()
            }
        }
        try put(R.table.write(record), in: R.table.name, id: record.id.text, sealed: R.table.isSealed, as: act)
    }

    /// Who looked at a record, newest first; only for a record that the context may see.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func looks<R: Record>(at record: R, limit: Int = 200) throws -> [Look] {
        guard AccessRules.maySee(record.protection, context) else { throw NothingToSee() }
        return try connection.query(
            "SELECT * FROM access_log WHERE record = ? ORDER BY entry DESC, line DESC LIMIT ?",
            [.text(Self.name(record)), .integer(Int64(limit))]
        ).map(AccessLog.look)
    }

    /// The ledger's entries of a record, oldest first; only for a record that the context may see.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func entries<R: Record>(of record: R) throws -> [LedgerEntry] {
        guard AccessRules.maySee(record.protection, context) else { throw NothingToSee() }
        return try LedgerBook(connection: connection).entries(of: Self.name(record))
    }

    /// Writes a row with its salt and the position of the entry that is owed for it.
    mutating func put(_ content: Row, in table: String, id: String, sealed: Bool, as act: Act) throws {
        guard mayWrite else { throw LedgerBroken(at: 0, what: "ledger", why: "writing has stopped") }
        var row = content.withoutNUL
        row["id"] = .text(id)
        let salt = RowDigest.salt()
        let entry = try LedgerEntry(
            index: next(), at: now.description, act: act.rawValue, actor: context.practitioner, record: "\(table)/\(id)",
            digest: RowDigest.of(row, salt: salt))
        row["salt"] = .bytes(salt)
        row["entry"] = .integer(Int64(entry.index))
        let columns = row.values.keys.sorted()
        var sql =
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) "
            + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
        if !sealed {
            let changes = columns.filter { $0 != "id" }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            sql += " ON CONFLICT (id) DO UPDATE SET \(changes)"
        }
        try connection.run(sql, columns.map { row[$0] ?? .null })
        owed.append(entry)
    }

    private mutating func next() throws -> UInt64 {
        let base = try size ?? LedgerBook(connection: connection).size()
        size = base
        return base + UInt64(owed.count)
    }

    private static func name<R: Record>(_ record: R) -> String { R.table.name + "/" + record.id.text }

    private mutating func note<R: Record>(_ record: R) {
        if record.protection.reach == .casework { note(.seen, Self.name(record)) }
    }

    private mutating func note(_ kind: Look.Kind, _ record: String) {
        let look = Look(
            at: now, actor: context.practitioner, organisation: context.organisation, role: context.role.rawValue,
            purpose: context.purpose.rawValue, kind: kind, record: record)
        if !looks.contains(look) { looks.append(look) }
    }

    /// Nobody's case was looked at and nothing was kept.
    var hasNothingToNote: Bool { looks.isEmpty && owed.isEmpty }

    /// The act failed and its rows are undone: it owes nothing. Its looks happened all the same.
    mutating func forget() {
        owed = []
        size = nil
    }

    /// Writes the looks, and every entry that is owed. If the log cannot be written, nothing is returned: no log, no look.
    mutating func settle() throws {
        if !looks.isEmpty {
            let position = try next()
            let digest = try AccessLog.write(looks, entry: position, on: connection)
            owed.append(
                LedgerEntry(
                    index: position, at: now.description, act: Act.looked.rawValue, actor: context.practitioner,
                    record: "access_log/\(position)", digest: digest))
        }
        let book = LedgerBook(connection: connection)
        for entry in owed { try book.append(entry) }
    }
}
