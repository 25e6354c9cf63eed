/// The parts of a page that are not fields.
enum Parts {
    struct Row: Sendable {
        let key: String
        let value: HTML
        /// Where to change it, and what is changed there, for those who hear the link alone.
        var change: (address: String, what: String)?
    }

    /// - Parameter questions: the keys are whole questions and need more room than their answers.
    static func summaryList(_ rows: [Row], questions: Bool = false) -> HTML {
        let items: [HTML] = rows.map { row in
            let action: HTML =
                row.change.map {
                    "<dd class=\"summary-action\"><a href=\"\($0.address)\">Change<span class=\"visually-hidden\"> \($0.what)</span></a></dd>"
                } ?? ""
            return "<div class=\"summary-row\"><dt>\(row.key)</dt><dd class=\"summary-value\">\(row.value)</dd>\(action)</div>"
        }
        return "<dl class=\"\(questions ? "summary-list summary-list-questions" : "summary-list" as HTML)\">\(items)</dl>"
    }

    static func list(_ items: [HTML], numbered: Bool = false) -> HTML {
        let entries: [HTML] = items.map { "<li>\($0)</li>" }
        return numbered ? "<ol class=\"list\">\(entries)</ol>" : "<ul class=\"list\">\(entries)</ul>"
    }

    static func table(_ caption: String, heads: [String], rows: [[HTML]], captionHidden: Bool = false) -> HTML {
        let head: [HTML] = heads.map { "<th scope=\"col\">\($0)</th>" }
        let body: [HTML] = rows.map { row in
            let cells: [HTML] = row.enumerated().map { index, cell in
                index == 0
                    ? "<th scope=\"row\">\(cell)</th>" : "<td data-label=\"\(heads[index])\">\(cell)</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        let style: HTML = captionHidden ? "visually-hidden" : "table-caption"
        return """
            <table class="table"><caption class="\(style)">\(caption)</caption>\
            <thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table>
            """
    }

    static func details(_ summary: String, _ content: HTML) -> HTML {
        "<details class=\"details\"><summary><span>\(summary)</span></summary><div class=\"details-text\">\(content)</div></details>"
    }

    static func inset(_ content: HTML) -> HTML { "<div class=\"inset\">\(content)</div>" }

    static func warning(_ words: HTML) -> HTML {
        """
        <div class="warning"><span class="warning-icon" aria-hidden="true">!</span>\
        <strong><span class="visually-hidden">Warning:</span> \(words)</strong></div>
        """
    }

    static func panel(_ title: String, _ content: HTML) -> HTML {
        "<div class=\"panel\"><h1>\(title)</h1><div class=\"panel-body\">\(content)</div></div>"
    }

    static func tag(_ words: String, _ tone: Tone = .plain) -> HTML {
        "<strong class=\"\(tone.markup)\">\(words)</strong>"
    }

    enum Tone {
        case plain, good, caution, danger
        var markup: HTML {
            switch self {
            case .plain: "tag"
            case .good: "tag tag-good"
            case .caution: "tag tag-caution"
            case .danger: "tag tag-danger"
            }
        }
    }

    static func link(_ words: String, _ address: String) -> HTML { "<a href=\"\(address)\">\(words)</a>" }

    static func buttonLink(_ words: String, _ address: String, secondary: Bool = false) -> HTML {
        "<a class=\"button\(secondary ? " button-secondary" : "" as HTML)\" href=\"\(address)\">\(words)</a>"
    }
}
