public import Policy

/// What a person decided.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    case share
    case shareInPart = "share-in-part"
    case shareAnonymised = "share-anonymised"
    case seekConsent = "seek-consent"
    case seekAdvice = "seek-advice"
    case doNotShare = "do-not-share"

    /// The verdict that follows the advice. Every other departs from it and needs its reason (001 §2; 002 §4.3).
    public init(following outcome: Outcome.ID) {
        switch outcome {
        case .mustShare, .share, .shareWithoutConsent: self = .share
        case .narrowFirst: self = .shareInPart
        case .shareAnonymised: self = .shareAnonymised
        case .seekConsent: self = .seekConsent
        case .doNotShare: self = .doNotShare
        // Advice to seek advice, to pass it on to the post named, and any outcome that is new to us.
        default: self = .seekAdvice
        }
    }

    public var words: String {
        switch self {
        case .share: "Share it"
        case .shareInPart: "Share part of it"
        case .shareAnonymised: "Share it so that it identifies nobody"
        case .seekConsent: "Ask for consent first"
        case .seekAdvice: "Get advice first, or pass it to the post named"
        case .doNotShare: "Do not share it"
        }
    }

    /// Whether anything that can identify somebody leaves.
    public var discloses: Bool { self == .share || self == .shareInPart }
}

/// Where the person stands who the information is about.
public enum Telling: String, Hashable, Sendable, CaseIterable {
    case told
    case willTell = "will-tell"
    case notYet = "not-yet"
    case notNeeded = "not-needed"

    public var words: String {
        switch self {
        case .told: "They have been told"
        case .willTell: "They will be told, before or as soon as it is shared"
        case .notYet: "They are not told yet, because it would be unsafe"
        case .notNeeded: "There is nobody to tell"
        }
    }
}
