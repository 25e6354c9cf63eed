import ArgumentParser
import Foundation
import Ledger
import Synchronization
import Vault

extension LedgerCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the ledger's entries and its tree into a folder, for others to verify.",
            discussion: """
                The folder has the layout of C2SP tlog-tiles: checkpoint, tile/LEVEL/INDEX and tile/entries/INDEX; and key, the \
                key of the ledger. An export that is there already is continued. Ends with 2 when what is there is not a \
                beginning of this ledger; then nothing was written.
                """)
        @OptionGroup var data: DataOption
        @Argument(help: "The folder to write.") var directory: String
        @Flag(name: .customLong("json-lines"), help: "Also write entries.jsonl, with one entry a line and its leaf hash.")
        var jsonLines = false
        @Option(
            help: ArgumentHelp(
                "End at the latest checkpoint that this witness has cosigned; of several, that all of them have.",
                valueName: "vkey"))
        var witness: [String] = []

        func run() async throws {
            try await ending {
                let folder = data.folder()
                let store = try await folder.storeOfEvidence()
                let signer = try await folder.signer(of: store)
                let target = ExportFolder(directory)
                let old = try Self.old(in: target, signer.verifier)
                let note = try await note(store, signer, witness.map(WitnessOption.verifier))
                let checkpoint = try Checkpoint(reading: note)
                try await Self.compare(old, checkpoint, store)
                do {
                    let writer = try Self.writer(target, continuing: old)
                    try await Self.write(target, checkpoint, store, writer)
                    if jsonLines { try await Self.writeLines(target, checkpoint, store) }
                    try DurableFile.replace(target.key, with: Data((signer.verifier.description + "\n").utf8))
                    // Everything that the checkpoint promises is on the disk before it is.
                    sync()
                    try DurableFile.replace(target.checkpoint, with: Data(note.description.utf8))
                    target.tidy(after: old?.size ?? 0)
                } catch is CocoaError {
                    throw BadInput(message: "\(directory) cannot be written")
                }
                let before = old?.size ?? 0
                print(
                    before == 0
                        ? "Exported \(checkpoint.size) entries to \(directory)."
                        : "Exported \(checkpoint.size - before) more entries to \(directory): \(checkpoint.size) in all.")
            }
        }

        /// The checkpoint of an export that is there already; nil when there is none, or none that was finished.
        private static func old(in target: ExportFolder, _ verifier: NoteVerifier) throws -> Checkpoint? {
            if let key = target.text(target.key), key.trimmingCharacters(in: .newlines) != verifier.description {
                complain("\(target.url.path) holds the export of another ledger: its key is not this one's")
                throw Ending.evidence
            }
            guard FileManager.default.fileExists(atPath: target.checkpoint.path) else { return nil }
            guard let text = target.text(target.checkpoint), let note = try? SignedNote(reading: text), verifier.verifies(note),
                let checkpoint = try? Checkpoint(reading: note), checkpoint.origin == verifier.name
            else {
                complain("\(target.checkpoint.path) is not a checkpoint that this ledger signed")
                throw Ending.evidence
            }
            return target.hasTiles ? checkpoint : nil
        }

        /// The note up to which is exported: one signed now, or the latest that the witnesses cosigned.
        private func note(_ store: Store, _ signer: NoteSigner, _ witnesses: [WitnessVerifier]) async throws -> SignedNote {
            if witnesses.isEmpty { return try await store.checkpoint(origin: signer.name).signed(by: signer) }
            guard let note = try await store.latestNote(cosignedByAll: witnesses),
                let kept = note.keeping(signer.verifier, witnesses)
            else { throw BadInput(message: "none of the latest checkpoints was cosigned by every witness named") }
            return kept
        }

        private static func compare(_ old: Checkpoint?, _ new: Checkpoint, _ store: Store) async throws {
            guard try await store.root(atSize: new.size) == new.root else {
                complain("the first \(new.size) entries are not those that were signed")
                throw Ending.evidence
            }
            guard let old else { return }
            let now = try await store.checkpoint(origin: new.origin).size
            guard old.size <= now, try await store.root(atSize: old.size) == old.root else {
                complain("the export has \(old.size) entries that are not the first of this ledger, which has \(now)")
                throw Ending.evidence
            }
            guard old.size <= new.size else {
                throw BadInput(message: "the export has \(old.size) entries already; \(new.size) are fewer")
            }
        }

        private static func writer(_ target: ExportFolder, continuing old: Checkpoint?) throws -> TileWriter {
            guard let old else { return TileWriter() }
            let writer = try? TileWriter(continuing: old.size) { try target.bytes($0) }
            guard let writer, writer.root == old.root else {
                complain("the tiles in \(target.url.path) are not those of its checkpoint")
                throw Ending.evidence
            }
            return writer
        }

        private static func write(
            _ target: ExportFolder, _ checkpoint: Checkpoint, _ store: Store, _ writer: TileWriter
        ) async throws {
            let first = writer.size
            let writing = Mutex(writer)
            let progress = ExportProgress(first: first, last: checkpoint.size)
            try await store.eachEntry(from: first) { entry in
                // Entries that came in meanwhile are left out: the note speaks of those before it.
                guard entry.index < checkpoint.size else { return }
                for tile in try writing.withLock({ try $0.take(entry.leaf) }) { try target.put(tile) }
                progress.tell(entry.index)
            }
            progress.end()
            let written = writing.withLock { $0 }
            guard written.size == checkpoint.size, written.root == checkpoint.root else {
                complain("the entries do not make the root that was signed; the export was not finished")
                throw Ending.evidence
            }
            for tile in written.partial { try target.put(tile) }
        }

        private static func writeLines(_ target: ExportFolder, _ checkpoint: Checkpoint, _ store: Store) async throws {
            let fresh = target.url.appending(path: "entries.jsonl.new")
            guard FileManager.default.createFile(atPath: fresh.path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
            let output = try FileHandle(forWritingTo: fresh)
            try await store.eachEntry(from: 0) { entry in
                guard entry.index < checkpoint.size else { return }
                try output.write(contentsOf: Data((json(EntryJSON(entry)) + "\n").utf8))
            }
            try output.close()
            guard rename(fresh.path, target.lines.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
    }
}

/// Says on a terminal how far the export is, now and then.
private struct ExportProgress: Sendable {
    let first, last: UInt64
    private let isShown = isatty(2) == 1

    init(first: UInt64, last: UInt64) {
        self.first = first
        self.last = last
    }

    func tell(_ index: UInt64) {
        guard isShown, (index + 1) % 16_384 == 0 else { return }
        FileHandle.standardError.write(Data("\r\(index + 1) of \(last) entries".utf8))
    }

    func end() {
        if isShown, last - first >= 16_384 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
