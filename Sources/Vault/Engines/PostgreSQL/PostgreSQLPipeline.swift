import CLibPQ
import Foundation

/// Statements on their way: sent together, answered together, each error laid to the statement that it belongs to.
///
/// After an error the server takes nothing more until the transaction, or a savepoint in it, is rolled back. So the first
/// error stays, and everything that is asked until then fails with it.
final class PostgreSQLPipeline {
    let line: PostgreSQLLine
    /// How many savepoints the next statement stands in.
    var depth = 0
    /// Asked before each statement, when somebody may call the reading off.
    var recall: PostgreSQLRecall?
    /// What went wrong, and how many savepoints the statement stood in.
    private(set) var failure: (error: any Error, depth: Int)?
    /// Its prepared statements are not what it believes they are: another session is better.
    private(set) var isWorn = false
    private var statements = PostgreSQLStatements()
    private var underWay: [Step] = []
    private var bytesUnderWay = 0

    /// Bounds what neither side may have read yet, so that no two full buffers wait for each other.
    private static let most = (statements: 100, bytes: 65_536)

    private struct Step {
        enum Act {
            case prepare(PostgreSQLStatements.Key)
            /// With whether the statement was prepared in an earlier transaction.
            case execute(isOld: Bool)
            case forget(String)
        }

        let act: Act
        let depth: Int
    }

    init(_ line: PostgreSQLLine) { self.line = line }

    /// Forgets what was wrong with the transaction before. Goes before its first statement.
    func begin(_ recall: PostgreSQLRecall?) {
        (self.recall, failure, depth) = (recall, nil, 0)
        statements.beginTransaction()
    }

    /// Sends a statement and goes on.
    /// - Parameter keeps: whether it stays prepared.
    /// - Throws: what is wrong with it or with one before it, as far as that is known.
    func send(_ sql: String, _ values: [SQLValue] = [], keeps: Bool = true) throws {
        if let failure { throw failure.error }
        try recall?.check()
        let parameters = try PostgreSQLParameters(values)
        try put(sql, parameters, keeps: keeps)
        bytesUnderWay += sql.utf8.count + parameters.bytes.count
        if underWay.count >= Self.most.statements || bytesUnderWay >= Self.most.bytes { try check() }
    }

    /// Sends a statement with everything before it, and waits for its answer.
    func query(_ sql: String, _ values: [SQLValue] = [], keeps: Bool = true) throws -> [Row] {
        try sendLast(sql, values, keeps: keeps)
        return try collect(within: PostgreSQLLine.patience)?.rows() ?? []
    }

    /// Sends a statement that ends the transaction and waits for what the server calls it.
    func end(_ sql: String, within patience: Int32) throws -> String {
        failure = nil
        recall = nil
        try sendLast(sql, [], keeps: true)
        return try collect(within: patience)?.tag ?? ""
    }

    private func sendLast(_ sql: String, _ values: [SQLValue], keeps: Bool) throws {
        if let failure { throw failure.error }
        try recall?.check()
        try put(sql, try PostgreSQLParameters(values), keeps: keeps)
    }

    /// Waits until everything sent has been answered.
    /// - Throws: the first error.
    func check(within patience: Int32 = PostgreSQLLine.patience) throws {
        if !underWay.isEmpty { _ = try collect(within: patience) }
        if let failure { throw failure.error }
    }

    /// Runs a script on its own.
    func runScript(_ sql: String) throws {
        try check()
        do { try line.runScript(sql) } catch {
            failure = (error, depth)
            throw error
        }
    }

    /// Goes back to where a savepoint was set, and lets go of it.
    func goBack(to savepoint: String) throws {
        failure = nil
        try send("ROLLBACK TO SAVEPOINT \(savepoint)")
        try send("RELEASE SAVEPOINT \(savepoint)")
    }

    /// Lets the server forget the statements that there was no more room for.
    func forgetUnwanted() throws {
        for name in statements.takeUnwanted() {
            try line.executeOnce("DEALLOCATE \(name)", try PostgreSQLParameters([]))
            underWay.append(Step(act: .forget(name), depth: depth))
        }
    }

    private func put(_ sql: String, _ values: PostgreSQLParameters, keeps: Bool) throws {
        do {
            guard keeps else {
                try line.executeOnce(PostgreSQLDialect.numbered(sql), values)
                return underWay.append(Step(act: .execute(isOld: false), depth: depth))
            }
            let key = PostgreSQLStatements.Key(sql: sql, types: values.types)
            let (name, isNew, isOld) = statements.name(of: key)
            if isNew {
                try line.prepare(name, PostgreSQLDialect.numbered(sql), types: values.types)
                underWay.append(Step(act: .prepare(key), depth: depth))
            }
            try line.execute(name, values)
            underWay.append(Step(act: .execute(isOld: isOld), depth: depth))
        } catch {
            failure = failure ?? (error, 0)
            throw error
        }
    }

    /// Reads the answers of everything under way, and gives the last.
    private func collect(within patience: Int32) throws -> PostgreSQLAnswer? {
        let steps = underWay
        underWay.removeAll(keepingCapacity: true)
        bytesUnderWay = 0
        var last: PostgreSQLAnswer?
        do {
            try line.sync()
            for step in steps {
                last = nil
                while let answer = try line.answer(within: patience) {
                    note(answer, to: step)
                    last = answer
                }
            }
            try line.finish(within: patience)
        } catch {
            // The line is broken: no savepoint helps.
            failure = (recalled(error), 0)
        }
        if let failure { throw failure.error }
        return last
    }

    private func note(_ answer: PostgreSQLAnswer, to step: Step) {
        let state = answer.sqlState
        if state != nil || answer.isSkipped {
            switch step.act {
            case .prepare(let key): statements.lose(key)
            case .forget(let name): statements.unwant(name)
            case .execute: break
            }
        }
        guard let state, failure == nil else { return }
        var error: any Error = recalled(StorageFault(sqlState: state))
        if case .execute(isOld: true) = step.act, ["0A000", "26000"].contains(state) {
            // A table was altered since, or something between us and the server forgot the statement.
            isWorn = true
            error = StorageFault.busy(code: StorageFault.code(sqlState: state))
        }
        failure = (error, step.depth)
    }

    private func recalled(_ error: any Error) -> any Error { recall?.isRecalled == true ? CancellationError() : error }
}
