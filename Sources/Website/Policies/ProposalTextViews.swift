import HTTPTypes
import Ledger
import Policy
import Sharing
import Vault

enum ProposalTextViews {
    static func page(
        _ typed: ProposalTyped, _ proposal: ProposedEdition, _ check: ProposalCheck?, _ errors: [FormError], _ token: String,
        note: HTML = ""
    ) -> Page {
        let id = proposal.id.text
        let saved: HTML =
            check == nil ? note : Parts.inset("<p>Your text is saved. What is said above stands in its way.</p>")
        return Page(
            heading: "Write the proposed edition",
            content: """
                \(saved)<p>A draft may be unsound: it is saved as it is, and checked. How a policy is written stands in the \
                documentation that came with the program; the questions and outcomes that it may name stay as they are.</p>\
                \(Fields.form(Addresses.proposalText(id), token, withFile: true, fields(id, typed, errors)))\
                \(check.map { ProposalCheckViews.quoted($0) })
                """,
            errors: errors, back: Addresses.proposal(id), status: errors.isEmpty ? .ok : .unprocessableContent, wide: true,
            script: "live-faults.js")
    }

    private static func fields(_ id: String, _ typed: ProposalTyped, _ errors: [FormError]) -> HTML {
        """
        \(Fields.hidden("seen", typed.seen))\
        \(Fields.textArea("why", label: "Why should the policy change?", hint: "Whoever approves it reads this", value: typed.why, error: errors["why"], rows: 4))\
        \(Fields.date("from", legend: "From which day should it advise?", hint: "For example, 1 3 2027, the same day as the text says after from", day: typed.day, month: typed.month, year: typed.year, error: errors["from"]))\
        \(Fields.textArea("text", label: "The text of the policy", hint: "YAML, as in policy.yaml, with another edition than any before", value: typed.text, error: errors["text"], further: errors.further("text"), rows: 30, code: true))\
        <div id="live-faults" class="live-faults" role="status" data-address="\(Addresses.proposalFaults(id))"></div>\
        \(Fields.file("file", label: "A policy file (optional)", hint: "If you choose one, it takes the place of the text above", accept: ".yaml,.yml,text/plain", error: errors["file"]))\
        <button type="submit" name="do" value="check" class="button">Save and check</button>\
        <button type="submit" name="do" value="propose" class="button button-secondary">Save and propose</button>
        """
    }

    /// Another window saved in between: what was typed is here, and is saved only when it is sent once more.
    static func changedElsewhere(_ typed: ProposalTyped, _ proposal: ProposedEdition, _ token: String) -> Page {
        var page = page(
            typed.after(proposal), proposal, nil, [], token,
            note: """
                \(Parts.warning("This proposal was changed in another window since you opened this page."))\
                <p>Nothing was saved just now. What you typed is below. If you save it, it takes the place of \
                \(Parts.link("what is saved", Addresses.proposalText(proposal.id.text))).</p>
                """)
        page.status = .conflict
        return page
    }

    /// For those who may not change it, or not now.
    static func reading(_ proposal: ProposedEdition) -> Page {
        Page(
            heading: "The text of the proposed edition",
            content: """
                <p>\(ProposalViews.state(proposal.state)) Last changed on \(proposal.changed.inWords).</p>\
                <pre class="policy-text"><code>\(proposal.writing.text)</code></pre>
                """,
            back: Addresses.proposal(proposal.id.text), wide: true)
    }
}
