/// A server, for a store that several machines share or that must outlive one of them.
///
/// An act is acknowledged when the server has it on its disk (and on its standby, where it was told to wait for one).
struct PostgreSQLDatabase: Database {
    private let pool: PostgreSQLPool
    /// Writers that go one after another wait here rather than in the server, where each would keep a session from the
    /// readers. The second is already at the lock when the first leaves it.
    private let writers = WaitingLine(places: 2)

    /// Makes sure that there is a server, and that it keeps what it acknowledges.
    /// - Parameters:
    ///   - url: in the form of libpq, `postgresql://…`. What it says of encryption, of several hosts and so on is kept.
    ///   - sessions: how many connections there may be at a time.
    /// - Throws: `StorageFault`; `.notDurable` when `fsync` or `synchronous_commit` is off.
    init(url: String, sessions: Int = 6) async throws {
        pool = PostgreSQLPool(try PostgreSQLAddress(url: url), most: max(1, sessions))
        let (session, _) = try await pool.borrow()
        pool.giveBack(session, isSound: true)
    }

    var load: (open: Int, busy: Int) { pool.load }

    func close() async {
        await writers.close()
        await pool.close()
    }

    func write<T: Sendable>(_ order: WriteOrder, _ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        guard case .oneAfterAnother = order else { return try await transact(.writing(order), recall: nil, body) }
        try await writers.enter()
        defer { writers.leave() }
        return try await transact(.writing(order), recall: nil, body)
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let recall = PostgreSQLRecall()
        return try await withTaskCancellationHandler {
            try await transact(.reading, recall: recall, body)
        } onCancel: {
            recall.cancel()
        }
    }

    private func transact<T: Sendable>(
        _ kind: PostgreSQLTransaction, recall: PostgreSQLRecall?, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        var (session, isFresh) = try await pool.borrow()
        while true {
            let outcome = await session.transact(kind, recall: recall, body)
            // It broke while it lay idle, and nothing has happened yet.
            if outcome.isUnbegun, !isFresh {
                session = try await pool.replace(session)
                isFresh = true
                continue
            }
            pool.giveBack(session, isSound: outcome.isSound)
            return try outcome.result.get()
        }
    }
}
