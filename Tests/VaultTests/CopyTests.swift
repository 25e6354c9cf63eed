import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

/// Backup, restore and move: what comes back, and what never may.
@Suite struct CopyTests {
    @Test(arguments: Engine.all, Engine.all) func `what was backed up comes back whole, is found by its names, and opens`(
        _ engine: Engine, _ other: Engine
    ) async throws {
        let fixture = try await Fixture.filled(engine)
        let copy = try await fixture.backUp()
        let place = try await fixture.emptyPlace(other)
        let outcome = try await fixture.restore(copy.file, keys: copy.keys, to: place)
        #expect(outcome.keys == 4 && outcome.destroyed == 0)
        let restored = try await fixture.open(place)
        #expect(try await restored.audit(verifier: nil) == fixture.store.audit(verifier: nil))
        #expect(try await fixture.words(restored, .word("Quill7")) == ["wordsofnote7"])
        #expect(try await fixture.words(restored, .startingWith("zebe")).count == 20)
        #expect(try await fixture.count(restored, "found_by") == fixture.count(fixture.store, "found_by"))
        // It goes on from there.
        try await restored.act(as: fixture.amy, at: fixture.now) {
            try $0.keep(FinalNote(id: .init("later"), file: "file-1", words: "later"), as: .recorded)
        }
        guard case .whole = try await restored.audit(verifier: nil) else {
            Issue.record("the restored store does not fit")
            return
        }
        await restored.close()
    }

    @Test(arguments: Engine.all) func `a backup holds no key, no token and nothing that was sealed`(_ engine: Engine) async throws
    {
        let fixture = try await Fixture.filled(engine)
        let copy = try await fixture.backUp()
        let bytes = try Data(contentsOf: URL(filePath: copy.file))
        let wrapped = try await fixture.store.database.read {
            try $0.query("SELECT wrapped FROM file_key", []).map { try $0.bytes("wrapped") }
        }
        #expect(wrapped.count == 5)
        for key in wrapped { #expect(bytes.firstRange(of: Data(key)) == nil) }
        for word in ["Zebedee", "Quill3", "wordsofnote3"] { #expect(bytes.firstRange(of: Data(word.utf8)) == nil) }
        try SQLiteFile.read(copy.file) { connection in
            for table in ["file_key", "found_by", "session"] {
                let rows = try connection.query("SELECT * FROM \(table)", [])
                #expect(rows.isEmpty)
            }
        }
        for file in [copy.file, copy.keys] {
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: Engine.all) func `a destroyed file stays destroyed when an old backup is restored`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture.filled(engine)
        let old = try await fixture.backUp("old")
        #expect(try await fixture.store.destroyKey(of: "file-2", why: "asked for", at: fixture.now) == 5)
        let new = try await fixture.backUp("new")
        let place = try await fixture.emptyPlace(engine)
        let outcome = try await fixture.restore(old.file, keys: new.keys, to: place)
        #expect(outcome.keys == 3 && outcome.destroyed == 1)
        let restored = try await fixture.open(place)
        guard case .whole(let size, _) = try await restored.audit(verifier: nil) else {
            Issue.record("the restored store does not fit")
            return
        }
        #expect(size == outcome.size + 1)
        let notes = try await restored.act(as: fixture.amy, at: fixture.now) {
            try $0.list(Query<FinalNote>("t.file = ?", [.text("file-2")], order: "id")).map(\.words)
        }
        #expect(notes == [String](repeating: "Destroyed", count: 5))
        await restored.close()
        // And the other way round: an old file of keys does not bring it back.
        let again = try await fixture.emptyPlace(engine)
        #expect(try await fixture.restore(new.file, keys: old.keys, to: again).keys == 3)
    }

    @Test(arguments: Engine.all) func `without keys the evidence comes back, and everything sealed is given up`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture.filled(engine)
        let copy = try await fixture.backUp()
        let place = try await fixture.emptyPlace(engine)
        let outcome = try await fixture.restore(copy.file, keys: nil, to: place)
        #expect(outcome.keys == 0 && outcome.destroyed == 4)
        let restored = try await fixture.open(place)
        guard case .whole = try await restored.audit(verifier: nil) else {
            Issue.record("the restored store does not fit")
            return
        }
        await restored.close()
    }

    @Test func `a backup takes one moment while others write`() async throws {
        let fixture = try await Fixture.filled(.sqlite)
        let writing = Task {
            var count = 0
            while !Task.isCancelled {
                let note = FinalNote(id: .random(), file: "busy-\(count)", words: "busy")
                try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
                count += 1
            }
        }
        for number in 0..<5 {
            let file = fixture.folder.appending(path: "busy-\(number)").path
            _ = try await fixture.store.backup(
                to: file, keysTo: fixture.folder.appending(path: "keys-file").path, schema: [fixture.folder], verifier: nil,
                at: fixture.now)
        }
        writing.cancel()
        try await writing.value
    }

    @Test(arguments: Engine.all, Engine.all) func `a store moves whole, with its keys and tokens`(
        _ engine: Engine, _ other: Engine
    ) async throws {
        let fixture = try await Fixture.filled(engine)
        let place = try await fixture.emptyPlace(other)
        let move = Move(
            schema: [fixture.folder], sealings: ["final_note": FinalNote.table.kind.sealing].compactMapValues { $0 },
            masters: fixture.keys, verifier: nil)
        if engine == .postgreSQL, other == .postgreSQL {
            await #expect(throws: CopyFault.betweenServers) {
                try await move.run(from: fixture.place, to: place, at: fixture.now)
            }
            return
        }
        let outcome = try await move.run(from: fixture.place, to: place, at: fixture.now)
        let moved = try await fixture.open(place)
        #expect(try await moved.audit(verifier: nil) == .whole(size: outcome.size, root: outcome.root))
        #expect(try await fixture.store.audit(verifier: nil) == .whole(size: outcome.size, root: outcome.root))
        #expect(try await fixture.words(moved, .exactly("Zebedee Quill9")) == ["wordsofnote9"])
        await moved.close()
    }
}
