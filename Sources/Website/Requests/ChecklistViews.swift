import HTTPTypes
import Policy
import Sharing
import Vault

enum ChecklistViews {
    static func page(
        _ request: SharingRequest, _ entries: [CodeList.Entry], _ vocabulary: Vocabulary, _ typed: [String: String],
        token: String,
        _ errors: [FormError] = []
    ) -> Page {
        let id = request.id.text
        var groups: [String] = []
        for entry in entries where !groups.contains(entry.group) { groups.append(entry.group) }
        let parts: [HTML] = groups.map { group in
            let questions: [HTML] = entries.filter { $0.group == group }.map {
                question($0, request, vocabulary, typed, errors)
            }
            return "<h2>\(group)</h2>\(questions)"
        }
        return Page(
            heading: "Checklist before sharing",
            content: """
                <p class="caption">About \(request.subject), for \(request.recipient)</p>\
                <p>What is recorded already is shown with each question. Your answers are kept with this request and its decision.</p>\
                \(Fields.form(Addresses.checklist(id), token, "\(parts)\(Fields.button("Keep these answers"))"))
                """,
            errors: errors, back: Addresses.request(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func question(
        _ entry: CodeList.Entry, _ request: SharingRequest, _ vocabulary: Vocabulary, _ typed: [String: String],
        _ errors: [FormError]
    ) -> HTML {
        let field = ChecklistPages.field(entry)
        let value = typed[field] ?? ""
        let recorded = known(entry, request, vocabulary)
        let input: HTML =
            switch entry.more["kind"] {
            case "text":
                Fields.textArea(
                    field, label: entry.words, value: value, error: errors[field], rows: 2)
            case "task":
                Fields.radios(
                    field, legend: "\(entry.words)", hint: "It stays open until it is done",
                    choices: [
                        .init(value: "yes", words: "Done"), .init(value: "no", words: "Not yet: to be done after sharing"),
                    ],
                    chosen: value)
            default:
                Fields.radios(
                    field, legend: "\(entry.words)",
                    choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")],
                    apart: .init(value: "not-known", words: "I do not know"), chosen: value)
            }
        let see = [entry.because.joined(separator: "; "), entry.more["see"].map { "see \($0)" } ?? ""].filter { !$0.isEmpty }
        let said: HTML = recorded.isEmpty ? "" : "<p>From the record: \(recorded)</p>"
        return "\(input)\(said)<p class=\"clause\">\(see.joined(separator: "; "))</p>"
    }

    /// What the request already says of it, in words.
    static func known(_ entry: CodeList.Entry, _ request: SharingRequest, _ vocabulary: Vocabulary) -> String {
        guard let name = entry.more["known"] else { return "" }
        switch name {
        case "chosen": return request.chosen.isEmpty ? "" : "\(request.chosen.count) chosen"
        case "natures": return request.items.isEmpty ? "" : "each item says whether it is fact, opinion or reported"
        case "purpose": return request.purpose
        case "telling": return request.draft["telling"].flatMap { Telling(rawValue: $0)?.words } ?? ""
        case "decision": return "this request ends with a decision, which is the record"
        default:
            guard let fact = vocabulary[Fact.ID(name)], let answer = request.answers[name] else { return "" }
            let from = request.source(of: name).map { " – \($0.words)" } ?? ""
            return fact.words(for: Answer(answer)) + from
        }
    }

    /// How many are answered: `4 of 6`.
    static func answered(_ entries: [CodeList.Entry], _ request: SharingRequest) -> String {
        let count = entries.filter { !(request.draft[ChecklistPages.field($0)] ?? "").isEmpty }.count
        return "\(count) of \(entries.count) answered"
    }
}
