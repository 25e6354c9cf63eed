import Crypto
import Foundation

/// A key that wraps file keys. It leaves the process only in its own file.
public struct MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    private static let label = "discretion-master-key-1"
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")

    /// Eight small letters and digits, at random.
    public let id: String
    private let key: SymmetricKey

    /// A new key, of 32 random bytes.
    init() {
        id = String((0..<8).compactMap { _ in Self.letters.randomElement() })
        key = SymmetricKey(size: .bits256)
    }

    /// Reads a key's file; nil when it is not the whole, undamaged file of the key of that id.
    init?(id: String, text: [UInt8]) {
        guard text.last == 10, let line = String(validating: text.dropLast(), as: UTF8.self) else { return nil }
        let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == Self.label, parts[1] == id, let bytes = Data(base64Encoded: parts[2]),
            bytes.count == 32, Data(base64Encoded: parts[3]) == Self.check(bytes)
        else { return nil }
        self.id = id
        key = SymmetricKey(data: bytes)
        // The last letter of base64 can be written in several ways.
        guard self.text == text else { return nil }
    }

    /// Its id alone.
    public var description: String { "master key \(id)" }
    /// Its id alone: a key must not get into a log.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }

    /// What is written in the key's file: a label, the id, the key, and the first bytes of its digest, by which damage to
    /// the file is noticed.
    var text: [UInt8] {
        key.withUnsafeBytes { raw in
            let bytes = Data(raw)
            return Array("\(Self.label) \(id) \(bytes.base64EncodedString()) \(Self.check(bytes).base64EncodedString())\n".utf8)
        }
    }

    /// Whether it has the form of an id. Only then is it looked up as the name of a file.
    static func isID(_ text: String) -> Bool { text.utf8.count == 8 && text.allSatisfy(letters.contains) }

    /// A file's key, encrypted with AES-256-GCM (NIST SP 800-38D) and bound to the file's name: 60 bytes.
    /// - Throws: what the cipher throws, which is nothing for a sound key.
    func wrap(_ key: FileKey, of file: String) throws -> [UInt8] {
        let bound = Array("discretion file key 1\n\(file)".utf8)
        let box = try AES.GCM.seal(key.bytes, using: self.key, authenticating: bound)
        guard let combined = box.combined else { throw SealFault.cannotBeSealed }
        return Array(combined)
    }

    /// The key of a file, from what `wrap` gave.
    /// - Throws: `SealFault.doesNotOpen` when it was wrapped under another key or for another file, or was changed.
    func unwrap(_ wrapped: [UInt8], of file: String) throws -> FileKey {
        let bound = Array("discretion file key 1\n\(file)".utf8)
        guard wrapped.count == 60, let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: bound), let key = FileKey(bytes: bytes)
        else { throw SealFault.doesNotOpen }
        return key
    }

    private static func check(_ bytes: Data) -> Data { Data(SHA256.hash(data: bytes).prefix(4)) }
}
