import Ledger
import Sharing
import Vault

/// What waits for somebody to agree.
enum SignOffQueueViews {
    static func state(_ one: SignOff) -> HTML {
        let state: HTML =
            switch one.state {
            case .asked where !one.content.bypassWhy.isEmpty: Parts.tag("Gone ahead, to look back on", .danger)
            case .asked: Parts.tag("Waiting", .caution)
            case .agreed: one.content.conditions.isEmpty ? "Agreed" : "Agreed with conditions"
            case .refused: "Not agreed"
            case .withdrawn: "Taken back"
            }
        return one.isUrgent && one.state == .asked ? "\(Parts.tag("Urgent", .danger)) \(state)" : state
    }

    static func page(
        _ waiting: [SignOff], _ own: [SignOff], _ names: [String: String], _ site: Site, _ context: SignedInContext
    ) -> Page {
        let me = context.access.practitioner
        func row(_ one: SignOff) -> [HTML] {
            [
                Parts.link(site.lists[.signOff].words(one.situation), Addresses.signOff(one.id.text)),
                "\(names[one.author] ?? one.author)", "\(names[one.askedOf] ?? one.askedOf)", "\(one.at.inWords)", state(one),
            ]
        }
        func section(_ title: String, _ list: [SignOff], _ empty: String) -> HTML {
            list.isEmpty
                ? "<h2>\(title)</h2><p>\(empty)</p>"
                : "<h2>\(title)</h2>\(Parts.table(title, heads: ["What", "Asked by", "Asked of", "When", "State"], rows: list.map(row), captionHidden: true))"
        }
        var content: HTML = ""
        if context.access.oversees {
            content += section("Waiting for you", waiting.filter { $0.askedOf == me }, "Nobody waits for your answer.")
            content += section(
                "Waiting for others", waiting.filter { $0.askedOf != me },
                "Nobody waits for anybody else. Where a colleague is away, somebody of the same post may answer.")
        }
        if context.access.doesCasework { content += section("Asked by you", own, "You have asked nobody to agree to anything.") }
        return Page(heading: "Sign-offs", content: content, back: Addresses.work, wide: true)
    }
}
