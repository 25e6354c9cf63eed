import HTTPTypes
import Ledger
import Sharing
import Vault

/// What goes, and what each item brings with it.
enum DisclosureItemViews {
    private static let onPage = 25

    static func choose(
        _ about: DisclosureCase, page: Int, site: Site, _ context: SignedInContext, errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let token = context.person.formToken
        let chosen: [[HTML]] = about.chosenItems.map { item in
            let words = about.chosen(item)
            let check = ItemCheck(item, in: about, on: site.now())
            let out = Fields.form(
                Addresses.disclosureItemOut(id, item.id.text), token,
                "<button type=\"submit\" class=\"link-button\">Take out<span class=\"visually-hidden\"> \(title(item, site))</span></button>"
            )
            let state: HTML =
                check.refusal != nil || !(words.map { check.lacks($0).isEmpty } ?? false)
                ? Parts.tag("There is a problem", .danger) : ""
            return [
                "\(Parts.link(title(item, site), Addresses.disclosureItem(id, item.id.text))) \(state)",
                "\(words?.why ?? "")", "\(words?.exposure ?? "")", out,
            ]
        }
        let gone = about.disclosure.content.chosen.filter { one in !about.items.contains { $0.id.text == one.item } }
        let goneRows: [[HTML]] = gone.map { one in
            [
                "An item that was corrected since \(Parts.tag("There is a problem", .danger))", "\(one.why)", "\(one.exposure)",
                Fields.form(
                    Addresses.disclosureItemOut(id, one.item), token,
                    "<button type=\"submit\" class=\"link-button\">Take out<span class=\"visually-hidden\"> the item that was corrected</span></button>"
                ),
            ]
        }
        let table: HTML =
            chosen.isEmpty && gone.isEmpty
            ? "<p>Nothing is chosen yet. Choose only what the recipient needs for the purpose.</p>"
            : Parts.table("Chosen", heads: ["Item", "Why it is needed", "What it adds", "Change"], rows: chosen + goneRows)
        let rest = about.items.filter { item in about.chosen(item) == nil }
        let shown = Array(rest.dropFirst((page - 1) * onPage).prefix(onPage))
        let offers: [HTML] = shown.map { item in
            let check = ItemCheck(item, in: about, on: site.now())
            let tags: HTML = check.refusal == nil ? "" : Parts.tag(check.isRestricted ? "Restricted" : "Not covered", .caution)
            return """
                <li class="task"><span class="task-name"><a href="\(Addresses.disclosureItem(id, item.id.text))">\(title(item, site))</a>\
                <span class="hint">\(item.content.text.beginning)</span></span><span class="task-status">\(tags)</span></li>
                """
        }
        let offered: HTML =
            rest.isEmpty
            ? "<p>\(about.items.isEmpty ? "Nothing is recorded about this person yet." : "Everything on file is chosen." as String)</p>"
            : "<ul class=\"task-list\">\(offers)</ul>\(pages(rest.count, page, id))"
        return Page(
            heading: "What goes",
            content: """
                \(whole(about, token, errors))\(table)\
                \(about.disclosure.content.chosen.isEmpty ? "" : "<p>\(Parts.buttonLink("Continue", Addresses.disclosureOthers(id)))</p>" as HTML)\
                <h2>On file, and not chosen</h2>\(offered)
                """,
            errors: errors, back: Addresses.disclosure(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func pages(_ count: Int, _ page: Int, _ id: String) -> HTML {
        guard count > onPage else { return "" }
        let before: HTML = page > 1 ? Parts.link("Newer", "\(Addresses.disclosureItems(id))?page=\(page - 1)") : ""
        let after: HTML = page * onPage < count ? Parts.link("Older", "\(Addresses.disclosureItems(id))?page=\(page + 1)") : ""
        return "<nav aria-label=\"Pages\"><p>\(before) \(after)</p></nav>"
    }

    /// Asked only where everything is chosen (000 §10.10; 002 §2.3).
    private static func whole(_ about: DisclosureCase, _ token: String, _ errors: [FormError]) -> HTML {
        guard about.isWholeFile else { return "" }
        let fields: HTML = """
            \(Fields.textArea(
                "whole-file", label: "Why is everything on file needed?",
                hint: "A manager must agree as well", value: about.disclosure.content.wholeFileWhy, error: errors["whole-file"], rows: 3))\
            \(Fields.button("Continue"))
            """
        return
            "\(Parts.warning("You have chosen everything on file."))\(Fields.form(Addresses.disclosureItems(about.disclosure.id.text), token, fields))"
    }

    static func title(_ item: InformationItem, _ site: Site) -> String {
        let when = item.happened.isEmpty ? "day not known" : String(item.happened.prefix(10))
        let nature =
            switch item.nature {
            case .fact: "Fact"
            case .opinion: "Opinion"
            case .reported: "Reported"
            }
        return "\(nature): \(site.lists[.information].words(item.category).lowercasedFirst), \(when)"
    }

    static func item(
        _ check: ItemCheck, _ chosen: Disclosure.Chosen, _ about: DisclosureCase, site: Site, _ context: SignedInContext,
        errors: [FormError] = []
    ) -> Page {
        let item = check.item
        let id = about.disclosure.id.text
        var fields: HTML = """
            \(Fields.input("why", label: "Why does the recipient need it?", value: chosen.why, error: errors["why"]))\
            \(Fields.input(
                "exposure", label: "What does it add to what they could learn?",
                hint: "For example, nothing beyond what they know", value: chosen.exposure, error: errors["exposure"]))
            """
        if check.goesAgainstTheirWish {
            fields += Fields.input(
                "other-basis", label: "Why does it go although the person does not want it to?", value: chosen.otherBasis,
                error: errors["other-basis"])
        }
        if check.isConfined {
            fields += Fields.input(
                "confidence", label: "Why does it go to this recipient although it was given in confidence to others?",
                value: chosen.confidenceWhy, error: errors["confidence"])
        }
        if check.isOld, item.content.historical.isEmpty {
            fields += Fields.input(
                "age", label: "Nobody has checked it for a year. Why does it still serve?", value: chosen.ageWhy,
                error: errors["age"])
        }
        if !item.content.from.isEmpty {
            fields += Fields.input(
                "consulted", label: "Was \(item.content.from) consulted, and if not, why not?", value: chosen.consulted,
                error: errors["consulted"])
        }
        fields += Fields.button(about.chosen(item) == nil ? "Add it to what goes" : "Save")
        let form = Fields.form(Addresses.disclosureItem(id, item.id.text), context.person.formToken, fields)
        return Page(
            heading: about.chosen(item) == nil ? "Add an item" : "Change what is said of an item",
            content: "\(Parts.inset(HTML.paragraphs(item.content.text)))\(Parts.summaryList(rows(check, about, site)))\(form)",
            errors: errors, back: Addresses.disclosureItems(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func rows(_ check: ItemCheck, _ about: DisclosureCase, _ site: Site) -> [Parts.Row] {
        let item = check.item
        let content = item.content
        var rows: [Parts.Row] = [.init(key: "What it is", value: "\(title(item, site))")]
        if !content.whose.isEmpty {
            rows.append(.init(key: item.nature == .opinion ? "Whose opinion" : "Seen or said by", value: "\(content.whose)"))
        }
        if !content.from.isEmpty { rows.append(.init(key: "Supplied by", value: "\(content.from)")) }
        if !content.understanding.isEmpty {
            rows.append(.init(key: "Given on the understanding", value: "\(content.understanding)"))
        }
        if !content.historical.isEmpty { rows.append(.init(key: "From the past", value: "\(content.historical)")) }
        let verified = content.verifiedOn.isEmpty ? "Not since it was recorded" : content.verifiedOn
        rows.append(.init(key: "Last checked", value: "\(verified) \(check.isOld ? Parts.tag("Old", .caution) : "")"))
        let confidence =
            switch content.confidence {
            case .notConfidential: "Not confidential"
            case .confidential: "Confidential"
            case .limited: "Limited to: \(content.confidentialTo)"
            case .fromColleagues: "Kept from some colleagues"
            case nil: "Not said"
            }
        rows.append(.init(key: "Confidence", value: "\(confidence)"))
        if check.isRestricted {
            rows.append(
                .init(key: "The person’s wish", value: "\(Parts.tag("Restricted", .caution)) \(content.restrictionWords)"))
        }
        rows.append(.init(key: "Consent for this recipient and purpose", value: "\(check.coverage.words)"))
        if !content.thirdParties.isEmpty {
            rows.append(
                .init(key: "Names", value: "\(content.thirdParties.map { "\($0.name), \($0.relation)" }.joined(separator: "; "))")
            )
        }
        return rows
    }
}

extension String {
    /// The first words, for a list.
    var beginning: String { count > 120 ? String(prefix(117)).trimmingSpaces + "…" : self }
}
