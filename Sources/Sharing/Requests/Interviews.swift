public import Policy
import Synchronization

/// Interviews that were worked out lately. A page, its form and the page after it need the same one.
public final class Interviews: Sendable {
    private struct Key: Hashable {
        let edition: String
        let answers: [String: String]
    }

    /// A few hundred people at work at once; beyond that the oldest are forgotten together.
    private static let limit = 1000

    private let known = Mutex<[Key: Interview]>([:])

    public init() {}

    /// The interview over these answers.
    public func interview(_ answers: [String: String], under edition: PolicyEdition) -> Interview {
        let key = Key(edition: edition.fingerprint, answers: answers)
        if let same = known.withLock({ $0[key] }) { return same }
        let interview = Interview(answers, under: edition)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[key] = interview
        }
        return interview
    }
}
