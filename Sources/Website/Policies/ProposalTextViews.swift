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
                \(Fields.form(Addresses.proposalText(id), token, fields(typed, errors)))\(check.map { ProposalCheckViews.quoted($0) })\
                \(upload(id, typed, token, errors))
                """,
            errors: errors, back: Addresses.proposal(id), status: errors.isEmpty ? .ok : .unprocessableContent, wide: true)
    }

    private static func fields(_ typed: ProposalTyped, _ errors: [FormError]) -> HTML {
        """
        \(Fields.hidden("seen", typed.seen))\
        \(Fields.textArea("why", label: "Why should the policy change?", hint: "Whoever approves it reads this", value: typed.why, error: errors["why"], rows: 4))\
        \(Fields.date("from", legend: "From which day should it advise?", hint: "For example, 1 3 2027. The text must say the same day after from:", day: typed.day, month: typed.month, year: typed.year, error: errors["from"]))\
        \(code(typed.text, errors["text"]))\
        <button type="submit" name="do" value="check" class="button button-secondary">Save and check</button>\
        <button type="submit" name="do" value="propose" class="button">Save and propose</button>
        """
    }

    /// The text as it is typed: nothing in it is corrected, and its spaces count.
    private static func code(_ text: String, _ error: String?) -> HTML {
        let message: HTML =
            error.map { "<p id=\"text-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>" }
            ?? ""
        let described: HTML = error == nil ? "text-hint" : "text-hint text-error"
        return """
            <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)"><label for="text">The text of the policy</label>\
            <div id="text-hint" class="hint">YAML, as in policy.yaml. Give it another edition than any before</div>\(message)\
            <textarea class="textarea textarea-code" id="text" name="text" rows="30" spellcheck="false" autocapitalize="off" \
            autocomplete="off" aria-describedby="\(described)">
            \(text)</textarea></div>
            """
    }

    private static func upload(_ id: String, _ typed: ProposalTyped, _ token: String, _ errors: [FormError]) -> HTML {
        let error = errors["file"]
        let message: HTML =
            error.map { "<p id=\"file-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>" }
            ?? ""
        return """
            <h2>Or choose a file</h2>\
            <form method="post" action="\(Addresses.proposalText(id))" enctype="multipart/form-data" novalidate>\
            \(Fields.hidden("token", token))\(Fields.hidden("seen", typed.seen))\
            <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)"><label for="file">A policy file</label>\
            <div id="file-hint" class="hint">It takes the place of the text above. Save first what you typed there</div>\(message)\
            <input class="input file" id="file" name="file" type="file" accept=".yaml,.yml,text/plain" \
            aria-describedby="\(error == nil ? "file-hint" : "file-hint file-error" as HTML)"></div>\
            \(Fields.button("Take the file and check", .secondary))</form>
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
