import Ledger
import Synchronization

/// Acts that wait are committed together: while one commit is synced to the disk the next acts gather, and all of them
/// share the next one. Each is answered only when its commit is durable, and each stands or falls by itself.
final class GroupCommit: Sendable {
    /// One act: what it does within the transaction, and who waits for it.
    private struct Waiting: Sendable {
        /// - Returns: what answers it once the commit is durable.
        let attempt: @Sendable (any Connection, inout GrowingTree, Turn) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isCommitting = false
        var edge: GrowingTree?
        var stop: LedgerBroken?
        var counts = Counts()
    }

    /// How an act has its turn.
    struct Turn: Sendable {
        /// In a transaction of its own, where what it wrote can be undone.
        let alone: Bool
        /// Why nothing may be recorded; looks are noted all the same.
        let stop: LedgerBroken?
    }

    /// How many commits there were, of how many acts, since the start.
    struct Counts: Sendable {
        var commits = 0
        var acts = 0
    }

    /// An act that has written and then failed shares its transaction with others: all are tried again, one by one.
    struct Alone: Error {}

    /// At most so many acts in one commit, so that the first of them does not wait long for the last.
    private static let most = 128

    private let database: any Database
    private let state = Mutex(State())

    init(database: any Database) { self.database = database }

    var counts: Counts { state.withLock { $0.counts } }

    /// Why nothing may be recorded, as far as it is known here: as of the last commit, or as it was noted since.
    var stop: LedgerBroken? { state.withLock { $0.stop } }

    func note(stop: LedgerBroken?) { state.withLock { $0.stop = stop } }

    /// Runs the work in a transaction with others.
    /// - Parameter work: may be run again from the beginning, in a transaction of its own.
    /// - Throws: what the work ends with; `StorageFault`, and then nothing of it was recorded, except with `.lost`.
    func perform<T: Sendable>(
        _ work: @escaping @Sendable (any Connection, inout GrowingTree, Turn) throws -> Result<T, any Error>
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let act = Waiting(
                attempt: { connection, edge, turn in
                    let result = try work(connection, &edge, turn)
                    return { continuation.resume(with: result) }
                },
                fail: { continuation.resume(throwing: $0) })
            let isFirst = state.withLock { state in
                state.waiting.append(act)
                defer { state.isCommitting = true }
                return !state.isCommitting
            }
            if isFirst { Task { await commitAll() } }
        }
    }

    private func commitAll() async {
        while let acts = next() { await commit(acts) }
    }

    private func next() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isCommitting = false
                return nil
            }
            let acts = Array(state.waiting.prefix(Self.most))
            state.waiting.removeFirst(acts.count)
            return acts
        }
    }

    private func commit(_ acts: [Waiting], alone: Bool = false) async {
        let known = state.withLock { $0.edge }
        let attempted = Mutex<Attempted?>(nil)
        do {
            let attempt = try await database.write(.oneAfterAnother) { connection in
                let book = LedgerBook(connection: connection)
                var edge = try book.edge(known: known)
                let turn = Turn(alone: alone, stop: try book.stop())
                let before = edge.size
                let answers = try acts.map { try $0.attempt(connection, &edge, turn) }
                if edge.size > before { try book.keepEnd(edge) }
                let outcome = Attempted(edge: edge, stop: turn.stop, answers: answers)
                attempted.withLock { $0 = outcome }
                return outcome
            }
            acknowledge(attempt)
        } catch StorageFault.lost {
            await findOut(acts, attempted.withLock { $0 })
        } catch  where alone || Self.concernsAll(error) {
            acts.forEach { $0.fail(error) }
        } catch {
            for act in acts { await commit([act], alone: true) }
        }
    }

    /// What a transaction came to, and where the ledger ends if it is committed.
    private struct Attempted: Sendable {
        let edge: GrowingTree
        let stop: LedgerBroken?
        let answers: [@Sendable () -> Void]
    }

    private func acknowledge(_ attempted: Attempted) {
        state.withLock { state in
            state.edge = attempted.edge
            state.stop = attempted.stop
            state.counts.commits += 1
            state.counts.acts += attempted.answers.count
        }
        attempted.answers.forEach { $0() }
    }

    /// The answer to a commit was lost. The ledger itself tells whether it happened: the root over the entries binds each.
    private func findOut(_ acts: [Waiting], _ attempted: Attempted?) async {
        for wait in [0.2, 0.5, 1, 2, 4] {
            try? await Task.sleep(for: .seconds(wait))
            // In order with other writers: had the commit still been under way, this would have to wait for it.
            let found = try? await database.write(.oneAfterAnother) { connection in
                let book = LedgerBook(connection: connection)
                if let edge = attempted?.edge, try book.size() >= edge.size, try book.tree(size: edge.size).root() == edge.root {
                    return true
                }
                // It is not there, and once this is durable it cannot come back: a file's log is written over.
                try Store.probe(connection, at: "\(UInt64.random(in: .min ... .max))")
                return false
            }
            guard let found else { continue }
            if found, let attempted { return acknowledge(attempted) }
            return acts.forEach { $0.fail(StorageFault.failed(code: 0)) }
        }
        acts.forEach { $0.fail(StorageFault.lost) }
    }

    /// Whether the engine failed, so that trying the acts one by one would fail as well.
    private static func concernsAll(_ error: any Error) -> Bool {
        switch error as? StorageFault {
        case .busy, .full, .failed, .lost, .notDurable, .schemaChanged: true
        case .constraint, .readOnly, nil: error is LedgerBroken
        }
    }
}
