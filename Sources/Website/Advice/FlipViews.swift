import Policy

/// What other answers would make of the advice.
enum FlipViews {
    /// More than this tires a reader; the rest is folded away.
    private static let mostShown = 5

    /// For each other outcome, the fewest answers that would have to be different; nil where no few changes lead to one.
    static func flips(_ situation: Situation, _ edition: PolicyEdition) -> HTML? {
        let flips = edition.flips(on: situation)
        if flips.isEmpty { return nil }
        return """
            <h2>What would change it</h2><p>For each other advice, the fewest answers that would have to be different. \
            Where it says <em>could</em>, other answers would then matter too.</p>\(Parts.list(flips.map { flip($0, situation, edition) }))
            """
    }

    private static func flip(_ flip: Flip, _ situation: Situation, _ edition: PolicyEdition) -> HTML {
        var changed = situation
        for (fact, choice) in flip.change { changed[fact] = .choice(choice) }
        // Questions that are not asked yet may take any answer, so the change need not settle it by itself.
        let isCertain = edition.certainty(edition.answers(changed)).isCertain
        let changes: [HTML] = edition.policy.facts.compactMap { fact in
            flip.change[fact.id].map { "“\(fact.ask)” were “\(fact.words(for: Answer($0)))”" }
        }
        let rest: [HTML] = changes.dropFirst().map { ", and to \($0)" }
        return """
            If the answer to \(changes.first)\(rest), the advice \(isCertain ? "would" : "could") be: \
            <strong>\(InWords.outcome(flip.outcome, edition.policy))</strong>
            """
    }

    /// The answers on each of which alone the advice turns.
    static func fragile(_ situation: Situation, _ edition: PolicyEdition) -> HTML {
        let turns = edition.fragile(situation).compactMap { turn($0, edition) }
        if turns.isEmpty { return "" }
        let rest = Array(turns.dropFirst(mostShown))
        let more: HTML = rest.isEmpty ? "" : Parts.details("Show the other \(rest.count)", Parts.list(rest))
        return """
            <h2>Check this before you act</h2><p>The advice turns on each of these answers by itself. If one is mistaken, the \
            advice is another.</p>\(Parts.list(Array(turns.prefix(mostShown))))\(more)
            """
    }

    private static func turn(_ one: PolicyEdition.Fragile, _ edition: PolicyEdition) -> HTML? {
        guard let fact = edition.policy.facts.first(where: { $0.id == one.fact }) else { return nil }
        let outcomes = InWords.outcomes(one.outcomes, edition.policy)
        let then: HTML =
            one.outcomes.count == 1
            ? "<strong>\(outcomes)</strong>" : "it would be open again. Possible: <strong>\(outcomes)</strong>"
        return """
            You answered “\(fact.words(for: Answer(one.answered)))” to “\(fact.ask)” If it were \
            “\(fact.words(for: Answer(one.instead)))”: \(then)
            """
    }

    /// Questions with what was answered to them.
    static func answers(_ facts: [Fact], _ situation: Situation) -> HTML {
        Parts.summaryList(
            facts.compactMap { fact in
                situation[fact.id].map { .init(key: fact.ask, value: "\(fact.words(for: $0))") }
            }, questions: true)
    }
}
