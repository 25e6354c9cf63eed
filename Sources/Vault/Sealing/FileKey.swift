import Crypto
import Foundation

/// Why content cannot be sealed or opened. Says nothing about the content or the key.
public enum SealFault: Error, Hashable, Sendable {
    /// Another key or record than it was sealed for, or not the bytes that were sealed.
    case doesNotOpen
    /// A row that names a column twice, or not at all.
    case cannotBeSealed
}

/// The content of a record as it is kept.
struct Sealed: Hashable, Sendable {
    /// A nonce of 12 bytes, the ciphertext, and a tag of 16 bytes.
    let box: [UInt8]
    /// The digest that the content is held to, which without the content tells nothing of it: the content begins with salt.
    let commitment: [UInt8]
}

/// Content with the salt in its commitment, so that somebody else can make the commitment again.
public struct OpenedContent: Hashable, Sendable {
    /// 16 random bytes.
    public let salt: [UInt8]
    /// The columns that had values.
    public let row: Row
}

/// The key of one person's file. Without it nothing that it sealed can be read, so destroying it erases the content.
///
/// AES-256-GCM (NIST SP 800-38D) with random nonces: one key is good for 2^32 contents.
struct FileKey: Sendable, CustomStringConvertible, CustomReflectable {
    private static let label = "discretion sealed content 1\n"
    private static let overhead = 12 + 16

    private let key: SymmetricKey

    /// A new key, of 32 random bytes.
    init() { key = SymmetricKey(size: .bits256) }

    /// Nil unless there are exactly 32 bytes.
    init?(bytes: some ContiguousBytes) {
        let key = SymmetricKey(data: bytes)
        guard key.bitCount == 256 else { return nil }
        self.key = key
    }

    /// Nothing of the key.
    var description: String { "file key" }
    /// Nothing: a key must not get into a log.
    var customMirror: Mirror { Mirror(self, children: []) }

    /// The key's 32 bytes, to wrap them or to make an index of them.
    var bytes: [UInt8] { key.withUnsafeBytes { Array($0) } }

    /// Encrypts the columns that have values.
    /// - Parameter record: `table/id`; the box opens for this record alone.
    /// - Throws: `SealFault.cannotBeSealed`.
    func seal(_ content: Row, of record: String) throws -> Sealed {
        let random = Chance.bytes(ContentForm.saltCount + 12)
        let plaintext = try ContentForm.plaintext(of: content, salt: random[..<ContentForm.saltCount])
        guard let nonce = try? AES.GCM.Nonce(data: random[ContentForm.saltCount...]),
            let box = try? AES.GCM.seal(plaintext, using: key, nonce: nonce, authenticating: Self.bound(to: record)),
            let combined = box.combined
        else { throw SealFault.cannotBeSealed }
        return Sealed(box: Array(combined), commitment: Self.commitment(of: plaintext))
    }

    /// The columns that `seal` was given, without the nulls.
    /// - Throws: `SealFault.doesNotOpen`.
    func open(_ sealed: Sealed, of record: String) throws -> Row {
        try opened(sealed, of: record).withUnsafeBytes { try ContentForm.row($0) }
    }

    /// The same, with the salt.
    /// - Throws: `SealFault.doesNotOpen`.
    func openWithSalt(_ sealed: Sealed, of record: String) throws -> OpenedContent {
        try opened(sealed, of: record).withUnsafeBytes {
            OpenedContent(salt: Array($0.prefix(ContentForm.saltCount)), row: try ContentForm.row($0))
        }
    }

    /// SHA-256 over a label and the plaintext.
    static func commitment(of plaintext: [UInt8]) -> [UInt8] { Array(digest(of: plaintext)) }

    /// The plaintext, after its commitment has been checked.
    private func opened(_ sealed: Sealed, of record: String) throws -> Data {
        guard sealed.box.count >= Self.overhead + ContentForm.saltCount, sealed.commitment.count == SHA256.byteCount,
            let box = try? AES.GCM.SealedBox(combined: sealed.box),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: Self.bound(to: record)),
            Self.digest(of: plaintext) == sealed.commitment
        else { throw SealFault.doesNotOpen }
        return plaintext
    }

    private static func digest(of plaintext: some ContiguousBytes) -> SHA256.Digest {
        var hash = labelled
        plaintext.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize()
    }

    private static let labelled: SHA256 = {
        var hash = SHA256()
        hash.update(data: Array(label.utf8))
        return hash
    }()

    private static func bound(to record: String) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(label.utf8.count + record.utf8.count)
        bytes.append(contentsOf: label.utf8)
        bytes.append(contentsOf: record.utf8)
        return bytes
    }
}
