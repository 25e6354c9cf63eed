/// The nodes of a diagram that is being made, so that none is made twice.
struct NodeTable {
    typealias NodeID = Diagram.NodeID

    private(set) var diagram: Diagram
    /// Every node by its children: open addressing, -1 where free.
    private var places: [NodeID]
    /// Children of the nodes that are being made, innermost last.
    private(set) var pending: [NodeID] = []

    /// - Parameter expecting: how many nodes there may be, at a guess.
    init(choices: [Int], ends: Int, expecting: Int = 1 << 12) {
        diagram = Diagram(choices: choices, ends: ends)
        places = [NodeID](repeating: -1, count: 1 << (Int.bitWidth - (2 * expecting).leadingZeroBitCount))
    }

    /// Where the children of the next node begin.
    @inline(__always)
    func begin() -> Int { pending.count }

    @inline(__always)
    mutating func push(_ child: NodeID) { pending.append(child) }

    /// The node over the children that were pushed since `base`; nil when there may be no more than `budget` nodes.
    mutating func node(_ level: Int, from base: Int, budget: Int = .max) -> NodeID? {
        defer { pending.removeLast(pending.count - base) }
        let first = pending[base]
        var alike = true
        var hash = Self.seed(level)
        for index in base..<pending.count {
            alike = alike && pending[index] == first
            hash = Self.mixed(hash, pending[index])
        }
        if alike { return first }
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            if isSame(places[place], level, base) { return places[place] }
            place = (place + 1) & (places.count - 1)
        }
        if diagram.count >= budget { return nil }
        let id = diagram.append(level: level, pending[base...])
        places[place] = id
        if diagram.count * 2 > places.count { grow() }
        return id
    }

    @inline(__always)
    private func isSame(_ node: NodeID, _ level: Int, _ base: Int) -> Bool {
        guard Int(diagram.level[Int(node)]) == level else { return false }
        let start = Int(diagram.start[Int(node)])
        for index in base..<pending.count where diagram.children[start + index - base] != pending[index] { return false }
        return true
    }

    private mutating func grow() {
        var wider = [NodeID](repeating: -1, count: places.count * 4)
        for id in diagram.ends..<diagram.count {
            var hash = Self.seed(Int(diagram.level[id]))
            for child in diagram.children(of: NodeID(id)) { hash = Self.mixed(hash, child) }
            var place = Int(truncatingIfNeeded: hash) & (wider.count - 1)
            while wider[place] >= 0 { place = (place + 1) & (wider.count - 1) }
            wider[place] = NodeID(id)
        }
        places = wider
    }

    @inline(__always)
    private static func seed(_ level: Int) -> UInt64 { UInt64(level + 1) &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ child: NodeID) -> UInt64 {
        let mixed = (hash ^ UInt64(UInt32(bitPattern: child))) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ mixed >> 32
    }
}
