import GRDB

/// A file of SQLite that is read or written from beginning to end on the thread that asks: a copy, which nobody else has
/// open while it is made.
enum SQLiteFile {
    /// Writes a whole new database into an empty file.
    ///
    /// Nothing of it is durable before the caller has synced the file: whoever is interrupted throws it away.
    /// - Throws: what the body throws; `StorageFault`.
    static func write<T>(_ path: String, _ body: (any Connection) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // A transaction on an empty file has nothing to go back to, so its journal stays empty and in memory.
            try database.execute(
                sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; "
                    + "PRAGMA secure_delete = ON")
        }
        return try open(path, configuration, .immediate, body)
    }

    /// Reads one steady state of a database.
    /// - Parameter inUse: it may be a store that a program has open. A copy may stand where nothing can be written.
    /// - Throws: what the body throws; `StorageFault`.
    static func read<T>(_ path: String, inUse: Bool = false, _ body: (any Connection) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.readonly = !inUse
        if inUse { configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") } }
        return try open(path, configuration, .deferred, body)
    }

    /// Whether every page of it is sound, so that what it says can be read at all.
    static func isSound(_ connection: any Connection) throws -> Bool {
        do {
            return try connection.query("PRAGMA quick_check(1)", []).first?.text("quick_check") == "ok"
        } catch StorageFault.failed {
            return false
        }
    }

    private static func open<T>(
        _ path: String, _ configuration: Configuration, _ kind: GRDB.Database.TransactionKind,
        _ body: (any Connection) throws -> T
    ) throws -> T {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { database in
                var result: T?
                try database.inTransaction(kind) {
                    result = try body(SQLiteConnection(database: database))
                    return .commit
                }
                guard let result else { throw StorageFault.failed(code: 0) }
                return result
            }
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }
}
