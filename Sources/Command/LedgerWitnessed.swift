import ArgumentParser
import Foundation
import Ledger
import Vault

extension LedgerCommand {
    struct Witnessed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a checkpoint that a witness has cosigned by hand.",
            discussion: """
                It must be one of this ledger, and bear a cosignature that verifies. Ends with 2 when the ledger is not the one \
                that was cosigned.
                """)
        @OptionGroup var data: DataOption
        @Argument(help: "The checkpoint with its cosignatures, or - for standard input.") var file: String
        @Option(help: ArgumentHelp("The key of a witness; may be given several times.", valueName: "vkey"))
        var witness: [String]

        func run() async throws {
            try await ending {
                let witnesses = try witness.map(WitnessOption.verifier)
                let data =
                    file == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: file)
                guard let data else { throw BadInput(message: "\(file) cannot be read") }
                guard let text = String(validating: data, as: UTF8.self), let note = try? SignedNote(reading: text),
                    let checkpoint = try? Checkpoint(reading: note)
                else { throw BadInput(message: "\(file) is no checkpoint") }
                let folder = self.data.folder()
                let store = try await folder.storeOfEvidence()
                guard let kept = note.keeping(try folder.signer().verifier, witnesses) else {
                    complain("\(file) does not bear the signature of this ledger's key")
                    throw Ending.evidence
                }
                let times = witnesses.compactMap { witness in witness.cosigned(kept).map { (witness.name, $0) } }
                if times.isEmpty { throw BadInput(message: "\(file) bears no cosignature of a witness named with --witness") }
                try await Self.compare(checkpoint, store)
                try await store.keep(checkpoint: kept, at: presentTime())
                for (name, at) in times { print("\(name) cosigned \(checkpoint.size) entries at \(at).") }
            }
        }

        private static func compare(_ checkpoint: Checkpoint, _ store: Store) async throws {
            do {
                if try await store.root(atSize: checkpoint.size) == checkpoint.root { return }
                complain("ALARM: the first \(checkpoint.size) entries are not those that were cosigned")
            } catch MerkleTree.Fault.noSuchSizes(_, let now) {
                complain("ALARM: \(checkpoint.size) entries were cosigned; the ledger has \(now)")
            }
            throw Ending.evidence
        }
    }
}
