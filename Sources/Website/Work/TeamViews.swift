import Ledger
import Sharing
import Vault

enum TeamViews {
    static func page(
        _ team: Team, _ asked: TeamAsked, _ colleagues: [Practitioner], _ site: Site, _ context: SignedInContext, _ now: Instant
    ) -> Page {
        let names = Dictionary(colleagues.map { ($0.id.text, $0.name) }, uniquingKeysWith: { first, _ in first })
        let cut: HTML =
            team.isCut ? "<p>There is more than can be shown: these are the \(Team.limit) most pressing.</p>" : ""
        let nothing = team.lines.isEmpty && asked.kind.isEmpty
        let content: HTML =
            nothing
            ? "<p>Nothing waits for anybody in \(context.person.organisation.title).</p>"
            : "\(filters(team, asked, colleagues, site))\(cut)\(workers(team, asked, names, context))\(duties(team, asked, names, site, now))"
        return Page(heading: "Team overview", content: content, back: Addresses.work, wide: true)
    }

    private static func filters(_ team: Team, _ asked: TeamAsked, _ colleagues: [Practitioner], _ site: Site) -> HTML {
        let kinds =
            [Fields.Choice(value: "", words: "Everything")]
            + team.kinds.map { Fields.Choice(value: $0, words: site.lists[.duties].words($0)) }.sorted { $0.words < $1.words }
        let workers =
            [Fields.Choice(value: "", words: "Everybody")] + colleagues.map { .init(value: $0.id.text, words: $0.name) }
        let orders = TeamAsked.Order.allCases.map { Fields.Choice(value: $0.rawValue, words: $0.words) }
        return """
            <form method="get" action="\(Addresses.team)" novalidate><div class="filters" role="search">\
            \(Fields.select("worker", label: "Whose", choices: workers, chosen: asked.worker))\
            \(Fields.select("kind", label: "What", choices: kinds, chosen: asked.kind))\
            \(Fields.select("order", label: "Order", choices: orders, chosen: asked.order.rawValue))\
            \(Fields.button("Show", .secondary))</div></form>
            """
    }

    private static func workers(_ team: Team, _ asked: TeamAsked, _ names: [String: String], _ context: SignedInContext) -> HTML {
        func name(_ line: Team.Line) -> String { names[line.worker] ?? line.worker }
        let lines = team.lines.sorted { one, other in
            let before: (Int, Int) =
                switch asked.order {
                case .escalated: (one.escalated, other.escalated)
                case .overdue: (one.overdue, other.overdue)
                case .open: (one.open, other.open)
                case .name: (0, 0)
                }
            return before.0 == before.1 ? name(one) < name(other) : before.0 > before.1
        }
        let hands = context.access.doesCasework
        let rows: [[HTML]] = lines.map { line in
            let hand: HTML =
                hands
                ? "<a href=\"\(Addresses.handOverWork(of: line.worker))\">Hand over<span class=\"visually-hidden\"> everything of \(name(line))</span></a>"
                : "–"
            return [
                "\(name(line))", "\(line.open)", "\(line.overdue)",
                line.escalated > 0 ? Parts.tag("\(line.escalated) escalated", .danger) : "0", "\(line.urgent)",
                "\(line.oldest?.dayInWords ?? "")", hand,
            ]
        }
        if rows.isEmpty { return "<p>Nothing of this kind waits for anybody.</p>" }
        return Parts.table(
            "What waits, by worker", heads: ["Worker", "Open", "Overdue", "Escalated", "Urgent", "Oldest due", "If away"],
            rows: rows)
    }

    private static func duties(
        _ team: Team, _ asked: TeamAsked, _ names: [String: String], _ site: Site, _ now: Instant
    ) -> HTML {
        if team.duties.isEmpty { return "<p>Nothing fits what you asked to see.</p>" }
        let rows: [[HTML]] = team.duties.map { duty in
            [
                "\(Parts.link(DutyViews.words(duty), Addresses.duty(duty.id.text)))<div class=\"hint\">\(site.lists[.duties].words(duty.kind))</div>",
                "\(names[duty.owner] ?? duty.owner)", "by \(duty.due.inWords)", DutyViews.tag(duty, now),
            ]
        }
        let pages = max(1, (team.count + DutiesShown.size - 1) / DutiesShown.size)
        func step(_ words: String, _ page: Int) -> HTML { "<li>\(Parts.link(words, asked.address(page: page)))</li>" }
        let paging: HTML =
            pages == 1
            ? ""
            : """
            <nav class="pagination" aria-label="Pages of what waits"><ul>\(asked.page > 1 ? step("Previous page", asked.page - 1) : "" as HTML)\
            <li><span aria-current="page">Page \(asked.page) of \(pages)</span></li>\
            \(asked.page < pages ? step("Next page", asked.page + 1) : "" as HTML)</ul></nav>
            """
        return
            "\(Parts.table("Escalated first, then by urgency and day", heads: ["What", "Whose", "By when", "State"], rows: rows))\(paging)"
    }
}
