import HTTPTypes
import Ledger
import Sharing
import Vault

/// A sign-off with what was shown, and its answer.
enum SignOffAnswerViews {
    static func page(
        _ asked: SignOffAnswerPages.Asked, _ names: [String: String], _ site: Site, _ context: SignedInContext, _ form: Form?,
        _ errors: [FormError]
    ) -> Page {
        let one = asked.signOff
        let content = one.content
        func who(_ id: String?) -> String { id.map { names[$0] ?? $0 } ?? "" }
        var rows: [Parts.Row] = [
            .init(key: "Asked by", value: "\(who(one.author)), \(one.at.inWords)"),
            .init(key: "Asked of", value: "\(who(one.askedOf))"),
            .init(key: "Situation", value: "\(one.situations.map { site.lists[.signOff].words($0) }.joined(separator: "; "))"),
            .init(key: "State", value: SignOffQueueViews.state(one)),
        ]
        if let at = one.answeredAt {
            rows.append(.init(key: "Answered by", value: "\(who(one.answeredBy)), \(at.inWords)"))
            if !content.conditions.isEmpty { rows.append(.init(key: "Conditions", value: HTML.paragraphs(content.conditions))) }
            if !content.words.isEmpty { rows.append(.init(key: "In their words", value: HTML.paragraphs(content.words))) }
        }
        let changed: HTML =
            asked.hasChanged
            ? Parts.warning(
                "It has changed since this was asked. An answer counts for what is shown here, and not for what stands there now."
            )
            : ""
        let record: HTML =
            Addresses.record(one.record, person: one.person?.text).map { "<p>\(Parts.link("Open the case", $0))</p>" } ?? ""
        return Page(
            heading: content.bypassWhy.isEmpty ? "A sign-off" : "Looking back on what was done without waiting",
            content: """
                \(Parts.summaryList(rows))\(changed)<h2>What is shown to whoever answers</h2>\(Parts.inset(HTML.paragraphs(content.shown)))\
                \(record)\(answering(asked, site, context, form, errors))
                """,
            errors: errors, back: Addresses.signOffs, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func answering(
        _ asked: SignOffAnswerPages.Asked, _ site: Site, _ context: SignedInContext, _ form: Form?, _ errors: [FormError]
    ) -> HTML {
        let one = asked.signOff
        guard one.state == .asked, context.access.doesCasework else { return "" }
        let address = Addresses.signOff(one.id.text)
        if one.author == context.access.practitioner {
            let back: HTML =
                one.content.bypassWhy.isEmpty
                ? Fields.form(
                    Addresses.withdrawSignOff(one.id.text), context.person.formToken, Fields.button("Take it back", .secondary))
                : ""
            return "<h2>You asked for this</h2><p>Somebody else answers. Until then nothing more is needed of you.</p>\(back)"
        }
        switch asked.refusal {
        case .own: return "<h2>Somebody else answers</h2><p>This is your own case, so you cannot agree to it.</p>"
        case .level: return "<h2>Somebody else answers</h2><p>It takes another post to agree to this.</p>"
        case .implicated:
            return
                "<h2>Somebody else answers</h2><p>Somebody of your name is recorded in this case, so you cannot agree to it.</p>"
        case nil: break
        }
        let looksBack = !one.content.bypassWhy.isEmpty
        let choices: [Fields.Choice] = [
            .init(value: "agree", words: looksBack ? "It was right to go ahead" : "I agree"),
            .init(
                value: "conditions",
                words: looksBack ? "It was right, with conditions for what follows" : "I agree, on conditions"),
            .init(value: "refuse", words: looksBack ? "It should have waited" : "I do not agree"),
        ]
        let fields: HTML = """
            \(Fields.radios("answer", legend: looksBack ? "Was it right?" : "Do you agree?", choices: choices, chosen: form?["answer"], error: errors["answer"]))\
            \(Fields.textArea("words", label: "Conditions, or why not (optional)", hint: "Needed unless you agree without conditions", value: form?["words"] ?? "", error: errors["words"], rows: 4))\
            \(Fields.button("Record my answer"))
            """
        return """
            <h2>Your answer</h2><p>It is recorded once, with what you were shown, and cannot be changed.</p>\
            \(Fields.form(address, context.person.formToken, fields))
            """
    }
}
