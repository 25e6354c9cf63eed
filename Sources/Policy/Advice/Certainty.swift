/// What is already certain and what is still possible, exactly, under answers that leave questions open.
public struct Certainty: Equatable, Sendable {
    /// The outcomes that some situation leads to that can be and has these answers: a bit for each of
    /// `PolicyEdition.outcomes`.
    public let outcomes: UInt32
    /// Obligations owed in every such situation, and in some but not all: a bit for each of the policy's.
    public let owed: UInt64
    public let possiblyOwed: UInt64
    /// Whether there is any such situation; else the answers break a constraint, and the rules alone have answered.
    public let canBe: Bool

    public var isCertain: Bool { outcomes.nonzeroBitCount == 1 }
}

extension Compiled {
    /// What the outcome and every obligation can still come to.
    func certainty(_ answers: Answers) -> Certainty {
        var possible = PossibleEnds(diagram, reachable, answers)
        let outcome = possible.ends(from: bound.outcome)
        let canBe = outcome != 0
        let roots = canBe ? bound : free
        var owed: UInt64 = 0
        var possibly: UInt64 = 0
        for (index, root) in roots.owed.enumerated() {
            let ends = possible.ends(from: root)
            if ends & 0b10 == 0 { continue }
            if ends & 0b01 == 0 { owed |= 1 << UInt64(index) } else { possibly |= 1 << UInt64(index) }
        }
        return Certainty(
            outcomes: (canBe ? outcome : possible.ends(from: roots.outcome)) >> UInt32(End.firstOutcome), owed: owed,
            possiblyOwed: possibly, canBe: canBe)
    }
}

/// The ends that a diagram can still come to when the known answers are followed, `impossible` left out.
///
/// It goes down only as far as it must: what a node can come to when nothing is known is known beforehand, and once all
/// of that has been met nothing below it can add to it.
private struct PossibleEnds {
    private let diagram: Diagram
    private let most: [UInt32]
    private let answers: Answers
    private let last: Int
    private var isKnown: [UInt64]
    private var known: [UInt32]

    private static let impossible: UInt32 = 1 << UInt32(Diagram.End.impossible)

    init(_ diagram: Diagram, _ reachable: [UInt32], _ answers: Answers) {
        self.diagram = diagram
        most = reachable
        self.answers = answers
        // Below the last answered level nothing is known.
        last = answers.choices.lastIndex { $0 >= 0 } ?? -1
        isKnown = [UInt64](repeating: 0, count: (diagram.count + 63) / 64)
        known = [UInt32](unsafeUninitializedCapacity: diagram.count) { _, count in count = diagram.count }
    }

    mutating func ends(from root: Diagram.NodeID) -> UInt32 {
        var node = Int(root)
        var level = Int(diagram.level[node])
        // Answered questions lead straight on.
        while level <= last, answers.choices[level] >= 0 {
            node = Int(diagram.children[Int(diagram.start[node]) + Int(answers.choices[level])])
            level = Int(diagram.level[node])
        }
        let all = most[node] & ~Self.impossible
        if level > last || all == 0 { return all }
        if isKnown[node >> 6] >> UInt64(node & 63) & 1 == 1 { return known[node] }
        var found: UInt32 = 0
        let first = Int(diagram.start[node])
        for choice in 0..<diagram.choices[level] {
            let child = diagram.children[first + choice]
            // What this child could add at most is there already.
            if most[Int(child)] & ~Self.impossible & ~found == 0 { continue }
            found |= ends(from: child)
            if found == all { break }
        }
        isKnown[node >> 6] |= 1 << UInt64(node & 63)
        known[node] = found
        return found
    }
}
