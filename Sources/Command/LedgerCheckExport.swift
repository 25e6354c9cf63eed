import ArgumentParser
import Foundation
import Ledger

extension LedgerCommand {
    struct CheckExport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-export",
            abstract: "Checks an exported ledger: its signatures, and every tile against its entries.",
            discussion: """
                It needs no records and no network. Ends with 0 when all fits, 1 when something does not, 65 when the folder \
                holds no export.
                """)
        @Argument(help: "The folder of the export.") var directory: String
        @Option(
            help: ArgumentHelp(
                "The key that the ledger is known by. Without it the folder's own is taken: then it only fits together.",
                valueName: "vkey"))
        var log: String?
        @Option(
            help: ArgumentHelp("A witness who must have cosigned; may be given several times.", valueName: "vkey"))
        var witness: [String] = []

        func run() async throws {
            try await ending {
                let folder = ExportFolder(directory)
                let verifier = try key(in: folder)
                let witnesses = try witness.map(WitnessOption.verifier)
                guard let text = folder.text(folder.checkpoint) else {
                    throw BadInput(message: "\(directory) holds no export: there is no checkpoint in it")
                }
                guard let note = try? SignedNote(reading: text), let checkpoint = try? Checkpoint(reading: note) else {
                    throw BadInput(message: "\(folder.checkpoint.path) is no checkpoint")
                }
                guard verifier.verifies(note), checkpoint.origin == verifier.name else {
                    throw Self.no("the checkpoint does not bear the signature of \(verifier.name)")
                }
                for witness in witnesses {
                    guard let at = witness.cosigned(note) else {
                        throw Self.no("the checkpoint does not bear a cosignature of \(witness.name)")
                    }
                    print("\(witness.name) cosigned it at \(at).")
                }
                do {
                    try Self.check(folder, checkpoint)
                } catch let misfit as Misfit {
                    throw Self.no(misfit.words)
                }
                print("The export fits: \(checkpoint.size) entries, root \(checkpoint.root.base64)")
                if log == nil { complain("The key was taken from the folder: compare it with the one you know the ledger by.") }
            }
        }

        private func key(in folder: ExportFolder) throws -> NoteVerifier {
            guard let text = log ?? folder.text(folder.key)?.trimmingCharacters(in: .newlines) else {
                throw BadInput(message: "\(directory) holds no key; name the ledger's with --log")
            }
            guard let verifier = NoteVerifier(text) else { throw BadInput(message: "`\(text)` is no key of a ledger") }
            return verifier
        }

        private static func no(_ words: String) -> ExitCode {
            complain(words)
            return Ending.no
        }

        /// The first thing that does not fit.
        private struct Misfit: Error { let words: String }

        /// Builds the tree anew from the entries, and compares every tile with what it must hold.
        private static func check(_ folder: ExportFolder, _ checkpoint: Checkpoint) throws {
            var writer = TileWriter()
            while writer.size < checkpoint.size {
                let index = writer.size / UInt64(TilePlace.fullWidth)
                let width = Int(min(UInt64(TilePlace.fullWidth), checkpoint.size - writer.size))
                let place = TilePlace(kind: .entries, index: index, width: width)
                let bundle = Tile(place: place, bytes: try read(folder, place))
                guard let entries = try? bundle.entries() else {
                    throw Misfit(words: "\(place.path) does not hold \(width) entries")
                }
                for entry in entries {
                    for tile in try writer.take(Array(entry)) { try compare(folder, tile) }
                }
            }
            for tile in writer.partial { try compare(folder, tile) }
            guard writer.root == checkpoint.root else { throw Misfit(words: "the entries do not make the root that was signed") }
        }

        private static func read(_ folder: ExportFolder, _ place: TilePlace) throws -> [UInt8] {
            do { return try folder.bytes(place) } catch { throw Misfit(words: "\(place.path) is missing") }
        }

        private static func compare(_ folder: ExportFolder, _ tile: Tile) throws {
            guard try read(folder, tile.place) == tile.bytes else {
                throw Misfit(words: "\(tile.place.path) is not what the entries make")
            }
            // Those of older checkpoints that may still lie beside it.
            let widths = (try? FileManager.default.contentsOfDirectory(atPath: folder.unfinished(tile.place).path)) ?? []
            for width in widths.compactMap(Int.init) where width != tile.place.width {
                let place = TilePlace(kind: tile.place.kind, index: tile.place.index, width: width)
                guard (1..<tile.place.width).contains(width), try read(folder, place) == beginning(of: tile, width) else {
                    throw Misfit(words: "\(place.path) is not a beginning of \(tile.place.path)")
                }
            }
        }

        private static func beginning(of tile: Tile, _ width: Int) throws -> [UInt8] {
            switch tile.place.kind {
            case .hashes: Array(tile.bytes.prefix(width * 32))
            case .entries: Array(tile.bytes.prefix(try tile.entries().prefix(width).reduce(0) { $0 + 2 + $1.count }))
            }
        }
    }
}
