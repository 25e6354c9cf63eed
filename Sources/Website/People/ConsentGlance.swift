import Ledger
import Sharing
import Vault

/// What may go to whom, for what, until when, and what may not (002 Q20; 003 F-Share).
enum ConsentGlance {
    static func view(_ file: WholePerson.File, _ person: RegisteredPerson, _ site: Site) -> HTML {
        let entries = file.consents.entries.filter { $0.consent.kind == .consent }
        let today = site.today
        var may: [[HTML]] = []
        var not: [[HTML]] = []
        for entry in entries {
            let content = entry.consent.content
            let standing = entry.standing(on: today)
            let until = [
                entry.reviewOn.map { "Looked at again by \(PersonWords.day($0))" } ?? "",
                content.endsWith.isEmpty ? "" : "Ends with \(content.endsWith)",
            ].filter { !$0.isEmpty }.joined(separator: ". ")
            let given = entry.consent.answer == .given || entry.consent.answer == .limited
            for line in content.scope {
                switch (given, standing) {
                case (true, .inForce):
                    // What came later may stand against it.
                    if case .covered = file.consents.coverage(
                        category: line.category, agencies: [line.agency], purpose: line.purpose, on: today)
                    {
                        may.append(row(line, "\(until.isEmpty ? "Not provided" : until)", file, site))
                    } else {
                        not.append(row(line, "What was said later stands against it", file, site))
                    }
                case (true, .reviewOverdue): not.append(row(line, "The review is overdue: ask again", file, site))
                case (true, .withdrawn): not.append(row(line, "Withdrawn", file, site))
                case (true, .invalid): not.append(row(line, "The consent does not stand", file, site))
                case (_, .ended): break
                case (false, _): if entry.consent.answer == .refused { not.append(row(line, "Refused", file, site)) }
                }
            }
            if standing == .inForce || standing == .reviewOverdue {
                not += content.exclusions.map { row($0, "The person said no to just this", file, site) }
            }
        }
        let heads = ["What", "To whom", "For what"]
        let asked: HTML =
            may.isEmpty && not.isEmpty ? "<p>Nobody has asked for consent yet, so no consent covers anything.</p>" : ""
        let yes: HTML =
            may.isEmpty ? "" : Parts.table("May go, by consent", heads: heads + ["Until"], rows: may)
        let no: HTML =
            not.isEmpty ? "" : Parts.table("May not go by consent", heads: heads + ["Why"], rows: not)
        return """
            <h2>Consent at a glance</h2>\(asked)\(yes)\(no)\
            <p>\(may.isEmpty && not.isEmpty ? "" : "What is not said here, nobody has asked about. " as HTML)\(Parts.link("Ask, or see every consent", Addresses.consent(person.id.text)))</p>
            """
    }

    private static func row(_ line: Consent.Line, _ last: HTML, _ file: WholePerson.File, _ site: Site) -> [HTML] {
        ["\(what(line, site))", "\(whom(line.agency, file, site))", "\(purpose(line, site))", last]
    }

    private static func what(_ line: Consent.Line, _ site: Site) -> String {
        line.category == "any" ? "Any information" : site.lists[.information].words(line.category)
    }

    private static func purpose(_ line: Consent.Line, _ site: Site) -> String {
        line.purpose == "any" ? "Any purpose" : site.lists[.purposes].words(line.purpose)
    }

    private static func whom(_ agency: String, _ file: WholePerson.File, _ site: Site) -> String {
        if agency == "any" { return "Anybody" }
        if agency.hasPrefix("contact:") {
            let contact = file.contacts[String(agency.dropFirst("contact:".count))]
            return contact.map { "\($0.name), \($0.agency)" } ?? "Somebody in the directory"
        }
        return site.lists[.agencies].words(agency.replacing("kind:", with: ""))
    }
}
