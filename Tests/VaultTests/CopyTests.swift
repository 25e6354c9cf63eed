import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

/// Backup, restore and move: what comes back, what never may, and what is refused.
@Suite struct CopyTests {
    /// A store with notes of several files, and one look.
    private func filled(_ engine: Engine) async throws -> Fixture {
        let fixture = try await Fixture(engine)
        for number in 0..<20 {
            let note = FinalNote(
                id: .init("note-\(number)"), file: "file-\(number % 4)", subject: "Zebedee Quill\(number)",
                words: "wordsofnote\(number)")
            try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        }
        let plain = Note(id: .init("plain"), author: "amy", words: "plain words")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(plain, as: .recorded) }
        _ = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(plain.id) }
        return fixture
    }

    private func backUp(_ fixture: Fixture, _ name: String = "copy") async throws -> (file: String, keys: String) {
        let file = fixture.folder.appending(path: name).path
        let made = try await fixture.store.backup(
            to: file, keysTo: file + ".keys", schema: [fixture.folder], verifier: nil, at: fixture.now)
        let checkpoint = try await fixture.store.checkpoint(origin: "x")
        #expect(made.size == checkpoint.size && made.root == checkpoint.root)
        return (file, file + ".keys")
    }

    private func restore(
        _ fixture: Fixture, _ file: String, keys: String?, to place: StorePlace, against outside: Checkpoint? = nil
    ) async throws -> Restore.Outcome {
        try await Restore(
            from: file, keys: keys.map { .file($0, fixture.keys) } ?? .none, schema: [fixture.folder],
            sealings: ["final_note": FinalNote.table.kind.sealing].compactMapValues { $0 }, verifier: nil, against: outside
        ).run(to: place, at: fixture.now)
    }

    private func words(_ store: Store, _ fixture: Fixture, _ term: SearchTerm) async throws -> [String] {
        try await store.act(as: fixture.amy, at: fixture.now) { records in
            try records.list(Query<FinalNote>("1 = 1", [], order: "id").found(by: term, in: ["subject"])).map(\.words)
        }
    }

    private func count(_ store: Store, _ table: String) async throws -> Int64? {
        try await store.database.read { try $0.query("SELECT COUNT(*) AS n FROM \(table)", []).first?.integer("n") }
    }

    @Test(arguments: Engine.all, Engine.all) func `what was backed up comes back whole, is found by its names, and opens`(
        _ engine: Engine, _ other: Engine
    ) async throws {
        let fixture = try await filled(engine)
        let copy = try await backUp(fixture)
        let place = try await fixture.emptyPlace(other)
        let outcome = try await restore(fixture, copy.file, keys: copy.keys, to: place)
        #expect(outcome.keys == 4 && outcome.destroyed == 0)
        let restored = try await fixture.open(place)
        #expect(try await restored.audit(verifier: nil) == fixture.store.audit(verifier: nil))
        #expect(try await words(restored, fixture, .word("Quill7")) == ["wordsofnote7"])
        #expect(try await words(restored, fixture, .startingWith("zebe")).count == 20)
        #expect(try await count(restored, "found_by") == count(fixture.store, "found_by"))
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
        let fixture = try await filled(engine)
        let copy = try await backUp(fixture)
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
        let fixture = try await filled(engine)
        let old = try await backUp(fixture, "old")
        #expect(try await fixture.store.destroyKey(of: "file-2", why: "asked for", at: fixture.now) == 5)
        let new = try await backUp(fixture, "new")
        let place = try await fixture.emptyPlace(engine)
        let outcome = try await restore(fixture, old.file, keys: new.keys, to: place)
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
        #expect(try await restore(fixture, new.file, keys: old.keys, to: again).keys == 3)
    }

    @Test func `keys that are older than the backup are refused, and leave nothing`() async throws {
        let fixture = try await filled(.sqlite)
        let old = try await backUp(fixture, "old")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) {
            try $0.keep(FinalNote(id: .init("later"), file: "file-new", words: "later"), as: .recorded)
        }
        let new = try await backUp(fixture, "new")
        let path = fixture.folder.appending(path: "target").path
        await #expect(throws: LedgerBroken.self) {
            try await restore(fixture, new.file, keys: old.keys, to: .file(path))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).filter { $0.hasPrefix("target") } == [])
    }

    @Test(arguments: Engine.all) func `without keys the evidence comes back, and everything sealed is given up`(
        _ engine: Engine
    ) async throws {
        let fixture = try await filled(engine)
        let copy = try await backUp(fixture)
        let place = try await fixture.emptyPlace(engine)
        let outcome = try await restore(fixture, copy.file, keys: nil, to: place)
        #expect(outcome.keys == 0 && outcome.destroyed == 4)
        let restored = try await fixture.open(place)
        guard case .whole = try await restored.audit(verifier: nil) else {
            Issue.record("the restored store does not fit")
            return
        }
        await restored.close()
    }

    @Test(arguments: Engine.all) func `nothing is written over`(_ engine: Engine) async throws {
        let fixture = try await filled(engine)
        let copy = try await backUp(fixture)
        await #expect(throws: CopyFault.exists(copy.file)) { try await backUp(fixture) }
        await #expect(throws: CopyFault.notEmpty) { try await restore(fixture, copy.file, keys: copy.keys, to: fixture.place) }
        let other = fixture.folder.appending(path: "other").path
        try Data("mine".utf8).write(to: URL(filePath: other))
        await #expect(throws: CopyFault.exists(other)) {
            try await fixture.store.backup(
                to: other + "-copy", keysTo: other, schema: [fixture.folder], verifier: nil, at: fixture.now)
        }
    }

    @Test func `what was changed in a backup or its keys is noticed`() async throws {
        let fixture = try await filled(.sqlite)
        let copy = try await backUp(fixture)
        let target = StorePlace.file(fixture.folder.appending(path: "target").path)
        let (records, keys) = (URL(filePath: copy.file), URL(filePath: copy.keys))
        let whole = try Data(contentsOf: records)
        for place in [30, 4096 + 9, whole.count / 2, whole.count - 40] {
            var bent = whole
            bent[place] ^= 4
            try bent.write(to: records)
            await #expect(throws: CopyFault.damaged(copy.file)) {
                try await restore(fixture, copy.file, keys: copy.keys, to: target)
            }
        }
        try whole.write(to: records)
        let lines = try Data(contentsOf: keys)
        for bent in [lines.dropLast(1), lines.dropFirst(1), lines + lines, Data(lines.map { $0 == 49 ? 50 : $0 }), Data()] {
            try bent.write(to: keys)
            await #expect(throws: CopyFault.notKeys(copy.keys)) {
                try await restore(fixture, copy.file, keys: copy.keys, to: target)
            }
        }
        try Data("no backup of ours".utf8).write(to: records)
        try lines.write(to: keys)
        await #expect(throws: CopyFault.notABackup(copy.file)) {
            try await restore(fixture, copy.file, keys: copy.keys, to: target)
        }
    }

    @Test func `a checkpoint from outside is held against it`() async throws {
        let fixture = try await filled(.sqlite)
        let before = try await fixture.store.checkpoint(origin: "x")
        let copy = try await backUp(fixture)
        _ = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(RecordID<Note>("plain")) }
        let after = try await fixture.store.checkpoint(origin: "x")
        let target = fixture.folder.appending(path: "target").path
        let wrong = Checkpoint(origin: "x", size: before.size - 1, root: before.root)
        for checkpoint in [after, wrong] {
            await #expect(throws: LedgerBroken.self) {
                try await restore(fixture, copy.file, keys: copy.keys, to: .file(target), against: checkpoint)
            }
        }
        _ = try await restore(fixture, copy.file, keys: copy.keys, to: .file(target), against: before)
    }

    @Test func `a tampered store is not backed up`() async throws {
        let fixture = try await filled(.sqlite)
        try await fixture.store.database.write(.besideOthers) {
            try $0.run("UPDATE note SET words = 'other words'", [])
        }
        await #expect(throws: LedgerBroken.self) { try await backUp(fixture) }
        #expect(!FileManager.default.fileExists(atPath: fixture.folder.appending(path: "copy").path))
    }

    @Test func `a backup takes one moment while others write`() async throws {
        let fixture = try await filled(.sqlite)
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
        let fixture = try await filled(engine)
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
        #expect(try await words(moved, fixture, .exactly("Zebedee Quill9")) == ["wordsofnote9"])
        await moved.close()
    }
}

extension Fixture {
    /// Somewhere without records, on an engine.
    func emptyPlace(_ engine: Engine) async throws -> StorePlace {
        guard engine == .postgreSQL, let server = Engine.server else {
            return .file(folder.appending(path: "place-" + UUID().uuidString).path)
        }
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let database = try await PostgreSQLDatabase(url: server)
        try await database.write(.besideOthers) { try $0.runScript(SchemaScript("CREATE SCHEMA \(name)", name: name)) }
        await database.close()
        return .server(server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D" + name)
    }

    /// A store at another place with this one's schema and keys.
    func open(_ place: StorePlace) async throws -> Store {
        try await Store(
            at: place, schema: [folder], sealings: ["final_note": FinalNote.table.kind.sealing].compactMapValues { $0 },
            keys: keys, at: now)
    }
}
