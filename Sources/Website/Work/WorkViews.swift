import Ledger
import Policy
import Sharing
import Vault

enum WorkViews {
    static func page(_ work: Work, _ shown: DutiesShown, site: Site, context: SignedInContext, now: Instant) -> Page {
        let role = context.access.role
        var content: HTML = ""
        if role == .practitioner || role == .manager || role == .governance {
            content += "<p>\(Parts.buttonLink("Start a decision", Addresses.newRequest))</p>"
            content += escalated(work, site, now) + duties(work, shown, site, now)
            content += section("Urgent actions to write up", work.urgent.map { urgent($0, now) }, empty: nil)
            content += section(
                "Decisions you have begun", work.open.map { open($0) }, empty: "You have begun no decision that is still open.")
            content += section(
                "Reviews that fall due", work.reviews.map { review($0, now) }, empty: "No review falls due in the next two weeks."
            )
        } else if role == .administrator {
            content += "<p>You keep accounts and settings. You see no casework.</p>"
        }
        if role != .administrator {
            let title =
                role == .practitioner ? "Your latest decisions" : "Latest decisions of \(context.person.organisation.title)"
            content += section(title, work.recent.map { recent($0) }, empty: "No decision has been recorded yet.")
            if !work.recent.isEmpty { content += "<p>\(Parts.link("All decisions", Addresses.decisions))</p>" }
        }
        if context.access.keepsPolicies || role == .auditor {
            content += """
                <h2>Policies in use</h2><p>\(Parts.link("Policies", Addresses.policies)) – what each advises, how it was proved, \
                and where two differ</p>
                """
        }
        if role != .administrator { content += "<h2>Also here</h2>\(Parts.list(doors(context)))" }
        return Page(heading: "My work", content: content)
    }

    private static func doors(_ context: SignedInContext) -> [HTML] {
        let team: [HTML] =
            context.access.oversees
            ? ["\(Parts.link("Team overview", Addresses.team)) – what waits, for whom, and for how long"] : []
        let casework: [HTML] =
            context.access.doesCasework
            ? ["\(Parts.link("Advice without a name", Addresses.consultations)) – ask, answer, and say what came of it"] : []
        return team + [
            "\(Parts.link("Sign-offs", Addresses.signOffs)) – what waits for somebody to agree"
        ] + casework + ["\(Parts.link("Directory", Addresses.directory)) – people in other agencies, with verified numbers"]
    }

    /// What waited too long for somebody else.
    private static func escalated(_ work: Work, _ site: Site, _ now: Instant) -> HTML {
        if work.escalated.isEmpty { return "" }
        return """
            <h2>Escalated to you</h2><p>These waited too long for others. \(Parts.link("See everything in the team", Addresses.team))</p>\
            \(Parts.table("Escalated to you", heads: DutyViews.heads, rows: DutyViews.rows(work.escalated, list: "escalated", site, now), captionHidden: true))
            """
    }

    /// What waits for whoever looks, the most pressing first.
    private static func duties(_ work: Work, _ shown: DutiesShown, _ site: Site, _ now: Instant) -> HTML {
        let all = work.counts.values.reduce(0, +)
        if all == 0 { return "<h2>Waits for you</h2><p>Nothing that is owed waits for you.</p>" }
        let known = site.lists[.duties]
        let kinds =
            [Fields.Choice(value: "", words: "Everything (\(all))")]
            + work.counts.map { Fields.Choice(value: $0.key, words: "\(known.words($0.key)) (\($0.value))") }.sorted {
                $0.words < $1.words
            }
        let filter: HTML = """
            <form method="get" action="\(Addresses.work)" novalidate><div class="filters" role="search">\
            \(Fields.select("kind", label: "Show", choices: kinds, chosen: shown.kind))\(Fields.button("Show", .secondary))</div></form>
            """
        let count = shown.kind.isEmpty ? all : work.counts[shown.kind] ?? 0
        let list: HTML =
            work.duties.isEmpty
            ? "<p>Nothing of this kind waits for you.</p>"
            : Parts.table(
                "What waits for you", heads: DutyViews.heads, rows: DutyViews.rows(work.duties, list: "number", site, now),
                captionHidden: true)
        return
            "<h2>Waits for you</h2>\(work.counts.count > 1 || !shown.kind.isEmpty ? filter : "" as HTML)\(list)\(pages(shown, count))"
    }

    private static func pages(_ shown: DutiesShown, _ count: Int) -> HTML {
        let pages = max(1, (count + DutiesShown.size - 1) / DutiesShown.size)
        if pages == 1 { return "" }
        func step(_ words: String, _ page: Int) -> HTML {
            "<li>\(Parts.link(words, "\(Addresses.work)?kind=\(shown.kind)&page=\(page)"))</li>"
        }
        return """
            <nav class="pagination" aria-label="Pages of what waits"><ul>\(shown.page > 1 ? step("Previous page", shown.page - 1) : "" as HTML)\
            <li><span aria-current="page">Page \(shown.page) of \(pages)</span></li>\
            \(shown.page < pages ? step("Next page", shown.page + 1) : "" as HTML)</ul></nav>
            """
    }

    private static func section(_ title: String, _ items: [HTML], empty: String?) -> HTML {
        if items.isEmpty { return empty.map { "<h2>\(title)</h2><p>\($0)</p>" } ?? "" }
        let entries: [HTML] = items.map { "<li class=\"task\">\($0)</li>" }
        return "<h2>\(title)</h2><ul class=\"task-list\">\(entries)</ul>"
    }

    private static func task(_ words: String, _ address: String, _ detail: String, _ tag: HTML) -> HTML {
        """
        <div class="task-name"><a href="\(address)">\(words)</a><div class="hint">\(detail)</div></div>\
        <div class="task-status">\(tag)</div>
        """
    }

    private static func urgent(_ action: UrgentAction, _ now: Instant) -> HTML {
        let late = now > action.writeUpBy
        return task(
            action.subject.isEmpty ? "Urgent action of \(action.at.inWords)" : action.subject,
            Addresses.urgentAction(action.id.text),
            "Write up by \(action.writeUpBy.inWords)", late ? Parts.tag("Overdue", .danger) : Parts.tag("To write up", .caution))
    }

    private static func open(_ request: SharingRequest) -> HTML {
        task(
            request.subject, Addresses.request(request.id.text),
            "For \(request.recipient). Last changed \(request.changed.inWords)",
            request.answers.isEmpty ? Parts.tag("Not started") : Parts.tag("In progress", .caution))
    }

    private static func review(_ decision: Decision, _ now: Instant) -> HTML {
        let due = decision.reviewOn ?? decision.at
        return task(
            decision.subject, Addresses.decision(decision.id.text), "\(decision.verdict.words). Review by \(due.dayInWords)",
            now > due.adding(days: 1) ? Parts.tag("Overdue", .danger) : Parts.tag("Due", .caution))
    }

    private static func recent(_ decision: Decision) -> HTML {
        task(
            decision.subject, Addresses.decision(decision.id.text), "For \(decision.recipient). \(decision.at.inWords)",
            "\(decision.verdict.words)")
    }
}
