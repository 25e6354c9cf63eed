public import Policy

/// Who must agree before something is shared, as `Content/lists/sign-off.yaml` says.
public struct SignOffMatrix: Sendable {
    /// Somebody must agree.
    public struct Need: Hashable, Sendable {
        /// A code of the list.
        public let situation: String
        public let words: String
        /// The post that may agree: `manager`, `governance`.
        public let level: String
        public let because: [String]
    }

    /// - Throws: `Faults` when a condition cannot be read.
    public init(_ lists: CodeLists, _ vocabulary: Vocabulary) throws(Faults) {}

    /// What must be agreed to for a decision. A condition that rests on what is not known counts as if it held.
    /// - Parameters:
    ///   - facts: as advice keeps them.
    ///   - basis: on what it rests: a code of `Content/lists/bases.yaml`, or "".
    public func needed(
        policy: String, facts: [String: String], verdict: Verdict, basis: String, recipient: String, isWholeFile: Bool
    ) -> [Need] { [] }
}
