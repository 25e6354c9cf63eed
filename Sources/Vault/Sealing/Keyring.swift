import Foundation
import Ledger

/// The keys of files as the database keeps them, wrapped, and the master keys that open them.
struct Keyring: Sendable {
    /// Under this name the key of the search tokens is kept among those of the files.
    static let namesFile = "#names"

    let masters: MasterKeys
    let index: BlindIndex
    /// By table: what of it is sealed.
    let sealings: [String: Sealing]

    /// Opens the store's keyring, and on first use makes it.
    /// - Throws: `MasterKeys.Fault`; `StorageFault`.
    static func open(
        _ masters: MasterKeys, _ sealings: [String: Sealing], on connection: any Connection, at now: Instant
    ) throws -> Keyring {
        if let row = try row(of: namesFile, on: connection) {
            return Keyring(
                masters: masters, index: BlindIndex(key: try unwrap(row, namesFile, masters).bytes), sealings: sealings)
        }
        try masters.prepare()
        let key = FileKey()
        try insert(key, of: namesFile, masters, on: connection, at: now)
        return Keyring(masters: masters, index: BlindIndex(key: key.bytes), sealings: sealings)
    }

    /// The key of a file, made when it has none yet.
    /// - Throws: `FileDestroyed` when it had one; `MasterKeys.Fault`; `StorageFault`.
    func key(of file: String, on connection: any Connection, at now: Instant) throws -> FileKey {
        // One question for both: on another machine each costs a journey.
        let known = try connection.query(
            "SELECT master, wrapped FROM file_key WHERE file = ? UNION ALL SELECT NULL, NULL FROM key_event WHERE file = ?",
            [.text(file), .text(file)])
        if let row = known.first {
            guard row["master"] != .null else { throw FileDestroyed() }
            return try Self.unwrap(row, file, masters)
        }
        let key = FileKey()
        try Self.insert(key, of: file, masters, on: connection, at: now)
        return key
    }

    static func isDestroyed(_ file: String, on connection: any Connection) throws -> Bool {
        try !connection.query("SELECT id FROM key_event WHERE file = ?", [.text(file)]).isEmpty
    }

    /// From a row with the columns `master` and `wrapped`.
    static func unwrap(_ row: Row, _ file: String, _ masters: MasterKeys) throws -> FileKey {
        try masters.named(row.text("master")).unwrap(row.bytes("wrapped"), of: file)
    }

    private static func row(of file: String, on connection: any Connection) throws -> Row? {
        try connection.query("SELECT master, wrapped FROM file_key WHERE file = ?", [.text(file)]).first
    }

    private static func insert(
        _ key: FileKey, of file: String, _ masters: MasterKeys, on connection: any Connection, at now: Instant
    ) throws {
        let master = try masters.current()
        try connection.run(
            "INSERT INTO file_key (file, master, wrapped, made) VALUES (?, ?, ?, ?)",
            [.text(file), .text(master.id), .bytes(try master.wrap(key, of: file)), .text(now.description)])
    }
}

/// The key of this file was destroyed, and with it what the file said. Nothing more is kept in it.
public struct FileDestroyed: Error, Hashable, Sendable { public init() {} }
