import ArgumentParser
import Foundation
import Ledger
import Sharing
import Vault

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Copies all records from a folder to a PostgreSQL server, or back, and verifies them.",
        discussion: """
            Stop every program that uses the records first. The source is left as it is, and must not be written to any \
            more. People sign in again afterwards. The folder of keys stays where it is: for both it is the one named with \
            --keys, or `keys` in the folder of --from-data, or else in that of --data. From one server to another the way is \
            a backup.

            Ends with 2, and leaves nothing at the target, when something does not fit; with 75 when somebody wrote meanwhile.
            """)
    @Option(name: .customLong("from-data"), help: ArgumentHelp("The folder that holds the records now.", valueName: "dir"))
    var fromData: String?
    @Option(name: .customLong("from-database"), help: ArgumentHelp("The server that holds the records now.", valueName: "url"))
    var fromDatabase: String?
    @OptionGroup var data: DataOption

    func validate() throws {
        if (fromData == nil) == (fromDatabase == nil) {
            throw ValidationError("Name the source with --from-data or --from-database.")
        }
        if data.data == nil, data.database == nil { throw ValidationError("Name the target with --data or --database.") }
    }

    func run() async throws {
        try await endingOfCopy {
            let target = data.folder()
            let source = source(of: target)
            guard source.exists else { throw BadInput(message: "there are no records in \(source.url.path)") }
            if target.server == nil { try target.prepare() }
            let verifier = try source.verifier()
            warnWithout(verifier, source)
            let masters = MasterKeys(folder: source.keys)
            let canOpen = (try? masters.current()) != nil
            if !canOpen { complain("There are no master keys in \(source.keys.path), so what is sealed is copied unopened.") }
            let watch = Stopwatch()
            let progress = Progress()
            let move = Move(
                schema: [SharingSchema.folder].compactMap { $0 }, sealings: SharingSchema.sealings,
                masters: canOpen ? masters : nil, verifier: verifier)
            let found = try await move.run(from: source.place, to: target.place, at: presentTime()) { progress.show($0, $1, $2) }
            progress.end()
            print(
                """
                Moved \(found.size) entries, root \(found.root.base64), the same on both sides, verified, \(watch.words)
                The keys stay in \(source.keys.path). Start the program on the new place with --keys \(source.keys.path)
                The source is as it was. Do not write to it any more: the two would part.
                """)
        }
    }

    private func source(of target: DataFolder) -> DataFolder {
        let from = fromData.map { URL(filePath: $0, directoryHint: .isDirectory) }
        let keys =
            data.keys.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? from?.appending(path: "keys") ?? target.keys
        return DataFolder(url: from ?? target.url, keys: keys, server: fromDatabase)
    }
}
