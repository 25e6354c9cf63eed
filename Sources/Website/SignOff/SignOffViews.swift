import HTTPTypes
import Ledger
import Sharing
import Vault

/// What agreement a request needs, and asking for it.
enum SignOffViews {
    static func ask(
        _ whole: SignOffCase, _ approvers: [Practitioner], _ names: [String: String], _ context: SignedInContext, _ form: Form?,
        _ errors: [FormError]
    ) -> Page {
        let id = whole.request.id.text
        let needs: HTML =
            whole.needs.isEmpty
            ? "<p>Nobody else need agree to this, as it stands. You may still ask for \(Parts.link("advice", Addresses.newConsultation(of: id))).</p>"
            : "<h2>Why somebody must agree</h2>\(Parts.list(whole.needs.map(need)))"
        let drafted: HTML =
            whole.decision == nil && whole.request.draft["verdict"] == nil
            ? "<p>Nothing is decided yet. This is what would be needed if you share it.</p>"
            : "<p>The decision\(whole.decision == nil ? " as drafted" : ""): \(whole.verdict.words).</p>"
        let before: HTML =
            whole.asked.isEmpty
            ? ""
            : "<h2>Asked so far</h2>\(Parts.table("Asked so far", heads: ["When", "Whom", "Answer"], rows: whole.asked.map { row($0, names) }, captionHidden: true))"
        return Page(
            heading: "Who must agree",
            content:
                "<p>\(whole.request.subject), for \(whole.request.recipient).</p>\(drafted)\(standing(whole))\(needs)\(before)\(asking(whole, approvers, context, form, errors))",
            errors: errors, back: Addresses.request(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func need(_ need: SignOffMatrix.Need) -> HTML {
        "\(need.words): \(need.post.isEmpty ? need.level : need.post)\(need.isMetByPost ? ", unless whoever decides holds that post" : "") (\(need.because.joined(separator: ", ")))"
    }

    private static func standing(_ whole: SignOffCase) -> HTML {
        switch whole.standing {
        case .notNeeded: whole.needs.isEmpty ? "" : "<p>You hold the post that decides this. Nobody else need agree.</p>"
        case .agreed(let conditions):
            conditions.isEmpty
                ? "<p>\(Parts.tag("Agreed", .good)) You may go on.</p>"
                : "<p>\(Parts.tag("Agreed with conditions", .good)) You may go on, and must keep to this:</p>\(Parts.list(conditions.map { "\($0)" }))"
        case .waiting: "<p>\(Parts.tag("Waiting for an answer", .caution)) If they stay silent, every manager sees it.</p>"
        case .refused(let words): "<p>\(Parts.tag("Not agreed", .danger)) \(words)</p>"
        case .missing:
            whole.asked.contains { $0.state == .agreed }
                ? "<p>\(Parts.tag("Ask again", .caution)) Somebody agreed, and it has changed since. What they agreed to is not what stands here now.</p>"
                : "<p>\(Parts.tag("Not asked yet", .caution))</p>"
        case .bypassed(let why):
            "<p>\(Parts.tag("Gone ahead without waiting", .danger)) \(why)</p><p>The manager was told and looks back on it.</p>"
        }
    }

    private static func row(_ one: SignOff, _ names: [String: String]) -> [HTML] {
        [
            Parts.link(one.at.inWords, Addresses.signOff(one.id.text)), "\(names[one.askedOf] ?? one.askedOf)",
            SignOffQueueViews.state(one),
        ]
    }

    private static func asking(
        _ whole: SignOffCase, _ approvers: [Practitioner], _ context: SignedInContext, _ form: Form?, _ errors: [FormError]
    ) -> HTML {
        guard context.access.doesCasework, !whole.needs.isEmpty else { return "" }
        let id = whole.request.id.text
        let ahead: HTML = """
            <h2>If you cannot wait</h2><p>Where waiting could cause harm you may go ahead. \
            \(Parts.link("Go ahead because waiting could cause harm", Addresses.goAhead(id)))</p>
            """
        if whole.missing.isEmpty { return whole.standing == .waiting ? ahead : "" }
        if approvers.isEmpty {
            return """
                <h2>Ask</h2><p>Nobody here can be asked: it takes a \(whole.level(whole.missing)) whose case this is not, and whom it \
                does not concern. Ring the number of your procedure.</p>\(ahead)
                """
        }
        let fields: HTML = """
            \(Fields.hidden("once", RecordID<SignOff>.random().text))\
            \(Fields.radios("of", legend: "Whom do you ask?", choices: approvers.map { .init(value: $0.id.text, words: $0.name, hint: $0.post) }, chosen: form?["of"], error: errors["of"]))\
            \(Fields.textArea("why", label: "What do you ask them to agree to?", hint: "And what speaks against it", value: form?["why"] ?? "", error: errors["why"], rows: 4))\
            \(Fields.radios("urgent", legend: "Is it urgent?", choices: [.init(value: "yes", words: "Yes, within the hour"), .init(value: "no", words: "No")], chosen: form?["urgent"], error: errors["urgent"]))\
            \(Fields.button("Ask them to agree"))
            """
        return """
            <h2>Ask</h2><p>They see the facts, the advice, your draft and the items, word for word as they stand now. If any of it \
            changes, ask again.</p>\(Fields.form(Addresses.requestSignOff(id), context.person.formToken, fields))\(ahead)
            """
    }

    /// Why somebody may not agree to this, and what the way out is.
    static func refused(_ refusal: SignOff.Refusal, level: String, back: String) -> Page {
        let (heading, why): (String, HTML) =
            switch refusal {
            case .own:
                (
                    "Nobody agrees to what they ask for",
                    "<p>Whoever asked, began this case or has it in hand cannot agree to it. A second person looks at it (000 §9.2; 004 §6.5).</p>"
                )
            case .level:
                (
                    "It takes another post",
                    "<p>This takes \(level == "governance" ? "the post above a manager, held here by those who lead on governance" : "a manager, or somebody above").</p>"
                )
            case .implicated:
                (
                    "They cannot agree to this",
                    "<p>Somebody of their name, who works here, is recorded as one from whom the person may be at risk. Somebody else must answer (004 §6.5).</p>"
                )
            }
        return Page(
            heading: heading,
            content: """
                \(why)<p>Nothing was recorded.</p><p>\(Parts.link("Ask somebody else", back))</p>\
                <p>If somebody is in danger now, do not wait: \(Parts.link("act at once", Addresses.urgent)).</p>
                """,
            back: back, status: .forbidden)
    }
}
