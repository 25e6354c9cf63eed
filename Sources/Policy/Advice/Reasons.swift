/// Why the advice is what it is, beyond the rule that gave it.
extension PolicyEdition {
    /// One answer that, if it is mistaken, changes the advice: what should be checked before anyone acts on it.
    public struct Fragile: Hashable, Sendable {
        public let fact: Fact.ID
        public let answered: String
        /// What the answer would have to be instead, and what the advice would then be; more than one outcome where
        /// the change opens questions again.
        public let instead: String
        public let outcomes: [Outcome.ID]
    }

    /// The outcomes that the policy's rules can give, in their order.
    public var outcomes: [Outcome.ID] { compiled.outcomes }

    /// The fewest of the answers, or nearly so, that by themselves make the outcome and the certain obligations what
    /// they are: a record that holds these holds enough. The most private and costly are left out first. Empty while
    /// the outcome is open.
    public func sufficient(_ situation: Situation) -> [Fact.ID] {
        var answers = compiled.answers(situation)
        let whole = compiled.certainty(answers)
        guard whole.isCertain, whole.canBe else { return [] }
        let places = compiled.facts.indices.filter { answers[$0] != nil }
        let costly = places.sorted { compiled.facts[$0].cost.sum > compiled.facts[$1].cost.sum }
        for place in costly {
            let kept = answers[place]
            answers[place] = nil
            let without = compiled.certainty(answers)
            if without.outcomes != whole.outcomes || without.owed & whole.owed != whole.owed { answers[place] = kept }
        }
        return places.filter { answers[$0] != nil }.map { compiled.facts[$0].id }
    }

    /// The answers on each of which alone the outcome turns, in the policy's order. Empty while the outcome is open.
    public func fragile(_ situation: Situation) -> [Fragile] {
        var answers = compiled.answers(situation)
        let whole = compiled.certainty(answers)
        guard whole.isCertain, whole.canBe else { return [] }
        var found: [Fragile] = []
        for (place, fact) in compiled.facts.enumerated() {
            guard let given = answers[place] else { continue }
            defer { answers[place] = given }
            for choice in fact.choices.indices where choice != given {
                answers[place] = choice
                let other = compiled.certainty(answers)
                guard other.canBe, other.outcomes != whole.outcomes else { continue }
                found.append(
                    Fragile(
                        fact: fact.id, answered: fact.choices[given].name, instead: fact.choices[choice].name,
                        outcomes: compiled.outcomes(in: other.outcomes << UInt32(Diagram.End.firstOutcome))))
            }
        }
        return found
    }
}
