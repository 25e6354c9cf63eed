import ArgumentParser
import Crypto
import Foundation
import Ledger
import Sharing
import Vault

struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds the records and their keys.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp("A database server. Not built yet: records are kept in one file under --data.", visibility: .hidden))
    var database: String?

    func validate() throws {
        if database != nil { throw ValidationError("--database is not built yet. Records are kept in one file: use --data DIR.") }
    }

    func folder(demonstration: Bool = false) -> DataFolder {
        if let data { return DataFolder(url: URL(filePath: data, directoryHint: .isDirectory)) }
        let base =
            ProcessInfo.processInfo.environment["XDG_DATA_HOME"].map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/share")
        return DataFolder(url: base.appending(path: demonstration ? "discretion-demonstration" : "discretion"))
    }
}

/// A folder with a database file and, apart from it, the key that signs its checkpoints.
struct DataFolder {
    let url: URL

    private var database: URL { url.appending(path: "discretion.sqlite") }
    private var key: URL { url.appending(path: "keys/ledger.key") }
    private var marker: URL { url.appending(path: "DEMONSTRATION") }

    var exists: Bool { FileManager.default.fileExists(atPath: database.path) }

    /// Makes the folder, for nobody but its owner, and says for good whether it is a demonstration.
    /// - Throws: `BadInput` when the folder is of the other kind.
    func prepare(demonstration: Bool) throws {
        let manager = FileManager.default
        let marked = manager.fileExists(atPath: marker.path)
        if exists, marked != demonstration {
            throw BadInput(
                message: marked
                    ? "\(url.path) holds a demonstration. Start it with --demo, or name another folder with --data."
                    : "\(url.path) holds real records. A demonstration needs a folder of its own: name it with --data.")
        }
        do {
            try manager.createDirectory(
                at: key.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if demonstration, !marked { try Data("Fictional people only.\n".utf8).write(to: marker) }
        } catch {
            throw BadInput(message: "\(url.path) cannot be made or written")
        }
    }

    func store(sessionLimits: Store.SessionLimits = .init()) async throws -> Store {
        let schema = [SharingSchema.folder].compactMap { $0 }
        return try await Store(file: database.path, schema: schema, at: presentTime(), sessionLimits: sessionLimits)
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
        let name = "discretion-" + RecordID<Never>.random().text.prefix(8)
        let secret = Curve25519.Signing.PrivateKey().rawRepresentation
        let written = FileManager.default.createFile(
            atPath: key.path, contents: Data("\(name) \(secret.base64EncodedString())\n".utf8),
            attributes: [.posixPermissions: 0o600])
        guard written else { throw BadInput(message: "\(key.path) cannot be written") }
        return try NoteSigner(name: name, privateKey: secret)
    }
}
