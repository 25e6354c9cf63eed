/// A decision diagram with many values: every question the policy can be asked, answered for all situations at once.
///
/// A node asks one fact and has a child for each of its choices. Children have smaller numbers than their parents, so
/// one sweep over the numbers visits all of them before or after their parents. Equal parts are shared (hash-consing),
/// which keeps real policies at a few thousand nodes although they know some 2^50 situations.
struct Diagram: Sendable {
    typealias NodeID = Int32

    /// What a path can end in: the plain truth values, then the outcomes, then the rules.
    enum End {
        static let no: NodeID = 0
        static let yes: NodeID = 1
        /// The situation breaks a constraint, so it cannot be.
        static let impossible: NodeID = 2
        /// No rule holds: a gap.
        static let gap: NodeID = 3
        static let firstOutcome: NodeID = 4
        /// Sets of outcomes are kept in a few bits, and their shares in vectors of sixteen.
        static let outcomeLimit = 15
    }

    /// How many choices the fact at each level has.
    let choices: [Int]
    let ends: Int
    /// The level of each node; ends come first and have the level after the last.
    private(set) var level: [UInt8] = []
    private(set) var start: [Int32] = []
    private(set) var children: [NodeID] = []

    init(choices: [Int], ends: Int) {
        self.choices = choices
        self.ends = ends
        level = [UInt8](repeating: UInt8(choices.count), count: ends)
        start = [Int32](repeating: 0, count: ends)
    }

    var count: Int { level.count }

    mutating func append(level newLevel: Int, _ newChildren: some Collection<NodeID>) -> NodeID {
        level.append(UInt8(newLevel))
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

    /// The node below, or the node itself where it does not ask this level.
    @inline(__always)
    func below(_ node: NodeID, _ at: Int, _ choice: Int) -> NodeID {
        Int(level[Int(node)]) == at ? child(node, choice) : node
    }

    /// The end to which complete answers lead.
    func end(from root: NodeID, _ answers: Answers) -> NodeID {
        var node = root
        while Int(node) >= ends { node = child(node, answers.index(Int(level[Int(node)]))) }
        return node
    }

    /// For every node, the ends before the rules that can be reached when nothing is known; a rule is left out.
    func reachableEnds() -> [UInt32] {
        var masks = [UInt32](repeating: 0, count: count)
        for node in 0..<min(ends, 32) { masks[node] = 1 << UInt32(node) }
        for node in ends..<count { for child in children(of: NodeID(node)) { masks[node] |= masks[Int(child)] } }
        return masks
    }

    /// Choices at each level that lead from the root of a yes-or-no diagram to yes; nil at levels that do not matter.
    /// In a reduced diagram every node but `no` leads to yes somehow.
    func pathToYes(from root: NodeID) -> [Int?]? {
        if root == End.no { return nil }
        var path = [Int?](repeating: nil, count: choices.count)
        var node = root
        while Int(node) >= ends {
            let at = Int(level[Int(node)])
            guard let choice = (0..<choices[at]).first(where: { child(node, $0) != End.no }) else { return nil }
            path[at] = choice
            node = child(node, choice)
        }
        return path
    }

    /// How many situations lead from the root to each end.
    func counts(from root: NodeID) -> [UInt128] {
        var arriving = [UInt128](repeating: 0, count: Int(root) + 1)
        arriving[Int(root)] = combinations(0, Int(level[Int(root)]))
        for node in stride(from: Int(root), through: ends, by: -1) where arriving[node] > 0 {
            let at = Int(level[node])
            for child in children(of: NodeID(node)) {
                arriving[Int(child)] += arriving[node] * combinations(at + 1, Int(level[Int(child)]))
            }
        }
        return Array(arriving.prefix(ends)) + [UInt128](repeating: 0, count: max(0, ends - arriving.count))
    }

    /// How many ways there are to answer the levels from `first` up to, not including, `last`.
    func combinations(_ first: Int, _ last: Int) -> UInt128 {
        first < last ? choices[first..<last].reduce(1) { $0 * UInt128($1) } : 1
    }
}
