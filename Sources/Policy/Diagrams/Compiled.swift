/// A policy compiled: one diagram that knows its outcomes, its rules, its obligations and its constraints, and a table
/// that decides complete situations at once.
struct Compiled: Sendable {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// Nodes that a load may cost. The six policies need some thousands; a policy without any order in it could need
    /// millions, and then the solver proves it and it is not used.
    static let budget = 1_000_000

    /// Where the questions stand that are asked of the diagram: all of a situation that keeps the constraints, or, as
    /// better advice with a warning than none, of one that does not.
    struct Roots: Sendable {
        let outcome: NodeID
        let rule: NodeID
        let owed: [NodeID]
    }

    let diagram: Diagram
    let facts: [Fact]
    let rules: [Rule]
    let obligations: [Obligation]
    /// The outcomes that the rules can give, in the rules' order: the ends from `End.firstOutcome`.
    let outcomes: [Outcome.ID]
    /// Ends in `impossible` where a constraint does not hold.
    let bound: Roots
    let free: Roots
    /// Whether each constraint holds.
    let constraints: [NodeID]
    /// Whether a constraint speaks of the fact at each level.
    let isConstrained: [Bool]
    let reachable: [UInt32]
    let table: CubeTable
    let places: [Fact.ID: Int]
    /// The weights of the choices of each fact, which come to 1.
    let likely: [[Double]]

    init(_ policy: UnprovedPolicy, _ built: PolicyDiagram) {
        let count = policy.obligations.count
        let roots =
            [built.boundOutcome, built.outcome, built.boundRule, built.rule] + built.boundOwed + built.owed + built.holding
        let (small, moved) = built.builder.compacted(roots)
        diagram = small
        facts = policy.facts
        rules = policy.rules
        obligations = policy.obligations
        outcomes = built.outcomes
        bound = Roots(outcome: moved[0], rule: moved[2], owed: Array(moved[4..<4 + count]))
        free = Roots(outcome: moved[1], rule: moved[3], owed: Array(moved[(4 + count)..<(4 + 2 * count)]))
        constraints = Array(moved[(4 + 2 * count)...])
        let spoken = Set(policy.constraints.flatMap(\.holds.condition.facts))
        isConstrained = policy.facts.map { spoken.contains($0.id) }
        reachable = small.reachableEnds()
        table = CubeTable(policy)
        places = Dictionary(uniqueKeysWithValues: policy.facts.enumerated().map { ($1.id, $0) })
        likely = policy.facts.map { fact in
            let whole = Double(fact.likely.reduce(0, +))
            return fact.likely.map { Double($0) / whole }
        }
    }

    /// The answers that a situation gives to the policy's questions.
    func answers(_ situation: Situation) -> Answers {
        var answers = Answers(unknown: facts.count)
        for (id, answer) in situation.answers {
            guard case .choice(let name) = answer, let place = places[id] else { continue }
            answers[place] = facts[place].index(of: name)
        }
        return answers
    }

    /// The outcomes among a set of ends, in the rules' order.
    func outcomes(in ends: UInt32) -> [Outcome.ID] {
        outcomes.indices.filter { ends >> UInt32(Int(End.firstOutcome) + $0) & 1 == 1 }.map { outcomes[$0] }
    }

    /// The rules that may be the one that decides, in their order.
    func possibleRules(_ root: NodeID, _ answers: Answers) -> [Rule] {
        let reached = Reached(diagram, from: [root], under: answers)
        let first = Int(End.firstOutcome) + outcomes.count
        return rules.indices.filter { reached.contains(NodeID(first + $0)) }.map { rules[$0] }
    }
}
