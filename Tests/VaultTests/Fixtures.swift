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
        "note", sealed: false,
        read: { Note(id: .init(try $0.text("id")), author: try $0.text("author"), words: try $0.text("words")) },
        write: { Row(["author": .text($0.author), "words": .text($0.words)]) })
}

/// The same, never to be changed.
struct SealedNote: Record {
    let id: RecordID<SealedNote>
    let words: String

    var protection: Protection { Protection(author: "amy", heldBy: "org", reach: .casework) }

    static let table = Table<SealedNote>(
        "sealed_note", sealed: true, read: { SealedNote(id: .init(try $0.text("id")), words: try $0.text("words")) },
        write: { Row(["words": .text($0.words)]) })
}

/// A store on a file of its own.
final class Fixture: Sendable {
    let folder: URL
    let store: Store
    let now = Instant(milliseconds: 1_795_000_000_000)

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let schema = """
            CREATE TABLE note (id TEXT PRIMARY KEY, author TEXT NOT NULL, words TEXT NOT NULL, salt BLOB NOT NULL, entry INTEGER NOT NULL);
            CREATE TABLE sealed_note (id TEXT PRIMARY KEY, words TEXT NOT NULL, salt BLOB NOT NULL, entry INTEGER NOT NULL);
            CREATE TRIGGER sealed_note_is_final BEFORE UPDATE ON sealed_note BEGIN SELECT RAISE(ABORT, 'final'); END;
            """
        try schema.write(to: folder.appending(path: "0100-notes.sql"), atomically: true, encoding: .utf8)
        store = try await Store(file: folder.appending(path: "test.sqlite").path, schema: [folder], at: now)
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
