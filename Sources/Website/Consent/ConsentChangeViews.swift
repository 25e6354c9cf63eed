import HTTPTypes
import Sharing
import Vault

enum ConsentChangeViews {
    enum Change: String, CaseIterable, Sendable {
        case review, end, invalidate

        var kind: ConsentChange.Kind {
            switch self {
            case .review: .reviewed
            case .end: .ended
            case .invalidate: .invalidated
            }
        }

        var words: String {
            switch self {
            case .review: "Look at it again with them"
            case .end: "End it: its purpose is over"
            case .invalidate: "Record that it was not sound"
            }
        }

        var wordsMissing: String {
            switch self {
            case .review: "Enter what they said when you looked at it again"
            case .end: "Enter which purpose or event is over"
            case .invalidate: "Enter why it was not sound"
            }
        }

        func fits(_ entry: ConsentRegister.Entry, on day: String) -> Bool {
            let standing = entry.standing(on: day)
            if self == .invalidate {
                return standing != .invalid && entry.consent.answer != .notSought && entry.consent.answer != .notObtained
            }
            if self == .end, !entry.isGiven { return false }
            return standing == .inForce || standing == .reviewOverdue
        }
    }

    static func form(
        _ change: Change, _ file: ConsentFile, _ entry: ConsentRegister.Entry, _ fields: Form.Fields, once: String, token: String,
        errors: [FormError] = []
    ) -> Page {
        let (label, hint, by, said): (String, String, String, HTML) =
            switch change {
            case .review:
                (
                    "What did they say?", "Whether it still holds, in their own words", "Who was there?",
                    "<p>Ask the person, at a review meeting where there is one, and note it in its minutes (000 §10.1; 002 Q16).</p>"
                )
            case .end:
                (
                    "What is over?", "The purpose or the event with which it ends", "Who says so?",
                    "<p>Consent lasts for the purpose on the form, and no longer (002 Q16).</p>"
                )
            case .invalidate:
                (
                    "Why was it not sound?", "Such as without support, under pressure, or by somebody who may not",
                    "Who found it?",
                    "<p>Consent without the support that they needed, under duress or by the wrong person is none (000 §10.7; 004 §6.5). What went out under it is then listed for a manager.</p>"
                )
            }
        let review: HTML =
            change == .review
            ? Fields.date(
                "review", legend: "When is it looked at again?", hint: "For example, 27 3 2027", day: fields["review-day"] ?? "",
                month: fields["review-month"] ?? "", year: fields["review-year"] ?? "", error: errors["review"]) : ""
        let body: HTML = """
            \(Fields.hidden("once", once))\
            \(Fields.textArea("words", label: label, hint: hint, value: fields["words"] ?? "", error: errors["words"], rows: 4))\
            \(Fields.input("by", label: by, value: fields["by"] ?? "", error: errors["by"]))\(review)\
            \(Fields.button("Record it", change == .invalidate ? .warning : .primary))
            """
        let address = Addresses.consent(file.id, entry.consent.id.text, change.rawValue)
        return Page(
            heading: change.words, content: "\(ExplanationViews.about(file))\(said)\(Fields.form(address, token, body))",
            errors: errors,
            back: Addresses.consent(file.id, entry.consent.id.text), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
