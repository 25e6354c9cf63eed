/// What was worked out for up to three nodes: a table that only grows, quicker than a dictionary whose keys must be hashed
/// against ill will.
struct Memo {
    typealias NodeID = Diagram.NodeID

    private struct Entry {
        var pair: UInt64 = .max
        var third: NodeID = -1
        var answer: NodeID = -1
    }

    private var entries = [Entry](repeating: Entry(), count: 1 << 12)
    private var count = 0

    @inline(__always)
    private static func pair(_ first: NodeID, _ second: NodeID) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    @inline(__always)
    private func place(_ pair: UInt64, _ third: NodeID) -> Int {
        let mixed = (pair ^ UInt64(UInt32(bitPattern: third)) &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15
        var place = Int(truncatingIfNeeded: mixed >> 24) & (entries.count - 1)
        while entries[place].answer >= 0, entries[place].pair != pair || entries[place].third != third {
            place = (place + 1) & (entries.count - 1)
        }
        return place
    }

    /// Nil where it was not worked out yet.
    subscript(_ first: NodeID, _ second: NodeID, _ third: NodeID = 0) -> NodeID? {
        let answer = entries[place(Self.pair(first, second), third)].answer
        return answer < 0 ? nil : answer
    }

    mutating func keep(_ answer: NodeID, for first: NodeID, _ second: NodeID, _ third: NodeID = 0) {
        if count * 2 >= entries.count { grow() }
        let pair = Self.pair(first, second)
        let at = place(pair, third)
        if entries[at].answer < 0 { count += 1 }
        entries[at] = Entry(pair: pair, third: third, answer: answer)
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(), count: old.count * 4)
        for entry in old where entry.answer >= 0 { entries[place(entry.pair, entry.third)] = entry }
    }
}
