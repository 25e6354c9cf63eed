import Foundation
import GRDB

/// One file: the default.
///
/// Every commit is synced before it is acknowledged (WAL with `synchronous = FULL`). GRDB opens a pool's writer with
/// `NORMAL` whatever the configuration says, so it is set after opening and read back.
struct SQLiteDatabase: Database {
    private let pool: DatabasePool

    /// - Throws: `StorageFault`.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        // Readers: a page needs one for a few milliseconds; two cores keep about four of them busy.
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            let level = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard level == 2 else { throw StorageFault.notDurable }
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await pool.write { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            // Beginning or committing failed.
            throw StorageFault(error)
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        do {
            return try await pool.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }

    func backup(to path: String) async throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }
}

private struct SQLiteConnection: Connection {
    let database: GRDB.Database

    func run(_ sql: String, _ values: [SQLValue]) throws {
        try withoutValues {
            try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values.map(\.databaseValue)))
        }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [Row] {
        try withoutValues { try rows(sql, values) }
    }

    /// The engine's errors can quote a statement with its values; ours never do.
    private func withoutValues<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError { throw StorageFault(error) }
    }

    private func rows(_ sql: String, _ values: [SQLValue]) throws -> [Row] {
        let statement = try database.cachedStatement(sql: sql)
        let rows = try GRDB.Row.fetchCursor(statement, arguments: StatementArguments(values.map(\.databaseValue)))
        var found: [Row] = []
        while let row = try rows.next() {
            var kept = Row()
            for (column, value) in row { kept[column] = SQLValue(value) }
            found.append(kept)
        }
        return found
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT act", [])
        do {
            let value = try body()
            try run("RELEASE SAVEPOINT act", [])
            return value
        } catch {
            try run("ROLLBACK TO SAVEPOINT act", [])
            try run("RELEASE SAVEPOINT act", [])
            throw error
        }
    }

    func runScript(_ sql: String) throws { try withoutValues { try database.execute(sql: sql) } }

    func hiddenText() throws -> (table: String, column: String)? {
        let columns = try query(
            """
            SELECT m.name AS name, c.name AS field FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' ORDER BY m.name
            """, [])
        for row in columns {
            let (table, column) = (try row.text("name"), try row.text("field"))
            let hidden = try query(
                """
                SELECT 1 AS one FROM "\(table)"
                WHERE typeof("\(column)") = 'text' AND instr(CAST("\(column)" AS BLOB), x'00') > 0 LIMIT 1
                """, [])
            if !hidden.isEmpty { return (table, column) }
        }
        return nil
    }

    func tables(withColumn column: String) throws -> [String] {
        try query(
            """
            SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name = ? ORDER BY m.name
            """, [.text(column)]
        ).map { try $0.text("name") }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        // No column of ours is a fraction; a tampered one must still be read, so that the audit can name it.
        case .double(let number): self = .text("\(number)")
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes(Array(data))
        }
    }
}

extension StorageFault {
    init(_ error: DatabaseError) {
        let code = Int(error.extendedResultCode.rawValue)
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(code: code)
        case .SQLITE_FULL: self = .full(code: code)
        case .SQLITE_CONSTRAINT: self = .constraint(code: code)
        default: self = .failed(code: code)
        }
    }
}
