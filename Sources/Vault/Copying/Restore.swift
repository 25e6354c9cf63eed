public import Foundation
public import Ledger

/// Makes a store out of a backup and the file of its keys.
public struct Restore: Sendable {
    /// What was restored.
    public struct Outcome: Hashable, Sendable {
        /// How many entries the backup has, and their root.
        public let size: UInt64
        public let root: Digest
        /// Files whose keys came back, and files that are recorded as destroyed because their keys did not.
        public let keys, destroyed: Int
        /// How many entries the last checkpoint in it was signed over; nil when it has none.
        public let signed: UInt64?
    }

    /// Where the keys come from.
    public enum Keys: Sendable {
        /// From the file that goes with backups, opened by these master keys.
        case file(String, MasterKeys)
        /// From nowhere: everything that is sealed is given up, and recorded as destroyed.
        case none
    }

    let file: String
    let keys: Keys
    let schema: [URL]
    let sealings: [String: Sealing]
    let verifier: NoteVerifier?
    let outside: Checkpoint?

    /// - Parameters:
    ///   - file: the backup.
    ///   - verifier: checks the signatures of its checkpoints; without one they are not checked.
    ///   - outside: a checkpoint that somebody else holds, which the ledger must still contain.
    public init(
        from file: String, keys: Keys, schema: [URL], sealings: [String: Sealing], verifier: NoteVerifier?,
        against outside: Checkpoint? = nil
    ) {
        self.file = file
        self.keys = keys
        self.schema = schema
        self.sealings = sealings
        self.verifier = verifier
        self.outside = outside
    }

    /// Writes the store, whole and verified, or nothing.
    /// - Throws: `CopyFault`; `LedgerBroken`; `StorageFault`; `MasterKeys.Fault`.
    public func run(
        to place: StorePlace, at now: Instant, progress: @escaping CopyProgress = { _, _, _ in }
    ) async throws -> Outcome {
        let steps = try SchemaSteps.all(with: schema)
        let survey = try survey()
        do {
            try compareFile(survey)
            return try await NewRecords.write(place) { target in
                try SQLiteFile.read(file) { source in
                    let stamp = try CopyStamp(in: source, file)
                    try steps.run(by: source).run(on: target, at: now)
                    try RecordsCopy(source: source, target: target, progress: progress)
                        .run(without: RecordsCopy.secrets.union(RecordsCopy.passing))
                    try steps.run(on: target, at: now)
                    try NewRecords.settle(target, place)
                    return try finish(target, stamp, survey, at: now)
                }
            }
        } catch {
            throw CopyAudit.plain(error)
        }
    }

    private func survey() throws -> KeysFileSurvey? {
        guard case .file(let path, let masters) = keys else { return nil }
        return try KeysFileSurvey(KeysFile(path: path), masters)
    }

    /// The backup's file is as it was written, as far as that can be told before it is read.
    private func compareFile(_ survey: KeysFileSurvey?) throws {
        guard let start = try? FileHandle(forReadingAtPath: file)?.read(upToCount: 16) else {
            throw CopyFault.unreadable(file)
        }
        guard start.starts(with: Array("SQLite format 3\0".utf8)) else { throw CopyFault.notABackup(file) }
        let stamp: CopyStamp
        do {
            stamp = try SQLiteFile.read(file) { source in
                guard try SQLiteFile.isSound(source) else { throw CopyFault.damaged(file) }
                return try CopyStamp(in: source, file)
            }
        } catch StorageFault.failed {
            throw CopyFault.damaged(file)
        }
        // Newer keys know the digest of another backup.
        if let survey, survey.copy == stamp.id, try FreshFile.digest(of: file) != survey.records {
            throw CopyFault.damaged(file)
        }
    }

    private func finish(
        _ target: any Connection, _ stamp: CopyStamp, _ survey: KeysFileSurvey?, at now: Instant
    ) throws -> Outcome {
        let book = LedgerBook(connection: target)
        let tree = book.tree(size: try book.size())
        guard tree.size == stamp.size, try tree.root() == stamp.root else {
            throw LedgerBroken(at: min(tree.size, stamp.size), what: "copy", why: "its root is not the one it was made with")
        }
        let signed = try compareCheckpoints(book, size: tree.size)
        let restored = KeysRestored(target: target, now: now)
        var keyring: Keyring?
        if case .file(let path, let masters) = keys, let survey {
            try restored.put(KeysFile(path: path))
            let ring = Keyring(masters: masters, index: survey.index, sealings: sealings)
            for (table, sealing) in sealings { try FoundByAnew(target: target, keyring: ring).run(table, sealing) }
            keyring = ring
        } else {
            try restored.giveUpAll()
        }
        _ = try CopyAudit.run(target, verifier: verifier, keyring: keyring)
        let (keys, destroyed) = try restored.counts(since: tree.size)
        return Outcome(size: stamp.size, root: stamp.root, keys: keys, destroyed: destroyed, signed: signed)
    }

    /// The last checkpoint in it, and the one from outside, are of this ledger. Signatures are for the audit to check.
    private func compareCheckpoints(_ book: LedgerBook, size: UInt64) throws -> UInt64? {
        let last = try book.connection.query("SELECT note FROM ledger_checkpoint ORDER BY size DESC, at DESC LIMIT 1", [])
            .first.map { row in
                guard let checkpoint = try? Checkpoint(reading: SignedNote(reading: row.text("note"))) else {
                    throw LedgerBroken(at: 0, what: "checkpoint", why: "the last one in the backup is none")
                }
                return checkpoint
            }
        for checkpoint in [last, outside].compactMap({ $0 }) {
            guard checkpoint.size <= size else {
                throw LedgerBroken(
                    at: size, what: "checkpoint \(checkpoint.size)",
                    why: "it was signed over \(checkpoint.size) entries; the backup has \(size)")
            }
            guard try book.tree(size: checkpoint.size).root() == checkpoint.root else {
                throw LedgerBroken(
                    at: 0, what: "checkpoint \(checkpoint.size)", why: "the ledger is not the one that was signed")
            }
        }
        return last?.size
    }
}
