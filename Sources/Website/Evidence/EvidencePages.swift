import Foundation
import Hummingbird
public import Ledger
import Sharing
public import Vault

/// Who looked at a record, and the proof that it is as it was kept.
struct EvidencePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/decisions/:id/evidence") { _, context -> Reply in
            let id = RecordID<Decision>(try context.parameter("id"))
            let (decision, entry, looks, names) = try await site.store.act(as: context.access, at: site.now()) { records in
                let decision = try records.find(id)
                let looks = try records.looks(at: decision)
                var names: [String: String] = [:]
                for actor in Set(looks.map(\.actor)) {
                    names[actor] = try records.findIfAny(RecordID<Practitioner>(actor))?.name
                }
                return (decision, try records.entries(of: decision).last, looks, names)
            }
            guard let entry else { throw LedgerBroken(at: 0, what: "decision/\(id)", why: "the ledger knows nothing of it") }
            let receipt = try await site.store.receipt(ofEntry: entry.index, signedBy: site.signer)
            return .page(EvidenceViews.page(decision, receipt, looks, names, site))
        }
        routes.get("/decisions/:id/proof.json") { _, context -> Reply in
            let id = RecordID<Decision>(try context.parameter("id"))
            let entry = try await site.store.act(as: context.access, at: site.now()) { records in
                try records.entries(of: try records.find(id)).last
            }
            guard let entry else { throw NothingToSee() }
            let receipt = try await site.store.receipt(ofEntry: entry.index, signedBy: site.signer)
            return .file(
                try ProofFile(receipt, verifier: site.signer.verifier).text, name: "proof-\(entry.index).json",
                type: "application/json")
        }
    }
}

/// A proof as a file, which `discretion ledger check-proof` and others' tools can check without us.
public struct ProofFile: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let index: UInt64
        let at, act, actor, record, digest: String
    }

    let kind = "inclusion"
    let leafHash: String
    let leafIndex: UInt64
    let treeSize: UInt64
    let root: String
    let proof: [String]
    let entry: Entry
    let checkpoint: String
    let verifierKey: String

    public init(_ receipt: Receipt, verifier: NoteVerifier) {
        leafHash = receipt.proof.leafHash.base64
        leafIndex = receipt.proof.leafIndex
        treeSize = receipt.proof.treeSize
        root = receipt.proof.root.base64
        proof = receipt.proof.proof.map(\.base64)
        entry = Entry(
            index: receipt.entry.index, at: receipt.entry.at, act: receipt.entry.act, actor: receipt.entry.actor,
            record: receipt.entry.record, digest: receipt.entry.digest.base64)
        checkpoint = receipt.checkpoint.description
        verifierKey = verifier.description
    }

    /// - Throws: nothing that can happen: these fields always encode.
    public var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}
