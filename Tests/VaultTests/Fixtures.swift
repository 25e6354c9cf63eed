import Foundation
import Ledger
import Testing

@testable import Vault

/// A record for trying the store: somebody's note.
struct Note: Record {
    let id: RecordID<Note>
    let author: String
    let words: String

    var protection: Protection { Protection(author: author, heldBy: "org", reach: .casework) }

    static let table = Table<Note>(
        "note", final: false,
        read: { Note(id: .init(try $0.text("id")), author: try $0.text("author"), words: try $0.text("words")) },
        write: { Row(["author": .text($0.author), "words": .text($0.words)]) })
}

/// The same, never to be changed, sealed in a file, and found by a name.
struct FinalNote: Record {
    let id: RecordID<FinalNote>
    var file = "file-1"
    var subject = "Nobody"
    let words: String

    var protection: Protection { Protection(author: "amy", heldBy: "org", reach: .casework) }

    static let table = Table<FinalNote>(
        "final_note", final: true,
        sealing: Sealing([.text("subject"), .text("words")], found: ["subject": .name]), in: { $0.file },
        read: {
            FinalNote(
                id: .init(try $0.text("id")), file: try $0.text("file"), subject: try $0.text("subject"),
                words: try $0.text("words"))
        },
        write: { Row(["subject": .text($0.subject), "words": .text($0.words)]) })
}

/// On which engine a test runs: all of them run on both.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgreSQL

    var testDescription: String { rawValue }

    /// The engines that are at hand. `./test` starts a server and names it; without one its tests are not run.
    static let all: [Engine] = {
        if server != nil { return allCases }
        print("NOTE: no DISCRETION_TEST_POSTGRES is set, so nothing is tried on PostgreSQL. ./test sets it.")
        return [.sqlite]
    }()

    static let server = ProcessInfo.processInfo.environment["DISCRETION_TEST_POSTGRES"]
}

/// A store of its own.
final class Fixture: Sendable {
    let folder: URL
    let place: StorePlace
    let store: Store
    let now = Instant(milliseconds: 1_795_000_000_000)

    init(_ engine: Engine = .sqlite) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let schema = """
            CREATE TABLE note (id TEXT PRIMARY KEY, author TEXT NOT NULL, words TEXT NOT NULL, salt BLOB NOT NULL, entry INTEGER NOT NULL);
            CREATE TABLE final_note (
                id TEXT PRIMARY KEY, file TEXT NOT NULL, sealed BLOB NOT NULL, commitment BLOB NOT NULL, salt BLOB NOT NULL,
                entry INTEGER NOT NULL);
            --! final final_note: final notes are final
            """
        try schema.write(to: folder.appending(path: "0100-notes.sql"), atomically: true, encoding: .utf8)
        place = try await Self.place(engine, folder)
        store = try await Self.open(place, folder, at: now)
    }

    /// Another opening of the same store, as another process would have it.
    func another() async throws -> Store { try await Self.open(place, folder, at: now) }

    var keys: MasterKeys { MasterKeys(folder: folder.appending(path: "keys")) }

    private static func open(_ place: StorePlace, _ folder: URL, at now: Instant) async throws -> Store {
        try await Store(
            at: place, schema: [folder], sealings: ["final_note": FinalNote.table.kind.sealing].compactMapValues { $0 },
            keys: MasterKeys(folder: folder.appending(path: "keys")), at: now)
    }

    private static func place(_ engine: Engine, _ folder: URL) async throws -> StorePlace {
        guard engine == .postgreSQL, let server = Engine.server else {
            return .file(folder.appending(path: "test.sqlite").path)
        }
        // A schema of its own within the server's one database.
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let database = try await PostgreSQLDatabase(url: server)
        try await database.write(.besideOthers) { try $0.runScript(SchemaScript("CREATE SCHEMA \(name)", name: name)) }
        await database.close()
        return .server(server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D" + name)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func someone(_ name: String, _ role: Role = .practitioner, of organisation: String = "org") -> AccessContext {
        AccessContext(practitioner: name, organisation: organisation, role: role, purpose: Purpose(of: role))
    }

    let amy = Fixture.someone("amy")

    func count(_ table: String) async throws -> Int {
        try await store.database.read { connection in
            Int(try connection.query("SELECT COUNT(*) AS n FROM \(table)", [])[0].integer("n"))
        }
    }

    /// Rows of notes, entries of the ledger, lines of the access log.
    func counts() async throws -> [Int] {
        [try await count("note"), try await count("ledger_entry"), try await count("access_log")]
    }
}

struct Oops: Error {}
