import ArgumentParser
import Foundation
import Hummingbird
import Policy

struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures how long the policies take to decide and to advise on this machine.",
        discussion: "Build for release before you believe a figure: swift build -c release.")
    @OptionGroup var content: ContentOption
    @Argument(help: "The policies; all of them when none is named.") var names: [PolicyName] = []
    @Flag(help: "Write JSON.") var json = false
    @Option(
        name: .customLong("bare-server"),
        help: ArgumentHelp(
            "Serves one word with the framework alone, to compare the site with.", valueName: "port", visibility: .hidden))
    var bareServer: Int?

    private struct Row: Encodable {
        let policy: String
        let decideNanoseconds: Double
        let adviseMicroseconds: Double
        let advisePartlyMicroseconds: Double
        let jsonMicroseconds: Double
        let proveMilliseconds: Double
    }

    func run() async throws {
        try await ending {
            if let bareServer { return try await Self.serveBare(bareServer) }
            let library = try content.library()
            let editions = try names.isEmpty ? library.editions : names.map { try $0.edition(in: library) }
            let rows = try editions.map { try measure($0, library) }
            if json { return print(try Command.json(rows)) }
            print("policy                       decide      advise  advise, a third unknown   JSON to JSON      prove")
            for row in rows {
                print(
                    row.policy.padding(toLength: 28, withPad: " ", startingAt: 0)
                        + String(
                            format: "%6.1f ns  %7.1f us  %20.1f us  %10.1f us  %6.1f ms", row.decideNanoseconds,
                            row.adviseMicroseconds,
                            row.advisePartlyMicroseconds, row.jsonMicroseconds, row.proveMilliseconds))
            }
        }
    }

    private func measure(_ edition: PolicyEdition, _ library: PolicyLibrary) throws -> Row {
        var random = SystemRandomNumberGenerator()
        let facts = edition.policy.facts
        // So many that the processor cannot learn them by heart.
        let choices = (0..<65_536).map { _ in facts.map { Int.random(in: 0..<$0.choices.count, using: &random) } }
        var decided = 0
        let decide = Self.seconds { for one in choices where edition.decide(Answers(one)).rule >= 0 { decided += 1 } }
        let whole = choices.prefix(500).map { Self.situation(facts, $0) { _ in true } }
        let partly = choices.prefix(500).map { Self.situation(facts, $0) { _ in Int.random(in: 0..<3, using: &random) != 0 } }
        var certain = 0
        let advise = Self.seconds { for one in whole where edition.advice(on: one).isCertain { certain += 1 } }
        let advisePartly = Self.seconds { for one in partly where edition.advice(on: one).isCertain { certain += 1 } }
        let texts = try whole.prefix(200).map { one in
            try JSONSerialization.data(
                withJSONObject: [
                    "facts": Dictionary(uniqueKeysWithValues: one.answers.map { ($0.key.rawValue, $0.value.description) })
                ])
        }
        var written = 0
        let throughJSON = try Self.seconds {
            for text in texts {
                for one in try FactsFile(reading: text, name: "benchmark").situations(library.vocabulary) {
                    written += try Command.json(AdviceJSON(edition: edition, situation: one, vocabulary: library.vocabulary)).utf8
                        .count
                }
            }
        }
        var sound = false
        let prove = try Self.seconds { sound = try PolicyEdition.analyse(edition.policy).isSound }
        guard decided + certain + written > 0, sound else { throw BadInput(message: "\(edition.name) does not decide") }
        return Row(
            policy: edition.name, decideNanoseconds: decide / Double(choices.count) * 1e9,
            adviseMicroseconds: advise / Double(whole.count) * 1e6,
            advisePartlyMicroseconds: advisePartly / Double(partly.count) * 1e6,
            jsonMicroseconds: throughJSON / Double(texts.count) * 1e6, proveMilliseconds: prove * 1e3)
    }

    private static func situation(_ facts: [Fact], _ choices: [Int], _ keep: (Fact) -> Bool) -> Situation {
        var situation = Situation()
        for (fact, choice) in zip(facts, choices) where keep(fact) { situation[fact.id] = .choice(fact.choices[choice].name) }
        return situation
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        let elapsed = clock.now - start
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    }

    private static func serveBare(_ port: Int) async throws {
        let router = Router()
        router.get("/") { _, _ in "ok" }
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port))).runService()
    }
}
