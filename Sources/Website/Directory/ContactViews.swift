import HTTPTypes
import Ledger
import Sharing
import Vault

/// One person in the directory, and the forms about them.
enum ContactViews {
    static func contact(_ contact: Contact, _ names: [String: String], may: Bool, _ site: Site, _ now: Instant) -> Page {
        let content = contact.content
        func row(_ key: String, _ value: String) -> Parts.Row? {
            value.isEmpty ? nil : .init(key: key, value: HTML.paragraphs(value))
        }
        let verified =
            content.verifiedOn.isEmpty
            ? "Nobody has verified them yet"
            : "\(day(content.verifiedOn)), by \(names[content.verifiedBy] ?? content.verifiedBy): \(content.verifiedHow)"
        let rows = [
            row("Agency", contact.agency), row("Kind", site.lists[.agencies].words(contact.kind)), row("Post", content.jobTitle),
            row("Department", content.department), row("Main number", content.switchboard),
            row("Their number", content.telephone),
            row("Postal address", content.address),
            row("E-mail", content.email.isEmpty ? "" : content.email + (content.isEmailSecure ? " (secure)" : " (not secure)")),
            row(
                "Fax",
                content.fax.isEmpty
                    ? "" : content.fax + (content.faxTestedOn.isEmpty ? ", not tested" : ", tested \(day(content.faxTestedOn))")),
            row("Preferred way", content.preferred.isEmpty ? "" : site.lists[.channels].words(content.preferred)),
            row(
                "Outside the United Kingdom",
                content.isOverseas ? "Yes: other rules may apply to sending information there" : "No"),
            row("Verified", verified), row("Ended", contact.isEnded ? "\(day(content.endedOn)): \(content.endedWhy)" : ""),
        ].compactMap { $0 }
        let state: HTML =
            switch contact.standing(on: now) {
            case .verified: "<p>\(DirectoryViews.tag(contact, now)). Information may go to them, on a decision.</p>"
            case .stale:
                "<p>\(DirectoryViews.tag(contact, now)) They were verified more than a year ago. Nothing goes to them until somebody verifies them again.</p>"
            case .unverified:
                "<p>\(DirectoryViews.tag(contact, now)) Nothing goes to them until somebody has verified them.</p>"
            case .ended: "<p>\(DirectoryViews.tag(contact, now)) Nothing goes to them any more.</p>"
            }
        let id = contact.id.text
        let ways: HTML =
            may && !contact.isEnded
            ? """
            <p>\(Parts.buttonLink("Verify them", Addresses.verifyContact(id)))</p>\
            \(Parts.list([Parts.link("Change what is known of them", Addresses.changeContact(id)), Parts.link("End this entry", Addresses.endContact(id))]))
            """ : ""
        return Page(heading: contact.name, content: "\(state)\(Parts.summaryList(rows))\(ways)", back: Addresses.directory)
    }

    private static func day(_ day: String) -> String { Instant(day + "T12:00:00.000Z")?.dayInWords ?? day }

    static func form(
        _ typed: ContactForm, of contact: Contact?, _ site: Site, _ context: SignedInContext, _ errors: [FormError] = []
    ) -> Page {
        let content = typed.content
        let channels = site.lists[.channels].entries.map { Fields.Choice(value: $0.id, words: $0.words) }
            .sorted { $0.words < $1.words }
        let kinds = site.lists[.agencies].entries.filter { $0.id != "other" }
            .map { Fields.Choice(value: $0.id, words: $0.words) }.sorted { $0.words < $1.words }
        func input(_ name: String, _ label: String, _ value: String, hint: String = "", kind: HTML = "text") -> HTML {
            Fields.input(name, label: label, hint: hint, value: value, error: errors[name], kind: kind)
        }
        let fields: HTML = """
            \(contact == nil ? Fields.hidden("once", RecordID<Contact>.random().text) : "")\
            \(Fields.radios("kind", legend: "What kind of agency is it?", choices: kinds, apart: site.lists[.agencies]["other"].map { .init(value: $0.id, words: $0.words) }, chosen: typed.kind, error: errors["kind"]))\
            \(input("agency", "Name of the agency", typed.agency))\(input("name", "Name of the person there", typed.name))\
            \(input("job", "Their post (optional)", content.jobTitle))\(input("department", "Department (optional)", content.department))\
            \(input("switchboard", "Main number of the agency", content.switchboard, hint: "Found independently, such as on the agency’s own website", kind: "tel"))\
            \(input("telephone", "Their own number (optional)", content.telephone, kind: "tel"))\
            \(Fields.textArea("address", label: "Postal address (optional)", value: content.address, error: errors["address"], rows: 4))\
            \(input("email", "E-mail address (optional)", content.email))\
            \(Fields.radios("secure", legend: "Is that e-mail address secure? (optional)", choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No, or not known")], chosen: contact == nil && content.email.isEmpty ? nil : content.isEmailSecure ? "yes" : "no"))\
            \(input("fax", "Fax number (optional)", content.fax, kind: "tel"))\
            \(Fields.date("fax-tested", legend: "When was the fax tested? (optional)", hint: "For example, 27 3 2026", day: typed.faxDay.day, month: typed.faxDay.month, year: typed.faxDay.year, error: errors["fax-tested"]))\
            \(Fields.radios("preferred", legend: "How do they prefer to be reached? (optional)", choices: channels, chosen: content.preferred))\
            \(Fields.radios("overseas", legend: "Are they outside the United Kingdom?", choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")], chosen: typed.overseas, error: errors["overseas"]))\
            \(Fields.button(contact == nil ? "Add them to the directory" : "Keep the change"))
            """
        let words: HTML =
            contact == nil
            ? "<p>Write what you know for certain. Leave empty what you do not know yet.</p>"
            : "<p>If you change how they are reached, somebody must verify them again.</p>"
        return Page(
            heading: contact == nil ? "Add somebody to the directory" : "Change what is known of them",
            content:
                "\(words)\(Fields.form(contact.map { Addresses.changeContact($0.id.text) } ?? Addresses.newContact, context.person.formToken, fields))",
            errors: errors, back: contact.map { Addresses.contact($0.id.text) } ?? Addresses.directory,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func verify(
        _ contact: Contact, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) -> Page {
        let fields: HTML = """
            \(Fields.radios("independent", legend: "Where did you find the number or address that you used?", choices: [.init(value: "yes", words: "Independently of them", hint: "The agency’s own website, a register, an earlier verified entry"), .init(value: "no", words: "They gave it to me")], chosen: form?["independent"], error: errors["independent"]))\
            \(Fields.textArea("how", label: "How did you verify them?", hint: "Which number you rang, who put you through, what you checked", value: form?["how"] ?? "", error: errors["how"], rows: 3))\
            \(Fields.date("day", legend: "On which day?", hint: "For example, 27 3 2026", day: form?["day-day"] ?? "", month: form?["day-month"] ?? "", year: form?["day-year"] ?? "", error: errors["day"]))\
            \(Fields.button("They are who this says"))
            """
        return Page(
            heading: "Verify somebody in the directory",
            content: """
                <p>\(contact.name), \(contact.agency). Ring the agency’s main number and ask for them; do not use a number that \
                a caller gave you. It holds for a year.</p>\
                \(Fields.form(Addresses.verifyContact(contact.id.text), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.contact(contact.id.text), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// A number that a caller gives shows nothing (000 §19.5; 001 §11 Telephones).
    static func notIndependent(_ contact: Contact) -> Page {
        Page(
            heading: "That does not verify them",
            content: """
                <p>Anybody can give a number and answer it. \(contact.name) stays as they were, and nothing was recorded.</p>\
                <p>Find the agency’s main number yourself, ring it, and ask to be put through (000 §19.5; 001 §11 Telephones).</p>\
                <p>\(Parts.link("Verify them another way", Addresses.verifyContact(contact.id.text)))</p>\
                <p>If somebody is in danger now, do not wait: \(Parts.link("act at once", Addresses.urgent)).</p>
                """,
            back: Addresses.contact(contact.id.text), status: .forbidden)
    }

    static func end(_ contact: Contact, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []) -> Page {
        let fields: HTML = """
            \(Fields.textArea("why", label: "Why does it end?", value: form?["why"] ?? "", error: errors["why"], rows: 2))\
            \(Fields.date("until", legend: "Since which day? (optional)", hint: "For example, 27 3 2026", day: form?["until-day"] ?? "", month: form?["until-month"] ?? "", year: form?["until-year"] ?? "", error: errors["until"]))\
            \(Fields.button("End this entry", .warning))
            """
        return Page(
            heading: "End an entry of the directory",
            content: """
                <p>\(contact.name), \(contact.agency). Nothing goes to them any more. What went to them stays on record.</p>\
                \(Fields.form(Addresses.endContact(contact.id.text), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.contact(contact.id.text), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
