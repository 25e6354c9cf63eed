import Ledger
import Testing

@testable import Vault

/// What is known of a person.
private struct PersonNote: Record {
    let id: RecordID<PersonNote>
    let person: String
    let author: String
    var protection: Protection { Protection(author: author, heldBy: "org", reach: .file(of: person)) }

    static let table = Table<PersonNote>(
        "note", final: false,
        read: { PersonNote(id: .init(try $0.text("id")), person: try $0.text("words"), author: try $0.text("author")) },
        write: { Row(["author": .text($0.author), "words": .text($0.person)]) })
}

/// Something that waits for somebody.
private struct WaitingNote: Record {
    let id: RecordID<WaitingNote>
    let owner: String
    let author: String
    var protection: Protection { Protection(author: author, heldBy: "org", reach: .duty(of: owner)) }

    static let table = Table<WaitingNote>(
        "note", final: false,
        read: { WaitingNote(id: .init(try $0.text("id")), owner: try $0.text("words"), author: try $0.text("author")) },
        write: { Row(["author": .text($0.author), "words": .text($0.owner)]) })
}

struct FileReachTests {
    @Test(arguments: Engine.all) func `a person's file is open to those who work with them, while they do`(
        _ engine: Engine
    )
        async throws
    {
        let fixture = try await Fixture(engine)
        let note = PersonNote(id: .random(), person: "p1", author: "amy")
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .recorded) }
        }
        let allocation = Allocation(of: "amy", to: "p1", because: .registered, by: fixture.amy, at: fixture.now)
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { records in
            try records.keep(allocation, as: .allocated)
            // What was just allocated counts at once.
            try records.keep(note, as: .recorded)
        }
        #expect(try await fixture.store.look(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }.person == "p1")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { records in
            var ended = allocation
            ended.until = records.now
            try records.keep(ended, as: .allocated)
        }
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.look(as: fixture.amy, at: fixture.now) { try $0.find(note.id) }
        }
    }

    @Test(arguments: [
        (Role.practitioner, "org", false), (.manager, "org", true), (.governance, "org", true), (.auditor, "org", true),
        (.administrator, "org", false), (.manager, "other", false),
    ])
    func `who else sees a person's file`(role: Role, organisation: String, sees: Bool) async throws {
        let fixture = try await Fixture()
        let note = PersonNote(id: .random(), person: "p1", author: "amy")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { records in
            try records.keep(
                Allocation(of: "amy", to: "p1", because: .registered, by: records.context, at: records.now), as: .allocated)
            try records.keep(note, as: .recorded)
        }
        let other = Fixture.someone("ben", role, of: organisation)
        let listed = try await fixture.store.act(as: other, at: fixture.now) {
            try $0.list(Query<PersonNote>("1 = 1", [], order: "id"))
        }
        #expect(listed.count == (sees ? 1 : 0))
        let kinds = try await fixture.store.database.read {
            try $0.query("SELECT look FROM access_log WHERE actor = ?", [.text("ben")]).map { try $0.text("look") }
        }
        #expect(kinds == [sees ? "seen" : "refused"])
    }

    @Test func `what waits is seen by whom it waits for, by who made it and by those who oversee`() async throws {
        let fixture = try await Fixture()
        let note = WaitingNote(id: .random(), owner: "ben", author: "amy")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(note, as: .owed) }
        for (name, role, sees) in [
            ("amy", Role.practitioner, true), ("ben", .practitioner, true), ("cat", .practitioner, false),
            ("dee", .manager, true), ("eve", .administrator, false),
        ] {
            let found = try await fixture.store.act(as: Fixture.someone(name, role), at: fixture.now) {
                try $0.findIfAny(note.id) != nil
            }
            #expect(found == sees, "\(name)")
        }
    }
}
