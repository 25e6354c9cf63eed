import Foundation
import Synchronization

/// One connection on a thread of its own: what waits for the server waits there, never on a thread that Swift's tasks share.
///
/// `@unchecked Sendable` because the pipeline is touched only on the queue, which does one thing at a time.
final class PostgreSQLSession: @unchecked Sendable {  // because the pipeline is only touched on the serial queue
    private let queue: DispatchQueue
    private let pipeline: PostgreSQLPipeline
    private let interruption: PostgreSQLInterruption?

    /// How a transaction ended.
    struct Outcome<T: Sendable>: Sendable {
        let result: Result<T, any Error>
        /// The line was found broken before the body began.
        let isUnbegun: Bool
        /// The session can be used again.
        let isSound: Bool
    }

    /// What was opened on the queue.
    private struct Opened: @unchecked Sendable {  // because it is handed over once, and afterwards only touched on the queue
        let pipeline: PostgreSQLPipeline
        let interruption: PostgreSQLInterruption?
    }

    private init(_ opened: Opened, _ queue: DispatchQueue) {
        self.queue = queue
        pipeline = opened.pipeline
        interruption = opened.interruption
    }

    /// - Throws: `StorageFault`.
    static func open(_ address: PostgreSQLAddress) async throws -> PostgreSQLSession {
        let queue = DispatchQueue(label: "discretion.postgresql")
        let opened: Opened = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let line = try PostgreSQLLine(to: address)
                        return Opened(pipeline: PostgreSQLPipeline(line), interruption: line.interruption())
                    })
            }
        }
        return PostgreSQLSession(opened, queue)
    }

    /// Lets go of the connection.
    func end() { queue.async { self.pipeline.line.close() } }

    /// Runs the body in a transaction.
    /// - Parameter recall: by which the caller may call it off.
    func transact<T: Sendable>(
        _ kind: PostgreSQLTransaction, recall: PostgreSQLRecall?, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async -> Outcome<T> {
        await withCheckedContinuation { continuation in
            queue.async {
                recall?.begin(self.interruption)
                var outcome = kind.run(body, on: self.pipeline, recall: recall)
                // The request to stop could reach the next statement of this session: there must be none.
                if recall?.end() == true {
                    outcome = Outcome(result: outcome.result, isUnbegun: false, isSound: false)
                }
                continuation.resume(returning: outcome)
            }
        }
    }
}

/// By which a caller who is no longer interested stops a reading.
final class PostgreSQLRecall: Sendable {
    private struct State {
        var isRecalled = false
        var isSent = false
        var interruption: PostgreSQLInterruption?
    }

    private let state = Mutex(State())
    /// Asking the server waits for it, so it has a place of its own.
    private static let queue = DispatchQueue(label: "discretion.postgresql.recall", attributes: .concurrent)

    var isRecalled: Bool { state.withLock(\.isRecalled) }

    /// - Throws: `CancellationError` once it was called off.
    func check() throws { if isRecalled { throw CancellationError() } }

    func begin(_ interruption: PostgreSQLInterruption?) { state.withLock { $0.interruption = interruption } }

    /// - Returns: whether the server was asked to stop.
    func end() -> Bool {
        state.withLock { state in
            state.interruption = nil
            return state.isSent
        }
    }

    func cancel() {
        let interruption = state.withLock { state in
            state.isRecalled = true
            state.isSent = state.isSent || state.interruption != nil
            return state.interruption
        }
        if let interruption { Self.queue.async { interruption.send() } }
    }
}
