import Policy

/// What `policy check` found.
struct CheckJSON: Encodable, CustomStringConvertible {
    struct Gap: Encodable {
        let count: String
        let witness: [String: String]?

        private enum Key: String, CodingKey { case count, witness }

        /// The witness is written even where there is none: readers count on the key.
        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Key.self)
            try object.encode(count, forKey: .count)
            try object.encode(witness, forKey: .witness)
        }
    }
    struct Pair: Encodable { let first, second: String }
    struct Kept: Encodable {
        let invariant: String
        let holds: Bool
        let witness: [String: String]?

        private enum Key: String, CodingKey { case invariant, holds, witness }

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Key.self)
            try object.encode(invariant, forKey: .invariant)
            try object.encode(holds, forKey: .holds)
            try object.encode(witness, forKey: .witness)
        }
    }

    let policy: String
    let version: String
    let rules: Int
    let facts: Int
    let obligations: Int
    let situations: String
    let possibleSituations: String
    let gaps: Gap
    let unreachable: [String]
    let conflicts: [Pair]
    let neverDue: [String]
    let decides: [String: String]
    let shadows: [String: [String]]
    let overlaps: [Pair]
    let unused: [String]
    let provedBy: String
    let invariants: [Kept]
    let nodes: Int
    let milliseconds: Double

    init(policy: UnprovedPolicy, analysis: Analysis, elapsed: Duration) {
        func plain(_ situation: Situation?) -> [String: String]? {
            situation.map { Dictionary(uniqueKeysWithValues: $0.answers.map { ($0.key.rawValue, $0.value.description) }) }
        }
        self.policy = policy.name
        version = policy.version
        rules = policy.rules.count
        facts = policy.facts.count
        obligations = policy.obligations.count
        situations = "\(analysis.situations)"
        possibleSituations = analysis.possibleSituations.map { "\($0)" } ?? "not counted"
        gaps = Gap(count: analysis.gaps.map { "\($0)" } ?? "not counted", witness: plain(analysis.gapWitness))
        unreachable = analysis.unreachable
        conflicts = analysis.conflicts.map { Pair(first: $0.first, second: $0.second) }
        neverDue = analysis.neverDue
        decides = analysis.decides.mapValues { "\($0)" }
        shadows = analysis.shadows
        overlaps = analysis.overlaps.map { Pair(first: $0.first, second: $0.second) }
        unused = analysis.unused.map(\.rawValue)
        provedBy = analysis.means.rawValue
        invariants = analysis.invariants.map { Kept(invariant: $0.invariant, holds: $0.holds, witness: plain($0.witness)) }
        nodes = analysis.nodes
        milliseconds = Double(elapsed.components.seconds) * 1000 + Double(elapsed.components.attoseconds) / 1e15
    }

    var description: String {
        let held = invariants.filter(\.holds).count
        return """
            \(policy) \(version): \(rules) rules, \(facts) facts, \(obligations) obligations; \(possibleSituations) of \
            \(situations) situations can be
              gaps \(gaps.count), unreachable \(unreachable.count), conflicts \(conflicts.count), never due \(neverDue.count), \
            unused \(unused.count); invariants \(held) of \(invariants.count) hold
              the order decides between \(overlaps.count) pairs of rules (proved by \(provedBy) in \(Int(milliseconds)) ms\(nodes > 0 ? ", \(nodes) nodes" : "; too large to be counted and used: divide it"))
            """
    }
}

/// A policy as people read it at a terminal.
struct PolicyText: CustomStringConvertible {
    let edition: PolicyEdition

    var description: String {
        let policy = edition.policy
        var lines = [
            "\(policy.title)", "\(policy.name), edition \(policy.version), from \(policy.from)",
            "fingerprint \(edition.fingerprint)", "", policy.about,
        ]
        if let confirm = policy.confirm { lines += ["", "TO BE CONFIRMED: \(confirm)"] }
        for step in policy.steps {
            lines += ["", "\(step.id): \(step.asks)"]
            for rule in policy.rules where rule.step == step.id {
                lines += [
                    "  \(rule.id) → \(rule.then)  [\(rule.because.map(\.description).joined(separator: "; "))]",
                    "    if \(rule.when.text)", "    \(rule.words)",
                ]
            }
        }
        lines += ["", "Obligations"]
        for obligation in policy.obligations {
            let with = obligation.with.map { $0.map(\.rawValue).sorted().joined(separator: ", ") } ?? "any outcome"
            lines += [
                "  \(obligation.id) (with \(with))  [\(obligation.because.map(\.description).joined(separator: "; "))]",
                "    if \(obligation.when.text)", "    \(obligation.words)",
            ]
        }
        return lines.joined(separator: "\n")
    }
}

/// A policy as `policy show --json` writes it.
struct PolicyJSON: Encodable {
    struct Rule: Encodable { let id, step, when, then, words: String; let because: [AdviceJSON.Clause] }
    struct Obligation: Encodable { let id, when, words: String; let with: [String]?; let because: [AdviceJSON.Clause] }
    struct Clause: Encodable { let source, clause, says: String }

    let policy, title, version, from, sha256, about: String
    let confirm: String?
    let facts: [String]
    let steps: [String]
    let rules: [Rule]
    let obligations: [Obligation]
    let constraints: [String]
    let clauses: [Clause]

    init(edition: PolicyEdition) {
        let source = edition.policy
        policy = source.name
        title = source.title
        version = source.version
        from = source.from
        sha256 = edition.fingerprint
        about = source.about
        confirm = source.confirm
        facts = source.facts.map(\.id.rawValue)
        steps = source.steps.map(\.id)
        rules = source.rules.map {
            Rule(
                id: $0.id, step: $0.step, when: $0.when.text, then: $0.then.rawValue, words: $0.words,
                because: $0.because.map(AdviceJSON.clause))
        }
        obligations = source.obligations.map {
            Obligation(
                id: $0.id, when: $0.when.text, words: $0.words, with: $0.with.map { $0.map(\.rawValue).sorted() },
                because: $0.because.map(AdviceJSON.clause))
        }
        constraints = source.constraints.map(\.holds.text)
        clauses = source.clauses.map { Clause(source: $0.citation.source, clause: $0.citation.clause, says: $0.says) }
    }
}
