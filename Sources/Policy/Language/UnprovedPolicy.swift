/// A policy as it was read: sound in its words, not yet proved over all situations.
///
/// Only `PolicyEdition` gives advice, and it can be had only by proving one of these.
public struct UnprovedPolicy: Sendable {
    public let name: String
    public let title: String
    /// The version by which people call it: `2009`, `2016-02-01`.
    public let version: String
    /// The first day on which it applies, as year-month-day.
    public let from: String
    public let about: String
    /// What a qualified person must still confirm before anybody relies on it; nil when nothing is open.
    public let confirm: String?
    public let restsOn: [String]
    public let sources: [CitedSource]
    public let clauses: [Clause]
    public let steps: [Step]
    public let rules: [Rule]
    public let obligations: [Obligation]
    public let constraints: [Constraint]
    public let invariants: [Invariant]
    /// The questions it asks, in the order in which its rules and then its obligations first speak of them.
    public let facts: [Fact]
    /// The outcomes that its rules can give, with their words.
    public let outcomes: [Outcome]

    let file: String
    /// Where each rule, obligation and invariant stands, by kind and name.
    let places: [Place: (line: Int, column: Int)]

    enum Place: Hashable {
        case rule(String), obligation(String), invariant(String), constraint(Int)
    }

    func fault(at place: Place, _ words: String, _ message: String, help: String?) -> Fault {
        let at = places[place] ?? (1, 1)
        return Fault(file: file, line: at.line, column: at.column, words: words, message: message, help: help)
    }

    func tooLarge(_ message: String, help: String) -> Fault {
        Fault(file: file, line: 1, column: 1, words: name, message: message, help: help)
    }
}
