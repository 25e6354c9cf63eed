import Foundation

/// The files of a folder of keys. Every change is made under a lock on the folder, and each file appears, changes and
/// goes at once: whoever reads without the lock, another process too, finds a whole state.
struct KeyFolder: Sendable {
    private static let unfinished = ".new"
    private static let condemned = ".gone"

    /// Where it is. Not told to anybody: faults name no paths.
    let path: String

    /// Makes the folder, for nobody but its owner, unless it is there.
    /// - Throws: `MasterKeys.Fault.unwritable`.
    func make() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw MasterKeys.Fault.unwritable
        }
        try settle(URL(filePath: path).deletingLastPathComponent().path)
    }

    /// What a file holds; nil when there is no such file.
    /// - Throws: `MasterKeys.Fault.unreadable`.
    func read(_ name: String) throws -> [UInt8]? {
        let file = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw MasterKeys.Fault.unreadable
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                Foundation.read(file, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw MasterKeys.Fault.unreadable }
            if got == 0 { break }
            count += got
        }
        return Array(bytes[..<count])
    }

    /// When a file was last written; nil when there is no such file.
    func date(of name: String) -> Date? {
        var status = stat()
        guard stat(path + "/" + name, &status) == 0 else { return nil }
        return Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9)
    }

    /// The names of all files, in no order.
    /// - Throws: `MasterKeys.Fault.missing` without the folder, `.unreadable`.
    func names() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw access(path, F_OK) == 0 ? MasterKeys.Fault.unreadable : .missing
        }
    }

    /// Whether a change was cut short, or another process is in the midst of one.
    /// - Throws: as `names`.
    func isUnsettled() throws -> Bool {
        try names().contains { $0.hasSuffix(Self.unfinished) || $0.hasSuffix(Self.condemned) }
    }

    /// Does something while no other process changes the folder, after finishing what was cut short: half written files
    /// go, and so do those that were being erased.
    /// - Throws: `MasterKeys.Fault.missing` without the folder, `.unwritable`, and what the body throws.
    func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw errno == ENOENT ? MasterKeys.Fault.missing : .unwritable }
        defer { close(folder) }
        while flock(folder, LOCK_EX) != 0 {
            guard errno == EINTR else { throw MasterKeys.Fault.unwritable }
        }
        for name in try names() where name.hasSuffix(Self.unfinished) || name.hasSuffix(Self.condemned) {
            try overwriteAndRemove(name)
        }
        return try body()
    }

    /// Puts a new file there. Only under the lock.
    /// - Throws: `MasterKeys.Fault.unwritable`, also when there is a file of that name.
    func add(_ name: String, _ bytes: [UInt8]) throws {
        guard access(path + "/" + name, F_OK) != 0, errno == ENOENT else { throw MasterKeys.Fault.unwritable }
        try put(name, bytes)
    }

    /// Puts a file there, in the place of another. Only under the lock.
    /// - Throws: `MasterKeys.Fault.unwritable`.
    func put(_ name: String, _ bytes: [UInt8]) throws {
        let temporary = path + "/" + name + Self.unfinished
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw MasterKeys.Fault.unwritable }
        do {
            defer { close(file) }
            try write(bytes, to: file)
        }
        guard rename(temporary, path + "/" + name) == 0 else { throw MasterKeys.Fault.unwritable }
        try settle(path)
    }

    /// Overwrites a file and deletes it. It goes from its name first, so that nobody reads it half overwritten. Only under
    /// the lock.
    /// - Throws: `MasterKeys.Fault.unwritable`.
    func erase(_ name: String) throws {
        guard rename(path + "/" + name, path + "/" + name + Self.condemned) == 0 else { throw MasterKeys.Fault.unwritable }
        try settle(path)
        try overwriteAndRemove(name + Self.condemned)
    }

    private func overwriteAndRemove(_ name: String) throws {
        let file = open(path + "/" + name, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw MasterKeys.Fault.unwritable }
        do {
            defer { close(file) }
            var status = stat()
            guard fstat(file, &status) == 0 else { throw MasterKeys.Fault.unwritable }
            try write([UInt8](repeating: 0, count: Int(status.st_size)), to: file)
        }
        guard unlink(path + "/" + name) == 0 else { throw MasterKeys.Fault.unwritable }
        try settle(path)
    }

    /// Writes all of it and waits until it is on the disk.
    private func write(_ bytes: [UInt8], to file: Int32) throws {
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else { throw MasterKeys.Fault.unwritable }
            done += wrote
        }
        guard fsync(file) == 0 else { throw MasterKeys.Fault.unwritable }
    }

    /// Waits until the names in a folder are on the disk.
    private func settle(_ folder: String) throws {
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw MasterKeys.Fault.unwritable }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw MasterKeys.Fault.unwritable }
    }
}
