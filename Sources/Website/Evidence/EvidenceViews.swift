import Ledger
import Sharing
import Vault

enum EvidenceViews {
    static func page(
        _ decision: Decision, _ receipt: Receipt, _ looks: [Look], _ names: [String: String],
        _ witnessed: [LastWitnessed], _ site: Site
    ) -> Page {
        let id = decision.id.text
        let proof = receipt.proof
        let holds = proof.holds && site.signer.verifier.verifies(receipt.checkpoint)
        let rows: [[HTML]] = looks.map { look in
            [
                "\(look.at.inWords)", "\(names[look.actor] ?? "Somebody of another organisation")", "\(look.role)",
                "\(look.purpose)", "\(kind(look.kind))",
            ]
        }
        return Page(
            heading: "Evidence for the decision about \(decision.subject)",
            content: """
                <p>Every look at this record and every act on it leaves a line that cannot be changed quietly.</p>\
                <h2>The ledger entry</h2>\
                \(Parts.summaryList([
                    .init(key: "Entry", value: "\(String(receipt.entry.index))"),
                    .init(key: "Recorded", value: "\(decision.at.inWords)"),
                    .init(key: "Act", value: "\(receipt.entry.act)"),
                    .init(key: "Record", value: "<span class=\"ledger-code\">\(receipt.entry.record)</span>"),
                    .init(key: "Digest of the record", value: "<span class=\"ledger-code\">\(receipt.entry.digest.base64)</span>"),
                    .init(key: "Leaf hash", value: "<span class=\"ledger-code\">\(proof.leafHash.base64)</span>"),
                    .init(key: "Size of the ledger", value: "\(String(proof.treeSize))"),
                    .init(key: "Root", value: "<span class=\"ledger-code\">\(proof.root.base64)</span>"),
                    .init(key: "Proof", value: holds ? "It holds: \(proof.proof.count) steps lead from the entry to the signed root" : "\(Parts.tag("It does not hold", .danger))"),
                ]))\
                \(Parts.details("The steps of the proof", Parts.list(proof.proof.map { "<span class=\"ledger-code\">\($0.base64)</span>" }, numbered: true)))\
                \(Parts.details("The signed checkpoint", "<pre class=\"ledger-code\">\(receipt.checkpoint.description)</pre>"))\
                \(WitnessViews.lastWitnessed(witnessed.map { ($0.witness.name, $0.at, $0.size) }, now: site.now()))\
                <h2>Verify it yourself</h2>\
                <p>\(Parts.buttonLink("Save the proof", Addresses.proof(id)))</p>\
                <p>It says nothing of the case. \(Parts.link("Save the proof with the record itself", Addresses.recordProof(id))) \
                for a court or a reviewer who must see that these are the words that were kept: store it as you store the record.</p><p>Then check it on any machine that has the program: \
                <code>discretion ledger check-proof proof-\(String(receipt.entry.index)).json</code>. \
                <a href="\(Addresses.verify)">How it works, and how to check it with other tools</a></p>\
                <h2>Who looked</h2>\
                \(rows.isEmpty ? "<p>Nobody has looked at this record before you.</p>" : Parts.table("Who looked at this record, newest first", heads: ["When", "Who", "Role", "Purpose", "What happened"], rows: rows))
                """,
            back: Addresses.decision(id), wide: true)
    }

    private static func kind(_ kind: Look.Kind) -> String {
        switch kind {
        case .seen: "Looked"
        case .refused: "Was refused"
        case .absent: "Found nothing"
        }
    }
}
