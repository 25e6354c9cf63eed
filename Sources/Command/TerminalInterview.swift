import Foundation
import Policy

/// Puts a policy's questions at the terminal, one at a time.
struct TerminalInterview {
    let edition: PolicyEdition

    /// The situation, as far as it was answered. The end of input ends the questions.
    func run() throws -> Situation {
        var situation = Situation()
        complain("Answer with a number or a word. ? says why it is asked, - that you do not know. End with Ctrl-D.\n")
        while let next = edition.advice(on: situation).next, let fact = edition.policy.facts.first(where: { $0.id == next }) {
            guard let answer = ask(fact) else { break }
            situation[next] = answer
        }
        return situation
    }

    private func ask(_ fact: Fact) -> Answer? {
        complain("\(fact.ask)\n  (\(fact.hint))")
        for (index, choice) in fact.choices.enumerated() { complain("  \(index + 1)  \(choice.words)  [\(choice.name)]") }
        complain("  -  I do not know")
        while let line = readLine() {
            let text = line.trimmingCharacters(in: .whitespaces).lowercased()
            if text == "?" {
                complain("  \(fact.why) [\(fact.because.map(\.description).joined(separator: "; "))]")
            } else if text == "-" || text == "not-known" {
                return .notKnown
            } else if let number = Int(text), fact.choices.indices.contains(number - 1) {
                return .choice(fact.choices[number - 1].name)
            } else if let choice = fact.choices.first(where: {
                $0.name == text || ($0.name.first == text.first && text.count == 1 && fact.kind == .yesNo)
            }) {
                return .choice(choice.name)
            } else {
                complain("  Answer with one of the numbers or words above.")
            }
        }
        return nil
    }
}
