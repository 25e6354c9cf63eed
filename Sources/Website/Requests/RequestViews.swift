import HTTPTypes
import Policy
import Sharing
import Vault

enum RequestViews {
    /// What the first form asks.
    struct Details: Sendable {
        var origin = "own-initiative"
        var askedBy = ""
        var subject = ""
        var recipient = ""
        var purpose = ""
        var items = ""
        var once = RecordID<SharingRequest>.random().text

        init(origin: String) { self.origin = origin }

        init(_ form: Form) {
            origin = form["origin"] == "request" ? "request" : "own-initiative"
            askedBy = form["asked-by"]
            subject = form["subject"]
            recipient = form["recipient"]
            purpose = form["purpose"]
            items = form["items"]
            if !form["once"].isEmpty { once = form["once"] }
        }

        init(_ request: SharingRequest) {
            origin = request.askedBy == nil ? "own-initiative" : "request"
            askedBy = request.askedBy ?? ""
            subject = request.subject
            recipient = request.recipient
            purpose = request.purpose
            items = request.items.joined(separator: "\n")
        }

        var keptOrigin: SharingRequest.Origin { origin == "request" ? .asked(by: askedBy) : .ownInitiative }

        var itemLines: [String] {
            items.split(separator: "\n").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
        }

        func errors(_ form: Form) -> [FormError] {
            var found: [FormError] = []
            if origin == "request", askedBy.isEmpty {
                found.append(FormError(field: "asked-by", message: "Enter who asked for the information"))
            }
            if subject.isEmpty {
                found.append(FormError(field: "subject", message: "Enter a name or your own reference for the person"))
            }
            if recipient.isEmpty {
                found.append(FormError(field: "recipient", message: "Enter who would receive the information"))
            }
            for (field, label) in [
                ("asked-by", "Who asked"), ("subject", "The reference"), ("recipient", "Who would receive it"),
            ] {
                if let error = form.tooLong(field, label, limit: Form.lineLimit) { found.append(error) }
            }
            for (field, label) in [("purpose", "The purpose"), ("items", "The list of information")] {
                if let error = form.tooLong(field, label) { found.append(error) }
            }
            return found
        }
    }

    static var origin: Page {
        Page(
            heading: "Start a decision",
            content: """
                <p>One decision is about one person or family, this information, this recipient and this purpose. For \
                another recipient, make another decision.</p>\
                <p>Has somebody asked you for information, or do you have a concern of your own?</p>\
                <form method="get" action="\(Addresses.newRequestDetails)">\
                <div class="choice-buttons">\
                <button class="button" type="submit" name="origin" value="request">Somebody has asked</button> \
                <button class="button" type="submit" name="origin" value="own-initiative">I have a concern of my own</button></div></form>\
                \(Parts.inset("""
                    If somebody is in danger now, do not begin here. <a href="\(Addresses.urgent)">Act first</a> and write it up \
                    afterwards.
                    """))
                """,
            back: Addresses.work)
    }

    static func details(
        _ details: Details, at address: String, back: String, _ context: SignedInContext, _ errors: [FormError] = []
    ) -> Page {
        let asked: HTML =
            details.origin == "request"
            ? Fields.input(
                "asked-by", label: "Who asked?", hint: "A person and their organisation, as they gave it", value: details.askedBy,
                error: errors["asked-by"]) : ""
        let fields: HTML = """
            \(Fields.hidden("origin", details.origin))\(Fields.hidden("once", details.once))\(asked)\
            \(Fields.input(
                "subject", label: "Who is the information about?",
                hint: "A name or your own reference, and no more than you need to find the file again", value: details.subject,
                error: errors["subject"]))\
            \(Fields.input(
                "recipient", label: "Who would receive it?", hint: "The person or post, and the organisation", value: details.recipient,
                error: errors["recipient"]))\
            \(Fields.textArea(
                "purpose", label: "What is it for? (optional)", hint: "What the recipient would do with it", value: details.purpose,
                error: errors["purpose"], rows: 3))\
            \(Fields.textArea(
                "items", label: "What information would be shared? (optional)", hint: "One item on each line", value: details.items,
                error: errors["items"], rows: 4))\
            \(Fields.button("Continue"))
            """
        return Page(
            heading: details.origin == "request" ? "What have you been asked for?" : "What is your concern about?",
            content: Fields.form(address, context.person.formToken, fields), errors: errors, back: back,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func overview(
        _ request: SharingRequest, _ interview: Interview, own: Bool, site: Site, token: String
    ) -> Page {
        let id = request.id.text
        // Who oversees the work reads it; whoever has it in hand changes it.
        func change(_ what: String) -> (address: String, what: String)? { own ? (Addresses.details(id), what) : nil }
        var rows: [Parts.Row] = []
        if let by = request.askedBy { rows.append(.init(key: "Asked by", value: "\(by)", change: change("who asked"))) }
        rows += [
            .init(key: "About", value: "\(request.subject)", change: change("who it is about")),
            .init(key: "Recipient", value: "\(request.recipient)", change: change("the recipient")),
            .init(
                key: "Purpose", value: request.purpose.isEmpty ? "Not provided" : HTML.paragraphs(request.purpose),
                change: change("the purpose")),
            .init(
                key: "Information", value: request.items.isEmpty ? "Not provided" : Parts.list(request.items.map { "\($0)" }),
                change: change("the information")),
            .init(key: "Policy", value: Parts.link(interview.edition.title, Addresses.policy(interview.edition.name))),
        ]
        let answers = interview.asked.map { fact, answer in
            Parts.Row(
                key: fact.ask, value: "\(fact.words(for: answer))",
                change: own ? (Addresses.question(id, fact.id.rawValue), "the answer to: \(fact.ask)") : nil)
        }
        return Page(
            heading: "Your open decision about \(request.subject)",
            content: """
                \(own ? actions(interview, id) : "")\(Parts.summaryList(rows))<h2>Your answers</h2>\
                \(answers.isEmpty ? "<p>You have answered no question yet.</p>" : Parts.summaryList(answers, questions: true))\(aside(interview))\
                <p>Everything is saved as you go. You can leave and come back from <a href="\(Addresses.work)">My work</a>.</p>
                """,
            back: Addresses.work)
    }

    static func actions(_ interview: Interview, _ id: String) -> HTML {
        let advice = interview.advice
        if advice.isCertain || advice.restsOnUnknowns {
            let more: HTML =
                interview.next == nil
                ? "" : " \(Parts.buttonLink("Answer the remaining questions", Addresses.next(id), secondary: true))"
            return "<p>\(Parts.buttonLink("See the advice", Addresses.advice(id)))\(more)</p>"
        }
        let words = interview.asked.isEmpty ? "Begin the questions" : "Go on with the questions"
        return
            "<p>\(Parts.buttonLink(words, Addresses.next(id))) \(Parts.buttonLink("See what is possible so far", Addresses.advice(id), secondary: true))</p>"
    }

    /// Answers that are kept but no longer count.
    static func aside(_ interview: Interview) -> HTML {
        if interview.setAside.isEmpty { return "" }
        return """
            <h2>Answers that do not count now</h2>\
            <p>Another answer made these questions unnecessary. They are kept, and count again if they are needed.</p>\
            \(Parts.list(interview.setAside.map { "\($0.ask)" }))
            """
    }
}

extension String {
    var trimmingSpaces: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
