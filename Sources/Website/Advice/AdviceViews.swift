import Policy
import Sharing
import Vault

enum AdviceViews {
    /// - Parameter otherwise: other policies that are certain of another outcome on the same answers.
    static func page(
        _ request: SharingRequest, _ interview: Interview, own: Bool, otherwise: [(PolicyEdition, Outcome.ID)] = []
    ) -> Page {
        let id = request.id.text
        let advice = interview.advice
        let edition = interview.edition
        let consulted = QuestionPages.consulted(request, interview) != nil
        let beside: HTML =
            consulted
            ? Parts.inset("This is what \(edition.title) would advise. Your organisation works under another policy.") : ""
        return Page(
            heading: heading(advice, edition),
            content: """
                <p class="caption">Advice about \(request.subject), for \(request.recipient)</p>\
                \(beside)\(urgency(advice, edition))\(verdict(advice, edition))\(broken(advice))\
                \(ReasonViews.reasons(interview))\(FlipViews.fragile(interview.situation, edition))\(duties(advice.obligations))\
                \(FlipViews.flips(interview.situation, edition))\(own ? open(request, interview) : "")\
                \(OtherPolicyViews.otherwise(otherwise, id))\(notNeeded(advice, edition))\
                \(confirm(edition))\(own && !consulted ? decide(id) : "")\(own ? SourceViews.unsure(request) : "" as HTML)\
                <p>\(Parts.link("What other policies would advise", Addresses.otherPolicies(id)))</p>\
                <p class="clause">Under \(Parts.link(edition.title, Addresses.policy(edition.name))), edition \(edition.version), \
                fingerprint <span class="ledger-code">\(String(edition.fingerprint.prefix(16)))</span></p>
                """,
            back: consulted ? Addresses.otherPolicies(id) : Addresses.request(id))
    }

    static func heading(_ advice: Advice, _ edition: PolicyEdition) -> String {
        if let outcome = advice.outcome.flatMap({ edition.outcome($0) }) { return outcome.words }
        return advice.restsOnUnknowns ? "Get advice before you decide" : "The advice is not certain yet"
    }

    private static func urgency(_ advice: Advice, _ edition: PolicyEdition) -> HTML {
        if advice.urgent == nil { return "" }
        return """
            \(Parts.warning("You said that it is a matter of life and death, or of immediate safety. Act now."))\
            <p>\(Parts.link("See whom to call", Addresses.urgent)). You may complete the record afterwards.</p>
            """
    }

    static func verdict(_ advice: Advice, _ edition: PolicyEdition) -> HTML {
        if let outcome = advice.outcome.flatMap({ edition.outcome($0) }) {
            return "<div class=\"\(tone(outcome.id))\"><p>\(outcome.means)</p></div>"
        }
        let possible = Parts.list(advice.possible.map { "\(edition.outcome($0)?.words ?? $0.rawValue)" })
        if advice.restsOnUnknowns {
            let matters = advice.unknownsThatMatter.compactMap { id in edition.policy.facts.first { $0.id == id } }
            return """
                <div class="advice advice-ask"><p>What you do not know decides it. Ask somebody who can help you find out, and \
                leave out who the person is where you can. It turns on:</p>\(Parts.list(matters.map { "\($0.ask)" }))</div>\
                <p>Depending on the answers it could be:</p>\(possible)
                """
        }
        return
            "<div class=\"advice advice-ask\"><p>With your answers so far, each of these is still possible:</p>\(possible)</div>"
    }

    static func tone(_ outcome: Outcome.ID) -> HTML {
        switch outcome {
        case .mustShare: "advice advice-must"
        case .share, .shareWithoutConsent, .shareAnonymised: "advice advice-may"
        case .doNotShare: "advice advice-not"
        default: "advice advice-ask"
        }
    }

    static func broken(_ advice: Advice) -> HTML {
        if advice.broken.isEmpty { return "" }
        return """
            \(Parts.warning("These answers do not fit together. Check them before you rely on the advice."))\
            \(Parts.list(advice.broken.map { "\($0.words)" }))
            """
    }

    private static func duties(_ obligations: [Obligation]) -> HTML {
        if obligations.isEmpty { return "" }
        let items: [HTML] = obligations.map { owed in
            "\(owed.words) <span class=\"clause\">\(owed.because.map(\.description).joined(separator: "; "))</span>"
        }
        return "<h2>What you must do</h2>\(Parts.list(items))"
    }

    private static func open(_ request: SharingRequest, _ interview: Interview) -> HTML {
        guard let next = interview.next else { return "" }
        let may = interview.advice.possibleObligations.count
        let words: HTML =
            interview.advice.isCertain
            ? "<p>\(may == 1 ? "One more duty" : "\(may) more duties" as HTML) may apply, depending on answers you have not given yet.</p>"
            : """
            <p>The next question is: \(next.ask)</p>\
            <p>It comes first because it narrows the advice most for what it costs to ask. \
            \(Parts.link("How the order of the questions is settled", Addresses.questionOrder))</p>
            """
        return
            "<h2>What could still change</h2>\(words)<p>\(Parts.buttonLink("Answer the next question", QuestionPages.next(request, interview), secondary: true))</p>"
    }

    static func notNeeded(_ advice: Advice, _ edition: PolicyEdition) -> HTML {
        let facts = advice.notNeeded.compactMap { id in edition.policy.facts.first { $0.id == id } }
        if facts.isEmpty { return "" }
        return Parts.details(
            "What you need not ask",
            "<p>No answer to these questions would change the advice or what you must do.</p>\(Parts.list(facts.map { "\($0.ask)" }))"
        )
    }

    private static func confirm(_ edition: PolicyEdition) -> HTML {
        edition.policy.confirm.map { Parts.details("What is not confirmed in this policy", "<p>\($0)</p>") } ?? ""
    }

    private static func decide(_ id: String) -> HTML {
        """
        <h2>Now decide</h2><p>The decision is yours. You may decide otherwise; then say why.</p>\
        <p>\(Parts.buttonLink("Decide", Addresses.verdict(id)))</p>
        """
    }
}

extension HTML {
    static func + (a: HTML, b: HTML) -> HTML { "\(a)\(b)" }
}
