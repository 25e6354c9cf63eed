import Foundation

/// What the system says of this process's memory, in bytes; 0 where it says nothing.
enum ProcessMemory {
    /// In use now.
    static var resident: Int64 { line("VmRSS:") }
    /// The most that was in use since the start, or since `forgetPeak`.
    static var peak: Int64 { line("VmHWM:") }

    /// From now on the peak is counted anew, where the system allows it.
    static func forgetPeak() { try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs")) }

    private static func line(_ name: String) -> Int64 {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int64($0) })
        else { return 0 }
        return kilobytes * 1024
    }
}
