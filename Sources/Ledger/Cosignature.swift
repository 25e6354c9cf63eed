import Crypto
import Foundation

/// A name and an Ed25519 key with which a witness says what it has seen of a ledger, and when (C2SP tlog-cosignature,
/// `cosignature/v1`).
public struct WitnessSigner: Sendable {
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

    public var verifier: WitnessVerifier { WitnessVerifier(name: name, key: key.publicKey) }

    /// The line that says that at this time, to the second, this was the largest ledger seen.
    ///
    /// It checks nothing: a cosignature may only be given out by who has judged the checkpoint and remembers it.
    /// - Throws: `SignedNote.Fault.badText` for a time before 1970; what the signing library throws.
    public func cosignature(on note: SignedNote, at now: Instant) throws -> SignedNote.Signature {
        guard now.milliseconds >= 0 else { throw SignedNote.Fault.badText }
        let seconds = UInt64(now.milliseconds / 1000)
        let signature = try key.signature(for: WitnessVerifier.message(note.text, seconds))
        let time = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * UInt64($0))) }
        let bytes = verifier.keyHash + time + Array(signature)
        return .init(name: name, base64: Data(bytes).base64EncodedString())
    }
}

/// The public half of a witness: what somebody needs to check its cosignatures.
public struct WitnessVerifier: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    private let key: [UInt8]

    init(name: String, key: Curve25519.Signing.PublicKey) {
        self.name = name
        self.key = Array(key.rawRepresentation)
    }

    /// Reads `name+hash+key` as C2SP writes a verifier key, with the type byte 4; nil when it is none, or when its hash is
    /// not its key's.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, NoteVerifier.isName(String(parts[0])), let data = Data(base64Encoded: String(parts[2])),
            data.count == 33, data.first == 4, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: data.dropFirst())
        else { return nil }
        self.init(name: String(parts[0]), key: key)
        guard hexHash == parts[1] else { return nil }
    }

    public var description: String { "\(name)+\(hexHash)+" + Data([4] + key).base64EncodedString() }

    private var hexHash: String {
        keyHash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    var keyHash: [UInt8] { Array(SHA256.hash(data: Array((name + "\n").utf8) + [4] + key).prefix(4)) }

    /// When this witness cosigned the note, the latest time if it did several times; nil when it did not, and nil when a
    /// line that is its own by name and key does not verify.
    public func cosigned(_ note: SignedNote) -> Instant? {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return nil }
        var latest: Instant?
        for signature in note.signatures where isOurs(signature) {
            guard let data = Data(base64Encoded: signature.base64), data.count == 76 else { return nil }
            let bytes = Array(data)
            let seconds = bytes[4..<12].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard seconds <= UInt64(Int64.max / 1000),
                key.isValidSignature(bytes[12...], for: Self.message(note.text, seconds))
            else { return nil }
            let at = Instant(milliseconds: Int64(seconds) * 1000)
            latest = latest.map { max($0, at) } ?? at
        }
        return latest
    }

    /// Whether a signature line is by this name and key; what it is worth is another matter.
    func isOurs(_ signature: SignedNote.Signature) -> Bool {
        signature.name == name && Data(base64Encoded: signature.base64).map { Array($0.prefix(4)) } == keyHash
    }

    /// What is signed: a line that says what kind of statement it is, the time, and the whole text of the note.
    static func message(_ text: String, _ seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}

extension SignedNote {
    /// The note with more signatures beneath, each line once.
    public func adding(_ more: [Signature]) -> SignedNote {
        var all = signatures
        for signature in more where !all.contains(signature) { all.append(signature) }
        return SignedNote(text: text, signatures: all)
    }

    /// The same text with one signature beneath, to judge that by itself.
    public func with(only signature: Signature) -> SignedNote { SignedNote(text: text, signatures: [signature]) }

    /// The note with those signatures alone that one of these keys made and that verify; nil when the ledger's own is not
    /// among them.
    public func keeping(_ log: NoteVerifier, _ witnesses: [WitnessVerifier]) -> SignedNote? {
        guard log.verifies(self) else { return nil }
        let sound = signatures.filter { signature in
            let alone = with(only: signature)
            return log.verifies(alone) || witnesses.contains { $0.cosigned(alone) != nil }
        }
        return SignedNote(text: text, signatures: sound)
    }
}
