import HTTPTypes
import Ledger
import Sharing
import Vault

/// A disclosure that has gone or was given up.
enum DisclosureEndViews {
    static func past(_ about: DisclosureCase, site: Site, _ context: SignedInContext) -> Page {
        let content = about.disclosure.content
        let id = about.disclosure.id.text
        var rows: [Parts.Row] = [
            .init(key: "State", value: "<strong>\(about.disclosure.state.words)</strong>"),
            .init(
                key: "Decision", value: Parts.link("\(about.decision.verdict.words)", Addresses.decision(about.decision.id.text))),
        ]
        if let package = about.package {
            let recorded = [content.recipientName, content.recipientPost, content.recipientAgency].filter { !$0.isEmpty }
            // Where the record names nobody, the entry of the directory does.
            let who = recorded.isEmpty ? [about.contact?.name, about.contact?.agency].compactMap { $0 } : recorded
            rows += [
                .init(
                    key: "Recipient",
                    value: "\(who.isEmpty ? "Not recorded" : who.joined(separator: ", "))<br>\(content.recipientDetail)"),
                .init(key: "Purpose", value: "\(site.lists[.purposes].words(content.purpose)): \(content.purposeWords)"),
                .init(key: "Basis", value: "\(site.lists[.bases].words(content.basis)) \(content.basisWords)"),
                .init(key: "How", value: "\(site.lists[.channels].words(content.channel)) \(content.sentWords)"),
                .init(key: "Items", value: "\(package.content.sent.count)"),
                .init(key: "Conditions", value: content.conditions.isEmpty ? "None" : HTML.paragraphs(content.conditions)),
                .init(key: "Authorised by", value: "\(named(about.authorisedBy))"),
                .init(key: "Sent by", value: "\(named(about.sentBy))"),
            ]
            rows += stamps(about, package, site)
        }
        if !content.receivedBy.isEmpty {
            rows.append(
                .init(
                    key: "Receipt",
                    value: "\(content.receivedBy), \(SharedLedgerViews.date(content.receivedOn)): \(content.receivedWords)"))
        }
        if !content.fate.isEmpty { rows.append(.init(key: "What happened", value: HTML.paragraphs(content.fate))) }
        let several = about.informings.count > 1
        let told: [HTML] = about.informings.enumerated().map { place, one in
            let name = one.content.name.isEmpty ? "Somebody" : one.content.name
            let number = several ? "\(place + 1). " : ""
            return Parts.link("\(number)\(name): \(one.state.shown)", Addresses.informing(one.id.text))
        }
        let telling: HTML = told.isEmpty ? "" : "<h2>Who is told of it</h2>\(Parts.list(told))"
        var links: [HTML] = []
        if about.package != nil { links.append(Parts.link("Read and print what left", Addresses.disclosurePackage(id))) }
        links += papers(about, context)
        return Page(
            heading: "Shared about \(about.person.shownName)",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\(Parts.summaryList(rows))\(telling)\
                \(links.isEmpty ? "" : "<h2>What you can do</h2>\(Parts.list(links))" as HTML)
                """,
            back: Addresses.personDisclosures(about.person.id.text))
    }

    private static func named(_ practitioner: Practitioner?) -> String {
        practitioner.map { "\($0.name), \($0.post)" } ?? "Somebody who is no longer known here"
    }

    /// The papers that go with it, whether it arrived, and others who are told of it (000 §15.8.2, §19.2, §19.3).
    static func papers(_ about: DisclosureCase, _ context: SignedInContext) -> [HTML] {
        let id = about.disclosure.id.text
        var links: [HTML] = []
        if about.package != nil { links.append(Parts.link("Did it arrive?", Addresses.receipt(of: id))) }
        if about.contact != nil, about.disclosure.state != .abandoned {
            links.append(
                Parts.link("The undertaking that the recipient signs", Addresses.disclosureLetter(id, "undertaking")))
            links.append(
                Parts.link("The sheet for papers that leave the building", Addresses.disclosureLetter(id, "removal-sheet")))
        }
        if context.access.doesCasework, about.disclosure.state != .abandoned, !about.isAnonymised {
            links.append(Parts.link("Tell others of it", Addresses.addInforming(id)))
        }
        return links
    }

    /// When it was asked for, decided, sent and received, and whether that was late (001 §6 Timely; 004 §6.7.4).
    private static func stamps(_ about: DisclosureCase, _ package: FrozenPackage, _ site: Site) -> [Parts.Row] {
        let isUrgent = about.request.asking?.urgency.isUrgent ?? false
        let due = site.deadlines.times("request", isUrgent: isUrgent, from: about.request.begun).due
        let late: HTML = package.at > due ? Parts.tag("Late", .caution) : ""
        return [
            .init(key: about.request.askedBy == nil ? "Concern raised" : "Asked for", value: "\(about.request.begun.inWords)"),
            .init(key: "Decided", value: "\(about.decision.at.inWords)"),
            .init(key: "Sent", value: "\(package.at.inWords) \(late)"),
        ]
    }

    static func end(
        _ about: DisclosureCase, _ context: SignedInContext, typed: (fate: String, why: String) = ("", ""),
        errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let failed = Fields.Choice(value: "failed", words: "It was sent and did not arrive, or could not be sent")
        let choices = about.isOpen ? [.init(value: "abandoned", words: "It is given up"), failed] : [failed]
        let fields: HTML = """
            \(Fields.radios("fate", legend: "What happened?", choices: choices, chosen: typed.fate, error: errors["fate"]))\
            \(Fields.textArea("why", label: "What happened, and why", value: typed.why, error: errors["why"], rows: 3))\
            \(Fields.button("Record it"))
            """
        return Page(
            heading: "Give up, or note a failure",
            content: """
                <p>After a failure you can try again. If it may have reached somebody else, tell your governance lead at once.</p>\
                \(Fields.form(Addresses.disclosureEnd(id), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.disclosure(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}

extension Informing.State {
    fileprivate var shown: String {
        switch self {
        case .due: "to be told"
        case .deferred: "not yet, for a reason"
        case .told: "told"
        case .closed: "closed"
        }
    }
}
