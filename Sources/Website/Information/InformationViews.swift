import HTTPTypes
import Ledger
import Sharing
import Vault

/// What is known of a person, as it is read.
enum InformationViews {
    static func list(_ whole: WholeInformation, page: Int, _ site: Site, _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let known = whole.known
        let paging = Paging(items: whole.items.count, page: page)
        let rows: [[HTML]] = whole.items[paging.range].map { item in
            [
                Parts.link(short(item.content.text), Addresses.informationItem(id, item.id.text)),
                "\(site.lists[.information].words(item.category))", "\(item.nature.words)\(tags(item, known))",
                "\(item.happened.whenInWords)",
                "\(item.known.whenInWords)",
            ]
        }
        let add: HTML =
            context.access.doesCasework
            ? """
            <p class="no-print">\(Parts.buttonLink("Add information", Addresses.newInformation(id))) \
            \(Parts.buttonLink("Record what another agency sent", Addresses.receivedInformation(id), secondary: true))</p>
            """ : ""
        let sealed: HTML =
            whole.sealedFacts == 0
            ? ""
            : Parts.warning(
                "Some facts about this person are sealed. \(Parts.link("See what must not reach whom", Addresses.sealedFacts(id)))"
            )
        let table: HTML =
            rows.isEmpty
            ? "<p>Nothing has been recorded yet.</p>"
            : Parts.table(
                "Information, the latest first", heads: ["What", "About", "Kind", "Happened", "Known to us"], rows: rows)
        return Page(
            heading: "Information about \(whole.person.shownName)",
            content: """
                \(sealed)\(add)\(table)\(paging.links(Addresses.information(id), label: "Pages of information"))\
                <p>\(Parts.link("Read it as a chronology", Addresses.chronology(id)))</p>\
                <p>\(Parts.link("Sealed facts", Addresses.sealedFacts(id)))</p>
                """,
            back: Addresses.person(id), wide: true)
    }

    static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        return line.count > 120 ? line.prefix(117) + "…" : line
    }

    static func tags(_ item: InformationItem, _ known: CurrentInformation) -> HTML {
        var tags: HTML = ""
        if known.isSuperseded(item.id) { tags += " \(Parts.tag("Corrected since", .caution))" }
        if item.corrects != nil { tags += " \(Parts.tag("Correction"))" }
        if item.isRestricted { tags += " \(Parts.tag("Restricted by the person", .danger))" }
        if item.content.isLowLevel { tags += " \(Parts.tag("Low-level concern", .caution))" }
        if item.isConfidenceUnasked { tags += " \(Parts.tag("Not asked who may know", .caution))" }
        return tags
    }

    static func item(_ whole: WholeItem, _ site: Site, _ context: SignedInContext) -> Page {
        let item = whole.item
        let id = whole.person.id.text
        var top: HTML = ""
        if let later = whole.known.corrections(of: item.id).last {
            top += Parts.warning(
                "This was corrected. \(Parts.link("Read what is right", Addresses.informationItem(id, later.id.text)))")
        }
        if item.content.restrictedFromAll {
            top += Parts.warning("The person does not want anybody to have this. It cannot go by consent (000 §10.2; 002 Q14).")
        } else if item.isRestricted {
            top += Parts.warning(
                "The person does not want these to have it: \(item.content.restrictedFrom.map { ItemRows.agency($0, site, whole.people) }.joined(separator: ", ")). It cannot go to them by consent (000 §10.2; 002 Q14)."
            )
        }
        let isOpen = !whole.known.isSuperseded(item.id) && context.access.doesCasework
        let correct: HTML =
            isOpen
            ? "<p class=\"no-print\">\(Parts.buttonLink("Correct this", Addresses.correctInformation(id, item.id.text), secondary: true))</p><p>It cannot be changed. A correction is a new note; this one stays readable.</p>"
            : ""
        return Page(
            heading: item.corrects == nil
                ? "A note about \(whole.person.shownName)" : "A correction about \(whole.person.shownName)",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(item.id.text)</span></p>\(top)\
                \(Parts.inset("\(HTML.paragraphs(item.content.text))\(tags(item, whole.known))"))\
                \(Parts.summaryList(ItemRows.all(whole, site)))\(chain(whole))\(received(whole))\(toTell(whole))\(correct)\(looks(whole))
                """,
            back: Addresses.information(id))
    }

    private static func chain(_ whole: WholeItem) -> HTML {
        let chain = whole.known.chain(of: whole.item.id)
        if chain.count < 2 { return "" }
        let rows: [HTML] = chain.map { one in
            let words: HTML =
                one.id == whole.item.id
                ? "<strong>\(short(one.content.text))</strong> (this one)"
                : Parts.link(short(one.content.text), Addresses.informationItem(whole.person.id.text, one.id.text))
            let why: HTML = one.content.correctionWhy.isEmpty ? "" : " Because: \(one.content.correctionWhy)"
            let standing: HTML =
                whole.known.isSuperseded(one.id)
                ? " \(Parts.tag("Corrected since", .caution))" : " \(Parts.tag("Stands today", .good))"
            return "\(one.at.inWords), \(whole.people.colleague(one.author)): \(words)\(why)\(standing)"
        }
        return "<h2>How it was corrected</h2>\(Parts.list(rows, numbered: true))"
    }

    private static func received(_ whole: WholeItem) -> HTML {
        func rows(_ packages: [FrozenPackage]) -> [HTML] {
            packages.enumerated().map { place, package in
                let number = packages.count == 1 ? "" : " \(place + 1)"
                let link = Parts.link("the disclosure\(number)", Addresses.disclosure(package.disclosure.text))
                return "\(whole.people.contact(package.contact.text)), on \(package.at.dayInWords): \(link)"
            }
        }
        let now: HTML = whole.went.isEmpty ? "<p>Nobody outside has received it.</p>" : Parts.list(rows(whole.went))
        let before: HTML =
            whole.wentBefore.isEmpty
            ? "" : "<h3>Who received it before it was corrected</h3>\(Parts.list(rows(whole.wentBefore)))"
        return "<h2>Who received it</h2>\(now)\(before)"
    }

    private static func toTell(_ whole: WholeItem) -> HTML {
        if whole.informings.isEmpty { return "" }
        let rows: [HTML] = whole.informings.map { informing in
            let state: String =
                switch informing.state {
                case .due: "to be told"
                case .deferred: "not told yet"
                case .told: "told"
                case .closed: "will not be told"
                }
            return "\(Parts.link(informing.content.name, Addresses.informing(informing.id.text))): \(state)"
        }
        return "<h2>Who is to be told</h2>\(Parts.list(rows))"
    }

    private static func looks(_ whole: WholeItem) -> HTML {
        let seen = whole.looks.map { look -> HTML in
            "\(look.at.inWords): \(whole.people.colleague(look.actor))\(look.kind == .refused ? ", refused" : "" as HTML)"
        }
        let list: HTML = seen.isEmpty ? "<p>Nobody but you, now.</p>" : Parts.list(Array(seen.prefix(50)))
        return Parts.details("Who has looked at it", list)
    }

    static func alreadyCorrected(_ whole: WholeItem, _ later: InformationItem) -> Page {
        let address = Addresses.informationItem(whole.person.id.text, later.id.text)
        return Page(
            heading: "This was corrected already",
            content: """
                <p>On \(later.at.inWords) it was corrected. If that is wrong too, correct the correction.</p>\
                <p>\(Parts.buttonLink("Read what stands today", address))</p>
                """,
            back: Addresses.informationItem(whole.person.id.text, whole.item.id.text), status: .conflict)
    }
}

extension String {
    /// Of `2026-03-27` or `2026-03-27T14:30`: as it is said.
    var whenInWords: String {
        if isEmpty { return "Not known" }
        if count > 20 { return Instant(self)?.inWords ?? self }
        guard let day = Instant("\(prefix(10))T12:00:00.000Z") else { return self }
        return day.dayInWords + (count > 10 ? " at \(dropFirst(11).prefix(5))" : "")
    }
}
