import Ledger
import Testing

@testable import Vault

/// What happens inside one act.
@Suite struct ActTests {
    @Test(arguments: Engine.all) func `a kept record and its ledger entry commit together`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "seen at school")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        #expect(try await fixture.counts() == [1, 1, 0])
        let found = try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
        #expect(found.words == "seen at school")
        // The look is one line, bound into the ledger by one more entry.
        #expect(try await fixture.counts() == [1, 2, 1])
    }

    @Test(arguments: Engine.all) func `a failed act leaves neither row nor entry, and its looks all the same`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "first")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        await #expect(throws: Oops.self) {
            try await fixture.store.act(as: fixture.amy, at: fixture.now) { records in
                _ = try records.find(note.id)
                try records.keep(Note(id: .random(), author: "amy", words: "second"), as: .recorded)
                throw Oops()
            }
        }
        #expect(try await fixture.counts() == [1, 2, 1])
        #expect(try await fixture.store.audit(verifier: nil) == .whole(size: 2, root: fixture.store.checkpoint(origin: "x").root))
    }

    @Test(arguments: Engine.all) func `what is absent and what is refused look the same, and only the log tells`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        let ben = Fixture.someone("ben")
        let refused = await #expect(throws: NothingToSee.self) {
            try await fixture.store.act(as: ben, at: fixture.now) { try $0.find(note.id) }
        }
        let absent = await #expect(throws: NothingToSee.self) {
            try await fixture.store.act(as: ben, at: fixture.now) { try $0.find(RecordID<Note>("nothing")) }
        }
        #expect(refused == absent)
        let kinds = try await fixture.store.database.read {
            try $0.query("SELECT look FROM access_log ORDER BY entry", []).map { try $0.text("look") }
        }
        #expect(kinds == ["refused", "absent"])
    }

    @Test(arguments: [
        (Role.practitioner, "org", false), (.manager, "org", true), (.governance, "org", true), (.auditor, "org", true),
        (.administrator, "org", false), (.manager, "other", false), (.auditor, "other", false),
    ])
    func `casework is seen by its author and by those who oversee it`(role: Role, organisation: String, sees: Bool) async throws {
        let fixture = try await Fixture()
        let note = Note(id: .random(), author: "amy", words: "private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        let other = Fixture.someone("ben", role, of: organisation)
        let listed = try await fixture.store.act(as: other, at: fixture.now) {
            try $0.list(Query<Note>("1 = 1", [], order: "id"))
        }
        #expect(listed.count == (sees ? 1 : 0))
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.act(as: other, at: fixture.now) { try $0.keep(note, as: .amended) }
        }
    }

    @Test(arguments: Engine.all) func `nobody can take over another's record by its number`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "hers")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        let ben = Fixture.someone("ben")
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.act(as: ben, at: fixture.now) {
                try $0.keep(Note(id: note.id, author: "ben", words: "his"), as: .amended)
            }
        }
        #expect(try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }.words == "hers")
    }

    @Test(arguments: Engine.all) func `a final record is kept once`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = FinalNote(id: .random(), words: "final")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .decided) }
        await #expect(throws: StorageFault.self) {
            try await fixture.store.act(as: fixture.amy, at: fixture.now) {
                try $0.keep(FinalNote(id: note.id, words: "other"), as: .decided)
            }
        }
        #expect(try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }.words == "final")
    }

    @Test(arguments: Engine.all) func `when the log cannot be written nothing is shown`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        try await fixture.store.database.write(.besideOthers) {
            try $0.runScript(SchemaScript("DROP TABLE access_log", name: "trial"))
        }
        await #expect(throws: StorageFault.self) {
            try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
        }
    }

    @Test(arguments: Engine.all) func `when the ledger does not fit, reading goes on and recording stops`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        await fixture.store.stopWriting(because: LedgerBroken(at: 0, what: "entry 0", why: "for trial"), at: fixture.now)
        #expect(try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }.words == "private")
        // Another process of the same store heeds it too, until an audit finds everything whole.
        for store in [fixture.store, try await fixture.another()] {
            await #expect(throws: LedgerBroken.self) {
                try await store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .amended) }
            }
        }
        #expect(fixture.store.brokenLedger?.what == "entry 0")
        // Whoever finds everything whole, in whatever process, ends it for all.
        try await fixture.another().resumeWriting()
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .amended) }
    }

    @Test(arguments: Engine.all) func `casework cannot be read without a note of the look`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let note = Note(id: .random(), author: "amy", words: "private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.consult(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
        }
    }

    @Test(arguments: Engine.all) func `hundreds of acts at once make hundreds of entries in one order`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await fixture.store.act(as: fixture.amy, at: fixture.now) {
                        try $0.keep(Note(id: .random(), author: "amy", words: "\(number)"), as: .recorded)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.counts() == [200, 200, 0])
        guard case .whole(let size, _) = try await fixture.store.audit(verifier: nil) else { throw Oops() }
        #expect(size == 200)
    }
}
