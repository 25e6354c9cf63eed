import HTTPTypes
import Ledger
import Sharing
import Vault

enum MergingViews {
    struct Both: Sendable {
        let first, second: RegisteredPerson
        /// How much stands in each file; nil where one of them may not be opened.
        let holdings: [[(String, Int)]]?
        init(_ first: RegisteredPerson, _ second: RegisteredPerson, _ holdings: [[(String, Int)]]?) {
            self.first = first
            self.second = second
            self.holdings = holdings
        }
    }

    static func choose(
        _ person: RegisteredPerson, _ typed: Typed, _ errors: [FormError], _ found: FoundPeople?, _ site: Site,
        _ context: SignedInContext
    ) -> Page {
        let id = person.id.text
        let results: HTML =
            found.map { found in
                let rows: [[HTML]] = found.people.prefix(RegisteredPerson.Search.pageSize).map { other in
                    PeopleViews.row(other, found, site.today) + [
                        Parts.link("Compare with number \(other.id.text)", Addresses.merge(id, with: other.id.text))
                    ]
                }
                return rows.isEmpty
                    ? Parts.inset("<p>Nobody else on the register fits. Try part of the name, or less.</p>")
                    : Parts.table("People found", heads: PeopleViews.heads + ["Compare"], rows: rows)
            } ?? ""
        return Page(
            heading: "Which record is the same person?",
            content: """
                <p>Find the other record of <strong>\(person.shownName)</strong>. You see what each holds before anything \
                changes.</p>\(results)\
                \(Fields.form(Addresses.merge(id), context.person.formToken, ChoosingPerson.fields(typed, errors)))
                """,
            errors: errors, back: Addresses.person(id), status: errors.isEmpty ? .ok : .unprocessableContent, wide: found != nil)
    }

    static func refused(_ both: Both) -> Page {
        let (first, second) = (both.first, both.second)
        let why: HTML
        if first.id == second.id {
            why = "<p>Both are the same record.</p>"
        } else if both.holdings == nil {
            why = """
                <p>You may not open the file of \(second.shownName), so you cannot tell what would be put together. Work with \
                them first, or ask a manager to merge the two.</p>\
                <p>\(Parts.buttonLink("Work with \(second.name)", Addresses.takeUp(second.id.text)))</p>
                """
        } else {
            why = "<p>One of them is merged already. Open it, and go on from the record that it leads to.</p>"
        }
        return Page(
            heading: "These two cannot be merged now",
            content: "\(why)<p>If somebody is in danger, \(Parts.link("act first", Addresses.urgent)).</p>",
            back: Addresses.merge(first.id.text), status: .forbidden)
    }

    static func check(
        _ both: Both, _ typed: Typed, _ errors: [FormError], _ site: Site, _ context: SignedInContext
    ) -> Page {
        let (first, second) = (both.first, both.second)
        let heads = ["", "Number \(first.id.text)", "Number \(second.id.text)"]
        func said(_ text: String) -> HTML { "\(text.isEmpty ? "Not provided" : text)" }
        func row(_ key: HTML, _ of: (RegisteredPerson) -> String) -> [HTML] { [key, said(of(first)), said(of(second))] }
        var rows: [[HTML]] = [
            row("Name") { $0.name }, row("What they are called") { $0.knownAs },
            row("Date of birth") { $0.born.map { PersonWords.day($0) } ?? "" }, row("Reference") { $0.reference },
            row("Postcode") { $0.postcode }, row("State") { PersonWords.state($0.state) },
            row("Registered") { $0.begun.dayInWords },
        ]
        if let holdings = both.holdings, holdings.count == 2 {
            rows += zip(holdings[0], holdings[1]).map { ["\($0.0)", "\($0.1)", "\($1.1)"] }
        }
        let choices = [first, second].map {
            Fields.Choice(
                value: $0.id.text, words: "\($0.shownName), number \($0.id.text)", hint: "Registered on \($0.begun.dayInWords)")
        }
        let fields: HTML = """
            \(typed.radios("keep", "Under which record does the person go on?", choices, errors))\
            \(typed.area("why", "How do you know that both are the same person?", rows: 3, errors))\
            \(Fields.button("Merge the two records"))
            """
        return Page(
            heading: "Are these the same person?",
            content: """
                \(Parts.table("What each record has", heads: ["What", heads[1], heads[2]], rows: rows))\
                <p>Nothing is moved or lost: each file stays as it is, and who may open it stays the same. The other record leads \
                on to the one you keep. Disclosures prepared from it are verified again. You may undo it.</p>\
                \(Fields.form(Addresses.merge(first.id.text, with: second.id.text), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.merge(first.id.text), status: errors.isEmpty ? .ok : .unprocessableContent,
            wide: true)
    }

    static func undo(_ person: RegisteredPerson, _ context: SignedInContext) -> Page {
        let id = person.id.text
        return Page(
            heading: "Undo the merge of \(person.shownName)",
            content: """
                <p>Each record goes on by itself again. That they were merged stays in the evidence.</p>\
                \(Fields.form(Addresses.undoMerge(id), context.person.formToken, Fields.button("Undo the merge")))
                """,
            back: Addresses.person(id))
    }
}
