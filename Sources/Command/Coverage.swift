import ArgumentParser
import Foundation
import Yams

struct Coverage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what of each source document is built, and what shows it.",
        discussion: "Ends with 1 when a row claims what stands nowhere, or what no test shows.")
    @OptionGroup var content: ContentOption
    @OptionGroup var data: DataOption
    @Flag(help: "Write JSON.") var json = false

    private struct Sources: Decodable { let rows: [Row] }

    private struct Row: Codable {
        let id, part, state: String
        let by: [String]
        let tests: [String]
        let lacks: String?
    }

    private struct Report: Encodable { let rows: [Row] }

    func run() async throws {
        try await ending {
            let folder = try content.folder()
            guard let text = try? String(contentsOf: folder.appending(path: "sources.yaml"), encoding: .utf8) else {
                throw BadInput(message: "sources.yaml cannot be read in \(folder.path)")
            }
            let rows: [Row]
            do { rows = try YAMLDecoder().decode(Sources.self, from: text).rows } catch {
                throw BadInput(message: "sources.yaml cannot be understood: \(error)")
            }
            var complaints: [String] = []
            let places = Places(root: folder.deletingLastPathComponent())
            for row in rows {
                guard ["working", "partial", "not-built"].contains(row.state) else {
                    complaints.append("\(row.id): `\(row.state)` is no state")
                    continue
                }
                for place in row.by + row.tests where !places.has(place) {
                    complaints.append("\(row.id): `\(place)` stands nowhere")
                }
                if row.state != "not-built", row.by.isEmpty || row.tests.isEmpty {
                    complaints.append("\(row.id): it is said to be \(row.state), and no test shows it")
                }
                if row.state == "partial", row.lacks == nil { complaints.append("\(row.id): it does not say what it lacks") }
            }
            if json {
                print(try Command.json(Report(rows: rows)))
            } else {
                for row in rows {
                    print("\(row.id)  \(row.state)  \(row.part)" + (row.lacks.map { "\n        lacks: \($0)" } ?? ""))
                }
                let counts = Dictionary(grouping: rows, by: \.state).mapValues(\.count)
                print(
                    "\(rows.count) rows: \(counts["working"] ?? 0) working, \(counts["partial"] ?? 0) partial, \(counts["not-built"] ?? 0) not built"
                )
            }
            if !complaints.isEmpty {
                complaints.forEach { complain($0) }
                throw Ending.no
            }
        }
    }
}

/// The places that a row may name: a file, or a name within one, written `path#name`.
private struct Places {
    let root: URL

    func has(_ place: String) -> Bool {
        let parts = place.split(separator: "#", maxSplits: 1).map(String.init)
        guard let path = parts.first, !path.contains("..") else { return false }
        var file = root.appending(path: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else { return false }
        guard parts.count == 2 else { return true }
        if isFolder.boolValue { file = file.appending(path: "policy.yaml") }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
        return text.contains(parts[1])
    }
}
