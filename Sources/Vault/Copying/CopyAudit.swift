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
        try LedgerAudit(connection: connection, verifier: verifier, keyring: keyring, trustsUnsigned: true).run()
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
