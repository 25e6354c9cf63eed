import Vault

/// Whether a way to reach somebody is safe, by what is known of the person (001 §11 Telephones; 004 §6.5).
public enum InformingWay: Hashable, Sendable {
    /// When it is safe; "" when no time is named.
    case safe(times: String)
    /// Why not.
    case unsafe(String)
    case notKnown

    /// What speaks face to face in a safe place is safe in itself; every other way must be known to be.
    /// - Parameters:
    ///   - way: a code of `Content/lists/ways.yaml`.
    ///   - detail: the number or the address, as it was typed; "" for whichever is known.
    public init(_ way: String, detail: String, _ safeContact: Particulars.SafeContact?) {
        let ways = (safeContact?.ways ?? []).filter { $0.way == way }
        if way == "message", safeContact?.mayLeaveMessage == false {
            self = .unsafe("No message may be left for them.")
            return
        }
        let typed = Self.plain(detail)
        let same = typed.isEmpty ? [] : ways.filter { Self.plain($0.detail) == typed }
        // A number nobody has spoken of is no safer than the others of its kind.
        let those = same.isEmpty ? ways : same
        if let unsafe = those.first(where: { $0.safety == .unsafe }) {
            self = .unsafe("\(unsafe.detail.isEmpty ? "This way" : unsafe.detail) is marked as unsafe for them.")
        } else if !those.isEmpty, those.allSatisfy({ $0.safety == .safe }), typed.isEmpty || !same.isEmpty {
            self = .safe(times: those.map(\.times).filter { !$0.isEmpty }.joined(separator: "; "))
        } else if way == "meeting" {
            self = .safe(times: "")
        } else {
            self = .notKnown
        }
    }

    /// Letters and digits alone, so that a number is the same however it is spaced.
    private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}

extension Informing.Whom {
    /// The kind of duty that telling them ends: a code of `Content/lists/duties.yaml`.
    public var duty: String {
        switch self {
        case .person, .family, .thirdParty, .professional: "inform-person"
        case .supplier: "supplier-told"
        case .referrer: "feedback"
        case .requester: "requester-told"
        case .recipient: "correction-told"
        }
    }

    /// The letter that tells them, in `Content/letters`; nil for those who are told in person.
    public var letter: String? {
        switch self {
        case .person: "telling"
        case .referrer: "feedback"
        case .supplier: "supplier-told"
        case .recipient: "correction"
        case .family, .thirdParty, .professional, .requester: nil
        }
    }

    /// Whether the person's own safe ways decide how they are reached: others live where the person lives.
    public var isReachedAsThePerson: Bool { self == .person || self == .family }
}

extension Informing {
    public var isOpen: Bool { state == .due || state == .deferred }

    /// `informing/…`, by which duties name it.
    public var reference: String { "informing/\(id.text)" }

    /// The furthest that a deferral may reach: a year (a setting of ours: 002 Q19 asks for a review and names no time).
    public static let longestDeferral: Int64 = 365
}
