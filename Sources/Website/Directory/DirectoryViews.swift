import Foundation
import Ledger
import Sharing
import Vault

/// The directory as a list.
enum DirectoryViews {
    static let size = 50

    static func tag(_ contact: Contact, _ now: Instant) -> HTML {
        switch contact.standing(on: now) {
        case .verified: "Verified"
        case .stale: Parts.tag("Verify again", .caution)
        case .unverified: Parts.tag("Not verified", .caution)
        case .ended: Parts.tag("Ended")
        }
    }

    static func list(
        _ all: [Contact], kind: String, words: String, page: Int, _ site: Site, _ context: SignedInContext, _ now: Instant
    ) -> Page {
        let sought = words.split(whereSeparator: \.isWhitespace).map(String.init)
        let found = all.filter { contact in
            let texts = [
                contact.name, contact.agency, contact.content.jobTitle, contact.content.department, contact.content.address,
            ]
            return (kind.isEmpty || contact.kind == kind)
                && sought.allSatisfy { word in
                    texts.contains { $0.range(of: word, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
                }
        }.sorted { ($0.agency.lowercased(), $0.name.lowercased()) < ($1.agency.lowercased(), $1.name.lowercased()) }
        let shown = found.dropFirst((page - 1) * size).prefix(size)
        let rows: [[HTML]] = shown.map { contact in
            [
                Parts.link(contact.name, Addresses.contact(contact.id.text)),
                "\(contact.agency)\(contact.content.jobTitle.isEmpty ? "" : "<div class=\"hint\">\(contact.content.jobTitle)</div>" as HTML)",
                "\(site.lists[.agencies].words(contact.kind))",
                contact.content.isOverseas ? "\(tag(contact, now)) \(Parts.tag("Overseas", .caution))" : tag(contact, now),
            ]
        }
        let none: HTML =
            all.isEmpty
            ? "<p>Nobody is in the directory yet. Add the people to whom you send information, and verify them once.</p>"
            : "<p>Nobody in the directory answers to that.</p>"
        let list: HTML =
            rows.isEmpty
            ? none : Parts.table("\(found.count) in the directory", heads: ["Name", "Agency", "Kind", "State"], rows: rows)
        let add: HTML =
            context.access.doesCasework || context.access.role == .administrator
            ? "<p>\(Parts.buttonLink("Add somebody", Addresses.newContact))</p>" : ""
        return Page(
            heading: "Directory",
            content: """
                <p>People in other agencies. Information goes only to somebody whom one of us has verified within a year, \
                through a number or address found independently of them.</p>\(add)\
                \(all.isEmpty ? "" : search(all, kind, words, site, context))\(list)\(pages(found.count, kind, words, page, context))
                """,
            back: Addresses.work, wide: true)
    }

    private static func search(
        _ all: [Contact], _ kind: String, _ words: String, _ site: Site, _ context: SignedInContext
    ) -> HTML {
        let counts = Dictionary(grouping: all, by: \.kind).mapValues(\.count)
        let kinds =
            [Fields.Choice(value: "", words: "Every kind")]
            + site.lists[.agencies].entries.map { entry in
                Fields.Choice(value: entry.id, words: "\(entry.words) (\(counts[entry.id] ?? 0))")
            }.sorted { $0.words < $1.words }
        let fields: HTML = """
            <div class="filters" role="search">\
            \(Fields.input("words", label: "Search", hint: "A name, an agency, a post or a town", value: words))\
            \(Fields.select("kind", label: "Kind of agency", choices: kinds, chosen: kind))\(Fields.button("Search", .secondary))</div>
            """
        return Fields.form(Addresses.directory, context.person.formToken, fields)
    }

    private static func pages(_ count: Int, _ kind: String, _ words: String, _ page: Int, _ context: SignedInContext) -> HTML {
        let pages = max(1, (count + size - 1) / size)
        if pages == 1 { return "" }
        func step(_ label: String, _ page: Int) -> HTML {
            let fields: HTML = """
                \(Fields.hidden("words", words))\(Fields.hidden("kind", kind))\(Fields.hidden("page", String(page)))\
                \(Fields.button(label, .secondary))
                """
            return "<li>\(Fields.form(Addresses.directory, context.person.formToken, fields))</li>"
        }
        return """
            <nav class="pagination" aria-label="Pages of the directory"><ul>\(page > 1 ? step("Previous page", page - 1) : "" as HTML)\
            <li><span aria-current="page">Page \(page) of \(pages)</span></li>\
            \(page < pages ? step("Next page", page + 1) : "" as HTML)</ul></nav>
            """
    }
}
