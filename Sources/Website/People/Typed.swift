import Ledger
import Sharing

/// What stands in the fields of a form: what somebody typed, right or wrong, or what is kept already.
struct Typed: Sendable {
    enum Day {
        case none
        case day(String)
        /// Something was typed that is no day.
        case unreadable
    }

    var fields: Form.Fields

    init(_ fields: Form.Fields = [:]) { self.fields = fields }
    init(_ form: Form) { fields = form.fields }

    subscript(_ name: String) -> String {
        get { (fields[name] ?? "").trimmingSpaces }
        set { fields[name] = newValue }
    }

    /// Lines with something on them.
    func lines(_ name: String) -> [String] {
        self[name].split(separator: "\n").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    }

    func ticked(_ name: String, among ids: [String]) -> [String] { ids.filter { self["\(name).\($0)"] == "yes" } }

    mutating func tick(_ name: String, _ ids: [String]) { for id in ids { fields["\(name).\(id)"] = "yes" } }

    /// A kept day such as `2026-03-27` into the three fields.
    mutating func setDay(_ name: String, _ day: String) {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return }
        fields["\(name)-year"] = String(parts[0])
        fields["\(name)-month"] = String(parts[1])
        fields["\(name)-day"] = String(parts[2])
    }

    func day(_ name: String, _ form: Form) -> Day {
        if ["day", "month", "year"].allSatisfy({ self["\(name)-\($0)"].isEmpty }) { return .none }
        guard let day = form.date(name), self["\(name)-year"].count == 4 else { return .unreadable }
        return .day(day.day)
    }

    func dayField(_ name: String, _ legend: HTML, hint: String = "For example, 27 3 2024", _ errors: [FormError]) -> HTML {
        Fields.date(
            name, legend: legend, hint: hint, day: self["\(name)-day"], month: self["\(name)-month"],
            year: self["\(name)-year"], error: errors[name])
    }

    func input(_ name: String, _ label: String, hint: String = "", narrow: Bool = false, _ errors: [FormError]) -> HTML {
        Fields.input(name, label: label, hint: hint, value: self[name], error: errors[name], narrow: narrow)
    }

    func area(_ name: String, _ label: String, hint: String = "", rows: Int = 4, _ errors: [FormError]) -> HTML {
        Fields.textArea(name, label: label, hint: hint, value: fields[name] ?? "", error: errors[name], rows: rows)
    }

    func radios(
        _ name: String, _ legend: HTML, hint: String = "", _ choices: [Fields.Choice], apart: Fields.Choice? = nil,
        _ errors: [FormError]
    ) -> HTML {
        Fields.radios(
            name, legend: legend, hint: hint, choices: choices, apart: apart, chosen: self[name], error: errors[name])
    }

    func checkboxes(_ name: String, _ legend: HTML, _ list: CodeList, _ errors: [FormError]) -> HTML {
        Fields.checkboxes(
            name, legend: legend, choices: list.entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) },
            chosen: Set(ticked(name, among: list.ids)), error: errors[name])
    }

    /// The fields again, unseen, so that the next page brings them along.
    func hidden(_ names: [String]) -> HTML {
        "\(names.filter { !self[$0].isEmpty }.map { Fields.hidden($0, self[$0]) })"
    }
}

/// Finds what is wrong with a form, one thing after another.
struct Mistakes {
    let form: Form
    let typed: Typed
    private(set) var found: [FormError] = []

    init(_ form: Form) {
        self.form = form
        typed = Typed(form)
    }

    mutating func say(_ field: String, _ message: String) { found.append(FormError(field: field, message: message)) }

    mutating func require(_ field: String, _ message: String) { if typed[field].isEmpty { say(field, message) } }

    mutating func limit(lines: [(field: String, label: String)], texts: [(field: String, label: String)] = []) {
        for (field, label) in lines {
            if let error = form.tooLong(field, label, limit: Form.lineLimit) { found.append(error) }
        }
        for (field, label) in texts { if let error = form.tooLong(field, label) { found.append(error) } }
    }

    /// The day that was typed; "" when none was, or none that can be.
    mutating func day(
        _ field: String, _ label: String, required: String? = nil, notAfter last: String? = nil, notBefore first: String? = nil
    ) -> String {
        switch typed.day(field, form) {
        case .none:
            if let required { say(field, required) }
            return ""
        case .unreadable:
            say(field, "\(label) must be a day with a day, a month and a year of four digits, such as 27 3 2024")
            return ""
        case .day(let day):
            if day < "1880-01-01" {
                say(field, "\(label) must be after 1880. Look at the year again")
            } else if let last, day > last {
                say(field, "\(label) must be today or earlier. Look at the year again")
            } else if let first, day < first {
                say(field, "\(label) must be today or later. Look at the year again")
            }
            return day
        }
    }
}

extension String {
    /// As it stands inside a sentence.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
