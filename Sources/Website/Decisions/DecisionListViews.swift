import Sharing
import Vault

enum DecisionListViews {
    static func page(_ found: [Decision], _ search: Decision.Search, _ context: SignedInContext) -> Page {
        let shown = found.prefix(Decision.Search.pageSize)
        let token = context.person.formToken
        let own = context.access.role == .practitioner
        let rows: [[HTML]] = shown.map { decision in
            [
                Parts.link(decision.subject, Addresses.decision(decision.id.text)), "\(decision.recipient)",
                "\(decision.verdict.words)\(decision.departure == nil ? "" : " \(Parts.tag("Departs from advice", .caution))" as HTML)",
                "\(decision.at.dayInWords)",
            ]
        }
        let narrowed = !search.words.isEmpty || search.verdict != nil
        let none: HTML =
            narrowed
            ? "<p>No decision fits your search. \(Parts.link("Show all", Addresses.decisions))</p>"
            : "<p>No decision has been recorded yet. \(Parts.link("Start a decision", Addresses.newRequest))</p>"
        let list: HTML =
            rows.isEmpty
            ? none
            : Parts.table("Decisions, page \(search.page)", heads: ["About", "Recipient", "Decision", "Recorded"], rows: rows)
        return Page(
            heading: own ? "Your decisions" : "Decisions of \(context.person.organisation.title)",
            content: "\(filters(search, token))\(reach(search))\(list)\(pages(search, token, more: found.count > shown.count))",
            wide: true)
    }

    /// How far the search went: what is written is sealed, and only so much of it is opened.
    private static func reach(_ search: Decision.Search) -> HTML {
        if search.words.isEmpty && search.order != .subject && search.order != .recipient { return "" }
        let limit = "\(Decision.Search.textLimit / 1000),000"
        return search.words.isEmpty
            ? "<p class=\"hint\">Put in order among the latest \(limit) decisions.</p>"
            : "<p class=\"hint\">Names were looked for in all decisions, other words in the latest \(limit).</p>"
    }

    private static func filters(_ search: Decision.Search, _ token: String) -> HTML {
        let verdicts =
            [Fields.Choice(value: "", words: "Any decision")]
            + Verdict.allCases.map { .init(value: $0.rawValue, words: $0.words) }
        let orders: [Fields.Choice] = [
            .init(value: "newest", words: "Newest first"), .init(value: "oldest", words: "Oldest first"),
            .init(value: "subject", words: "By person"), .init(value: "recipient", words: "By recipient"),
        ]
        let spellings: [Fields.Choice] = [
            .init(value: "", words: "As they are written"), .init(value: "yes", words: "That sound alike"),
        ]
        let fields: HTML = """
            <div class="filters" role="search">\
            \(Fields.input("words", label: "Search", hint: "A name, or words of the record", value: search.words))\
            \(Fields.select("sounds", label: "Names", choices: spellings, chosen: search.soundsAlike ? "yes" : ""))\
            \(Fields.select("verdict", label: "Decision", choices: verdicts, chosen: search.verdict?.rawValue ?? ""))\
            \(Fields.select("order", label: "Order", choices: orders, chosen: search.order.rawValue))\
            \(Fields.button("Search", .secondary))</div>
            """
        return Fields.form(Addresses.decisions, token, fields)
    }

    private static func pages(_ search: Decision.Search, _ token: String, more: Bool) -> HTML {
        func step(_ words: String, _ page: Int) -> HTML {
            let fields: HTML = """
                \(Fields.hidden("words", search.words))\(Fields.hidden("sounds", search.soundsAlike ? "yes" : ""))\
                \(Fields.hidden("verdict", search.verdict?.rawValue ?? ""))\
                \(Fields.hidden("order", search.order.rawValue))\(Fields.hidden("page", String(page)))\(Fields.button(words, .secondary))
                """
            return "<li>\(Fields.form(Addresses.decisions, token, fields))</li>"
        }
        if search.page == 1 && !more { return "" }
        let before = search.page > 1 ? step("Previous page", search.page - 1) : ""
        let after = more ? step("Next page", search.page + 1) : ""
        return "<nav class=\"pagination\" aria-label=\"Pages of decisions\"><ul>\(before)\(after)</ul></nav>"
    }
}
