import Policy

/// What a policy names, in the words in which people read it.
enum InWords {
    /// An outcome as a title: "You may share it".
    static func outcome(_ id: Outcome.ID, _ policy: UnprovedPolicy) -> String {
        policy.outcomes.first { $0.id == id }?.words ?? id.rawValue
    }

    static func outcomes(_ ids: [Outcome.ID], _ policy: UnprovedPolicy) -> String {
        ids.map { outcome($0, policy) }.joined(separator: "; ")
    }

    /// A number that is not divided where there is room for it.
    static func number(_ number: UInt128) -> HTML { "<span class=\"number\">\(PolicyViews.grouped(number))</span>" }

    static func clauses(_ citations: [Citation]) -> HTML {
        "<span class=\"clause\">\(citations.map(\.description).joined(separator: "; "))</span>"
    }

    /// `one`, `one or two`, `one, two or three`.
    static func either(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    /// A situation told by its answers, in the order of the questions, without those that say that nothing happened.
    static func story(_ situation: Situation, _ facts: [Fact]) -> HTML {
        let told: [HTML] = facts.compactMap { fact in
            guard let answer = situation[fact.id], !isQuiet(answer) else { return nil }
            return "\(fact.ask) <strong>\(fact.words(for: answer))</strong>"
        }
        return told.isEmpty ? "<p>Every answer says that nothing happened.</p>" : Parts.list(told)
    }

    private static func isQuiet(_ answer: Answer) -> Bool {
        answer == .no || answer == .choice("none") || answer == .choice("nobody")
    }
}

/// A part of all situations.
struct Share {
    let count: UInt128
    let whole: UInt128

    init(_ count: UInt128, of whole: UInt128) {
        self.count = count
        self.whole = whole
    }

    private var part: Double { whole == 0 ? 0 : Double(count) / Double(whole) }

    /// To a tenth in a hundred. What is not nothing is never shown as nothing, nor what is not all as all.
    var words: String {
        let tenths = Int((part * 1000).rounded())
        if tenths == 0, count > 0 { return "under 0.1%" }
        if tenths == 1000, count < whole { return "over 99.9%" }
        return "\(tenths / 10).\(tenths % 10)%"
    }

    /// The same as a bar. It says no more than the words beside it, so it is kept from those who listen.
    var bar: HTML {
        """
        <svg class="share" aria-hidden="true" focusable="false" width="120" height="12" viewBox="0 0 120 12">\
        <rect width="120" height="12" fill="#d3dcdf"/><rect width="\(Int((part * 120).rounded()))" height="12" fill="#1b4d5c"/></svg>
        """
    }
}
