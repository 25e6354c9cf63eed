/// Puts diagrams together out of conditions.
struct DiagramBuilder {
    typealias NodeID = Diagram.NodeID
    typealias End = Diagram.End

    /// The diagram outgrew the number of nodes that a load may cost.
    struct TooLarge: Error {}

    private struct Chosen {
        var condition: NodeID = -1
        var then: NodeID = -1
        var otherwise: NodeID = -1
        var answer: NodeID = -1
    }

    private var nodes: NodeTable
    private let levels: [Fact.ID: Int]
    private let facts: [Fact]
    private let budget: Int
    /// What was worked out lately. It may forget: then the same is worked out again.
    private var chosen: [Chosen]

    var diagram: Diagram { nodes.diagram }

    init(facts: [Fact], ends: Int, budget: Int) {
        self.facts = facts
        self.budget = budget
        levels = Dictionary(uniqueKeysWithValues: facts.enumerated().map { ($1.id, $0) })
        nodes = NodeTable(choices: facts.map(\.choices.count), ends: ends)
        chosen = [Chosen](repeating: Chosen(), count: 1 << 14)
    }

    private mutating func node(_ level: Int, from base: Int) throws(TooLarge) -> NodeID {
        guard let node = nodes.node(level, from: base, budget: budget) else { throw TooLarge() }
        if nodes.diagram.count > chosen.count, chosen.count < 1 << 20 {
            chosen = [Chosen](repeating: Chosen(), count: chosen.count * 4)
        }
        return node
    }

    /// The diagram of a condition: `yes` or `no` in every situation.
    mutating func build(_ condition: Condition) throws(TooLarge) -> NodeID {
        switch condition {
        case .always: return End.yes
        case .test(let fact, let values):
            guard let level = levels[fact] else { return End.no }
            let base = nodes.begin()
            for choice in facts[level].choices { nodes.push(values.contains(choice.name) ? End.yes : End.no) }
            return try node(level, from: base)
        case .not(let inner): return try not(build(inner))
        case .all(let parts):
            var whole = End.yes
            for part in parts.reversed() { whole = try and(build(part), whole) }
            return whole
        case .any(let parts):
            var whole = End.no
            for part in parts.reversed() { whole = try choose(build(part), End.yes, whole) }
            return whole
        }
    }

    mutating func and(_ a: NodeID, _ b: NodeID) throws(TooLarge) -> NodeID { try choose(a, b, End.no) }
    mutating func not(_ a: NodeID) throws(TooLarge) -> NodeID { try choose(a, End.no, End.yes) }

    /// `then` where the condition is yes, `otherwise` where it is no.
    mutating func choose(_ condition: NodeID, _ then: NodeID, _ otherwise: NodeID) throws(TooLarge) -> NodeID {
        if condition == End.yes { return then }
        if condition == End.no { return otherwise }
        if then == otherwise { return then }
        if then == End.yes, otherwise == End.no { return condition }
        let key =
            UInt64(UInt32(bitPattern: condition)) &* 0x9E37_79B9_7F4A_7C15
            ^ UInt64(UInt32(bitPattern: then)) &* 0xC2B2_AE3D_27D4_EB4F
            ^ UInt64(UInt32(bitPattern: otherwise)) &* 0x1656_67B1_9E37_79F9
        let hash = Int(truncatingIfNeeded: (key ^ key >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 20)
        let known = chosen[hash & (chosen.count - 1)]
        if known.condition == condition, known.then == then, known.otherwise == otherwise { return known.answer }
        let level = Int(
            min(nodes.diagram.level[Int(condition)], nodes.diagram.level[Int(then)], nodes.diagram.level[Int(otherwise)]))
        let base = nodes.begin()
        for choice in 0..<nodes.diagram.choices[level] {
            let child = try choose(
                nodes.diagram.below(condition, level, choice), nodes.diagram.below(then, level, choice),
                nodes.diagram.below(otherwise, level, choice))
            nodes.push(child)
        }
        let answer = try node(level, from: base)
        chosen[hash & (chosen.count - 1)] = Chosen(condition: condition, then: then, otherwise: otherwise, answer: answer)
        return answer
    }

    /// The diagram with other ends: `ends` has the new end for each old one.
    mutating func relabelled(_ root: NodeID, _ ends: [NodeID]) throws(TooLarge) -> NodeID {
        var known = [NodeID](repeating: -1, count: Int(root) + 1)
        return try relabelled(root, ends, &known)
    }

    private mutating func relabelled(
        _ root: NodeID, _ ends: [NodeID], _ known: inout [NodeID]
    ) throws(TooLarge) -> NodeID {
        if Int(root) < nodes.diagram.ends { return ends[Int(root)] }
        if known[Int(root)] >= 0 { return known[Int(root)] }
        let level = Int(nodes.diagram.level[Int(root)])
        let base = nodes.begin()
        for choice in 0..<nodes.diagram.choices[level] {
            let child = try relabelled(nodes.diagram.child(root, choice), ends, &known)
            nodes.push(child)
        }
        let answer = try node(level, from: base)
        known[Int(root)] = answer
        return answer
    }

    /// `yes` where the diagram ends in one of the wanted ends, `no` elsewhere.
    mutating func isEnd(_ root: NodeID, _ wanted: (NodeID) -> Bool) throws(TooLarge) -> NodeID {
        try relabelled(root, (0..<NodeID(diagram.ends)).map { wanted($0) ? End.yes : End.no })
    }

    /// `yes` where the two end differently, `no` elsewhere.
    mutating func unequal(_ first: NodeID, _ second: NodeID) throws(TooLarge) -> NodeID {
        var known = Memo()
        return try unequal(min(first, second), max(first, second), &known)
    }

    private mutating func unequal(_ first: NodeID, _ second: NodeID, _ known: inout Memo) throws(TooLarge) -> NodeID {
        if first == second { return End.no }
        if Int(second) < nodes.diagram.ends { return End.yes }
        if let same = known[first, second] { return same }
        let level = Int(min(nodes.diagram.level[Int(first)], nodes.diagram.level[Int(second)]))
        let base = nodes.begin()
        for choice in 0..<nodes.diagram.choices[level] {
            let one = nodes.diagram.below(first, level, choice)
            let other = nodes.diagram.below(second, level, choice)
            let child = try unequal(min(one, other), max(one, other), &known)
            nodes.push(child)
        }
        let answer = try node(level, from: base)
        known.keep(answer, for: first, second)
        return answer
    }

    /// The parts that the roots need, and nothing else; and the roots' numbers in it.
    func compacted(_ roots: [NodeID]) -> (Diagram, [NodeID]) {
        var needed = [Bool](repeating: false, count: diagram.count)
        for root in roots { needed[Int(root)] = true }
        for node in stride(from: diagram.count - 1, through: diagram.ends, by: -1) where needed[node] {
            for child in diagram.children(of: NodeID(node)) { needed[Int(child)] = true }
        }
        var small = Diagram(choices: diagram.choices, ends: diagram.ends)
        var moved = (0..<NodeID(diagram.count)).map { $0 }
        for node in diagram.ends..<diagram.count where needed[node] {
            moved[node] = small.append(
                level: Int(nodes.diagram.level[node]), diagram.children(of: NodeID(node)).map { moved[Int($0)] })
        }
        return (small, roots.map { moved[Int($0)] })
    }
}
