import Policy

/// What `policy compare` found: its form as JSON is a contract.
struct ComparisonJSON: Encodable, CustomStringConvertible {
    struct Side: Encodable { let policy, version, sha256: String }

    struct Case: Encodable {
        let outcomes: [String]
        let rules: [String]
        let because: [[String]]
        let count: String
        let when: [String: [String]]
        let witness: [String: String]
    }

    struct Duty: Encodable { let obligation, onlyFirst, onlySecond: String }

    let first: Side
    let second: Side
    let of: String
    let differ: String
    let cases: [Case]
    let duties: [Duty]
    /// Promises that only the first, and that only the second, makes; for editions of one policy.
    let promises: [[String]]
    private let stories: [String]

    private enum CodingKeys: String, CodingKey { case first, second, of, differ, cases, duties, promises }

    init(_ first: PolicyEdition, _ second: PolicyEdition, _ found: Comparison) {
        func side(_ one: PolicyEdition) -> Side { Side(policy: one.name, version: one.version, sha256: one.fingerprint) }
        self.first = side(first)
        self.second = side(second)
        of = "\(found.of)"
        differ = "\(found.differ)"
        cases = found.cases.map { one in
            Case(
                outcomes: [one.first.then.rawValue, one.second.then.rawValue], rules: [one.first.id, one.second.id],
                because: [one.first.because.map(\.description), one.second.because.map(\.description)], count: "\(one.count)",
                when: Dictionary(uniqueKeysWithValues: one.when.map { ($0.fact.id.rawValue, $0.choices) }),
                witness: Dictionary(uniqueKeysWithValues: one.witness.answers.map { ($0.key.rawValue, $0.value.description) }))
        }
        stories = found.cases.map { Analysis.story($0.story) }
        promises = [found.promises.onlyFirst.map(\.id), found.promises.onlySecond.map(\.id)]
        duties = found.duties.map {
            Duty(obligation: $0.obligation, onlyFirst: "\($0.onlyFirst)", onlySecond: "\($0.onlySecond)")
        }
    }

    private func told(_ what: String, _ names: [String]) -> [String] { names.map { "  \(what): \($0)" } }

    var description: String {
        var lines = [
            "\(first.policy) \(first.version) and \(second.policy) \(second.version) advise differently in \(differ) of \(of) situations, in \(cases.count) groups"
        ]
        for (one, story) in zip(cases, stories) {
            let when = one.when.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value.joined(separator: " or "))" }
            lines += [
                "", "\(one.outcomes[0]) (\(one.rules[0]), \(one.because[0].joined(separator: "; ")))",
                "  but \(one.outcomes[1]) (\(one.rules[1]), \(one.because[1].joined(separator: "; ")))",
                "  in \(one.count) situations, in all of which: \(when.isEmpty ? "nothing in particular" : when.joined(separator: "; "))",
                "  for example: \(story.isEmpty ? "nothing happened" : story)",
            ]
        }
        if !duties.isEmpty { lines += ["", "Obligations that only one of them owes"] }
        for duty in duties {
            lines.append("  \(duty.obligation): only the first in \(duty.onlyFirst), only the second in \(duty.onlySecond)")
        }
        let promised = told("only the first promises", promises[0]) + told("only the second promises", promises[1])
        if !promised.isEmpty { lines += ["", "Promises that only one of them makes"] + promised }
        return lines.joined(separator: "\n")
    }
}
