import Ledger
import Sharing
import Vault

/// What is typed to ask for advice.
struct ConsultationForm: Sendable {
    /// "outside" stands where a colleague's number stands otherwise.
    static let outside = "outside"

    /// The request it is about; "none" for none.
    var request = "none"
    var isUnsure = false
    var question = ""
    var kind = ""
    var who = ""
    var name = ""
    var urgent = ""
    var why = ""
    var talk: (day: String, month: String, year: String) = ("", "", "")
    var talkBy: Instant?
    /// What may show who it is; found when it was sent.
    var found: [Identifiers.Found] = []

    init() {}

    init(_ form: Form) {
        request = form["request"].isEmpty ? "none" : form["request"]
        isUnsure = form["unsure"] == "yes"
        question = form["question"]
        kind = form["kind"]
        who = form["who"]
        name = form["name"]
        urgent = form["urgent"]
        why = form["identifiers-why"]
        talk = (form["talk-day"], form["talk-month"], form["talk-year"])
        talkBy = form.date("talk")
    }

    var isOutside: Bool { who == Self.outside }

    func errors(_ form: Form, _ lists: CodeLists, colleagues: [Practitioner], now: Instant) -> [FormError] {
        var errors: [FormError] = []
        func wrong(_ field: String, _ message: String) { errors.append(FormError(field: field, message: message)) }
        if question.isEmpty { wrong("question", "Write what you want to know") }
        if let long = form.tooLong("question", "The question", limit: 5000) { errors.append(long) }
        if lists[.advisers][kind] == nil { wrong("kind", "Choose what kind of adviser it is") }
        if !isOutside, !colleagues.contains(where: { $0.id.text == who }) { wrong("who", "Choose whom you ask") }
        if isOutside, name.isEmpty { wrong("name", "Write the name of the person you ask") }
        if let long = form.tooLong("name", "The name", limit: Form.lineLimit) { errors.append(long) }
        if !["yes", "no"].contains(urgent) { wrong("urgent", "Choose whether it is urgent") }
        if isUnsure {
            if let talkBy {
                if talkBy.day < now.day || talkBy > now.adding(days: 60) {
                    wrong("talk", "The day must be today or later, within two months")
                }
            } else {
                wrong("talk", "Write by which day you will have talked, such as 27 3 2027")
            }
        }
        return errors
    }

    /// What may show who it is, and what is to be done about that.
    func errors(on found: [Identifiers.Found]) -> [FormError] {
        if isOutside, found.contains(where: { $0.kind == .sealed }) {
            return [FormError(field: "question", message: "Take out the sealed fact: it must not leave the organisation")]
        }
        guard !found.isEmpty, why.isEmpty else { return [] }
        return [
            FormError(
                field: "identifiers-why",
                message: "This may show who it is. Take that out of the question, or write why it must stay")
        ]
    }
}
