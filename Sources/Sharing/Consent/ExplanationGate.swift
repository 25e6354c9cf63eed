/// Nothing begins before an honest explanation: no assessment, no service, no consent (000 §5.1.1, §6.4; 001 §8 rule 2;
/// 002 §2.6, §2.9; 003 M2 p3, M4 p1).
public enum ExplanationGate {
    /// Why nothing may begin yet.
    public struct Refusal: Hashable, Sendable {
        /// Points of the explanation that are still to be given, as codes; all of them where nothing was said yet.
        public let missing: [String]
        public let title = "Explain first what is recorded and shared"
        public let because = ["000 §5.1.1", "000 §6.4", "001 §8 rule 2", "002 §2.9"]
    }

    /// - Parameter points: codes that an explanation must have covered to count as whole, over one conversation or several.
    /// - Returns: nil where an explanation was given, or where it is recorded why it could not be given yet.
    public static func refusal(_ explanations: [Explanation], needing points: [String] = []) -> Refusal? {
        if explanations.contains(where: { $0.isException }) { return nil }
        let given = explanations.filter(\.wasGiven)
        let missing = points.filter { point in !given.contains { $0.content.points.contains(point) } }
        return given.isEmpty || !missing.isEmpty ? Refusal(missing: missing) : nil
    }
}

extension Explanation {
    /// It could not be given yet, because somebody would have been in danger.
    public var isException: Bool { !wasGiven && !content.exception.isEmpty }
    /// An agency joined the list of those with whom information may be shared (000 §12.2).
    public var isAddition: Bool { !wasGiven && content.exception.isEmpty }
}

extension [Explanation] {
    /// The agencies with whom information may be shared, as the person was told or is to be told (000 §12.2; 002 Q14).
    public var agencies: [String] {
        var found: [String] = []
        for agency in flatMap(\.content.agencies) where !found.contains(agency) { found.append(agency) }
        return found
    }

    /// What the person fears of sharing, the latest first: shown whenever something is to be shared (000 §6.2, §10.17.1).
    public var anxieties: [String] { map(\.content.anxieties).filter { !$0.isEmpty } }

    /// The codes that conversations have covered.
    public var covered: [String] { flatMap(\.content.points) }
}
