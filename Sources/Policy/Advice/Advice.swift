/// What a policy advises in one situation, as far as the situation is known.
public struct Advice: Sendable {
    /// Nil while more than one outcome is possible.
    public let outcome: Outcome.ID?
    /// The outcomes that some answer to the open questions could still lead to, in the order of the rules.
    public let possible: [Outcome.ID]
    /// A rule that gives the outcome: the one that decides or, where that depends on what is not known, the first that
    /// surely holds. Nil while the outcome is open, and where it is certain without any one rule surely holding.
    public let rule: Rule?
    /// The rules that could be the one that decides, once the outcome is certain.
    public let possibleRules: [Rule]
    /// The clauses of the rule, or of all the rules that could decide.
    public let because: [Citation]
    /// The answered facts of which the deciding rule speaks.
    public let restedOn: [Fact.ID]
    /// What must be done whatever the open answers are.
    public let obligations: [Obligation]
    /// What may have to be done, depending on open answers.
    public let possibleObligations: [Obligation]
    /// The question to ask next; nil when none that may still be asked can change the outcome or an obligation, or
    /// when an urgent ground is known and the outcome is certain.
    public let next: Fact.ID?
    /// The questions nobody has asked that can still change the outcome, or once it is certain an obligation, first
    /// those that narrow most for their cost. An urgent ground does not shorten them: they make the record complete once the person is safe.
    public let open: [Fact.ID]
    /// Questions nobody has asked and nobody needs to: no answer changes the outcome or an obligation.
    public let notNeeded: [Fact.ID]
    /// Questions that were answered with *not known* and on which the outcome depends.
    public let unknownsThatMatter: [Fact.ID]
    /// A yes to a question that allows no delay.
    public let urgent: Fact.ID?
    /// The constraints that these answers cannot all meet: some answer is mistaken.
    public let broken: [Constraint]

    public var isCertain: Bool { outcome != nil }

    /// Nothing more can be asked, and what is not known decides: the advice is to seek advice (000 §5.1.4; 002 §2.17
    /// rule 3; 004 §6.3 rule 3).
    public var restsOnUnknowns: Bool { outcome == nil && next == nil && !unknownsThatMatter.isEmpty }
}
