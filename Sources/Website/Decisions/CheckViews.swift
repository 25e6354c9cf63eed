import HTTPTypes
import Ledger
import Policy
import Sharing
import Vault

enum CheckViews {
    /// What the reader of the page saw: if it is no longer what is stored, they look again before they record.
    static func seen(_ request: SharingRequest, _ interview: Interview) -> String {
        let whole = [request.changed.description, interview.edition.fingerprint, "\(interview.facts.sorted { $0.key < $1.key })"]
            .joined(separator: "\n")
        return Digest(of: Array(whole.utf8)).base64
    }

    static func page(
        _ request: SharingRequest, _ interview: Interview, _ form: DraftForm, token: String, lists: CodeLists,
        changed: Bool = false
    ) -> Page {
        let id = request.id.text
        let draft = form.draft
        let faults = Decision.faults(draft, expected: interview.verdict).map(DraftForm.message)
        let departs = draft.verdict != nil && draft.verdict != interview.verdict
        func row(_ key: String, _ value: String, _ address: String, _ what: String) -> Parts.Row {
            .init(
                key: key, value: value.isEmpty ? "Not provided" : HTML.paragraphs(value),
                change: (address + Addresses.fromCheck, what))
        }
        var rows: [Parts.Row] = [
            .init(key: "Advice", value: "\(AdviceViews.heading(interview.advice, interview.edition))"),
            row("Your decision", draft.verdict?.words ?? "", Addresses.verdict(id), "your decision"),
        ]
        if departs {
            rows.append(row("Why you decide otherwise", draft.departure, Addresses.reasons(id), "why you decide otherwise"))
        }
        rows += [
            row("The facts of this case", draft.factsOfTheCase, Addresses.reasons(id), "the facts"),
            row("Your opinion", draft.opinion, Addresses.reasons(id), "your opinion"),
            row("Your reasons", draft.reasons, Addresses.reasons(id), "your reasons"),
            row("Telling the person", draft.telling?.words ?? "", Addresses.telling(id), "where the person stands"),
        ]
        if request.person != nil, draft.verdict == .doNotShare, !form.lone.isEmpty {
            let ticked = form.lone.map { lists[.loneReasons].words($0) }.joined(separator: "\n\n")
            rows.append(
                row("Plays a part, and does not stand alone", ticked, Addresses.reasons(id), "reasons that do not stand alone"))
        }
        if !draft.tellingWhy.isEmpty {
            rows.append(row("Why not told yet", draft.tellingWhy, Addresses.telling(id), "why they are not told"))
        }
        rows.append(row("Review", draft.reviewOn?.dayInWords ?? "", Addresses.telling(id), "the review date"))
        let about: [Parts.Row] =
            request.person != nil
            ? registered(request)
            : [
                row("About", request.subject, Addresses.details(id), "who it is about"),
                row("Recipient", request.recipient, Addresses.details(id), "the recipient"),
                .init(
                    key: "Information", value: request.items.isEmpty ? "Not provided" : Parts.list(request.items.map { "\($0)" }),
                    change: (Addresses.details(id) + Addresses.fromCheck, "the information")),
            ]
        let answers = interview.asked.map { fact, answer in
            Parts.Row(
                key: fact.ask, value: "\(fact.words(for: answer))\(SourceViews.line(fact, request))",
                change: (Addresses.question(id, fact.id.rawValue) + Addresses.fromCheck, "the answer to: \(fact.ask)"))
        }
        let again: HTML =
            changed ? Parts.warning("Something changed since you opened this page. Read it again before you record it.") : ""
        let button: HTML =
            faults.isEmpty
            ? """
            <p>Once recorded, the decision cannot be changed. You can reconsider it with a new one.</p>\
            \(Fields.form(Addresses.check(id), token, "\(Fields.hidden("once", RecordID<Decision>.random().text))\(Fields.hidden("seen", seen(request, interview)))\(Fields.button("Record this decision"))"))
            """
            : "<h2>Still to do before you can record it</h2>\(Parts.list(faults.map { fault in "\(Parts.link(fault.message, address(fault.field, id)))" }))"
        return Page(
            heading: "Check your decision",
            content: """
                \(again)\(Parts.summaryList(rows))<h2>What it is about</h2>\(Parts.summaryList(about))\
                <h2>The facts it rests on</h2>\(Parts.summaryList(answers, questions: true))\
                <p>\(Parts.link("See who must agree to this", Addresses.requestSignOff(id)))</p>\(button)
                """,
            back: Addresses.telling(id), status: changed ? .conflict : .ok)
    }

    /// What a request about somebody on the register is about, each where it is changed.
    private static func registered(_ request: SharingRequest) -> [Parts.Row] {
        let id = request.id.text
        let items: HTML = request.items.isEmpty ? "Not provided" : Parts.list(request.items.map { "\($0)" })
        return [
            .init(key: "About", value: "\(request.subject)"),
            .init(key: "Recipient", value: "\(request.recipient)", change: (Addresses.asking(id), "the recipient")),
            .init(
                key: "Checked", value: AskingViews.words(request.asking ?? Asking()),
                change: (Addresses.asking(id), "the check of who they are")),
            .init(
                key: "Purpose", value: request.purpose.isEmpty ? "Not provided" : HTML.paragraphs(request.purpose),
                change: (Addresses.need(id), "the purpose")),
            .init(key: "Information", value: items, change: (Addresses.chosenItems(id), "the information")),
        ]
    }

    private static func address(_ field: String, _ id: String) -> String {
        switch field {
        case "verdict": Addresses.verdict(id) + Addresses.fromCheck
        case "departure", "facts", "reasons": Addresses.reasons(id) + Addresses.fromCheck + "#" + field
        default: Addresses.telling(id) + Addresses.fromCheck + "#" + field
        }
    }
}
