import ArgumentParser
import Foundation
import Ledger
@_spi(Operator) import Vault

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Lists, checks and rotates the keys that open what is sealed, and destroys a file's key.",
        subcommands: [List.self, Check.self, Rotate.self, KeyDestroy.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the master keys, and how many keys of files each of them wraps. Shows nothing secret.")
        @OptionGroup var data: DataOption

        func run() async throws {
            try await endingOfCopy {
                let store = try await data.folder().existingStore()
                print("id        made                      keys of files")
                for key in try await store.masterKeys() {
                    let made = key.made.map {
                        Instant(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded(.down))).description
                    }
                    print("\(key.id)  \(made ?? "MISSING                 ")  \(key.files)\(key.isCurrent ? "  current" : "")")
                }
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens the key of every file, and looks for files that have none though nobody destroyed it.",
            discussion: "Ends with 0 when all is well and with 2 when something is not.")
        @OptionGroup var data: DataOption

        func run() async throws {
            try await endingOfCopy {
                let found: (sound: Int, findings: [KeyFinding])
                do { found = try await data.folder().existingStore().checkKeys() } catch is SealFault {
                    complain("The key by which names are found does not open.")
                    throw Ending.evidence
                } catch let fault as MasterKeys.Fault where fault != .missing {
                    complain("The key by which names are found does not open: \(fault)")
                    throw Ending.evidence
                }
                for finding in found.findings { complain("\(finding.file): \(finding.why)") }
                guard found.findings.isEmpty else { throw Ending.evidence }
                print("All \(found.sound) keys open, and every file has one or was destroyed.")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new master key, wraps the key of every file under it, and destroys the older master keys.",
            discussion: """
                Programs that run go on meanwhile. What was interrupted is continued by running it again. Files of keys that \
                were written by earlier backups open no more once the old master key is gone, so make a backup afterwards; \
                backups of records stay of use.
                """)
        @OptionGroup var data: DataOption
        @Flag(name: .customLong("keep-old"), help: "Leave the older master keys in their folder.") var keepOld = false
        @Flag(name: .customLong("continue"), help: "Only finish what was interrupted: make no new master key.")
        var onlyFinish = false

        func run() async throws {
            try await endingOfCopy {
                let store = try await data.folder().existingStore()
                try await KeyCommand.rotate(store, onlyFinish: onlyFinish, keepOld: keepOld)
            }
        }
    }

    static func rotate(_ store: Store, onlyFinish: Bool = false, keepOld: Bool = false) async throws {
        let progress = Progress()
        let done: KeyRotation
        do {
            done = try await store.rotateKeys(onlyFinish: onlyFinish, keepingOld: keepOld, at: presentTime()) {
                progress.show("keys", $0, $1)
            }
        } catch is SealFault {
            complain("A file's key does not open; find it with: discretion key check. Nothing was destroyed.")
            throw Ending.evidence
        }
        progress.end()
        print("The master key is \(done.current). \(done.rewrapped) keys of files were wrapped under it.")
        if done.destroyed.isEmpty { return }
        print(
            """
            Destroyed the master keys \(done.destroyed.joined(separator: ", ")). Destroy every copy of them too: those on other \
            machines, and in backups of the folder of keys.
            Every file of keys that `discretion backup` wrote before now opens no more: make a backup, and overwrite them with it.
            """)
    }
}
