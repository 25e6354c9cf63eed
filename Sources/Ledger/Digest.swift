import Crypto
import Foundation

/// A SHA-256 digest: 32 bytes.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless there are exactly 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(taking: bytes)
    }

    /// Nil unless the text is the base64 of 32 bytes.
    public init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(data)
    }

    /// The digest of some bytes.
    public init(of bytes: [UInt8]) { self.init(taking: SHA256.hash(data: bytes)) }

    /// The digest of bytes that stand in memory.
    init(of bytes: UnsafeRawBufferPointer) { self.init(taking: SHA256.hash(data: bytes)) }

    /// Only of 32 bytes.
    private init(taking bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { target in
            var place = 0
            for byte in bytes {
                target[place] = byte
                place += 1
            }
        }
        self.words = words
    }

    private init(taking digest: SHA256Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
    }

    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// The bytes without a copy of them.
    func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T { try withUnsafeBytes(of: words, body) }

    public var base64: String { Data(bytes).base64EncodedString() }
    public var description: String { base64 }

    public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

    public func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: $0) } }
}
