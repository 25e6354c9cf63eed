import ArgumentParser
import Exchange
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
    @Option(help: ArgumentHelp("Which policy advises: its name, or the path of a policy file.", valueName: "name")) var policy =
        PolicySource("england-2026")
    @Option(help: ArgumentHelp("A file of facts, or - for standard input.", valueName: "file")) var facts: String?
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("A date, year-month-day: the policy must be in force then.", valueName: "date"))
    var asOf: String?
    @Flag(help: "Write JSON.") var json = false
    @Flag(help: "With --json: only the decision, its rule, its clauses and what must be done. Quicker for many situations.")
    var brief = false

    func run() async throws {
        try await ending {
            let folder = try content.folder()
            let vocabulary = try PolicyLibrary.vocabulary(of: folder)
            let edition = try policy.edition(in: folder, vocabulary)
            try checkDate(edition)
            guard let facts else {
                let situation = try TerminalInterview(edition: edition).run()
                return try write([situation], edition, vocabulary)
            }
            let data = try Self.input(facts)
            if json, brief { return try writeBriefly(data, named: facts, edition, vocabulary) }
            try write(FactsFile(reading: data, name: facts).situations(vocabulary), edition, vocabulary)
        }
    }

    /// A line at a time, and what is plain at first sight without reading it twice.
    private func writeBriefly(_ data: Data, named name: String, _ edition: PolicyEdition, _ vocabulary: Vocabulary) throws {
        let quick = try DecisionJSON(edition, vocabulary) { try Command.json($0) }
        var answers: [UInt8] = []
        let lines = data.split(separator: UInt8(ascii: "\n"))
        let isWhole = lines.count > 1 && (try? JSONSerialization.jsonObject(with: data)) != nil
        for line in isWhole ? [data] : lines where !line.allSatisfy({ $0 == 32 || $0 == 13 || $0 == 9 }) {
            if quick.decide(Array(line), into: &answers) {
                answers.append(10)
                continue
            }
            let situations = try FactsFile(reading: isWhole ? data : line, name: name).situations(vocabulary)
            for one in situations {
                let text = try Command.json(AdviceJSON(edition: edition, situation: one, vocabulary: vocabulary, brief: true))
                answers += Array(text.utf8) + [10]
            }
        }
        if answers.isEmpty { throw BadInput(message: "\(name): there is no JSON in it") }
        FileHandle.standardOutput.write(Data(answers))
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

    static func input(_ name: String) throws -> Data {
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
