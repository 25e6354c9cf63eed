import Foundation
import GRDB

/// One file: the default.
///
/// Every commit is synced before it is acknowledged (WAL with `synchronous = FULL`). GRDB opens a pool's writer with
/// `NORMAL` whatever the configuration says, so it is set after opening and read back.
struct SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let busy = Busy()

    /// - Throws: `StorageFault`.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        // Readers: a page needs one for a few milliseconds; two cores keep about four of them busy.
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        // What is deleted is overwritten: keys and search tokens must not linger in free pages.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            let level = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // 64 MiB for the one that writes: search tokens and numbers land on leaves all over their indexes.
                try database.execute(sql: "PRAGMA cache_size = -65536")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard level == 2 else { throw StorageFault.notDurable }
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }

    func write<T: Sendable>(
        _ order: WriteOrder, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        busy.begin()
        defer { busy.end() }
        do {
            // Immediate: another process may write too, and what is read must stay true until the commit.
            return try await pool.writeWithoutTransaction { database in
                var result: T?
                do {
                    try database.inTransaction(.immediate) {
                        result = try body(SQLiteConnection(database: database))
                        return .commit
                    }
                } catch let error as DatabaseError where result != nil && error.extendedResultCode == .SQLITE_IOERR_FSYNC {
                    // All is written, and only the sync failed: after a crash it may be found there whole.
                    throw StorageFault.lost
                }
                guard let result else { throw StorageFault.failed(code: 0) }
                return result
            }
        } catch let error as DatabaseError {
            // Beginning or committing failed.
            throw StorageFault(error)
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        busy.begin()
        defer { busy.end() }
        do {
            return try await pool.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            throw StorageFault(error)
        }
    }

    var load: (open: Int, busy: Int) { (5, busy.count) }

    func close() async { try? pool.close() }
}

extension StorageFault {
    init(_ error: DatabaseError) { self.init(sqlite: Int(error.extendedResultCode.rawValue)) }

    /// - Parameter code: SQLite's extended result code, whose lowest eight bits are the primary one.
    init(sqlite code: Int) {
        switch ResultCode(rawValue: CInt(code & 0xff)) {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(code: code)
        case .SQLITE_FULL: self = .full(code: code)
        case .SQLITE_CONSTRAINT: self = .constraint(code: code)
        default: self = .failed(code: code)
        }
    }
}
