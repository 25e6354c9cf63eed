/// That something was done, by whom, when, and a salted digest of what. It holds numbers and digests, never names and
/// never facts, so that it may outlive the record it speaks of.
public struct LedgerEntry: Hashable, Sendable {
    /// Its place in the ledger, from 0.
    public let index: UInt64
    /// UTC, as year-month-dayThour:minute:second.thousandthsZ.
    public let at: String
    /// What was done: `decided`, `advised`.
    public let act: String
    /// The number of the practitioner who did it.
    public let actor: String
    /// The kind and number of the record: `decision/01J…`.
    public let record: String
    /// Digest of the record's salt and content.
    public let digest: Digest

    public init(index: UInt64, at: String, act: String, actor: String, record: String, digest: Digest) {
        self.index = index
        self.at = at
        self.act = act
        self.actor = actor
        self.record = record
        self.digest = digest
    }

    /// The bytes that are the leaf of the tree. Lengths stand before the texts, so that no two entries have the same.
    public var leaf: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "discretion ledger entry 1\n".utf8)
        bytes.append(contentsOf: String(index).utf8)
        bytes.append(10)
        for text in [at, act, actor, record] {
            bytes.append(contentsOf: String(text.utf8.count).utf8)
            bytes.append(58)
            bytes.append(contentsOf: text.utf8)
            bytes.append(10)
        }
        digest.withBytes { bytes.append(contentsOf: $0) }
    }

    /// SHA-256 of 0x00 and the leaf (RFC 6962 §2.1).
    public var leafHash: Digest {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(160)
        write(to: &bytes)
        return Digest(of: bytes)
    }
}
