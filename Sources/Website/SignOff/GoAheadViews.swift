import HTTPTypes
import Sharing
import Vault

/// Going ahead without an answer, where waiting could cause harm: never silently (004 §6.5; 001 §6 Timely).
enum GoAheadViews {
    static func page(
        _ whole: SignOffCase, _ approvers: [Practitioner], _ context: SignedInContext, _ form: Form? = nil,
        _ errors: [FormError] = []
    ) -> Page {
        let id = whole.request.id.text
        let fields: HTML = """
            \(Fields.hidden("once", RecordID<SignOff>.random().text))\
            \(Fields.textArea("why", label: "What harm could waiting cause?", hint: "One sentence will do", value: form?["why"] ?? "", error: errors["why"], rows: 2))\
            \(Fields.radios("of", legend: "Which manager is told?", choices: approvers.map { .init(value: $0.id.text, words: $0.name, hint: $0.post) }, chosen: form?["of"], error: errors["of"]))\
            \(Fields.button("Go ahead because waiting could cause harm", .warning))
            """
        let body: HTML =
            approvers.isEmpty
            ? "<p>Nobody here can be told through this page. Ring the number of your procedure, and write it up as an urgent action.</p><p>\(Parts.link("Act at once", Addresses.urgent))</p>"
            : Fields.form(Addresses.goAhead(id), context.person.formToken, fields)
        return Page(
            heading: "Go ahead without waiting",
            content: """
                <p>\(whole.request.subject), for \(whole.request.recipient).</p>\
                <p>The manager is told at once, sees your reason, and looks back on it with you. It stands in the record.</p>\(body)
                """,
            errors: errors, back: Addresses.requestSignOff(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
