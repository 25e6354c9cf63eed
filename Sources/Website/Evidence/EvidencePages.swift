import Hummingbird
import Ledger
import Sharing
import Vault

/// Who looked at a record, and the proof that it is as it was kept.
struct EvidencePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/decisions/:id/evidence") { _, context -> Reply in
            let id = RecordID<Decision>(try context.parameter("id"))
            let (decision, entry, looks, names) = try await site.store.look(as: context.access, at: site.now()) { records in
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
            let witnessed = try await site.store.lastWitnessed(by: site.settings.witnesses)
            return .page(EvidenceViews.page(decision, receipt, looks, names, witnessed, site))
        }
        routes.get("/decisions/:id/record-proof.json") { _, context -> Reply in
            let id = RecordID<Decision>(try context.parameter("id"))
            let proof = try await site.store.proof(
                ofRecord: id, as: context.access, at: site.now(), signedBy: site.signer)
            return .file(try proof.text(), name: "record-proof-\(id).json", type: "application/json")
        }
        routes.get("/decisions/:id/proof.json") { _, context -> Reply in
            let id = RecordID<Decision>(try context.parameter("id"))
            let entry = try await site.store.look(as: context.access, at: site.now()) { records in
                try records.entries(of: try records.find(id)).last
            }
            guard let entry else { throw NothingToSee() }
            let receipt = try await site.store.receipt(ofEntry: entry.index, signedBy: site.signer)
            return .file(
                ProofFile(
                    receipt.proof, of: receipt.entry, checkpoint: receipt.checkpoint, verifier: site.signer.verifier
                ).text, name: "proof-\(entry.index).json",
                type: "application/json")
        }
    }
}
