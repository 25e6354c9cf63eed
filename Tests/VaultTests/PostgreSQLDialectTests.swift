import Testing

@testable import Vault

/// How the store speaks to PostgreSQL, as far as no server is needed to tell.
@Suite struct PostgreSQLDialectTests {
    @Test func `each question mark is numbered`() {
        #expect(PostgreSQLDialect.numbered("SELECT a FROM b WHERE c = ? AND d > ?") == "SELECT a FROM b WHERE c = $1 AND d > $2")
        let many = Array(repeating: "?", count: 12).joined(separator: ",")
        #expect(PostgreSQLDialect.numbered(many).hasSuffix("$9,$10,$11,$12"))
        #expect(PostgreSQLDialect.numbered("") == "")
    }

    @Test(arguments: [
        "SELECT 'why?'", "SELECT 'it''s why?', 'a'", "SELECT \"odd?\"", "SELECT \"odd\"\"?\"", "SELECT 1 -- why?",
        "SELECT 1 /* why? */",
        "SELECT 1 /* why? /* why? */ why? */", "SELECT '-- why?'", "SELECT '/* why?', '*/'", "SELECT 'why?", "SELECT \"why?",
        "/* why?",
        "SELECT 'é🦆?'",
    ])
    func `a question mark in a string, a quoted name or a comment stays`(sql: String) {
        #expect(PostgreSQLDialect.numbered(sql) == sql)
    }

    @Test func `what follows a string or a comment is numbered again`() {
        #expect(
            PostgreSQLDialect.numbered("'?' || ? -- ?\n|| ? /* ? */ || ? || \"?\" || ?")
                == "'?' || $1 -- ?\n|| $2 /* ? */ || $3 || \"?\" || $4")
        #expect(PostgreSQLDialect.numbered("? - ? / ? * ?") == "$1 - $2 / $3 * $4")
    }

    @Test func `the types of the schema become those of PostgreSQL, and texts sort by their bytes`() {
        let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, salt BLOB NOT NULL, words TEXT)"
        #expect(
            PostgreSQLDialect.schema(sql)
                == #"CREATE TABLE a (id BIGINT PRIMARY KEY, salt BYTEA NOT NULL, words TEXT COLLATE "C")"#)
    }

    @Test(arguments: [
        "text", "TEXTS", "PRETEXT", "MY_TEXT", "TEXT_1", "BLOBÉ", "integer", "'TEXT'", "\"TEXT\"", "-- TEXT", "/* INTEGER */",
        "CAST(a AS TEXT)",
        "CHECK (a <> 'BLOB, INTEGER')",
    ])
    func `what only looks like a type stays`(sql: String) {
        #expect(PostgreSQLDialect.schema(sql) == sql)
    }

    @Test func `a column may be named text`() {
        #expect(PostgreSQLDialect.schema("text TEXT NOT NULL") == #"text TEXT COLLATE "C" NOT NULL"#)
    }

    @Test func `directives become triggers that always fire`() throws {
        let script = try SchemaScript(
            """
            --! final decision: decisions are final
            --! stays proposal: proposals stay
            --! ends proposal when OLD.state IN ('approved'): this proposal has ended
            """, name: "0001")
        let sql = PostgreSQLDialect.triggers(for: script.directives)
        for part in [
            "CREATE TRIGGER decision_is_final BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse_change('decisions are final')",
            "CREATE TRIGGER decision_is_kept BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('decisions are final')",
            "CREATE TRIGGER proposal_stays BEFORE DELETE ON proposal FOR EACH ROW EXECUTE FUNCTION refuse_change('proposals stay')",
            "CREATE TRIGGER proposal_is_kept BEFORE TRUNCATE ON proposal FOR EACH STATEMENT",
            "CREATE TRIGGER proposal_ends BEFORE UPDATE ON proposal FOR EACH ROW WHEN (OLD.state IN ('approved')) EXECUTE",
            "ALTER TABLE proposal ENABLE ALWAYS TRIGGER proposal_ends",
        ] {
            #expect(sql.contains(part))
        }
        #expect(sql.split(separator: "CREATE TRIGGER").count == 6)
        #expect(PostgreSQLDialect.triggers(for: []).isEmpty)
    }

    @Test func `an SQLSTATE tells what kind of fault it was, and can be read from its code`() {
        #expect(StorageFault(sqlState: "23505") == .constraint(code: 3_505_685))
        #expect(StorageFault(sqlState: "22021") == .constraint(code: StorageFault.code(sqlState: "22021")))
        for state in ["53300", "57014", "55P03", "40001", "40P01", "57P03"] {
            #expect(StorageFault(sqlState: state) == .busy(code: StorageFault.code(sqlState: state)))
        }
        #expect(StorageFault(sqlState: "53100") == .full(code: StorageFault.code(sqlState: "53100")))
        #expect(StorageFault(sqlState: "25006") == .readOnly)
        #expect(StorageFault(sqlState: "42P01") == .failed(code: StorageFault.code(sqlState: "42P01")))
        #expect(String(StorageFault.code(sqlState: "40P01"), radix: 36).uppercased() == "40P01")
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0], "0"), ([1, 0, 0, 0, 7], "7"), ([1, 1, 0, 0, 2], "20000"), ([2, 1, 0x4000, 0, 1, 23], "-10023"),
            ([3, 0, 0, 0, 1, 0, 0], "1"),
        ] as [([UInt16], String)])
    func `a sum that is whole is an integer`(words: [UInt16], text: String) {
        #expect(Self.numeric(words) == Int64(text).map { .integer($0) })
    }

    @Test(
        arguments: [
            ([1, 0xFFFF, 0, 1, 5000], "0.5"), ([1, 0xFFFF, 0x4000, 4, 1], "-0.0001"), ([2, 0, 0, 2, 12, 3400], "12.34"),
            ([1, 0xFFFE, 0, 5, 1000], "0.00001"),
            ([1, 5, 0, 0, 1], "100000000000000000000"), ([0, 0, 0xC000, 0], "NaN"),
        ] as [([UInt16], String)])
    func `a number that no integer holds is a text`(words: [UInt16], text: String) {
        #expect(Self.numeric(words) == .text(text))
    }

    @Test func `a text with a NUL is refused, and nothing is cut short`() throws {
        #expect(throws: StorageFault.constraint(code: StorageFault.code(sqlState: "22021"))) {
            try PostgreSQLParameters([.text("seen\0at school")])
        }
        let kept = try PostgreSQLParameters([.integer(-2), .null, .text(""), .bytes([]), .bytes([0, 255])])
        #expect(kept.types == [20, 0, 25, 17, 17])
        #expect(kept.lengths == [8, 0, 0, 0, 2])
        #expect(kept.places == [0, nil, 8, 8, 8])
        #expect(kept.bytes.prefix(10) == [255, 255, 255, 255, 255, 255, 255, 254, 0, 255])
    }

    @Test func `the statement that was used longest ago makes room`() {
        var statements = PostgreSQLStatements(most: 2)
        func key(_ sql: String) -> PostgreSQLStatements.Key { .init(sql: sql, types: []) }
        let first = statements.name(of: key("a")).name
        let second = statements.name(of: key("b")).name
        #expect(statements.name(of: key("a")).name == first)
        #expect(statements.name(of: key("c")).isNew)
        #expect(statements.takeUnwanted() == [second])
        #expect(statements.name(of: key("b")).isNew)
    }

    @Test func `a table stands behind those that it refers to`() {
        func table(_ name: String) -> StoredTable { StoredTable(name: name, columns: ["id"], key: ["id"]) }
        let tables = ["a", "b", "c", "d"].map(table)
        #expect(
            PostgreSQLCatalogue.inOrder(tables, refersTo: ["a": ["c", "a"], "c": ["d"]]).map(\.name) == ["b", "d", "c", "a"])
        #expect(PostgreSQLCatalogue.inOrder(tables, refersTo: ["a": ["b"], "b": ["a"]]).map(\.name) == ["c", "d", "a", "b"])
    }

    @Test(arguments: [
        "postgresql://amy:s3cr3t@db.example/store",
        "postgresql://amy:s3cr3t@one.example,two.example:5433/store?sslmode=verify-full",
    ])
    func `a password is in no description`(url: String) throws {
        let address = try PostgreSQLAddress(url: url)
        var dumped = ""
        dump(address, to: &dumped)
        for shown in ["\(address)", String(reflecting: address), dumped] { #expect(!shown.contains("s3cr3t")) }
    }

    @Test func `what the address says is kept, and each host is tried with its own port`() throws {
        let address = try PostgreSQLAddress(
            url:
                "postgresql://amy@one.example:5433,two.example:5434/store?target_session_attrs=any&connect_timeout=9&sslmode=verify-full"
        )
        #expect(address.attempts.map { $0["host"] } == ["one.example", "two.example"])
        #expect(address.attempts.map { $0["port"] } == ["5433", "5434"])
        #expect(address.attempts.allSatisfy { $0["target_session_attrs"] == "any" && $0["sslmode"] == "verify-full" })
        #expect(address.seconds == 9)
        #expect(try PostgreSQLAddress(url: "postgresql://db.example").attempts[0]["target_session_attrs"] == "read-write")
        #expect(throws: StorageFault.self) { try PostgreSQLAddress(url: "postgresql://amy:s3cr3t@[db.example/store") }
    }

    private static func numeric(_ words: [UInt16]) -> SQLValue {
        words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }.withUnsafeBufferPointer { PostgreSQLType.numeric($0) }
    }
}
