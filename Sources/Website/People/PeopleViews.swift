import HTTPTypes
import Ledger
import Sharing
import Vault

enum PeopleViews {
    struct TakenUp: Sendable {
        let allocation: Allocation
        let person: RegisteredPerson?
        let who: String
        let why: String
    }

    static let searchFields = [
        "name", "sounds", "reference", "postcode", "born-day", "born-month", "born-year", "order",
    ]

    static func own(
        _ people: [RegisteredPerson], _ order: RegisteredPerson.Search.Order, page: Int, _ typed: Typed,
        _ errors: [FormError], site: Site, _ context: SignedInContext
    ) -> Page {
        let size = RegisteredPerson.Search.pageSize
        let today = site.today
        let rows: [[HTML]] = people.prefix(size).map { person in
            [
                Parts.link(person.shownName, Addresses.person(person.id.text)), "\(PersonWords.masked(person, on: today))",
                PersonWords.tag(person.state), "\(person.changed.dayInWords)",
            ]
        }
        let sorted: HTML =
            order == .changed
            ? Parts.link("Put them in order of name", Addresses.people)
            : Parts.link("Put them in order of the latest change", Addresses.people + "?order=changed")
        let none: HTML =
            page > 1
            ? "<p>There is nobody on this page. \(Parts.link("Go to the first page", Addresses.people))</p>"
            : "<p>You work with nobody on the register yet. Find somebody below\(registers(context) ? ", or register somebody new" : "" as HTML).</p>"
        let list: HTML =
            rows.isEmpty
            ? none
            : "\(Parts.table("People you work with, page \(page)", heads: ["Name", "Year of birth", "State", "Latest change"], rows: rows, captionHidden: true))<p>\(sorted)</p>"
        let overseer: HTML =
            context.access.oversees
            ? "<p>\(Parts.link("See who took up people by themselves", Addresses.takenUp))</p>" : ""
        return Page(
            heading: "People",
            content: """
                <h2>People you work with</h2>\(list)\(pages(page, more: people.count > size, order))\(overseer)\
                <h2>Find somebody</h2>\(findForm(typed, errors, context.person.formToken))\(registerLink(context))
                """,
            errors: errors, back: Addresses.work, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func registers(_ context: SignedInContext) -> Bool { context.access.doesCasework }

    private static func registerLink(_ context: SignedInContext) -> HTML {
        registers(context) ? "<p>\(Parts.buttonLink("Register somebody new", Addresses.newPerson, secondary: true))</p>" : ""
    }

    private static func pages(_ page: Int, more: Bool, _ order: RegisteredPerson.Search.Order) -> HTML {
        if page == 1, !more { return "" }
        func step(_ words: String, _ to: Int) -> HTML {
            "<li>\(Parts.link(words, "\(Addresses.people)?page=\(to)" + (order == .changed ? "&order=changed" : "")))</li>"
        }
        let before = page > 1 ? step("Previous page", page - 1) : ""
        let after = more ? step("Next page", page + 1) : ""
        return """
            <nav class="pagination" aria-label="Pages of people"><ul>\(before)\
            <li><span aria-current="page">Page \(page)</span></li>\(after)</ul></nav>
            """
    }

    static func findForm(
        _ typed: Typed, _ errors: [FormError], _ token: String, at address: String = Addresses.people,
        button: String = "Find people"
    ) -> HTML {
        let spellings: [Fields.Choice] = [
            .init(value: "", words: "That begin like this"), .init(value: "yes", words: "That sound like this"),
        ]
        let orders: [Fields.Choice] = [
            .init(value: "name", words: "By name"), .init(value: "born", words: "Youngest first"),
            .init(value: "changed", words: "Latest change first"),
        ]
        let fields: HTML = """
            <div role="search" aria-label="The register">\
            \(typed.input("name", "Name (optional)", hint: "A name, or how it begins", errors))\
            \(Fields.select("sounds", label: "Names (optional)", choices: spellings, chosen: typed["sounds"]))\
            \(typed.dayField("born", "Date of birth (optional)", hint: "For example, 27 3 2014", errors))\
            \(typed.input("reference", "Reference (optional)", hint: "Your organisation’s own, or another", narrow: true, errors))\
            \(typed.input("postcode", "Postcode (optional)", narrow: true, errors))\
            \(Fields.select("order", label: "Order (optional)", choices: orders, chosen: typed["order"]))\
            \(Fields.button(button))</div>
            """
        return Fields.form(address, token, fields)
    }

    static func found(
        _ found: FoundPeople, _ search: RegisteredPerson.Search, _ typed: Typed, site: Site, _ context: SignedInContext
    ) -> Page {
        let size = RegisteredPerson.Search.pageSize
        let token = context.person.formToken
        let rows = found.people.prefix(size).map { row($0, found, site.today) }
        let list: HTML =
            rows.isEmpty
            ? """
            <p>Nobody on the register fits. Try part of the name, names that sound alike, or less.</p>\(registerLink(context))
            """
            : """
            <p class="hint">Of people you do not work with, only this much is shown.</p>\
            \(Parts.table("People found, page \(search.page)", heads: heads, rows: Array(rows), captionHidden: true))
            """
        let again: HTML = "<h2>Look again</h2>\(findForm(typed, [], token))"
        let register: HTML = rows.isEmpty ? "" : "<h2>None of them?</h2>\(registerLink(context))"
        return Page(
            heading: "People found",
            content: "\(list)\(resultPages(search, typed, token, more: found.people.count > size))\(register)\(again)",
            back: Addresses.people, wide: true)
    }

    static let heads = ["Name", "Year of birth", "Reference", "State", "Who works with them"]

    static func row(_ person: RegisteredPerson, _ found: FoundPeople, _ today: String) -> [HTML] {
        let kept = found.goingOn[person.id.text]
        let state: HTML =
            kept.map {
                "\(PersonWords.tag(.merged)) goes on as \(Parts.link("number \($0.id.text)", Addresses.person($0.id.text)))"
            }
            ?? PersonWords.tag(person.state)
        let workers = found.workers[person.id.text] ?? []
        return [
            Parts.link(person.shownName, Addresses.person(person.id.text)), "\(PersonWords.masked(person, on: today))",
            "\(person.reference.isEmpty ? "Not provided" : person.reference)", state,
            "\(workers.isEmpty ? "Nobody" : workers.joined(separator: ", "))",
        ]
    }

    private static func resultPages(
        _ search: RegisteredPerson.Search, _ typed: Typed, _ token: String, more: Bool
    ) -> HTML {
        if search.page == 1, !more { return "" }
        func step(_ words: String, _ page: Int) -> HTML {
            let fields: HTML = """
                \(typed.hidden(searchFields))\(Fields.hidden("page", String(page)))\(Fields.button(words, .secondary))
                """
            return "<li>\(Fields.form(Addresses.people, token, fields))</li>"
        }
        let before = search.page > 1 ? step("Previous page", search.page - 1) : ""
        let after = more ? step("Next page", search.page + 1) : ""
        return "<nav class=\"pagination\" aria-label=\"Pages of people\"><ul>\(before)\(after)</ul></nav>"
    }

    static func takenUp(_ rows: [TakenUp], page: Int) -> Page {
        let size = RegisteredPerson.Search.pageSize
        let cells: [[HTML]] = rows.prefix(size).map { row in
            let name = row.person?.shownName ?? "Somebody"
            return [
                Parts.link(name, Addresses.person(row.allocation.person)), "\(row.who)", "\(row.allocation.since.inWords)",
                "\(row.why.isEmpty ? "Not provided" : row.why)",
            ]
        }
        let list: HTML =
            cells.isEmpty
            ? "<p>Nobody has taken up a person by themselves.</p>"
            : Parts.table(
                "People taken up, page \(page)", heads: ["Person", "By", "When", "Why"], rows: cells, captionHidden: true)
        func step(_ words: String, _ to: Int) -> HTML { "<li>\(Parts.link(words, "\(Addresses.takenUp)?page=\(to)"))</li>" }
        let pages: HTML =
            page == 1 && rows.count <= size
            ? ""
            : "<nav class=\"pagination\" aria-label=\"Pages\"><ul>\(page > 1 ? step("Previous page", page - 1) : "")\(rows.count > size ? step("Next page", page + 1) : "")</ul></nav>"
        return Page(heading: "People taken up", content: "\(list)\(pages)", back: Addresses.people, wide: true)
    }
}
