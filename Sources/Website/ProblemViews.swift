import HTTPTypes
import Sharing

/// Pages for what went wrong: what happened, whether the work is safe, what to do.
enum ProblemViews {
    static func page(_ problem: Problem, reference: String?, site: Site, _ context: Visitor) -> Page {
        let organisation = context.person?.organisation
        let number = organisation?.procedureNumber ?? site.settings.procedureNumber
        let urgent: HTML =
            problem.level == .expected
            ? ""
            : """
            <p>If somebody may be in danger, do not wait for this system. <a href="\(Addresses.urgent)">See whom to call</a>\
            \(number.isEmpty ? "" : ", or call \(number)" as HTML).</p>
            """
        let procedure: HTML =
            problem.level == .expected ? "" : organisation.map { Parts.inset("Your local procedure: \($0.procedure)") } ?? ""
        let said: HTML = reference.map { "<p>Reference: <strong>\($0)</strong></p>" } ?? ""
        return Page(
            heading: problem.title,
            content: "<p>\(problem.explanation)</p><p>\(problem.whatNext)</p>\(procedure)\(urgent)\(said)",
            status: .init(code: problem.status))
    }

    static func formNotOurs(_ fields: Form.Fields, address: String, token: String) -> Page {
        Page(
            heading: "Send it once more",
            content: """
                <p>We could not tell that this form came from the page we gave you, so nothing was recorded. This happens \
                when you sign in again in another window. What you typed is kept here and nothing is lost.</p>\
                \(typed(fields))\(Fields.form(address, token, "\(hidden(fields))\(Fields.button("Send it again"))"))
                """,
            status: .forbidden)
    }

    /// What somebody typed, to read, apart from what the form itself put there.
    static func typed(_ fields: Form.Fields) -> HTML {
        let rows = fields.filter { $0.key != "token" && $0.value.count > 20 }.sorted { $0.key < $1.key }.map {
            Parts.Row(key: $0.key.replacing("-", with: " ").capitalizedFirst, value: HTML.paragraphs($0.value))
        }
        return rows.isEmpty ? "" : "<h2>What you typed</h2>\(Parts.summaryList(rows))"
    }

    static func hidden(_ fields: Form.Fields) -> HTML {
        let kept: [HTML] = fields.filter { $0.key != "token" }.sorted { $0.key < $1.key }.map { Fields.hidden($0.key, $0.value) }
        return "\(kept)"
    }

    static let foreignForm = Page(
        heading: "This form came from another site",
        content: "<p>Nothing was recorded. Open the page here and send the form from there.</p>", status: .forbidden)

    static let tooLarge = Page(
        heading: "That was too much at once",
        content: """
            <p>A form may hold 4 megabytes. Nothing was recorded. Go back, where your words still are, and shorten the \
            longest text.</p>
            """,
        status: .contentTooLarge)
}

extension String {
    /// The text with its first letter a capital one.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
