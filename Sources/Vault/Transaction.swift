public import Ledger

/// One act, as somebody. It lives only inside `Store.act`: it cannot be copied, stored, or held across an await.
public struct Transaction: ~Copyable {
    public let context: AccessContext
    public let now: Instant
    /// What may be kept.
    enum Writing: Sendable {
        /// With the ledger's size before the act.
        case records(after: UInt64)
        /// The evidence does not fit: looks are still noted.
        case stopped(after: UInt64)
        /// Only reading was announced.
        case nothing
    }

    let connection: any Connection
    let keyring: Keyring?
    private let writing: Writing
    private var owed: [LedgerEntry] = []
    private(set) var looks: [Look] = []
    private var known: Set<Look> = []
    var openedKeys: [String: FileKey] = [:]
    private var workedWith: [String: Bool] = [:]
    /// Whether there is something to undo.
    private(set) var hasWritten = false

    init(_ connection: any Connection, _ keyring: Keyring?, as context: AccessContext, at now: Instant, _ writing: Writing) {
        self.connection = connection
        self.keyring = keyring
        self.context = context
        self.now = now
        self.writing = writing
    }

    /// The record of this number, if the context may see it. The look is noted either way.
    /// - Throws: `NothingToSee` for a record that is absent or may not be seen; `StorageFault`.
    public mutating func find<R: Record>(_ id: RecordID<R>) throws -> R {
        guard let record = try stored(id) else {
            note(.absent, R.table.name + "/" + (id.isRandom ? id.text : "not-a-number"))
            throw NothingToSee()
        }
        guard try maySee(record.protection) else {
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
        let (condition, values) = try condition(of: query)
        let rows = try connection.query(
            "\(Self.select(R.table)) WHERE \(condition) ORDER BY \(query.order) LIMIT ? OFFSET ?",
            values + [.integer(Int64(query.limit)), .integer(Int64(query.offset))])
        var seen: [R] = []
        for row in rows {
            // One that was tampered with must not keep the others from being read: it stands there and says so.
            let record = try R.table.read(openedOrMarked(row, R.table))
            guard try maySee(record.protection) else {
                note(.refused, Self.name(record))
                continue
            }
            seen.append(record)
        }
        if let sift = query.sift { seen = sift(seen) }
        for record in seen { note(record) }
        return seen
    }

    /// Keeps a record: the one write there is. The ledger is owed an entry, which commits with it or not at all.
    /// - Throws: `NothingToSee` when the context may not keep it; `LedgerBroken` when writing has stopped;
    ///   `StorageFault`, with `.constraint` when it is final and already there; `FileDestroyed`; `MasterKeys.Fault`.
    public mutating func keep<R: Record>(_ record: R, as act: Act) throws {
        guard try mayKeep(record.protection) else {
            note(.refused, Self.name(record))
            throw NothingToSee()
        }
        if !R.table.isFinal, let before = try stored(record.id), try !mayKeep(before.protection) {
            note(.refused, Self.name(record))
            throw NothingToSee()
        }
        try put(
            R.table.write(record), in: R.table.name, id: record.id.text, final: R.table.isFinal,
            sealing: R.table.sealing, file: R.table.file(record), as: act)
    }

    /// Who looked at a record, newest first; only for a record that the context may see.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func looks<R: Record>(at record: R, limit: Int = 200) throws -> [Look] {
        guard try maySee(record.protection) else { throw NothingToSee() }
        return try connection.query(
            "SELECT * FROM access_log WHERE record = ? ORDER BY entry DESC, line DESC LIMIT ?",
            [.text(Self.name(record)), .integer(Int64(limit))]
        ).map(AccessLog.look)
    }

    /// The ledger's entries of a record, oldest first; only for a record that the context may see.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func entries<R: Record>(of record: R) throws -> [LedgerEntry] {
        guard try maySee(record.protection) else { throw NothingToSee() }
        return try LedgerBook(connection: connection).entries(of: Self.name(record))
    }

    /// Writes a row with its salt and the position of the entry that is owed for it.
    mutating func put(
        _ content: Row, in table: String, id: String, final: Bool, sealing: Sealing? = nil, file: String? = nil, as act: Act
    ) throws {
        let index = try next()
        hasWritten = true
        var row = content.withoutNUL
        if let sealing, let file { row = try sealed(row, sealing, file, of: table + "/" + id, entry: index, isNew: final) }
        row["id"] = .text(id)
        let salt = RowDigest.salt()
        let entry = LedgerEntry(
            index: index, at: now.description, act: act.rawValue, actor: context.practitioner, record: "\(table)/\(id)",
            digest: RowDigest.of(row, salt: salt))
        row["salt"] = .bytes(salt)
        row["entry"] = .integer(Int64(entry.index))
        var sql =
            "INSERT INTO \(table) (\(row.columns.joined(separator: ", "))) "
            + "VALUES (\(row.columns.map { _ in "?" }.joined(separator: ", ")))"
        if !final {
            let changes = row.columns.filter { $0 != "id" }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            sql += " ON CONFLICT (id) DO UPDATE SET \(changes)"
        }
        try connection.run(sql, row.cells)
        if table == Allocation.table.name { workedWith = [:] }
        owed.append(entry)
    }

    /// Whether the one who asks works with the person today, as far as this act has come.
    /// - Throws: `StorageFault`.
    public mutating func worksWith(_ person: String) throws -> Bool {
        if let known = workedWith[person] { return known }
        let works = try Allocation.isInForce(of: context.practitioner, to: person, connection)
        workedWith[person] = works
        return works
    }

    private mutating func maySee(_ protection: Protection) throws -> Bool {
        let works = try isAtWork(on: protection)
        return AccessRules.maySee(protection, context) { _ in works }
    }

    private mutating func mayKeep(_ protection: Protection) throws -> Bool {
        let works = try isAtWork(on: protection)
        return AccessRules.mayKeep(protection, context) { _ in works }
    }

    private mutating func isAtWork(on protection: Protection) throws -> Bool {
        guard case .file(let person) = protection.reach, context.role == .practitioner else { return false }
        return try worksWith(person)
    }

    private func next() throws -> UInt64 {
        switch writing {
        case .records(let size): return size + UInt64(owed.count)
        case .stopped: throw LedgerBroken(at: 0, what: "ledger", why: "writing has stopped")
        case .nothing: throw StorageFault.readOnly
        }
    }

    private static func name<R: Record>(_ record: R) -> String { R.table.name + "/" + record.id.text }

    private mutating func note<R: Record>(_ record: R) {
        switch record.protection.reach {
        case .casework, .register, .file, .duty: note(.seen, Self.name(record))
        case .directory, .organisation, .policy, .procedure, .edition, .everyone: break
        }
    }

    private mutating func note(_ kind: Look.Kind, _ record: String) {
        let look = Look(
            at: now, actor: context.practitioner, organisation: context.organisation, role: context.role.rawValue,
            purpose: context.purpose.rawValue, kind: kind, record: record)
        if known.insert(look).inserted { looks.append(look) }
    }

    /// Nobody's case was looked at and nothing was kept.
    var hasNothingToNote: Bool { looks.isEmpty && owed.isEmpty }

    /// The act failed and its rows are undone: it owes nothing. Its looks happened all the same.
    mutating func forget() {
        owed = []
        hasWritten = false
    }

    /// Writes the looks, and every entry that is owed. If the log cannot be written, nothing is returned: no log, no look.
    mutating func settle(_ edge: inout GrowingTree) throws {
        let book = LedgerBook(connection: connection)
        for entry in owed { try book.append(entry, to: &edge) }
        try AccessLog.keep(looks, actor: context.practitioner, at: now, in: book, &edge)
    }
}
