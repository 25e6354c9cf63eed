/// What an audit of the ledger came to.
public enum AuditFinding: Hashable, Sendable {
    case whole(size: UInt64, root: Digest)
    /// The first thing that does not fit, by its kind and number, and why.
    case broken(at: UInt64, what: String, why: String)
}

/// Walks the entries of a ledger from the first to the last and builds the tree anew.
///
/// It keeps one hash for each level, so that a ledger of any length is audited in the memory of a short one.
public struct Audit {
    public private(set) var size: UInt64 = 0
    /// The hash of the last perfect subtree at each level that has no right neighbour yet.
    private var pending: [Int: Digest] = [:]

    public init() {}

    /// Takes the next entry.
    /// - Returns: the nodes that it completes, each to be compared with the stored one.
    public mutating func take(_ entry: LedgerEntry) -> [(MerkleTree.Node, Digest)] {
        let pending = self.pending
        let tree = MerkleTree(size: size) { node in pending[node.level] ?? MerkleTree.emptyRoot }
        // The closure cannot throw: every node that an append asks for is the pending one of its level.
        let made = (try? tree.appending(entry.leafHash)) ?? []
        for (node, hash) in made {
            if node.index & 1 == 0 { self.pending[node.level] = hash } else { self.pending[node.level] = nil }
        }
        size += 1
        return made
    }

    /// The root over the entries taken so far.
    public var root: Digest {
        var hash: Digest?
        for level in pending.keys.sorted() {
            guard let left = pending[level] else { continue }
            hash = hash.map { MerkleTree.hash(left, $0) } ?? left
        }
        return hash ?? MerkleTree.emptyRoot
    }
}
