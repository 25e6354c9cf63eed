public import Foundation
import Ledger

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
        try connection.runScript(
            "CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, digest TEXT NOT NULL, at TEXT NOT NULL)")
        for step in steps {
            let digest = Digest(of: Array(step.sql.utf8)).base64
            let known = try connection.query("SELECT digest FROM schema_step WHERE name = ?", [.text(step.name)])
            if let before = known.first {
                guard try before.text("digest") == digest else { throw StorageFault.schemaChanged(step: step.name) }
                continue
            }
            try connection.runScript(step.sql)
            try connection.run(
                "INSERT INTO schema_step (name, digest, at) VALUES (?, ?, ?)",
                [.text(step.name), .text(digest), .text(now.description)])
        }
    }
}
