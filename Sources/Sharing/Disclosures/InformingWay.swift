import Vault

/// Whether a way to reach somebody is safe, by what is known of the person (001 §11 Telephones; 004 §6.5).
public enum InformingWay: Hashable, Sendable {
    /// When it is safe; "" when no time is named.
    case safe(times: String)
    /// Why not.
    case unsafe(String)
    case notKnown

    /// As the register says. What is spoken face to face in a place that is safe needs no number; every other way must be
    /// known to be safe.
    /// - Parameters:
    ///   - way: a code of `Content/lists/ways.yaml`.
    ///   - detail: the number or the address, as it was typed; "" for whichever is known.
    public init(_ way: String, detail: String, _ safeContact: Particulars.SafeContact?) {
        let known = safeContact ?? .init()
        switch known.safety(way: way, detail: detail) {
        case .refused(let words): self = .unsafe(words)
        case .safe:
            let times = known.ways.filter { $0.way == way && $0.safety == .safe }.map(\.times).filter { !$0.isEmpty }
            self = .safe(times: times.joined(separator: "; "))
        case .unknown: self = way == "meeting" ? .safe(times: "") : .notKnown
        }
    }
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
