/// What is true of a policy in every situation there can be.
public struct Analysis: Sendable {
    public struct Kept: Sendable {
        public let invariant: Invariant.ID
        public let holds: Bool
        /// A situation in which it does not hold.
        public let witness: Situation?
    }

    public struct Conflict: Sendable {
        public let first: Rule.ID
        public let second: Rule.ID
    }

    /// How many situations there are, and how many of them the constraints leave.
    public private(set) var situations: UInt128 = 0
    public private(set) var possibleSituations: UInt128 = 0
    /// How many possible situations no rule decides, a catch-all not counted; and one of them.
    public private(set) var gaps: UInt128 = 0
    public private(set) var gapWitness: Situation?
    public private(set) var unreachable: [Rule.ID] = []
    public private(set) var neverDue: [Obligation.ID] = []
    /// Rules that hold in exactly the same situations and advise differently.
    public private(set) var conflicts: [Conflict] = []
    public private(set) var invariants: [Kept] = []
    /// The size of the compiled policy, in nodes.
    public internal(set) var nodes = 0

    public var isSound: Bool {
        gaps == 0 && unreachable.isEmpty && conflicts.isEmpty && neverDue.isEmpty && invariants.allSatisfy(\.holds)
    }

    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    mutating func run(
        _ policy: UnprovedPolicy, _ builder: inout DiagramBuilder, outcome: NodeID, possible: NodeID, owed: [NodeID]
    ) throws(DiagramBuilder.TooLarge) {
        let all = builder.diagram.combinations(0, policy.facts.count)
        situations = all
        possibleSituations = builder.diagram.counts(from: possible)[Int(End.yes)]
        let reached = reachable(builder, outcome)
        for (index, rule) in policy.rules.enumerated() where reached >> UInt128(Int(End.firstRule) + index) & 1 == 0 {
            unreachable.append(rule.id)
        }
        // A catch-all hides every gap, so it counts as one.
        let catchAlls = policy.rules.indices.filter { policy.rules[$0].when.condition == .always }
        let open = try builder.isEnd(Set([End.gap] + catchAlls.map { End.firstRule + NodeID($0) }), outcome)
        gaps = builder.diagram.counts(from: open)[Int(End.yes)]
        gapWitness = witness(open, policy, builder)
        try findConflicts(policy, &builder, possible: possible)
        for (obligation, root) in zip(policy.obligations, owed) {
            let due = try builder.choose(possible, root, End.no)
            if reachable(builder, due) >> UInt128(End.yes) & 1 == 0 { neverDue.append(obligation.id) }
        }
        for invariant in policy.invariants {
            let broken = try violation(of: invariant, policy, &builder, outcome: outcome, owed: owed)
            let found = witness(broken, policy, builder)
            invariants.append(Kept(invariant: invariant.id, holds: found == nil, witness: found))
        }
    }

    private func reachable(_ builder: DiagramBuilder, _ root: NodeID) -> UInt128 {
        let nothing = [Int?](repeating: nil, count: builder.diagram.choices.count)
        return builder.diagram.reachableEnds(known: nothing)[Int(root)]
    }

    private mutating func findConflicts(
        _ policy: UnprovedPolicy, _ builder: inout DiagramBuilder, possible: NodeID
    ) throws(DiagramBuilder.TooLarge) {
        var seen: [NodeID: Rule] = [:]
        for rule in policy.rules {
            let holds = try builder.choose(possible, builder.build(rule.when.condition), End.no)
            if let earlier = seen[holds] {
                if earlier.then != rule.then { conflicts.append(Conflict(first: earlier.id, second: rule.id)) }
            } else {
                seen[holds] = rule
            }
        }
    }

    private func violation(
        of invariant: Invariant, _ policy: UnprovedPolicy, _ builder: inout DiagramBuilder, outcome: NodeID, owed: [NodeID]
    ) throws(DiagramBuilder.TooLarge) -> NodeID {
        let when = try builder.build(invariant.when.condition)
        switch invariant.demand {
        case .always(let outcomes):
            let others = Compiled.ends(policy.rules) { !outcomes.contains($0) }
            return try builder.choose(when, builder.isEnd(others.union([End.gap]), outcome), End.no)
        case .never(let outcomes):
            let bad = Compiled.ends(policy.rules) { outcomes.contains($0) }
            return try builder.choose(when, builder.isEnd(bad, outcome), End.no)
        case .obliges(let names, let with):
            var ends = Compiled.ends(policy.rules) { with?.contains($0) ?? true }
            if with == nil { ends.insert(End.gap) }
            let due = try builder.choose(when, builder.isEnd(ends, outcome), End.no)
            var missing = End.no
            for (index, obligation) in policy.obligations.enumerated() where names.contains(obligation.id) {
                missing = try builder.choose(missing, End.yes, builder.choose(owed[index], End.no, End.yes))
            }
            return try builder.choose(due, missing, End.no)
        }
    }

    private func witness(_ root: NodeID, _ policy: UnprovedPolicy, _ builder: DiagramBuilder) -> Situation? {
        guard let path = builder.diagram.path(from: root, to: 1 << UInt128(End.yes)) else { return nil }
        var situation = Situation()
        for (fact, choice) in zip(policy.facts, path) {
            let calm = fact.kind == .yesNo ? 1 : 0
            situation[fact.id] = .choice(fact.choices[choice ?? calm].name)
        }
        return situation
    }
}
