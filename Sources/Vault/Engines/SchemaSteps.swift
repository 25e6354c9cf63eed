public import Foundation
import Ledger

/// A schema file: portable statements, and directives for what each engine says in its own way.
///
/// Statements use the types `TEXT`, `INTEGER` (64 bits) and `BLOB`; texts sort by their bytes. `WITHOUT ROWID` may stand
/// behind a table, for the engine that knows it. Directives are lines such as
///
///     --! final decision: decisions are final
///     --! stays proposed_edition: proposals stay
///     --! ends proposed_edition when OLD.state IN ('approved'): this proposal has ended
///
/// `final`: rows are only ever added. `stays`: rows are never deleted. `ends`: a row is not changed any more once the
/// condition holds for it.
struct SchemaScript: Sendable {
    enum Directive: Hashable, Sendable {
        case final(table: String, words: String)
        case stays(table: String, words: String)
        case ends(table: String, when: String, words: String)
    }

    let sql: String
    let directives: [Directive]

    /// - Throws: `StorageFault.schemaChanged` naming the step when a directive cannot be read.
    init(_ sql: String, name: String) throws {
        self.sql = sql
        directives = try sql.split(separator: "\n").filter { $0.hasPrefix("--!") }.map { line in
            let parts = line.dropFirst(3).split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let words = parts.first?.split(separator: " ", maxSplits: 3).map(String.init) ?? []
            guard parts.count == 2, words.count >= 2, !parts[1].contains("'") else {
                throw StorageFault.schemaChanged(step: name)
            }
            switch (words[0], words.count) {
            case ("final", 2): return .final(table: words[1], words: parts[1])
            case ("stays", 2): return .stays(table: words[1], words: parts[1])
            case ("ends", 4) where words[2] == "when": return .ends(table: words[1], when: words[3], words: parts[1])
            default: throw StorageFault.schemaChanged(step: name)
            }
        }
    }
}

/// Schema files, run once each, in the order of their names. Nobody registers anything: a folder is read.
public struct SchemaSteps: Sendable {
    struct Step: Sendable {
        let name: String
        let sql: String
    }

    let steps: [Step]

    /// Every `.sql` file of the folders, by name.
    /// - Throws: what reading a file throws.
    public init(in folders: [URL]) throws {
        var found: [Step] = []
        for folder in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".sql") {
                found.append(Step(name: name, sql: try String(contentsOf: folder.appending(path: name), encoding: .utf8)))
            }
        }
        steps = found.sorted { $0.name < $1.name }
    }

    /// Runs what has not been run yet.
    /// - Throws: `StorageFault.schemaChanged` when a file that was run is another now; `StorageFault` otherwise.
    func run(on connection: any Connection, at now: Instant) throws {
        // Asked first: whoever serves pages need not have the right to make tables.
        if try !connection.tables().contains(where: { $0.name == "schema_step" }) {
            try connection.runScript(
                SchemaScript(
                    "CREATE TABLE schema_step (name TEXT PRIMARY KEY, digest TEXT NOT NULL, at TEXT NOT NULL)",
                    name: "schema_step"))
        }
        let known = try connection.query("SELECT name, digest FROM schema_step", [])
        let digests = Dictionary(
            try known.map { (try $0.text("name"), try $0.text("digest")) }, uniquingKeysWith: { first, _ in first })
        for step in steps {
            let digest = Digest(of: Array(step.sql.utf8)).base64
            if let before = digests[step.name] {
                guard before == digest else { throw StorageFault.schemaChanged(step: step.name) }
                continue
            }
            try connection.runScript(SchemaScript(step.sql, name: step.name))
            try connection.run(
                "INSERT INTO schema_step (name, digest, at) VALUES (?, ?, ?)",
                [.text(step.name), .text(digest), .text(now.description)])
        }
    }
}
