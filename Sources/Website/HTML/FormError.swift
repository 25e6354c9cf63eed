/// A mistake in a form: which field, and how to put it right.
struct FormError: Sendable {
    let field: String
    let message: String
}

extension [FormError] {
    subscript(_ field: String) -> String? { first { $0.field == field }?.message }

    /// What else is wrong with a field, beside the first.
    func further(_ field: String) -> [String] { filter { $0.field == field }.dropFirst().map(\.message) }

    /// All of them, above the page's heading, each a link to its field.
    var summary: HTML {
        if isEmpty { return "" }
        let links: [HTML] = map { "<li><a href=\"#\($0.field)\">\($0.message)</a></li>" }
        return """
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">\
            <h2 id="error-summary-title">There is a problem</h2><ul class="list-plain">\(links)</ul></div>
            """
    }
}
