import Policy
import Sharing
import Vault

/// Advice given under a policy, put to a proposed edition of it: what would be otherwise.
struct ProposalReplay: Sendable {
    struct Changed: Sendable {
        let advice: AdviceGiven
        /// What would be advised; nil where that is not certain.
        let now: Outcome.ID?
    }

    static let pageSize = 25

    /// How much advice was put to it, and how much of that would be other.
    let of: Int
    let changed: Int
    /// Those of this page, with the decisions that answered them.
    let shown: [Changed]
    let decisions: [RecordID<AdviceGiven>: Decision]
    let page: Int
}
