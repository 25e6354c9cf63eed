import Policy
import Sharing
import Vault

/// What other policies advise on the same answers.
enum OtherPolicyViews {
    /// Those that are certain of something else.
    static func otherwise(_ others: [(PolicyEdition, Outcome.ID)], _ request: String) -> HTML {
        if others.isEmpty { return "" }
        let items: [HTML] = others.map { edition, outcome in
            """
            \(Parts.link(edition.title, Addresses.consult(request, edition.name))): \
            <strong>\(InWords.outcome(outcome, edition.policy))</strong>
            """
        }
        return """
            <h2>Other policies would say</h2><p>On the same answers these come to other advice. They do not bind you.</p>\
            \(Parts.list(items))
            """
    }

    static func page(_ request: SharingRequest, _ own: Interview, _ others: [(PolicyEdition, Advice)]) -> Page {
        let rows: [[HTML]] = others.map { edition, advice in
            let outcome: HTML =
                advice.outcome.flatMap { edition.outcome($0) }.map { "\($0.words)" }
                ?? "Not certain. Possible: \(advice.possible.compactMap { edition.outcome($0)?.words }.joined(separator: "; "))"
            let reason: HTML =
                advice.rule.map {
                    "\($0.words) <span class=\"clause\">\($0.because.map(\.description).joined(separator: "; "))</span>"
                }
                ?? "It needs answers that your policy did not ask for."
            return [Parts.link(edition.title, Addresses.consult(request.id.text, edition.name)), outcome, reason]
        }
        return Page(
            heading: "What other policies would advise",
            content: """
                <p>Your organisation works under \(own.edition.title). It advises: \
                <strong>\(AdviceViews.heading(own.advice, own.edition))</strong>. These are the answers of the other policies to the same facts. \
                They do not bind you. Open one to see its reasons and to answer what it asks beside.</p>\
                \(Parts.table("Other policies", heads: ["Policy", "Advice", "Because"], rows: rows, captionHidden: true))
                """,
            back: Addresses.advice(request.id.text), wide: true)
    }
}
