import HTTPTypes
import Ledger
import Sharing
import Vault

extension Disclosure.Content {
    /// What was typed into a page of it, right or wrong.
    struct Typed: Sendable {
        var purpose, purposeWords, basis, basisWords, conditions: String
        var understood: [String: String]
        var accepts: Bool

        init(_ disclosure: Disclosure) {
            let content = disclosure.content
            purpose = content.purpose
            purposeWords = content.purposeWords
            basis = content.basis
            basisWords = content.basisWords
            conditions = content.conditions
            understood = content.understood
            accepts = content.areConditionsAccepted
        }
    }
}

/// What the pages of `DisclosureStepPages` show.
enum DisclosureStepViews {
    static let readBackParts = ["name", "department", "detail"]

    struct Others: Sendable {
        var named: [String: String]
        var threat, why: String
    }

    private static func page(
        _ heading: String, _ about: DisclosureCase, _ content: HTML, _ errors: [FormError], ownHeading: Bool = false
    ) -> Page {
        Page(
            heading: heading, content: content, errors: errors, back: Addresses.disclosure(about.disclosure.id.text),
            ownHeading: ownHeading, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func recipient(
        _ about: DisclosureCase, _ contacts: [Contact], site: Site, _ context: SignedInContext, errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let verified = contacts.filter { $0.isVerified(on: site.now()) }
        let others = contacts.filter { !$0.isVerified(on: site.now()) }
        func words(_ contact: Contact) -> String {
            [contact.agency, contact.name, contact.content.jobTitle].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        // Whoever asked comes first, where they are in the directory.
        let first = about.request.asking?.contact
        let choices = verified.sorted { a, _ in a.id.text == first }.map { contact in
            Fields.Choice(
                value: contact.id.text, words: words(contact),
                hint: [
                    contact.id.text == first ? "They asked for it" : "",
                    contact.content.isOverseas ? "In another country: your governance lead must agree" : "",
                ].filter { !$0.isEmpty }.joined(separator: ". "))
        }
        let chosen = about.contact?.id.text
        let asked = "Who receives it?"
        let hint = "Only somebody in the directory whose details were verified"
        let field: HTML =
            choices.count > 30
            ? longList(asked, hint, choices, chosen: chosen, error: errors["contact"])
            : Fields.radios(
                "contact", legend: "<h1>\(asked)</h1>", hint: hint, choices: choices, chosen: chosen, error: errors["contact"])
        let form: HTML =
            choices.isEmpty
            ? "<p id=\"contact\">Nobody in the directory is verified yet.</p>"
            : Fields.form(Addresses.disclosureRecipient(id), context.person.formToken, "\(field)\(Fields.button("Continue"))")
        let unverified: HTML =
            others.isEmpty
            ? ""
            : """
            <h2>Not verified, or not within a year</h2>\
            \(Parts.list(others.prefix(10).map { Parts.link("Verify \(words($0))", Addresses.contact($0.id.text)) }))\
            \(others.count > 10 ? "<p>There are \(String(others.count - 10)) more in the directory.</p>" : "" as HTML)
            """
        return page(
            asked, about, "\(form)\(unverified)<p>\(Parts.link("Add somebody to the directory", Addresses.directory))</p>",
            errors, ownHeading: !choices.isEmpty)
    }

    /// Too many for radio buttons. The question is the heading all the same.
    private static func longList(
        _ asked: String, _ hint: String, _ choices: [Fields.Choice], chosen: String?, error: String?
    ) -> HTML {
        let said: HTML =
            error.map {
                "<p id=\"contact-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        let options: [HTML] = choices.map {
            "<option value=\"\($0.value)\"\($0.value == chosen ? " selected" : "" as HTML)>\($0.words)\($0.hint.isEmpty ? "" : " (\($0.hint))")</option>"
        }
        return """
            <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)"><label for="contact"><h1>\(asked)</h1></label>\
            <div id="contact-hint" class="hint">\(hint)</div>\(said)<select class="select" id="contact" name="contact" \
            aria-describedby="contact-hint\(error == nil ? "" : " contact-error" as HTML)"><option value="">Choose</option>\(options)</select></div>
            """
    }

    static func purpose(
        _ about: DisclosureCase, _ typed: Disclosure.Content.Typed, site: Site, _ context: SignedInContext,
        errors: [FormError] = []
    ) -> Page {
        let fields: HTML = """
            \(Fields.radios(
                "purpose", legend: "What is it for?", choices: choices(site.lists[.purposes]), chosen: typed.purpose,
                error: errors["purpose"]))\
            \(Fields.textArea(
                "purpose-words", label: "What the recipient needs it for", hint: "They read this on the first page",
                value: typed.purposeWords, error: errors["purpose-words"], rows: 3))\
            \(Fields.radios(
                "basis", legend: "On what does it rest?", choices: choices(site.lists[.bases]), chosen: typed.basis,
                error: errors["basis"]))\
            \(Fields.input(
                "basis-words", label: "Which law, order or consent (optional)", value: typed.basisWords,
                error: errors["basis-words"]))\(Fields.button("Continue"))
            """
        return page(
            "Why is it shared, and on what basis?", about,
            Fields.form(Addresses.disclosurePurpose(about.disclosure.id.text), context.person.formToken, fields), errors)
    }

    private static func choices(_ list: CodeList) -> [Fields.Choice] {
        list.entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) }
    }

    /// Words to begin from; whoever sends it changes them as the case needs.
    static let usualConditions =
        "Use it only for the purpose above.\nDo not pass it on without asking us first.\nKeep it safe, and destroy it or send it back when you no longer need it."

    static func conditions(
        _ about: DisclosureCase, _ typed: Disclosure.Content.Typed, site: Site, _ context: SignedInContext,
        errors: [FormError] = []
    ) -> Page {
        let questions: [HTML] = site.lists[.recipientUnderstanding].entries.map { question in
            let value = typed.understood[question.id] ?? ""
            if question.more["answer"] == "words" {
                return Fields.input(question.id, label: question.words, value: value, error: errors[question.id])
            }
            return tick(question.id, question.words, value == "yes", errors[question.id])
        }
        let fields: HTML = """
            \(Fields.textArea(
                "conditions", label: "What the recipient must keep to", hint: "It goes with the information",
                value: typed.conditions.isEmpty && errors.isEmpty ? usualConditions : typed.conditions,
                error: errors["conditions"], rows: 5))\
            <h2>Speak with the recipient</h2>\(questions)\
            \(tick("accepted", "They accept these conditions", typed.accepts, errors["accepted"]))\(Fields.button("Continue"))
            """
        return page(
            "Conditions, and what the recipient understands", about,
            """
            <p>Before anything goes, speak with \(about.contact?.name ?? "the recipient"), and write down what they say.</p>\
            \(Fields.form(Addresses.disclosureConditions(about.disclosure.id.text), context.person.formToken, fields))
            """, errors)
    }

    /// One thing to confirm.
    static func tick(_ name: String, _ words: String, _ isTicked: Bool, _ error: String?) -> HTML {
        let said: HTML =
            error.map {
                "<p id=\"\(name)-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        let tied: HTML = error == nil ? "" : " aria-describedby=\"\(name)-error\""
        return """
            <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)"><fieldset>\
            <legend><span class="visually-hidden">\(words)</span></legend>\(said)<div class="radios"><div class="radios-item checkboxes-item">\
            <input type="checkbox" id="\(name)" name="\(name)" value="yes"\(isTicked ? " checked" : "" as HTML)\(tied)>\
            <label for="\(name)">\(words)</label></div></div></fieldset></div>
            """
    }

    static func delivery(
        _ about: DisclosureCase, _ typed: (channel: String, ticked: Set<String>)?, site: Site, _ context: SignedInContext,
        errors: [FormError] = []
    ) -> Page {
        guard let contact = about.contact else { return page("How does it go?", about, "", errors) }
        let content = about.disclosure.content
        let offered = site.lists[.channels].entries.filter {
            $0.more["off"] != "yes" && !DisclosureCase.detail(contact, $0.id).isEmpty
        }
        let isConfirmed =
            !content.channel.isEmpty && content.readBack == DisclosureCase.readBack(contact, channel: content.channel)
        let channels = Fields.radios(
            "channel", legend: "How does it go?",
            choices: offered.map { .init(value: $0.id, words: $0.words, hint: DisclosureCase.detail(contact, $0.id)) },
            chosen: typed?.channel ?? content.channel, error: errors["channel"])
        let department = contact.content.department.isEmpty ? "No department recorded" : contact.content.department
        let post = contact.content.jobTitle.isEmpty ? "" : ", \(contact.content.jobTitle)"
        let ticks = Fields.checkboxes(
            "read-back", legend: "Read it back, or type and compare it, and tick each that is right",
            choices: [
                .init(value: "name", words: "\(contact.name)\(post)"),
                .init(value: "department", words: "\(department), \(contact.agency)"),
                .init(value: "detail", words: "The address or number of the way you choose"),
            ],
            chosen: typed?.ticked ?? (isConfirmed ? Set(readBackParts) : []), error: errors["read-back"])
        let none: HTML =
            offered.isEmpty
            ? Parts.inset(
                "<p>The directory has no verified address or number of theirs. \(Parts.link("Add one", Addresses.contact(contact.id.text)))</p>"
            ) : ""
        let open: HTML = checklist(about, site)
        return page(
            "How does it go?", about,
            """
            <p>A text, or a message on a machine, never carries it.</p>\(none)\(open)\
            \(Fields.form(Addresses.disclosureDelivery(about.disclosure.id.text), context.person.formToken, "\(channels)\(ticks)\(Fields.button("Continue"))"))
            """, errors)
    }

    /// The checklist of the way that was chosen, and where it stands.
    private static func checklist(_ about: DisclosureCase, _ site: Site) -> HTML {
        guard let name = site.lists[.channels][about.disclosure.content.channel]?.more["procedure"] else { return "" }
        let runs = about.procedures.filter { $0.procedure == name }
        if runs.contains(where: { $0.state == .closed }) {
            return Parts.inset("<p>The checklist for this way of sending is finished.</p>")
        }
        if let open = runs.first {
            return Parts.inset(
                "<p>\(Parts.link("Go on with the checklist for this way of sending", Addresses.procedureRun(open.id.text)))</p>")
        }
        let start = Addresses.disclosureChecklist(about.disclosure.id.text, name, about.person.id.text)
        return Parts.inset(
            "<p>\(Parts.link("Begin the checklist for this way of sending", start)). It must be finished before you send.</p>")
    }

    static func others(
        _ about: DisclosureCase, _ typed: Others?, site: Site, _ context: SignedInContext, errors: [FormError] = []
    ) -> Page {
        let content = about.disclosure.content
        let values = typed ?? Others(named: content.named, threat: content.threat, why: content.threatWhy)
        let fields: [HTML] = about.thirdParties.enumerated().map { place, third in
            Fields.input(
                "named-\(place)", label: "Why \(third.name) stays named (optional)",
                hint: third.relation, value: values.named[third.name] ?? "", error: errors["named-\(place)"])
        }
        let people: HTML =
            fields.isEmpty
            ? "<p>Nobody else is named in what you chose, as far as the records say. Look again when you read it as the recipient will.</p>"
            : "<p>Everybody here is masked as “[another person]”. Write a reason only where the purpose needs their name.</p>\(fields)"
        var threat: HTML = ""
        if !about.threats.isEmpty, !about.isAnonymised {
            let names = about.threats.map(\.name).joined(separator: ", ")
            threat = """
                <h2>A continuing threat to others</h2><p>\(names): assessed as a continuing threat. Those who need to know are told \
                <span class="clause">004 §6.2</span></p>\
                \(Fields.radios(
                    "threat", legend: "Does the assessment go with it?",
                    choices: [
                        .init(value: "goes", words: "It goes with it"), .init(value: "stays", words: "It is left out"),
                    ], chosen: values.threat, error: errors["threat"]))\
                \(Fields.input(
                    "threat-why", label: "If it is left out, why (optional)", value: values.why, error: errors["threat-why"]))
                """
        }
        return page(
            "Other people in it", about,
            Fields.form(
                Addresses.disclosureOthers(about.disclosure.id.text), context.person.formToken,
                "\(people)\(threat)\(Fields.button("Continue"))"), errors)
    }
}
