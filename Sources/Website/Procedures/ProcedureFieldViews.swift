import Ledger
import Sharing
import Vault

/// The fields of a procedure's step, and what was typed into them.
enum ProcedureFieldViews {
    /// What was typed into a field, as it is kept. A date that is none is kept as typed, so that it can be put right.
    static func typed(_ field: Procedure.Field, _ form: Form) -> String {
        switch field.kind {
        case .checklist: form.ticked(field.id, among: field.choices.map(\.id)).joined(separator: ",")
        case .date:
            form.date(field.id)?.description
                ?? ["day", "month", "year"].map { form["\(field.id)-\($0)"] }.joined(separator: "/").replacing("//", with: "")
        case .yesNo, .oneOf: field.choices.contains { $0.id == form[field.id] } ? form[field.id] : ""
        default: form[field.id]
        }
    }

    /// What is wrong with an answer, if it is to be an answer.
    static func error(_ field: Procedure.Field, _ text: String, _ opened: OpenedRun) -> FormError? {
        func wrong(_ message: String) -> FormError { FormError(field: field.id, message: message) }
        let isLong = field.kind == .longText
        let limit = isLong ? Form.textLimit : Form.lineLimit
        if [.text, .longText].contains(field.kind), text.count > limit {
            return wrong("The answer to “\(field.ask)” must be \(limit) characters or fewer; it is \(text.count) now")
        }
        if field.kind == .date, !text.isEmpty, Instant(text) == nil {
            return wrong("The answer to “\(field.ask)” must be a real date, such as 27 3 2027")
        }
        if field.kind == .practitioner, !text.isEmpty, !opened.colleagues.contains(where: { $0.id.text == text }) {
            return wrong("Choose somebody from the list for “\(field.ask)”")
        }
        if field.kind == .contact, !text.isEmpty, !opened.contacts.contains(where: { $0.id.text == text }) {
            return wrong("Choose somebody from the directory for “\(field.ask)”")
        }
        guard !field.isOptional, !ProcedureProgress.isAnswered(field, text) else { return nil }
        switch field.kind {
        case .yesNo, .oneOf: return wrong("Choose an answer to “\(field.ask)”")
        case .checklist: return wrong("Tick every point of “\(field.ask)”, or save it and come back later")
        case .date: return wrong("Enter a date for “\(field.ask)”, such as 27 3 2027")
        case .practitioner: return wrong("Choose a colleague for “\(field.ask)”")
        case .contact: return wrong("Choose somebody from the directory for “\(field.ask)”")
        case .text, .longText: return wrong("Enter an answer to “\(field.ask)”")
        }
    }

    /// - Parameter alone: it is all that the page asks, so that its question is the page's heading.
    static func field(_ field: Procedure.Field, _ text: String, _ error: String?, alone: Bool, _ opened: OpenedRun) -> HTML {
        let ask = field.ask + (field.isOptional ? " (optional)" : "")
        let heading: HTML = alone ? "<h1>\(ask)</h1>" : "\(ask)"
        let choices = field.choices.map { Fields.Choice(value: $0.id, words: $0.words) }
        switch field.kind {
        case .yesNo, .oneOf:
            return Fields.radios(
                field.id, legend: heading, hint: field.hint, choices: choices, chosen: text.isEmpty ? nil : text, error: error)
        case .checklist:
            return Fields.checkboxes(
                field.id, legend: heading, hint: field.hint, choices: choices, chosen: ProcedureProgress.ticked(text),
                error: error)
        case .date:
            let parts = dateParts(text)
            return Fields.date(
                field.id, legend: heading, hint: field.hint.isEmpty ? "For example, 27 3 2027" : field.hint, day: parts[0],
                month: parts[1], year: parts[2], error: error)
        case .practitioner:
            return select(field, heading, text, error, opened.colleagues.map { ($0.id.text, "\($0.name), \($0.post)") })
        case .contact:
            return select(field, heading, text, error, opened.contacts.map { ($0.id.text, "\($0.name), \($0.agency)") })
        case .text, .longText: return written(field, heading, text, error)
        }
    }

    private static func dateParts(_ text: String) -> [String] {
        if let day = Instant(text) {
            let (year, month, date) = day.calendarDay
            return ["\(date)", "\(month)", "\(year)"]
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return (0..<3).map { $0 < parts.count ? parts[$0] : "" }
    }

    private static func around(_ field: Procedure.Field, _ label: HTML, _ error: String?, _ control: (HTML) -> HTML) -> HTML {
        let ties = (field.hint.isEmpty ? [] : ["\(field.id)-hint"]) + (error == nil ? [] : ["\(field.id)-error"])
        let tied: HTML = ties.isEmpty ? "" : " aria-describedby=\"\(ties.joined(separator: " "))\""
        let hint: HTML = field.hint.isEmpty ? "" : "<div id=\"\(field.id)-hint\" class=\"hint\">\(field.hint)</div>"
        let message: HTML =
            error.map {
                "<p id=\"\(field.id)-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        let group: HTML = error == nil ? "form-group" : "form-group form-group-error"
        return "<div class=\"\(group)\"><label for=\"\(field.id)\">\(label)</label>\(hint)\(message)\(control(tied))</div>"
    }

    private static func written(_ field: Procedure.Field, _ label: HTML, _ text: String, _ error: String?) -> HTML {
        around(field, label, error) { tied in
            if field.kind == .text {
                return """
                    <input class="input" id="\(field.id)" name="\(field.id)" type="text" value="\(text)" autocomplete="off"\(tied)>
                    """
            }
            return """
                <textarea class="textarea" id="\(field.id)" name="\(field.id)" rows="5"\(tied)>
                \(text)</textarea>
                """
        }
    }

    private static func select(
        _ field: Procedure.Field, _ label: HTML, _ chosen: String, _ error: String?, _ choices: [(value: String, words: String)]
    ) -> HTML {
        around(field, label, error) { tied in
            let options: [HTML] = choices.map {
                "<option value=\"\($0.value)\"\($0.value == chosen ? " selected" : "" as HTML)>\($0.words)</option>"
            }
            return """
                <select class="select" id="\(field.id)" name="\(field.id)"\(tied)><option value="">Choose</option>\(options)</select>
                """
        }
    }
}
