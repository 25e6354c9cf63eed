public import Foundation

/// The policies of a Content folder, proved and ready to advise.
public struct PolicyLibrary: Sendable {
    public let vocabulary: Vocabulary
    /// By name.
    public let editions: [PolicyEdition]
    public let folder: URL

    /// Reads and proves every policy of the folder.
    /// - Throws: `Faults` with everything that is wrong in any of its files.
    public init(folder: URL) throws(Faults) {
        vocabulary = try Self.vocabulary(of: folder)
        var editions: [PolicyEdition] = []
        var faults: [Fault] = []
        for name in Self.names(in: folder) {
            do {
                editions.append(try PolicyEdition(proving: Self.read(name, in: folder, vocabulary)))
            } catch {
                faults += error.all
            }
        }
        if !faults.isEmpty { throw Faults(faults) }
        self.editions = editions
        self.folder = folder
    }

    public subscript(_ name: String) -> PolicyEdition? { editions.first { $0.name == name } }

    /// The policies there are, by folder name.
    public static func names(in folder: URL) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "policies").path)) ?? []
        return entries.filter { name in
            FileManager.default.fileExists(atPath: folder.appending(path: "policies/\(name)/policy.yaml").path)
        }.sorted()
    }

    /// - Throws: `Faults` when the file is missing or unsound.
    public static func vocabulary(of folder: URL) throws(Faults) -> Vocabulary {
        try Vocabulary(reading: contents("vocabulary.yaml", in: folder), from: "vocabulary.yaml")
    }

    /// - Throws: `Faults` when the file is missing or unsound.
    public static func read(_ name: String, in folder: URL, _ vocabulary: Vocabulary) throws(Faults) -> UnprovedPolicy {
        let file = "policies/\(name)/policy.yaml"
        let policy = try UnprovedPolicy(reading: contents(file, in: folder), from: file, vocabulary: vocabulary)
        if policy.name != name {
            throw Faults([
                Fault(
                    file: file, line: 1, column: 1, words: policy.name,
                    message: "the folder `\(name)` holds the policy `\(policy.name)`", help: "give both one name")
            ])
        }
        return policy
    }

    /// The cases of a policy.
    /// - Throws: `Faults` when the file is missing or unsound.
    public func cases(of edition: PolicyEdition) throws(Faults) -> [Case] {
        let file = "policies/\(edition.name)/cases.yaml"
        return try Case.read(Self.contents(file, in: folder), from: file, policy: edition.policy, vocabulary: vocabulary)
    }

    /// The text of a file of the folder.
    /// - Throws: `Faults` when it is missing or is not UTF-8.
    public static func contents(_ file: String, in folder: URL) throws(Faults) -> String {
        guard let data = try? Data(contentsOf: folder.appending(path: file)) else {
            throw Faults([
                Fault(
                    file: file, line: 1, column: 1, words: "", message: "the file cannot be read",
                    help: "is this the right Content folder?")
            ])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Faults([
                Fault(file: file, line: 1, column: 1, words: "", message: "the file is not UTF-8 text", help: "save it as UTF-8")
            ])
        }
        return text
    }
}
