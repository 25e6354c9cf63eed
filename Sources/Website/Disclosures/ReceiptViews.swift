import HTTPTypes
import Ledger
import Sharing
import Vault

/// What became of what was sent: what is seen.
enum ReceiptViews {
    static func page(_ found: ReceiptFound, _ errors: [FormError], site: Site, _ context: SignedInContext) -> Page {
        let disclosure = found.disclosure
        let id = disclosure.id.text
        let choices = disclosure.state.news.map { Fields.Choice(value: $0.rawValue, words: $0.words) }
        let asks = !choices.isEmpty && context.access.doesCasework
        let known: HTML = "\(Parts.summaryList(rows(found, site)))\(waits(found))"
        let form: HTML =
            !asks
            ? "\(known)\(none(disclosure))"
            : Fields.form(
                Addresses.receipt(of: id), context.person.formToken,
                """
                \(Fields.radios("news", legend: "What have you heard of it?", choices: choices, error: errors["news"], alone: known))\
                \(Fields.button("Continue"))
                """)
        return Page(
            heading: asks ? "What have you heard of it?" : "Did it arrive?", content: form,
            errors: errors, back: Addresses.disclosure(id), ownHeading: asks, status: errors.isEmpty ? .ok : .unprocessableContent
        )
    }

    private static func none(_ disclosure: Disclosure) -> HTML {
        if disclosure.state == .misdirected {
            return "<p>\(Parts.buttonLink("See the first steps", Addresses.misdirected(disclosure.id.text)))</p>"
        }
        return disclosure.state.hasLeft ? "" : "<p>Nothing has been sent, so nothing can arrive.</p>"
    }

    private static func rows(_ found: ReceiptFound, _ site: Site) -> [Parts.Row] {
        let content = found.disclosure.content
        var rows: [Parts.Row] = [
            .init(key: "About", value: Parts.link(found.person.shownName, Addresses.person(found.person.id.text))),
            .init(key: "Where it stands", value: "<strong>\(found.disclosure.state.words)</strong>"),
        ]
        func row(_ key: String, _ words: String) {
            if !words.isEmpty { rows.append(.init(key: key, value: HTML.paragraphs(words))) }
        }
        row("To", found.recipient)
        row("How", content.channel.isEmpty ? "" : site.lists[.channels].words(content.channel))
        row("Sent on", content.sentOn.isEmpty ? "" : SharedLedgerViews.date(String(content.sentOn.prefix(10))))
        row("Received by", content.receivedBy)
        row("Received on", content.receivedOn.isEmpty ? "" : SharedLedgerViews.date(content.receivedOn))
        let fate = content.fate.split(separator: "\n").map { line -> HTML in
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return "\(String(line))" }
            return "\(SharedLedgerViews.date(parts[0])):\(parts[1])"
        }
        if !fate.isEmpty { rows.append(.init(key: "What became of it", value: Parts.list(fate))) }
        return rows
    }

    private static func waits(_ found: ReceiptFound) -> HTML {
        let open: [HTML] = found.duties.filter { $0.kind == "receipt" }.map { "\($0.content.words), by \($0.due.inWords)" }
        return open.isEmpty ? "" : Parts.inset("<p>Still to do:</p>\(Parts.list(open))")
    }

    static func form(
        _ news: ReceiptNews, _ found: ReceiptFound, _ typed: Form.Fields, _ errors: [FormError], _ context: SignedInContext
    ) -> Page {
        let id = found.disclosure.id.text
        func yesNo(_ name: String, _ legend: HTML) -> HTML {
            Fields.radios(
                name, legend: legend, choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")],
                chosen: typed[name], error: errors[name])
        }
        func words(_ label: String, alone: HTML? = nil) -> HTML {
            Fields.textArea("words", label: label, value: typed["words"] ?? "", error: errors["words"], alone: alone)
        }
        let fields: HTML
        let heading: String
        switch news {
        case .arrived:
            heading = "It arrived"
            fields = """
                \(Fields.input("by", label: "Who has it?", hint: "Name and post", value: typed["by"] ?? "", error: errors["by"]))\
                \(Fields.date("on", legend: "When did it arrive?", hint: "For example, 27 3 2026", day: typed["on-day"] ?? "", month: typed["on-month"] ?? "", year: typed["on-year"] ?? "", error: errors["on"]))\
                \(words("How do you know?"))\(yesNo("complete", "Did all of it arrive?"))\(yesNo("legible", "Can all of it be read?"))\
                \(Fields.button("Record that it arrived"))
                """
        case .queried:
            heading = "What do they ask about it?"
            fields = "\(words(heading, alone: ""))\(Fields.button("Record the question"))"
        case .notReceived:
            heading = "They do not have it yet"
            fields = """
                <p>Ring them before you send it again. Check the number or address it went to against the directory.</p>\
                \(words("Whom did you ring, and what did they say?"))\
                \(yesNo("right-place", "Did it go to the right number or address?"))\(Fields.button("Record that you chased it"))
                """
        case .failed:
            heading = "How did it not go, or come back?"
            fields = "\(words(heading, alone: ""))\(Fields.button("Record that it was not delivered"))"
        case .misdirected:
            heading = "Where did it go instead? (optional)"
            let before = Parts.warning("Act now: ring whoever has it before you write anything more than this.")
            fields = """
                \(words(heading, alone: before))\
                \(Fields.button("Record it as an incident", .warning))
                """
        }
        return Page(
            heading: heading,
            content: Fields.form(Addresses.receipt(of: id, news.rawValue), context.person.formToken, fields), errors: errors,
            back: Addresses.receipt(of: id), ownHeading: [.queried, .failed, .misdirected].contains(news),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The first steps after something went astray.
    static func steps(
        _ found: ReceiptFound, _ typed: Form.Fields, _ errors: [FormError], site: Site, _ context: SignedInContext
    ) -> Page {
        let id = found.disclosure.id.text
        let steps = site.lists[.misdirectionSteps].entries
        let isOpen = found.duties.contains { $0.kind == "misdirection" }
        let due: HTML = found.duties.first { $0.kind == "misdirection" }.map { "<p>By \($0.due.inWords).</p>" } ?? ""
        let told: [HTML] = found.informings.filter { $0.whom == .person }.map {
            Parts.link("Telling \(found.person.shownName)", Addresses.informing($0.id.text))
        }
        let fields: [HTML] = steps.map {
            Fields.textArea($0.id, label: $0.words, hint: $0.hint, value: typed[$0.id] ?? "", error: errors[$0.id], rows: 3)
        }
        let form: HTML =
            isOpen && context.access.doesCasework
            ? """
            \(due)\(Fields.form(Addresses.misdirected(id), context.person.formToken, """
                \(fields)\(Fields.button("Record that every step was taken"))
                """))
            """
            : "<p>What was done stands below.</p>\(Parts.summaryList(rows(found, site)))"
        return Page(
            heading: "Get back what went to the wrong place",
            content: """
                \(isOpen ? Parts.warning("If this puts somebody in danger, see whom to call first.") : "")\
                <p><a href="\(Addresses.urgent)">See whom to call</a></p>\
                \(form)<h2>Also</h2>\
                \(Parts.list([Parts.link("Letter to whoever has it", Addresses.misdirectedLetter(id))] + told))
                """,
            errors: errors, back: Addresses.receipt(of: id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
