/// The clause of a document or of the law on which a rule, a question or an obligation rests.
public struct Citation: Hashable, Sendable, CustomStringConvertible {
    /// The document or statute, as declared in the list of sources: `002`, `UKGDPR`, `golden rule`.
    public let source: String
    /// The place in it: `Q5`, `Art 6(1)(c)`; empty when the whole source is meant.
    public let clause: String

    public init(source: String, clause: String) {
        self.source = source
        self.clause = clause
    }

    /// Divides a written citation after the longest declared source with which it begins; nil if there is none.
    init?(_ text: String, sources: some Sequence<String>) {
        let fitting = sources.filter { text == $0 || text.hasPrefix($0 + " ") }
        guard let source = fitting.max(by: { $0.count < $1.count }) else { return nil }
        self.init(source: source, clause: String(text.dropFirst(source.count).drop(while: { $0 == " " })))
    }

    public var description: String { clause.isEmpty ? source : source + " " + clause }
}

/// A document or statute that may be cited.
public struct CitedSource: Hashable, Sendable {
    public let id: String
    public let title: String
}

/// What a clause says, in our words, so that a reader need not have the document at hand.
public struct Clause: Hashable, Sendable {
    public let citation: Citation
    public let says: String
}
