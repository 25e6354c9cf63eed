import ArgumentParser
import Foundation
import Ledger
import Synchronization
@_spi(Operator) import Vault

/// Runs a command that copies records or works with keys, and says in words what only these can meet.
func endingOfCopy<T>(_ body: () async throws -> T) async throws -> T {
    try await ending {
        do {
            return try await body()
        } catch let fault as CopyFault {
            complain(words(fault))
            switch fault {
            case .damaged: throw Ending.evidence
            case .changedMeanwhile: throw Ending.tryAgain
            default: throw Ending.badInput
            }
        } catch StorageFault.schemaChanged(let step) {
            throw BadInput(
                message: "the records were kept by another program: schema step \(step) is not one of this program's; "
                    + "nothing was changed")
        }
    }
}

private func words(_ fault: CopyFault) -> String {
    switch fault {
    case .exists(let file): "\(file) is there already, and was left as it is"
    case .unreadable(let file): "\(file) cannot be read"
    case .unwritable(let file): "\(file) cannot be written"
    case .notABackup(let file): "\(file) is no backup of this program's"
    case .notKeys(let file): "\(file) is not a whole file of keys as this program wrote it"
    case .damaged(let file): "\(file) is not as it was written; nothing was changed"
    case .notEmpty: "there is something in that place already; name one that is empty"
    case .otherTable(let table): "the table `\(table)` is another one in this program; nothing was changed"
    case .masterKeyMissing(let id): "the master key \(id) is not in the folder of keys; nothing was changed"
    case .betweenServers: "from one server to another the way is a backup: discretion backup, then discretion restore"
    case .changedMeanwhile: "somebody wrote to the records meanwhile; stop every program that uses them, and try again"
    }
}

/// Shows how far something has come, every half second, to whoever sits at the terminal. Otherwise a line for each table.
final class Progress: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        var what = ""
    }

    private static let isTerminal = isatty(2) == 1
    private let state = Mutex(State())

    func show(_ what: String, _ done: Int, _ total: Int) {
        let now = ContinuousClock.now
        let line: String? = state.withLock { state in
            if !Self.isTerminal {
                defer { state.what = what }
                return state.what == what ? nil : "\(what)\n"
            }
            if done < total, let last = state.last, now - last < .milliseconds(500) { return nil }
            state.last = now
            return "\r\u{1B}[K\(what): \(done) of \(total)"
        }
        if let line { FileHandle.standardError.write(Data(line.utf8)) }
    }

    /// Leaves the line.
    func end() {
        if Self.isTerminal, state.withLock({ $0.last }) != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}

/// What something took.
struct Stopwatch {
    private let begun = ContinuousClock.now

    /// In seconds, to a tenth.
    var words: String {
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        return "\((seconds * 10).rounded() / 10) s"
    }
}

/// A checkpoint in a file, that somebody outside holds.
enum OutsideCheckpoint {
    /// - Throws: `BadInput` when it is none; `Ending.evidence` when it was not signed by this ledger's key.
    static func read(_ file: String, _ verifier: NoteVerifier?) throws -> Checkpoint {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8), let note = try? SignedNote(reading: text),
            let checkpoint = try? Checkpoint(reading: note)
        else { throw BadInput(message: "\(file) is no checkpoint") }
        if let verifier, !verifier.verifies(note) {
            complain("\(file) does not bear the signature of this ledger's key")
            throw Ending.evidence
        }
        return checkpoint
    }
}

/// Says so when there is no key that checks signatures.
func warnWithout(_ verifier: NoteVerifier?, _ folder: DataFolder) {
    if verifier == nil {
        complain("There is no ledger.key in \(folder.keys.path), so the signatures of checkpoints are not checked.")
    }
}
