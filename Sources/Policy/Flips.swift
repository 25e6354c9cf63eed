/// The fewest answers that would have to be different for another outcome.
public struct Flip: Hashable, Sendable {
    public let change: [Fact.ID: String]
    public let outcome: Outcome.ID
}

extension PolicyEdition {
    /// For each outcome other than the certain one, the fewest answers whose change leads to it, when there are at most
    /// three. Only situations that can be are considered. Empty while the outcome is open.
    public func flips(on situation: Situation) -> [Flip] {
        let advice = advice(on: situation)
        guard let outcome = advice.outcome, advice.broken.isEmpty else { return [] }
        let known = compiled.known(situation)
        let diagram = compiled.diagram
        var found: [Flip] = []
        for other in outcomes where other != outcome {
            let wanted = Compiled.ends(compiled.rules) { $0 == other }
            guard let change = cheapest(diagram, known, wanted) else { continue }
            found.append(Flip(change: change, outcome: other))
        }
        return found.sorted { ($0.change.count, $0.outcome.rawValue) < ($1.change.count, $1.outcome.rawValue) }
    }

    /// The outcomes that the policy's rules can give, in their order.
    private var outcomes: [Outcome.ID] {
        var seen: Set<Outcome.ID> = []
        return compiled.rules.map(\.then).filter { seen.insert($0).inserted }
    }

    private func cheapest(_ diagram: Diagram, _ known: [Int?], _ wanted: Set<Diagram.NodeID>) -> [Fact.ID: String]? {
        let never = 1_000_000
        var cost = [Int](repeating: never, count: diagram.count)
        for end in wanted { cost[Int(end)] = 0 }
        func price(_ level: Int, _ choice: Int) -> Int { known[level].map { $0 == choice ? 0 : 1 } ?? 0 }
        for node in diagram.ends..<diagram.count {
            let level = Int(diagram.level[node])
            for choice in 0..<diagram.choices[level] {
                let through = cost[Int(diagram.child(Diagram.NodeID(node), choice))] + price(level, choice)
                if through < cost[node] { cost[node] = through }
            }
        }
        guard cost[Int(compiled.outcome)] <= 3 else { return nil }
        var change: [Fact.ID: String] = [:]
        var node = compiled.outcome
        while Int(node) >= diagram.ends {
            let level = Int(diagram.level[Int(node)])
            let left = cost[Int(node)]
            guard
                let choice = (0..<diagram.choices[level]).first(where: {
                    cost[Int(diagram.child(node, $0))] + price(level, $0) == left
                })
            else { return nil }
            if price(level, choice) == 1 { change[compiled.facts[level].id] = compiled.facts[level].choices[choice].name }
            node = diagram.child(node, choice)
        }
        return change
    }
}
