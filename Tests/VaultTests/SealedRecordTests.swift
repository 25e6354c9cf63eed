import Foundation
import Ledger
import Testing

@testable import Vault

/// What is sealed in the store: found by its names, unreadable without its key, and proved all the same.
@Suite struct SealedRecordTests {
    private static let words = "She said it to nobody else."

    private func kept(_ fixture: Fixture, _ subject: String, file: String = "file-1") async throws -> FinalNote {
        let note = FinalNote(id: .random(), file: file, subject: subject, words: Self.words)
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .decided) }
        return note
    }

    private func find(_ term: SearchTerm, _ fixture: Fixture) async throws -> [String] {
        try await fixture.store.look(as: fixture.amy, at: fixture.now) {
            try $0.list(Query<FinalNote>("TRUE", [], order: "id").found(by: term, in: ["subject"])).map(\.subject)
        }
    }

    @Test(arguments: Engine.all) func `names are found whole, by their beginning and by their sound`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        _ = try await kept(fixture, "Siân O’Brien-Pugh")
        _ = try await kept(fixture, "Stephen Larkspur")
        #expect(try await find(.exactly("sian obrien pugh"), fixture) == ["Siân O’Brien-Pugh"])
        #expect(try await find(.startingWith("Lark"), fixture) == ["Stephen Larkspur"])
        #expect(try await find(.soundingLike("Steven"), fixture) == ["Stephen Larkspur"])
        #expect(try await find(.word("Larks"), fixture).isEmpty)
    }

    @Test(arguments: Engine.all) func `no column of the database holds a name or a word of it`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        _ = try await kept(fixture, "Larkspur")
        let tables = try await fixture.store.database.read { try $0.tables() }
        for table in tables {
            let rows = try await fixture.store.database.read { try $0.query("SELECT * FROM \(table.name)", []) }
            for cell in rows.flatMap(\.cells) {
                switch cell {
                case .text(let text): #expect(!text.contains("Larkspur") && !text.contains("nobody else"), "\(table.name)")
                case .bytes(let bytes):
                    let text = String(decoding: bytes, as: UTF8.self)
                    #expect(!text.contains("Larkspur") && !text.contains("nobody else"), "\(table.name)")
                default: break
                }
            }
        }
    }

    @Test(arguments: Engine.all) func `without the master key nothing is read or kept, and the ledger is verified all the same`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let note = try await kept(fixture, "Larkspur")
        let bare = try await Store(
            at: fixture.place, schema: [fixture.folder], sealings: [:], keys: nil, at: fixture.now)
        await #expect(throws: MasterKeys.Fault.missing) {
            try await bare.look(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
        }
        await #expect(throws: MasterKeys.Fault.missing) {
            try await bare.act(as: fixture.amy, at: fixture.now) {
                try $0.keep(FinalNote(id: .random(), words: "x"), as: .decided)
            }
        }
        guard case .whole = try await bare.audit(verifier: nil) else { throw Oops() }
    }

    @Test(arguments: Engine.all) func `content that was put into another record, or changed, is found`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let first = try await kept(fixture, "Larkspur")
        let wrapped = try await fixture.store.database.read {
            try $0.query("SELECT wrapped FROM file_key WHERE file = 'file-1'", [])[0].bytes("wrapped")
        }
        var changed = wrapped
        changed[20] ^= 1
        let damaged = changed
        try await fixture.store.database.write(.besideOthers) {
            try $0.run("UPDATE file_key SET wrapped = ? WHERE file = 'file-1'", [.bytes(damaged)])
        }
        let finding = try await fixture.store.audit(verifier: nil)
        guard case .broken(_, let what, let why) = finding else { throw Oops() }
        #expect(what == "final_note/\(first.id)")
        #expect(why == "its sealed content does not open")
        try await fixture.store.database.write(.besideOthers) {
            try $0.run("UPDATE file_key SET wrapped = ? WHERE file = 'file-1'", [.bytes(wrapped)])
            try $0.run("DELETE FROM found_by WHERE token = (SELECT MIN(token) FROM found_by)", [])
        }
        guard case .broken(_, _, "it is not found by the names that it has") = try await fixture.store.audit(verifier: nil) else {
            throw Oops()
        }
    }

    @Test(arguments: Engine.all) func `a proof with its record is checked without the store`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = try await kept(fixture, "Larkspur")
        let signer = try NoteSigner(name: "trial", privateKey: [UInt8](repeating: 7, count: 32))
        let text = try await fixture.store.proof(ofRecord: note.id, as: fixture.amy, at: fixture.now, signedBy: signer).text()
        let read = try #require(try RecordProof(reading: Data(text.utf8)))
        #expect(read.holds)
        #expect(read.words.contains { $0 == ("words", Self.words) })
        for (old, new) in [
            ("nobody else", "everybody"), ("Larkspur", "Larkspor"), ("final_note/", "final_nota/"), ("amy", "ann"),
        ] {
            let other = text.replacing(old, with: new)
            #expect(other != text)
            #expect(try RecordProof(reading: Data(other.utf8))?.holds == false, "\(old)")
        }
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.proof(
                ofRecord: note.id, as: Fixture.someone("ben"), at: fixture.now, signedBy: signer)
        }
    }
}
