/// Every way in which the answers of a policy can be partly known: each question answered, or not known.
///
/// A second diagram, in which each fact has one more choice, *not known*. It ends in the set of outcomes that are still
/// possible, so it says of every partly known situation at once whether the advice is certain.
public struct PartlyKnown: Sendable {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// How many there are; in how many the outcome is certain, is open, or the answers break a constraint.
    public let all: UInt128
    public let certain: UInt128
    public let open: UInt128
    public let impossible: UInt128
    /// In how many only these outcomes are possible.
    public let counts: [Set<Outcome.ID>: UInt128]
    /// The size of the diagram.
    public let nodes: Int

    /// Nil when more than `budget` nodes would be needed.
    public init?(_ edition: PolicyEdition, budget: Int = 20_000_000) {
        let compiled = edition.compiled
        let outcomes = compiled.outcomes.count
        var widening = Widening(compiled.diagram, outcomes: outcomes, budget: budget)
        guard let root = widening.widened(compiled.bound.outcome) else { return nil }
        let ends = widening.table.diagram.counts(from: root)
        var counts: [Set<Outcome.ID>: UInt128] = [:]
        var sums: [UInt128] = [0, 0, 0]
        for (mask, count) in ends.enumerated() where count > 0 {
            sums[min(mask.nonzeroBitCount, 2)] += count
            counts[Set(compiled.outcomes.indices.filter { mask >> $0 & 1 == 1 }.map { compiled.outcomes[$0] })] = count
        }
        self.counts = counts
        all = widening.table.diagram.combinations(0, compiled.facts.count)
        (impossible, certain, open) = (sums[0], sums[1], sums[2])
        nodes = widening.table.diagram.count
    }
}

/// Makes of a diagram of situations one of partly known situations. Its ends are sets of outcomes, a bit for each.
private struct Widening {
    typealias NodeID = Diagram.NodeID

    private let narrow: Diagram
    private let budget: Int
    private(set) var table: NodeTable
    private var known: [NodeID]
    private var joined: [Joined]

    private struct Joined {
        var first: NodeID = -1
        var second: NodeID = -1
        var answer: NodeID = -1
    }

    init(_ narrow: Diagram, outcomes: Int, budget: Int) {
        self.narrow = narrow
        self.budget = budget
        table = NodeTable(choices: narrow.choices.map { $0 + 1 }, ends: 1 << outcomes, expecting: 1 << 16)
        known = [NodeID](repeating: -1, count: narrow.count)
        joined = [Joined](repeating: Joined(), count: 1 << 20)
    }

    mutating func widened(_ node: NodeID) -> NodeID? {
        if Int(node) < narrow.ends {
            let outcome = node - Diagram.End.firstOutcome
            return outcome < 0 ? 0 : 1 << outcome
        }
        if known[Int(node)] >= 0 { return known[Int(node)] }
        let base = table.begin()
        var unknown: NodeID = 0
        for child in Array(narrow.children(of: node)) {
            guard let wide = widened(child), let both = join(unknown, wide) else { return nil }
            unknown = both
            table.push(wide)
        }
        table.push(unknown)
        let answer = table.node(Int(narrow.level[Int(node)]), from: base, budget: budget)
        if let answer { known[Int(node)] = answer }
        return answer
    }

    /// What is possible when it is not known which of the two it is.
    private mutating func join(_ a: NodeID, _ b: NodeID) -> NodeID? {
        if a == b || b == 0 { return a }
        if a == 0 { return b }
        // No copy of the diagram is held here: appending to it would then copy it whole.
        if Int(max(a, b)) < table.diagram.ends { return a | b }
        let (first, second) = a < b ? (a, b) : (b, a)
        let slot =
            Int(truncatingIfNeeded: (UInt64(UInt32(first)) << 32 | UInt64(UInt32(second))) &* 0x9E37_79B9_7F4A_7C15 >> 40)
            & (joined.count - 1)
        if joined[slot].first == first, joined[slot].second == second { return joined[slot].answer }
        let level = Int(min(table.diagram.level[Int(first)], table.diagram.level[Int(second)]))
        let base = table.begin()
        for choice in 0..<table.diagram.choices[level] {
            guard let child = join(table.diagram.below(first, level, choice), table.diagram.below(second, level, choice)) else {
                return nil
            }
            table.push(child)
        }
        guard let answer = table.node(level, from: base, budget: budget) else { return nil }
        joined[slot] = Joined(first: first, second: second, answer: answer)
        return answer
    }
}
