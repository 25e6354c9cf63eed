/// The diagrams of a policy while it is being proved: where each of its questions stands in the builder.
struct PolicyDiagram {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    var builder: DiagramBuilder
    let outcomes: [Outcome.ID]
    /// Whether the situation can be.
    let possible: NodeID
    /// Whether each constraint holds, and whether each rule's own condition does.
    let holding: [NodeID]
    let conditions: [NodeID]
    /// Which rule decides, and what it comes to.
    let rule: NodeID
    let outcome: NodeID
    let boundRule: NodeID
    let boundOutcome: NodeID
    /// Whether each obligation is owed.
    let owed: [NodeID]
    let boundOwed: [NodeID]
    let firstRule: NodeID
    private var among: [Set<Outcome.ID>: NodeID] = [:]

    init(_ policy: UnprovedPolicy, budget: Int = Compiled.budget) throws(DiagramBuilder.TooLarge) {
        var seen: Set<Outcome.ID> = []
        let outcomes = policy.rules.map(\.then).filter { seen.insert($0).inserted }
        let firstRule = End.firstOutcome + NodeID(outcomes.count)
        var builder = DiagramBuilder(
            facts: policy.facts, ends: Int(firstRule) + policy.rules.count, budget: budget)
        var conditions: [NodeID] = []
        for rule in policy.rules { conditions.append(try builder.build(rule.when.condition)) }
        var free = End.gap
        for index in policy.rules.indices.reversed() {
            free = try builder.choose(conditions[index], firstRule + NodeID(index), free)
        }
        var holding: [NodeID] = []
        var possible = End.yes
        for constraint in policy.constraints {
            holding.append(try builder.build(constraint.holds.condition))
            possible = try builder.and(possible, holding[holding.count - 1])
        }
        var toOutcome = (0..<firstRule).map { $0 }
        for rule in policy.rules { toOutcome.append(End.firstOutcome + NodeID(outcomes.firstIndex(of: rule.then) ?? 0)) }
        let outcome = try builder.relabelled(free, toOutcome)
        self.conditions = conditions
        self.holding = holding
        self.possible = possible
        self.outcomes = outcomes
        self.firstRule = firstRule
        rule = free
        self.outcome = outcome
        boundRule = try builder.choose(possible, free, End.impossible)
        boundOutcome = try builder.choose(possible, outcome, End.impossible)
        var owed: [NodeID] = []
        var boundOwed: [NodeID] = []
        for obligation in policy.obligations {
            var due = try builder.build(obligation.when.condition)
            if let with = obligation.with {
                due = try builder.and(due, Self.among(with, outcomes, outcome, &builder, &among))
            }
            owed.append(due)
            boundOwed.append(try builder.choose(possible, due, End.impossible))
        }
        self.owed = owed
        self.boundOwed = boundOwed
        self.builder = builder
    }

    /// Where the outcome is one of these.
    mutating func among(_ wanted: Set<Outcome.ID>) throws(DiagramBuilder.TooLarge) -> NodeID {
        try Self.among(wanted, outcomes, outcome, &builder, &among)
    }

    private static func among(
        _ wanted: Set<Outcome.ID>, _ outcomes: [Outcome.ID], _ root: NodeID, _ builder: inout DiagramBuilder,
        _ known: inout [Set<Outcome.ID>: NodeID]
    ) throws(DiagramBuilder.TooLarge) -> NodeID {
        if let same = known[wanted] { return same }
        let ends = outcomes.map { wanted.contains($0) }
        let answer = try builder.isEnd(root) { end in
            let place = Int(end - End.firstOutcome)
            return ends.indices.contains(place) && ends[place]
        }
        known[wanted] = answer
        return answer
    }
}
