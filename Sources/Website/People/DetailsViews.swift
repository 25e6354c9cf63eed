import Ledger
import Sharing
import Vault

/// What is known of a person, a part at a time.
enum DetailsViews {
    static func safeContact(_ safe: Particulars.SafeContact) -> HTML {
        let message =
            safe.mayLeaveMessage.map { $0 ? "A message may be left." : "Do not leave a message." }
            ?? "Nobody has asked whether a message may be left."
        let seen = safe.whoElseMightSee.isEmpty ? "" : "Who else might see or hear: \(safe.whoElseMightSee)"
        let rest: [HTML] = [seen, safe.words].filter { !$0.isEmpty }.map { "<p>\($0)</p>" }
        return "\(Parts.warning("\(message)"))\(rest)"
    }

    /// - Parameter id: whose they are, for those who may change them.
    static func ways(_ safe: Particulars.SafeContact, _ id: String?, _ site: Site) -> HTML {
        let rows: [[HTML]] = safe.ways.enumerated().map { place, way in
            let words = "\(site.lists[.ways].words(way.way))\(way.detail.isEmpty ? "" : ", \(way.detail)")"
            return [
                id.map { Parts.link(words, Addresses.way($0, place)) } ?? "\(words)",
                PersonWords.safety(way.safety), "\(way.times.isEmpty ? "Not provided" : way.times)",
            ]
        }
        return rows.isEmpty
            ? "<p>No way to reach them is recorded yet.</p>"
            : Parts.table("Ways to reach them", heads: ["Way", "Safe?", "When"], rows: rows, captionHidden: true)
    }

    static func communication(_ communication: Particulars.Communication?, _ site: Site) -> HTML {
        guard let communication else {
            return "<strong>Nobody has asked.</strong> Ask before you ask for consent. <span class=\"clause\">000 §10.5</span>"
        }
        let needs = communication.needs.map { site.lists[.communicationNeeds].words($0) }
        let rows: [(String, String)] = [
            ("First language", communication.firstLanguage), ("Interpreter", communication.interpreter),
            ("Needs support with", needs.joined(separator: ", ")),
            ("Format", communication.format.isEmpty ? "" : site.lists[.formats].words(communication.format)),
            ("Says yes and no by", communication.signal), ("Who confirms it", communication.signalConfirmedBy),
            ("Trusts", communication.trusted), ("Also", communication.words),
        ].filter { !$0.1.isEmpty }
        return rows.isEmpty ? "Needs no support" : Parts.list(rows.map { "\($0.0): \($0.1)" })
    }

    static func page(_ person: RegisteredPerson, _ particulars: Particulars, site: Site, _ context: SignedInContext) -> Page {
        let id = person.id.text
        let changes = context.access.doesCasework
        func change(_ words: String, _ address: String) -> HTML { changes ? "<p>\(Parts.link(words, address))</p>" : "" }
        let content = particulars.content
        func row(_ key: String, _ value: String) -> Parts.Row {
            .init(key: key, value: "\(value.isEmpty ? "Not provided" : value)")
        }
        let born = person.born.map { PersonWords.day($0) + (person.isBirthEstimated ? " (estimated)" : "") } ?? ""
        let identity = Parts.summaryList([
            row("Name", person.name), row("What they are called", person.knownAs), row("Date of birth", born),
            row("Reference", person.reference), row("Postcode", person.postcode), row("Number on the register", id),
        ])
        let addresses: [[HTML]] = content.addresses.map {
            [
                "\($0.lines.replacing("\n", with: ", "))", "\($0.from.isEmpty ? "Not known" : PersonWords.day($0.from))",
                "\($0.until.isEmpty ? "Today" : PersonWords.day($0.until))",
            ]
        }
        let standings: [[HTML]] = content.standings.enumerated().map { place, one in
            let words = site.lists[.standings].words(one.kind)
            return [
                changes ? Parts.link(words, Addresses.standing(id, place)) : "\(words)",
                "\(one.from.isEmpty ? "Not known" : PersonWords.day(one.from))",
                "\(one.until.isEmpty ? "Still so" : PersonWords.day(one.until))", "\(one.source)",
            ]
        }
        let safe: HTML =
            content.safeContact.map { "\(safeContact($0))\(ways($0, changes ? id : nil, site))" }
            ?? "<p>Nobody has asked yet.</p>"
        let background: HTML =
            content.background.isEmpty
            ? "<p>Nothing is kept. It is kept only where there is a purpose.</p>"
            : Parts.summaryList([row("Background", content.background), row("Kept for", content.backgroundWhy)])
        return Page(
            heading: "Details of \(person.shownName)",
            content: """
                <h2>Who they are</h2>\(identity)\(change("Change who they are", Addresses.personIdentity(id)))\
                <h2>State</h2><p>\(PersonWords.tag(person.state))\(person.died.map { " on \(PersonWords.day($0))" } ?? "") \(content.stateWords)</p>\
                \(change("Change the state", Addresses.personState(id)))\
                <h2>How to reach them safely</h2>\(safe)\(change("Change how to reach them", Addresses.safeContact(id)))\
                <h2>How to speak with them</h2>\(communication(content.communication, site))\
                \(change("Change how to speak with them", Addresses.communication(id)))\
                <h2>Addresses</h2>\(addresses.isEmpty ? "<p>No address is recorded.</p>" : Parts.table("Addresses, the latest first", heads: ["Address", "From", "Until"], rows: addresses, captionHidden: true))\
                \(change("Add an address", Addresses.personAddresses(id)))\
                <h2>Standing in law and care</h2>\(standings.isEmpty ? "<p>None is recorded.</p>" : Parts.table("Standing in law and care", heads: ["Standing", "From", "Until", "Source"], rows: standings, captionHidden: true))\
                \(change("Add a standing", Addresses.newStanding(id)))\
                <h2>Services</h2>\(Parts.summaryList([
                    row("Services they have", content.services.joined(separator: "; ")),
                    row("Needed, and not there", content.needed.joined(separator: "; ")),
                    row("Being asked again", content.futureContact),
                    row("Works or volunteers with us", content.actsForUs ? "Yes" : "No"),
                ]))\(change("Change the services", Addresses.services(id)))\
                <h2>Background</h2>\(background)\(change("Change the background", Addresses.background(id)))\
                \(content.distinctWhy.isEmpty ? "" : "<h2>Registered beside somebody alike</h2>\(HTML.paragraphs(content.distinctWhy))" as HTML)
                """,
            back: Addresses.person(id))
    }
}
