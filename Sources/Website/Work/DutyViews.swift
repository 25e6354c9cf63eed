import HTTPTypes
import Ledger
import Sharing
import Vault

/// Duties as they are seen in lists, and each by itself.
enum DutyViews {
    static func tag(_ duty: Duty, _ now: Instant) -> HTML {
        let tag: HTML =
            switch duty.standing(at: now) {
            case .escalated: Parts.tag("Escalated", .danger)
            case .overdue: Parts.tag("Overdue", .danger)
            case .dueToday: Parts.tag("Due today", .caution)
            case .waiting: "To do"
            case .ended: duty.state == .dropped ? "No longer needed" : "Done"
            }
        return duty.isUrgent ? "\(Parts.tag("Urgent", .danger)) \(tag)" : tag
    }

    /// The words of a duty, as a link to where it is done.
    static func link(_ duty: Duty) -> HTML {
        Parts.link(words(duty), Addresses.record(duty.record, person: duty.person?.text) ?? Addresses.duty(duty.id.text))
    }

    static func words(_ duty: Duty) -> String { duty.content.words.isEmpty ? "Something to do" : duty.content.words }

    /// - Parameter list: what the list is called, so that links of the same words can be told apart by those who only hear them.
    static func rows(_ duties: [Duty], list: String, _ site: Site, _ now: Instant) -> [[HTML]] {
        duties.enumerated().map { row($1, "\(list) \($0 + 1)", site, now) }
    }

    private static func row(_ duty: Duty, _ place: String, _ site: Site, _ now: Instant) -> [HTML] {
        let handed: HTML =
            duty.content.handOvers.last.map { "<div class=\"hint\">Handed over: \($0.why)</div>" } ?? ""
        return [
            "\(link(duty))<div class=\"hint\">\(site.lists[.duties].words(duty.kind))</div>\(handed)",
            "by \(duty.due.inWords)", tag(duty, now),
            """
            <a href="\(Addresses.duty(duty.id.text))">More<span class="visually-hidden"> about \(place): \(words(duty))</span></a>
            """,
        ]
    }

    static let heads = ["What", "By when", "State", "Hand over or end"]

    static func page(
        _ duty: Duty, owner: String, names: [String: String], may: Bool, _ site: Site, _ context: SignedInContext, _ now: Instant,
        _ form: Form? = nil, _ errors: [FormError] = []
    ) -> Page {
        let entry = site.lists[.duties][duty.kind]
        var rows: [Parts.Row] = [
            .init(key: "What", value: link(duty)), .init(key: "Kind", value: "\(entry?.words ?? duty.kind)"),
            .init(key: "Waits for", value: "\(owner)"), .init(key: "By", value: "\(duty.due.inWords)"),
            .init(key: "Managers see it as escalated from", value: "\(duty.escalates.inWords)"),
            .init(key: "State", value: tag(duty, now)),
        ]
        if let entry, !entry.because.isEmpty {
            rows.append(.init(key: "Rests on", value: "\(entry.because.joined(separator: ", "))"))
        }
        if duty.state != .open {
            rows.append(.init(key: "Ended", value: "\(duty.ended?.inWords ?? ""): \(duty.content.endedWhy)"))
        }
        let handed: [HTML] = duty.content.handOvers.map {
            "\(Instant($0.at)?.inWords ?? ""): from \(names[$0.from] ?? $0.from) to \(names[$0.to] ?? $0.to). \($0.why)"
        }
        let history: HTML = handed.isEmpty ? "" : "<h2>Handed over</h2>\(Parts.list(handed))"
        var ways: HTML = ""
        if may, duty.state == .open {
            ways += "<p>\(Parts.link("Hand this over to a colleague", Addresses.handOverDuty(duty.id.text)))</p>"
            ways += DutyPages.endsByHand(duty, site) ? ending(duty, context, form, errors) : deed
        }
        return Page(
            heading: "Something that waits", content: "\(Parts.summaryList(rows))\(history)\(ways)", errors: errors,
            back: Addresses.work, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static let deed: HTML =
        "<p>It ends when it is done, and not before: open it and do what it says. Nothing that waits falls silent.</p>"

    private static func ending(_ duty: Duty, _ context: SignedInContext, _ form: Form?, _ errors: [FormError]) -> HTML {
        let fields: HTML = """
            \(Fields.radios("end", legend: "What became of it?", choices: [.init(value: "done", words: "It was done, and this system did not see it"), .init(value: "dropped", words: "It is no longer needed")], chosen: form?["end"], error: errors["end"]))\
            \(Fields.textArea("why", label: "How you know, or why", value: form?["why"] ?? "", error: errors["why"], rows: 3))\
            \(Fields.button("End this", .secondary))
            """
        return "<h2>End it by hand</h2>\(Fields.form(Addresses.duty(duty.id.text), context.person.formToken, fields))"
    }

    static func endsByTheDeed(_ duty: Duty) -> Page {
        Page(
            heading: "This ends by the deed alone",
            content: """
                <p>“\(words(duty))” cannot be ended by hand, so that nothing falls silent. Do what it says, or hand it over.</p>\
                <p>\(link(duty))</p><p>\(Parts.link("Hand it over to a colleague", Addresses.handOverDuty(duty.id.text)))</p>
                """,
            back: Addresses.duty(duty.id.text), status: .forbidden)
    }
}
