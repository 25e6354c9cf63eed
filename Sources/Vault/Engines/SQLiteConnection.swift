import GRDB
import GRDBSQLite

/// One transaction of SQLite. Statements are stepped through SQLite's own interface: it gives texts whole, where the layer
/// above ends them at a NUL, and it is several times as quick.
struct SQLiteConnection: Connection {
    let database: GRDB.Database

    func run(_ sql: String, _ values: [SQLValue]) throws {
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        try bind(values, to: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return
            case SQLITE_ROW: continue
            default: throw fault
            }
        }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws -> [Row] {
        let statement = try prepared(sql)
        defer { sqlite3_reset(statement) }
        var rows: [Row] = []
        try step(statement, values) { rows.append($0) }
        return rows
    }

    func each(_ sql: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        // A statement of its own: the body may ask the same question.
        let own = try withoutValues { try database.makeStatement(sql: sql) }
        try step(own.sqliteStatement, values, body)
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        try withoutValues { try database.cachedStatement(sql: sql).sqliteStatement }
    }

    private func step(_ statement: OpaquePointer, _ values: [SQLValue], _ body: (Row) throws -> Void) throws {
        try bind(values, to: statement)
        let count = sqlite3_column_count(statement)
        let columns = (0..<count).map { sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "" }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return
            case SQLITE_ROW: try body(Row(columns: columns, cells: (0..<count).map { cell(statement, $0) }))
            default: throw fault
            }
        }
    }

    private func cell(_ statement: OpaquePointer, _ place: CInt) -> SQLValue {
        switch sqlite3_column_type(statement, place) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, place))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(statement, place) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, place)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(statement, place) else { return .bytes([]) }
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, place)))))
        // No column of ours is a fraction; a tampered one must still be read, so that the audit can name it.
        case SQLITE_FLOAT: return .text("\(sqlite3_column_double(statement, place))")
        default: return .null
        }
    }

    private func bind(_ values: [SQLValue], to statement: OpaquePointer) throws {
        // SQLite copies what is bound before the call returns.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (place, value) in zip(CInt(1)..., values) {
            let status =
                switch value {
                case .null: sqlite3_bind_null(statement, place)
                case .integer(let number): sqlite3_bind_int64(statement, place, number)
                case .text(var text):
                    text.withUTF8 { bytes in
                        bytes.withMemoryRebound(to: CChar.self) {
                            sqlite3_bind_text(statement, place, $0.baseAddress ?? Self.empty, CInt(bytes.count), copied)
                        }
                    }
                case .bytes(let bytes):
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(statement, place, 0)
                        : bytes.withUnsafeBytes {
                            sqlite3_bind_blob(statement, place, $0.baseAddress, CInt($0.count), copied)
                        }
                }
            guard status == SQLITE_OK else { throw fault }
        }
    }

    /// Where an empty text begins: a null pointer would bind null.
    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        // Safe, because it is made once and never written again.
        let place = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        place.pointee = 0
        return UnsafePointer(place)
    }()

    private var fault: StorageFault { StorageFault(sqlite: Int(sqlite3_extended_errcode(database.sqliteConnection))) }

    /// The engine's errors can quote a statement with its values; ours never do.
    private func withoutValues<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError { throw StorageFault(error) }
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT act", [])
        do {
            let value = try body()
            try run("RELEASE SAVEPOINT act", [])
            return value
        } catch {
            try run("ROLLBACK TO SAVEPOINT act", [])
            try run("RELEASE SAVEPOINT act", [])
            throw error
        }
    }

    func runScript(_ script: SchemaScript) throws {
        try withoutValues {
            try database.execute(sql: script.sql)
            for directive in script.directives { try database.execute(sql: Self.triggers(directive)) }
        }
    }

    private static func triggers(_ directive: SchemaScript.Directive) -> String {
        func trigger(_ table: String, _ name: String, before event: String, when: String? = nil, _ words: String) -> String {
            "CREATE TRIGGER \(table)_\(name) BEFORE \(event) ON \(table) \(when.map { "WHEN \($0) " } ?? "")"
                + "BEGIN SELECT RAISE(ABORT, '\(words)'); END;\n"
        }
        return switch directive {
        case .final(let table, let words):
            trigger(table, "is_final", before: "UPDATE", words) + trigger(table, "stays", before: "DELETE", words)
        case .stays(let table, let words): trigger(table, "stays", before: "DELETE", words)
        case .ends(let table, let when, let words): trigger(table, "ends", before: "UPDATE", when: when, words)
        }
    }

    func tables() throws -> [StoredTable] {
        try query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid", []
        )
        .map { row in
            let name = try row.text("name")
            let columns = try query("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", [.text(name)])
            let key = try columns.filter { try $0.integer("pk") > 0 }.sorted { try $0.integer("pk") < $1.integer("pk") }
            return StoredTable(
                name: name, columns: try columns.map { try $0.text("name") }, key: try key.map { try $0.text("name") })
        }
    }
}
