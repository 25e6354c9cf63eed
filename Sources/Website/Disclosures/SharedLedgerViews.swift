import Ledger
import Sharing
import Vault

enum SharedLedgerViews {
    /// A day such as `2026-03-27`, or a moment of it, in words; as it stands where it is none.
    static func date(_ day: String) -> String { Instant(day.prefix(10) + "T00:00:00.000Z")?.dayInWords ?? day }

    static func staff(_ found: WhereItWent, site: Site, _ context: SignedInContext) -> Page {
        let entries = found.ledger.entries
        let rows: [[HTML]] = entries.map { entry in
            let state: HTML =
                entry.withheld.map { "\(Parts.tag("Left out of their copy", .caution)) \($0)" } ?? "In their copy"
            return [
                "<a href=\"\(Addresses.disclosure(entry.disclosure.text))\">\(date(entry.day))</a>", "\(entry.recipient)",
                "\(entry.kinds.isEmpty ? "Not recorded" : entry.kinds.joined(separator: "; "))",
                "\(entry.purpose.isEmpty ? "Not recorded" : entry.purpose)", entry.hasAgreed ? "Yes" : "No", state,
            ]
        }
        let table: HTML =
            entries.isEmpty
            ? "<p>Nothing about them has been shared.</p>"
            : Parts.table(
                "What went where", heads: ["When", "To whom", "What kinds of things", "Why", "Did they agree?", "Their copy"],
                rows: rows)
        let left = found.ledger.leftOut.count
        let omission: HTML =
            left == 0
            ? ""
            : Parts.warning(
                "\(left) of these \(left == 1 ? "is" : "are") left out of the copy for \(found.person.shownName). Do not show them this page."
            )
        return Page(
            heading: "Where the information of \(found.person.shownName) went",
            content: """
                \(omission)<p>This page is for staff. The copy for the person is in plain words. It names no sealed facts and \
                nobody else’s information.</p>\
                <p>\(Parts.buttonLink("See the copy for the person", Addresses.whereItWentPrinted(found.person.id.text)))</p>\
                \(table)
                """,
            back: Addresses.person(found.person.id.text), wide: true)
    }

    /// Before paper is made: who else might find it, and how the person reads.
    static func beforePrinting(_ found: WhereItWent) -> HTML {
        let safe = found.particulars?.content.safeContact
        let who: HTML
        if let safe, !safe.whoElseMightSee.isEmpty {
            who = Parts.warning("Somebody else might see what you give them: \(safe.whoElseMightSee)")
        } else if safe == nil {
            who = Parts.warning("Nobody has asked them who else might see a paper. Ask before you hand it over.")
        } else {
            who = ""
        }
        let format = found.communication?.format ?? ""
        let needs: HTML =
            format.isEmpty || format == "plain" || format == "large-print"
            ? "" : "<p>They need it in another form than print. Go through it with them.</p>"
        return "\(who)\(needs)"
    }
}
