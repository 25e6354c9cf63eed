import Exchange
import Foundation
import Policy

/// The figures of one policy.
struct PolicyBenchmark {
    /// So many situations that the processor cannot learn them by heart.
    private static let many = 65_536

    private let edition: PolicyEdition
    private let library: PolicyLibrary
    private let complete: [Answers]
    /// Those of them that can be, as many again.
    private let possible: [Answers]
    /// Situations that can be, of which half the answers are not known.
    private let partly: [Answers]

    init(_ edition: PolicyEdition, _ library: PolicyLibrary) throws {
        self.edition = edition
        self.library = library
        var random = SystemRandomNumberGenerator()
        let facts = edition.policy.facts
        complete = (0..<Self.many).map { _ in
            Answers(facts.map { Int.random(in: 0..<$0.choices.count, using: &random) })
        }
        var possible: [Answers] = []
        while possible.count < Self.many {
            let one = Answers(facts.map { Int.random(in: 0..<$0.choices.count, using: &random) })
            if edition.keepsConstraints(one) { possible.append(one) }
        }
        self.possible = possible
        partly = possible.prefix(4096).map { whole in
            var answers = whole
            for place in facts.indices where Bool.random(using: &random) { answers[place] = nil }
            return answers
        }
    }

    func rows(quick: Bool) throws -> [BenchmarkRow] {
        try [decide(), threeValued(), nextQuestion(), advice()] + json() + flips() + [analysis(), bySolving()] + questions()
            + replay() + (quick ? [] : [partlyKnown(), enumeration()])
    }

    private func row(_ what: String, _ value: Double, _ unit: String, _ note: String = "") -> BenchmarkRow {
        BenchmarkRow(policy: edition.name, what: what, value: value, unit: unit, note: note)
    }

    private func decide() -> BenchmarkRow {
        guard let table = edition.table else { return row("decide", .nan, "ns", "too many conditions for a table") }
        let words = complete.map { edition.coding.word($0) }
        let seconds = Timing.seconds(atLeast: 9) { keep(table.decide(all: words)) }
        return row("decide", seconds / Double(words.count) * 1e9, "ns", "rule and obligations, whose citations are theirs")
    }

    private func threeValued() -> BenchmarkRow {
        var open = 0
        let seconds = Timing.seconds { for one in partly where !edition.certainty(one).isCertain { open += 1 } }
        keep(open)
        return row("three-valued", seconds / Double(partly.count) * 1e6, "us", "half the answers unknown, exact")
    }

    private func nextQuestion() -> BenchmarkRow {
        let some = Array(partly.prefix(1024))
        var asked = 0
        let seconds = Timing.seconds { for one in some where edition.nextQuestion(one) != nil { asked += 1 } }
        keep(asked)
        return row("next-question", seconds / Double(some.count) * 1e6, "us", "half the answers unknown, all scored exactly")
    }

    private func situation(_ answers: Answers) -> Situation {
        var situation = Situation()
        for (place, fact) in edition.policy.facts.enumerated() {
            if let choice = answers[place] { situation[fact.id] = .choice(fact.choices[choice].name) }
        }
        return situation
    }

    private func advice() -> BenchmarkRow {
        let some = partly.prefix(512).map(situation)
        var certain = 0
        let seconds = Timing.seconds { for one in some where edition.advice(on: one).isCertain { certain += 1 } }
        keep(certain)
        return row("advice", seconds / Double(some.count) * 1e6, "us", "half unknown, with reasons and questions ranked")
    }

    private func json() throws -> [BenchmarkRow] {
        let some = possible.prefix(512).map(situation)
        let texts = try some.map { one in
            try JSONSerialization.data(
                withJSONObject: [
                    "facts": Dictionary(uniqueKeysWithValues: one.answers.map { ($0.key.rawValue, $0.value.description) })
                ])
        }
        var written = 0
        let quickly = try DecisionJSON(edition, library.vocabulary) { try Command.json($0) }
        let bytes = texts.map { Array($0) }
        var answer: [UInt8] = []
        let direct = Timing.seconds {
            for text in bytes {
                answer.removeAll(keepingCapacity: true)
                if quickly.decide(text, into: &answer) { written += answer.count }
            }
        }
        let whole = try Timing.seconds {
            for text in texts {
                for one in try FactsFile(reading: text, name: "benchmark").situations(library.vocabulary) {
                    written += try Command.json(AdviceJSON(edition: edition, situation: one, vocabulary: library.vocabulary)).utf8
                        .count
                }
            }
        }
        keep(written)
        return [
            row("json", direct / Double(texts.count) * 1e6, "us", "text to decision with rule, clauses and obligations in words"),
            row("json-whole-advice", whole / Double(texts.count) * 1e6, "us", "text to the whole answer of `decide --json`"),
        ]
    }

    private func flips() -> [BenchmarkRow] {
        let some = possible.prefix(512).map(situation)
        var found = 0
        let flips = Timing.seconds { for one in some { found += edition.flips(on: one).count } }
        let sufficient = Timing.seconds { for one in some { found += edition.sufficient(one).count } }
        keep(found)
        return [
            row("flips", flips / Double(some.count) * 1e6, "us", "the fewest changes for each other outcome"),
            row("sufficient-facts", sufficient / Double(some.count) * 1e6, "us"),
        ]
    }

    private func analysis() throws -> BenchmarkRow {
        var sound = false
        let seconds = try Timing.seconds { sound = try PolicyEdition.analyse(edition.policy).isSound }
        return row("analysis", seconds * 1e3, "ms", sound ? "sound" : "NOT SOUND")
    }

    private func bySolving() throws -> BenchmarkRow {
        var sound = false
        let seconds = try Timing.seconds(atLeast: 2) { sound = try PolicyEdition.analyseBySolving(edition.policy).isSound }
        return row("analysis-by-solver", seconds * 1e3, "ms", sound ? "sound" : "NOT SOUND")
    }

    /// How many questions lead to certainty in the cases: in the policy's order, and in the order of what is worth most.
    private func questions() throws -> [BenchmarkRow] {
        let cases = try library.cases(of: edition).filter { $0.advice != nil }
        guard !cases.isEmpty else { return [] }
        var ranked = 0
        var inOrder = 0
        for one in cases {
            ranked += edition.questionsToCertainty(one.situation, ranked: true)
            inOrder += edition.questionsToCertainty(one.situation, ranked: false)
        }
        let count = Double(cases.count)
        return [
            row("questions-ranked", Double(ranked) / count, "mean", "questions to a certain outcome, \(cases.count) cases"),
            row("questions-in-order", Double(inOrder) / count, "mean", "the same in the policy's own order"),
        ]
    }

    private func replay() -> [BenchmarkRow] {
        guard let replay = Replay(under: edition) else {
            return [row("replay", .nan, "per-second", "too many conditions for a table")]
        }
        // What was asked before the outcome was certain is what decisions keep; here some thousands of interviews,
        // each many times.
        let some = possible.prefix(2048).map { replay.packed(edition.asked($0)) }
        let asked = (0..<Self.many).map { some[$0 % some.count] }
        let complete = possible.map { replay.packed($0) }
        return [("replay", complete, "complete situations"), ("replay-of-interviews", asked, "what interviews asked")].map {
            let recorded = $0.1.map { Int8(replay.outcome($0)) }
            var changed = 0
            let rows = $0.1
            let seconds = Timing.seconds(atLeast: 9) { changed += replay.changed(rows, recorded: recorded).count }
            keep(changed)
            return row($0.0, Double(rows.count) / seconds, "per-second", $0.2 + ", from rows")
        }
    }

    private func partlyKnown() -> BenchmarkRow {
        var found: PartlyKnown?
        let seconds = Timing.seconds(atLeast: 1) { found = PartlyKnown(edition) }
        guard let found else { return row("partly-known", .nan, "ms", "more than 20 million nodes: given up") }
        return row(
            "partly-known", seconds * 1e3, "ms",
            "\(found.all) partly known situations, in \(found.certain) of which the outcome is certain; \(found.nodes) nodes")
    }

    private func enumeration() -> BenchmarkRow {
        var counted: (decided: [UInt128], possible: UInt128)?
        let seconds = Timing.seconds(atLeast: 1) { counted = PolicyEdition.enumerate(edition.policy, limit: 40_000_000) }
        guard let counted else { return row("enumeration", .nan, "s", "given up after 40 million parts") }
        let analysis = edition.analysis
        let same =
            counted.possible == analysis.possibleSituations
            && zip(edition.policy.rules, counted.decided).allSatisfy { analysis.decides[$0.id] == $1 }
        return row(
            "enumeration", seconds, "s",
            "\(counted.possible) situations counted rule by rule, \(same ? "as the diagram counts them" : "NOT AS THE DIAGRAM")")
    }

    /// Keeps a result from being optimised away.
    @inline(never)
    private func keep(_ value: Int) { if value == .min { print(value) } }
}
