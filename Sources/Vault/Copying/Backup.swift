public import Foundation
public import Ledger

/// A backup that was made and found whole.
public struct Backup: Hashable, Sendable {
    /// How many entries its ledger has, and their root.
    public let size: UInt64
    public let root: Digest
    /// Of the file of records.
    public let bytes: Int
    /// How many keys are in the other file.
    public let keys: Int
}

extension Store {
    /// Writes the records as they stand at one moment into a file, and the wrapped keys of that moment into another. Others
    /// may write meanwhile.
    ///
    /// Keys never stand among the records: whoever destroys a key must destroy it in every backup of them.
    /// - Parameters:
    ///   - replacing: whether a file of records that is there may be overwritten. A file of keys always is: only the newest
    ///     may be kept.
    ///   - verifier: checks the signatures of the checkpoints; without one they are not checked.
    /// - Throws: `CopyFault`; `LedgerBroken` when the copy does not fit the evidence, and then no file is there;
    ///   `StorageFault`.
    public func backup(
        to file: String, keysTo keysFile: String, replacing: Bool = false, schema: [URL], verifier: NoteVerifier?,
        at now: Instant, progress: @escaping CopyProgress = { _, _, _ in }
    ) async throws -> Backup {
        let (copy, keys) = (FreshFile(path: file), FreshFile(path: keysFile))
        guard file != keysFile, replacing || !copy.exists else { throw CopyFault.exists(file) }
        guard !keys.exists || KeysFile(path: keysFile).isOne else { throw CopyFault.exists(keysFile) }
        let steps = try SchemaSteps.all(with: schema)
        do {
            try copy.begin()
            try keys.begin()
            let lines = KeysFile(path: keys.temporary)
            let (stamp, count) = try await database.read { source in
                let stamp = try CopyStamp(of: source, at: now)
                try SQLiteFile.write(copy.temporary) { target in
                    try steps.run(by: source).run(on: target, at: now)
                    try RecordsCopy(source: source, target: target, progress: progress)
                        .run(without: RecordsCopy.secrets.union(RecordsCopy.passing))
                    try stamp.write(on: target)
                }
                return (stamp, try lines.write(stamp, from: source))
            }
            try lines.finish(records: FreshFile.digest(of: copy.temporary))
            let found = try CopyAudit.run(copy.temporary, keys: lines, verifier: verifier)
            guard found.size == stamp.size, found.root == stamp.root else {
                throw LedgerBroken(at: stamp.size, what: "copy", why: "its root is not that of the records")
            }
            let bytes = FreshFile.size(of: copy.temporary)
            // An older backup with newer keys is of use; a newer one with older keys is not.
            try keys.keep()
            try copy.keep()
            return Backup(size: stamp.size, root: stamp.root, bytes: bytes, keys: count)
        } catch {
            copy.discard()
            keys.discard()
            throw CopyAudit.plain(error)
        }
    }
}
