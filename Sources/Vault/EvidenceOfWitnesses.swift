public import Ledger

/// When a witness last cosigned, and over how many entries; of the latest kept checkpoints.
public struct LastWitnessed: Hashable, Sendable {
    public let witness: WitnessVerifier
    /// Nil when none of them bears a cosignature of this witness that verifies.
    public let at: Instant?
    public let size: UInt64?
}

extension Store {
    private static let latestNotes: Int64 = 200

    /// The kept checkpoints with the most entries, the largest first, as they were signed.
    private func latestCheckpoints() async throws -> [(note: SignedNote, checkpoint: Checkpoint)] {
        try await database.read { connection in
            try connection.query(
                "SELECT note FROM ledger_checkpoint ORDER BY size DESC, at DESC LIMIT ?", [.integer(Self.latestNotes)]
            ).compactMap { row in
                // One that cannot be read is for the audit to name.
                guard let note = try? SignedNote(reading: row.text("note")), let checkpoint = try? Checkpoint(reading: note)
                else {
                    return nil
                }
                return (note, checkpoint)
            }
        }
    }

    /// The note with the most entries, of the latest 200, that bears a cosignature of every one of these witnesses.
    /// - Throws: `StorageFault`.
    public func latestNote(cosignedByAll verifiers: [WitnessVerifier]) async throws -> SignedNote? {
        try await latestCheckpoints().first { found in verifiers.allSatisfy { $0.cosigned(found.note) != nil } }?.note
    }

    /// For each of these witnesses, in their order, the latest time at which it cosigned.
    /// - Throws: `StorageFault`.
    public func lastWitnessed(by verifiers: [WitnessVerifier]) async throws -> [LastWitnessed] {
        let found = try await latestCheckpoints()
        return verifiers.map { verifier in
            let times = found.compactMap { one in verifier.cosigned(one.note).map { (at: $0, size: one.checkpoint.size) } }
            let latest = times.max { $0.at < $1.at }
            return LastWitnessed(witness: verifier, at: latest?.at, size: latest?.size)
        }
    }

    /// The proof from one size of the ledger to another, the present one when none is named: what a witness asks
    /// for (RFC 6962 §2.1.2).
    /// - Throws: `MerkleTree.Fault.noSuchSizes`; `LedgerBroken`; `StorageFault`.
    public func consistencyProof(from first: UInt64, to second: UInt64? = nil) async throws -> ConsistencyProof {
        try await database.read { connection in
            let book = LedgerBook(connection: connection)
            let now = try book.size()
            let second = second ?? now
            guard second <= now else { throw MerkleTree.Fault.noSuchSizes(first, second) }
            let tree = book.tree(size: second)
            let proof = try tree.consistencyProof(from: first)
            return ConsistencyProof(
                size1: first, size2: second, root1: try book.tree(size: first).root(), root2: try tree.root(), proof: proof)
        }
    }

    /// The root over so many of the first entries.
    /// - Throws: `MerkleTree.Fault.noSuchSizes` when there are fewer; `LedgerBroken`; `StorageFault`.
    public func root(atSize size: UInt64) async throws -> Digest {
        try await database.read { connection in
            let book = LedgerBook(connection: connection)
            let now = try book.size()
            guard size <= now else { throw MerkleTree.Fault.noSuchSizes(size, now) }
            return try book.tree(size: size).root()
        }
    }
}
