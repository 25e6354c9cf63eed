import HTTPTypes
import Ledger
import Sharing
import Vault

/// Asking for advice.
enum ComposerViews {
    static func page(
        _ typed: ConsultationForm, _ colleagues: [Practitioner], _ site: Site, _ context: SignedInContext,
        _ errors: [FormError] = []
    ) -> Page {
        let kinds = site.lists[.advisers].entries.map { Fields.Choice(value: $0.id, words: $0.words) }.sorted {
            $0.words < $1.words
        }
        let talk: HTML =
            typed.isUnsure
            ? Fields.date(
                "talk", legend: "By which day will you have talked?", hint: "For example, 27 3 2027", day: typed.talk.day,
                month: typed.talk.month, year: typed.talk.year, error: errors["talk"]) : ""
        let why: HTML =
            errors["identifiers-why"] == nil && typed.why.isEmpty
            ? ""
            : Fields.textArea(
                "identifiers-why", label: "Why it must stay, if it must", hint: "This is kept; the adviser does not see it",
                value: typed.why,
                error: errors["identifiers-why"], rows: 2)
        let found: HTML =
            typed.found.isEmpty
            ? ""
            : """
            <h2>What may show who it is</h2>\(Parts.list(typed.found.map { one in "“\(one.words)”: \(one.kind.words)" }))\
            <p>Nothing was sent. Most questions can be asked without it (001 §8 rule 3; 004 §6.3).</p>
            """
        let fields: HTML = """
            \(Fields.hidden("once", RecordID<Consultation>.random().text))\(Fields.hidden("request", typed.request))\
            \(typed.isUnsure ? Fields.hidden("unsure", "yes") : "")\
            \(Fields.textArea("question", label: "What do you want to know?", hint: "Say what happened without names, dates of birth, addresses or references", value: typed.question, error: errors["question"], rows: 8))\(why)\
            \(Fields.radios("kind", legend: "What kind of adviser?", choices: kinds, chosen: typed.kind, error: errors["kind"]))\
            \(Fields.radios("who", legend: "Whom do you ask?", choices: colleagues.map { .init(value: $0.id.text, words: $0.name, hint: $0.post) }, apart: .init(value: ConsultationForm.outside, words: "Somebody outside the organisation"), chosen: typed.who, error: errors["who"]))\
            \(Fields.input("name", label: "Their name, if they are outside (optional)", hint: "A person, not a mailbox or a desk", value: typed.name, error: errors["name"]))\
            \(talk)\(Fields.radios("urgent", legend: "Is it urgent?", choices: [.init(value: "yes", words: "Yes, within hours"), .init(value: "no", words: "No")], chosen: typed.urgent, error: errors["urgent"]))\
            \(Fields.button(typed.isUnsure ? "Ask, and note the day" : "Ask for advice"))
            """
        let linked: HTML =
            typed.request == "none"
            ? "<p>It is about no case that is recorded here.</p>"
            : """
            <p>It is about a case of yours. The adviser does not see which: they get your words and no way into the file. You can \
            show later that it was this case.</p>
            """
        let unsure: HTML =
            typed.isUnsure
            ? "<p>If you are not sure that it is a concern, do not drop it: talk to somebody, by a day that you set (003 M1 p4). Until it is settled, managers see that something is open, and not who it is.</p>"
            : ""
        return Page(
            heading: typed.isUnsure ? "Talk about something that may be a concern" : "Ask for advice without a name",
            content: """
                \(unsure)<p>Only what you type here is sent, exactly as you type it.</p>\(linked)\(found)\
                \(Fields.form(Addresses.newConsultation, context.person.formToken, fields))\
                <p>If somebody is in danger now, do not wait for advice: \(Parts.link("act at once", Addresses.urgent)).</p>
                """,
            errors: errors, back: typed.request == "none" ? Addresses.consultations : Addresses.request(typed.request),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The wrong answer of the course (003 M1 p5–6).
    static func nobodyWhoAdvises(_ typed: ConsultationForm, _ site: Site) -> Page {
        Page(
            heading: "That is nobody who can advise on this",
            content: """
                <p>An IT helpdesk, a shared mailbox or a desk without a name cannot say whether information may be shared, and \
                nobody could say later who answered. Nothing was sent.</p><h2>Whom you may ask</h2>\
                \(Parts.list(site.lists[.advisers].entries.map { "\($0.words)" }))<h2>What you typed</h2>\
                \(Parts.inset(HTML.paragraphs(typed.question)))\
                <p>\(Parts.link("Ask a person, by name", Addresses.newConsultation(of: typed.request)))</p>\
                <p>If somebody is in danger now, do not wait: \(Parts.link("act at once", Addresses.urgent)).</p>
                """,
            back: Addresses.newConsultation(of: typed.request), status: .forbidden)
    }
}
