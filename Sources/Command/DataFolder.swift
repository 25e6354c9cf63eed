import ArgumentParser
import Crypto
import Foundation
import Ledger
import Sharing
import Vault

struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds the records, in a file of SQLite, and their keys.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A PostgreSQL server that holds the records instead: postgres://USER@HOST/NAME?sslmode=verify-full. A password "
                + "is better kept in ~/.pgpass or PGPASSWORD than in the address.", valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the keys, best on another disk than the records. It is `keys` in the data folder when not named.",
            valueName: "dir"))
    var keys: String?

    func validate() throws {
        if let database, !["postgres://", "postgresql://"].contains(where: { database.hasPrefix($0) }) {
            throw ValidationError("The address of a database begins with postgres:// or postgresql://.")
        }
    }

    func folder(demonstration: Bool = false) -> DataFolder {
        let url =
            data.map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? Self.base.appending(path: demonstration ? "discretion-demonstration" : "discretion")
        let keys = keys.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? url.appending(path: "keys")
        return DataFolder(url: url, keys: keys, server: database)
    }

    private static var base: URL {
        ProcessInfo.processInfo.environment["XDG_DATA_HOME"].map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/share")
    }
}

/// Where the records are, and apart from them the keys: the one that signs checkpoints, and those that open what is sealed.
struct DataFolder {
    let url: URL
    let keys: URL
    /// The address of a PostgreSQL server; nil when the records are in a file of the folder.
    let server: String?

    private var database: URL { url.appending(path: "discretion.sqlite") }
    /// For people who look into the folder; the store itself says it too.
    private var marker: URL { url.appending(path: "DEMONSTRATION") }
    private var key: URL { keys.appending(path: "ledger.key") }

    var place: StorePlace { server.map { .server($0) } ?? .file(database.path) }

    /// What the records are called in messages.
    private var name: String { server == nil ? url.path : "the database" }

    /// Whether there are records, or a server that may have some.
    var exists: Bool { server != nil || FileManager.default.fileExists(atPath: database.path) }

    /// Makes the folders, for nobody but their owner.
    /// - Throws: `BadInput` when they cannot be made.
    func prepare() throws {
        do {
            for folder in [server == nil ? url : nil, keys].compactMap({ $0 }) {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw BadInput(message: "\(url.path) cannot be made or written")
        }
    }

    func store(sessionLimits: Store.SessionLimits = .init()) async throws -> Store {
        let schema = [SharingSchema.folder].compactMap { $0 }
        return try await Store(
            at: place, schema: schema, sealings: SharingSchema.sealings, keys: MasterKeys(folder: keys), at: presentTime(),
            sessionLimits: sessionLimits)
    }

    private static let filled = "Fictional people only. All of them are there.\n"

    /// The store of a demonstration. One that an earlier version made, or that was never finished, is set aside, and a new
    /// one begun.
    func demonstrationStore(sessionLimits: Store.SessionLimits) async throws -> Store {
        let words = try? String(contentsOf: marker, encoding: .utf8)
        if server == nil, exists, let words, words != Self.filled {
            try setAside("was not finished, or an earlier version made it")
        }
        do {
            return try await store(sessionLimits: sessionLimits)
        } catch StorageFault.schemaChanged where server == nil && words != nil {
            try setAside("was made by an earlier version")
            return try await store(sessionLimits: sessionLimits)
        }
    }

    /// The demonstration has all its people.
    func finishDemonstration() {
        if server == nil { try? Data(Self.filled.utf8).write(to: marker) }
    }

    private func setAside(_ why: String) throws {
        let old = url.path + "-" + presentTime().day + "-" + RecordID<Never>.letters(4)
        guard (try? FileManager.default.moveItem(atPath: url.path, toPath: old)) != nil else {
            throw BadInput(message: "the demonstration in \(url.path) \(why), and it cannot be set aside")
        }
        complain("The demonstration \(why). It is set aside in \(old), and a new one begins.")
        try prepare()
    }

    /// Says for good whether the records are a demonstration.
    /// - Throws: `BadInput` when they are of the other kind.
    func declare(demonstration: Bool, _ store: Store) async throws {
        let kind = try await store.declare(demonstration ? .demonstration : .casework)
        guard kind == (demonstration ? .demonstration : .casework) else {
            throw BadInput(
                message: kind == .demonstration
                    ? "\(name) holds a demonstration. Start it with --demo, or name another place."
                    : "\(name) holds real records. A demonstration needs a place of its own: name it with --data.")
        }
        if demonstration, server == nil, !FileManager.default.fileExists(atPath: marker.path) {
            try? Data("Fictional people only.\n".utf8).write(to: marker)
        }
    }

    /// The store, for whoever looks at its evidence: where the master keys are not at hand, without what they open.
    func storeOfEvidence() async throws -> Store {
        guard exists else { throw BadInput(message: "there are no records in \(url.path); name their folder with --data") }
        do { return try await store() } catch is MasterKeys.Fault {
            complain("The master keys are not at hand, so what is sealed is not opened and compared.")
            return try await Store(
                at: place, schema: [SharingSchema.folder].compactMap { $0 }, sealings: SharingSchema.sealings, keys: nil,
                at: presentTime())
        }
    }

    /// The key that signs the store's checkpoints. It is made for a store that has none yet, and for no other: a new key
    /// under old checkpoints would look as if somebody had put another ledger in the place of this one.
    func signer(of store: Store) async throws -> NoteSigner {
        if !FileManager.default.fileExists(atPath: key.path), try await store.latestCheckpoint() != nil {
            throw BadInput(
                message: "\(key.path) is missing, and this ledger was signed with it: put it back from where its copy is kept")
        }
        return try signer()
    }

    /// The store of a folder that must already hold one.
    func existingStore() async throws -> Store {
        guard exists else { throw BadInput(message: "there are no records in \(url.path); name their folder with --data") }
        return try await store()
    }

    /// What verifies this folder's checkpoints; nil when nothing was ever signed. A check makes no key.
    func verifier() throws -> NoteVerifier? {
        FileManager.default.fileExists(atPath: key.path) ? try signer().verifier : nil
    }

    /// The key that signs checkpoints, made on first use.
    func signer() throws -> NoteSigner {
        if let text = try? String(contentsOf: key, encoding: .utf8) {
            let parts = text.split(whereSeparator: \.isWhitespace)
            guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])),
                let signer = try? NoteSigner(name: String(parts[0]), privateKey: bytes)
            else { throw BadInput(message: "\(key.path) is not a key of ours") }
            return signer
        }
        guard !FileManager.default.fileExists(atPath: key.path) else { throw BadInput(message: "\(key.path) cannot be read") }
        let name = "discretion-" + RecordID<Never>.letters(8)
        let secret = Curve25519.Signing.PrivateKey().rawRepresentation
        let written = FileManager.default.createFile(
            atPath: key.path, contents: Data("\(name) \(secret.base64EncodedString())\n".utf8),
            attributes: [.posixPermissions: 0o600])
        guard written else { throw BadInput(message: "\(key.path) cannot be written") }
        return try NoteSigner(name: name, privateKey: secret)
    }
}
