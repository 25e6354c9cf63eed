import Ledger
import Sharing
import Vault

/// A person's page: what a practitioner needs to know before they speak (000 §6.4, §10.12; 001 §11 Telephones; 002 Q11, Q20).
enum PersonViews {
    static func page(_ whole: WholePerson, site: Site, _ context: SignedInContext) -> Page {
        guard let file = whole.file else { return PersonEntryViews.page(whole, site: site, context) }
        let person = whole.person
        // Who looks on changes nothing.
        let changes = context.access.doesCasework
        return Page(
            heading: person.shownName,
            content: """
                \(state(whole, file))\(safeContact(person, file, site, changes))\(alerts(whole, file))\(facts(whole, file, site, changes))\
                \(ConsentGlance.view(file, person, site))\(PersonAroundViews.decide(person, file, site))\(PersonAroundViews.network(whole, file, site))\
                \(PersonAroundViews.duties(whole, file))\(latest(person, file, site))\(parts(person.id.text))\(actions(whole, context))
                """,
            back: Addresses.people)
    }

    private static func state(_ whole: WholePerson, _ file: WholePerson.File) -> HTML {
        let person = whole.person
        var html: HTML = ""
        if let kept = whole.goesOn {
            html += Parts.warning(
                "This record was merged. The person goes on as \(Parts.link("number \(kept.id.text)", Addresses.person(kept.id.text))). What stands here stays readable."
            )
        }
        switch person.state {
        case .deceased:
            html += Parts.warning(
                "\(person.name) has died\(person.died.map { " on \(PersonWords.day($0))" } ?? ""). What they told you stays confidential, and access stays as it was. Data protection law no longer covers them. (002 App C)"
            )
        case .locationUnknown: html += Parts.warning("Nobody knows where \(person.name) is.")
        case .moved: html += Parts.inset("<p>\(person.name) has moved away. \(file.particulars.content.stateWords)</p>")
        case .active, .closed, .merged: break
        }
        return html
    }

    private static func alerts(_ whole: WholePerson, _ file: WholePerson.File) -> HTML {
        let person = whole.person
        var html: HTML = ""
        let threats = file.relations.filter(\.isContinuingThreat)
        for threat in threats {
            html += Parts.warning(
                "\(threat.name) is assessed as a continuing threat to others. \(Parts.link("Read the assessment of \(threat.name)", Addresses.relation(person.id.text, threat.id.text)))"
            )
        }
        for one in file.relations where one.content.objects && !one.isEnded {
            html += Parts.warning("\(person.name) objects to \(one.name) being told anything.")
        }
        if file.sealedFacts > 0 {
            html += Parts.warning(
                "Some facts are sealed: they must not reach certain people. \(Parts.link("See what is sealed", Addresses.sealedFacts(person.id.text)))"
            )
        }
        if !whole.merged.isEmpty {
            let links: [HTML] = whole.merged.map {
                Parts.link("\($0.shownName), number \($0.id.text)", Addresses.person($0.id.text))
            }
            html += Parts.inset("<p>Records merged into this one, which keep what stands in them:</p>\(Parts.list(links))")
        }
        return html.bytes.isEmpty ? "" : "<h2>What you must know</h2>\(html)"
    }

    /// First and loud (001 §11 Telephones; 004 §6.5).
    static func safeContact(
        _ person: RegisteredPerson, _ file: WholePerson.File, _ site: Site, _ changes: Bool
    ) -> HTML {
        func change(_ words: String) -> HTML {
            changes ? "<p>\(Parts.link(words, Addresses.safeContact(person.id.text)))</p>" : ""
        }
        guard person.state != .deceased else { return "" }
        guard let safe = file.particulars.content.safeContact else {
            return """
                <h2>Before you contact them</h2>\
                \(Parts.warning("Nobody has recorded how to reach \(person.name) safely. Ask before you call, write or text."))\
                \(change("Record how to reach them safely"))
                """
        }
        return """
            <h2>Before you contact them</h2>\(DetailsViews.safeContact(safe))\
            \(DetailsViews.ways(safe, changes ? person.id.text : nil, site))\(change("Change how to reach them safely"))
            """
    }

    private static func facts(_ whole: WholePerson, _ file: WholePerson.File, _ site: Site, _ changes: Bool) -> HTML {
        let person = whole.person
        let id = person.id.text
        let means = PersonWords.consent(person.ageBand(on: site.today))
        var rows: [Parts.Row] = [
            .init(
                key: "Age", value: "\(PersonWords.age(person, on: site.today))",
                change: (Addresses.ageReview(id), "who consents at this age"))
        ]
        if person.died == nil {
            rows.append(.init(key: "What the age means", value: "\(means.words) <span class=\"clause\">\(means.clause)</span>"))
        }
        rows += [
            .init(
                key: "State", value: PersonWords.tag(person.state),
                change: changes ? (Addresses.personState(id), "the state") : nil),
            .init(key: "Reference", value: "\(person.reference.isEmpty ? "Not provided" : person.reference)"),
            .init(
                key: "How to speak with them",
                value: DetailsViews.communication(file.particulars.content.communication, site),
                change: changes ? (Addresses.communication(id), "how to speak with them") : nil),
        ]
        let standings = file.particulars.content.standings.filter { $0.until.isEmpty || $0.until >= site.today }
        if !standings.isEmpty {
            let words: [HTML] = standings.map { "\(site.lists[.standings].words($0.kind))" }
            rows.append(.init(key: "Standing in law and care", value: Parts.list(words)))
        }
        return "<h2>Who they are</h2>\(Parts.summaryList(rows))"
    }

    private static func latest(_ person: RegisteredPerson, _ file: WholePerson.File, _ site: Site) -> HTML {
        let items: [HTML] = file.latest.map {
            "\(PersonWords.day(String(($0.happened.isEmpty ? $0.known : $0.happened).prefix(10)))): \(site.lists[.information].words($0.category))"
        }
        return items.isEmpty
            ? ""
            : "<h2>Latest in the file</h2>\(Parts.list(items))<p>\(Parts.link("Read the whole chronology", Addresses.chronology(person.id.text)))</p>"
    }

    private static func parts(_ id: String) -> HTML {
        let links: [(String, String)] = [
            ("Details and standing", Addresses.personDetails(id)), ("Family, professionals and others", Addresses.relations(id)),
            ("What was explained to them", Addresses.explanation(id)), ("Consent", Addresses.consent(id)),
            ("Information", Addresses.information(id)), ("Chronology", Addresses.chronology(id)),
            ("Sealed facts", Addresses.sealedFacts(id)), ("Requests about them", Addresses.personRequests(id)),
            ("Requests we made", Addresses.outgoing(id)), ("Disclosures", Addresses.personDisclosures(id)),
            ("Where their information went", Addresses.whereItWent(id)), ("Procedures", Addresses.personProcedures(id)),
        ]
        return "<h2>The whole file</h2>\(Parts.list(links.map { Parts.link($0.0, $0.1) }))"
    }

    private static func actions(_ whole: WholePerson, _ context: SignedInContext) -> HTML {
        guard context.access.doesCasework else { return "" }
        let id = whole.person.id.text
        var links: [HTML] =
            whole.worksWith
            ? [
                Parts.link("Hand over to a colleague", Addresses.handOver(id)),
                Parts.link("Stop working with them", Addresses.stopWorking(id)),
            ] : [Parts.link("Work with this person", Addresses.takeUp(id))]
        links.append(
            whole.person.isMerged
                ? Parts.link("Undo the merge", Addresses.undoMerge(id))
                : Parts.link("The same person is registered twice", Addresses.merge(id)))
        return "<div class=\"no-print\"><h2>Change who works with them</h2>\(Parts.list(links))</div>"
    }
}
