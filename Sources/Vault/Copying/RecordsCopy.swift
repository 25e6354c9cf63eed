import Foundation
import Ledger

/// Copies the tables of one store into another, which was made by the same schema and is empty. Row by row: what it needs of
/// memory does not grow with the store.
struct RecordsCopy {
    /// What never stands in a backup: keys, and what keyed tokens say of names.
    static let secrets: Set<String> = ["file_key", "found_by"]
    /// What does not outlive a move: who is signed in.
    static let passing: Set<String> = ["session"]
    /// What the schema itself writes.
    private static let own: Set<String> = ["schema_step"]
    private static let between = 1000

    let source: any Connection
    let target: any Connection
    let progress: CopyProgress

    /// - Parameter without: tables that are left empty.
    /// - Throws: `CopyFault.otherTable`; `StorageFault`.
    func run(without: Set<String>) throws {
        let theirs = Dictionary(try source.tables().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let tables = try target.tables().filter { !without.contains($0.name) && !Self.own.contains($0.name) }
        for table in tables where theirs[table.name].map({ Set($0.columns) }) != Set(table.columns) {
            throw CopyFault.otherTable(table.name)
        }
        let total = try tables.reduce(0) { sum, table in
            sum + Int(try source.query("SELECT COUNT(*) AS n FROM \(table.name)", []).first?.integer("n") ?? 0)
        }
        var done = 0
        for table in tables { try copy(table, &done, of: total) }
    }

    private func copy(_ table: StoredTable, _ done: inout Int, of total: Int) throws {
        let columns = table.columns.joined(separator: ", ")
        let places = table.columns.map { _ in "?" }.joined(separator: ", ")
        let insert = "INSERT INTO \(table.name) (\(columns)) VALUES (\(places))"
        // A record may refer to an earlier one of its kind.
        let order = table.columns.contains("entry") && !table.key.contains("entry") ? ["entry"] : table.key
        progress(table.name, done, total)
        try source.each("SELECT \(columns) FROM \(table.name) ORDER BY \(order.joined(separator: ", "))", []) { row in
            try target.run(insert, row.withoutNUL.cells)
            done += 1
            if done % Self.between == 0 { progress(table.name, done, total) }
        }
        progress(table.name, done, total)
    }
}

extension SchemaSteps {
    init(_ steps: [Step]) { self.steps = steps }

    /// This module's steps and those of the folders.
    static func all(with folders: [URL]) throws -> SchemaSteps {
        try SchemaSteps(in: [Bundle.module.resourceURL?.appending(path: "Schema")].compactMap { $0 } + folders)
    }

    /// Those of them that a store has run: an older store may have run fewer.
    /// - Throws: `StorageFault.schemaChanged` when it has run one that is not among them, or is another now.
    func run(by store: any Connection) throws -> SchemaSteps {
        let known = Dictionary(steps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return SchemaSteps(
            try store.query("SELECT name, digest FROM schema_step ORDER BY name", []).map { row in
                let name = try row.text("name")
                guard let step = known[name], try Digest(of: Array(step.sql.utf8)).base64 == row.text("digest") else {
                    throw StorageFault.schemaChanged(step: name)
                }
                return step
            })
    }
}
