import Foundation
import Ledger

/// An inclusion proof in the form that `discretion ledger check-proof` reads.
struct InclusionProofJSON: Encodable {
    let kind = "inclusion"
    let leafHash: String
    let leafIndex: UInt64
    let treeSize: UInt64
    let root: String
    let proof: [String]

    init(_ proof: InclusionProof) {
        leafHash = proof.leafHash.base64
        leafIndex = proof.leafIndex
        treeSize = proof.treeSize
        root = proof.root.base64
        self.proof = proof.proof.map(\.base64)
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
