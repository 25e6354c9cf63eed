import Crypto
import Foundation

/// A file that appears under its name only when it is whole and on the disk, for nobody but its owner.
struct FreshFile: Sendable {
    let path: String

    /// Where it is written until then.
    var temporary: String { path + ".new" }

    var exists: Bool { access(path, F_OK) == 0 }

    /// Begins it anew; what an interrupted attempt left goes.
    /// - Throws: `CopyFault.unwritable`.
    func begin() throws {
        discard()
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CopyFault.unwritable(path) }
        close(file)
    }

    /// Gives it its name.
    /// - Throws: `CopyFault.unwritable`.
    func keep() throws {
        try settle(temporary, O_RDONLY)
        guard rename(temporary, path) == 0 else { throw CopyFault.unwritable(path) }
        try settle(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
    }

    func discard() {
        for end in ["", "-journal"] { unlink(temporary + end) }
    }

    /// Waits until it is on the disk.
    private func settle(_ place: String, _ mode: Int32) throws {
        let file = open(place, mode | O_CLOEXEC)
        guard file >= 0 else { throw CopyFault.unwritable(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw CopyFault.unwritable(path) }
    }

    /// SHA-256 over the bytes of a file, in base64.
    /// - Throws: `CopyFault.unreadable`.
    static func digest(of path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { throw CopyFault.unreadable(path) }
        var hash = SHA256()
        do {
            while let bytes = try file.read(upToCount: 1 << 20), !bytes.isEmpty { hash.update(data: bytes) }
        } catch {
            throw CopyFault.unreadable(path)
        }
        return Data(hash.finalize()).base64EncodedString()
    }

    /// How many bytes it has.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
