/// Whether a partner may keep back what we asked for: only where the person is capable and objects, and all eight further
/// conditions hold (004 §6.6.6).
public struct PartnerRefusal: Sendable {
    public enum Result: Hashable, Sendable {
        /// Every condition holds.
        case mayWithhold
        /// These do not hold.
        case mayNot([CodeList.Entry])
        /// None fails, but these are not known: whoever keeps something back has to show them.
        case notShown([CodeList.Entry])
        case notTested
    }

    private let list: CodeList

    public init(_ list: CodeList) { self.list = list }

    /// - Parameter answers: `yes`, `no` or `not-known`, by condition.
    public func result(_ answers: [String: String]) -> Result {
        guard list.entries.contains(where: { answers[$0.id] != nil }) else { return .notTested }
        let failing = list.entries.filter { answers[$0.id] == "no" }
        if !failing.isEmpty { return .mayNot(failing) }
        let open = list.entries.filter { answers[$0.id] != "yes" }
        return open.isEmpty ? .mayWithhold : .notShown(open)
    }
}

extension OutgoingRequest {
    /// What stops it from being sent.
    public var refusal: RequestRefusal? { content.basis.isEmpty ? .noBasis : nil }

    /// By name of field, all that stands in its letters and was typed.
    public var lettered: [(field: String, text: String)] {
        [
            ("who it is for", content.recipientName + "\n" + content.agency), ("what you need", content.asked),
            ("why you need it", content.need), ("why the whole file", content.wholeFileWhy),
            ("what it rests on", content.basis), ("the position on consent", content.consentPosition),
            ("their reason", content.refusalReason),
        ]
    }

    /// Where a letter would give a sealed fact away: the fields, or the letter itself where no field alone does.
    public func givenAway(in letter: Letter, past guarded: SealedFactGuard) -> [String] {
        let fields = lettered.filter { !guarded.hits(in: $0.text).isEmpty }.map(\.field)
        if !fields.isEmpty { return fields }
        return guarded.hits(in: letter.plainText).isEmpty ? [] : ["the letter as a whole"]
    }
}
