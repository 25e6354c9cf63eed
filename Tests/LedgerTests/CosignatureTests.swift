import Ledger
import Testing

@Suite struct CosignatureTests {
    /// The first key of the tests in RFC 8032 §7.1. The line was made with another library.
    static let secret: [UInt8] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
        0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ]
    static let key = "witness.example/one+56dd39ef+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
    static let line =
        "\u{2014} witness.example/one Vt057wAAAABrBWAgQ6HKpEqBUeNOw6i/CSwslxGLrsjPRgaRyS8Ugzt+xhRBetyrB7W7mt3jUMIqzF/ci2Vqpwx/ERBhRmWWt2d9AQ=="
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    let log: NoteSigner
    let witness: WitnessSigner
    let note: SignedNote
    let now = Instant(milliseconds: 1_795_514_400_999)

    init() throws {
        log = try NoteSigner(name: "ledger.example", privateKey: [UInt8](repeating: 7, count: 32))
        witness = try WitnessSigner(name: "witness.example/one", privateKey: Self.secret)
        let root = try #require(Digest(base64: Self.root))
        note = try Checkpoint(origin: "ledger.example", size: 12, root: root).signed(by: log)
    }

    @Test func `a line that another library made verifies, and so does our own, with the key it gives`() throws {
        #expect(witness.verifier.description == Self.key)
        // The library may blind its signatures with chance; what it makes must verify, and what others make too.
        let others = try SignedNote(reading: note.description + Self.line + "\n")
        let verifier = try #require(WitnessVerifier(Self.key))
        #expect(verifier == witness.verifier)
        #expect(verifier.cosigned(others) == Instant(milliseconds: 1_795_514_400_000))
        let ours = note.adding([try witness.cosignature(on: note, at: now)])
        #expect(verifier.cosigned(ours) == Instant(milliseconds: 1_795_514_400_000))
        #expect(try SignedNote(reading: ours.description) == ours)
        #expect(log.verifier.verifies(ours))
    }

    @Test func `another text, time, name or key does not verify`() throws {
        let verifier = witness.verifier
        let line = try witness.cosignature(on: note, at: now)
        #expect(verifier.cosigned(note) == nil)
        let other = try Checkpoint(origin: "ledger.example", size: 13, root: Digest(of: [])).signed(by: log)
        #expect(verifier.cosigned(other.adding([line])) == nil)
        let renamed = try WitnessSigner(name: "witness.example/two", privateKey: Self.secret)
        #expect(renamed.verifier.cosigned(note.adding([line])) == nil)
        let stranger = try WitnessSigner(name: witness.name, privateKey: [UInt8](repeating: 1, count: 32))
        #expect(stranger.verifier.cosigned(note.adding([line])) == nil)
        // A changed time, and with it a line that is the witness's own by its key but not sound, beside a sound one.
        let changed = Self.line.replacing("rBWAg", with: "rBWBg")
        #expect(changed != Self.line)
        let both = try SignedNote(reading: note.adding([line]).description + changed + "\n")
        #expect(verifier.cosigned(both) == nil)
    }

    @Test(arguments: ["Vt057w==", "Vt057wAAAABrBWAg", "Vt057wAAAABrBWAgQ6HKpEqBUeNOw6i/", "Vt057/////////////////8="])
    func `a line of its key that is no cosignature counts against the note`(base64: String) throws {
        let short = try SignedNote(reading: note.description + "\u{2014} witness.example/one \(base64)\n")
        #expect(witness.verifier.cosigned(short) == nil)
        #expect(witness.verifier.cosigned(short.adding([try witness.cosignature(on: note, at: now)])) == nil)
    }

    @Test func `of several times the latest counts`() throws {
        let lines = try [3, 9, 5].map { try witness.cosignature(on: note, at: now.adding(hours: $0)) }
        let at = Instant(milliseconds: 1_795_514_400_000).adding(hours: 9)
        #expect(witness.verifier.cosigned(note.adding(lines)) == at)
        #expect(note.adding(lines).adding(lines) == note.adding(lines))
    }

    @Test func `what is kept of a note is the ledger's own line and those of the witnesses that verify`() throws {
        let stranger = try WitnessSigner(name: "stranger", privateKey: [UInt8](repeating: 1, count: 32))
        let line = try witness.cosignature(on: note, at: now)
        let mixed = note.adding([try stranger.cosignature(on: note, at: now), line])
        #expect(mixed.keeping(log.verifier, [witness.verifier]) == note.adding([line]))
        let impostor = try NoteSigner(name: "ledger.example", privateKey: [UInt8](repeating: 8, count: 32))
        #expect(mixed.keeping(impostor.verifier, [witness.verifier]) == nil)
    }

    @Test(arguments: [
        "", "witness.example/one", key.replacing("+5", with: "+6"), key.replacing("+BN", with: "+AN"), key + "AA", " " + key,
    ])
    func `what is no key of a witness is not read as one`(text: String) {
        #expect(WitnessVerifier(text) == nil)
        #expect(NoteVerifier(Self.key) == nil, "a witness's key is not a ledger's")
        #expect(WitnessVerifier(log.verifier.description) == nil, "nor the other way")
    }
}
