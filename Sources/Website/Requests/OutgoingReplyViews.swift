import HTTPTypes
import Sharing
import Vault

enum OutgoingReplyViews {
    static let stages = [
        "manager": "A manager", "board": "The safeguarding board", "impartial": "An impartial adviser on information sharing",
    ]

    private static func page(
        _ heading: String, _ found: OutgoingFound, _ content: HTML, _ errors: [FormError]
    ) -> Page {
        Page(
            heading: heading,
            content: "<p class=\"caption\">About \(found.person.name), asked of \(found.request.content.agency)</p>\(content)",
            errors: errors, back: Addresses.outgoingRequest(found.request.id.text),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func reply(
        _ found: OutgoingFound, token: String, _ typed: Form.Fields = [:], _ errors: [FormError] = []
    ) -> Page {
        let choices: [Fields.Choice] = [
            .init(value: OutgoingRequest.State.answered.rawValue, words: "They gave enough"),
            .init(value: OutgoingRequest.State.insufficient.rawValue, words: "They gave something, and not enough"),
            .init(value: OutgoingRequest.State.refused.rawValue, words: "They refused"),
        ]
        return page(
            "What came of it?", found,
            Fields.form(
                Addresses.outgoingReply(found.request.id.text), token,
                """
                \(Fields.radios("came", legend: "What did they do?", choices: choices, chosen: typed["came"], error: errors["came"]))\
                \(Fields.textArea("reply", label: "What they answered", hint: "For a refusal, their reason in their words", value: typed["reply"] ?? "", error: errors["reply"], rows: 4))\
                \(Fields.button("Record their answer"))
                """), errors)
    }

    static func refusal(
        _ found: OutgoingFound, _ lists: CodeLists, token: String, _ typed: Form.Fields = [:], _ errors: [FormError] = []
    ) -> Page {
        let questions: [HTML] = lists[.withholdingConditions].entries.map { entry in
            let field = "condition-\(entry.id)"
            return NeedViews.yesNo(
                field, entry.words, typed[field] ?? found.request.content.conditions[entry.id] ?? "", error: errors[field])
        }
        return page(
            "May they keep it back?", found,
            """
            <p>Their reason: \(found.request.content.refusalReason)</p>\
            <p>A safeguarding partner may keep information back only where the person can decide and objects, and eight further \
            conditions all hold. Say for each whether it holds.</p><p class="clause">Rests on 004 §6.6.6</p>\
            \(Fields.form(Addresses.outgoingRefusal(found.request.id.text), token, "\(questions)\(Fields.button("Test their reason"))"))
            """, errors)
    }

    static func escalate(
        _ found: OutgoingFound, _ managers: [Practitioner], token: String, _ typed: Form.Fields = [:], _ errors: [FormError] = []
    ) -> Page {
        let choices = ["manager", "board", "impartial"].map { Fields.Choice(value: $0, words: stages[$0] ?? $0) }
        let people = managers.map { Fields.Choice(value: $0.id.text, words: "\($0.name), \($0.post)") }
        let fields: HTML = """
            \(Fields.radios("stage", legend: "To whom do you take it?", hint: "A manager comes first", choices: choices, chosen: typed["stage"], error: errors["stage"]))\
            \(Fields.radios("manager", legend: "Which manager, if so (optional)", choices: people, chosen: typed["manager"], error: errors["manager"]))\
            \(Fields.textArea("words", label: "What they are told, and asked to do", value: typed["words"] ?? "", error: errors["words"], rows: 4))\
            \(Fields.button("Take it further"))
            """
        return page(
            "Take their refusal further", found,
            """
            <p>Managers of both agencies speak first. If that does not settle it, ask the safeguarding board or an impartial adviser.</p>\
            <p class="clause">Rests on 004 §6.6.6; 003 M4 p1</p>\
            \(Fields.form(Addresses.escalate(found.request.id.text), token, fields))
            """, errors)
    }

    static func withdraw(
        _ found: OutgoingFound, token: String, _ typed: Form.Fields = [:], _ errors: [FormError] = []
    ) -> Page {
        page(
            "No longer ask for it?", found,
            Fields.form(
                Addresses.withdrawOutgoing(found.request.id.text), token,
                """
                \(Fields.textArea("why", label: "Why you no longer ask for it", value: typed["why"] ?? "", error: errors["why"], rows: 3))\
                \(Fields.textArea("told", label: "Whom you told (optional)", value: typed["told"] ?? "", error: errors["told"], rows: 2))\
                \(Fields.button("We no longer ask for it", .warning))
                """), errors)
    }
}
