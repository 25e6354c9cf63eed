/// The kinds of transaction, and how one is begun and ended.
enum PostgreSQLTransaction: Sendable {
    case reading
    case writing(WriteOrder)

    /// Every writer that adds to the ledger takes this lock first, in whatever process it is.
    private static let lock = "SELECT pg_advisory_xact_lock(73058160, hashtext(current_schema()))"
    /// How long beginning may take, in milliseconds: the server gives up waiting for the lock after 5 seconds.
    private static let beginPatience: Int32 = 10_000
    /// How long a commit may take, in milliseconds. One that waits for a standby waits for ever.
    private static let commitPatience: Int32 = 20_000

    private var begin: String {
        switch self {
        // Each reads the state of its beginning.
        case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        // Each statement sees what was committed before it: so whoever has the lock sees all that others did under it.
        case .writing: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        }
    }

    func run<T: Sendable>(
        _ body: (any Connection) throws -> T, on pipeline: PostgreSQLPipeline, recall: PostgreSQLRecall?
    ) -> PostgreSQLSession.Outcome<T> {
        var isUnbegun = true
        let result = Result {
            do {
                try start(pipeline, recall)
                isUnbegun = false
                let value = try body(PostgreSQLConnection(pipeline))
                try pipeline.check()
                try commit(pipeline)
                return value
            } catch {
                // Where the line is broken, or the commit was sent, there is nothing left to roll back.
                if !pipeline.line.isBroken { rollBack(pipeline) }
                throw error
            }
        }
        let isBroken = pipeline.line.isBroken
        return PostgreSQLSession.Outcome(
            result: result, isUnbegun: isUnbegun && isBroken, isSound: !isBroken && !pipeline.isWorn)
    }

    private func start(_ pipeline: PostgreSQLPipeline, _ recall: PostgreSQLRecall?) throws {
        pipeline.begin(recall)
        try pipeline.send(begin)
        try pipeline.forgetUnwanted()
        if case .writing(.oneAfterAnother) = self { try pipeline.send(Self.lock) }
        try pipeline.check(within: Self.beginPatience)
    }

    private func commit(_ pipeline: PostgreSQLPipeline) throws {
        guard case .writing = self else {
            // What was read was read, even if the line breaks now.
            _ = try? pipeline.end("COMMIT", within: Self.commitPatience)
            return
        }
        let tag: String
        do { tag = try pipeline.end("COMMIT", within: Self.commitPatience) } catch {
            // A server that still answers knows that it did not commit.
            throw pipeline.line.isBroken ? StorageFault.lost : error
        }
        guard tag == "COMMIT" else { throw StorageFault(sqlState: "25P02") }
        // Committed here, but the wait for the standby was broken off: the server only warns of it.
        guard !pipeline.line.isWarned else { throw StorageFault.lost }
    }

    private func rollBack(_ pipeline: PostgreSQLPipeline) {
        try? pipeline.check()
        _ = try? pipeline.end("ROLLBACK", within: PostgreSQLLine.patience)
    }
}
