/// The Merkle tree of RFC 6962 §2.1 over the ledger's entries.
///
/// It owns no storage: `node` answers with the stored hash of a perfect subtree, which covers the leaves from
/// `index << level` up to, not including, `(index + 1) << level`.
public struct MerkleTree {
    public struct Node: Hashable, Sendable {
        public let level: Int
        public let index: UInt64

        public init(level: Int, index: UInt64) {
            self.level = level
            self.index = index
        }
    }

    /// Something asked of the tree that it cannot have.
    public enum Fault: Error, Hashable {
        /// An entry at or beyond the size.
        case noSuchEntry(UInt64, size: UInt64)
        /// A consistency proof needs `0 < first <= second`. From nothing there is nothing to be consistent with.
        case noSuchSizes(UInt64, UInt64)
    }

    public let size: UInt64
    private let node: (Node) throws -> Digest

    public init(size: UInt64, node: @escaping (Node) throws -> Digest) {
        self.size = size
        self.node = node
    }

    /// SHA-256 of 0x00 and the leaf.
    public static func hash(leaf: [UInt8]) -> Digest { Digest(of: [0] + leaf) }

    /// SHA-256 of 0x01 and both children.
    public static func hash(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { bytes in
            bytes[0] = 1
            left.withBytes { UnsafeMutableRawBufferPointer(rebasing: bytes[1..<33]).copyMemory(from: $0) }
            right.withBytes { UnsafeMutableRawBufferPointer(rebasing: bytes[33..<65]).copyMemory(from: $0) }
            return Digest(of: UnsafeRawBufferPointer(bytes))
        }
    }

    /// The root of no leaves: SHA-256 of nothing.
    public static let emptyRoot = Digest(of: [])

    /// - Throws: whatever reading a node throws.
    public func root() throws -> Digest {
        size == 0 ? Self.emptyRoot : try hash(from: 0, to: size)
    }

    /// The hashes that lead from an entry to the root (RFC 6962 §2.1.1).
    /// - Throws: `Fault.noSuchEntry`, or whatever reading a node throws.
    public func inclusionProof(of index: UInt64) throws -> [Digest] {
        guard index < size else { throw Fault.noSuchEntry(index, size: size) }
        return try path(index, from: 0, to: size)
    }

    /// The hashes that show that the tree of `first` entries is a beginning of this one (RFC 6962 §2.1.2).
    /// - Throws: `Fault.noSuchSizes`, or whatever reading a node throws.
    public func consistencyProof(from first: UInt64) throws -> [Digest] {
        guard first > 0, first <= size else { throw Fault.noSuchSizes(first, size) }
        return first == size ? [] : try subproof(first, from: 0, to: size, complete: true)
    }

    private func hash(from start: UInt64, to end: UInt64) throws -> Digest {
        let count = end - start
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try node(Node(level: level, index: start >> UInt64(level)))
        }
        let split = start + Self.split(count)
        return Self.hash(try hash(from: start, to: split), try hash(from: split, to: end))
    }

    private func path(_ index: UInt64, from start: UInt64, to end: UInt64) throws -> [Digest] {
        let count = end - start
        if count == 1 { return [] }
        let split = start + Self.split(count)
        return index < split
            ? try path(index, from: start, to: split) + [hash(from: split, to: end)]
            : try path(index, from: split, to: end) + [hash(from: start, to: split)]
    }

    private func subproof(_ first: UInt64, from start: UInt64, to end: UInt64, complete: Bool) throws -> [Digest] {
        let count = end - start
        if first == count { return complete ? [] : [try hash(from: start, to: end)] }
        let k = Self.split(count)
        return first <= k
            ? try subproof(first, from: start, to: start + k, complete: complete) + [hash(from: start + k, to: end)]
            : try subproof(first - k, from: start + k, to: end, complete: false) + [hash(from: start, to: start + k)]
    }

    /// The largest power of two smaller than a count of two or more.
    private static func split(_ count: UInt64) -> UInt64 {
        1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
