import Ledger

/// Verifies a copy.
enum CopyAudit {
    /// A backup with the file of its keys, both as they are on the disk. Nothing is opened: it needs no master key.
    static func run(_ path: String, keys: KeysFile, verifier: NoteVerifier?) throws -> (size: UInt64, root: Digest) {
        try SQLiteFile.read(path) { copy in
            // The audit asks which files have a key, and a backup has none: a table of this connection alone says so.
            try copy.run(
                "CREATE TEMPORARY TABLE file_key (file TEXT PRIMARY KEY, master TEXT, wrapped BLOB) WITHOUT ROWID", [])
            try keys.each { line in
                guard let file = line.file, line.master != nil else { return }
                try copy.run("INSERT INTO temp.file_key (file, master, wrapped) VALUES (?, '', x'')", [.text(file)])
            }
            return try run(copy, verifier: verifier, keyring: nil)
        }
    }

    /// A store that is being written, before it is kept.
    static func run(
        _ connection: any Connection, verifier: NoteVerifier?, keyring: Keyring?
    ) throws -> (size: UInt64, root: Digest) {
        let audit = LedgerAudit(connection: connection, verifier: verifier, keyring: keyring)
        let hasNotes = try !connection.query("SELECT id FROM ledger_checkpoint LIMIT 1", []).isEmpty
        return verifier == nil && hasNotes ? try audit.withoutSignatures() : try audit.run()
    }

    /// What was found wrong with rows, in the words of an audit. A source whose rows break the rules of their tables was
    /// tampered with.
    static func plain(_ error: any Error) -> any Error {
        switch error {
        case let fault as Row.Fault:
            LedgerBroken(at: 0, what: "column \(fault.column)", why: "it holds what it cannot hold")
        case StorageFault.constraint: LedgerBroken(at: 0, what: "records", why: "a row breaks the rules of its table")
        default: error
        }
    }
}

extension LedgerAudit {
    /// The same where nobody can check signatures: the checkpoints' roots are compared all the same.
    func withoutSignatures() throws -> (size: UInt64, root: Digest) {
        var edge = GrowingTree()
        var (looked, kept) = (0, 0)
        try connection.each("SELECT * FROM ledger_entry ORDER BY position", []) { row in
            let entry = try LedgerBook.entry(row)
            guard entry.index == edge.size, try row.bytes("subtrees") == edge.append(entry.leafHash).flatMap(\.bytes) else {
                throw LedgerBroken(
                    at: entry.index, what: "entry \(entry.index)", why: "it is not as it was kept, or one before it is gone")
            }
            if entry.act == Act.looked.rawValue { looked += 1 } else { kept += 1 }
        }
        try LooksAudit(connection: connection).run(entries: looked, size: edge.size)
        let tables = try connection.tables().filter { $0.columns.contains("salt") }
        let counted = try tables.reduce(0) { sum, table in
            try sum + RecordsAudit(connection: connection, table: table, keyring: keyring, size: edge.size).run()
        }
        guard counted == kept else {
            throw LedgerBroken(at: edge.size, what: "ledger", why: "it speaks of records of which there is no kind")
        }
        try compareUnsigned(size: edge.size)
        return (edge.size, edge.root)
    }

    private func compareUnsigned(size: UInt64) throws {
        try connection.each("SELECT size, note FROM ledger_checkpoint ORDER BY size", []) { row in
            guard let checkpoint = try? Checkpoint(reading: SignedNote(reading: row.text("note"))) else {
                throw LedgerBroken(at: 0, what: "checkpoint \(try row.integer("size"))", why: "it is none")
            }
            guard checkpoint.size <= size else {
                throw LedgerBroken(
                    at: size, what: "entry \(size)",
                    why: "a checkpoint was signed over \(checkpoint.size) entries; there are \(size)")
            }
            guard try LedgerBook(connection: connection).tree(size: checkpoint.size).root() == checkpoint.root else {
                throw LedgerBroken(
                    at: 0, what: "checkpoint \(checkpoint.size)",
                    why: "the first \(checkpoint.size) entries are not those that were signed")
            }
        }
    }
}
