import ArgumentParser
import Foundation
@_spi(Operator) import Vault

/// `key destroy`: erases what one file says, for good.
struct KeyDestroy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Destroys the key of a file, and with it what the file says of people. For good.",
        discussion: """
            A file is a request with all that follows from it, or an urgent action; its number is the request's or the \
            action's. The records stay, with who did what when, and the ledger holds; their words are gone, in every backup \
            of the records too. The ledger keeps that it was done, and why. The master key is rotated, so that older copies \
            of the file's wrapped key open no more.
            """)
    @OptionGroup var data: DataOption
    @Argument(help: "The number of the request or the urgent action.") var file: String
    @Option(help: "Why, in words that name nobody: the ledger keeps them for ever.") var why: String
    @Flag(help: "Do not ask.") var yes = false
    @Flag(name: .customLong("without-rotation"), help: "Do not rotate the master key: older copies of the key open still.")
    var withoutRotation = false

    func validate() throws {
        if why.allSatisfy(\.isWhitespace) { throw ValidationError("Say why.") }
    }

    func run() async throws {
        try await endingOfCopy {
            let store = try await data.folder().existingStore()
            try confirm()
            let closed: Int
            do {
                closed = try await store.destroyKey(of: file, why: why, at: presentTime())
            } catch let fault as FileDestructionFault {
                throw BadInput(message: Self.words(fault, file))
            }
            print("The key of \(file) is destroyed. \(closed) records of it cannot be opened any more.")
            guard !withoutRotation else {
                complain(
                    "Older copies of its wrapped key open still, in files of keys and in copies of the database, until the master "
                        + "key is rotated: discretion key rotate")
                return
            }
            try await KeyCommand.rotate(store)
            print("Copies of the database, with its log, hold the wrapped key too; it opens only with a destroyed master key.")
        }
    }

    private func confirm() throws {
        if file.hasPrefix("organisation-") {
            complain(
                "\(file) holds the names of the organisation's people and the addresses they sign in with. Nobody can be added "
                    + "to that organisation afterwards.")
        }
        if yes { return }
        guard isatty(0) == 1 else { throw BadInput(message: "say --yes: there is nobody to ask; nothing was destroyed") }
        complain("What \(file) says will be gone for ever. Write its number once more to destroy its key:")
        guard readLine() == file else { throw BadInput(message: "nothing was destroyed") }
    }

    private static func words(_ fault: FileDestructionFault, _ file: String) -> String {
        switch fault {
        case .unknownFile: "there is no file \(file); nothing was destroyed"
        case .alreadyDestroyed: "the key of \(file) was destroyed before"
        case .notAFile: "\(file) is no file: by this key names are found, and without it nobody can sign in"
        }
    }
}
