import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

/// What is not copied: over something else, or when it does not fit.
@Suite struct CopyFaultTests {
    @Test func `keys that are older than the backup are refused, and leave nothing`() async throws {
        let fixture = try await Fixture.filled(.sqlite)
        let old = try await fixture.backUp("old")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) {
            try $0.keep(FinalNote(id: .init("later"), file: "file-new", words: "later"), as: .recorded)
        }
        let new = try await fixture.backUp("new")
        let path = fixture.folder.appending(path: "target").path
        await #expect(throws: LedgerBroken.self) {
            try await fixture.restore(new.file, keys: old.keys, to: .file(path))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).filter { $0.hasPrefix("target") } == [])
    }

    @Test(arguments: Engine.all) func `nothing is written over`(_ engine: Engine) async throws {
        let fixture = try await Fixture.filled(engine)
        let copy = try await fixture.backUp()
        await #expect(throws: CopyFault.exists(copy.file)) { try await fixture.backUp() }
        await #expect(throws: CopyFault.notEmpty) { try await fixture.restore(copy.file, keys: copy.keys, to: fixture.place) }
        let other = fixture.folder.appending(path: "other").path
        try Data("mine".utf8).write(to: URL(filePath: other))
        await #expect(throws: CopyFault.exists(other)) {
            try await fixture.store.backup(
                to: other + "-copy", keysTo: other, schema: [fixture.folder], verifier: nil, at: fixture.now)
        }
    }

    @Test func `what was changed in a backup or its keys is noticed`() async throws {
        let fixture = try await Fixture.filled(.sqlite)
        let copy = try await fixture.backUp()
        let target = StorePlace.file(fixture.folder.appending(path: "target").path)
        let (records, keys) = (URL(filePath: copy.file), URL(filePath: copy.keys))
        let whole = try Data(contentsOf: records)
        for place in [30, 4096 + 9, whole.count / 2, whole.count - 40] {
            var bent = whole
            bent[place] ^= 4
            try bent.write(to: records)
            await #expect(throws: CopyFault.damaged(copy.file)) {
                try await fixture.restore(copy.file, keys: copy.keys, to: target)
            }
        }
        try whole.write(to: records)
        let lines = try Data(contentsOf: keys)
        for bent in [lines.dropLast(1), lines.dropFirst(1), lines + lines, Data(lines.map { $0 == 49 ? 50 : $0 }), Data()] {
            try bent.write(to: keys)
            await #expect(throws: CopyFault.notKeys(copy.keys)) {
                try await fixture.restore(copy.file, keys: copy.keys, to: target)
            }
        }
        try Data("no backup of ours".utf8).write(to: records)
        try lines.write(to: keys)
        await #expect(throws: CopyFault.notABackup(copy.file)) {
            try await fixture.restore(copy.file, keys: copy.keys, to: target)
        }
    }

    @Test func `a checkpoint from outside is held against it`() async throws {
        let fixture = try await Fixture.filled(.sqlite)
        let before = try await fixture.store.checkpoint(origin: "x")
        let copy = try await fixture.backUp()
        _ = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(RecordID<Note>("plain")) }
        let after = try await fixture.store.checkpoint(origin: "x")
        let target = fixture.folder.appending(path: "target").path
        let wrong = Checkpoint(origin: "x", size: before.size - 1, root: before.root)
        for checkpoint in [after, wrong] {
            await #expect(throws: LedgerBroken.self) {
                try await fixture.restore(copy.file, keys: copy.keys, to: .file(target), against: checkpoint)
            }
        }
        _ = try await fixture.restore(copy.file, keys: copy.keys, to: .file(target), against: before)
    }

    @Test func `a tampered store is not backed up`() async throws {
        let fixture = try await Fixture.filled(.sqlite)
        try await fixture.store.database.write(.besideOthers) {
            try $0.run("UPDATE note SET words = 'other words'", [])
        }
        await #expect(throws: LedgerBroken.self) { try await fixture.backUp() }
        #expect(!FileManager.default.fileExists(atPath: fixture.folder.appending(path: "copy").path))
    }
}
