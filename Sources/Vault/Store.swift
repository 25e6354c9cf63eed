public import Foundation
public import Ledger
import Synchronization

/// The only door to stored records.
public final class Store: Sendable {
    let database: any Database
    let sessionLimits: SessionLimits
    private let broken = Mutex<LedgerBroken?>(nil)

    /// Opens the database file, making it if need be, and brings its schema up to date.
    /// - Parameter schema: the folders of schema files of the modules above, read beside this module's own.
    /// - Throws: `StorageFault`.
    public init(
        file: String, schema: [URL], at now: Instant, sessionLimits: SessionLimits = SessionLimits()
    ) async throws {
        database = try SQLiteDatabase(path: file)
        self.sessionLimits = sessionLimits
        let own = Bundle.module.resourceURL?.appending(path: "Schema")
        let steps = try SchemaSteps(in: [own].compactMap { $0 } + schema)
        try await database.write { connection in try steps.run(on: connection, at: now) }
    }

    /// Does something as somebody. Rows and their ledger entries commit together, or neither does. When the body
    /// throws, nothing it kept remains, but its looks are noted all the same.
    /// - Throws: what the body throws; `StorageFault`, and then nothing was recorded.
    public func act<T: Sendable>(
        as context: AccessContext, at now: Instant, _ body: @escaping @Sendable (inout Transaction) throws -> T
    ) async throws -> T {
        let mayWrite = brokenLedger == nil
        let result: Result<T, any Error> = try await database.write { connection in
            var transaction = Transaction(connection, as: context, at: now, mayWrite: mayWrite)
            let result: Result<T, any Error>
            do {
                result = .success(try connection.savepoint { try body(&transaction) })
            } catch {
                transaction.forget()
                result = .failure(error)
            }
            try transaction.settle()
            return result
        }
        return try result.get()
    }

    /// Reads records that are no casework, such as names of people at work: no look is noted, so nothing waits for the
    /// store's one writer.
    /// - Throws: what the body throws; `NothingToSee` if it looked at casework after all; `StorageFault`.
    public func consult<T: Sendable>(
        as context: AccessContext, at now: Instant, _ body: @escaping @Sendable (inout Transaction) throws -> T
    ) async throws -> T {
        try await database.read { connection in
            var transaction = Transaction(connection, as: context, at: now, mayWrite: false)
            let value = try body(&transaction)
            guard transaction.hasNothingToNote else { throw NothingToSee() }
            return value
        }
    }

    /// What was found not to fit, if anything: then nothing more can be recorded until somebody has looked.
    public var brokenLedger: LedgerBroken? { broken.withLock { $0 } }

    /// Stops all writing of records.
    public func stopWriting(because found: LedgerBroken) { broken.withLock { $0 = found } }

    /// Copies everything, while in use, into a new file.
    /// - Throws: `StorageFault`.
    public func backup(to path: String) async throws { try await database.backup(to: path) }

    /// That the store answers. - Throws: `StorageFault` when it does not.
    public func check() async throws {
        _ = try await database.read { connection in try connection.query("SELECT 1 AS one", []) }
    }
}
