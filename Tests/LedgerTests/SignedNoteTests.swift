import Foundation
import Ledger
import Testing

@Suite struct SignedNoteTests {
    /// The example of the Go package that brought signed notes into use.
    static let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let note =
        text
        + "\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

    @Test func `a note that somebody else signed verifies with their key`() throws {
        let verifier = try #require(NoteVerifier(Self.key))
        let note = try SignedNote(reading: Self.note)
        #expect(note.text == Self.text)
        #expect(verifier.verifies(note))
        #expect(note.description == Self.note)
        #expect(verifier.description == Self.key)
    }

    @Test func `a changed note does not verify`() throws {
        let verifier = try #require(NoteVerifier(Self.key))
        let changed = Self.note.replacingOccurrences(of: "answer", with: "Answer")
        #expect(!verifier.verifies(try SignedNote(reading: changed)))
    }

    @Test func `a checkpoint is signed, read back and verified`() throws {
        let signer = try NoteSigner(name: "ledger.example", privateKey: [UInt8](repeating: 7, count: 32))
        let checkpoint = Checkpoint(origin: "ledger.example", size: 12, root: Digest(of: [1]))
        let note = try SignedNote(reading: try checkpoint.signed(by: signer).description)
        #expect(signer.verifier.verifies(note))
        #expect(try Checkpoint(reading: note) == checkpoint)
        let other = try NoteSigner(name: "ledger.example", privateKey: [UInt8](repeating: 8, count: 32))
        #expect(!other.verifier.verifies(note))
    }

    @Test(arguments: ["", "no signature\n", "text\n\nnot a signature\n", "text\n\n\u{2014} name\n"])
    func `what is no note is not read as one`(text: String) {
        #expect(throws: SignedNote.Fault.self) { try SignedNote(reading: text) }
    }

    @Test func `a name that would break the form of a note makes no signer`() {
        #expect(throws: SignedNote.Fault.self) { try NoteSigner(name: "two words", privateKey: [UInt8](repeating: 7, count: 32)) }
        #expect(throws: SignedNote.Fault.self) { try NoteSigner(name: "a+b", privateKey: [UInt8](repeating: 7, count: 32)) }
    }
}
