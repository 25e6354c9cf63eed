import ArgumentParser
import Foundation
import Ledger
import Policy

struct Decide: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a policy advises in a situation.",
        discussion: """
            Without --facts it asks at the terminal, one question at a time. With --facts it reads \
            {"facts": {"<fact>": "yes|no|<choice>|not-known", …}} from a file or, with -, from standard input; a file \
            with one such object a line gives one answer a line, in order.
            """)

    @OptionGroup var content: ContentOption
    @Option(help: ArgumentHelp("Which policy advises.", valueName: "name")) var policy = PolicyName("england-2026")
    @Option(help: ArgumentHelp("A file of facts, or - for standard input.", valueName: "file")) var facts: String?
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("A date, year-month-day: the policy must be in force then.", valueName: "date"))
    var asOf: String?
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        try await ending {
            let library = try content.library()
            let edition = try policy.edition(in: library)
            try checkDate(edition)
            guard let facts else {
                let situation = try TerminalInterview(edition: edition).run()
                return try write([situation], edition, library.vocabulary)
            }
            let situations = try FactsFile(reading: Self.input(facts), name: facts).situations(library.vocabulary)
            try write(situations, edition, library.vocabulary)
        }
    }

    private func checkDate(_ edition: PolicyEdition) throws {
        guard let asOf else { return }
        guard Instant(asOf + "T00:00:00.000Z") != nil else {
            throw ValidationError("`\(asOf)` is no date. Write year-month-day, such as 2026-11-01.")
        }
        if asOf < edition.policy.from {
            throw BadInput(
                message: "no edition of `\(edition.name)` was in force on \(asOf): it applies from \(edition.policy.from)")
        }
    }

    private static func input(_ name: String) throws -> Data {
        if name == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw BadInput(message: "\(name): the file cannot be read")
        }
        return data
    }

    private func write(_ situations: [Situation], _ edition: PolicyEdition, _ vocabulary: Vocabulary) throws {
        for situation in situations {
            if json {
                print(try Command.json(AdviceJSON(edition: edition, situation: situation, vocabulary: vocabulary)))
            } else {
                print(AdviceText(edition: edition, advice: edition.advice(on: situation), vocabulary: vocabulary).description)
            }
        }
    }
}

/// One object of facts, or one a line.
struct FactsFile {
    private let objects: [(line: Int?, facts: [String: String])]

    init(reading data: Data, name: String) throws {
        if let whole = try? JSONSerialization.jsonObject(with: data) {
            objects = [(nil, try Self.facts(whole, name))]
            return
        }
        let lines = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var found: [(Int?, [String: String])] = []
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let place = "\(name):\(index + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) else {
                throw BadInput(message: "\(place): this is not JSON")
            }
            found.append((index + 1, try Self.facts(object, place)))
        }
        if found.isEmpty { throw BadInput(message: "\(name): there is no JSON in it") }
        objects = found
    }

    private static func facts(_ object: Any, _ place: String) throws -> [String: String] {
        guard let object = object as? [String: Any], let facts = object["facts"] as? [String: Any] else {
            throw BadInput(message: "\(place): expected {\"facts\": {…}}")
        }
        var found: [String: String] = [:]
        for (name, value) in facts {
            guard let text = value as? String else {
                throw BadInput(
                    message: "\(place): the answer to `\(name)` must be a text, such as \"yes\", \"no\" or \"not-known\"")
            }
            found[name] = text
        }
        return found
    }

    func situations(_ vocabulary: Vocabulary) throws -> [Situation] {
        try objects.map { object in
            do throws(UnknownAnswers) {
                return try vocabulary.situation(object.facts)
            } catch {
                throw BadInput(message: (object.line.map { "line \($0): " } ?? "") + error.description)
            }
        }
    }
}
