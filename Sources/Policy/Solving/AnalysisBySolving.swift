extension Analysis {
    /// Conflicts that one question may cost before the proof is given up.
    private static let patience = 20_000

    /// The same questions as a diagram answers, answered by refutation: for policies that are too large for a diagram,
    /// and as a second opinion on the others. It says whether there is such a situation, not how many there are. It
    /// does not look for questions that change nothing.
    /// - Throws: `TooLarge` when the solver gives up.
    init(solving policy: UnprovedPolicy) throws(DiagramBuilder.TooLarge) {
        self.init()
        means = .solver
        situations = policy.facts.reduce(1) { $0 * UInt128($1.choices.count) }
        var clauses = Clauses(policy.facts)
        for constraint in policy.constraints { clauses.require(clauses.literal(constraint.holds.condition)) }
        let holds = policy.rules.map { clauses.literal($0.when.condition) }
        var before: [Solver.Literal] = []
        var decides: [Solver.Literal] = []
        for literal in holds {
            decides.append(clauses.all(before + [literal]))
            before.append(literal ^ 1)
        }
        func find(_ literals: [Solver.Literal]) throws(DiagramBuilder.TooLarge) -> Situation? {
            try clauses.situation(literals, limit: Self.patience).map { Situation(calm: policy.facts, $0) }
        }
        let catchAlls = policy.rules.indices.filter { policy.rules[$0].when.condition == .always }
        gapWitness = try find(holds.indices.filter { !catchAlls.contains($0) }.map { holds[$0] ^ 1 })
        if gapWitness == nil { gaps = 0 }
        for (index, rule) in policy.rules.enumerated() where try find([decides[index]]) == nil { unreachable.append(rule.id) }
        for second in policy.rules.indices {
            for first in 0..<second where policy.rules[first].then != policy.rules[second].then {
                guard try find([holds[first], holds[second]]) != nil else { continue }
                let pair = Pair(first: policy.rules[first].id, second: policy.rules[second].id)
                overlaps.append(pair)
                if try find([holds[first], holds[second] ^ 1]) == nil, try find([holds[first] ^ 1, holds[second]]) == nil {
                    conflicts.append(pair)
                }
            }
        }
        func among(_ outcomes: Set<Outcome.ID>) -> Solver.Literal {
            clauses.any(policy.rules.indices.filter { outcomes.contains(policy.rules[$0].then) }.map { decides[$0] })
        }
        var owed: [Solver.Literal] = []
        for obligation in policy.obligations {
            let when = clauses.literal(obligation.when.condition)
            let due = obligation.with.map { clauses.all([when, among($0)]) } ?? when
            owed.append(due)
            if try find([due]) == nil { neverDue.append(obligation.id) }
        }
        for invariant in policy.invariants {
            let when = clauses.literal(invariant.when.condition)
            var broken = [when]
            switch invariant.demand {
            case .always(let outcomes): broken.append(among(outcomes) ^ 1)
            case .never(let outcomes): broken.append(among(outcomes))
            case .obliges(let names, let with):
                if let with { broken.append(among(with)) }
                let all = policy.obligations.indices.filter { names.contains(policy.obligations[$0].id) }.map { owed[$0] }
                broken.append(clauses.all(all) ^ 1)
            }
            let witness = try find(broken)
            invariants.append(Kept(invariant: invariant.id, holds: witness == nil, witness: witness))
        }
    }
}
