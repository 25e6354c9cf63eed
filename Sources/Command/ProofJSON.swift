import Foundation
import Ledger

/// A proof that somebody gave us to check.
struct ProofReading {
    let holds: Bool

    /// - Throws: `BadInput` when it is no proof at all.
    init(_ data: Data) throws {
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw BadInput(message: "this is no proof: it is not a JSON object")
        }
        func number(_ name: String) throws -> UInt64 {
            // A number must be whole and not negative; NSNumber would quietly round or wrap others.
            guard let number = object[name] as? NSNumber, let whole = UInt64(number.stringValue) else {
                throw BadInput(message: "this is no proof: `\(name)` must be a whole number")
            }
            return whole
        }
        func bytes(_ value: Any?, _ name: String) throws -> Data {
            guard let text = value as? String, let data = Data(base64Encoded: text) else {
                throw BadInput(message: "this is no proof: `\(name)` must be base64")
            }
            return data
        }
        guard let steps = object["proof"] as? [Any] else { throw BadInput(message: "this is no proof: `proof` must be a list") }
        let proof = try steps.map { try bytes($0, "proof") }.map { Digest($0) }
        // A hash of another length than SHA-256's is base64, but nothing that it is part of can hold.
        let whole = !proof.contains(nil)
        switch object["kind"] as? String {
        case "inclusion":
            let leaf = Digest(try bytes(object["leafHash"], "leafHash"))
            let root = Digest(try bytes(object["root"], "root"))
            let (index, size) = (try number("leafIndex"), try number("treeSize"))
            guard whole, let leaf, let root else {
                holds = false
                return
            }
            holds =
                InclusionProof(leafHash: leaf, leafIndex: index, treeSize: size, root: root, proof: proof.compactMap { $0 }).holds
        case "consistency":
            let root1 = Digest(try bytes(object["root1"], "root1"))
            let root2 = Digest(try bytes(object["root2"], "root2"))
            let (size1, size2) = (try number("size1"), try number("size2"))
            guard whole, let root1, let root2 else {
                holds = false
                return
            }
            holds = ConsistencyProof(size1: size1, size2: size2, root1: root1, root2: root2, proof: proof.compactMap { $0 }).holds
        default:
            throw BadInput(message: "this is no proof: `kind` must be inclusion or consistency")
        }
    }
}

struct ConsistencyJSON: Encodable {
    let kind = "consistency"
    let size1: UInt64
    let size2: UInt64
    let root1: String
    let root2: String
    let proof: [String]

    init(_ proof: ConsistencyProof) {
        size1 = proof.size1
        size2 = proof.size2
        root1 = proof.root1.base64
        root2 = proof.root2.base64
        self.proof = proof.proof.map(\.base64)
    }
}

struct EntryJSON: Encodable {
    let index: UInt64
    let at, act, actor, record, digest, leafHash: String

    init(_ entry: LedgerEntry) {
        index = entry.index
        at = entry.at
        act = entry.act
        actor = entry.actor
        record = entry.record
        digest = entry.digest.base64
        leafHash = entry.leafHash.base64
    }
}
