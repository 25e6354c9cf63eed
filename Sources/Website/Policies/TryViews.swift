import Policy

/// A situation put to a policy without a record being made of it: the advice, the rules in its light, and the answers.
enum TryViews {
    struct Tried {
        let situation: Situation
        let withFlips: Bool
    }

    static func page(_ edition: PolicyEdition, _ tried: Tried?, token: String) -> Page {
        Page(
            heading: "Try a situation: \(edition.title)",
            content: """
                <p>Choose answers and see what the policy advises. Nothing is kept. Leave out what would not be asked; \
                <em>not known</em> means that somebody was asked and nobody knows.</p>\
                \(tried.map { result($0, edition) })\
                <h2 id="the-answers">The answers</h2>\(form(edition, tried?.situation ?? Situation(), token))
                """,
            back: Addresses.workbench(edition.name))
    }

    private static func result(_ tried: Tried, _ edition: PolicyEdition) -> HTML {
        let advice = edition.advice(on: tried.situation)
        let lights = RuleLight.all(edition, tried.situation, advice)
        let flips: HTML =
            tried.withFlips
            ? "\(flips(tried.situation, advice, edition))"
            : "<p>Press <strong>Show the flips</strong> below for what would change it.</p>"
        return """
            <h2>What it advises</h2>\(verdict(advice, edition))\(AdviceViews.broken(advice))\
            \(Parts.summaryList(rows(advice, edition)))\(AdviceViews.notNeeded(advice, edition))\
            <p><a href="#the-answers">Change the answers</a></p>\(flips)\
            <h2>The rules, in this light</h2><p>The first rule that holds gives the advice.</p>\(RuleLight.list(edition, lights))
            """
    }

    private static func verdict(_ advice: Advice, _ edition: PolicyEdition) -> HTML {
        guard let outcome = advice.outcome.flatMap({ edition.outcome($0) }) else { return AdviceViews.verdict(advice, edition) }
        return """
            <div class="\(AdviceViews.tone(outcome.id))"><p><strong>\(outcome.words)</strong></p><p>\(outcome.means)</p></div>
            """
    }

    private static func rows(_ advice: Advice, _ edition: PolicyEdition) -> [Parts.Row] {
        let rules = advice.rule.map { [$0] } ?? advice.possibleRules
        let deciding: HTML =
            rules.isEmpty
            ? "Not yet known" : list(rules.map { "\($0.words) \(InWords.clauses($0.because))" })
        let next = advice.next.flatMap { id in edition.policy.facts.first { $0.id == id } }
        let more: HTML = next.map { "\($0.ask)" } ?? "None. Nothing that may still be asked would change the advice or a duty."
        return [
            .init(key: advice.rule == nil && rules.count > 1 ? "One of these decides" : "Deciding rule", value: deciding),
            .init(key: "What must be done", value: duties(advice.obligations)),
            .init(key: "What may have to be done", value: duties(advice.possibleObligations)),
            .init(key: "Next question", value: more),
        ]
    }

    private static func duties(_ obligations: [Obligation]) -> HTML {
        obligations.isEmpty ? "Nothing" : list(obligations.map { "\($0.words) \(InWords.clauses($0.because))" })
    }

    private static func list(_ items: [HTML]) -> HTML { items.count == 1 ? items[0] : Parts.list(items) }

    private static func flips(_ situation: Situation, _ advice: Advice, _ edition: PolicyEdition) -> HTML {
        guard advice.isCertain, advice.broken.isEmpty else {
            let why: HTML = advice.isCertain ? "These answers do not fit together" : "The advice is not certain yet"
            return "<h2>What would change it</h2><p>\(why), so there is nothing to turn round.</p>"
        }
        let enough = edition.sufficient(situation).compactMap { id in edition.policy.facts.first { $0.id == id } }
        let none: HTML =
            "<h2>What would change it</h2><p>No change of three answers or fewer would lead to other advice.</p>"
        let alone: HTML =
            enough.isEmpty
            ? "<p>None is needed: the advice is the same in every situation.</p>" : FlipViews.answers(enough, situation)
        return """
            \(FlipViews.fragile(situation, edition))\(FlipViews.flips(situation, edition) ?? none)\
            <h2>These answers alone are enough</h2>\(alone)
            """
    }

    private static func form(_ edition: PolicyEdition, _ situation: Situation, _ token: String) -> HTML {
        let groups: [HTML] = QuestionGroup.all(of: edition.policy).map { group in
            let fields: [HTML] = group.facts.map { fact in
                Fields.select(
                    fact.id.rawValue, label: fact.ask, choices: choices(fact), chosen: situation[fact.id]?.description ?? "")
            }
            return "<fieldset class=\"try-step\"><legend><h3>\(group.asks) (optional)</h3></legend>\(fields)</fieldset>"
        }
        let flips: HTML =
            "<button type=\"submit\" name=\"flips\" value=\"yes\" class=\"button button-secondary\">Show the flips</button>"
        return Fields.form(Addresses.tryOut(edition.name), token, "\(groups)\(Fields.button("Try it"))\(flips)")
    }

    private static func choices(_ fact: Fact) -> [Fields.Choice] {
        [.init(value: "", words: "Not asked")] + fact.choices.map { .init(value: $0.name, words: $0.words) }
            + [.init(value: Answer.notKnown.description, words: "Not known")]
    }
}
