import HTTPTypes
import Sharing
import Vault

extension Addresses {
    static func handedOver(_ id: String) -> String { "/people/\(id)/handed-over" }
}

enum HandOverViews {
    /// Who takes it over, and what they must know first.
    private static func fields(_ colleagues: [Practitioner], _ form: Form?, _ errors: [FormError]) -> HTML {
        """
        \(Fields.radios("to", legend: "Who takes it over?", choices: colleagues.map { .init(value: $0.id.text, words: $0.name, hint: $0.post) }, chosen: form?["to"], error: errors["to"]))\
        \(Fields.textArea("why", label: "Why, and what they need to know first", hint: "They see this with each thing that they take over", value: form?["why"] ?? "", error: errors["why"], rows: 4))
        """
    }

    private static func page(
        _ heading: String, _ words: HTML, _ address: String, back: String, _ colleagues: [Practitioner], more: HTML = "",
        button: String, _ context: SignedInContext, _ form: Form?, _ errors: [FormError]
    ) -> Page {
        let form: HTML =
            colleagues.isEmpty
            ? "<p>Nobody else here does casework, so there is nobody to hand it to. Tell your manager.</p>"
            : Fields.form(
                address, context.person.formToken, "\(fields(colleagues, form, errors))\(more)\(Fields.button(button))")
        return Page(
            heading: heading, content: "\(words)\(form)", errors: errors, back: back,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func person(
        _ person: RegisteredPerson, _ colleagues: [Practitioner], _ context: SignedInContext, _ form: Form? = nil,
        _ errors: [FormError] = []
    ) -> Page {
        let keep = Fields.radios(
            "keep", legend: "Do you go on working with them too?",
            choices: [
                .init(value: "no", words: "No, I no longer work with them"), .init(value: "yes", words: "Yes, we both do"),
            ],
            chosen: form?["keep"], error: errors["keep"])
        return page(
            "Hand over to a colleague",
            """
            <p>\(person.shownName). Everything that waits for you goes with it, in one step: what is due, open requests and \
            procedures, disclosures not yet finished, telling people, and what you asked of others.</p>\
            <p>If you no longer work with them, you no longer see what is known of them. What you wrote stays.</p>
            """, Addresses.handOver(person.id.text), back: Addresses.person(person.id.text), colleagues, more: keep,
            button: "Hand it over", context, form, errors)
    }

    static func duty(
        _ duty: Duty, _ colleagues: [Practitioner], _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) -> Page {
        page(
            "Hand over one thing",
            """
            <p>\(DutyViews.words(duty)), by \(duty.due.inWords).</p>\
            <p>The day stays as it is. Where it is about a person, your colleague works with them from now on.</p>
            """, Addresses.handOverDuty(duty.id.text), back: Addresses.duty(duty.id.text), colleagues, button: "Hand this over",
            context, form, errors)
    }

    static func all(
        _ worker: Practitioner, _ colleagues: [Practitioner], _ context: SignedInContext, _ form: Form? = nil,
        _ errors: [FormError] = []
    ) -> Page {
        page(
            "Hand over everything of \(worker.name)",
            """
            <p>For somebody who is away. All their people and all that waits for them go to one colleague, in one step. They no \
            longer work with those people.</p>\
            <p>What stays with them: urgent actions that they must write up, advice in which they alone were asked, and \
            decisions about nobody on the register. Managers can read those.</p>
            """, Addresses.handOverWork(of: worker.id.text), back: Addresses.team, colleagues, button: "Hand everything over",
            context, form, errors)
    }

    static func handed(_ person: RegisteredPerson, _ workers: [String], _ context: SignedInContext) -> Page {
        let known: HTML = workers.isEmpty ? "<p>Nobody works with them now.</p>" : Parts.list(workers.map { "\($0)" })
        return Page(
            heading: "Handed over",
            content: """
                <p>\(person.shownName). What waited for you now waits for your colleague, who sees it under “My work” with \
                your note.</p><h2>Who works with them now</h2>\(known)<p>\(Parts.link("My work", Addresses.work))</p>
                """)
    }

    static func stays(_ duty: Duty, _ other: Practitioner, _ why: String) -> Page {
        Page(
            heading: "\(other.name) cannot take this over",
            content: """
                <p>“\(DutyViews.words(duty))” stays where it is. \(why).</p>\
                <p>\(Parts.link("Choose somebody else", Addresses.handOverDuty(duty.id.text)))</p>
                """,
            back: Addresses.duty(duty.id.text), status: .forbidden)
    }
}
