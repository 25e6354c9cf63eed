/// The nodes that can still be met from some roots when the known answers are followed.
struct Reached {
    private(set) var words: [UInt64]

    init(_ diagram: Diagram, from roots: [Diagram.NodeID], under answers: Answers) {
        words = [UInt64](repeating: 0, count: (diagram.count + 63) / 64)
        for root in roots { words[Int(root) >> 6] |= 1 << UInt64(root & 63) }
        let ends = diagram.ends
        let levels = diagram.level.span
        let starts = diagram.start.span
        let children = diagram.children.span
        let choices = diagram.choices.span
        let known = answers.choices.span
        var marked = words.mutableSpan
        // Children stand below their parents, so one sweep downwards meets them all.
        var at = marked.count - 1
        while at >= ends >> 6 {
            var left = marked[unchecked: at]
            while left != 0 {
                let bit = 63 - left.leadingZeroBitCount
                left &= ~(1 << UInt64(bit))
                let node = at << 6 | bit
                if node < ends { break }
                let level = Int(levels[unchecked: node])
                var next = Int(starts[unchecked: node])
                var end = next + choices[level]
                if known[level] >= 0 {
                    next += Int(known[level])
                    end = next + 1
                }
                while next < end {
                    let child = Int(children[unchecked: next])
                    marked[unchecked: child >> 6] |= 1 << UInt64(child & 63)
                    if child >> 6 == at { left |= 1 << UInt64(child & 63) }
                    next += 1
                }
            }
            at -= 1
        }
    }

    func contains(_ node: Diagram.NodeID) -> Bool { words[Int(node) >> 6] >> UInt64(node & 63) & 1 == 1 }

    /// The nodes, smallest first.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for at in words.indices {
            var left = words[at]
            while left != 0 {
                body(at << 6 | left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }
}
