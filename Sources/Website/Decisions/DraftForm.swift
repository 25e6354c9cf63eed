import Ledger
import Policy
import Sharing

/// A decision as far as it is written, kept with the request by field.
struct DraftForm: Sendable {
    var fields: [String: String]
    /// Somebody came from the check page to change one thing, and goes back there.
    var fromCheck = false

    /// An address that remembers it.
    func address(_ address: String) -> String { address + (fromCheck ? Addresses.fromCheck : "") }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    var draft: Decision.Draft {
        var draft = Decision.Draft()
        draft.verdict = Verdict(rawValue: self["verdict"])
        draft.departure = self["departure"]
        draft.factsOfTheCase = self["facts"]
        draft.opinion = self["opinion"]
        draft.reasons = self["reasons"]
        draft.telling = Telling(rawValue: self["telling"])
        draft.tellingWhy = self["telling-why"]
        draft.reviewOn = Instant(self["review"])
        return draft
    }

    static func message(_ fault: Decision.Faults.One) -> FormError {
        switch fault {
        case .noVerdict: FormError(field: "verdict", message: "Choose what you decide")
        case .departureNotExplained:
            FormError(field: "departure", message: "Your decision differs from the advice. Say why before you record it")
        case .noFacts: FormError(field: "facts", message: "Enter the facts of this case in your own words")
        case .noReasons: FormError(field: "reasons", message: "Enter your reasons")
        case .noTelling: FormError(field: "telling", message: "Choose where the person stands")
        case .tellingNotExplained:
            FormError(field: "telling-why", message: "Enter why the person is not told yet, and when you will look again")
        case .noReview: FormError(field: "review", message: "Enter the day on which you will look at this again")
        }
    }
}
