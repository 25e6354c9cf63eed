import Ledger
import Policy
import Sharing
import Vault

enum DecisionViews {
    static func record(_ record: WholeDecision, site: Site, _ context: SignedInContext) -> Page {
        let decision = record.decision
        let id = decision.id.text
        return Page(
            heading: "Decision about \(decision.subject)",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\
                \(Parts.summaryList(rows(record)))\(advice(record, site))\(answers(record, site))\(checklist(record, site))\
                <h2>Evidence</h2><p>Entry \(String(record.entry.index)) of the ledger, recorded \(decision.at.inWords). \
                <a href="\(Addresses.evidence(id))">See the evidence and verify it</a></p>\
                <p class="no-print">\(Parts.link("The record of this decision, to keep or hand over", Addresses.decisionLetter(id)))</p>\
                \(context.access.doesCasework ? sharing(record, token: context.person.formToken) : "" as HTML)\(actions(record, context))
                """,
            back: Addresses.decisions)
    }

    private static func rows(_ record: WholeDecision) -> [Parts.Row] {
        let decision = record.decision
        var rows: [Parts.Row] = [
            .init(key: "Decision", value: "<strong>\(decision.verdict.words)</strong>"),
            .init(
                key: "Decided by", value: "\(record.author.map { "\($0.name), \($0.post)" } ?? "Practitioner \(decision.author)")"
            ),
            .init(key: "When", value: "\(decision.at.inWords)"),
            .init(key: "Recipient", value: "\(decision.recipient)"),
        ]
        if let by = record.request.askedBy {
            rows.append(.init(key: "Asked by", value: "\(by)"))
        } else {
            rows.append(.init(key: "Begun", value: "On the practitioner’s own initiative"))
        }
        if let person = decision.person {
            rows.append(.init(key: "About", value: Parts.link(decision.subject, Addresses.person(person.text))))
            rows.append(.init(key: "Checked", value: AskingViews.words(record.request.asking ?? Asking())))
        }
        rows += [
            .init(
                key: "Purpose", value: record.request.purpose.isEmpty ? "Not provided" : HTML.paragraphs(record.request.purpose)),
            .init(
                key: "Information", value: decision.items.isEmpty ? "Not provided" : Parts.list(decision.items.map { "\($0)" })),
        ]
        if let departure = decision.departure {
            rows.append(.init(key: "Why otherwise than advised", value: HTML.paragraphs(departure)))
        }
        rows += [
            .init(key: "Facts of the case", value: HTML.paragraphs(decision.factsOfTheCase)),
            .init(key: "Opinion", value: decision.opinion.isEmpty ? "Not provided" : HTML.paragraphs(decision.opinion)),
            .init(key: "Reasons", value: HTML.paragraphs(decision.reasons)),
            .init(
                key: "Telling the person", value: "\(decision.telling.words)\(decision.tellingWhy.map { HTML.paragraphs($0) })"),
            .init(key: "Review", value: "\(decision.reviewOn?.dayInWords ?? "Not provided")"),
        ]
        if let earlier = decision.reconsiders {
            rows.append(.init(key: "Reconsiders", value: Parts.link("An earlier decision", Addresses.decision(earlier.text))))
        }
        for later in record.reconsidered {
            rows.append(
                .init(
                    key: "Reconsidered",
                    value: Parts.link("On \(later.at.dayInWords): \(later.verdict.words)", Addresses.decision(later.id.text))))
        }
        if let urgent = record.request.urgentAction {
            rows.append(.init(key: "Writes up", value: Parts.link("An urgent action", Addresses.urgentAction(urgent.text))))
        }
        return rows
    }

    private static func advice(_ record: WholeDecision, _ site: Site) -> HTML {
        let advice = record.advice
        let words = advice.outcome.map { site.library.vocabulary[$0]?.words ?? $0.rawValue } ?? "The advice was still open"
        let duties: [HTML] = advice.obligations.map {
            "\($0.words) <span class=\"clause\">\($0.because.joined(separator: "; "))</span>"
        }
        let because: HTML =
            advice.because.isEmpty ? "" : "<p class=\"clause\">Because of \(advice.because.joined(separator: "; "))</p>"
        return """
            <h2>The advice that was given</h2><p><strong>\(words)</strong></p>\(because)\
            \(duties.isEmpty ? "" : "<h3>What had to be done</h3>\(Parts.list(duties))" as HTML)\
            <p class="clause">Policy \(Parts.link(advice.policy, Addresses.policy(advice.policy))), edition \(advice.version), fingerprint \
            <span class="ledger-code">\(advice.edition.text)</span></p>
            """
    }

    private static func answers(_ record: WholeDecision, _ site: Site) -> HTML {
        let given = record.advice
        let edition = site.editions.edition(given.policy, for: given.organisation, on: given.at.day)
        let order = edition?.policy.facts.map(\.id.rawValue) ?? []
        let facts = record.advice.facts.sorted { a, b in
            (order.firstIndex(of: a.key) ?? Int.max, a.key) < (order.firstIndex(of: b.key) ?? Int.max, b.key)
        }
        let rows = facts.map { name, value -> Parts.Row in
            guard let fact = site.library.vocabulary[Fact.ID(name)] else { return .init(key: name, value: "\(value)") }
            return .init(
                key: fact.ask, value: "\(fact.words(for: Answer(value)))\(SourceViews.line(fact, record.request))")
        }
        return rows.isEmpty ? "" : "<h2>The facts it rested on</h2>\(Parts.summaryList(rows, questions: true))"
    }

    /// The checklist, as it was answered before the decision.
    private static func checklist(_ record: WholeDecision, _ site: Site) -> HTML {
        let draft = record.request.draft
        let words = ["yes": "Yes", "no": "No", "not-known": "Not known"]
        let rows = site.lists[.checklists].entries.compactMap { entry -> Parts.Row? in
            let answer = draft[ChecklistPages.field(entry)] ?? ""
            return answer.isEmpty ? nil : .init(key: entry.words, value: "\(words[answer] ?? answer)")
        }
        return rows.isEmpty ? "" : "<h2>The checklist before sharing</h2>\(Parts.summaryList(rows, questions: true))"
    }

    /// After a decision to share about somebody on the register: what leaves is built, and agreed to where it must be.
    static func sharing(_ record: WholeDecision, token: String) -> HTML {
        let decision = record.decision
        guard decision.person != nil, decision.verdict.discloses || decision.verdict == .shareAnonymised else { return "" }
        return """
            <div class="no-print"><h2>Share it</h2><p>What leaves is built from the record, checked and kept as it left.</p>\
            \(Fields.form(Addresses.newDisclosure(decision.id.text), token, "\(Fields.hidden("once", RecordID<Disclosure>.random().text))\(Fields.button("Build what is shared"))"))\
            <p>\(Parts.link("Who must agree first", Addresses.requestSignOff(decision.request.text)))</p></div>
            """
    }

    private static func actions(_ record: WholeDecision, _ context: SignedInContext) -> HTML {
        let may = record.decision.author == context.access.practitioner || [.manager, .governance].contains(context.access.role)
        guard may else { return "" }
        let form = Fields.form(
            Addresses.reconsider(record.decision.id.text), context.person.formToken,
            Fields.button("Reconsider this decision", .secondary))
        return
            "<div class=\"no-print\"><p>The record cannot be changed. If something has changed since, decide again: the new decision names this one.</p>\(form)</div>"
    }

    static func recorded(_ record: WholeDecision, _ receipt: Receipt, number: String, token: String) -> Page {
        let decision = record.decision
        let id = decision.id.text
        let next: HTML =
            switch decision.verdict {
            case .share, .shareInPart, .shareAnonymised:
                "<p>Send it the safe way, and only what you decided. Then note that it arrived.</p>"
            case .seekConsent: "<p>Ask the person. When you have their answer, reconsider this decision.</p>"
            case .seekAdvice: "<p>Get the advice today where you can. When you have it, reconsider this decision.</p>"
            case .doNotShare:
                "<p>Look at it again on \(decision.reviewOn?.dayInWords ?? "the review date"), or as soon as something changes.</p>"
            }
        let tell: HTML =
            decision.person != nil && record.request.askedBy != nil && [.doNotShare, .shareInPart].contains(decision.verdict)
            ? "<p>Tell \(decision.recipient) why, without what is withheld. It waits in \(Parts.link("My work", Addresses.work)) until it is done.</p>"
            : ""
        let duties: HTML =
            record.advice.obligations.isEmpty
            ? "" : "<h2>What you must do</h2>\(Parts.list(record.advice.obligations.map { "\($0.words)" }))"
        return Page(
            heading: "Decision recorded",
            content: """
                \(Parts.panel("Decision recorded", "<p>Your reference</p><p class=\"reference\">\(id)</p>"))\
                <h2>What happens next</h2>\(next)\(tell)<p>For help with it, call \(number).</p>\(sharing(record, token: token))\(duties)\
                <h2>Your receipt</h2>\
                \(Parts.summaryList([
                    .init(key: "Ledger entry", value: "\(String(receipt.entry.index))"),
                    .init(key: "Recorded", value: "\(decision.at.inWords)"),
                    .init(key: "Leaf hash", value: "<span class=\"ledger-code\">\(receipt.proof.leafHash.base64)</span>"),
                    .init(key: "Ledger root", value: "<span class=\"ledger-code\">\(receipt.proof.root.base64)</span>"),
                ]))\
                <p>\(Parts.buttonLink("Save a copy of the proof", Addresses.proof(id))) \
                \(Parts.buttonLink("Read the record", Addresses.decision(id), secondary: true))</p>\
                <p>\(Parts.link("Back to my work", Addresses.work))</p>
                """,
            ownHeading: true)
    }
}
