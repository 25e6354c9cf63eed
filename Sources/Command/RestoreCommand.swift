import ArgumentParser
import Foundation
import Ledger
import Sharing
import Vault

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Makes a store out of a backup and the file of its keys, and verifies it.",
        discussion: """
            The place must be empty: a folder without records, or a database without tables. It is there whole in the end, \
            or not at all.

            Use the newest file of keys, also for an older backup: a file that was destroyed since stays destroyed, and the \
            ledger says so. The folder of keys must hold the master keys and should hold ledger.key; name it with --keys.

            Ends with 2, and leaves nothing, when the backup is not as it was written or does not fit the evidence.
            """)
    @OptionGroup var data: DataOption
    @Argument(help: "The backup.") var file: String
    @Option(
        name: .customLong("keys-file"),
        help: ArgumentHelp("The file of wrapped keys. It is FILE.keys when not named.", valueName: "file"))
    var keysFile: String?
    @Flag(
        name: .customLong("without-keys"),
        help: "Restore the evidence alone. Everything sealed is given up, and recorded as destroyed; nobody can sign in.")
    var withoutKeys = false
    @Option(
        help: ArgumentHelp("A checkpoint that somebody else holds, which the ledger must still contain.", valueName: "file"))
    var checkpoint: String?

    func validate() throws {
        if withoutKeys, keysFile != nil { throw ValidationError("Name a file of keys, or say --without-keys.") }
        if data.data == nil, data.database == nil { throw ValidationError("Name the place with --data or --database.") }
    }

    func run() async throws {
        try await endingOfCopy {
            let folder = data.folder()
            let keys = try keys(MasterKeys(folder: folder.keys))
            let verifier = try folder.verifier()
            warnWithout(verifier, folder)
            let outside = try checkpoint.map { try OutsideCheckpoint.read($0, verifier) }
            if withoutKeys {
                complain("WITHOUT KEYS: nothing that is sealed will ever be readable in these records, and nobody can sign in.")
            }
            let watch = Stopwatch()
            if folder.server == nil { try folder.prepare() }
            let progress = Progress()
            let restore = Restore(
                from: file, keys: keys, schema: [SharingSchema.folder].compactMap { $0 }, sealings: SharingSchema.sealings,
                verifier: verifier, against: outside)
            let found = try await restore.run(to: folder.place, at: presentTime()) { progress.show($0, $1, $2) }
            progress.end()
            print("Restored \(found.size) entries, root \(found.root.base64), \(found.keys) keys, verified, \(watch.words)")
            if found.destroyed > 0 {
                print("\(found.destroyed) files are recorded as destroyed: their keys did not come back.")
            }
            switch (found.signed, verifier) {
            case (let signed?, .some): print("The last checkpoint in it was signed over \(signed) entries; it fits.")
            case (let signed?, nil):
                print("The last checkpoint in it is over \(signed) entries; it fits, and who signed it was not checked.")
            case (nil, _): complain("There is no checkpoint in it: compare the root with one that somebody else has kept.")
            }
        }
    }

    private func keys(_ masters: MasterKeys) throws -> Restore.Keys {
        if withoutKeys { return .none }
        let path = keysFile ?? file + ".keys"
        guard FileManager.default.fileExists(atPath: path) else {
            throw BadInput(
                message: "there is no file of keys at \(path). Name it with --keys-file. Without it nothing sealed can ever be "
                    + "read: to restore the evidence alone, say --without-keys")
        }
        return .file(path, masters)
    }
}
