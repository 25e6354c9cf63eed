/// What the server knows of our tables.
enum PostgreSQLCatalogue {
    /// - Parameter query: how to ask the server.
    static func tables(_ query: (String) throws -> [Row]) throws -> [StoredTable] {
        let ours = """
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            """
        let only = "n.nspname = current_schema() AND c.relkind IN ('r', 'p')"
        let columns = try query(
            """
            SELECT c.relname AS name, a.attname AS field \(ours) JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE \(only) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname COLLATE "C", a.attnum
            """)
        let keys = try query(
            """
            SELECT c.relname AS name, a.attname AS field \(ours) JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
            WHERE \(only) ORDER BY c.relname COLLATE "C", k.place
            """)
        let references = try query(
            """
            SELECT c.relname AS name, t.relname AS field \(ours) JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
            JOIN pg_class t ON t.oid = f.confrelid WHERE \(only)
            """)
        let (columnsOf, keyOf, refersTo) = (try grouped(columns), try grouped(keys), try grouped(references))
        let tables = columnsOf.keys.sorted().map {
            StoredTable(name: $0, columns: columnsOf[$0] ?? [], key: keyOf[$0] ?? [])
        }
        return inOrder(tables, refersTo: refersTo)
    }

    /// Each table behind those that it refers to; otherwise as given.
    static func inOrder(_ tables: [StoredTable], refersTo: [String: [String]]) -> [StoredTable] {
        var left = tables
        var ordered: [StoredTable] = []
        while !left.isEmpty {
            let waiting = Set(left.map(\.name))
            // Tables that refer to each other in a ring have no order: the first of them begins.
            let next =
                left.firstIndex { table in
                    !(refersTo[table.name] ?? []).contains { $0 != table.name && waiting.contains($0) }
                } ?? left.startIndex
            ordered.append(left.remove(at: next))
        }
        return ordered
    }

    private static func grouped(_ rows: [Row]) throws -> [String: [String]] {
        try rows.reduce(into: [:]) { found, row in found[try row.text("name"), default: []].append(try row.text("field")) }
    }
}
