import Crypto
import Foundation
import Ledger

/// The file that goes with a backup and is kept apart from it: the wrapped key of each file, and which files were destroyed.
///
/// JSON Lines. The first line says what it is and of which ledger; the last but one has the digest of the backup's file,
/// the last the digest of all lines before it.
struct KeysFile: Sendable {
    static let format = "discretion file keys 1"

    /// One line; which fields it has depends on what it says.
    struct Line: Codable, Sendable {
        // The first.
        var format: String?
        var copy: String?
        var at: String?
        var size: UInt64?
        var root: String?
        // A key.
        var file: String?
        var master: String?
        var wrapped: Data?
        var made: String?
        /// When the key of `file` was destroyed.
        var destroyed: String?
        // The last two.
        var records: String?
        var sha256: String?
    }

    let path: String

    /// Calls the body with every line, the first and the last two too.
    /// - Throws: `CopyFault.unreadable`; `.notKeys` when it is not the whole of what was written; what the body throws.
    func each(_ body: (Line) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw CopyFault.unreadable(path) }
        var hash = SHA256()
        var rest = Data()
        var (isBegun, isWhole) = (false, false)
        while true {
            guard let bytes = try? file.read(upToCount: 1 << 16) else {
                if rest.isEmpty, isWhole { return }
                throw CopyFault.notKeys(path)
            }
            if bytes.isEmpty { break }
            rest.append(bytes)
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 10) {
                let text = Data(rest[start..<end])
                start = end + 1
                guard !isWhole, let line = try? JSONDecoder().decode(Line.self, from: text),
                    isBegun || line.format == Self.format
                else { throw CopyFault.notKeys(path) }
                isBegun = true
                if let digest = line.sha256 {
                    let made = hash
                    guard Data(made.finalize()).base64EncodedString() == digest else { throw CopyFault.notKeys(path) }
                    isWhole = true
                }
                hash.update(data: text + [10])
                try body(line)
            }
            rest = Data(rest[start...])
            guard rest.count < 1 << 20 else { throw CopyFault.notKeys(path) }
        }
        guard isWhole, rest.isEmpty else { throw CopyFault.notKeys(path) }
    }

    /// Whether it begins as such a file does.
    var isOne: Bool {
        let start = try? FileHandle(forReadingAtPath: path)?.read(upToCount: 4096)
        return start.map { String(decoding: $0, as: UTF8.self).contains("\"\(Self.format)\"") } ?? false
    }
}

extension KeysFile {
    /// Writes all but the last two lines, from one steady state of the store.
    /// - Returns: how many keys there are.
    /// - Throws: `CopyFault.unwritable`; `StorageFault`.
    func write(_ stamp: CopyStamp, from source: any Connection) throws -> Int {
        guard let file = FileHandle(forWritingAtPath: path) else { throw CopyFault.unwritable(path) }
        var waiting = try Self.text(
            Line(format: Self.format, copy: stamp.id, at: stamp.at, size: stamp.size, root: stamp.root.base64))
        var keys = 0
        func put(_ line: Line) throws {
            waiting += try Self.text(line)
            if waiting.count > 1 << 16 {
                try append(waiting, to: file)
                waiting = Data()
            }
        }
        try source.each("SELECT * FROM file_key ORDER BY file", []) { row in
            keys += 1
            try put(
                Line(
                    file: row.text("file"), master: row.text("master"), wrapped: Data(row.bytes("wrapped")),
                    made: row.text("made")))
        }
        try source.each("SELECT file, at FROM key_event WHERE what = 'destroyed' ORDER BY entry", []) { row in
            try put(Line(file: row.text("file"), destroyed: row.text("at")))
        }
        try append(waiting, to: file)
        try? file.close()
        return keys
    }

    /// Writes the last two lines.
    /// - Throws: `CopyFault.unwritable`.
    func finish(records: String) throws {
        for line in [{ Line(records: records) }, { Line(sha256: try FreshFile.digest(of: path)) }] {
            let text = try Self.text(line())
            guard let file = FileHandle(forWritingAtPath: path) else { throw CopyFault.unwritable(path) }
            _ = try? file.seekToEnd()
            try append(text, to: file)
            try? file.close()
        }
    }

    private func append(_ bytes: Data, to file: FileHandle) throws {
        do { try file.write(contentsOf: bytes) } catch { throw CopyFault.unwritable(path) }
    }

    private static func text(_ line: Line) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(line) + [10]
    }
}
