/// What advice can come to.
public struct Outcome: Identifiable, Hashable, Sendable {
    public struct ID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(_ name: String) { rawValue = name }
        public var description: String { rawValue }

        public static let mustShare = ID("must-share")
        public static let share = ID("share")
        public static let shareWithoutConsent = ID("share-without-consent")
        public static let shareAnonymised = ID("share-anonymised")
        public static let seekConsent = ID("seek-consent")
        public static let seekAdvice = ID("seek-advice")
        public static let passOn = ID("pass-on")
        public static let narrowFirst = ID("narrow-first")
        public static let doNotShare = ID("do-not-share")
    }

    public let id: ID
    /// The advice as a title: "You must share it".
    public let words: String
    /// What it means for the practitioner, who decides.
    public let means: String
}
