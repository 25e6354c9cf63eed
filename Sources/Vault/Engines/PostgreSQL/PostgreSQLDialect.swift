/// How portable SQL is said to PostgreSQL.
enum PostgreSQLDialect {
    /// Each `?` as `$1`, `$2` and so on.
    static func numbered(_ sql: String) -> String {
        var count = 0
        return rewritten(sql) { code, said in
            for byte in code {
                if byte == UInt8(ascii: "?") {
                    count += 1
                    said += Array("$\(count)".utf8)
                } else {
                    said.append(byte)
                }
            }
        }
    }

    /// The types of the schema as PostgreSQL has them. Texts sort by their bytes, whatever the language of the database.
    ///
    /// Only words in capitals are types: a column may be named `text`.
    static func schema(_ sql: String) -> String {
        var before = ""
        return rewritten(sql) { code, said in
            var rest = code
            while let first = rest.first {
                let word = rest.prefix(while: isOfWord)
                guard !word.isEmpty else {
                    said.append(first)
                    rest.removeFirst()
                    continue
                }
                let name = String(decoding: word, as: UTF8.self)
                switch name {
                case "INTEGER": said += Array("BIGINT".utf8)
                case "BLOB": said += Array("BYTEA".utf8)
                // `WITHOUT ROWID` is how the other engine orders a table by its key.
                case "WITHOUT", "ROWID": break
                // A cast names a type and has no place for an order.
                case "TEXT" where before != "AS": said += Array(#"TEXT COLLATE "C""#.utf8)
                default: said += Array(word)
                }
                before = name
                rest = rest.dropFirst(word.count)
            }
        }
    }

    /// What keeps the promises of the directives. Nothing when there are none.
    ///
    /// A trigger fires always, so that a session that plays a replica cannot slip past it.
    static func triggers(for directives: [SchemaScript.Directive]) -> String {
        guard !directives.isEmpty else { return "" }
        return directives.reduce(into: refusal) { sql, directive in
            switch directive {
            case .final(let table, let words):
                sql += trigger("is_final", "UPDATE OR DELETE", on: table, for: "EACH ROW", words)
                sql += trigger("is_kept", "TRUNCATE", on: table, for: "EACH STATEMENT", words)
            case .stays(let table, let words):
                sql += trigger("stays", "DELETE", on: table, for: "EACH ROW", words)
                sql += trigger("is_kept", "TRUNCATE", on: table, for: "EACH STATEMENT", words)
            case .ends(let table, let condition, let words):
                sql += trigger("ends", "UPDATE", on: table, for: "EACH ROW WHEN (\(condition))", words)
            }
        }
    }

    /// 23514 is what a broken CHECK gives: to the store the two are the same.
    private static let refusal = """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION USING ERRCODE = ''23514'', MESSAGE = TG_ARGV[0]; END';

        """

    private static func trigger(_ name: String, _ act: String, on table: String, for each: String, _ words: String) -> String {
        """
        CREATE TRIGGER \(table)_\(name) BEFORE \(act) ON \(table) FOR \(each) EXECUTE FUNCTION refuse_change('\(words)');
        ALTER TABLE \(table) ENABLE ALWAYS TRIGGER \(table)_\(name);

        """
    }

    /// Strings, quoted names and comments stay as they are; the rest is rewritten piece by piece.
    private static func rewritten(_ sql: String, _ rewrite: (ArraySlice<UInt8>, inout [UInt8]) -> Void) -> String {
        let bytes = Array(sql.utf8)
        var said: [UInt8] = []
        said.reserveCapacity(bytes.count + 16)
        var (start, place) = (0, 0)
        while place < bytes.count {
            let end = endOfQuoted(bytes, from: place)
            guard end > place else {
                place += 1
                continue
            }
            rewrite(bytes[start..<place], &said)
            said += bytes[place..<end]
            (start, place) = (end, end)
        }
        rewrite(bytes[start...], &said)
        return String(decoding: said, as: UTF8.self)
    }

    /// Where the string, quoted name or comment that begins here ends; the place itself if none begins here. A quote that
    /// is doubled inside a string ends one and begins the next, which comes to the same.
    private static func endOfQuoted(_ bytes: [UInt8], from place: Int) -> Int {
        let next = place + 1 < bytes.count ? bytes[place + 1] : 0
        switch (bytes[place], next) {
        case (UInt8(ascii: "'"), _), (UInt8(ascii: "\""), _):
            return (bytes[(place + 1)...].firstIndex(of: bytes[place]) ?? bytes.count - 1) + 1
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            return bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
            var (depth, here) = (1, place + 2)
            while depth > 0, here + 1 < bytes.count {
                switch (bytes[here], bytes[here + 1]) {
                case (UInt8(ascii: "*"), UInt8(ascii: "/")): (depth, here) = (depth - 1, here + 2)
                case (UInt8(ascii: "/"), UInt8(ascii: "*")): (depth, here) = (depth + 1, here + 2)
                default: here += 1
                }
            }
            return depth > 0 ? bytes.count : here
        default:
            return place
        }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
