import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

/// Rotating master keys, and destroying the key of a file.
@Suite struct KeyTests {
    private func filled(_ engine: Engine, files: Int = 3) async throws -> Fixture {
        let fixture = try await Fixture(engine)
        for number in 0..<files {
            let note = FinalNote(id: .init("note-\(number)"), file: "file-\(number)", subject: "Nobody", words: "words \(number)")
            try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        }
        return fixture
    }

    private func isWhole(_ fixture: Fixture) async throws -> Bool {
        if case .whole = try await fixture.store.audit(verifier: nil) { return true }
        return false
    }

    @Test(arguments: Engine.all) func `a rotation wraps every key anew and destroys the old master key`(
        _ engine: Engine
    ) async throws {
        let fixture = try await filled(engine)
        let old = try fixture.keys.current().id
        let done = try await fixture.store.rotateKeys(at: fixture.now)
        #expect(done.rewrapped == 4 && done.destroyed == [old] && done.current != old)
        #expect(try await fixture.store.masterKeys().map(\.files) == [4])
        #expect(try fixture.keys.all().map(\.id) == [done.current])
        let found = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(RecordID<FinalNote>("note-1")) }
        #expect(found.words == "words 1")
        #expect(try await isWhole(fixture))
        #expect(try await fixture.store.checkKeys().findings.isEmpty)
        #expect(try await fixture.count("key_event") == 1)
        // Opened anew, by whoever has only the new key.
        await (try await fixture.another()).close()
    }

    @Test(arguments: Engine.all) func `a rotation that was cut short is continued`(_ engine: Engine) async throws {
        let fixture = try await filled(engine)
        let old = try fixture.keys.current().id
        let new = try fixture.keys.renew().id
        // One was wrapped anew before it stopped.
        try await fixture.store.act(as: fixture.amy, at: fixture.now) {
            try $0.keep(FinalNote(id: .init("new"), file: "file-new", words: "new"), as: .recorded)
        }
        let done = try await fixture.store.rotateKeys(at: fixture.now)
        #expect(done.current == new && done.rewrapped == 4 && done.destroyed == [old])
        // Stopped before the old one was destroyed.
        let newest = try fixture.keys.renew().id
        _ = try await fixture.store.rotateKeys(keepingOld: true, at: fixture.now)
        #expect(try fixture.keys.all().count == 2)
        let last = try await fixture.store.rotateKeys(onlyFinish: true, at: fixture.now)
        #expect(last.current == newest && last.rewrapped == 0 && last.destroyed == [new])
        #expect(try await fixture.count("key_event") == 2)
        #expect(try await isWhole(fixture))
    }

    @Test(arguments: Engine.all) func `others go on while keys are rotated`(_ engine: Engine) async throws {
        let fixture = try await filled(engine)
        let other = try await fixture.another()
        let writing = Task {
            var count = 0
            while !Task.isCancelled {
                let note = FinalNote(id: .random(), file: "busy-\(count)", words: "busy")
                try await other.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
                count += 1
                _ = try await other.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
                do {
                    _ = try await other.look(as: fixture.amy, at: fixture.now) { try $0.find(RecordID<FinalNote>("note-1")) }
                } catch is CancellationError {}
            }
            return count
        }
        for _ in 0..<2 { _ = try await fixture.store.rotateKeys(at: fixture.now) }
        writing.cancel()
        let count = try await writing.value
        #expect(count > 0)
        #expect(try await fixture.store.masterKeys().count == 1)
        #expect(try await fixture.store.checkKeys().sound == count + 4)
        #expect(try await isWhole(fixture))
        await other.close()
    }

    @Test(arguments: Engine.all) func `a destroyed file keeps its records and loses its words`(_ engine: Engine) async throws {
        let fixture = try await filled(engine)
        #expect(try await fixture.store.destroyKey(of: "file-1", why: "asked for", at: fixture.now) == 1)
        let found = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(RecordID<FinalNote>("note-1")) }
        #expect(found.words == "Destroyed")
        #expect(try await isWhole(fixture))
        #expect(try await fixture.store.checkKeys().findings.isEmpty)
        let tokens = try await fixture.store.database.read {
            try $0.query(
                "SELECT token FROM found_by WHERE entry = (SELECT MAX(position) FROM ledger_entry WHERE record = 'final_note/note-1')",
                []
            ).count
        }
        #expect(tokens == 0)
        await #expect(throws: FileDestroyed.self) {
            try await fixture.store.act(as: fixture.amy, at: fixture.now) {
                try $0.keep(FinalNote(id: .random(), file: "file-1", words: "more"), as: .recorded)
            }
        }
        for (file, fault) in [
            ("file-1", FileDestructionFault.alreadyDestroyed), ("nothing", .unknownFile), ("#names", .notAFile),
        ] {
            await #expect(throws: fault) { try await fixture.store.destroyKey(of: file, why: "again", at: fixture.now) }
        }
        #expect(try await fixture.count("key_event") == 1)
    }

    @Test func `a key that is gone, or does not open, is named`() async throws {
        let fixture = try await filled(.sqlite)
        try await fixture.store.database.write(.besideOthers) { connection in
            try connection.run("DELETE FROM file_key WHERE file = 'file-0'", [])
            try connection.run(
                "UPDATE file_key SET wrapped = (SELECT wrapped FROM file_key WHERE file = 'file-1') WHERE file = 'file-2'", [])
        }
        let found = try await fixture.store.checkKeys()
        #expect(found.sound == 2)
        #expect(found.findings.map(\.file) == ["file-2", "file-0"])
        // What does not open stays under its master key, which then is not destroyed.
        let old = try fixture.keys.current().id
        await #expect(throws: SealFault.doesNotOpen) { try await fixture.store.rotateKeys(at: fixture.now) }
        #expect(try fixture.keys.all().map(\.id).contains(old))
    }
}
