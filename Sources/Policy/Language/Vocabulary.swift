/// The shared questions and outcomes, with their words. Policies use some of them; none has its own.
public struct Vocabulary: Sendable {
    public let facts: [Fact]
    public let outcomes: [Outcome]
    public let sources: [CitedSource]
    private let byID: [Fact.ID: Fact]
    private let outcomeByID: [Outcome.ID: Outcome]

    init(facts: [Fact], outcomes: [Outcome], sources: [CitedSource]) {
        self.facts = facts
        self.outcomes = outcomes
        self.sources = sources
        byID = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        outcomeByID = Dictionary(outcomes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(_ id: Fact.ID) -> Fact? { byID[id] }
    public subscript(_ id: Outcome.ID) -> Outcome? { outcomeByID[id] }

    /// The situation that named answers describe, as `decide --facts` reads it.
    /// - Throws: `UnknownAnswers` with every fact or value that is not in the vocabulary, and the nearest that is.
    public func situation(_ named: [String: String]) throws(UnknownAnswers) -> Situation {
        var situation = Situation()
        var unknown: [UnknownAnswers.One] = []
        for (name, value) in named.sorted(by: { $0.key < $1.key }) {
            guard let fact = self[Fact.ID(name)] else {
                unknown.append(.init(fact: name, value: nil, nearest: nearest(to: name, among: facts.map(\.id.rawValue))))
                continue
            }
            let answer = Answer(value)
            if case .choice(let choice) = answer, fact.index(of: choice) == nil {
                let known = fact.choices.map(\.name) + ["not-known"]
                unknown.append(.init(fact: name, value: value, nearest: nearest(to: value, among: known), known: known))
                continue
            }
            situation[fact.id] = answer
        }
        if !unknown.isEmpty { throw UnknownAnswers(all: unknown) }
        return situation
    }
}

/// Facts or values that the vocabulary does not have.
public struct UnknownAnswers: Error, Sendable, CustomStringConvertible {
    public struct One: Sendable {
        public let fact: String
        /// The value that is not known; nil when it is the fact itself.
        public let value: String?
        public let nearest: String?
        public var known: [String] = []
    }

    public let all: [One]

    public var description: String {
        all.map { one in
            let what =
                one.value.map { "`\($0)` is no answer to `\(one.fact)` (\(one.known.joined(separator: ", ")))" }
                ?? "there is no fact `\(one.fact)`"
            return one.nearest.map { what + "; did you mean `\($0)`?" } ?? what
        }.joined(separator: "\n")
    }
}
