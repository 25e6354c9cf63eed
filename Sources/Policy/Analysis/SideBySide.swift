/// Two policies in one diagram, so that each situation can be put to both.
struct SideBySide {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// The situations in which one rule of the first policy and one of the second decide, and come to different outcomes.
    struct Group {
        let first: Int
        let second: Int
        let count: UInt128
        /// For each fact, the choices that some of the situations have.
        let allowed: [UInt16]
        /// Choices that lead there; nil where a fact does not matter.
        let path: [Int?]
    }

    private let policies: [UnprovedPolicy]
    private let facts: [Fact]
    private var builder: DiagramBuilder
    let possible: NodeID
    private var rules: [NodeID] = []
    private var outcomes: [NodeID] = []
    private let firstRules: [NodeID]
    private let named: [Outcome.ID]

    init(_ first: UnprovedPolicy, _ second: UnprovedPolicy, _ facts: [Fact]) throws(DiagramBuilder.TooLarge) {
        policies = [first, second]
        self.facts = facts
        var seen: Set<Outcome.ID> = []
        named = (first.rules + second.rules).map(\.then).filter { seen.insert($0).inserted }
        let one = End.firstOutcome + NodeID(named.count)
        firstRules = [one, one + NodeID(first.rules.count)]
        builder = DiagramBuilder(
            facts: facts, ends: Int(firstRules[1]) + second.rules.count, budget: Compiled.budget)
        var possible = End.yes
        for constraint in first.constraints + second.constraints {
            possible = try builder.and(possible, builder.build(constraint.holds.condition))
        }
        self.possible = possible
        for (policy, base) in zip(policies, firstRules) {
            var root = End.gap
            for index in policy.rules.indices.reversed() {
                root = try builder.choose(builder.build(policy.rules[index].when.condition), base + NodeID(index), root)
            }
            rules.append(root)
            var ends = (0..<NodeID(builder.diagram.ends)).map { $0 }
            for (index, rule) in policy.rules.enumerated() {
                ends[Int(base) + index] = End.firstOutcome + NodeID(named.firstIndex(of: rule.then) ?? 0)
            }
            outcomes.append(try builder.relabelled(root, ends))
        }
    }

    func count(_ root: NodeID) -> UInt128 { builder.diagram.counts(from: root)[Int(End.yes)] }

    /// The possible situations in which the outcomes differ.
    mutating func differing() throws(DiagramBuilder.TooLarge) -> NodeID {
        try builder.and(possible, builder.unequal(outcomes[0], outcomes[1]))
    }

    /// The possible situations in which only the first, and in which only the second, owes an obligation.
    mutating func owed(_ id: Obligation.ID) throws(DiagramBuilder.TooLarge) -> (NodeID, NodeID) {
        var due: [NodeID] = []
        for (policy, outcome) in zip(policies, outcomes) {
            guard let owed = policy.obligations.first(where: { $0.id == id }) else {
                due.append(End.no)
                continue
            }
            let when = try builder.and(possible, builder.build(owed.when.condition))
            let named = named
            let among = try owed.with.map { with throws(DiagramBuilder.TooLarge) in
                try builder.isEnd(outcome) { end in
                    let place = Int(end - End.firstOutcome)
                    return named.indices.contains(place) && with.contains(named[place])
                }
            }
            due.append(try builder.and(when, among ?? End.yes))
        }
        return (try builder.and(due[0], builder.not(due[1])), try builder.and(due[1], builder.not(due[0])))
    }

    /// The differing situations by the rules that decide.
    mutating func groups(_ differing: NodeID) throws(DiagramBuilder.TooLarge) -> [Group] {
        // First rule, then second: a diagram that ends in the pair.
        let width = policies[1].rules.count
        let ends = Int(End.firstOutcome) + policies[0].rules.count * width
        var pairs = Pairs(
            builder.diagram, NodeTable(choices: facts.map(\.choices.count), ends: ends), firstRules: firstRules, width: width)
        let root = try pairs.pair(differing, rules[0], rules[1])
        return pairs.table.diagram.groups(from: root) { end in
            (Int(end - End.firstOutcome) / width, Int(end - End.firstOutcome) % width)
        }
    }
}

/// Goes down both policies at once, where they differ.
private struct Pairs {
    typealias NodeID = Diagram.NodeID

    private let both: Diagram
    private(set) var table: NodeTable
    private let firstRules: [NodeID]
    private let width: Int
    private var known = Memo()

    init(_ both: Diagram, _ table: NodeTable, firstRules: [NodeID], width: Int) {
        self.both = both
        self.table = table
        self.firstRules = firstRules
        self.width = width
    }

    mutating func pair(_ differing: NodeID, _ first: NodeID, _ second: NodeID) throws(DiagramBuilder.TooLarge) -> NodeID {
        if differing == Diagram.End.no { return Diagram.End.no }
        if Int(first) < both.ends, Int(second) < both.ends, differing == Diagram.End.yes {
            // A gap is a difference that no rule can be named for; proved policies have none.
            guard first >= firstRules[0], second >= firstRules[1] else { return Diagram.End.gap }
            return Diagram.End.firstOutcome + (first - firstRules[0]) * NodeID(width) + second - firstRules[1]
        }
        if let same = known[differing, first, second] { return same }
        let level = Int(min(both.level[Int(differing)], both.level[Int(first)], both.level[Int(second)]))
        let base = table.begin()
        for choice in 0..<both.choices[level] {
            let child = try pair(
                both.below(differing, level, choice), both.below(first, level, choice), both.below(second, level, choice))
            table.push(child)
        }
        guard let node = table.node(level, from: base, budget: Compiled.budget) else { throw DiagramBuilder.TooLarge() }
        known.keep(node, for: differing, first, second)
        return node
    }
}

extension Diagram {
    /// For each end past the plain truth values that can be met: how many situations lead there, and what they share.
    fileprivate func groups(from root: NodeID, _ rules: (NodeID) -> (Int, Int)) -> [SideBySide.Group] {
        let counts = counts(from: root)
        let met = counts.indices.filter { $0 >= Int(End.firstOutcome) && counts[$0] > 0 }
        return stride(from: 0, to: met.count, by: 512).flatMap { start in
            shared(from: root, Array(met[start..<min(start + 512, met.count)])).map { end, allowed, path in
                let (first, second) = rules(NodeID(end))
                return SideBySide.Group(first: first, second: second, count: counts[end], allowed: allowed, path: path)
            }
        }
    }

    /// For some ends, 512 at most, the choices at each level that situations leading there have, and one way there.
    private func shared(from root: NodeID, _ wanted: [Int]) -> [(end: Int, allowed: [UInt16], path: [Int?])] {
        typealias Ends = SIMD8<UInt64>
        var below = [Ends](repeating: .zero, count: Int(root) + 1)
        for (bit, end) in wanted.enumerated() where end <= Int(root) { below[end][bit / 64] |= 1 << UInt64(bit % 64) }
        var reached = [Bool](repeating: false, count: Int(root) + 1)
        reached[Int(root)] = true
        for node in stride(from: Int(root), through: ends, by: -1) where reached[node] {
            for child in children(of: NodeID(node)) { reached[Int(child)] = true }
        }
        for node in min(ends, Int(root) + 1)...Int(root) where node >= ends && reached[node] {
            for child in children(of: NodeID(node)) { below[node] |= below[Int(child)] }
        }
        let depth = choices.count
        var with = choices.map { [Ends](repeating: .zero, count: $0) }
        // Ends that are reached by a branch from one level to a later one: what lies between may be anything.
        var past = [Ends](repeating: .zero, count: (depth + 2) * (depth + 2))
        past[Int(level[Int(root)])] = below[Int(root)]
        for node in ends..<max(ends, Int(root) + 1) where reached[node] {
            let at = Int(level[node])
            for (choice, child) in children(of: NodeID(node)).enumerated() {
                with[at][choice] |= below[Int(child)]
                past[(at + 1) * (depth + 2) + Int(level[Int(child)])] |= below[Int(child)]
            }
        }
        for at in 0..<depth {
            var passing = Ends.zero
            for from in 0...at { for to in (at + 1)...depth { passing |= past[from * (depth + 2) + to] } }
            for choice in with[at].indices { with[at][choice] |= passing }
        }
        return wanted.enumerated().map { bit, end in
            func has(_ ends: Ends) -> Bool { ends[bit / 64] >> UInt64(bit % 64) & 1 == 1 }
            let allowed = with.map { ways in
                ways.indices.reduce(UInt16(0)) { $0 | (has(ways[$1]) ? 1 << UInt16($1) : 0) }
            }
            var path = [Int?](repeating: nil, count: depth)
            var node = root
            while Int(node) >= ends {
                let at = Int(level[Int(node)])
                // A yes-no question is answered with no where it can be: then the story says only what matters.
                let order = choices[at] == 2 ? [1, 0] : Array(0..<choices[at])
                guard let choice = order.first(where: { has(below[Int(child(node, $0))]) }) else { break }
                path[at] = choice
                node = child(node, choice)
            }
            return (end, allowed, path)
        }
    }
}
