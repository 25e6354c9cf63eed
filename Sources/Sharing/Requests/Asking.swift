/// Who asks for information, how it was found out that they are who they say, what they need and why
/// (000 §19.5; 001 §11 Telephones; 002 §4.1, Q21; 004 §6.4.1).
public struct Asking: Codable, Hashable, Sendable {
    public enum Urgency: String, Codable, Sendable, CaseIterable {
        case lifeAndDeath = "life-and-death"
        case immediateSafety = "immediate-safety"
        case concern
        case routine

        /// The urgent path is offered, and nothing waits for consent or sign-off.
        public var isUrgent: Bool { self == .lifeAndDeath || self == .immediateSafety }
    }

    public enum Verification: String, Codable, Sendable, CaseIterable {
        case unverified
        /// Rung back through a number that was found independently.
        case callBack = "call-back"
        case knownContact = "known-contact"
        case seen
        case secureAccount = "secure-account"

        public var isVerified: Bool { self != .unverified }
    }

    public var name = ""
    public var jobTitle = ""
    public var department = ""
    public var organisation = ""
    /// A code of `Content/lists/requesters.yaml`: police, court, parent, media, …
    public var kind = ""
    /// The number of the contact in the directory, if they are there.
    public var contact: String?
    public var switchboard = ""
    /// Where the switchboard does not come from the directory: how it was found without the caller.
    public var switchboardFound = ""
    /// The number the caller gave, which shows nothing.
    public var number = ""
    /// A code of `Content/lists/channels.yaml`.
    public var channel = ""
    public var urgency = Urgency.routine
    /// What they ask for, in their words.
    public var askedFor = ""
    /// A code of `Content/lists/purposes.yaml`: free text may add to it and not replace it (000 §2, §4.5; 002 Q1; 004 §6.2).
    public var purposeKind = ""
    /// Whether they need it to do their job, and may have it.
    public var needsIt = ""
    public var isEntitled = ""
    public var basisClaimed = ""
    public var consentClaimed = ""
    public var wouldAnonymisedDo = ""
    public var isWholeFile = false
    /// Whether anybody has looked at that: `yes`, `no`, or "".
    public var asksWholeFile = ""
    public var wholeFileWhy = ""
    public var verification = Verification.unverified
    public var verifiedBy = ""
    public var verifiedAt = ""
    public var verifiedWords = ""
    /// Where a call back is promised: when, on which number, found how, and what came of it.
    public var callBackBy = ""
    public var callBackNumber = ""
    public var callBackFound = ""
    public var callBackOutcome = ""
    /// Under which agreement a routine or bulk request comes.
    public var agreement = ""
    /// The day until which that agreement is in force.
    public var agreementUntil = ""
    public var isBulk = false
    public var words = ""
    public init() {}

    /// Who asks, as one line.
    public var who: String { [name, jobTitle, department, organisation].filter { !$0.isEmpty }.joined(separator: ", ") }

    /// Whether a number is the one the caller gave, however it is written: such a number shows nothing (001 §11 Telephones).
    public func isCallersOwn(_ other: String) -> Bool {
        Self.isSame(number, other)
    }

    /// Whether two numbers are one, however they are written.
    public static func isSame(_ one: String, _ other: String) -> Bool { !digits(one).isEmpty && digits(one) == digits(other) }

    /// The digits of a number as dialled within the country: `+44 (0)1632 960 001` is `01632960001`.
    static func digits(_ number: String) -> String {
        // Only plain digits are dialled; those of other scripts are read as what they stand for.
        var digits = number.compactMap(\.wholeNumberValue).filter { $0 < 10 }.map(String.init).joined()
        let isInternational = number.contains("+")
        if digits.hasPrefix("0044") {
            digits = String(digits.dropFirst(4))
        } else if isInternational, digits.hasPrefix("44") {
            digits = String(digits.dropFirst(2))
        } else {
            return digits
        }
        return digits.hasPrefix("0") ? digits : "0" + digits
    }
}
