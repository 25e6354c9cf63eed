import Policy

/// Advice as `decide --json` writes it: one object, whose form is a contract.
struct AdviceJSON: Encodable {
    struct Clause: Encodable {
        let source: String
        let clause: String
    }

    struct Edition: Encodable {
        let version: String
        let sha256: String
    }

    struct Owed: Encodable {
        let id: String
        let words: String
        let because: [Clause]
    }

    struct Next: Encodable {
        let fact: String
        let ask: String
    }

    struct Flipped: Encodable {
        let change: [String: String]
        let outcome: String
    }

    struct Fragile: Encodable {
        let fact, instead: String
        let outcomes: [String]
    }

    let edition: PolicyEdition
    let situation: Situation
    let vocabulary: Vocabulary
    /// Only what was decided and why.
    var brief = false

    private enum Key: String, CodingKey {
        case policy, edition, certain, outcome, possible, rule, because, restedOn, obligations, possibleObligations
        case next, notNeeded, flips, sufficient, fragile, seekAdviceOver, impossible, urgent
    }

    func encode(to encoder: any Encoder) throws {
        let advice = edition.advice(on: situation)
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(edition.name, forKey: .policy)
        try object.encode(Edition(version: edition.version, sha256: edition.fingerprint), forKey: .edition)
        try object.encode(advice.isCertain, forKey: .certain)
        try object.encode(advice.outcome?.rawValue, forKey: .outcome)
        try object.encode(advice.possible.map(\.rawValue), forKey: .possible)
        try object.encode(advice.rule?.id, forKey: .rule)
        try object.encode(advice.because.map(Self.clause), forKey: .because)
        try object.encode(
            advice.obligations.map { Owed(id: $0.id, words: $0.words, because: $0.because.map(Self.clause)) },
            forKey: .obligations)
        if brief { return }
        try object.encode(advice.restedOn.map(\.rawValue), forKey: .restedOn)
        try object.encode(advice.possibleObligations.map(\.id), forKey: .possibleObligations)
        try object.encode(
            advice.next.flatMap { vocabulary[$0] }.map { Next(fact: $0.id.rawValue, ask: $0.ask) }, forKey: .next)
        try object.encode(advice.notNeeded.map(\.rawValue), forKey: .notNeeded)
        try object.encode(
            edition.flips(on: situation).map { flip in
                Flipped(
                    change: Dictionary(uniqueKeysWithValues: flip.change.map { ($0.key.rawValue, $0.value) }),
                    outcome: flip.outcome.rawValue)
            }, forKey: .flips)
        try object.encode(edition.sufficient(situation).map(\.rawValue), forKey: .sufficient)
        try object.encode(
            edition.fragile(situation).map { one in
                Fragile(fact: one.fact.rawValue, instead: one.instead, outcomes: one.outcomes.map(\.rawValue))
            }, forKey: .fragile)
        try object.encode(advice.restsOnUnknowns ? advice.unknownsThatMatter.map(\.rawValue) : [], forKey: .seekAdviceOver)
        try object.encode(advice.broken.map(\.holds.text), forKey: .impossible)
        try object.encode(advice.urgent?.rawValue, forKey: .urgent)
    }

    static func clause(_ citation: Citation) -> Clause { Clause(source: citation.source, clause: citation.clause) }
}
