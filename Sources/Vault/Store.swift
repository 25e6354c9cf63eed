public import Foundation
public import Ledger
import Synchronization

/// Where a store is.
public enum StorePlace: Sendable {
    /// A file of SQLite.
    case file(String)
    /// A PostgreSQL server, by its address: `postgres://…`.
    case server(String)
}

/// The only door to stored records.
public final class Store: Sendable {
    let database: any Database
    let sessionLimits: SessionLimits
    let keyring: Keyring?
    private let acts: GroupCommit
    private let broken = Mutex<LedgerBroken?>(nil)

    /// Opens the database, making it if need be, and brings its schema up to date.
    /// - Parameters:
    ///   - schema: the folders of schema files of the modules above, read beside this module's own.
    ///   - sealings: by table, what of it is sealed.
    ///   - keys: the master keys; without them evidence can be verified, and nothing that is sealed be read or kept.
    /// - Throws: `StorageFault`; `MasterKeys.Fault`.
    public init(
        at place: StorePlace, schema: [URL], sealings: [String: Sealing] = [:], keys: MasterKeys?, at now: Instant,
        sessionLimits: SessionLimits = SessionLimits()
    ) async throws {
        let database: any Database =
            switch place {
            case .file(let path): try SQLiteDatabase(path: path)
            case .server(let url): try await PostgreSQLDatabase(url: url)
            }
        self.database = database
        self.sessionLimits = sessionLimits
        acts = GroupCommit(database: database)
        let own = Bundle.module.resourceURL?.appending(path: "Schema")
        let steps = try SchemaSteps(in: [own].compactMap { $0 } + schema)
        keyring = try await database.write(.oneAfterAnother) { connection in
            try steps.run(on: connection, at: now)
            return try keys.map { try Keyring.open($0, sealings, on: connection, at: now) }
        }
    }

    /// Does something as somebody. Rows and their ledger entries commit together, or neither does. When the body
    /// throws, nothing it kept remains, but its looks are noted all the same.
    /// - Parameter body: may be run twice, when what it shared a commit with failed; what it did first is undone then.
    /// - Throws: what the body throws; `StorageFault`, and then nothing was recorded, except perhaps with `.lost`.
    public func act<T: Sendable>(
        as context: AccessContext, at now: Instant, _ body: @escaping @Sendable (inout Transaction) throws -> T
    ) async throws -> T {
        let mayWrite = broken.withLock { $0 } == nil
        let keyring = keyring
        return try await acts.perform { connection, edge, turn in
            var transaction = Transaction(
                connection, keyring, as: context, at: now,
                mayWrite && turn.stop == nil ? .records(after: edge.size) : .stopped(after: edge.size))
            let result: Result<T, any Error>
            do {
                result = .success(
                    turn.alone ? try connection.savepoint { try body(&transaction) } : try body(&transaction))
            } catch {
                if !turn.alone, transaction.hasWritten || error is StorageFault { throw GroupCommit.Alone() }
                transaction.forget()
                result = .failure(error)
            }
            try transaction.settle(&edge)
            return result
        }
    }

    /// Reads as somebody, beside others who read or write; then notes the looks, and gives what was found only when they are
    /// durable: no log, no look.
    /// - Throws: what the body throws; `StorageFault`, with `.readOnly` if it tries to keep something.
    public func look<T: Sendable>(
        as context: AccessContext, at now: Instant, _ body: @escaping @Sendable (inout Transaction) throws -> T
    ) async throws -> T {
        let keyring = keyring
        let (result, looks): (Result<T, any Error>, [Look]) = try await database.read { connection in
            var transaction = Transaction(connection, keyring, as: context, at: now, .nothing)
            let result = Result { try body(&transaction) }
            return (result, transaction.looks)
        }
        if !looks.isEmpty {
            try await acts.perform { connection, edge, _ in
                try AccessLog.keep(
                    looks, actor: context.practitioner, at: now, in: LedgerBook(connection: connection), &edge)
                return .success(())
            }
        }
        return try result.get()
    }

    /// Reads records that are no casework, such as names of people at work: no look is noted, so nothing waits for the
    /// store's one writer.
    /// - Throws: what the body throws; `NothingToSee` if it looked at casework after all; `StorageFault`.
    public func consult<T: Sendable>(
        as context: AccessContext, at now: Instant, _ body: @escaping @Sendable (inout Transaction) throws -> T
    ) async throws -> T {
        let keyring = keyring
        return try await database.read { connection in
            var transaction = Transaction(connection, keyring, as: context, at: now, .nothing)
            let value = try body(&transaction)
            guard transaction.hasNothingToNote else { throw NothingToSee() }
            return value
        }
    }

    /// What was found not to fit, if anything: then nothing more can be recorded until somebody has looked.
    public var brokenLedger: LedgerBroken? { broken.withLock { $0 } ?? acts.stop }

    /// Stops all writing of records: in every process of the store, and where the store cannot be told, in this one.
    public func stopWriting(because found: LedgerBroken, at now: Instant) async {
        acts.note(stop: found)
        do {
            try await database.write(.besideOthers) { connection in
                try connection.run("DELETE FROM writing_stop", [])
                try connection.run(
                    "INSERT INTO writing_stop (id, at, place, what, why) VALUES (1, ?, ?, ?, ?)",
                    [.text(now.description), .integer(Int64(bitPattern: found.at)), .text(found.what), .text(found.why)])
            }
        } catch {
            broken.withLock { $0 = found }
        }
    }

    /// An audit found everything whole: what was stopped goes on, in every process from its next record on.
    /// - Throws: `StorageFault`.
    public func resumeWriting() async throws {
        let isStopped = try await database.read { try LedgerBook(connection: $0).stop() != nil }
        if isStopped { try await database.write(.besideOthers) { try $0.run("DELETE FROM writing_stop", []) } }
        broken.withLock { $0 = nil }
        acts.note(stop: nil)
    }

    /// That the store can be read and written to, and that what is sealed in it can be opened.
    /// - Throws: `StorageFault`; `MasterKeys.Fault`.
    public func check(at now: Instant) async throws {
        _ = try keyring?.masters.current()
        try await database.write(.besideOthers) { try Self.probe($0, at: now.description) }
    }

    /// Writes something of no meaning.
    static func probe(_ connection: any Connection, at: String) throws {
        try connection.run(
            "INSERT INTO store_probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at", [.text(at)])
    }

    /// How busy the store is.
    public struct Load: Sendable {
        /// Since the start: commits to the ledger, and acts and looks in them.
        public let commits, acts: Int
        /// Connections to the database: how many are open, and how many are in use or waited for.
        public let connections, busy: Int
    }

    public var load: Load {
        let counts = acts.counts
        let connections = database.load
        return Load(commits: counts.commits, acts: counts.acts, connections: connections.open, busy: connections.busy)
    }

    /// Lets go of the database. Nothing may be asked afterwards.
    public func close() async { await database.close() }
}
