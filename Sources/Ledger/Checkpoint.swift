/// A size and a root of the ledger, to be signed and handed to others (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// Which ledger it is.
    public let origin: String
    public let size: UInt64
    public let root: Digest

    public init(origin: String, size: UInt64, root: Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// - Throws: `SignedNote.Fault.notANote` when the note is no checkpoint.
    public init(reading note: SignedNote) throws {
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, !lines[0].isEmpty, let size = UInt64(lines[1]), String(size) == lines[1],
            let root = Digest(base64: String(lines[2]))
        else { throw SignedNote.Fault.notANote }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// - Throws: what the signer throws.
    public func signed(by signer: NoteSigner) throws -> SignedNote { try signer.sign(text) }
}
