/// How much an open question narrows what is possible for what it costs.
///
/// The gain is the expected fall of the Gini impurity of the outcome or, once that is certain, of every obligation, over
/// the situations that can still be, weighted by how often each answer is given; the score is the gain over the cost.
/// `Docs/question-order.md` explains it to those who keep the vocabulary.
struct QuestionOrder {
    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    private let remainder: Remainder
    private let compiled: Compiled

    init(_ remainder: Remainder, _ compiled: Compiled) {
        self.remainder = remainder
        self.compiled = compiled
    }

    /// These levels, most worth asking first; those that are worth the same in the policy's order.
    func ranked(_ levels: [Int], aboutOutcome: Bool) -> [Int] {
        if levels.count < 2 { return levels }
        var gains = [Double](repeating: 0, count: compiled.facts.count)
        if aboutOutcome {
            var shares = Shares<SIMD16<Double>>(remainder.diagram, compiled.likely) { end in
                var one = SIMD16<Double>.zero
                let lane = end == End.gap ? 15 : Int(end - End.firstOutcome)
                if end != End.impossible, (0..<16).contains(lane) { one[lane] = 1 }
                return one
            }
            shares.add(remainder.roots[0], to: &gains)
        } else {
            var shares = Shares<SIMD2<Double>>(remainder.diagram, compiled.likely) { end in
                SIMD2(end == End.no ? 1 : 0, end == End.yes ? 1 : 0)
            }
            // Obligations that now hang on the same are worked out once.
            var times: [NodeID: Int] = [:]
            for root in remainder.roots where remainder.reachable[Int(root)] & 0b11 == 0b11 { times[root, default: 0] += 1 }
            for (root, count) in times.sorted(by: { $0.key < $1.key }) { shares.add(root, to: &gains, times: Double(count)) }
        }
        let scored = levels.map { ($0, gains[$0] / Double(1 + compiled.facts[$0].cost.sum)) }.sorted { $0.1 > $1.1 }
        var ranked: [Int] = []
        var alike: [Int] = []
        var best = 0.0
        for (level, score) in scored {
            if alike.isEmpty || score < best * (1 - 1e-9) - 1e-15 {
                ranked += alike.sorted()
                alike = []
                best = score
            }
            alike.append(level)
        }
        return ranked + alike.sorted()
    }
}

/// How the situations that can still be are shared among the ends, below every node.
private struct Shares<Vector: SIMD> where Vector.Scalar == Double {
    private let diagram: Diagram
    private let likely: [[Double]]
    private var below: [Vector] = []

    init(_ diagram: Diagram, _ likely: [[Double]], _ end: (Diagram.NodeID) -> Vector) {
        self.diagram = diagram
        self.likely = likely
        below.reserveCapacity(diagram.count)
        for node in 0..<diagram.ends { below.append(end(Diagram.NodeID(node))) }
        for node in diagram.ends..<diagram.count {
            let weights = likely[Int(diagram.level[node])]
            var sum = Vector.zero
            for (choice, weight) in weights.enumerated() {
                sum += below[Int(diagram.child(Diagram.NodeID(node), choice))] * weight
            }
            below.append(sum)
        }
    }

    private static func impurity(_ shares: Vector) -> (whole: Double, impurity: Double) {
        let whole = shares.sum()
        return whole > 0 ? (whole, 1 - (shares * shares).sum() / (whole * whole)) : (0, 0)
    }

    /// Adds what an answer to each level is expected to take from the impurity at the root.
    mutating func add(_ root: Diagram.NodeID, to gains: inout [Double], times: Double = 1) {
        let (whole, before) = Self.impurity(below[Int(root)])
        guard whole > 0 else { return }
        var arriving = [Double](repeating: 0, count: Int(root) + 1)
        arriving[Int(root)] = 1
        var passing = [Vector](repeating: .zero, count: diagram.choices.count)
        var answered = diagram.choices.map { [Vector](repeating: .zero, count: $0) }
        for node in stride(from: Int(root), through: diagram.ends, by: -1) where arriving[node] > 0 {
            let level = Int(diagram.level[node])
            passing[level] += below[node] * arriving[node]
            for (choice, weight) in likely[level].enumerated() {
                let child = Int(diagram.child(Int32(node), choice))
                answered[level][choice] += below[child] * arriving[node]
                arriving[child] += arriving[node] * weight
            }
        }
        for level in diagram.choices.indices where passing[level] != .zero {
            let past = below[Int(root)] - passing[level]
            var after = 0.0
            for (choice, weight) in likely[level].enumerated() {
                let (part, impurity) = Self.impurity(
                    (past + answered[level][choice]).clamped(lowerBound: .zero, upperBound: .init(repeating: 2)))
                after += part * weight / whole * impurity
            }
            gains[level] += max(0, before - after) * times
        }
    }
}
