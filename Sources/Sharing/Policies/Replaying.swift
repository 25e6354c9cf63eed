public import Policy
public import Vault

/// Advice that was given, put to another edition.
extension AdviceGiven {
    /// The most that is put to an edition at once.
    public static let replayLimit = 1000

    /// The latest advice under a policy that the context may see: a practitioner's own, or the organisation's for those
    /// who oversee it; nil for those who see no casework.
    public static func under(_ policy: String, by context: AccessContext) -> Query<AdviceGiven>? {
        if context.role == .administrator { return nil }
        var condition = "organisation = ? AND policy = ?"
        var values: [SQLValue] = [.text(context.organisation), .text(policy)]
        if context.role == .practitioner {
            condition += " AND author = ?"
            values.append(.text(context.practitioner))
        }
        return Query(condition, values, order: "at DESC", limit: replayLimit)
    }

    /// What an edition advises on the facts on which this advice rested; nil where that is not certain. It is kept in the
    /// same way as `outcome` was.
    public func outcome(under edition: PolicyEdition) -> Outcome.ID? {
        var situation = Situation()
        for fact in edition.policy.facts {
            guard let value = facts[fact.id.rawValue] else { continue }
            let answer = Answer(value)
            if case .choice(let choice) = answer, fact.index(of: choice) == nil { continue }
            situation[fact.id] = answer
        }
        let advice = edition.advice(on: situation)
        return advice.restsOnUnknowns ? .seekAdvice : advice.outcome
    }
}

extension Decision {
    /// The decision that answers this advice.
    public static func answering(_ advice: RecordID<AdviceGiven>) -> Query<Decision> {
        Query("advice = ?", [.text(advice.text)], order: "at", limit: 1)
    }
}
