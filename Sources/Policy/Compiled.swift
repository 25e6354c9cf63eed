/// A policy compiled into one diagram that knows its rules, its obligations and its constraints.
struct Compiled: Sendable {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// Nodes that a load may cost. The six policies need a few thousand; a policy without any order in it could need
    /// millions, and then it is refused rather than half proved.
    static let budget = 2_000_000

    let diagram: Diagram
    let facts: [Fact]
    let rules: [Rule]
    let obligations: [Obligation]
    /// Which rule fires; the one with constraints ends in `impossible` where they do not hold.
    let outcome: NodeID
    let outcomeWithoutConstraints: NodeID
    /// Whether each obligation is owed.
    let owed: [NodeID]
    let owedWithoutConstraints: [NodeID]
    /// Whether each constraint holds.
    let constraints: [NodeID]
    /// The levels of the facts of which a constraint speaks.
    private let constrained: [Int]

    init(_ policy: UnprovedPolicy, analysing analysis: inout Analysis) throws(DiagramBuilder.TooLarge) {
        var builder = DiagramBuilder(
            facts: policy.facts, ends: Int(End.firstRule) + policy.rules.count, budget: Self.budget)
        var free = End.gap
        for (index, rule) in policy.rules.enumerated().reversed() {
            free = try builder.choose(builder.build(rule.when.condition), End.firstRule + NodeID(index), free)
        }
        var holding: [NodeID] = []
        var possible = End.yes
        for constraint in policy.constraints {
            let holds = try builder.build(constraint.holds.condition)
            holding.append(holds)
            possible = try builder.choose(possible, holds, End.no)
        }
        let bound = try builder.choose(possible, free, End.impossible)
        var owedFree: [NodeID] = []
        var owedBound: [NodeID] = []
        for obligation in policy.obligations {
            var owed = try builder.build(obligation.when.condition)
            if let with = obligation.with {
                owed = try builder.choose(owed, builder.isEnd(Self.ends(policy.rules) { with.contains($0) }, free), End.no)
            }
            owedFree.append(owed)
            owedBound.append(try builder.choose(possible, owed, End.impossible))
        }
        try analysis.run(policy, &builder, outcome: bound, possible: possible, owed: owedFree)
        let roots = [bound, free] + owedBound + owedFree + holding
        let (small, moved) = builder.compacted(roots)
        diagram = small
        facts = policy.facts
        rules = policy.rules
        obligations = policy.obligations
        outcome = moved[0]
        outcomeWithoutConstraints = moved[1]
        let count = policy.obligations.count
        owed = Array(moved[2..<2 + count])
        owedWithoutConstraints = Array(moved[(2 + count)..<(2 + 2 * count)])
        constraints = Array(moved[(2 + 2 * count)...])
        let spoken = Set(policy.constraints.flatMap(\.holds.condition.facts))
        constrained = policy.facts.indices.filter { spoken.contains(policy.facts[$0].id) }
    }

    /// The ends of the rules whose outcome is as asked.
    static func ends(_ rules: [Rule], _ wanted: (Outcome.ID) -> Bool) -> Set<NodeID> {
        Set(rules.indices.filter { wanted(rules[$0].then) }.map { End.firstRule + NodeID($0) })
    }

    /// The known choice at each level of the diagram.
    func known(_ situation: Situation) -> [Int?] {
        facts.map { fact in
            guard case .choice(let name)? = situation[fact.id] else { return nil }
            return fact.index(of: name)
        }
    }

    /// Open questions of which a constraint speaks and whose answer settles something through it: by itself it changes
    /// nothing, yet it makes other answers impossible. Those that narrow the outcome, and those that narrow anything,
    /// beside the questions that are already known to matter.
    func settling(known: [Int?], masks: [UInt128], beside relevant: Set<Int>) -> (outcome: Set<Int>, any: Set<Int>) {
        var forOutcome: Set<Int> = []
        var forAny: Set<Int> = []
        let before = comesTo(masks)
        for level in constrained where known[level] == nil && !relevant.contains(level) {
            for choice in 0..<diagram.choices[level] {
                var more = known
                more[level] = choice
                let after = diagram.reachableEnds(known: more)
                guard after[Int(outcome)] != 1 << UInt128(End.impossible) else { continue }
                let now = comesTo(after)
                if now.outcomes != before.outcomes { forOutcome.insert(level) }
                if now != before { forAny.insert(level) }
            }
        }
        return (forOutcome, forAny)
    }

    private struct Coming: Equatable {
        let outcomes: Set<Outcome.ID>
        let owed: [UInt128]
    }

    private func comesTo(_ masks: [UInt128]) -> Coming {
        let impossible: UInt128 = 1 << UInt128(End.impossible)
        return Coming(
            outcomes: Set(rules(in: masks[Int(outcome)]).map(\.then)), owed: owed.map { masks[Int($0)] & ~impossible })
    }

    /// The rules among a mask of ends, in the policy's order.
    func rules(in mask: UInt128) -> [Rule] {
        rules.indices.filter { mask >> UInt128(Int(End.firstRule) + $0) & 1 == 1 }.map { rules[$0] }
    }
}
