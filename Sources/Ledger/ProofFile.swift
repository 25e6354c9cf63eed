public import Foundation

/// A proof as a file, which this program and others' tools can check without us and without our records.
public struct ProofFile: Codable, Sendable {
    /// Not the form of a proof at all: which field, or why.
    public struct NotAProof: Error, Sendable {
        public let reason: String
        public init(reason: String) { self.reason = reason }
    }

    /// An entry as a proof file spells it out, so that its leaf hash can be computed anew.
    public struct Entry: Codable, Sendable {
        let index: UInt64
        let at, act, actor, record, digest: String

        init(_ entry: LedgerEntry) {
            index = entry.index
            at = entry.at
            act = entry.act
            actor = entry.actor
            record = entry.record
            digest = entry.digest.base64
        }

        /// Nil when its digest is none.
        var stated: LedgerEntry? {
            Digest(base64: digest).map {
                LedgerEntry(index: index, at: at, act: act, actor: actor, record: record, digest: $0)
            }
        }
    }

    private struct Fields: Codable {
        var kind: String
        var leafHash, root, root1, root2: String?
        var leafIndex, treeSize, size1, size2: UInt64?
        var proof: [String]
        var entry: Entry?
        var checkpoint, verifierKey: String?
    }

    private let fields: Fields

    /// A proof that an entry is in a ledger. With the entry and a signed root the file needs nothing else to be checked.
    public init(
        _ proof: InclusionProof, of entry: LedgerEntry? = nil, checkpoint: SignedNote? = nil, verifier: NoteVerifier? = nil
    ) {
        fields = Fields(
            kind: "inclusion", leafHash: proof.leafHash.base64, root: proof.root.base64, leafIndex: proof.leafIndex,
            treeSize: proof.treeSize, proof: proof.proof.map(\.base64), entry: entry.map { Entry($0) },
            checkpoint: checkpoint?.description, verifierKey: verifier?.description)
    }

    /// A proof that an older ledger is the beginning of a newer one.
    public init(_ proof: ConsistencyProof) {
        fields = Fields(
            kind: "consistency", root1: proof.root1.base64, root2: proof.root2.base64, size1: proof.size1, size2: proof.size2,
            proof: proof.proof.map(\.base64))
    }

    /// Reads what `text` wrote, or what another tool wrote in the same form.
    /// - Throws: `NotAProof`.
    public init(reading data: Data) throws {
        do {
            fields = try JSONDecoder().decode(Fields.self, from: data)
        } catch DecodingError.keyNotFound(let key, _) {
            throw NotAProof(reason: "`\(key.stringValue)` is missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context) {
            let field = context.codingPath.map(\.stringValue).first
            throw NotAProof(reason: field.map { "`\($0)` is not of its kind" } ?? "it is not a JSON object")
        } catch {
            throw NotAProof(reason: "it is not a JSON object")
        }
        try check()
    }

    private func check() throws {
        let texts = [fields.leafHash, fields.root, fields.root1, fields.root2].compactMap { $0 } + fields.proof
        guard texts.allSatisfy({ Data(base64Encoded: $0) != nil }) else { throw NotAProof(reason: "a hash is not base64") }
        let present =
            switch fields.kind {
            case "inclusion": fields.leafHash != nil && fields.root != nil && fields.leafIndex != nil && fields.treeSize != nil
            case "consistency": fields.root1 != nil && fields.root2 != nil && fields.size1 != nil && fields.size2 != nil
            default: throw NotAProof(reason: "`kind` must be inclusion or consistency")
            }
        guard present else { throw NotAProof(reason: "a field of this kind of proof is missing") }
    }

    /// - Throws: `NotAProof`, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        fields = try Fields(from: decoder)
        try check()
    }

    public func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }

    /// The entry that an inclusion proof spells out; nil when it spells none out.
    public var statedEntry: LedgerEntry? { fields.entry?.stated }

    /// The file's text.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // These fields always encode.
        return ((try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "") + "\n"
    }

    /// Whether everything that the file says fits together: the path, and where they are given the entry's own bytes
    /// and the signature on the root.
    public var holds: Bool {
        // A hash of another length than SHA-256's is base64, but nothing that it is part of can hold.
        let proof = fields.proof.compactMap { Digest(base64: $0) }
        guard proof.count == fields.proof.count else { return false }
        if fields.kind == "consistency" {
            guard let root1 = fields.root1.flatMap({ Digest(base64: $0) }),
                let root2 = fields.root2.flatMap({ Digest(base64: $0) }),
                let size1 = fields.size1, let size2 = fields.size2
            else { return false }
            return ConsistencyProof(size1: size1, size2: size2, root1: root1, root2: root2, proof: proof).holds
        }
        guard let leaf = fields.leafHash.flatMap({ Digest(base64: $0) }), let root = fields.root.flatMap({ Digest(base64: $0) }),
            let index = fields.leafIndex, let size = fields.treeSize
        else { return false }
        if let entry = fields.entry, entry.stated?.leafHash != leaf || entry.index != index { return false }
        guard checkpointFits(size, root) else { return false }
        return InclusionProof(leafHash: leaf, leafIndex: index, treeSize: size, root: root, proof: proof).holds
    }

    private func checkpointFits(_ size: UInt64, _ root: Digest) -> Bool {
        guard let text = fields.checkpoint else { return true }
        guard let key = fields.verifierKey.flatMap({ NoteVerifier($0) }), let note = try? SignedNote(reading: text),
            let checkpoint = try? Checkpoint(reading: note)
        else { return false }
        return key.verifies(note) && checkpoint.size == size && checkpoint.root == root
    }
}
