import HTTPTypes
import Ledger
import Sharing
import Vault

/// Telling people: what is seen.
enum InformingViews {
    static func page(
        _ found: InformingFound, talk: String = "", _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        let informing = found.informing
        let acts = context.access.doesCasework
        var content: HTML = "<p>\(tag(informing))</p>\(Parts.summaryList(rows(found, site)))"
        if informing.isOpen { content += reaching(found, site) }
        if informing.isOpen, acts { content += actions(found) }
        if let letter = informing.whom.letter, informing.state != .closed, site.letters.template(letter) != nil {
            content += "<h2>Letter</h2>\(wayToLetter(found))"
        }
        if informing.record.hasPrefix("disclosure/"), acts {
            content += """
                <p><a href="\(Addresses.addInforming(String(informing.record.dropFirst(11))))">Somebody else is to be told of it too</a></p>
                """
        }
        if !informing.content.followUpOn.isEmpty || found.duties.contains(where: { $0.kind == "trust" }) {
            content += followUp(found, talk, errors, acts, context)
        }
        return Page(
            heading: heading(found), content: content, errors: errors, back: Addresses.person(informing.person.text),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func heading(_ found: InformingFound) -> String {
        switch found.informing.state {
        case .due, .deferred: "Tell \(found.name)"
        case .told: "\(found.name): told"
        case .closed: "\(found.name): closed without telling"
        }
    }

    private static func tag(_ informing: Informing) -> HTML {
        switch informing.state {
        case .due: Parts.tag("To be told", .caution)
        case .deferred: Parts.tag("Not yet", .caution)
        case .told: Parts.tag("Told", .good)
        case .closed: Parts.tag("Closed")
        }
    }

    private static func rows(_ found: InformingFound, _ site: Site) -> [Parts.Row] {
        let informing = found.informing
        let content = informing.content
        var rows: [Parts.Row] = [.init(key: "Who", value: "\(informing.whom.words)")]
        if informing.whom != .person {
            rows.append(.init(key: "About", value: Parts.link(found.person.shownName, Addresses.person(found.person.id.text))))
        }
        if let address = Addresses.record(informing.record, person: informing.person.text) {
            rows.append(.init(key: "Because of", value: Parts.link(recordWords(informing.record), address)))
        }
        func row(_ key: String, _ words: String) {
            if !words.isEmpty { rows.append(.init(key: key, value: HTML.paragraphs(words))) }
        }
        row(informing.state == .told ? "What they were told" : "What they are to be told", content.words)
        if informing.state == .told {
            let points = site.lists[.tellingPoints]
            if !content.points.isEmpty {
                rows.append(.init(key: "They were told", value: Parts.list(content.points.map { "\(points.words($0))" })))
            }
            row("Why not the rest", content.pointsWhy)
        }
        if !content.way.isEmpty {
            row("How", [site.lists[.ways].words(content.way), content.detail].filter { !$0.isEmpty }.joined(separator: ", "))
        }
        row("Why this way", content.wayWhy)
        row("When", content.toldOn.isEmpty ? "" : SharedLedgerViews.date(content.toldOn))
        row("Who was there", content.present)
        row("What they said", content.reaction)
        row("What it may do to their trust", content.trust)
        if informing.state == .deferred {
            row("Why not yet", site.lists[.deferralGrounds].words(content.ground))
            row("Reason", content.why)
            row("Looked at again on", SharedLedgerViews.date(content.reviewOn))
        }
        row("Agreed by", informing.state == .deferred || informing.state == .closed ? content.approvedBy : "")
        row("Why they are not told", content.closedWhy)
        for review in content.reviews {
            let found = review.isSafe ? "Safe and possible" : "Not yet safe and possible"
            row("Looked at on \(SharedLedgerViews.date(review.on))", "\(found). \(review.words) (\(review.by))")
        }
        return rows
    }

    private static func recordWords(_ record: String) -> String {
        switch record.split(separator: "/").first {
        case "disclosure": "What was sent"
        case "decision": "The decision"
        case "information_item": "What is recorded"
        case "sharing_request": "The request"
        default: "Another record"
        }
    }

    /// How they are spoken with, and how they may be reached (000 §10.5; 004 §6.5).
    static func reaching(_ found: InformingFound, _ site: Site) -> HTML {
        if found.informing.whom == .family { return family(found, site) }
        guard found.informing.whom == .person else { return "" }
        return "<h2>How to speak with them</h2>\(needs(found, site))<h2>How to reach them</h2>\(ways(found, site))"
    }

    private static func needs(_ found: InformingFound, _ site: Site) -> HTML {
        guard let communication = found.communication else {
            return "<p>Nobody has asked how they need to be spoken with. Ask first.</p>"
        }
        var rows: [Parts.Row] = []
        func row(_ key: String, _ words: String) {
            if !words.isEmpty { rows.append(.init(key: key, value: "\(words)")) }
        }
        row("First language", communication.firstLanguage)
        row("Interpreter", communication.interpreter)
        row("Support with", communication.needs.map { site.lists[.communicationNeeds].words($0) }.joined(separator: "; "))
        row("Form", communication.format.isEmpty ? "" : site.lists[.formats].words(communication.format))
        row("How they say yes and no", communication.signal)
        row("Whom they trust to be there", communication.trusted)
        row("More", communication.words)
        return rows.isEmpty ? "<p>They need nothing special.</p>" : Parts.summaryList(rows)
    }

    static func ways(_ found: InformingFound, _ site: Site) -> HTML {
        guard let safe = found.safeContact else {
            return """
                <p>Nobody has asked how they can be reached safely. \
                <a href="\(Addresses.personDetails(found.person.id.text))">Record what is safe</a></p>
                """
        }
        let rows: [[HTML]] = safe.ways.map { way in
            let tag: HTML =
                switch way.safety {
                case .safe: Parts.tag("Safe", .good)
                case .unsafe: Parts.tag("Unsafe", .danger)
                case .notKnown: Parts.tag("Not known", .caution)
                }
            return [
                "\(site.lists[.ways].words(way.way))", "\(way.detail.isEmpty ? "Any" : way.detail)", tag,
                "\(way.times.isEmpty ? "Any time" : way.times)",
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? "<p>No way is recorded.</p>"
            : Parts.table("Ways to reach them", heads: ["Way", "Where", "Is it safe?", "When"], rows: rows)
        let seen: HTML = safe.whoElseMightSee.isEmpty ? "" : "<p>Who else might see: \(safe.whoElseMightSee)</p>"
        return "\(table)\(seen)"
    }

    /// What family may be told, as the person has said (000 §10.12, §13.1).
    private static func family(_ found: InformingFound, _ site: Site) -> HTML {
        let rows: [[HTML]] = found.relations.filter { site.lists[.relations][$0.kind]?.group == "family" }.map { one in
            [
                "\(one.name)", "\(site.lists[.relations].words(one.kind))",
                "\(one.content.objects ? "Nothing: the person objects" : one.content.mayBeTold)", "\(one.content.excluded)",
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? "" : Parts.table("What family may be told", heads: ["Who", "Relation", "May be told", "Not told"], rows: rows)
        return "\(table)<h2>How to reach them</h2>\(ways(found, site))"
    }

    private static func actions(_ found: InformingFound) -> HTML {
        let id = found.informing.id.text
        let isDeferred = found.informing.state == .deferred
        let first: HTML =
            isDeferred
            ? Parts.buttonLink("Look again whether they can be told", Addresses.informingReview(id))
            : Parts.buttonLink("Record how they are told", Addresses.informingWay(id))
        let deferral: HTML =
            isDeferred ? "" : "<li>\(Parts.link("Not yet: say why, and look again", Addresses.informingDefer(id)))</li>"
        return """
            <h2>What you can do</h2><p>\(first)</p><ul class="list">\(deferral)\
            <li>\(Parts.link("Close it without telling them", Addresses.informingClose(id)))</li></ul>
            """
    }

    /// The letter, or why there is none.
    private static func wayToLetter(_ found: InformingFound) -> HTML {
        switch found.obstacleToLetter {
        case nil:
            """
            <p><a href="\(Addresses.informingLetter(found.informing.id.text))">See the letter</a>. It says kinds of information \
            and never what is sealed.</p>
            """
        case .early: "<p>There is no letter until they are to be told.</p>"
        case .unsafe: "<p>There is no letter: it is not safe for them.</p>"
        case .notKnown: "<p>There is no letter until somebody has recorded whether one is safe for them.</p>"
        }
    }

    private static func followUp(
        _ found: InformingFound, _ talk: String, _ errors: [FormError], _ acts: Bool, _ context: SignedInContext
    ) -> HTML {
        guard let duty = found.duties.first(where: { $0.kind == "trust" }) else {
            let day = SharedLedgerViews.date(found.informing.content.followUpOn)
            return "<h2>Talking again</h2><p>This was planned for \(day), and has been done or handed over.</p>"
        }
        let form: HTML =
            acts
            ? Fields.form(
                Addresses.informingFollowUp(found.informing.id.text), context.person.formToken,
                """
                \(Fields.textArea("talk", label: "What came of talking again", value: talk, error: errors["talk"]))\
                \(Fields.button("Record the talk"))
                """) : ""
        return "<h2>Talking again</h2><p>Planned for \(duty.due.dayInWords).</p>\(form)"
    }
}
