import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

/// What copying needs: a filled store, and places to copy to.
extension Fixture {
    /// A store with notes of several files, and one look.
    static func filled(_ engine: Engine) async throws -> Fixture {
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

    func backUp(_ name: String = "copy") async throws -> (file: String, keys: String) {
        let file = folder.appending(path: name).path
        let made = try await store.backup(
            to: file, keysTo: file + ".keys", schema: [folder], verifier: nil, at: now)
        let checkpoint = try await store.checkpoint(origin: "x")
        #expect(made.size == checkpoint.size && made.root == checkpoint.root)
        return (file, file + ".keys")
    }

    func restore(
        _ file: String, keys: String?, to place: StorePlace, against outside: Checkpoint? = nil
    ) async throws -> Restore.Outcome {
        try await Restore(
            from: file, keys: keys.map { .file($0, self.keys) } ?? .none, schema: [folder],
            sealings: ["final_note": FinalNote.table.kind.sealing].compactMapValues { $0 }, verifier: nil, against: outside
        ).run(to: place, at: now)
    }

    func words(_ store: Store, _ term: SearchTerm) async throws -> [String] {
        try await store.act(as: amy, at: now) { records in
            try records.list(Query<FinalNote>("1 = 1", [], order: "id").found(by: term, in: ["subject"])).map(\.words)
        }
    }

    func count(_ store: Store, _ table: String) async throws -> Int64? {
        try await store.database.read { try $0.query("SELECT COUNT(*) AS n FROM \(table)", []).first?.integer("n") }
    }

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
