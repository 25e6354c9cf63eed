public import Ledger

/// What anybody needs to check that an entry is in a ledger: the entry's bytes, its proof, and a signed root.
public struct Receipt: Hashable, Sendable {
    public let entry: LedgerEntry
    public let proof: InclusionProof
    public let checkpoint: SignedNote
}

extension Store {
    /// The size and root of the ledger now.
    /// - Throws: `LedgerBroken` when a node is missing; `StorageFault`.
    public func checkpoint(origin: String) async throws -> Checkpoint {
        try await database.read { connection in
            let book = LedgerBook(connection: connection)
            let tree = book.tree(size: try book.size())
            return Checkpoint(origin: origin, size: tree.size, root: try tree.root())
        }
    }

    /// How many entries the ledger has. - Throws: `StorageFault`.
    public func size() async throws -> UInt64 {
        try await database.read { try LedgerBook(connection: $0).size() }
    }

    /// The proof of one entry in the ledger, under a root signed now.
    /// - Parameter asKept: in the ledger as it was when the entry was added, and so the same whenever it is asked for; else
    ///   as it stands.
    /// - Throws: `MerkleTree.Fault.noSuchEntry`; `LedgerBroken`; `StorageFault`.
    public func receipt(
        ofEntry index: UInt64, signedBy signer: NoteSigner, asKept: Bool = false
    ) async throws -> Receipt {
        try await database.read { connection in
            let book = LedgerBook(connection: connection)
            let size = try book.size()
            let tree = book.tree(size: asKept && index < size ? index + 1 : size)
            guard index < tree.size, let entry = try book.entry(index) else {
                throw MerkleTree.Fault.noSuchEntry(index, size: tree.size)
            }
            let root = try tree.root()
            let proof = InclusionProof(
                leafHash: entry.leafHash, leafIndex: index, treeSize: tree.size, root: root,
                proof: try tree.inclusionProof(of: index))
            let note = try Checkpoint(origin: signer.name, size: tree.size, root: root).signed(by: signer)
            return Receipt(entry: entry, proof: proof, checkpoint: note)
        }
    }

    /// Signs the ledger as it stands, and keeps what was signed.
    /// - Throws: `LedgerBroken`; `StorageFault`.
    public func keepCheckpoint(signedBy signer: NoteSigner, at now: Instant) async throws -> SignedNote {
        let note = try await checkpoint(origin: signer.name).signed(by: signer)
        try await keep(checkpoint: note, at: now)
        return note
    }

    /// When the ledger was last signed; nil when it never was. - Throws: `StorageFault`.
    public func latestCheckpoint() async throws -> Instant? {
        try await database.read { connection in
            try connection.query("SELECT at FROM ledger_checkpoint ORDER BY size DESC, at DESC LIMIT 1", []).first
                .flatMap { Instant(try $0.text("at")) }
        }
    }

    /// Keeps a signed checkpoint, with whatever cosignatures it bears.
    /// - Throws: `SignedNote.Fault.notANote` when it is no checkpoint; `LedgerBroken`; `StorageFault`.
    public func keep(checkpoint note: SignedNote, at now: Instant) async throws {
        let size = try Checkpoint(reading: note).size
        try await act(as: .operator, at: now) { records in
            let row = Row([
                "size": .integer(Int64(size)), "at": .text(now.description), "note": .text(note.description),
            ])
            let id = "\(size)-\(now.milliseconds)-\(RecordID<Never>.letters(4))"
            try records.put(row, in: "ledger_checkpoint", id: id, final: true, as: .signed)
        }
    }

    /// Calls the body with every entry from an index on, in order, for an export.
    /// - Throws: what the body throws; `StorageFault`.
    public func eachEntry(
        from first: UInt64 = 0, _ body: @escaping @Sendable (LedgerEntry) throws -> Void
    ) async throws {
        try await database.read { connection in
            try connection.each(
                "SELECT * FROM ledger_entry WHERE position >= ? ORDER BY position", [.integer(Int64(clamping: first))]
            ) { try body(try LedgerBook.entry($0)) }
        }
    }
}
