import Ledger
import Policy
import Sharing
import Vault

enum WorkViews {
    static func page(_ work: Work, site: Site, context: SignedInContext, now: Instant) -> Page {
        let role = context.access.role
        var content: HTML = ""
        if role == .practitioner || role == .manager || role == .governance {
            content += "<p>\(Parts.buttonLink("Start a decision", Addresses.newRequest))</p>"
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
        return Page(heading: "My work", content: content)
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
