/// The right edge of the tree of RFC 6962 §2.1, which is all that is needed to add to it and to tell its root: one hash for
/// each perfect subtree, so that a ledger of any length grows and is audited in the memory of a short one.
public struct GrowingTree: Sendable {
    public private(set) var size: UInt64
    /// The hash of the last leaf, once one was added.
    public private(set) var last: Digest?
    /// The hashes of the perfect subtrees, the largest first: one for each bit that is set in the size.
    private var edge: [Digest]

    /// The tree of no leaves.
    public init() {
        size = 0
        edge = []
    }

    /// The tree of a size, from what is stored of it.
    /// - Throws: whatever reading a node throws.
    public init(size: UInt64, node: (MerkleTree.Node) throws -> Digest) rethrows {
        self.size = size
        edge = []
        var start: UInt64 = 0
        for level in (0..<UInt64.bitWidth).reversed() where size & (1 << UInt64(level)) != 0 {
            edge.append(try node(MerkleTree.Node(level: level, index: start >> UInt64(level))))
            start += 1 << UInt64(level)
        }
    }

    /// Adds a leaf.
    /// - Returns: the hashes of the perfect subtrees of two leaves and more that it completes, the smallest first.
    @discardableResult
    public mutating func append(_ leafHash: Digest) -> [Digest] {
        var hash = leafHash
        var made: [Digest] = []
        var left = size
        while left & 1 == 1 {
            hash = MerkleTree.hash(edge.removeLast(), hash)
            made.append(hash)
            left >>= 1
        }
        edge.append(hash)
        size += 1
        last = leafHash
        return made
    }

    /// The root over the leaves so far.
    public var root: Digest {
        guard var hash = edge.last else { return MerkleTree.emptyRoot }
        for left in edge.dropLast().reversed() { hash = MerkleTree.hash(left, hash) }
        return hash
    }
}
