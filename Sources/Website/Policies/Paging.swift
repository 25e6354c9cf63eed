/// Which part of a long list is shown.
struct Paging {
    static let size = 25

    let items: Int
    /// From 1; what is beyond the list is drawn back into it.
    let page: Int

    init(items: Int, page: Int) {
        self.items = items
        self.page = min(max(page, 1), max(1, (items + Self.size - 1) / Self.size))
    }

    private var pages: Int { max(1, (items + Self.size - 1) / Self.size) }

    var range: Range<Int> { (page - 1) * Self.size..<min(page * Self.size, items) }

    /// To the pages beside this one; nothing where there is only one.
    func links(_ address: String, label: String) -> HTML {
        if pages == 1 { return "" }
        func step(_ words: String, _ page: Int) -> HTML { "<li>\(Parts.link(words, "\(address)?page=\(page)"))</li>" }
        return """
            <nav class="pagination" aria-label="\(label)"><ul>\(page > 1 ? step("Previous page", page - 1) : "")\
            <li><span aria-current="page">Page \(page) of \(pages)</span></li>\
            \(page < pages ? step("Next page", page + 1) : "")</ul></nav>
            """
    }
}
