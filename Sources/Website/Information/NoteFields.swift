import Ledger
import Sharing

/// What stands in the fields of a form about information, with what is wrong with it.
struct NoteFields: Sendable {
    var fields: Form.Fields = [:]
    var errors: [FormError] = []

    init(_ fields: Form.Fields = [:], errors: [FormError] = []) {
        self.fields = fields
        self.errors = errors
    }

    subscript(_ name: String) -> String {
        get { fields[name] ?? "" }
        set { fields[name] = newValue }
    }

    mutating func say(_ field: String, _ message: String) { errors.append(FormError(field: field, message: message)) }

    mutating func require(_ field: String, _ message: String) {
        if self[field].trimmingSpaces.isEmpty { say(field, message) }
    }

    mutating func tick(_ name: String, _ ids: [String]) { for id in ids { fields["\(name).\(id)"] = "yes" } }

    mutating func set(_ name: String, day: String) {
        let parts = day.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return }
        fields["\(name)-day"] = String(parts[2])
        fields["\(name)-month"] = String(parts[1])
        fields["\(name)-year"] = String(parts[0])
    }

    /// The day that was typed; "" where none was, or where it cannot be one, which is then said.
    mutating func day(
        _ name: String, _ form: Form, _ label: String, notAfter last: String? = nil, notBefore first: String? = nil
    )
        -> String
    {
        if ["day", "month", "year"].allSatisfy({ form["\(name)-\($0)"].isEmpty }) { return "" }
        guard let day = form.date(name)?.day, form["\(name)-year"].count == 4 else {
            say(name, "\(label) must be a day, such as 27 3 2026")
            return ""
        }
        if let last, day > last { say(name, "\(label) must be today or earlier") }
        if let first, day < first { say(name, "\(label) must be today or later") }
        return day
    }

    mutating func limit(_ form: Form, lines: [(String, String)] = [], texts: [(String, String)] = []) {
        for (name, label) in lines { errors += [form.tooLong(name, label, limit: Form.lineLimit)].compactMap { $0 } }
        for (name, label) in texts { errors += [form.tooLong(name, label)].compactMap { $0 } }
    }

    func input(_ name: String, _ label: String, hint: String = "") -> HTML {
        Fields.input(name, label: label, hint: hint, value: self[name], error: errors[name])
    }

    func area(_ name: String, _ label: String, hint: String = "", rows: Int = 3) -> HTML {
        Fields.textArea(name, label: label, hint: hint, value: self[name], error: errors[name], rows: rows)
    }

    func date(_ name: String, _ legend: HTML, hint: String) -> HTML {
        Fields.date(
            name, legend: legend, hint: hint, day: self["\(name)-day"], month: self["\(name)-month"], year: self["\(name)-year"],
            error: errors[name])
    }

    func radios(
        _ name: String, _ legend: HTML, hint: String = "", _ choices: [Fields.Choice], apart: Fields.Choice? = nil
    ) -> HTML {
        Fields.radios(
            name, legend: legend, hint: hint, choices: choices, apart: apart, chosen: fields[name], error: errors[name])
    }

    func checkboxes(_ name: String, _ legend: HTML, hint: String = "", _ choices: [Fields.Choice]) -> HTML {
        Fields.checkboxes(
            name, legend: legend, hint: hint, choices: choices,
            chosen: Set(choices.map(\.value).filter { fields["\(name).\($0)"] == "yes" }), error: errors[name])
    }

    /// One of a long list, with nothing chosen beforehand.
    func select(_ name: String, _ label: String, none: String, _ choices: [Fields.Choice]) -> HTML {
        let message = errors[name]
        let options: [HTML] = ([Fields.Choice(value: "", words: none)] + choices).map {
            "<option value=\"\($0.value)\"\($0.value == self[name] ? " selected" : "" as HTML)>\($0.words)</option>"
        }
        let said: HTML =
            message.map {
                "<p id=\"\(name)-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        let tied: HTML = message == nil ? "" : " aria-describedby=\"\(name)-error\""
        return """
            <div class="\(message == nil ? "form-group" : "form-group form-group-error" as HTML)"><label for="\(name)">\(label)</label>\(said)\
            <select class="select" id="\(name)" name="\(name)"\(tied)>\(options)</select></div>
            """
    }

    /// The fields again, unseen, so that the next page brings them along.
    func hidden(_ names: [String]) -> HTML {
        "\(names.filter { !self[$0].isEmpty }.map { Fields.hidden($0, self[$0]) })"
    }
}

extension CodeList {
    var choices: [Fields.Choice] { entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) } }
}

extension InformationItem.Nature {
    var words: String {
        switch self {
        case .fact: "Fact"
        case .opinion: "Professional opinion"
        case .reported: "Reported by somebody else"
        }
    }
}

extension InformationItem.Confidence {
    var words: String {
        switch self {
        case .notConfidential: "Not confidential: it is already public"
        case .confidential: "Confidential"
        case .limited: "Only for some people or purposes"
        case .fromColleagues: "Some colleagues must not know"
        }
    }
}
