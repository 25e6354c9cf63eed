import Ledger
import Policy
import Sharing
import Vault

enum OutgoingViews {
    static func words(_ state: OutgoingRequest.State) -> HTML {
        switch state {
        case .draft: Parts.tag("Not sent yet")
        case .sent: Parts.tag("Waiting for an answer", .caution)
        case .answered: Parts.tag("Answered", .good)
        case .insufficient: Parts.tag("Answered, not enough", .caution)
        case .refused: Parts.tag("Refused", .danger)
        case .withdrawn: Parts.tag("No longer asked for")
        }
    }

    static func list(_ person: RegisteredPerson, _ requests: [OutgoingRequest], may: Bool) -> Page {
        let id = person.id.text
        let rows: [[HTML]] = requests.map { request in
            [
                Parts.link(request.begun.dayInWords, Addresses.outgoingRequest(request.id.text)),
                "\(request.content.agency)", "\(request.content.asked)", words(request.state),
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? "<p>Nothing has been asked of another agency about this person yet.</p>"
            : Parts.table(
                "What we ask of other agencies", heads: ["Begun", "Agency", "What for", "Where it stands"], rows: rows,
                captionHidden: true)
        return Page(
            heading: "What we ask of others about \(person.name)",
            content: """
                \(may ? "<p>\(Parts.buttonLink("Ask another agency", Addresses.newOutgoing(id)))</p>" : "" as HTML)\(table)\
                <p>\(Parts.link("Requests that came to us about them", Addresses.personRequests(id)))</p>
                """,
            back: Addresses.person(id))
    }

    static func page(_ found: OutgoingFound, site: Site, _ context: SignedInContext) -> Page {
        let request = found.request
        let id = request.id.text
        let may = context.access.doesCasework
        return Page(
            heading: "What we ask of \(request.content.agency)",
            content: """
                <p class="caption">About \(found.person.name). Reference <span class="ledger-code">\(id)</span></p>\
                <p>\(words(request.state))\(due(found, site.now()))</p>\
                \(Parts.summaryList(rows(found, may: may)))\(tested(found, site.lists))\
                \(may ? next(found, site.lists, token: context.person.formToken) : "" as HTML)
                """,
            back: Addresses.outgoing(found.person.id.text))
    }

    private static func due(_ found: OutgoingFound, _ now: Instant) -> HTML {
        let lines: [HTML] = found.duties.map { duty in
            let late: HTML = now > duty.due ? "\(Parts.tag("Overdue", .danger)) " : ""
            let what = duty.kind == "answer-overdue" ? "Their answer is due by" : "To be taken up by"
            return " \(late)\(what) \(duty.due.inWords)."
        }
        return "\(lines)"
    }

    private static func rows(_ found: OutgoingFound, may: Bool) -> [Parts.Row] {
        let request = found.request
        let content = request.content
        let change = may && request.state == .draft ? Addresses.changeOutgoing(request.id.text) : nil
        func row(_ key: String, _ value: String, _ what: String) -> Parts.Row {
            .init(key: key, value: value.isEmpty ? "Not provided" : HTML.paragraphs(value), change: change.map { ($0, what) })
        }
        var rows = [
            row("Agency", content.agency, "the agency"), row("Who there", content.recipientName, "who is asked"),
            row("What our job needs it for", content.need, "the need"),
            row("What we ask for", content.asked, "what is asked for"),
            row(
                "Information that identifies nobody would do", content.wouldAnonymisedDo == "yes" ? "Yes" : "No",
                "whether that would do"),
            row(
                "The whole file", content.isWholeFile ? "Yes: \(content.wholeFileWhy)" : "No",
                "whether the whole file is asked for"),
            row("It rests on", content.basis, "what it rests on"),
            row("Consent", content.consentPosition, "the position on consent"),
            row("Urgent", request.isUrgent ? "Yes" : "No", "whether it is urgent"),
        ]
        func more(_ key: String, _ value: String) {
            if !value.isEmpty { rows.append(.init(key: key, value: HTML.paragraphs(value))) }
        }
        more("Sent", Instant(content.sentOn).map { "\($0.inWords), by \(content.sentBy)" } ?? "")
        more("Their answer", content.reply)
        more("Their reason for refusing", content.refusalReason)
        more("Taken further", content.escalationWords)
        more("Why it is no longer asked for", content.closedWhy)
        return rows
    }

    /// Whether they may keep it back, with the clause.
    private static func tested(_ found: OutgoingFound, _ lists: CodeLists) -> HTML {
        guard found.request.state == .refused else { return "" }
        func list(_ entries: [CodeList.Entry]) -> HTML {
            Parts.list(entries.map { "\($0.words) <span class=\"clause\">\($0.because.joined(separator: "; "))</span>" })
        }
        let result: HTML =
            switch PartnerRefusal(lists[.withholdingConditions]).result(found.request.content.conditions) {
            case .notTested: "<p>Their reason has not been tested yet.</p>"
            case .mayWithhold:
                "<p><strong>They may keep it back.</strong> The person can decide and objects, and all eight further conditions hold.</p>"
            case .mayNot(let failing):
                "<p><strong>They may not keep it back.</strong> These conditions do not hold, and all must:</p>\(list(failing))"
            case .notShown(let open):
                "<p><strong>They have not shown that they may keep it back.</strong> Nobody knows whether these hold, and all must:</p>\(list(open))"
            }
        return "<h2>Their refusal</h2>\(result)<p class=\"clause\">Rests on 004 §6.6.6</p>"
    }

    private static func next(_ found: OutgoingFound, _ lists: CodeLists, token: String) -> HTML {
        let id = found.request.id.text
        let letter = Parts.buttonLink("See the letter", Addresses.outgoingLetter(id), secondary: true)
        let withdraw: HTML = "<p>\(Parts.link("We no longer need it", Addresses.withdrawOutgoing(id)))</p>"
        switch found.request.state {
        case .draft:
            return """
                <p>\(letter)</p>\
                \(Fields.form(Addresses.sendOutgoing(id), token, Fields.button("Record that it is sent")))\(withdraw)
                """
        case .sent, .insufficient:
            return "<p>\(Parts.buttonLink("Record their answer", Addresses.outgoingReply(id))) \(letter)</p>\(withdraw)"
        case .refused:
            let result = PartnerRefusal(lists[.withholdingConditions]).result(found.request.content.conditions)
            if result == .notTested {
                return "<p>\(Parts.buttonLink("Test their reason", Addresses.outgoingRefusal(id)))</p>\(withdraw)"
            }
            let again: HTML = "<p>\(Parts.link("Test their reason again", Addresses.outgoingRefusal(id)))</p>"
            if result == .mayWithhold { return again }
            return """
                <p>\(Parts.buttonLink("See the letter that takes it up", Addresses.challenge(id))) \
                \(Parts.buttonLink("Take it further", Addresses.escalate(id), secondary: true)) \
                \(Parts.buttonLink("Record their answer", Addresses.outgoingReply(id), secondary: true))</p>\(again)\(withdraw)
                """
        case .answered, .withdrawn: return ""
        }
    }
}
