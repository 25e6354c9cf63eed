/// A decision diagram with many values: every question the policy can be asked, answered for all situations at once.
///
/// A node asks one fact and has a child for each of its choices. Children have smaller numbers than their parents, so
/// one pass from the first node to the last says of each node which ends can still be reached. Equal parts are shared
/// (hash-consing), which keeps real policies at a few thousand nodes although they know some 2^50 situations.
struct Diagram: Sendable {
    typealias NodeID = Int32

    /// What a path can end in. Below `firstRule` stand the plain truth values.
    enum End {
        static let no: NodeID = 0
        static let yes: NodeID = 1
        /// The situation breaks a constraint, so it cannot be.
        static let impossible: NodeID = 2
        /// No rule holds: a gap.
        static let gap: NodeID = 3
        static let firstRule: NodeID = 4
        /// Masks of ends are 128 bits wide.
        static let limit = 124
    }

    /// How many choices the fact at each level has.
    let choices: [Int]
    let ends: Int
    /// The level of each node; ends come first and have the level after the last.
    private(set) var level: [Int16] = []
    private var start: [Int32] = []
    private var children: [NodeID] = []

    init(choices: [Int], ends: Int) {
        self.choices = choices
        self.ends = ends
        for _ in 0..<ends {
            level.append(Int16(choices.count))
            start.append(0)
        }
    }

    var count: Int { level.count }

    mutating func append(level newLevel: Int, _ newChildren: some Collection<NodeID>) -> NodeID {
        level.append(Int16(newLevel))
        start.append(Int32(children.count))
        children.append(contentsOf: newChildren)
        return NodeID(level.count - 1)
    }

    @inline(__always)
    func child(_ node: NodeID, _ choice: Int) -> NodeID { children[Int(start[Int(node)]) + choice] }

    func children(of node: NodeID) -> ArraySlice<NodeID> {
        let from = Int(start[Int(node)])
        return children[from..<from + choices[Int(level[Int(node)])]]
    }

    /// The end to which complete answers lead. `answers` has the index of the choice at each level.
    func end(from root: NodeID, _ answers: [Int]) -> NodeID {
        var node = root
        while Int(node) >= ends { node = child(node, answers[Int(level[Int(node)])]) }
        return node
    }

    /// For every node, the ends that can still be reached when `known` holds at its levels (nil: not known).
    func reachableEnds(known: [Int?]) -> [UInt128] {
        var masks = [UInt128](repeating: 0, count: count)
        for node in 0..<ends { masks[node] = 1 << UInt128(node) }
        for node in ends..<count {
            let at = Int(level[node])
            if let choice = known[at] {
                masks[node] = masks[Int(child(NodeID(node), choice))]
            } else {
                var mask: UInt128 = 0
                for choice in 0..<choices[at] { mask |= masks[Int(child(NodeID(node), choice))] }
                masks[node] = mask
            }
        }
        return masks
    }

    /// Choices at each level that lead from the root to one of the wanted ends; nil at levels that do not matter.
    func path(from root: NodeID, to wanted: UInt128) -> [Int?]? {
        let masks = reachableEnds(known: [Int?](repeating: nil, count: choices.count))
        guard masks[Int(root)] & wanted != 0 else { return nil }
        var path = [Int?](repeating: nil, count: choices.count)
        var node = root
        while Int(node) >= ends {
            let at = Int(level[Int(node)])
            guard let choice = (0..<choices[at]).first(where: { masks[Int(child(node, $0))] & wanted != 0 }) else { return nil }
            path[at] = choice
            node = child(node, choice)
        }
        return path
    }

    /// How many situations lead from the root to each end.
    func counts(from root: NodeID) -> [UInt128] {
        var below = [[UInt128]](repeating: [], count: count)
        for node in 0..<count where node <= Int(root) {
            var counted = [UInt128](repeating: 0, count: ends)
            if node < ends {
                counted[node] = 1
            } else {
                let at = Int(level[node])
                for choice in 0..<choices[at] {
                    let next = Int(child(NodeID(node), choice))
                    let factor = combinations(at + 1, Int(level[next]))
                    for end in 0..<ends { counted[end] += below[next][end] * factor }
                }
            }
            below[node] = counted
        }
        let factor = combinations(0, Int(level[Int(root)]))
        return below[Int(root)].map { $0 * factor }
    }

    /// How many ways there are to answer the levels from `first` up to, not including, `last`.
    func combinations(_ first: Int, _ last: Int) -> UInt128 {
        first < last ? choices[first..<last].reduce(1) { $0 * UInt128($1) } : 1
    }
}
