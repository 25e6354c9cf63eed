/// What is true of a policy in every situation there can be.
public struct Analysis: Sendable {
    public struct Kept: Sendable {
        public let invariant: Invariant.ID
        public let holds: Bool
        /// A situation in which it does not hold.
        public let witness: Situation?
    }

    /// Two rules, the first of which stands earlier.
    public struct Pair: Hashable, Sendable {
        public let first: Rule.ID
        public let second: Rule.ID
    }

    /// How a policy was proved.
    public enum Means: String, Sendable {
        /// Every situation counted.
        case diagram
        /// By refutation alone: whether there is such a situation, not how many.
        case solver
    }

    public internal(set) var means = Means.diagram
    /// How many situations there are, and how many of them the constraints leave; nil where the solver proved it.
    public internal(set) var situations: UInt128 = 0
    public internal(set) var possibleSituations: UInt128?
    /// How many possible situations no rule decides, a catch-all not counted; and one of them.
    public internal(set) var gaps: UInt128?
    public internal(set) var gapWitness: Situation?
    /// In how many possible situations each rule decides.
    public internal(set) var decides: [Rule.ID: UInt128] = [:]
    public internal(set) var unreachable: [Rule.ID] = []
    /// For each unreachable rule, the earlier ones that decide wherever it holds.
    public internal(set) var shadows: [Rule.ID: [Rule.ID]] = [:]
    public internal(set) var neverDue: [Obligation.ID] = []
    /// Questions that never change the outcome or an obligation, whatever their answer.
    public internal(set) var unused: [Fact.ID] = []
    /// Those of them of which a rule or an obligation speaks, so that somebody thinks they matter. One of which only a
    /// constraint speaks sets the frame of a policy and is no fault.
    public internal(set) var idle: [Fact.ID] = []
    /// Rules that hold in exactly the same situations and advise differently.
    public internal(set) var conflicts: [Pair] = []
    /// Rules that hold together in some possible situation and advise differently, so that their order decides.
    public internal(set) var overlaps: [Pair] = []
    public internal(set) var invariants: [Kept] = []
    /// The size of the compiled policy, in nodes.
    public internal(set) var nodes = 0

    public var isSound: Bool {
        gapWitness == nil && unreachable.isEmpty && conflicts.isEmpty && neverDue.isEmpty && idle.isEmpty
            && invariants.allSatisfy(\.holds)
    }

    init() {}

    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// - Throws: `TooLarge` when a question needs a diagram that outgrows the budget.
    init(_ policy: UnprovedPolicy, _ built: inout PolicyDiagram) throws(DiagramBuilder.TooLarge) {
        situations = built.builder.diagram.combinations(0, policy.facts.count)
        possibleSituations = built.builder.diagram.counts(from: built.possible)[Int(End.yes)]
        let decided = built.builder.diagram.counts(from: built.boundRule)
        for (index, rule) in policy.rules.enumerated() {
            decides[rule.id] = decided[Int(built.firstRule) + index]
            if decided[Int(built.firstRule) + index] == 0 { unreachable.append(rule.id) }
        }
        try findGaps(policy, &built)
        try findPairs(policy, &built)
        for (obligation, root) in zip(policy.obligations, built.owed)
        where try built.builder.and(built.possible, root) == End.no { neverDue.append(obligation.id) }
        let used = Reached(
            built.builder.diagram, from: [built.outcome] + built.owed, under: Answers(unknown: policy.facts.count))
        var levels: Set<Int> = []
        used.forEach { levels.insert(Int(built.builder.diagram.level[$0])) }
        unused = policy.facts.indices.filter { !levels.contains($0) }.map { policy.facts[$0].id }
        let framing = Set(policy.constraints.flatMap(\.holds.condition.facts))
        idle = unused.filter { !framing.contains($0) }
        for invariant in policy.invariants {
            let broken = try built.builder.and(built.possible, violation(of: invariant, policy, &built))
            let found = witness(broken, policy, built)
            invariants.append(Kept(invariant: invariant.id, holds: broken == End.no, witness: found))
        }
    }

    private mutating func findGaps(_ policy: UnprovedPolicy, _ built: inout PolicyDiagram) throws(DiagramBuilder.TooLarge) {
        // A catch-all hides every gap, so it counts as one.
        let catchAlls = policy.rules.indices.filter { policy.rules[$0].when.condition == .always }
        let first = built.firstRule
        let open =
            catchAlls.isEmpty
            ? try built.builder.isEnd(built.outcome) { $0 == End.gap }
            : try built.builder.isEnd(built.rule) { $0 == End.gap || catchAlls.contains(Int($0 - first)) }
        let gap = try built.builder.and(built.possible, open)
        gaps = built.builder.diagram.counts(from: gap)[Int(End.yes)]
        gapWitness = witness(gap, policy, built)
    }

    private mutating func findPairs(_ policy: UnprovedPolicy, _ built: inout PolicyDiagram) throws(DiagramBuilder.TooLarge) {
        var holds: [NodeID] = []
        for condition in built.conditions { holds.append(try built.builder.and(built.possible, condition)) }
        for (second, rule) in policy.rules.enumerated() {
            var shadowing: [Rule.ID] = []
            for first in 0..<second {
                let together = try built.builder.and(built.conditions[first], holds[second])
                if together == End.no { continue }
                shadowing.append(policy.rules[first].id)
                guard policy.rules[first].then != rule.then else { continue }
                let pair = Pair(first: policy.rules[first].id, second: rule.id)
                overlaps.append(pair)
                if holds[first] == holds[second] { conflicts.append(pair) }
            }
            if unreachable.contains(rule.id) { shadows[rule.id] = shadowing }
        }
    }

    private func violation(
        of invariant: Invariant, _ policy: UnprovedPolicy, _ built: inout PolicyDiagram
    ) throws(DiagramBuilder.TooLarge) -> NodeID {
        let when = try built.builder.build(invariant.when.condition)
        switch invariant.demand {
        case .always(let outcomes): return try built.builder.and(when, built.builder.not(built.among(outcomes)))
        case .never(let outcomes): return try built.builder.and(when, built.among(outcomes))
        case .obliges(let names, let with):
            let due =
                try with.map { outcomes throws(DiagramBuilder.TooLarge) in try built.builder.and(when, built.among(outcomes)) }
                ?? when
            var all = End.yes
            for (index, obligation) in policy.obligations.enumerated() where names.contains(obligation.id) {
                all = try built.builder.and(all, built.owed[index])
            }
            return try built.builder.and(due, built.builder.not(all))
        }
    }

    private func witness(_ root: NodeID, _ policy: UnprovedPolicy, _ built: PolicyDiagram) -> Situation? {
        built.builder.diagram.pathToYes(from: root).map { Situation(calm: policy.facts, $0) }
    }
}

extension Situation {
    /// The situation of these choices; where one is open, the answer that says nothing happened.
    init(calm facts: [Fact], _ path: [Int?]) {
        self.init()
        for (fact, choice) in zip(facts, path) {
            self[fact.id] = .choice(fact.choices[choice ?? (fact.kind == .yesNo ? 1 : 0)].name)
        }
    }

    /// Only these choices; a fact whose choice is open is left out.
    init(_ facts: [Fact], _ path: [Int?]) {
        self.init()
        for (fact, choice) in zip(facts, path) { self[fact.id] = choice.map { .choice(fact.choices[$0].name) } }
    }
}
