/// What a ledger sends to a witness: a checkpoint, and the proof that it goes on from an older size (C2SP tlog-witness,
/// `add-checkpoint`).
public struct AddCheckpoint: Hashable, Sendable {
    /// Not the form of a request: why.
    public struct NotARequest: Error, Hashable, Sendable { public let reason: String }

    /// No proof between sizes that 64 bits can hold is longer.
    public static let mostSteps = 63

    public let oldSize: UInt64
    public let proof: [Digest]
    public let note: SignedNote

    public init(oldSize: UInt64, proof: [Digest], note: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    /// Reads `old` and a size, a line for each step of the proof, an empty line, and a signed note.
    /// - Throws: `NotARequest`.
    public init(reading text: String) throws {
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { $0 < 32 && $0 != 10 }) else {
            throw NotARequest(reason: "it holds control characters")
        }
        guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == 10 && bytes[$0 + 1] == 10 }) else {
            throw NotARequest(reason: "there is no empty line before the checkpoint")
        }
        var lines = bytes[..<gap].split(separator: 10, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let old = lines.removeFirst()
        guard old.hasPrefix("old "), let size = UInt64(old.dropFirst(4)), old == "old \(size)" else {
            throw NotARequest(reason: "the first line must be `old` and a size")
        }
        guard lines.count <= Self.mostSteps else {
            throw NotARequest(reason: "a proof has at most \(Self.mostSteps) steps")
        }
        proof = try lines.map { line in
            guard let step = Digest(base64: line), step.base64 == line else {
                throw NotARequest(reason: "a step of the proof is not the base64 of a hash")
            }
            return step
        }
        guard let note = try? SignedNote(reading: String(decoding: bytes[(gap + 2)...], as: UTF8.self)) else {
            throw NotARequest(reason: "what follows the empty line is no signed note")
        }
        self.note = note
        oldSize = size
    }

    /// As it is sent.
    public var text: String {
        "old \(oldSize)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n" + note.description
    }
}
