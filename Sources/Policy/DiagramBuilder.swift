/// Puts diagrams together out of conditions.
struct DiagramBuilder {
    typealias NodeID = Diagram.NodeID
    typealias End = Diagram.End

    /// The diagram outgrew the number of nodes that a load may cost.
    struct TooLarge: Error {}

    private struct Key: Hashable {
        let level: Int
        let children: [NodeID]
    }

    private struct Choice: Hashable {
        let condition: NodeID
        let then: NodeID
        let otherwise: NodeID
    }

    private(set) var diagram: Diagram
    private let levels: [Fact.ID: Int]
    private let facts: [Fact]
    private let budget: Int
    private var known: [Key: NodeID] = [:]
    private var chosen: [Choice: NodeID] = [:]

    init(facts: [Fact], ends: Int, budget: Int) {
        self.facts = facts
        self.budget = budget
        levels = Dictionary(uniqueKeysWithValues: facts.enumerated().map { ($1.id, $0) })
        diagram = Diagram(choices: facts.map(\.choices.count), ends: ends)
    }

    private mutating func node(_ level: Int, _ children: [NodeID]) throws(TooLarge) -> NodeID {
        if let first = children.first, children.allSatisfy({ $0 == first }) { return first }
        let key = Key(level: level, children: children)
        if let same = known[key] { return same }
        if diagram.count >= budget { throw TooLarge() }
        let id = diagram.append(level: level, children)
        known[key] = id
        return id
    }

    /// The diagram of a condition: `yes` or `no` in every situation.
    mutating func build(_ condition: Condition) throws(TooLarge) -> NodeID {
        switch condition {
        case .always: return End.yes
        case .test(let fact, let values):
            guard let level = levels[fact] else { return End.no }
            return try node(level, facts[level].choices.map { values.contains($0.name) ? End.yes : End.no })
        case .not(let inner): return try choose(build(inner), End.no, End.yes)
        case .all(let parts):
            var whole = End.yes
            for part in parts.reversed() { whole = try choose(build(part), whole, End.no) }
            return whole
        case .any(let parts):
            var whole = End.no
            for part in parts.reversed() { whole = try choose(build(part), End.yes, whole) }
            return whole
        }
    }

    /// `then` where the condition is yes, `otherwise` where it is no.
    mutating func choose(_ condition: NodeID, _ then: NodeID, _ otherwise: NodeID) throws(TooLarge) -> NodeID {
        if condition == End.yes { return then }
        if condition == End.no { return otherwise }
        if then == otherwise { return then }
        if then == End.yes, otherwise == End.no { return condition }
        let question = Choice(condition: condition, then: then, otherwise: otherwise)
        if let answer = chosen[question] { return answer }
        let level = Int(min(diagram.level[Int(condition)], diagram.level[Int(then)], diagram.level[Int(otherwise)]))
        var children: [NodeID] = []
        children.reserveCapacity(diagram.choices[level])
        for choice in 0..<diagram.choices[level] {
            children.append(
                try choose(below(condition, level, choice), below(then, level, choice), below(otherwise, level, choice)))
        }
        let answer = try node(level, children)
        chosen[question] = answer
        return answer
    }

    private func below(_ node: NodeID, _ level: Int, _ choice: Int) -> NodeID {
        Int(diagram.level[Int(node)]) == level ? diagram.child(node, choice) : node
    }

    /// `yes` where the diagram ends in one of the given ends, `no` elsewhere.
    mutating func isEnd(_ ends: Set<NodeID>, _ root: NodeID) throws(TooLarge) -> NodeID {
        var memo: [NodeID: NodeID] = [:]
        return try isEnd(ends, root, &memo)
    }

    private mutating func isEnd(_ ends: Set<NodeID>, _ root: NodeID, _ memo: inout [NodeID: NodeID]) throws(TooLarge) -> NodeID {
        if Int(root) < diagram.ends { return ends.contains(root) ? End.yes : End.no }
        if let answer = memo[root] { return answer }
        var children: [NodeID] = []
        for child in Array(diagram.children(of: root)) { children.append(try isEnd(ends, child, &memo)) }
        let answer = try node(Int(diagram.level[Int(root)]), children)
        memo[root] = answer
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
                level: Int(diagram.level[node]), diagram.children(of: NodeID(node)).map { moved[Int($0)] })
        }
        return (small, roots.map { moved[Int($0)] })
    }
}
