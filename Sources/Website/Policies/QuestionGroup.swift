import Policy

/// The questions of a policy that one of its steps is the first to turn on.
struct QuestionGroup {
    let asks: String
    let facts: [Fact]

    /// All questions, in the order of the steps; last those of which no rule speaks.
    static func all(of policy: UnprovedPolicy) -> [QuestionGroup] {
        var left = policy.facts
        var groups = policy.steps.map { step in
            let spoken = Set(policy.rules.filter { $0.step == step.id }.flatMap(\.when.condition.facts))
            let facts = left.filter { spoken.contains($0.id) }
            left.removeAll { spoken.contains($0.id) }
            return QuestionGroup(asks: step.asks, facts: facts)
        }
        groups.append(QuestionGroup(asks: "What else bears on what must be done, or on what can be?", facts: left))
        return groups.filter { !$0.facts.isEmpty }
    }
}
