import ArgumentParser
import Foundation
import Ledger
import Policy
import Vault

/// What the program ends with.
enum Ending {
    static let no = ExitCode(1)
    static let evidence = ExitCode(2)
    static let badInput = ExitCode(65)
    static let ourMistake = ExitCode(70)
    static let tryAgain = ExitCode(75)
}

/// Says something to whoever runs the program, apart from its results.
func complain(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
}

/// Runs a command's body, and turns what it throws into words and an exit status.
func ending<T>(_ body: () async throws -> T) async throws -> T {
    do {
        return try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let faults as Faults {
        complain(faults.description)
        throw Ending.badInput
    } catch let unknown as UnknownAnswers {
        complain(unknown.description)
        throw Ending.badInput
    } catch let fault as BadInput {
        complain(fault.message)
        throw Ending.badInput
    } catch let fault as StorageFault {
        complain(storage(fault))
        if case .busy = fault { throw Ending.tryAgain }
        if case .full = fault { throw Ending.tryAgain }
        if case .lost = fault { throw Ending.tryAgain }
        if case .failed(let code) = fault { throw serverIsAway(code) ? Ending.tryAgain : Ending.badInput }
        throw Ending.ourMistake
    } catch let fault as MasterKeys.Fault {
        complain(words(fault))
        throw Ending.badInput
    } catch is SealFault {
        complain("a key in the database does not open with its master key: it is not as it was kept")
        throw Ending.evidence
    } catch let broken as LedgerBroken {
        complain("the ledger does not fit at entry \(broken.at): \(broken.what): \(broken.why)")
        throw Ending.evidence
    } catch let error as ValidationError {
        throw error
    } catch {
        complain("something went wrong that is not yours to mend: \(type(of: error))")
        throw Ending.ourMistake
    }
}

/// Something given to the program that it cannot use.
struct BadInput: Error { let message: String }

/// Whether a code is an SQLSTATE of class 08, read in base 36: the server cannot be reached, or the line broke.
private func serverIsAway(_ code: Int) -> Bool { (8 * 46_656..<9 * 46_656).contains(code) }

private func words(_ fault: MasterKeys.Fault) -> String {
    switch fault {
    case .missing: "there are no master keys in the folder of keys; name it with --keys"
    case .unreadable: "the folder of keys cannot be read"
    case .unwritable: "the folder of keys cannot be written"
    case .damaged(let what): "the master key file `\(what)` is damaged"
    case .unknown(let id): "the master key \(id) is not in the folder of keys"
    case .inUse(let id): "the master key \(id) is the current one"
    }
}

private func storage(_ fault: StorageFault) -> String {
    switch fault {
    case .busy(let code): "the database is busy (\(code)); nothing was changed, try again"
    case .full(let code): "the disk is full (\(code)); nothing was changed"
    case .constraint(let code): "the database refused it (\(code)); nothing was changed"
    case .failed(let code) where serverIsAway(code): "the database server cannot be reached (\(code)); nothing was changed"
    case .failed(let code): "the database cannot be read or written (\(code)); is this the right folder?"
    case .schemaChanged(let step):
        "schema step \(step) is not the one that was run; this program and this database do not belong together"
    case .lost: "the line to the database broke while it committed; look whether it was recorded before you try again"
    case .readOnly: "something was to be recorded where only reading was announced; nothing was changed"
    case .notDurable: "the database would not keep what it acknowledges; refused"
    }
}

/// The moment at which the program looks at the clock. Nothing below the faces does.
func presentTime() -> Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

/// A value as JSON, with its keys in order.
func json(_ value: some Encodable, pretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
