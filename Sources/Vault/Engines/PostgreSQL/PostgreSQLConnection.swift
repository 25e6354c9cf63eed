/// A session, lent for one transaction.
final class PostgreSQLConnection: Connection {
    private let pipeline: PostgreSQLPipeline
    private var cursors = 0

    /// How many rows of a long answer are in memory at a time.
    private static let atOnce = 500

    init(_ pipeline: PostgreSQLPipeline) { self.pipeline = pipeline }

    func run(_ sql: String, _ values: [SQLValue]) throws { try pipeline.send(sql, values) }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [Row] { try pipeline.query(sql, values) }

    func each(_ sql: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        cursors += 1
        let cursor = "rows_\(cursors)"
        try pipeline.send("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)", values, keeps: false)
        var count = Self.atOnce
        while count == Self.atOnce {
            let rows = try pipeline.query("FETCH \(Self.atOnce) FROM \(cursor)", keeps: false)
            count = rows.count
            do { try rows.forEach(body) } catch {
                // After an error of the server the cursor is gone already.
                if pipeline.failure == nil { try pipeline.send("CLOSE \(cursor)", keeps: false) }
                throw error
            }
        }
        try pipeline.send("CLOSE \(cursor)", keeps: false)
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let outside = pipeline.depth
        let name = "act_\(outside)"
        try pipeline.send("SAVEPOINT \(name)")
        pipeline.depth = outside + 1
        defer { pipeline.depth = outside }
        let value: T
        do {
            value = try body()
            // What it sent may fail yet, and would take the savepoint with it.
            try pipeline.check()
        } catch {
            try? pipeline.check()
            pipeline.depth = outside
            // What failed stood before the savepoint: there is nothing to go back to.
            if let failure = pipeline.failure, failure.depth <= outside { throw failure.error }
            try pipeline.goBack(to: name)
            throw error
        }
        pipeline.depth = outside
        try pipeline.send("RELEASE SAVEPOINT \(name)")
        return value
    }

    func runScript(_ script: SchemaScript) throws {
        try pipeline.runScript(PostgreSQLDialect.schema(script.sql))
        let triggers = PostgreSQLDialect.triggers(for: script.directives)
        if !triggers.isEmpty { try pipeline.runScript(triggers) }
    }

    func tables() throws -> [StoredTable] {
        try PostgreSQLCatalogue.tables { try pipeline.query($0, keeps: false) }
    }
}
