import Sharing

/// Letters as pages that print well.
enum LetterViews {
    /// The letter's own markup, without a page around it.
    static func body(_ letter: Letter, titled: Bool = true) -> HTML {
        let parts: [HTML] = letter.blocks.map { block in
            switch block {
            case .title(let text): titled ? "<h2>\(text)</h2>" : ""
            case .heading(let text): "<h3>\(text)</h3>"
            case .paragraph(let text): "<p class=\"written\">\(text)</p>"
            case .list(let entries): Parts.list(entries.map { "\($0)" })
            }
        }
        return "<div class=\"letter\"><p class=\"letter-marking\"><strong>\(Letter.marking)</strong></p>\(parts)</div>"
    }
}
