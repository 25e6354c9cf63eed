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
    /// The number the caller gave, which shows nothing.
    public var number = ""
    /// A code of `Content/lists/channels.yaml`.
    public var channel = ""
    public var urgency = Urgency.routine
    /// Whether they need it to do their job, and may have it.
    public var needsIt = ""
    public var isEntitled = ""
    public var basisClaimed = ""
    public var consentClaimed = ""
    public var wouldAnonymisedDo = ""
    public var isWholeFile = false
    public var verification = Verification.unverified
    public var verifiedBy = ""
    public var verifiedAt = ""
    public var verifiedWords = ""
    /// Where a call back is promised: when, on which number, found how, and what came of it.
    public var callBackBy = ""
    public var callBackNumber = ""
    public var callBackOutcome = ""
    /// Under which agreement a routine or bulk request comes.
    public var agreement = ""
    public var isBulk = false
    public var words = ""
    public init() {}
}
