import Foundation
import Ledger

/// A folder with a ledger in the layout of C2SP tlog-tiles, with the ledger's key beside it.
struct ExportFolder: Sendable {
    let url: URL

    init(_ path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

    var key: URL { url.appending(path: "key") }
    var checkpoint: URL { url.appending(path: "checkpoint") }
    var lines: URL { url.appending(path: "entries.jsonl") }

    /// Whether there are any tiles.
    var hasTiles: Bool { FileManager.default.fileExists(atPath: url.appending(path: "tile").path) }

    func file(_ place: TilePlace) -> URL { url.appending(path: place.path) }

    /// - Throws: `CocoaError` when there is no such file.
    func bytes(_ place: TilePlace) throws -> [UInt8] { Array(try Data(contentsOf: file(place))) }

    /// Nil when there is no such file or it is no text.
    func text(_ file: URL) -> String? {
        FileManager.default.contents(atPath: file.path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Writes a tile where it belongs.
    /// - Throws: `CocoaError`.
    func put(_ tile: Tile) throws {
        let file = file(tile.place)
        // The folder is there already for all but the first of a thousand.
        do {
            try Data(tile.bytes).write(to: file)
        } catch {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(tile.bytes).write(to: file)
        }
    }

    /// Where the unfinished tiles of a place lie.
    func unfinished(_ place: TilePlace) -> URL {
        let full = file(place.full)
        return full.deletingLastPathComponent().appending(path: full.lastPathComponent + ".p", directoryHint: .isDirectory)
    }

    /// Takes away the unfinished tiles of the right edge of an older size where a full tile now is.
    func tidy(after oldSize: UInt64) {
        for place in TilePlace.partial(inTreeOf: oldSize)
        where FileManager.default.fileExists(atPath: file(place.full).path) {
            try? FileManager.default.removeItem(at: unfinished(place))
        }
    }
}
