import ArgumentParser
import Foundation
import Ledger
import Vault

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Verifies the ledger, signs it, and makes and checks proofs.",
        subcommands: [
            Verify.self, Sign.self, Prove.self, CheckProof.self, Export.self, CheckExport.self, Witnessed.self,
        ])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks every entry, record, look and stored node, and names the first that does not fit.",
            discussion: "Ends with 0 when all fits and with 2 when something does not.")
        @OptionGroup var data: DataOption
        @Option(
            help: ArgumentHelp("A checkpoint that somebody else holds, which the ledger must still contain.", valueName: "file"))
        var checkpoint: String?
        @Flag(help: "Write JSON.") var json = false

        private struct Finding: Encodable {
            let whole: Bool
            let size: UInt64?
            let root: String?
            let at: UInt64?
            let what: String?
            let why: String?
        }

        func run() async throws {
            try await ending {
                let folder = data.folder()
                let store = try await folder.storeOfEvidence()
                let verifier = try folder.verifier()
                let outside = try checkpoint.map { try Self.read($0, verifier) }
                switch try await store.audit(verifier: verifier, against: outside) {
                case .whole(let size, let root):
                    print(
                        json
                            ? try Command.json(Finding(whole: true, size: size, root: root.base64, at: nil, what: nil, why: nil))
                            : "The ledger is whole: \(size) entries, root \(root.base64)")
                    if outside == nil { try await store.resumeWriting() }
                case .broken(let at, let what, let why):
                    // Whatever serves this store stops recording, from its next record on. Not when it is only the key that
                    // is missing here: whoever looks from elsewhere must not stop a site whose evidence is sound.
                    if verifier != nil {
                        await store.stopWriting(because: LedgerBroken(at: at, what: what, why: why), at: presentTime())
                    }
                    if json { print(try Command.json(Finding(whole: false, size: nil, root: nil, at: at, what: what, why: why))) }
                    complain("The ledger does not fit at entry \(at): \(what): \(why)")
                    throw Ending.evidence
                }
            }
        }

        private static func read(_ file: String, _ verifier: NoteVerifier?) throws -> Checkpoint {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8), let note = try? SignedNote(reading: text),
                let checkpoint = try? Checkpoint(reading: note)
            else { throw BadInput(message: "\(file) is no checkpoint") }
            guard let verifier, verifier.verifies(note) else {
                complain("\(file) does not bear the signature of this ledger's key")
                throw Ending.evidence
            }
            return checkpoint
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint", abstract: "Signs the ledger as it stands and writes the note, to be handed to others.")
        @OptionGroup var data: DataOption

        func run() async throws {
            try await ending {
                let folder = data.folder()
                let store = try await folder.storeOfEvidence()
                print(
                    try await store.keepCheckpoint(signedBy: folder.signer(of: store), at: presentTime()).description,
                    terminator: "")
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the proof that an entry is in the ledger, or with --from that an older ledger is its beginning.")
        @OptionGroup var data: DataOption
        @Argument(help: "The entry's index, from 0.") var index: UInt64?
        @Option(help: ArgumentHelp("The size of the older ledger, from 1.", valueName: "size")) var from: UInt64?

        @Option(help: ArgumentHelp("The size of the newer ledger; the present one when not named.", valueName: "size"))
        var to: UInt64?

        func validate() throws {
            if to != nil, from == nil { throw ValidationError("--to goes with --from.") }
            if (index == nil) == (from == nil) { throw ValidationError("Name an entry's index, or an older size with --from.") }
        }

        func run() async throws {
            try await ending {
                let folder = data.folder()
                let store = try await folder.storeOfEvidence()
                let signer = try await folder.signer(of: store)
                do {
                    if let index {
                        print(
                            try await Self.text(of: index, store, signer),
                            terminator: "")
                    } else if let from {
                        print(
                            ProofFile(try await store.consistencyProof(from: from, to: to)).text, terminator: "")
                    }
                } catch MerkleTree.Fault.noSuchEntry(let index, let size) {
                    throw BadInput(message: "there is no entry \(index): the ledger has \(size)")
                } catch MerkleTree.Fault.noSuchSizes(let first, let second) {
                    throw BadInput(
                        message:
                            "a consistency proof leads from a size of 1 or more to one no smaller; \(first) to \(second) is none")
                }
            }
        }

        private static func text(of index: UInt64, _ store: Store, _ signer: NoteSigner) async throws -> String {
            let receipt = try await store.receipt(ofEntry: index, signedBy: signer)
            return ProofFile(
                receipt.proof, of: receipt.entry, checkpoint: receipt.checkpoint, verifier: signer.verifier
            ).text
        }
    }

    struct CheckProof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-proof", abstract: "Checks a proof. It needs no records and no network.",
            discussion: "Ends with 0 when the proof holds, 1 when it does not, 65 when it is no proof at all.")
        @Argument(help: "A file, or - for standard input.") var file: String

        func run() async throws {
            try await ending {
                let data =
                    file == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: file)
                guard let data else { throw BadInput(message: "\(file) cannot be read") }
                if let record = try Self.record(data) {
                    guard record.holds else {
                        complain("The proof does not hold.")
                        throw Ending.no
                    }
                    print("The proof holds: \(record.record) is as it was kept. It says:")
                    for (column, text) in record.words { print("\(column): \(text)") }
                    return
                }
                let proof: ProofFile
                do { proof = try ProofFile(reading: data) } catch let fault as ProofFile.NotAProof {
                    throw BadInput(message: "this is no proof: \(fault.reason)")
                }
                guard proof.holds else {
                    complain("The proof does not hold.")
                    throw Ending.no
                }
                print("The proof holds.")
            }
        }

        /// A proof that has its record with it; nil when the file is of another kind.
        private static func record(_ data: Data) throws -> RecordProof? {
            do { return try RecordProof(reading: data) } catch let fault as ProofFile.NotAProof {
                throw BadInput(message: "this is no proof: \(fault.reason)")
            }
        }
    }
}
