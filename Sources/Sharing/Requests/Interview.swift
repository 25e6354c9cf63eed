public import Policy

/// The questions of a policy, put one at a time, over the answers that a request has gathered.
///
/// Answers are taken up in the order in which they would be asked for, which is what narrows most for its cost. One to a
/// question that no longer changes anything is set aside: it does not count, and it is not lost, for another change may
/// bring it back.
public struct Interview: Sendable {
    public let edition: PolicyEdition
    /// The answers that count, in the order of the questions.
    public let asked: [(fact: Fact, answer: Answer)]
    /// Answers that no longer count.
    public let setAside: [Fact]
    public let situation: Situation
    public let advice: Advice

    public init(_ answers: [String: String], under edition: PolicyEdition) {
        self.edition = edition
        var remaining: [Fact.ID: Answer] = [:]
        let facts = Dictionary(uniqueKeysWithValues: edition.policy.facts.map { ($0.id, $0) })
        for (name, value) in answers {
            let answer = Answer(value)
            guard let fact = facts[Fact.ID(name)] else { continue }
            if case .choice(let choice) = answer, fact.index(of: choice) == nil { continue }
            remaining[fact.id] = answer
        }
        var situation = Situation()
        var asked: [(Fact, Answer)] = []
        var advice = edition.advice(on: situation)
        while let next = advice.open.first(where: { remaining[$0] != nil }), let fact = facts[next],
            let answer = remaining.removeValue(forKey: next)
        {
            situation[next] = answer
            asked.append((fact, answer))
            advice = edition.advice(on: situation)
        }
        self.asked = asked
        self.situation = situation
        self.advice = advice
        setAside = edition.policy.facts.filter { remaining[$0.id] != nil }
    }

    /// The question to put next, the record's completeness included; nil when there is none.
    public var next: Fact? { advice.open.first.flatMap { id in edition.policy.facts.first { $0.id == id } } }

    /// The answers that count, as a record keeps them.
    public var facts: [String: String] {
        Dictionary(uniqueKeysWithValues: asked.map { ($0.fact.id.rawValue, $0.answer.description) })
    }

    /// The facts whose answers counted here and no longer count after a change.
    public func fellAway(in after: Interview) -> [Fact] {
        let before = Set(asked.map(\.fact.id))
        return after.setAside.filter { before.contains($0.id) }
    }
}
