public import Foundation
public import Ledger
public import Vault

/// Somebody outside who remembers how far the ledger had come, and says so with a key of their own.
public struct Witness: Sendable {
    /// What `/add-checkpoint` is put behind.
    public let address: URL
    public let verifier: WitnessVerifier

    public init(address: URL, verifier: WitnessVerifier) {
        self.address = address
        self.verifier = verifier
    }

    /// Reads an address and a key as they are given to the program; nil unless the address is one of the web and the key
    /// is a witness's.
    public init?(address: String, key: String) {
        guard let url = URL(string: address), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            url.host() != nil, let verifier = WitnessVerifier(key)
        else { return nil }
        self.init(address: url, verifier: verifier)
    }
}

/// What came of asking one witness.
public struct WitnessResult: Sendable {
    public enum Outcome: Sendable, Hashable {
        case cosigned(at: Instant)
        /// It has cosigned this ledger with more entries, or with others: somebody must look.
        case disagrees(size: UInt64)
        /// It answered, but with no cosignature of its key. Holds the status.
        case refused(status: Int)
        /// No answer in time, or none that this protocol has.
        case silent
    }

    public let witness: Witness
    public let outcome: Outcome

    /// A line for whoever keeps the machine.
    public var line: String {
        let name = witness.verifier.name
        return switch outcome {
        case .cosigned(let at): "\(name) cosigned at \(at)"
        case .disagrees(let size): "ALARM: \(name) has seen another ledger, of \(size) entries"
        case .refused(let status): "\(name) did not cosign: it answered with \(status)"
        case .silent: "\(name) did not cosign: it did not answer as a witness does"
        }
    }
}

/// The ledger's side of C2SP tlog-witness: brings a checkpoint to every witness, with the proof that each of them needs.
public actor Witnesses {
    private let witnesses: [Witness]
    private let store: Store
    /// How many entries each has seen, as far as is known here. A witness that knows better says so.
    private var seen: [WitnessVerifier: UInt64] = [:]

    public init(_ witnesses: [Witness], store: Store) {
        self.witnesses = witnesses
        self.store = store
    }

    /// Asks all witnesses at once, and waits for none of them longer than ten seconds a question.
    /// - Parameter note: a checkpoint of the store's ledger, signed by its key, and of no more entries than it has.
    /// - Returns: the note with every cosignature that verifies, and what came of each witness, in their order.
    public func cosign(_ note: SignedNote) async -> (note: SignedNote, results: [WitnessResult]) {
        guard let checkpoint = try? Checkpoint(reading: note) else { return (note, []) }
        let known = seen
        let store = store
        let answers = await withTaskGroup(of: (Int, [SignedNote.Signature], WitnessResult.Outcome).self) { group in
            for (place, witness) in witnesses.enumerated() {
                group.addTask {
                    let asking = Asking(witness: witness, note: note, checkpoint: checkpoint, store: store)
                    let (lines, outcome) = await asking.ask(from: known[witness.verifier] ?? 0)
                    return (place, lines, outcome)
                }
            }
            var answers: [(Int, [SignedNote.Signature], WitnessResult.Outcome)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }
        }
        var whole = note
        var results: [WitnessResult] = []
        for (place, lines, outcome) in answers {
            let witness = witnesses[place]
            whole = whole.adding(lines)
            switch outcome {
            case .cosigned: seen[witness.verifier] = checkpoint.size
            case .disagrees(let size): seen[witness.verifier] = size
            case .refused, .silent: break
            }
            results.append(WitnessResult(witness: witness, outcome: outcome))
        }
        return (whole, results)
    }
}

/// One checkpoint on its way to one witness.
private struct Asking: Sendable {
    let witness: Witness
    let note: SignedNote
    let checkpoint: Checkpoint
    let store: Store

    /// Asks with a proof from this size, and once more from the size that the witness then tells.
    func ask(from size: UInt64, again: Bool = true) async -> ([SignedNote.Signature], WitnessResult.Outcome) {
        guard let answer = await answer(from: size) else { return ([], .silent) }
        switch answer {
        case .cosigned(let lines):
            let sound = lines.compactMap { line -> (SignedNote.Signature, Instant)? in
                witness.verifier.cosigned(note.with(only: line)).map { (line, $0) }
            }
            guard let latest = sound.map(\.1).max() else { return ([], .refused(status: answer.status)) }
            return (sound.map(\.0), .cosigned(at: latest))
        case .conflict(let told):
            if told > checkpoint.size || told == size { return ([], .disagrees(size: told)) }
            return again ? await ask(from: told, again: false) : ([], .refused(status: answer.status))
        case .proofDoesNotHold where size > 0: return ([], .disagrees(size: size))
        case .badRequest, .notSigned, .unknownLog, .proofDoesNotHold: return ([], .refused(status: answer.status))
        }
    }

    private func answer(from size: UInt64) async -> WitnessAnswer? {
        // What the witness is known to have seen may be more than this checkpoint has: it is asked as if nothing were known.
        let old = size <= checkpoint.size ? size : 0
        let proof = old == 0 ? [] : (try? await store.consistencyProof(from: old, to: checkpoint.size))?.proof
        guard let proof else { return nil }
        return await Posting.post(
            AddCheckpoint(oldSize: old, proof: proof, note: note), to: witness.address.appending(path: "add-checkpoint"))
    }
}
