/// What became of something that was sent (002 Q21; 000 §11.2, §19.3, §19.4; 001 §11 Post).
public enum ReceiptNews: String, Sendable, CaseIterable {
    case arrived, queried
    case notReceived = "not-received"
    case failed, misdirected

    public var words: String {
        switch self {
        case .arrived: "It arrived, with the right person"
        case .queried: "It arrived, and they have a question about it"
        case .notReceived: "They do not have it yet, or have not answered"
        case .failed: "It did not go, or it came back"
        case .misdirected: "It went to the wrong person or place"
        }
    }
}

extension Disclosure.State {
    /// What may be heard of it next. Nothing of what never left.
    public var news: [ReceiptNews] {
        switch self {
        case .sent, .queried: [.arrived, .queried, .notReceived, .failed, .misdirected]
        case .acknowledged: [.queried, .misdirected]
        case .failed: [.arrived, .misdirected]
        case .misdirected, .draft, .awaitingSignOff, .ready, .abandoned: []
        }
    }

    /// Whether anything has left.
    public var hasLeft: Bool { self == .sent || self == .acknowledged || self == .queried || self == .misdirected }

    public var words: String {
        switch self {
        case .draft: "Being prepared"
        case .awaitingSignOff: "Waits for agreement"
        case .ready: "Ready to send"
        case .sent: "Sent"
        case .acknowledged: "Received"
        case .failed: "Not delivered"
        case .queried: "Questioned by the recipient"
        case .misdirected: "Went to the wrong place"
        case .abandoned: "Given up"
        }
    }
}

/// What the recipient said of its arrival.
public struct Arrival: Hashable, Sendable {
    public var by = ""
    public var on = ""
    public var words = ""
    public var isComplete: Bool?
    public var isLegible: Bool?
    public init() {}

    /// Pages that are missing or cannot be read are a question that is still open.
    public var state: Disclosure.State { isComplete == true && isLegible == true ? .acknowledged : .queried }

    /// As it is kept.
    public var kept: String {
        let complete = isComplete == true ? "Complete." : "Not complete."
        let legible = isLegible == true ? "Can be read." : "Cannot all be read."
        return ([complete, legible] + (words.isEmpty ? [] : [words])).joined(separator: " ")
    }
}

extension Disclosure.Content {
    /// A line more of what became of it, with its day; nothing that was noted before is lost.
    public mutating func note(_ words: String, on day: String) {
        let line = "\(day): \(words.replacing("\n", with: " "))"
        fate = fate.isEmpty ? line : fate + "\n" + line
    }

    /// How often somebody has chased it.
    public var chases: Int { fate.split(separator: "\n").filter { $0.contains(Self.chased) }.count }

    public static let chased = "Not received."
}
