import Ledger
import Sharing
import Vault

/// A chronology as it is read: the patterns first, then what happened.
enum ChronologyViews {
    static let pageSize = 50

    static func page(_ whole: WholeChronology, _ asked: ChronologyAsked, _ site: Site, _ context: SignedInContext) -> Page {
        guard let person = whole.people.first else { return Page(heading: "Chronology", content: "") }
        let id = person.id.text
        let found = whole.chronology.filtered(asked.filter)
        let pages = max(1, (found.count + pageSize - 1) / pageSize)
        let page = min(asked.page, pages)
        let shown = found.dropFirst((page - 1) * pageSize).prefix(pageSize)
        let isFamily = whole.people.count > 1
        let rows: [[HTML]] = shown.map { event in
            let who: HTML = asked.withFamily && isFamily ? "<p><strong>\(whole.name(event.person))</strong></p>" : ""
            return [
                "\(event.place.whenInWords)\(event.happened.isEmpty ? " (when it became known)" : "" as HTML)",
                "\(event.known.whenInWords)",
                "\(who)\(what(event))\(marks(event))",
                "\(site.lists[.chronology].words(event.kind))\(detail(event, site))", "\(source(event, whole))",
            ]
        }
        let count = found.count == 1 ? "1 event" : "\(found.count) events"
        let table: HTML =
            rows.isEmpty
            ? "<p>Nothing fits. \(Parts.link("Show everything", Addresses.chronology(id)))</p>"
            : Parts.table(
                "\(count), page \(page) of \(pages)",
                heads: ["Happened", "Known to us", "What", "Kind", "Who recorded it, and from whom"],
                rows: rows)
        return Page(
            heading: "Chronology of \(person.shownName)",
            content: """
                \(patterns(whole, site))\(filters(asked, whole, site, context.person.formToken, id))\(table)\
                \(steps(asked, page, pages, context.person.formToken, id))\
                <h2>An extract for somebody else</h2>\
                <p>Nothing of this may be sent, printed for another agency or copied out as it is. What others need goes by a \
                disclosure: chosen item by item, fact and opinion apart, with third parties and sealed facts masked. \
                <span class="clause">002 Q20; 004 §6.4</span></p>\
                <p class="no-print">\(Parts.link("Begin a disclosure from a decision", Addresses.personDisclosures(id)))</p>
                """,
            back: Addresses.person(id), wide: true)
    }

    private static func what(_ event: Chronology.Event) -> HTML {
        let words = InformationViews.short(event.words)
        let parts = event.record.split(separator: "/").map(String.init)
        guard parts.count == 2, let address = address(parts[0], parts[1], event.person.text) else { return "\(words)" }
        return Parts.link(words, address)
    }

    private static func address(_ table: String, _ id: String, _ person: String) -> String? {
        switch table {
        case "information_item": Addresses.informationItem(person, id)
        case "sharing_request": Addresses.request(id)
        case "decision": Addresses.decision(id)
        case "outgoing_request": Addresses.outgoingRequest(id)
        case "disclosure": Addresses.disclosure(id)
        case "informing": Addresses.informing(id)
        case "procedure_run": Addresses.procedureRun(id)
        case "consent", "consent_change": Addresses.consent(person)
        case "explanation": Addresses.explanation(person)
        default: nil
        }
    }

    private static func detail(_ event: Chronology.Event, _ site: Site) -> HTML {
        let parts = [
            event.category.isEmpty ? "" : site.lists[.information].words(event.category),
            InformationItem.Nature(rawValue: event.nature)?.words ?? "",
        ].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : ": \(parts.joined(separator: ". "))"
    }

    private static func source(_ event: Chronology.Event, _ whole: WholeChronology) -> HTML {
        let author = event.author.isEmpty ? "" : whole.colleagues.colleague(event.author)
        return "\([author, event.source.isEmpty ? "" : "from \(event.source)"].filter { !$0.isEmpty }.joined(separator: "; "))"
    }

    static func marks(_ event: Chronology.Event) -> HTML {
        let tags: [HTML] = Chronology.Mark.allCases.filter { event.marks.contains($0) }.map { mark in
            switch mark {
            case .concern: Parts.tag("Concern", .danger)
            case .lowLevel: Parts.tag("Low-level concern", .caution)
            case .superseded: Parts.tag("Corrected since", .caution)
            case .restricted: Parts.tag("Restricted by the person", .danger)
            case .sharedLate: Parts.tag("Shared late", .danger)
            case .notShared: Parts.tag("Decided, and nothing has gone", .danger)
            case .recordedLate: Parts.tag("Recorded late", .caution)
            case .refusedAgain: Parts.tag("Refused again", .danger)
            case .notAsked: Parts.tag("Not asked who may know", .caution)
            }
        }
        return tags.isEmpty ? "" : "<p>\(tags.map { tag -> HTML in "\(tag) " })</p>"
    }

    private static func patterns(_ whole: WholeChronology, _ site: Site) -> HTML {
        if whole.patterns.isEmpty { return "" }
        let list = site.lists[.patterns]
        let parts: [HTML] = whole.patterns.map { pattern in
            let people = Set(pattern.events.map(\.person)).count > 1
            let rests: [HTML] = pattern.events.map { event in
                "\(event.place.whenInWords): \(people ? "\(whole.name(event.person)): " : "" as HTML)\(what(event))"
            }
            let subject: HTML = pattern.subject.isEmpty ? "" : ": \(pattern.subject)"
            let across: HTML = people ? " \(Parts.tag("Across the family", .danger))" : ""
            return """
                <div class="case"><h3>\(list.words(pattern.code))\(subject)</h3><p>\(across) <span class="clause">\
                \((list[pattern.code]?.because ?? []).joined(separator: "; "))</span></p>\(Parts.list(rests))</div>
                """
        }
        return """
            <h2>Look at these together</h2><p>They may be chance, or they may show something that no single note does. Whether \
            they do is for you and your manager to say.</p>\(parts)<h2>What happened</h2>
            """
    }

    private static func filters(
        _ asked: ChronologyAsked, _ whole: WholeChronology, _ site: Site, _ token: String, _ id: String
    ) -> HTML {
        let fields = NoteFields(asked.fields)
        let authors = whole.colleagues.colleagues.filter { one in whole.chronology.events.contains { $0.author == one.id.text } }
        let family: HTML =
            whole.people.count < 2
            ? ""
            : Fields.select(
                "who", label: "Whose",
                choices: [.init(value: "", words: "This person’s"), .init(value: "family", words: "The whole family’s")],
                chosen: fields["who"])
        let shows: [Fields.Choice] = [
            .init(value: "", words: "Everything"), .init(value: "concerns", words: "Only concerns"),
            .init(value: "current", words: "Without what was corrected"),
        ]
        let orders: [Fields.Choice] = [.init(value: "", words: "Newest first"), .init(value: "oldest", words: "Oldest first")]
        let content: HTML = """
            <div role="search" class="filters no-print">\
            \(Fields.input("words", label: "Words in it", value: fields["words"]))\(family)\
            \(Fields.select("show", label: "Show", choices: shows, chosen: fields["show"]))\
            \(Fields.select("kind", label: "Kind of event", choices: [.init(value: "", words: "Any")] + site.lists[.chronology].choices, chosen: fields["kind"]))\
            \(Fields.select("category", label: "What it is about", choices: [.init(value: "", words: "Anything")] + site.lists[.information].choices, chosen: fields["category"]))\
            \(Fields.select("nature", label: "Fact or opinion", choices: [.init(value: "", words: "Either")] + InformationItem.Nature.allCases.map { .init(value: $0.rawValue, words: $0.words) }, chosen: fields["nature"]))\
            \(Fields.select("author", label: "Recorded by", choices: [.init(value: "", words: "Anybody")] + authors.map { .init(value: $0.id.text, words: $0.name) }, chosen: fields["author"]))\
            \(fields.date("from", "From", hint: "For example, 27 3 2026"))\(fields.date("until", "Until", hint: "For example, 27 3 2026"))\
            \(Fields.select("order", label: "Order", choices: orders, chosen: fields["order"]))\
            \(Fields.button("Show these", .secondary))</div>
            """
        let form = Fields.form(Addresses.chronology(id), token, content)
        let isNarrowed = ChronologyAsked.names.contains { !fields[$0].isEmpty }
        let all: HTML = isNarrowed ? "<p class=\"no-print\">\(Parts.link("Show everything", Addresses.chronology(id)))</p>" : ""
        return "\(form)\(all)"
    }

    private static func steps(_ asked: ChronologyAsked, _ page: Int, _ pages: Int, _ token: String, _ id: String) -> HTML {
        if pages == 1 { return "" }
        func step(_ words: String, _ page: Int) -> HTML {
            let fields: HTML = "\(asked.hidden)\(Fields.hidden("page", String(page)))\(Fields.button(words, .secondary))"
            return "<li>\(Fields.form(Addresses.chronology(id), token, fields))</li>"
        }
        return """
            <nav class="pagination" aria-label="Pages of the chronology"><ul>\(page > 1 ? step("Previous page", page - 1) : "")\
            <li><span aria-current="page">Page \(page) of \(pages)</span></li>\
            \(page < pages ? step("Next page", page + 1) : "")</ul></nav>
            """
    }
}
