/// That an entry is in the ledger of a root.
public struct InclusionProof: Hashable, Sendable {
    public let leafHash: Digest
    public let leafIndex: UInt64
    public let treeSize: UInt64
    public let root: Digest
    public let proof: [Digest]

    public init(leafHash: Digest, leafIndex: UInt64, treeSize: UInt64, root: Digest, proof: [Digest]) {
        self.leafHash = leafHash
        self.leafIndex = leafIndex
        self.treeSize = treeSize
        self.root = root
        self.proof = proof
    }

    /// The check of RFC 9162 §2.1.3.2.
    public var holds: Bool {
        guard leafIndex < treeSize else { return false }
        var first = leafIndex
        var last = treeSize - 1
        var hash = leafHash
        for step in proof {
            guard last != 0 else { return false }
            if first & 1 == 1 || first == last {
                hash = MerkleTree.hash(step, hash)
                while first & 1 == 0, first != 0 {
                    first >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleTree.hash(hash, step)
            }
            first >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}

/// That one ledger is a beginning of another: nothing was changed and nothing taken out.
public struct ConsistencyProof: Hashable, Sendable {
    public let size1: UInt64
    public let size2: UInt64
    public let root1: Digest
    public let root2: Digest
    public let proof: [Digest]

    public init(size1: UInt64, size2: UInt64, root1: Digest, root2: Digest, proof: [Digest]) {
        self.size1 = size1
        self.size2 = size2
        self.root1 = root1
        self.root2 = root2
        self.proof = proof
    }

    /// The check of RFC 9162 §2.1.4.2. From an empty ledger nothing can be proved, so it does not hold.
    public var holds: Bool {
        guard size1 > 0, size1 <= size2 else { return false }
        if size1 == size2 { return proof.isEmpty && root1 == root2 }
        var path = proof[...]
        if size1 & (size1 - 1) == 0 { path = [root1] + path }
        guard let start = path.popFirst() else { return false }
        var first = size1 - 1
        var last = size2 - 1
        while first & 1 == 1 {
            first >>= 1
            last >>= 1
        }
        var hash1 = start
        var hash2 = start
        for step in path {
            guard last != 0 else { return false }
            if first & 1 == 1 || first == last {
                hash1 = MerkleTree.hash(step, hash1)
                hash2 = MerkleTree.hash(step, hash2)
                while first & 1 == 0, first != 0 {
                    first >>= 1
                    last >>= 1
                }
            } else {
                hash2 = MerkleTree.hash(hash2, step)
            }
            first >>= 1
            last >>= 1
        }
        return last == 0 && hash1 == root1 && hash2 == root2
    }
}
