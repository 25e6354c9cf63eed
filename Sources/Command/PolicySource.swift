import ArgumentParser
import Foundation
import Policy

/// A policy by its name in the Content folder, or by the path of a policy file.
struct PolicySource: ExpressibleByArgument, Sendable, CustomStringConvertible {
    let written: String
    var description: String { written }
    var defaultValueDescription: String { written }
    init(_ name: String) { written = name }
    init?(argument: String) { written = argument }

    /// - Throws: `Faults` when it cannot be read or is not proved; `BadInput` when there is no such policy.
    func edition(in folder: URL, _ vocabulary: Vocabulary) throws -> PolicyEdition {
        try PolicyEdition(proving: policy(in: folder, vocabulary))
    }

    private func policy(in folder: URL, _ vocabulary: Vocabulary) throws -> UnprovedPolicy {
        let names = PolicyLibrary.names(in: folder)
        if names.contains(written) { return try PolicyLibrary.read(written, in: folder, vocabulary) }
        guard written.contains("/") || written.hasSuffix(".yaml") else {
            let near = nearest(to: written, among: names)
            throw BadInput(
                message: "there is no policy `\(written)`"
                    + (near.map { "; did you mean `\($0)`?" } ?? "; see: discretion policy list"))
        }
        guard let data = FileManager.default.contents(atPath: written) else {
            throw BadInput(message: "\(written): the file cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw BadInput(message: "\(written): this is not UTF-8 text")
        }
        return try UnprovedPolicy(reading: text, from: written, vocabulary: vocabulary)
    }
}
