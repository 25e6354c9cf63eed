import Foundation
import Ledger
import Testing

@Suite struct MerkleTreeTests {
    /// The leaves of the reference tests of Certificate Transparency, and the roots they publish for the first n of them.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// A tree in memory, grown leaf by leaf as the store grows its own.
    static func tree(_ leaves: [[UInt8]]) throws -> MerkleTree {
        var nodes: [MerkleTree.Node: Digest] = [:]
        var growing = GrowingTree()
        for index in leaves.indices {
            let leaf = MerkleTree.hash(leaf: leaves[index])
            nodes[.init(level: 0, index: UInt64(index))] = leaf
            for (level, hash) in zip(1..., growing.append(leaf)) {
                nodes[.init(level: level, index: UInt64(index) >> UInt64(level))] = hash
            }
        }
        let all = nodes
        return MerkleTree(size: UInt64(leaves.count)) { try #require(all[$0]) }
    }

    static func numbered(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("leaf \($0)".utf8) } }

    @Test func `the root is the one that others publish`() throws {
        for count in 1...8 {
            let root = try Self.tree(Array(Self.leaves.prefix(count))).root()
            #expect(root.bytes.map { String(format: "%02x", $0) }.joined() == Self.roots[count - 1])
        }
        #expect(try Self.tree([]).root() == Digest(of: []))
    }

    @Test func `every entry of every size is proved, and no other entry, index, size or root is`() throws {
        for count in 1...33 {
            let tree = try Self.tree(Self.numbered(count))
            let root = try tree.root()
            for index in 0..<UInt64(count) {
                let leaf = MerkleTree.hash(leaf: Self.numbered(count)[Int(index)])
                let path = try tree.inclusionProof(of: index)
                func holds(_ leaf: Digest, _ index: UInt64, _ size: UInt64, _ root: Digest, _ path: [Digest]) -> Bool {
                    InclusionProof(leafHash: leaf, leafIndex: index, treeSize: size, root: root, proof: path).holds
                }
                #expect(holds(leaf, index, UInt64(count), root, path))
                #expect(!holds(MerkleTree.hash(leaf: [1]), index, UInt64(count), root, path))
                #expect(!holds(leaf, index, UInt64(count), MerkleTree.hash(root, root), path))
                #expect(!holds(leaf, UInt64(count), UInt64(count), root, path))
                #expect(!holds(leaf, index, UInt64(count), root, path + [root]))
                if !path.isEmpty { #expect(!holds(leaf, index, UInt64(count), root, path.dropLast())) }
                if count > 1 { #expect(!holds(leaf, (index + 1) % UInt64(count), UInt64(count), root, path)) }
            }
        }
    }

    @Test func `every older size is a beginning, and a changed one is not`() throws {
        for count in 1...33 {
            let tree = try Self.tree(Self.numbered(count))
            let root = try tree.root()
            for first in 1...count {
                let older = try Self.tree(Self.numbered(first)).root()
                let proof = try tree.consistencyProof(from: UInt64(first))
                #expect(
                    ConsistencyProof(size1: UInt64(first), size2: UInt64(count), root1: older, root2: root, proof: proof).holds)
                let other = MerkleTree.hash(leaf: [9])
                #expect(
                    !ConsistencyProof(size1: UInt64(first), size2: UInt64(count), root1: other, root2: root, proof: proof).holds)
                #expect(
                    !ConsistencyProof(size1: UInt64(first), size2: UInt64(count), root1: older, root2: other, proof: proof).holds)
                #expect(
                    !ConsistencyProof(
                        size1: UInt64(first), size2: UInt64(count), root1: older, root2: root, proof: proof + [other]
                    ).holds)
            }
        }
    }

    @Test func `from an empty ledger nothing can be proved`() throws {
        let tree = try Self.tree(Self.numbered(5))
        #expect(throws: MerkleTree.Fault.noSuchSizes(0, 5)) { try tree.consistencyProof(from: 0) }
        #expect(throws: MerkleTree.Fault.noSuchSizes(6, 5)) { try tree.consistencyProof(from: 6) }
        #expect(throws: MerkleTree.Fault.noSuchEntry(5, size: 5)) { try tree.inclusionProof(of: 5) }
        #expect(!ConsistencyProof(size1: 0, size2: 5, root1: MerkleTree.emptyRoot, root2: try tree.root(), proof: []).holds)
    }

    @Test func `a growing tree has the root of the stored one, from its beginning and from its edge`() throws {
        var growing = GrowingTree()
        var leaves: [[UInt8]] = []
        for index in 0..<20 {
            let entry = LedgerEntry(
                index: UInt64(index), at: "2026-11-21T10:00:00.000Z", act: "decided", actor: "p", record: "decision/\(index)",
                digest: Digest(of: [UInt8(index)]))
            leaves.append(entry.leaf)
            growing.append(entry.leafHash)
            let stored = try Self.tree(leaves)
            #expect(growing.root == (try stored.root()))
            let again = try GrowingTree(size: stored.size) { node in
                try Self.tree(Array(leaves[Int(node.index) << node.level..<(Int(node.index) + 1) << node.level])).root()
            }
            #expect(again.root == growing.root)
        }
    }

    @Test func `no two entries have the same leaf, however their texts are divided`() {
        func leaf(_ act: String, _ actor: String) -> [UInt8] {
            LedgerEntry(index: 1, at: "t", act: act, actor: actor, record: "r", digest: Digest(of: [])).leaf
        }
        #expect(leaf("ab", "c") != leaf("a", "bc"))
        #expect(leaf("a\n1:b", "c") != leaf("a", "b\n1:c"))
    }
}
