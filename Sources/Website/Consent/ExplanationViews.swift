import HTTPTypes
import Ledger
import Sharing
import Vault

enum ExplanationViews {
    static func about(_ file: ConsentFile) -> HTML {
        "<p>About \(Parts.link(file.person.shownName, Addresses.person(file.id)))</p>"
    }

    /// What is kept of the first explanation.
    static func history(_ file: ConsentFile, _ site: Site) -> Page {
        let id = file.id
        let check = site.consentCheck(file)
        var content = about(file)
        if let gate = check.explanationGate {
            let missing = gate.missing.map { site.lists[.explanationPoints].words($0) }
            content += Parts.warning("An assessment, a service or a consent may not begin yet")
            content += "<p>These points are still to be explained:</p>\(Parts.list(missing.map { "\($0)" }))"
        } else {
            content += Parts.inset("<p>The way is open: an explanation is recorded, or why it could not be given yet.</p>")
        }
        content += """
            <p>\(Parts.buttonLink("Record an explanation", Addresses.newExplanation(id)))</p>\
            <p>\(Parts.link("Record why it cannot be given yet", Addresses.explanationException(id)))</p>\
            <p>\(Parts.link("The privacy notice, to read or print", Addresses.explanationNotice(id)))</p>
            """
        content += agencies(file, site) + material(file)
        content += "<h2>What was explained</h2>"
        let told = file.explanations.filter { !$0.isAddition }
        if told.isEmpty { content += "<p>Nothing is recorded yet.</p>" }
        for (place, one) in told.enumerated() { content += entry(one, place + 1, of: told.count, site, file) }
        return Page(heading: "What was explained to them", content: content, back: Addresses.person(id))
    }

    private static func agencies(_ file: ConsentFile, _ site: Site) -> HTML {
        let words = file.words(site.lists)
        let told = file.explanations.agencies
        let new = file.explanations.filter { one in
            one.isAddition && !file.explanations.contains { $0.wasGiven && $0.at >= one.at }
        }
        let list: HTML =
            told.isEmpty ? "<p>No agency is on the list yet.</p>" : Parts.list(told.map { "\(words.agency($0))" })
        let open: HTML =
            new.isEmpty
            ? ""
            : "<p>\(Parts.tag("To be told", .caution)) The person is still to be told of who was added. Record an explanation once they are.</p>"
        return """
            <h2>Agencies that information may go to</h2>\(list)\(open)\
            <p>\(Parts.link("Add an agency", Addresses.explanationAgencies(file.id)))</p>
            """
    }

    private static func material(_ file: ConsentFile) -> HTML {
        let open: [HTML] = file.awaited.map { duty in
            "\(duty.content.words), by \(duty.due.dayInWords). \(Parts.link("Delivered: \(duty.content.words)", Addresses.explanationDelivered(file.id, duty.id.text)))"
        }
        let list: HTML = open.isEmpty ? "<p>Nothing is awaited.</p>" : Parts.list(open)
        return """
            <h2>Asked for in another language or format</h2>\(list)\
            <p>\(Parts.link("They ask for a translation or another format", Addresses.explanationMaterial(file.id)))</p>
            """
    }

    /// Another agency joins the list.
    static func addAgency(
        _ file: ConsentFile, _ site: Site, _ fields: Form.Fields, once: String, token: String, errors: [FormError] = []
    ) -> Page {
        let body: HTML = """
            \(Fields.hidden("once", once))\
            \(Fields.radios(
                "agency", legend: "Which agency?", choices: file.agencies(site.lists, forConsent: false), chosen: fields["agency"],
                error: errors["agency"]))\
            \(Fields.input(
                "agency-why", label: "Why does it join?", value: fields["agency-why"] ?? "", error: errors["agency-why"]))\
            \(Fields.button("Add this agency"))
            """
        return Page(
            heading: "Add an agency that information may go to",
            content: """
                \(about(file))<p>The person must be told of whoever is added (000 §12.2). A duty to tell them is kept.</p>\
                \(Fields.form(Addresses.explanationAgencies(file.id), token, body))
                """,
            errors: errors, back: Addresses.explanation(file.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// They ask for a translation or another format.
    static func askForMaterial(
        _ file: ConsentFile, _ site: Site, _ fields: Form.Fields, token: String, errors: [FormError] = []
    ) -> Page {
        let choose = Fields.Choice(value: "", words: "Choose")
        let body: HTML = """
            \(Fields.input("document", label: "Which letter or form?", value: fields["document"] ?? "", error: errors["document"]))\
            \(Fields.select(
                "language", label: "Language (optional)", choices: [choose] + site.lists[.languages].choices(), chosen: fields["language"] ?? ""))\
            \(Fields.select(
                "format", label: "Format (optional)", choices: [choose] + site.lists[.formats].choices(), chosen: fields["format"] ?? ""))\
            \(Fields.button("Record that they asked for it"))
            """
        return Page(
            heading: "They ask for another language or format",
            content: """
                \(about(file))<p>Until it is delivered, no consent counts as informed (000 §6.4, §10.15).</p>\
                \(Fields.form(Addresses.explanationMaterial(file.id), token, body))
                """,
            errors: errors, back: Addresses.explanation(file.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What they asked for was delivered.
    static func delivered(
        _ file: ConsentFile, _ duty: Duty, _ fields: Form.Fields, token: String, errors: [FormError] = []
    ) -> Page {
        let body: HTML = """
            \(Fields.radios(
                "worked", legend: "Did it work for them?",
                choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")], chosen: fields["worked"],
                error: errors["worked"]))\
            \(Fields.input("said", label: "What did they say of it? (optional)", value: fields["said"] ?? "", error: errors["said"]))\
            \(Fields.button("Record that it was delivered"))
            """
        return Page(
            heading: "What they asked for was delivered",
            content: """
                \(about(file))<p>\(duty.content.words)</p>\
                \(Fields.form(Addresses.explanationDelivered(file.id, duty.id.text), token, body))
                """,
            errors: errors, back: Addresses.explanation(file.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func entry(_ one: Explanation, _ place: Int, of count: Int, _ site: Site, _ file: ConsentFile) -> HTML {
        let content = one.content
        let words = file.words(site.lists)
        let covered: [HTML] = content.points.map { "\(site.lists[.explanationPoints].words($0))" }
        var rows: [Parts.Row] = [.init(key: "Recorded", value: "\(one.at.inWords)")]
        if one.isException {
            rows.append(.init(key: "Why it could not be given yet", value: HTML.paragraphs(content.exception)))
        } else {
            rows += [
                .init(key: "On", value: "\(ConsentWords.day(content.onDay))"), .init(key: "To whom", value: "\(content.givenTo)"),
                .init(key: "Points", value: covered.isEmpty ? "None" : Parts.list(covered)),
                .init(key: "Notice", value: "\(content.notice.isEmpty ? "None was given" : content.notice)"),
                .init(
                    key: "Format", value: "\(content.format.isEmpty ? "Not said" : site.lists[.formats].words(content.format))"),
                .init(key: "How understanding was checked", value: HTML.paragraphs(content.understanding)),
                .init(
                    key: "Agencies named",
                    value: content.agencies.isEmpty ? "None" : Parts.list(content.agencies.map { "\(words.agency($0))" })),
            ]
        }
        if !content.anxieties.isEmpty { rows.append(.init(key: "What worries them", value: HTML.paragraphs(content.anxieties))) }
        if !content.agreed.isEmpty { rows.append(.init(key: "What was agreed", value: HTML.paragraphs(content.agreed))) }
        let title = one.isException ? "Not given yet" : "Explanation"
        return "<h3>\(title), \(place) of \(count)</h3>\(Parts.summaryList(rows))"
    }

    /// To record an explanation.
    static func form(
        _ file: ConsentFile, _ site: Site, _ fields: Form.Fields, once: String, token: String, errors: [FormError] = []
    ) -> Page {
        func value(_ name: String) -> String { fields[name] ?? "" }
        func chosen(_ name: String, _ ids: [String]) -> Set<String> { Set(ids.filter { fields["\(name).\($0)"] == "yes" }) }
        let lists = site.lists
        let whole = lists[.explanationPoints].entries.filter { $0.group.isEmpty }
        let further = lists[.explanationPoints].entries.filter { !$0.group.isEmpty }
        func choices(_ entries: [CodeList.Entry]) -> [Fields.Choice] {
            entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) }
        }
        let agencies = file.agencies(lists, forConsent: false)
        let languages = [Fields.Choice(value: "", words: "Choose")] + lists[.languages].choices()
        let formats = [Fields.Choice(value: "", words: "Choose")] + lists[.formats].choices()
        let ids = lists[.explanationPoints].ids
        let body: HTML = """
            \(Fields.hidden("once", once))\
            \(Fields.checkboxes("points", legend: "What was explained?", choices: choices(whole), chosen: chosen("points", ids), error: errors["points"]))\
            \(Fields.checkboxes("further", legend: "What else was explained? (optional)", hint: "Only where it applies", choices: choices(further), chosen: chosen("further", ids)))\
            \(Fields.input("to", label: "To whom was it explained?", hint: "The person, and family who were there where that is right", value: value("to"), error: errors["to"]))\
            \(Fields.date("on", legend: "When?", hint: "For example, 27 3 2027", day: value("on-day"), month: value("on-month"), year: value("on-year"), error: errors["on"]))\
            \(Fields.select("language", label: "Language of the notice that they were given (optional)", choices: languages, chosen: value("language")))\
            \(Fields.select("format", label: "Format (optional)", choices: formats, chosen: value("format")))\
            \(Fields.textArea("understanding", label: "How did you check that they understood?", hint: "Such as what they said in their own words", value: value("understanding"), error: errors["understanding"], rows: 3))\
            \(Fields.textArea("anxieties", label: "What worries them about sharing? (optional)", hint: "It is shown again whenever something is to be shared", value: value("anxieties"), error: errors["anxieties"], rows: 3))\
            \(Fields.textArea("agreed", label: "What did you explain or agree about that? (optional)", value: value("agreed"), error: errors["agreed"], rows: 3))\
            \(Fields.checkboxes("agencies", legend: "Which agencies did you name as those it may go to? (optional)", choices: agencies, chosen: chosen("agencies", agencies.map(\.value))))\
            \(Fields.button("Record the explanation"))
            """
        let rule = lists[.explanationPoints]["limits"]?.more["statement-en"] ?? ""
        return Page(
            heading: "Record an explanation",
            content:
                "\(about(file))\(Parts.inset("<p>Say it in these words or simpler ones: “\(rule)”</p>"))\(Fields.form(Addresses.newExplanation(file.id), token, body))",
            errors: errors, back: Addresses.explanation(file.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// To record why it cannot be given yet.
    static func exception(
        _ file: ConsentFile, _ fields: Form.Fields, once: String, token: String, errors: [FormError] = []
    ) -> Page {
        let body: HTML = """
            \(Fields.hidden("once", once))\
            \(Fields.textArea("exception", label: "Who would have been in danger, and how?", value: fields["exception"] ?? "", error: errors["exception"], rows: 4))\
            \(Fields.date("review", legend: "When will you look at this again?", hint: "For example, 27 3 2027", day: fields["review-day"] ?? "", month: fields["review-month"] ?? "", year: fields["review-year"] ?? "", error: errors["review"]))\
            \(Fields.button("Record why not yet"))
            """
        return Page(
            heading: "Why it cannot be explained yet",
            content: """
                \(about(file))<p>Only somebody’s safety is a reason to begin without an explanation (000 §5.1.1). Give it as soon \
                as that is safe.</p>\(Fields.form(Addresses.explanationException(file.id), token, body))
                """,
            errors: errors, back: Addresses.explanation(file.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The notice itself, to read with the person or to print.
    static func notice(
        _ file: ConsentFile, _ site: Site, language: String, format: String, worker: String, organisation: String
    ) -> Page {
        let words = file.words(site.lists)
        let kept = site.letters.languages(of: "privacy-notice")
        let isEasy = format == "easy-read"
        let wanted = site.lists[.languages][language]?.id ?? "en"
        let easy = wanted + "-easy-read"
        let used = isEasy && kept.contains(easy) ? easy : kept.contains(wanted) ? wanted : isEasy ? "en-easy-read" : "en"
        let letter = site.letters.template("privacy-notice", language: used)?.filled([
            "person": file.person.shownName, "organisation": organisation, "worker": worker,
            "agencies": file.explanations.agencies.map { words.agency($0) }.joined(separator: "\n"),
        ])
        var notes: HTML = ""
        if wanted != used.prefix(2) {
            notes += Parts.warning(
                "The notice is not kept in \(site.lists[.languages].words(wanted)). An interpreter is needed; this is the English text"
            )
        }
        if isEasy, !used.hasSuffix("-easy-read") { notes += Parts.inset("<p>There is no easy read text in this language.</p>") }
        if ["audio", "braille", "sign-language"].contains(format) {
            notes += Parts.inset(
                "<p>\(site.lists[.formats].words(format)) is made on request: record that they asked for it.</p>")
        }
        let links: [HTML] = site.lists[.languages].entries.flatMap { one -> [HTML] in
            ["plain", "large-print", "easy-read"].map { form in
                let query = "?language=\(one.id)&format=\(form)"
                return Parts.link(
                    "\(one.words), \(site.lists[.formats].words(form).lowercased())", Addresses.explanationNotice(file.id) + query
                )
            }
        }
        let style: HTML = format == "large-print" ? "letter-large" : "letter-plain"
        let lang = String(used.prefix(2))
        let text: HTML =
            letter.map { "<div class=\"\(style)\" lang=\"\(lang)\">\(LetterViews.body($0))</div>" }
            ?? "<p>There is no notice.</p>"
        return Page(
            heading: "The privacy notice",
            content: """
                <div class="no-print">\(about(file))\(notes)<h2>In another language or format</h2>\(Parts.list(links))</div>\
                \(text)<p class="no-print">Edition \(letter?.edition ?? ""), \(used). Print this page, or show it.</p>
                """,
            back: Addresses.explanation(file.id))
    }
}
