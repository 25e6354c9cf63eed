import Sharing
import Vault

enum UrgentViews {
    static func act(_ site: Site, _ person: Person?, once: String) -> Page {
        let number = person?.organisation.procedureNumber ?? site.settings.procedureNumber
        let rows: [[HTML]] = site.help.localProcedure.numbers.map {
            ["\($0.who)", "<strong>\($0.number)</strong>", "\($0.when)"]
        }
        let own: HTML = number.isEmpty ? "" : "<p>Your organisation’s own number: <strong>\(number)</strong></p>"
        let form: HTML
        if let person, person.access.role != .auditor, person.access.role != .administrator {
            form = """
                <h2>Then note what you did</h2>\
                <p>Every field may stay empty. There are \(Int(UrgentAction.writeUpHours)) hours to write it up.</p>\
                \(Fields.form(Addresses.urgent, person.formToken, """
                    \(Fields.hidden("once", once))\
                    \(Fields.input("subject", label: "Who is in danger? (optional)", hint: "A name or your own reference"))\
                    \(Fields.textArea("danger", label: "What is the danger? (optional)", rows: 3))\
                    \(Fields.textArea("done", label: "What have you done? (optional)", rows: 3))\
                    \(Fields.textArea("told", label: "Whom did you tell, and what? (optional)", rows: 3))\
                    \(Fields.button("Note it, and write it up later"))
                    """))
                """
        } else if person == nil {
            form =
                "<h2>Then note what you did</h2><p>Write it down with the time. \(Parts.link("Sign in", Addresses.signIn + "?next=/urgent")) to note it here, when there is time.</p>"
        } else {
            form = ""
        }
        return Page(
            heading: "Someone is in danger now",
            content: """
                \(Parts.warning("If there is immediate danger, call 999."))\
                <p>Share what is needed with whoever can protect the person. You need no consent and no permission to prevent \
                serious harm. Do not wait for this system, and do not assume that somebody else will call.</p>\(own)\
                \(Parts.table("Whom to call", heads: ["Who", "Number", "When"], rows: rows))\(form)
                """,
            back: person == nil ? "/" : Addresses.work)
    }

    static func recorded(_ action: UrgentAction, _ requests: [SharingRequest], _ context: SignedInContext) -> Page {
        func shown(_ text: String) -> HTML { text.isEmpty ? "Not stated yet" : HTML.paragraphs(text) }
        let done = requests.first { $0.state == .decided }
        let next: HTML
        if let done {
            next = "<p>It has been written up. \(Parts.link("Read the decision", Addresses.request(done.id.text)))</p>"
        } else if action.author == context.access.practitioner {
            let words = requests.isEmpty ? "Write it up now" : "Go on writing it up"
            next = """
                <p>Write it up by <strong>\(action.writeUpBy.inWords)</strong>: the facts, the reasons, and whether the person was told. \
                It waits for you in \(Parts.link("My work", Addresses.work)).</p>\
                \(Fields.form(Addresses.writeUp(action.id.text), context.person.formToken, Fields.button(words)))
                """
        } else {
            next = "<p>To be written up by \(action.writeUpBy.inWords).</p>"
        }
        return Page(
            heading: "Your urgent action is noted",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(action.id.text)</span></p>\
                <p>Noted on \(action.at.inWords). It cannot be changed; the write-up adds to it.</p>\(next)\
                \(Parts.summaryList([
                    .init(key: "Who is in danger", value: shown(action.subject)), .init(key: "The danger", value: shown(action.danger)),
                    .init(key: "What was done", value: shown(action.done)), .init(key: "Who was told", value: shown(action.told)),
                ]))
                """,
            back: Addresses.work)
    }
}
