import Ledger
import Policy
import Sharing
import Vault

/// An open request about somebody on the register, with everything it rests on.
enum PersonRequestViews {
    static func overview(
        _ request: SharingRequest, _ interview: Interview, _ person: RegisteredPerson, site: Site, _ context: SignedInContext
    ) -> Page {
        let id = request.id.text
        let own = request.owner == context.access.practitioner
        let answers = interview.asked.map { fact, answer in
            Parts.Row(
                key: fact.ask, value: "\(fact.words(for: answer))\(SourceViews.line(fact, request))",
                change: own ? (Addresses.question(id, fact.id.rawValue), "the answer to: \(fact.ask)") : nil)
        }
        return Page(
            heading: "Your open decision about \(request.subject)",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\(own ? before(request, interview, site) : "" as HTML)\
                \(Parts.summaryList(rows(request, interview, person, site, own: own)))<h2>Your answers</h2>\
                \(own ? takeUp(request, interview, context.person.formToken) : "" as HTML)\
                \(answers.isEmpty ? "<p>You have answered no question yet.</p>" : Parts.summaryList(answers, questions: true))\
                \(RequestViews.aside(interview))\(SourceViews.unsure(request))\
                <p>Everything is saved as you go. It stays open, and waits in \(Parts.link("My work", Addresses.work)), until a decision \
                is recorded. \(Parts.link("Can it be closed without one?", Addresses.close(id)))</p>
                """,
            back: Addresses.personRequests(person.id.text))
    }

    private static func before(_ request: SharingRequest, _ interview: Interview, _ site: Site) -> HTML {
        let urgent: HTML =
            request.asking?.urgency.isUrgent == true
            ? "\(Parts.warning("It is urgent: \(IntakeViews.words(request.asking?.urgency ?? .routine).lowercased()). Act first."))<p>\(Parts.link("See whom to call", Addresses.urgent))</p>"
            : ""
        return "\(urgent)\(RequestViews.actions(interview, request.id.text))"
    }

    private static func takeUp(_ request: SharingRequest, _ interview: Interview, _ token: String) -> HTML {
        let facts = interview.edition.policy.facts
        let differing = request.differing.compactMap { name in facts.first { $0.id.rawValue == name } }
        let said: HTML =
            differing.isEmpty
            ? ""
            : "<p>You answered otherwise than the records here, and your answers count:</p>\(Parts.list(differing.map { fact in "\(Parts.link(fact.ask, Addresses.question(request.id.text, fact.id.rawValue)))\(SourceViews.line(fact, request))" }))"
        return
            "\(said)\(Fields.form(Addresses.takeUpRecords(request.id.text), token, Fields.button("Take up what the records now say", .secondary)))"
    }

    /// - Parameter own: the reader has it in hand, and may change it.
    static func rows(
        _ request: SharingRequest, _ interview: Interview, _ person: RegisteredPerson, _ site: Site, own: Bool
    ) -> [Parts.Row] {
        let id = request.id.text
        let asking = request.asking ?? Asking()
        func change(_ address: String, _ what: String) -> (String, String)? { own ? (address, what) : nil }
        let entries = ChecklistPages.entries(request, person, site.lists[.checklists], on: site.now())
        let known = ["yes": "Yes", "no": "No", "not-known": "Not known"]
        var rows: [Parts.Row] = [
            .init(key: "About", value: Parts.link(person.name, Addresses.person(person.id.text))),
            .init(
                key: request.askedBy == nil ? "Recipient" : "Asked by", value: "\(request.recipient)",
                change: change(Addresses.asking(id), request.askedBy == nil ? "the recipient" : "who asked")),
            .init(
                key: "Checked", value: AskingViews.words(asking),
                change: change(Addresses.asking(id), "the check of who they are")),
            .init(
                key: "Urgency", value: "\(IntakeViews.words(asking.urgency))",
                change: change(Addresses.askingDetails(id), "how urgent it is")),
            .init(
                key: "Purpose", value: request.purpose.isEmpty ? "Not provided" : HTML.paragraphs(request.purpose),
                change: change(Addresses.need(id), "the purpose")),
            .init(
                key: "They need it for their job", value: "\(known[asking.needsIt] ?? "Not provided")",
                change: change(Addresses.need(id), "whether they need it")),
        ]
        if request.askedBy != nil {
            rows.append(
                .init(
                    key: "They may have it", value: "\(known[asking.isEntitled] ?? "Not provided")",
                    change: change(Addresses.need(id), "whether they may have it")))
        }
        rows += [
            .init(
                key: "Information", value: request.items.isEmpty ? "Not provided" : Parts.list(request.items.map { "\($0)" }),
                change: change(Addresses.chosenItems(id), "the information")),
            .init(
                key: "Checklist", value: "\(ChecklistViews.answered(entries, request))",
                change: change(Addresses.checklist(id), "the checklist")),
            .init(key: "Policy", value: Parts.link(interview.edition.title, Addresses.policy(interview.edition.name))),
        ]
        return rows
    }
}
