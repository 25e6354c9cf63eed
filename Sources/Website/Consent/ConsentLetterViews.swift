import Ledger
import Sharing
import Vault

/// The form to sign, and the letter that confirms that it was taken back.
enum ConsentLetterViews {
    /// - Parameter entry: nil for a blank form, before the conversation.
    static func form(
        _ file: ConsentFile, _ site: Site, _ entry: ConsentRegister.Entry?, language: String, size: String, worker: String,
        organisation: String
    ) -> Page {
        let words = file.words(site.lists)
        var values = ["person": file.person.shownName, "organisation": organisation, "worker": worker]
        if let entry {
            let content = entry.consent.content
            // Somebody else than the person may be whom a fact is kept from.
            let guarded = SealedFactGuard(content.capacity.hasPrefix("self") ? [] : file.sealed, recipient: nil)
            func shown(_ lines: [Consent.Line]) -> String {
                guarded.masked(lines.map { words.line($0) }.joined(separator: "\n")).text
            }
            values["scope"] = shown(content.scope)
            values["exclusions"] = shown(content.exclusions)
            values["ends"] = content.endsWith
            values["review"] = entry.reviewOn.map { ConsentWords.day($0) } ?? ""
            values["contact"] = content.futureContact
            values["giver"] = content.giver
            values["capacity"] = content.capacity.isEmpty ? "" : site.lists[.consentGivers].words(content.capacity)
            values["witness"] = [content.interpreter, content.witness].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        let address = entry.map { Addresses.consent(file.id, $0.consent.id.text, "form") } ?? Addresses.blankConsentForm(file.id)
        return page(
            "consent-form", heading: entry == nil ? "A blank consent form" : "The consent form", values, file, site,
            language: language,
            size: size, address: address,
            back: entry.map { Addresses.consent(file.id, $0.consent.id.text) } ?? Addresses.consent(file.id))
    }

    static func withdrawal(
        _ file: ConsentFile, _ site: Site, _ entry: ConsentRegister.Entry, _ trail: ConsentTrail, language: String, size: String,
        worker: String, organisation: String
    ) -> Page {
        let words = file.words(site.lists)
        let values = [
            "person": file.person.shownName, "organisation": organisation, "worker": worker,
            "day": entry.withdrawnAt?.dayInWords ?? "",
            "scope": entry.consent.content.scope.map { words.line($0) }.joined(separator: "\n"),
            "gone": trail.gone.isEmpty ? "–" : trail.gone.map(\.words).joined(separator: "\n"),
            "explained": entry.changes.last { $0.kind == .withdrawn }.map(\.content.explained).flatMap { $0.isEmpty ? nil : $0 }
                ?? "–",
        ]
        return page(
            "withdrawal-confirmation", heading: "The letter that confirms it", values, file, site, language: language, size: size,
            address: Addresses.consent(file.id, entry.consent.id.text, "letter"),
            back: Addresses.consent(file.id, entry.consent.id.text))
    }

    private static func page(
        _ name: String, heading: String, _ values: [String: String], _ file: ConsentFile, _ site: Site, language: String,
        size: String,
        address: String, back: String
    ) -> Page {
        let kept = site.letters.languages(of: name)
        let used = kept.contains(language) ? language : "en"
        let letter = site.letters.template(name, language: used)?.filled(values)
        let isLarge = size == "large"
        let style: HTML = isLarge ? "letter-large" : "letter-plain"
        let lang = String(used.prefix(2))
        let links: [HTML] = kept.flatMap { one -> [HTML] in
            let words = site.lists[.languages].words(one)
            return [
                Parts.link("\(words), plain print", address + "?language=\(one)"),
                Parts.link("\(words), large print", address + "?language=\(one)&size=large"),
            ]
        }
        let text: HTML =
            letter.map { "<div class=\"\(style)\" lang=\"\(lang)\">\(LetterViews.body($0))</div>" }
            ?? "<p>There is no such letter.</p>"
        let other: HTML =
            used == language
            ? "" : Parts.warning("It is not kept in this language. An interpreter is needed; this is the English text")
        return Page(
            heading: heading,
            content: """
                <div class="no-print">\(ExplanationViews.about(file))\(other)\
                <h2>In another language or size</h2>\(Parts.list(links))</div>\(text)
                """,
            back: back)
    }
}
