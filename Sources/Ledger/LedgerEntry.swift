/// That something was done, by whom, when, and a salted digest of what. It holds numbers and digests, never names and
/// never facts, so that it may outlive the record it speaks of.
public struct LedgerEntry: Hashable, Sendable {
    /// Its place in the ledger, from 0.
    public let index: UInt64
    /// UTC, as year-month-dayThour:minute:second.thousandthsZ.
    public let at: String
    /// What was done: `decided`, `advised`.
    public let act: String
    /// The number of the practitioner who did it.
    public let actor: String
    /// The kind and number of the record: `decision/01J…`.
    public let record: String
    /// Digest of the record's salt and content.
    public let digest: Digest

    public init(index: UInt64, at: String, act: String, actor: String, record: String, digest: Digest) {
        self.index = index
        self.at = at
        self.act = act
        self.actor = actor
        self.record = record
        self.digest = digest
    }

    /// The bytes that are the leaf of the tree. Lengths stand before the texts, so that no two entries have the same.
    public var leaf: [UInt8] {
        var bytes = Array("discretion ledger entry 1\n\(index)\n".utf8)
        for text in [at, act, actor, record] {
            bytes += Array("\(text.utf8.count):\(text)\n".utf8)
        }
        return bytes + digest.bytes
    }

    public var leafHash: Digest { MerkleTree.hash(leaf: leaf) }
}
