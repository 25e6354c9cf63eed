/// What a witness answers, with the status that says so (C2SP tlog-witness, `add-checkpoint`).
public enum WitnessAnswer: Hashable, Sendable {
    /// 200: its lines, to be put beneath the note.
    case cosigned([SignedNote.Signature])
    /// 400: no request, or an old size beyond the checkpoint's.
    case badRequest(String)
    /// 403: no signature of a key that it trusts for this ledger.
    case notSigned
    /// 404: a ledger that it does not know.
    case unknownLog
    /// 409: the old size is not the one that it cosigned last, which it tells; or it has cosigned another root of the
    /// very same size.
    case conflict(size: UInt64)
    /// 422: the proof does not lead from the one to the other.
    case proofDoesNotHold

    public static let sizeType = "text/x.tlog.size"

    public var status: Int {
        switch self {
        case .cosigned: 200
        case .badRequest: 400
        case .notSigned: 403
        case .unknownLog: 404
        case .conflict: 409
        case .proofDoesNotHold: 422
        }
    }

    public var contentType: String {
        if case .conflict = self { Self.sizeType } else { "text/plain; charset=utf-8" }
    }

    public var body: String {
        switch self {
        case .cosigned(let signatures): signatures.map { $0.line + "\n" }.joined()
        case .badRequest(let reason): "\(reason)\n"
        case .notSigned: "the checkpoint is not signed by a key of this ledger\n"
        case .unknownLog: "this ledger is not known here\n"
        case .conflict(let size): "\(size)\n"
        case .proofDoesNotHold: "the proof does not hold\n"
        }
    }

    /// Reads an answer; nil for one that this protocol does not have.
    public init?(status: Int, contentType: String?, body: String) {
        switch status {
        case 200:
            let lines = body.split(separator: "\n", omittingEmptySubsequences: true)
            let signatures = lines.compactMap { SignedNote.Signature(line: $0) }
            guard !lines.isEmpty, signatures.count == lines.count else { return nil }
            self = .cosigned(signatures)
        case 400: self = .badRequest(body.prefix(200).filter { !$0.isNewline })
        case 403: self = .notSigned
        case 404: self = .unknownLog
        case 409:
            guard contentType?.lowercased().hasPrefix(Self.sizeType) == true, body.hasSuffix("\n"),
                let size = UInt64(body.dropLast()), "\(size)\n" == body
            else { return nil }
            self = .conflict(size: size)
        case 422: self = .proofDoesNotHold
        default: return nil
        }
    }
}

/// What a witness remembers: of each ledger the latest checkpoint that it has cosigned, and of the others nothing.
public struct WitnessMemory: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        /// To be remembered for good, and only then cosigned.
        case remember(Checkpoint)
        case refuse(WitnessAnswer)
    }

    /// By the ledger's origin.
    public private(set) var latest: [String: Checkpoint]

    public init(_ latest: [Checkpoint] = []) {
        self.latest = Dictionary(latest.map { ($0.origin, $0) }) { $0.size > $1.size ? $0 : $1 }
    }

    /// How many entries it has seen of a ledger; 0 when it never cosigned a checkpoint of it.
    public func size(of origin: String) -> UInt64 { latest[origin]?.size ?? 0 }

    /// Judges a request by what is remembered. It changes nothing.
    /// - Parameter logs: the keys that are trusted; each speaks for the ledger of its name.
    public func judge(_ request: AddCheckpoint, logs: [NoteVerifier]) -> Verdict {
        guard let checkpoint = try? Checkpoint(reading: request.note) else {
            return .refuse(.badRequest("what follows the empty line is no checkpoint"))
        }
        let keys = logs.filter { $0.name == checkpoint.origin }
        if keys.isEmpty { return .refuse(.unknownLog) }
        guard keys.contains(where: { $0.verifies(request.note) }) else { return .refuse(.notSigned) }
        guard request.oldSize <= checkpoint.size else {
            return .refuse(.badRequest("the old size is beyond the checkpoint's"))
        }
        let seen = size(of: checkpoint.origin)
        guard request.oldSize == seen else { return .refuse(.conflict(size: seen)) }
        let root = latest[checkpoint.origin]?.root ?? MerkleTree.emptyRoot
        if checkpoint.size == seen {
            guard checkpoint.root == root else { return .refuse(.conflict(size: seen)) }
            return request.proof.isEmpty ? .remember(checkpoint) : .refuse(.proofDoesNotHold)
        }
        // From nothing everything follows, and there is nothing to prove.
        if seen == 0 { return request.proof.isEmpty ? .remember(checkpoint) : .refuse(.proofDoesNotHold) }
        let proof = ConsistencyProof(
            size1: seen, size2: checkpoint.size, root1: root, root2: checkpoint.root, proof: request.proof)
        return proof.holds ? .remember(checkpoint) : .refuse(.proofDoesNotHold)
    }

    /// Takes note of a checkpoint that `judge` let pass. A smaller one than what is remembered changes nothing.
    public mutating func remember(_ checkpoint: Checkpoint) {
        if checkpoint.size >= size(of: checkpoint.origin) { latest[checkpoint.origin] = checkpoint }
    }
}

extension SignedNote.Signature {
    /// Reads a line as it stands beneath a note, without its line break; nil when it is none.
    init?(line: some StringProtocol) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", NoteVerifier.isName(String(parts[1])), !parts[2].isEmpty else {
            return nil
        }
        self.init(name: String(parts[1]), base64: String(parts[2]))
    }

    /// As it stands beneath a note, without its line break.
    public var line: String { "\u{2014} \(name) \(base64)" }
}
