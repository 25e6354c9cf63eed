import Foundation
import Policy
import Yams

/// The help pages' content, as it stands in `Content/help`.
struct HelpContent: Sendable {
    struct Item: Decodable, Sendable {
        let title: String
        let words: String
        let because: [String]
    }

    struct Edition: Decodable, Sendable {
        let edition: String
        let title: String
        let items: [Item]
    }

    struct Guidance: Decodable, Sendable {
        let title: String
        let about: String
        let editions: [Edition]
    }

    /// How something works, in plain words.
    struct Explanation: Decodable, Sendable {
        struct Section: Decodable, Sendable {
            let title: String
            let paragraphs: [String]
        }
        let title: String
        let about: String
        let sections: [Section]
    }

    struct Procedure: Decodable, Sendable {
        struct Number: Decodable, Sendable { let who, number, when: String }
        let title: String
        let words: String
        let numbers: [Number]
    }

    let goldenRules: Guidance
    let caldicott: Guidance
    let questionOrder: Explanation
    let localProcedure: Procedure

    /// - Throws: `Faults` when a file is missing or unsound.
    init(folder: URL) throws {
        goldenRules = try Self.read(Guidance.self, "help/golden-rules.yaml", folder)
        caldicott = try Self.read(Guidance.self, "help/caldicott.yaml", folder)
        questionOrder = try Self.read(Explanation.self, "help/question-order.yaml", folder)
        localProcedure = try Self.read(Procedure.self, "help/local-procedure.yaml", folder)
    }

    private static func read<T: Decodable>(_ type: T.Type, _ file: String, _ folder: URL) throws -> T {
        let text = try PolicyLibrary.contents(file, in: folder)
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch {
            throw Faults([
                Fault(
                    file: file, line: 1, column: 1, words: "", message: "it has not the parts that a page needs",
                    help: "compare it with the file of the same name that came with the program")
            ])
        }
    }
}
