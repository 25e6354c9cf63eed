import Foundation

/// Files that hold after a power cut either what they held before or what was written, and nothing between.
enum DurableFile {
    /// Writes beside the file, has it brought to the disk, and only then puts it in its place.
    /// - Throws: `CocoaError.fileWriteUnknown`; then what was there before is still there.
    static func replace(_ file: URL, with data: Data, mode: mode_t = 0o644) throws {
        let fresh = file.path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch {
            throw CocoaError(.fileWriteUnknown)
        }
        guard rename(fresh, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        try settle(file.deletingLastPathComponent())
    }

    /// Brings to the disk which files a folder holds.
    private static func settle(_ folder: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
