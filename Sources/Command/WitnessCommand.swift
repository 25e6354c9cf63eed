import ArgumentParser
import Foundation
import Ledger

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Remembers how far ledgers have come, and cosigns what goes on from there.",
        discussion: """
            Run it where the ledger's keeper has no say: with another organisation, on another machine. It keeps a key and \
            the latest checkpoint of each ledger, and no entries.
            """,
        subcommands: [WitnessServe.self, Cosign.self, Key.self])

    struct Options: ParsableArguments {
        @Option(help: ArgumentHelp("The folder with the witness's key and memory.", valueName: "dir")) var keys: String
        @Option(help: ArgumentHelp("The key of a ledger to be witnessed; may be given several times.", valueName: "vkey"))
        var log: [String] = []

        var folder: WitnessFolder { WitnessFolder(keys) }

        /// - Throws: `BadInput` for what is no key.
        func logs() throws -> [NoteVerifier] {
            guard !log.isEmpty else { throw ValidationError("Name the key of a ledger with --log.") }
            return try log.map { text in
                guard let key = NoteVerifier(text) else { throw BadInput(message: "`\(text)` is no key of a ledger") }
                return key
            }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the witness's key for others to check its cosignatures with; makes it on first use.")
        @Option(help: ArgumentHelp("The folder with the witness's key and memory.", valueName: "dir")) var keys: String
        @Option(help: "What the witness is to be called, such as witness.example/one; one is drawn otherwise.")
        var name: String?

        func run() async throws {
            try await ending { print(try WitnessFolder(keys).signer(named: name).verifier) }
        }
    }

    struct Cosign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cosigns a checkpoint that came by hand, and writes it with the cosignature beneath.",
            discussion: """
                The first checkpoint of a ledger needs no proof. For each further one name the proof from the size that was \
                cosigned last: discretion ledger prove --from SIZE. Ends with 1 when the checkpoint is older than that, with \
                2 when it or its proof does not fit.
                """)
        @OptionGroup var options: Options
        @Argument(help: "The checkpoint, or - for standard input.") var file: String
        @Option(help: ArgumentHelp("The consistency proof.", valueName: "file")) var proof: String?

        /// As `ledger prove --from` writes it.
        private struct Steps: Decodable {
            let kind: String
            let size1, size2: UInt64
            let proof: [String]
        }

        func run() async throws {
            try await ending {
                let logs = try options.logs()
                let (note, checkpoint) = try Self.read(file)
                let lock = try options.folder.lock()
                let desk = try WitnessDesk(options.folder, signer: options.folder.signer(), logs: logs)
                let seen = await desk.size(of: checkpoint.origin)
                let steps = try steps(from: seen, to: checkpoint)
                let request = AddCheckpoint(oldSize: min(seen, checkpoint.size), proof: steps, note: note)
                switch try await Self.answer(desk, request, options.folder) {
                case .cosigned(let lines): print(note.adding(lines), terminator: "")
                case .badRequest(let reason): throw BadInput(message: reason)
                case .unknownLog: throw BadInput(message: "no --log names the key of \(checkpoint.origin)")
                case .notSigned:
                    complain("\(file) does not bear the signature of \(checkpoint.origin)'s key")
                    throw Ending.evidence
                case .conflict(let size) where checkpoint.size < size:
                    complain("\(size) entries of \(checkpoint.origin) were cosigned already; \(checkpoint.size) are fewer")
                    throw Ending.no
                case .conflict(let size):
                    complain("ALARM: another ledger of \(checkpoint.origin) with \(size) entries was cosigned already")
                    throw Ending.evidence
                case .proofDoesNotHold:
                    complain("the proof does not lead from the \(seen) entries that were cosigned to these \(checkpoint.size)")
                    throw Ending.evidence
                }
                try lock.close()
            }
        }

        private static func read(_ file: String) throws -> (SignedNote, Checkpoint) {
            let data =
                file == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: file)
            guard let data else { throw BadInput(message: "\(file) cannot be read") }
            guard let text = String(validating: data, as: UTF8.self), let note = try? SignedNote(reading: text),
                let checkpoint = try? Checkpoint(reading: note)
            else { throw BadInput(message: "\(file) is no checkpoint") }
            return (note, checkpoint)
        }

        private func steps(from seen: UInt64, to checkpoint: Checkpoint) throws -> [Digest] {
            guard seen > 0, seen < checkpoint.size else { return [] }
            guard let proof else {
                throw BadInput(
                    message:
                        "\(seen) entries of \(checkpoint.origin) were cosigned already; name the proof from there with --proof")
            }
            guard let data = FileManager.default.contents(atPath: proof),
                let steps = try? JSONDecoder().decode(Steps.self, from: data), steps.kind == "consistency"
            else { throw BadInput(message: "\(proof) is no consistency proof") }
            guard steps.size1 == seen, steps.size2 == checkpoint.size else {
                throw BadInput(
                    message:
                        "\(proof) leads from \(steps.size1) to \(steps.size2); it must lead from \(seen) to \(checkpoint.size)")
            }
            return try steps.proof.map { text in
                guard let step = Digest(base64: text) else { throw BadInput(message: "\(proof) is no consistency proof") }
                return step
            }
        }

        private static func answer(
            _ desk: WitnessDesk, _ request: AddCheckpoint, _ folder: WitnessFolder
        ) async throws -> WitnessAnswer {
            do {
                return try await desk.answer(request)
            } catch is CocoaError {
                throw BadInput(message: "\(folder.url.path) cannot be written; nothing was cosigned")
            }
        }
    }
}
