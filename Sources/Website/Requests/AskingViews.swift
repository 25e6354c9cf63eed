import HTTPTypes
import Ledger
import Sharing
import Vault

enum AskingViews {
    static let ways: [Fields.Choice] = [
        .init(value: Asking.Verification.callBack.rawValue, words: "I rang back, on a number found without them"),
        .init(value: Asking.Verification.knownContact.rawValue, words: "I know them and their job, and this is how I reach them"),
        .init(value: Asking.Verification.seen.rawValue, words: "I saw them and their identity card"),
        .init(value: Asking.Verification.secureAccount.rawValue, words: "They wrote from a secure account of their organisation"),
    ]
    static let notYet = Fields.Choice(value: Asking.Verification.unverified.rawValue, words: "I tried, and could not find out")

    static func words(_ asking: Asking) -> HTML {
        guard asking.verification.isVerified else {
            return "\(Parts.tag("Not verified", .caution)) \(asking.verifiedWords)"
        }
        let way = ways.first { $0.value == asking.verification.rawValue }?.words ?? ""
        let when = Instant(asking.verifiedAt)?.inWords ?? PersonWords.day(asking.verifiedAt)
        return "\(Parts.tag("Verified", .good)) \(way). \(asking.verifiedWords). By \(asking.verifiedBy), \(when)"
    }

    static func page(
        _ request: SharingRequest, _ contact: Contact?, _ duties: [Duty], _ lists: CodeLists, token: String,
        _ typed: Form.Fields, _ errors: [FormError], now: Instant
    ) -> Page {
        let id = request.id.text
        let asking = request.asking ?? Asking()
        func text(_ name: String) -> String { typed[name] ?? "" }
        let check: HTML = """
            \(Fields.radios("verification", legend: "How did you find out who they are?", choices: ways, apart: notYet, chosen: typed["verification"], error: errors["verification"]))\
            \(Fields.input("rang", label: "The number you rang (optional)", hint: numbers(contact), value: text("rang"), error: errors["rang"]))\
            \(Fields.input("found", label: "Where you found it, if not in the directory (optional)", hint: "Not from the caller", value: text("found"), error: errors["found"]))\
            \(Fields.textArea("verified-words", label: "What shows it (optional)", value: text("verified-words"), error: errors["verified-words"], rows: 2))\
            \(Fields.button("Record this check"))
            """
        // Where one form is to be put right, the other waits.
        let checking: HTML = """
            <h2>Check who they are</h2><p>A number that they gave shows nothing. Nothing leaves while they are not verified.</p>\
            \(Fields.form(Addresses.asking(id), token, check))
            """
        return Page(
            heading: request.askedBy == nil ? "Who would receive it" : "Who asks",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\
                \(Parts.summaryList(rows(request, asking, contact, lists)))\(callBack(request, asking, duties, token, text("outcome"), errors, now))\
                \(errors["outcome"] == nil ? checking : "" as HTML)
                """,
            errors: errors, back: Addresses.request(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func numbers(_ contact: Contact?) -> String {
        guard let contact, !contact.content.switchboard.isEmpty else { return "The main switchboard of their organisation" }
        return "The directory has \(contact.content.switchboard) for \(contact.agency)"
    }

    private static func rows(
        _ request: SharingRequest, _ asking: Asking, _ contact: Contact?, _ lists: CodeLists
    ) -> [Parts.Row] {
        let id = request.id.text
        func row(_ key: String, _ value: String, _ what: String) -> Parts.Row {
            .init(
                key: key, value: value.isEmpty ? "Not provided" : HTML.paragraphs(value),
                change: (Addresses.askingDetails(id), what))
        }
        let directory = contact.map { "\($0.agency): \($0.name)" } ?? ""
        var rows: [Parts.Row] = []
        if request.askedBy != nil {
            rows += [
                row("Name", asking.name, "their name"), row("Job", asking.jobTitle, "their job"),
                row("Department", asking.department, "their department"),
                row("Organisation", asking.organisation, "their organisation"),
                row("Who they are", lists[.requesters].words(asking.kind), "who they are"),
            ]
        } else {
            rows.append(row("Recipient", request.recipient, "the recipient"))
        }
        rows.append(row("In the directory", directory, "who they are in the directory"))
        if request.askedBy != nil {
            let from = asking.switchboard.isEmpty || asking.switchboardFound.isEmpty ? "" : "\nFound: \(asking.switchboardFound)"
            rows += [
                row("Main switchboard", asking.switchboard + from, "the switchboard"),
                row("Number they gave", asking.number, "the number they gave"),
                row("It came by", lists[.channels].words(asking.channel), "how it came"),
            ]
        }
        rows += [
            row("Urgency", IntakeViews.words(asking.urgency), "how urgent it is"),
            row(request.askedBy == nil ? "What made you think of it" : "Asked for", asking.askedFor, "what is asked for"),
            .init(key: "Taken", value: "\(request.begun.inWords)"), .init(key: "Checked", value: words(asking)),
        ]
        return rows
    }

    private static func callBack(
        _ request: SharingRequest, _ asking: Asking, _ duties: [Duty], _ token: String, _ typed: String, _ errors: [FormError],
        _ now: Instant
    ) -> HTML {
        let id = request.id.text
        guard let due = Instant(asking.callBackBy) else {
            return "<p>\(Parts.buttonLink("Promise to ring back", Addresses.callBack(id), secondary: true))</p>"
        }
        let isOpen = duties.contains { $0.kind == "call-back" }
        let found: HTML = asking.callBackFound.isEmpty ? "from the directory" : "found: \(asking.callBackFound)"
        if !errors.isEmpty, errors["outcome"] == nil { return "" }
        if !isOpen {
            return
                "<h2>Ringing back</h2><p>Rung back on \(asking.callBackNumber), \(found). What came of it: \(asking.callBackOutcome)</p>"
        }
        let late: HTML = now > due ? Parts.tag("Overdue", .danger) : Parts.tag("To ring back", .caution)
        return """
            <h2>Ringing back</h2><p>\(late) Ring \(asking.callBackNumber), \(found), by <strong>\(due.inWords)</strong>.</p>\
            \(Fields.form(Addresses.callBackOutcome(id), token, """
                \(Fields.textArea("outcome", label: "What came of the call", value: typed, error: errors["outcome"], rows: 2))\
                \(Fields.input("spoke-with", label: "Whom you spoke with (optional)"))\
                \(Fields.button("Record the call", .secondary))
                """))
            """
    }

    static func callBack(
        _ request: SharingRequest, _ contact: Contact?, token: String, _ typed: Form.Fields = [:], _ errors: [FormError] = []
    ) -> Page {
        let id = request.id.text
        let fields: HTML = """
            \(Fields.input("rang", label: "The number you will ring", hint: numbers(contact), value: typed["rang"] ?? "", error: errors["rang"]))\
            \(Fields.input("found", label: "Where you found it, if not in the directory (optional)", hint: "Not from the caller", value: typed["found"] ?? "", error: errors["found"]))\
            \(Fields.input("hours", label: "Within how many hours", value: typed["hours"] ?? "", error: errors["hours"], narrow: true))\
            \(Fields.button("Promise to ring back"))
            """
        return Page(
            heading: "Ring back",
            content: """
                <p>When in doubt, say that you will ring back, end the call, and find the number yourself. It waits for you in My work \
                until you have recorded what came of it.</p>\(Fields.form(Addresses.callBack(id), token, fields))\
                <p class="clause">Rests on 000 §19.5; 001 §11 Telephones; 002 Q21</p>
                """,
            errors: errors, back: Addresses.asking(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
