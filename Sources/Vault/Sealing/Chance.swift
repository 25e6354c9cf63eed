import Foundation

/// Random bytes from the kernel.
enum Chance {
    /// As many bytes, fresh ones each time.
    /// - Parameter count: at most 256, which getentropy(3) gives in one call.
    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            filled = count
            if let start = bytes.baseAddress, getentropy(start, count) == 0 { return }
            var generator = SystemRandomNumberGenerator()
            for place in 0..<count { bytes.initializeElement(at: place, to: generator.next()) }
        }
    }
}
