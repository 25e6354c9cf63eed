public import Foundation
public import Policy

/// The procedures of a Content folder, read and checked.
public struct ProcedureLibrary: Sendable {
    /// By name.
    public let procedures: [Procedure]
    private let vocabulary: Vocabulary
    private let duties: [String]

    /// - Throws: `Faults` with everything that is wrong in any of its files.
    public init(folder: URL, _ lists: CodeLists, _ vocabulary: Vocabulary) throws(Faults) {
        self.vocabulary = vocabulary
        duties = lists[.duties].ids
        var found: [Procedure] = []
        var faults: [Fault] = []
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "procedures").path)) ?? []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            let file = "procedures/\(name)"
            do {
                let procedure = try Self.read(
                    PolicyLibrary.contents(file, in: folder), file: file, vocabulary: vocabulary, duties: lists[.duties].ids)
                faults += Self.misnamed(procedure, file) + Self.lettersMissing(procedure, file, folder)
                found.append(procedure)
            } catch {
                faults += error.all
            }
        }
        for channel in lists[.channels].entries {
            guard let name = channel.more["procedure"], !names.contains("\(name).yaml") else { continue }
            faults.append(
                Fault(
                    file: "lists/channels.yaml", line: 1, column: 1, words: name,
                    message: "`\(channel.id)` names the procedure `\(name)`, which there is not",
                    help: nearest(to: name, among: names.map { String($0.dropLast(5)) }).map { "did you mean `\($0)`?" }))
        }
        if !faults.isEmpty { throw Faults(faults) }
        procedures = found
    }

    public subscript(_ name: String) -> Procedure? { procedures.first { $0.name == name } }

    /// A procedure read from a text.
    /// - Throws: `Faults` with everything that is wrong with it.
    public static func read(_ text: String, file: String, vocabulary: Vocabulary, duties: [String]) throws(Faults) -> Procedure {
        var reader = ProcedureReader(file: file, vocabulary: vocabulary, duties: duties)
        let procedure = reader.procedure(text)
        guard let procedure, reader.faults.isEmpty else { throw Faults(reader.faults) }
        return procedure
    }

    /// The edition under which somebody began, from the text that was kept of it. What the vocabulary or the lists have lost
    /// since does not make it unreadable: a condition that can no longer be read is unknown, and an unknown one refuses.
    /// - Returns: nil when the text has not this fingerprint, or is no longer of the form of a procedure.
    public func published(_ text: String, fingerprint: String) -> Procedure? {
        if let current = procedures.first(where: { $0.fingerprint == fingerprint }) { return current }
        guard ProcedureReader.fingerprint(of: text) == fingerprint else { return nil }
        var reader = ProcedureReader(file: "procedures", vocabulary: vocabulary, duties: duties)
        return reader.procedure(text)
    }

    private static func misnamed(_ procedure: Procedure, _ file: String) -> [Fault] {
        if file == "procedures/\(procedure.name).yaml" { return [] }
        return [
            Fault(
                file: file, line: 1, column: 1, words: procedure.name,
                message: "the file holds the procedure `\(procedure.name)`", help: "give both one name")
        ]
    }

    private static func lettersMissing(_ procedure: Procedure, _ file: String, _ folder: URL) -> [Fault] {
        procedure.letters.compactMap { letter in
            let place = "letters/\(letter.name)/en.txt"
            if FileManager.default.fileExists(atPath: folder.appending(path: place).path) { return nil }
            let known = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "letters").path)) ?? []
            let lines = procedure.text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = lines.firstIndex { $0.contains("letter: \(letter.name)") || $0.contains("letter: \"\(letter.name)\"") }
            return Fault(
                file: file, line: (line ?? 0) + 1, column: 1, words: letter.name, message: "there is no letter `\(letter.name)`",
                help: nearest(to: letter.name, among: known).map { "did you mean `\($0)`?" } ?? "add \(place)")
        }
    }
}
