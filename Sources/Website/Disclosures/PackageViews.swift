import HTTPTypes
import Ledger
import Sharing
import Vault

/// A package before it goes, as it goes, and as it went.
enum PackageViews {
    static func preview(
        _ about: DisclosureCase, _ package: PackageComposer.Package, _ context: SignedInContext, typed: String? = nil,
        changed: Bool = false, errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let again: HTML = changed ? Parts.warning("Something changed since you opened this page. Read it again.") : ""
        let masked: HTML =
            package.masked.isEmpty ? "" : "<h2>What was masked</h2>\(Parts.list(package.masked.map { "\($0)" }))"
        let asked = "Will this let the recipient achieve the purpose?"
        let read: HTML = """
            <section aria-label="What leaves">\(LetterViews.body(package.letter))</section>\
            <div class="no-print"><p>\(Parts.link("Save it as plain text", Addresses.disclosurePreviewText(id)))</p>\(masked)</div>
            """
        var fields = enough(asked, about.contact?.agency ?? "the recipient", read, error: errors["enough"])
        if about.isAnonymised {
            let found: HTML =
                package.recognised.isEmpty
                ? ""
                : "\(Parts.warning("Somebody could be recognised in it all the same."))\(Parts.list(package.recognised.map { "\($0)" }))"
            fields = """
                \(fields)\(found)\(Fields.textArea(
                    "recognition", label: "Why can nobody be recognised in it?",
                    hint: "Think of somebody who knows the person, and of what else can be found out",
                    value: typed ?? about.disclosure.content.recognitionWhy, error: errors["recognition"], rows: 3))
                """
        }
        fields += "\(Fields.hidden("digest", package.digest))\(Fields.button("Continue"))"
        return Page(
            heading: asked,
            content: "\(again)\(Fields.form(Addresses.disclosurePreview(id), context.person.formToken, fields))",
            errors: errors, back: Addresses.disclosure(id), ownHeading: true,
            status: changed ? .conflict : errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The question, what it is asked of, and the answers, in the order in which they are read (002 §2.3, Q20).
    private static func enough(_ asked: String, _ agency: String, _ read: HTML, error: String?) -> HTML {
        let said: HTML =
            error.map {
                "<p id=\"enough-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        return """
            <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)">\
            <fieldset aria-describedby="enough-hint\(error == nil ? "" : " enough-error" as HTML)"><legend><h1>\(asked)</h1></legend>\
            <div id="enough-hint" class="hint">Read all of it: this is exactly what \(agency) gets, and should be no more and no less than they need</div>\
            \(read)\(said)<div class="radios no-print">\
            <div class="radios-item"><input type="radio" id="enough" name="enough" value="yes"><label for="enough">Yes, it is enough and no more</label></div>\
            <div class="radios-item"><input type="radio" id="enough-no" name="enough" value="no"><label for="enough-no">No, I want to choose again</label></div>\
            </div></fieldset></div>
            """
    }

    static func stopped(_ obstacles: [Obstacle], _ about: DisclosureCase) -> Page {
        Page(
            heading: "You must not send this yet",
            content: """
                <p>Nothing was sent, and nothing you entered is lost. This stands in the way:</p>\
                \(ObstacleViews.list(obstacles, about))<p>\(DisclosureViews.urgentWay)</p>
                """,
            back: Addresses.disclosure(about.disclosure.id.text), status: .conflict)
    }

    static func changed(_ about: DisclosureCase) -> Page {
        let id = about.disclosure.id.text
        return DisclosureViews.refused(
            "What goes has changed since you read it", "Nothing was sent. What leaves must be what somebody has read.",
            [Parts.link("Read it again as the recipient will", Addresses.disclosurePreview(id))], back: Addresses.disclosure(id))
    }

    static func send(
        _ about: DisclosureCase, _ package: PackageComposer.Package, site: Site, _ context: SignedInContext,
        typed: (evidence: String, trust: String) = ("", ""), errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let content = about.disclosure.content
        let count = package.sent.count
        let agency = about.contact?.agency ?? ""
        let isSpoken = DisclosureCase.isSpoken(content.channel)
        let telling: String =
            switch content.telling?.standing {
            case .told: "Told on \(SharedLedgerViews.date(content.telling?.on ?? ""))"
            case .deferred: "Not yet: \(site.lists[.deferralGrounds].words(content.telling?.ground ?? "").lowercasedFirst)"
            case nil: about.isAnonymised ? "It identifies nobody" : "Recorded"
            }
        let rows: [Parts.Row] = [
            .init(
                key: "Recipient", value: "\(about.contact?.name ?? ""), \(agency)",
                change: (Addresses.disclosureRecipient(id), "the recipient")),
            .init(
                key: "How",
                value:
                    "\(site.lists[.channels].words(content.channel)): \(about.contact.map { DisclosureCase.detail($0, content.channel) } ?? "")",
                change: (Addresses.disclosureDelivery(id), "how it goes")),
            .init(
                key: "Purpose", value: "\(site.lists[.purposes].words(content.purpose))",
                change: (Addresses.disclosurePurpose(id), "the purpose")),
            .init(
                key: "Basis", value: "\(site.lists[.bases].words(content.basis))",
                change: (Addresses.disclosurePurpose(id), "the basis")),
            .init(key: "Items", value: "\(count)", change: (Addresses.disclosureItems(id), "what goes")),
            .init(key: "Masked", value: package.masked.isEmpty ? "Nothing" : Parts.list(package.masked.map { "\($0)" })),
            .init(key: "The person", value: "\(telling)", change: (Addresses.disclosureTelling(id), "telling the person")),
        ]
        let fields: HTML = """
            \(Fields.hidden("digest", package.digest))\
            \(Fields.input(
                "evidence", label: "What shows that it went (optional)", hint: "A tracking number, a report, who was on the line",
                value: typed.evidence, error: errors["evidence"]))\
            \(Fields.input(
                "trust", label: "What it may do to the person’s trust, and what you will do about it (optional)",
                hint: "It becomes one of your tasks", value: typed.trust, error: errors["trust"]))\
            \(Fields.button("\(isSpoken ? "Record what was said:" : "Send") \(count) item\(count == 1 ? "" : "s") to \(agency)"))
            """
        return Page(
            heading: "Check, and send",
            content: """
                \(Parts.summaryList(rows))<p>Everything is checked once more. Then this copy is kept for ever as it left.</p>\
                \(Fields.form(Addresses.disclosureSend(id), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.disclosurePreview(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func sent(_ about: DisclosureCase, _ package: FrozenPackage, _ duties: [Duty], number: String) -> Page {
        let id = about.disclosure.id.text
        let next: [HTML] = duties.map { "\($0.content.words), by \($0.due.dayInWords)" }
        return Page(
            heading: "Sent",
            content: """
                \(Parts.panel("Sent", "<p>Your reference</p><p class=\"reference\">\(id)</p>"))\
                <h2>What happens next</h2>\
                \(next.isEmpty ? "<p>Nothing waits for you.</p>" : Parts.list(next))\
                <p>For help with it, call \(number).</p>\
                <p>\(Parts.buttonLink("Save a copy", Addresses.disclosurePackageText(id))) \
                \(Parts.buttonLink("Read and print what left", Addresses.disclosurePackage(id), secondary: true))</p>\
                <p>\(Parts.link("Record the receipt", Addresses.receipt(of: id)))</p>\
                <p>\(Parts.link("Back to what is shared about this person", Addresses.personDisclosures(about.person.id.text)))</p>
                """,
            ownHeading: true)
    }

    static func frozen(_ about: DisclosureCase, _ package: FrozenPackage) -> Page {
        let id = about.disclosure.id.text
        let letter = Letter(
            name: "disclosure-cover", edition: "", blocks: package.content.blocks.compactMap { Letter.Block(kept: $0) })
        // Whoever changed the store behind our back is found out here as well as in the ledger.
        let fits = PackageComposer.digest(of: package.content.text) == package.digest && letter.plainText == package.content.text
        let broken: HTML = fits ? "" : Parts.warning("This copy is not what left: its digest does not fit.")
        let masked: HTML =
            package.content.masked.isEmpty ? "" : "<h2>What was masked</h2>\(Parts.list(package.content.masked.map { "\($0)" }))"
        return Page(
            heading: "What left on \(package.at.dayInWords)",
            content: """
                \(broken)<div class="no-print"><p class="caption">SHA-256 <span class="ledger-code">\(package.digest)</span></p>\
                <p>\(Parts.link("Save a copy", Addresses.disclosurePackageText(id)))</p></div>\
                <section aria-label="What leaves">\(LetterViews.body(letter))</section><div class="no-print">\(masked)</div>
                """,
            back: Addresses.disclosure(id))
    }
}
