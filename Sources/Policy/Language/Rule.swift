/// A group of rules that settles one question of a policy, as a box of a flowchart does.
public struct Step: Identifiable, Hashable, Sendable {
    public let id: String
    public let asks: String
}

/// The first rule whose condition holds gives the advice.
public struct Rule: Identifiable, Hashable, Sendable {
    public let id: String
    public let step: Step.ID
    public let when: WrittenCondition
    public let then: Outcome.ID
    /// The reason as a sentence.
    public let words: String
    public let because: [Citation]
    /// What a qualified person must still check before anyone relies on it; nil when nothing is open.
    public let confirm: String?
}

/// Something that must be done. All obligations whose condition holds apply.
public struct Obligation: Identifiable, Hashable, Sendable {
    public let id: String
    public let when: WrittenCondition
    /// The outcomes with which it is owed; nil for any.
    public let with: Set<Outcome.ID>?
    public let words: String
    public let because: [Citation]
}

/// A sentence that is true of every situation there can be.
public struct Constraint: Hashable, Sendable {
    public let holds: WrittenCondition
    public let words: String
}

/// A promise that no situation may break.
public struct Invariant: Identifiable, Hashable, Sendable {
    public enum Demand: Hashable, Sendable {
        /// Only these outcomes.
        case always(Set<Outcome.ID>)
        /// None of these outcomes.
        case never(Set<Outcome.ID>)
        /// All of these obligations, whenever the outcome is one of these (nil for any).
        case obliges([Obligation.ID], with: Set<Outcome.ID>?)
    }

    public let id: String
    public let when: WrittenCondition
    public let demand: Demand
    public let words: String
    public let because: [Citation]
}
