import ArgumentParser
import Foundation
import Ledger
import Sharing
import Vault

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Writes the records into a file and their wrapped keys into another, and verifies both.",
        discussion: """
            It works while the program runs, and takes one moment: what is recorded later is not in it.

            What is said of people stands sealed in the records and opens only with its file's key. Destroying that key must \
            make it unreadable in every backup there is. So the keys are not among the records but in a second file. Keep it \
            apart from the backups, and keep only the newest: it opens every backup, older ones too. The keys folder, with \
            the master keys, is in neither; keep a copy of it in a third place.

            Ends with 2, and leaves no file, when what was copied does not fit the evidence.
            """)
    @OptionGroup var data: DataOption
    @Argument(help: "The file to write.") var file: String
    @Option(
        name: .customLong("keys-file"),
        help: ArgumentHelp("The file of wrapped keys, which is replaced. It is FILE.keys when not named.", valueName: "file"))
    var keysFile: String?
    @Flag(help: "Replace the file if it is there.") var replace = false

    func run() async throws {
        try await endingOfCopy {
            let folder = data.folder()
            guard folder.exists else {
                throw BadInput(message: "there are no records in \(folder.url.path); name their folder with --data")
            }
            let watch = Stopwatch()
            let schema = [SharingSchema.folder].compactMap { $0 }
            // Nothing is opened, so no master key is needed.
            let store = try await Store(at: folder.place, schema: schema, keys: nil, at: presentTime())
            let verifier = try folder.verifier()
            warnWithout(verifier, folder)
            let progress = Progress()
            let keys = keysFile ?? file + ".keys"
            let made = try await store.backup(
                to: file, keysTo: keys, replacing: replace, schema: schema, verifier: verifier, at: presentTime(),
                progress: { progress.show($0, $1, $2) })
            progress.end()
            await store.close()
            print(
                """
                \(file): \(made.size) entries, root \(made.root.base64), \(made.bytes) bytes, verified, \(watch.words)
                \(keys): \(made.keys) keys. Keep it apart from the backups, and destroy older ones.
                """)
        }
    }
}
