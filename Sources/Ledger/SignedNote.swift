import Crypto
import Foundation

/// A name and an Ed25519 key with which notes are signed (C2SP signed-note).
public struct NoteSigner: Sendable {
    public let name: String
    private let key: Curve25519.Signing.PrivateKey

    /// - Throws: `SignedNote.Fault.badKey` when the name holds spaces or a plus sign, or the key is not 32 bytes.
    public init(name: String, privateKey: some Collection<UInt8>) throws {
        guard NoteVerifier.isName(name), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(privateKey)) else {
            throw SignedNote.Fault.badKey
        }
        self.name = name
        self.key = key
    }

    public var verifier: NoteVerifier { NoteVerifier(name: name, key: key.publicKey) }

    /// The text with our signature beneath. The text must end with a line break and hold no control characters.
    /// - Throws: `SignedNote.Fault.badText`, or what the signing library throws.
    public func sign(_ text: String) throws -> SignedNote {
        guard text.hasSuffix("\n"), !text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) else {
            throw SignedNote.Fault.badText
        }
        let signature = try key.signature(for: Array(text.utf8))
        let bytes = verifier.keyHash + Array(signature)
        return SignedNote(text: text, signatures: [.init(name: name, base64: Data(bytes).base64EncodedString())])
    }
}

/// The public half: what somebody needs to check a note.
public struct NoteVerifier: Sendable {
    public let name: String
    let key: Curve25519.Signing.PublicKey

    init(name: String, key: Curve25519.Signing.PublicKey) {
        self.name = name
        self.key = key
    }

    /// Reads `name+hash+key` as C2SP writes a verifier key; nil when it is none, or when its hash is not its key's.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isName(String(parts[0])), let data = Data(base64Encoded: String(parts[2])),
            data.count == 33, data.first == 1, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: data.dropFirst())
        else { return nil }
        self.init(name: String(parts[0]), key: key)
        guard hexHash == parts[1] else { return nil }
    }

    public var description: String {
        "\(name)+\(hexHash)+" + Data([1] + Array(key.rawRepresentation)).base64EncodedString()
    }

    private var hexHash: String {
        keyHash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    var keyHash: [UInt8] {
        Array(SHA256.hash(data: Array((name + "\n").utf8) + [1] + Array(key.rawRepresentation)).prefix(4))
    }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("+") && !name.contains(where: \.isWhitespace)
    }

    /// Whether the note bears a sound signature of this key.
    public func verifies(_ note: SignedNote) -> Bool {
        note.signatures.contains { signature in
            guard signature.name == name, let data = Data(base64Encoded: signature.base64), data.count == 68,
                Array(data.prefix(4)) == keyHash
            else { return false }
            return key.isValidSignature(data.dropFirst(4), for: Array(note.text.utf8))
        }
    }
}

/// A text with signatures beneath it (C2SP signed-note).
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
    public struct Signature: Hashable, Sendable {
        public let name: String
        public let base64: String
    }

    public enum Fault: Error { case badText, badKey, notANote }

    /// Ends with a line break.
    public let text: String
    public let signatures: [Signature]

    init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// - Throws: `Fault.notANote` when it has not the form of one.
    public init(reading whole: String) throws {
        guard whole.hasSuffix("\n"), let gap = whole.range(of: "\n\n", options: .backwards) else { throw Fault.notANote }
        text = String(whole[..<gap.lowerBound]) + "\n"
        let lines = whole[gap.upperBound...].split(separator: "\n", omittingEmptySubsequences: true)
        signatures = try lines.map { line in
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}" else { throw Fault.notANote }
            return Signature(name: String(parts[1]), base64: String(parts[2]))
        }
        if signatures.isEmpty { throw Fault.notANote }
    }

    public var description: String {
        text + "\n" + signatures.map { "\u{2014} \($0.name) \($0.base64)\n" }.joined()
    }
}
