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
    /// The ends that every root can still lead to.
    func certainty(_ answers: Answers) -> Certainty {
        let last = answers.choices.lastIndex { $0 >= 0 } ?? -1
        if let ends = ends(bound, answers, last) { return certainty(ends, canBe: true) }
        return certainty(ends(free, answers, last) ?? [], canBe: false)
    }

    private func certainty(_ ends: [UInt32], canBe: Bool) -> Certainty {
        var owed: UInt64 = 0
        var possibly: UInt64 = 0
        for (index, mask) in ends.dropFirst().enumerated() where mask & 0b10 != 0 {
            if mask & 0b01 == 0 { owed |= 1 << UInt64(index) } else { possibly |= 1 << UInt64(index) }
        }
        return Certainty(
            outcomes: (ends.first ?? 0) >> UInt32(End.firstOutcome), owed: owed, possiblyOwed: possibly, canBe: canBe)
    }

    /// The ends of the outcome, then of each obligation; nil when no situation can be. Below the last answered level
    /// nothing is known, and what can be reached from there is known beforehand.
    private func ends(_ roots: Roots, _ answers: Answers, _ last: Int) -> [UInt32]? {
        let reached = Reached(diagram, from: [roots.outcome] + roots.owed, under: answers, until: last)
        var ends = [UInt32](unsafeUninitializedCapacity: diagram.count) { _, count in count = diagram.count }
        let levels = diagram.level.span
        let starts = diagram.start.span
        let children = diagram.children.span
        let choices = diagram.choices.span
        let known = answers.choices.span
        let static_ = reachable.span
        reached.forEach { node in
            let level = Int(levels[unchecked: node])
            if level > last {
                ends[node] = static_[unchecked: node]
                return
            }
            let start = Int(starts[unchecked: node])
            if known[level] >= 0 {
                ends[node] = ends[Int(children[unchecked: start + Int(known[level])])]
            } else {
                var all: UInt32 = 0
                for choice in 0..<choices[level] { all |= ends[Int(children[unchecked: start + choice])] }
                ends[node] = all
            }
        }
        if ends[Int(roots.outcome)] == 1 << UInt32(End.impossible) { return nil }
        return [ends[Int(roots.outcome)]] + roots.owed.map { ends[Int($0)] }
    }
}
