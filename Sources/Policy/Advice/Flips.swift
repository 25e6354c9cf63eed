/// The fewest answers that would have to be different for another outcome.
public struct Flip: Hashable, Sendable {
    public let change: [Fact.ID: String]
    public let outcome: Outcome.ID
}

extension PolicyEdition {
    /// Changes of more answers than this tell a practitioner nothing.
    private static let mostChanges: UInt8 = 3

    /// For each outcome other than the certain one, the fewest answers whose change leads to it, when there are at most
    /// three. Only situations that can be are considered. Empty while the outcome is open.
    public func flips(on situation: Situation) -> [Flip] {
        let answers = compiled.answers(situation)
        let certainty = compiled.certainty(answers)
        guard certainty.isCertain, certainty.canBe else { return [] }
        return flips(answers, certainty)
    }

    /// One sweep down the diagram, in which every node learns the fewest changes with which it can be met.
    func flips(_ answers: Answers, _ certainty: Certainty) -> [Flip] {
        let diagram = compiled.diagram
        let root = Int(compiled.bound.outcome)
        let never = Self.mostChanges + 1
        var fewest = [UInt8](repeating: never, count: root + 1)
        var from = [Int32](repeating: -1, count: root + 1)
        var taken = [UInt8](repeating: 0, count: root + 1)
        fewest[root] = 0
        let levels = diagram.level.span
        let starts = diagram.start.span
        let children = diagram.children.span
        let known = answers.choices.span
        for node in stride(from: root, through: diagram.ends, by: -1) where fewest[node] < never {
            let level = Int(levels[unchecked: node])
            let start = Int(starts[unchecked: node])
            for choice in 0..<diagram.choices[level] {
                let child = Int(children[unchecked: start + choice])
                let changes = fewest[node] + (known[level] >= 0 && Int(known[level]) != choice ? 1 : 0)
                if changes < fewest[child] {
                    fewest[child] = changes
                    from[child] = Int32(node)
                    taken[child] = UInt8(choice)
                }
            }
        }
        var found: [Flip] = []
        for (index, outcome) in compiled.outcomes.enumerated() where certainty.outcomes >> UInt32(index) & 1 == 0 {
            var node = Int(Diagram.End.firstOutcome) + index
            guard fewest[node] < never else { continue }
            var change: [Fact.ID: String] = [:]
            while node != root {
                let parent = Int(from[node])
                let level = Int(diagram.level[parent])
                let choice = Int(taken[node])
                if let known = answers[level], known != choice {
                    change[compiled.facts[level].id] = compiled.facts[level].choices[choice].name
                }
                node = parent
            }
            found.append(Flip(change: change, outcome: outcome))
        }
        return found.sorted { ($0.change.count, $0.outcome.rawValue) < ($1.change.count, $1.outcome.rawValue) }
    }
}
