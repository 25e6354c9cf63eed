import Ledger
public import Vault

/// Where the agreement stands that something needs before it is done (000 §9.2; 001 §10f; 004 §6.5).
public enum SignOffStanding: Hashable, Sendable {
    /// Nobody else need agree.
    case notNeeded
    /// Everybody needed has agreed; these conditions are to be kept.
    case agreed(conditions: [String])
    /// Somebody was asked and has not answered.
    case waiting
    /// Somebody did not agree, and said why.
    case refused(words: String)
    /// Nobody was asked for these yet, or what was agreed to has changed since.
    case missing([SignOffMatrix.Need])
    /// It was done without waiting, for this reason; an answer looks back on it.
    case bypassed(why: String)

    /// Whether it may go on now.
    public var mayGoOn: Bool {
        switch self {
        case .notNeeded, .agreed, .bypassed: true
        case .waiting, .refused, .missing: false
        }
    }
}

extension SignOff {
    /// The situations to which an answer is an answer.
    public var situations: [String] { [situation] + content.covers }

    /// What of a request an agreement rests on.
    public static func restsOn(_ request: SharingRequest) -> String {
        let facts = request.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let parts =
            [request.subject, request.recipient, request.purpose, request.policy, request.draft["verdict"] ?? ""]
            + request.items + ["chosen"] + request.chosen + ["facts"] + facts
        return Digest(of: Array(KeptJSON.text(parts).utf8)).base64
    }
}

extension Transaction {
    /// Where the agreement stands that something needs. For a request, an agreement counts as long as what was agreed to is
    /// what stands there: its items, recipient, purpose, answers and verdict.
    /// - Parameters:
    ///   - needs: what `SignOffMatrix.needed` gives.
    ///   - record: what it is for: `sharing_request/…`, `disclosure/…`.
    /// - Throws: `StorageFault`.
    public mutating func signOffStanding(needs: [SignOffMatrix.Need], for record: String) throws -> SignOffStanding {
        // Who decides: whoever has the request in hand, or else whoever asks.
        var role = context.role
        var restsOn: String?
        if record.hasPrefix("sharing_request/") {
            let id = RecordID<SharingRequest>(String(record.dropFirst("sharing_request/".count)))
            if let request = try findIfAny(id) {
                restsOn = SignOff.restsOn(request)
                role = try findIfAny(RecordID<Practitioner>(request.owner))?.role ?? role
            }
        }
        let needs = needs.filter { !($0.isMetByPost && role.mayAgree(to: $0.level)) }
        if needs.isEmpty { return .notNeeded }
        let asked = try list(SignOff.of(record)).filter { $0.state != .withdrawn }
        return SignOffStanding(needs, asked, restsOn: restsOn)
    }
}

extension SignOffStanding {
    /// - Parameters:
    ///   - asked: what was asked, the latest first.
    ///   - restsOn: what stands there now; nil where it cannot change.
    init(_ needs: [SignOffMatrix.Need], _ asked: [SignOff], restsOn: String?) {
        var missing: [SignOffMatrix.Need] = []
        var conditions: [String] = []
        var refusal: String?
        var bypass: String?
        var waits = false
        for need in needs {
            let answers = asked.first { one in
                one.situations.contains(need.situation)
                    && (restsOn == nil || one.content.restsOn.isEmpty || one.content.restsOn == restsOn)
            }
            guard let answer = answers else {
                missing.append(need)
                continue
            }
            switch answer.state {
            case .agreed:
                if !answer.content.conditions.isEmpty, !conditions.contains(answer.content.conditions) {
                    conditions.append(answer.content.conditions)
                }
            case .refused: refusal = answer.content.words
            case .asked where !answer.content.bypassWhy.isEmpty: bypass = answer.content.bypassWhy
            case .asked: waits = true
            case .withdrawn: missing.append(need)
            }
        }
        self =
            if needs.isEmpty { .notNeeded } else if let refusal { .refused(words: refusal) } else if !missing.isEmpty {
                .missing(missing)
            } else if waits { .waiting } else if let bypass { .bypassed(why: bypass) } else {
                .agreed(conditions: conditions)
            }
    }
}
