import Synchronization

/// The sessions, made when they are wanted and kept for the next.
final class PostgreSQLPool: Sendable {
    private let address: PostgreSQLAddress
    private let line: WaitingLine
    private let idle = Mutex<[PostgreSQLSession]>([])

    init(_ address: PostgreSQLAddress, most: Int) {
        self.address = address
        line = WaitingLine(places: most)
    }

    var load: (open: Int, busy: Int) {
        let busy = line.inside
        return (idle.withLock(\.count) + busy, busy)
    }

    /// Every successful call is followed by one of `giveBack`, with this session or the one that replaced it.
    /// - Returns: a session, and whether it was made just now.
    /// - Throws: `StorageFault`; `CancellationError`.
    func borrow() async throws -> (session: PostgreSQLSession, isFresh: Bool) {
        try await line.enter()
        // The one used last: the others may be left idle.
        if let session = idle.withLock({ $0.popLast() }) { return (session, false) }
        return (try await open(), true)
    }

    /// A new session in the place of one that turned out to be broken.
    func replace(_ session: PostgreSQLSession) async throws -> PostgreSQLSession {
        session.end()
        return try await open()
    }

    func giveBack(_ session: PostgreSQLSession, isSound: Bool) {
        if isSound { idle.withLock { $0.append(session) } } else { session.end() }
        line.leave()
    }

    func close() async {
        await line.close()
        let sessions = idle.withLock { sessions in
            defer { sessions = [] }
            return sessions
        }
        for session in sessions { session.end() }
    }

    private func open() async throws -> PostgreSQLSession {
        do { return try await PostgreSQLSession.open(address) } catch {
            line.leave()
            throw error
        }
    }
}
