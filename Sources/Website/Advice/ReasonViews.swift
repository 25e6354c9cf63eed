import Policy
import Sharing

/// Why the advice is what it is.
enum ReasonViews {
    static func reasons(_ interview: Interview) -> HTML {
        let advice = interview.advice
        guard advice.outcome != nil else { return "" }
        let rules = advice.rule.map { [$0] } ?? advice.possibleRules
        let reasons: [HTML] = rules.map { rule in
            "\(rule.words)\(rule.confirm.map { " <span class=\"hint\">To be confirmed: \($0)</span>" as HTML })"
        }
        return """
            <h2>Because</h2>\(reasons.count == 1 ? "<p>\(reasons[0])</p>" : "<p>One of these reasons applies, and all lead to the same advice:</p>\(Parts.list(reasons))" as HTML)\
            \(restsOn(interview))<h3>The clauses</h3>\(clauses(advice.because, interview.edition))
            """
    }

    /// The answers that justify the advice by themselves. Where the answers do not fit together there are none such, and
    /// those of which the rule speaks are shown instead.
    private static func restsOn(_ interview: Interview) -> HTML {
        let enough = Set(interview.edition.sufficient(interview.situation))
        let spoken = Set(interview.advice.restedOn)
        let shown = asked(interview) { enough.isEmpty ? spoken.contains($0) : enough.contains($0) }
        if shown.isEmpty { return "" }
        let alone: HTML = """
            <p>These answers alone are enough to justify the advice and each duty below, whatever the others are. \
            A record need hold no more of the situation than these.</p>
            """
        let further = asked(interview) { !enough.isEmpty && spoken.contains($0) && !enough.contains($0) }
        let beside: HTML =
            further.isEmpty
            ? "" : Parts.details("Other answers of which the reason speaks", FlipViews.answers(further, interview.situation))
        return """
            <h3>It rests on these answers</h3>\(enough.isEmpty ? "" : alone)\
            \(FlipViews.answers(shown, interview.situation))\(beside)
            """
    }

    /// The questions that were asked, in that order, as far as they are among some.
    private static func asked(_ interview: Interview, _ among: (Fact.ID) -> Bool) -> [Fact] {
        interview.asked.map(\.fact).filter { among($0.id) }
    }

    static func clauses(_ citations: [Citation], _ edition: PolicyEdition) -> HTML {
        let items: [HTML] = citations.map { citation in
            "<strong>\(citation.description)</strong>\(edition.clause(citation).map { " – \($0.says)" as HTML })"
        }
        return Parts.list(items)
    }
}
