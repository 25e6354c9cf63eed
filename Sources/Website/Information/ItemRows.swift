import Ledger
import Sharing

/// What an item says of itself, row by row.
enum ItemRows {
    static func agency(_ key: String, _ site: Site, _ people: NotePeople) -> String {
        key.hasPrefix("kind:") ? site.lists[.agencies].words(String(key.dropFirst(5))) : people.contact(String(key.dropFirst(8)))
    }

    static func all(_ whole: WholeItem, _ site: Site) -> [Parts.Row] {
        let item = whole.item
        let content = item.content
        let lists = site.lists
        func said(_ text: String) -> HTML { text.isEmpty ? "Not provided" : HTML.paragraphs(text) }
        func row(_ key: String, _ text: String) -> [Parts.Row] { text.isEmpty ? [] : [.init(key: key, value: said(text))] }
        var rows: [Parts.Row] = [
            .init(key: "Kind", value: "<strong>\(item.nature.words)</strong>"),
            .init(key: "About", value: "\(lists[.information].words(item.category))"),
            .init(key: "Happened", value: "\(item.happened.whenInWords)"),
            .init(key: "Known to us", value: "\(item.known.whenInWords)"),
            .init(key: "Recorded", value: "\(item.at.inWords) by \(whole.people.colleague(item.author))\(late(item))"),
        ]
        rows += row(item.nature == .opinion ? "Whose opinion" : "Who said it", content.whose)
        rows += row("What it rests on", content.basis)
        rows.append(.init(key: "From", value: content.from.isEmpty ? "Seen or heard by its author" : "\(content.from)"))
        if let contact = content.fromContact {
            rows.append(
                .init(key: "In the directory", value: Parts.link(whole.people.contact(contact), Addresses.contact(contact))))
        }
        rows += row("Received", content.receivedOn.isEmpty ? "" : content.receivedOn.whenInWords)
        rows += row("On what understanding", content.understanding)
        rows += row("We may use it for", content.permittedUse)
        rows += row("How far it may go on", content.onwardLimits)
        let confidence =
            content.confidence?.words ?? "Nobody has asked yet. Treat it as confidential, and ask whoever told you who may know"
        rows.append(
            .init(
                key: "Who may know",
                value: "\(confidence)\(content.confidentialTo.isEmpty ? "" : HTML.paragraphs(content.confidentialTo))"))
        rows += row(
            "Why it is confidential",
            content.confidenceBasis.isEmpty ? "" : lists[.confidenceBases].words(content.confidenceBasis))
        rows += row("Kept from", content.colleagues.map { whole.people.colleague($0) }.joined(separator: "; "))
        rows += row("Sensitive", content.special.map { lists[.specialCategories].words($0) }.joined(separator: "; "))
        if !content.thirdParties.isEmpty {
            let others: [HTML] = content.thirdParties.map { "\($0.name)\($0.relation.isEmpty ? "" : ", \($0.relation)")" }
            rows.append(.init(key: "Others in it", value: Parts.list(others)))
        }
        rows += row("Said to have caused harm", content.alleged)
        rows += row("Place", content.place)
        rows += row("What the person said about sharing it", content.restrictionWords)
        rows += row("Collected for", content.purpose.isEmpty ? "" : lists[.purposes].words(content.purpose))
        let checked = content.verifiedOn.isEmpty ? "" : content.verifiedOn.whenInWords
        rows += row("Checked", [checked, content.verifiedBy].filter { !$0.isEmpty }.joined(separator: ", by "))
        rows += row("Old, but it still matters", content.historical)
        rows += row("Where the original is", content.original)
        rows += row("Why the earlier note was wrong", content.correctionWhy)
        return rows
    }

    private static func late(_ item: InformationItem) -> HTML {
        guard let known = Instant("\(item.known)T00:00:00.000Z"), item.at.day > known.adding(days: 2).day else { return "" }
        return " \(Parts.tag("Recorded late", .caution))"
    }
}
