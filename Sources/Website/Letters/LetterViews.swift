import HTTPTypes
import Sharing

/// Letters as pages that print well.
enum LetterViews {
    /// The letter's own markup, without a page around it.
    /// - Parameter alone: the title of the page is the letter's own, so its headings come right below.
    static func body(_ letter: Letter, titled: Bool = true, alone: Bool = false) -> HTML {
        let parts: [HTML] = letter.blocks.map { block in
            switch block {
            case .title(let text): titled && !alone ? "<h2>\(text)</h2>" : ""
            case .heading(let text): alone ? "<h2>\(text)</h2>" : "<h3>\(text)</h3>"
            case .paragraph(let text): "<p class=\"written\">\(text)</p>"
            case .list(let entries): Parts.list(entries.map { "\($0)" })
            }
        }
        return "<div class=\"letter\"><p class=\"letter-marking\"><strong>\(Letter.marking)</strong></p>\(parts)</div>"
    }

    /// A letter on a page of its own: on paper, nothing stands around it.
    /// - Parameters:
    ///   - address: its own, to which `?size=large`, `?language=…` and `/text` belong.
    ///   - note: for whoever prints it; it is not printed.
    static func page(
        _ letter: Letter, at address: String, _ look: LetterLook, languages: [(code: String, words: String)] = [],
        note: HTML = "", back: String
    ) -> Page {
        var ways: [HTML] = []
        let size: HTML = look.isLarge ? "Ordinary print" : "Large print"
        ways.append("<a href=\"\(address)\(LetterLook(isLarge: !look.isLarge, language: look.language).query)\">\(size)</a>")
        for other in languages where other.code != look.language {
            let query = LetterLook(isLarge: look.isLarge, language: other.code).query
            ways.append("<a href=\"\(address)\(query)\">\(other.words)</a>")
        }
        ways.append("<a href=\"\(address)/text\(look.query)\">Plain text</a>")
        let choices: HTML = """
            <div class="no-print">\(note)<p>Print it from your browser.</p>\(Parts.list(ways))</div>
            """
        let style: HTML = look.isLarge ? "letter-page letter-large" : "letter-page"
        let language: HTML = look.language == "en" ? "" : " lang=\"\(look.language)\""
        return Page(
            heading: letter.title,
            content: """
                \(choices)<div class="\(style)"\(language)><h1>\(letter.title)</h1>\(body(letter, alone: true))</div>
                """,
            back: back, ownHeading: true)
    }

    /// Where something may not be printed or sent: why, and what the way out is.
    static func refused(_ heading: String, _ content: HTML, back: String) -> Page {
        Page(heading: heading, content: content, back: back, status: .conflict)
    }
}
