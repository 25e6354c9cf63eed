import Policy
import Synchronization

/// Comparisons that were worked out lately: each page of one needs the same.
final class Comparisons: Sendable {
    private struct Pair: Hashable {
        let first: String
        let second: String
    }

    /// Room for six policies, each put beside each in both orders; beyond that the known ones are forgotten together.
    private static let limit = 40

    private let known = Mutex<[Pair: Comparison]>([:])

    /// - Throws: `Faults` when the two together are too large to be compared.
    func comparison(_ first: PolicyEdition, _ second: PolicyEdition) throws(Faults) -> Comparison {
        let pair = Pair(first: first.fingerprint, second: second.fingerprint)
        if let same = known.withLock({ $0[pair] }) { return same }
        let comparison = try Comparison(first.policy, second.policy)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[pair] = comparison
        }
        return comparison
    }
}
