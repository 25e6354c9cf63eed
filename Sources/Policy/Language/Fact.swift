/// A question about a situation, and the answers it can have.
public struct Fact: Identifiable, Hashable, Sendable {
    public struct ID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(_ name: String) { rawValue = name }
        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
        public var description: String { rawValue }
    }

    public enum Kind: String, Hashable, Sendable {
        case yesNo = "yes-no"
        case oneOf = "one-of"
        /// The choices stand from the least to the most, so that a condition may say `at least`.
        case ordered
    }

    public struct Choice: Hashable, Sendable {
        public let name: String
        /// What stands beside the radio button.
        public let words: String
    }

    /// A plainer question that helps to settle a hard one. Kept with the answer; policies never see it.
    public struct PlainerQuestion: Hashable, Sendable {
        public let ask: String
        /// The answer of the hard question to which a yes points.
        public let pointsTo: String
        public let because: [Citation]
    }

    /// What it costs to have a question answered, each from 0 to 3.
    public struct Cost: Hashable, Sendable {
        public var effort = 0
        /// How private the matter is that must be gone into.
        public var intrusion = 0
        public var delay = 0
        /// The danger that finding out brings, such as alerting somebody.
        public var danger = 0

        public var sum: Int { effort + intrusion + delay + danger }
    }

    public let id: ID
    public let kind: Kind
    /// Yes and no, for a fact of that kind.
    public let choices: [Choice]
    public let ask: String
    public let hint: String
    /// Why it is asked: what turns on the answer.
    public let why: String
    /// A yes is an urgent ground: it ends the questions that only complete the record.
    public let isUrgentGround: Bool
    public let because: [Citation]
    public let help: [PlainerQuestion]
    /// What asking it costs.
    public let cost: Cost
    /// How often each of the choices is given, as parts of a whole: a published judgement, learned from nobody's records.
    public let likely: [Int]

    public func index(of choice: String) -> Int? { choices.firstIndex { $0.name == choice } }

    /// The words of an answer, as a person chose it.
    public func words(for answer: Answer) -> String {
        switch answer {
        case .notKnown: "I do not know"
        case .choice(let name): choices.first { $0.name == name }?.words ?? name
        }
    }
}

/// What somebody answered. A question that was not asked has no answer at all.
public enum Answer: Hashable, Sendable, CustomStringConvertible {
    case choice(String)
    /// Somebody was asked and nobody knows: an answer, and never taken for a no.
    case notKnown

    public init(_ text: String) { self = text == "not-known" ? .notKnown : .choice(text) }

    public static let yes = Answer.choice("yes")
    public static let no = Answer.choice("no")

    public var description: String {
        switch self {
        case .choice(let name): name
        case .notKnown: "not-known"
        }
    }
}

/// The facts of one situation, as far as they have been asked.
public struct Situation: Hashable, Sendable {
    public private(set) var answers: [Fact.ID: Answer]

    public init(_ answers: [Fact.ID: Answer] = [:]) { self.answers = answers }

    public subscript(_ fact: Fact.ID) -> Answer? {
        get { answers[fact] }
        set { answers[fact] = newValue }
    }
}
