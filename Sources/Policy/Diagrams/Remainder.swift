/// What is left of some diagrams when the known answers are put in, made as small as it can be: the questions that are
/// still open, and what their answers lead to.
struct Remainder {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    let diagram: Diagram
    let roots: [NodeID]
    /// For every node, the ends that some answers lead to.
    let reachable: [UInt32]
    private static let impossible: UInt32 = 1 << UInt32(End.impossible)

    init(_ whole: Diagram, from roots: [NodeID], under answers: Answers) {
        let reached = Reached(whole, from: roots, under: answers)
        var table = NodeTable(choices: whole.choices, ends: whole.ends, expecting: 256)
        var moved = [NodeID](unsafeUninitializedCapacity: whole.count) { _, count in count = whole.count }
        for end in 0..<whole.ends { moved[end] = NodeID(end) }
        reached.forEach { node in
            if node < whole.ends { return }
            let level = Int(whole.level[node])
            if let choice = answers[level] {
                moved[node] = moved[Int(whole.child(NodeID(node), choice))]
                return
            }
            let base = table.begin()
            for choice in 0..<whole.choices[level] { table.push(moved[Int(whole.child(NodeID(node), choice))]) }
            moved[node] = table.node(level, from: base) ?? End.gap
        }
        diagram = table.diagram
        self.roots = roots.map { moved[Int($0)] }
        reachable = table.diagram.reachableEnds()
    }

    /// Nodes that were made on the way and then were not needed are not met.
    private var isMet: [Bool] {
        var met = [Bool](repeating: false, count: diagram.count)
        for root in roots { met[Int(root)] = true }
        for node in stride(from: diagram.count - 1, through: diagram.ends, by: -1) where met[node] {
            for child in diagram.children(of: NodeID(node)) { met[Int(child)] = true }
        }
        return met
    }

    /// The levels at which two situations that can be, and that differ in nothing else, end differently.
    var levelsThatMatter: UInt64 {
        let isMet = isMet
        var found: UInt64 = 0
        var memo: [UInt64: Bool] = [:]
        search: for node in diagram.ends..<diagram.count where isMet[node] {
            let level = Int(diagram.level[node])
            if found >> UInt64(level) & 1 == 1 { continue }
            let children = diagram.children(of: NodeID(node))
            for a in children.indices {
                for b in (a + 1)..<max(a + 1, children.endIndex) where differ(children[a], children[b], &memo) {
                    found |= 1 << UInt64(level)
                    continue search
                }
            }
        }
        return found
    }

    /// Whether one and the same rest of a situation can be under both and ends differently.
    private func differ(_ a: NodeID, _ b: NodeID, _ memo: inout [UInt64: Bool]) -> Bool {
        if a == b { return false }
        let both = (reachable[Int(a)] | reachable[Int(b)])
        if both & Self.impossible == 0 { return true }
        let left = reachable[Int(a)] & ~Self.impossible
        let right = reachable[Int(b)] & ~Self.impossible
        if left == 0 || right == 0 || (left | right).nonzeroBitCount == 1 { return false }
        if Int(a) < diagram.ends, Int(b) < diagram.ends { return true }
        let pair = UInt64(UInt32(min(a, b))) << 32 | UInt64(UInt32(max(a, b)))
        if let answer = memo[pair] { return answer }
        let level = Int(min(diagram.level[Int(a)], diagram.level[Int(b)]))
        let answer = (0..<diagram.choices[level]).contains { choice in
            differ(diagram.below(a, level, choice), diagram.below(b, level, choice), &memo)
        }
        memo[pair] = answer
        return answer
    }

    /// For every node, the ends that can be reached when one more question is answered.
    func reachable(at asked: Int, answered choice: Int) -> [UInt32] {
        var masks = reachable
        for node in diagram.ends..<diagram.count {
            if Int(diagram.level[node]) == asked {
                masks[node] = masks[Int(diagram.child(NodeID(node), choice))]
            } else {
                masks[node] = diagram.children(of: NodeID(node)).reduce(0) { $0 | masks[Int($1)] }
            }
        }
        return masks
    }
}
