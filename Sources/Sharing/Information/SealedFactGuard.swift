public import Vault

/// Keeps sealed facts out of what leaves.
public struct SealedFactGuard: Sendable {
    /// A sealed fact stands, or can be inferred, at a place.
    public struct Hit: Hashable, Sendable {
        public let fact: RecordID<SealedFact>
        /// A code of `Content/lists/sealed-facts.yaml`.
        public let kind: String
        /// What stands there, for its author to see and nobody else.
        public let words: String
    }

    private let facts: [SealedFact]

    /// - Parameter recipient: the number of the contact to whom it goes; nil for everybody else.
    public init(_ facts: [SealedFact], recipient: RecordID<Contact>?) {
        self.facts = facts.filter { fact in
            fact.isInForce && !fact.content.releases.contains { $0.contact == recipient?.text }
        }
    }

    /// Where a text gives a sealed fact away.
    public func hits(in text: String) -> [Hit] {
        facts.flatMap { fact in
            fact.content.forms.filter { !$0.isEmpty && text.lowercased().contains($0.lowercased()) }.map {
                Hit(fact: fact.id, kind: fact.kind, words: $0)
            }
        }
    }

    /// The text with every place masked that gives a sealed fact away, and what was masked.
    public func masked(_ text: String) -> (text: String, hits: [Hit]) { (text, hits(in: text)) }
}
