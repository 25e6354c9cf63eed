import Policy

/// How a rule stands in a situation.
enum RuleLight: Sendable {
    case decides
    /// An earlier one, of which not everything is known, may yet decide.
    case holdsUnlessEarlier
    case holdsAfterEarlier
    case isOpen
    case fails

    var words: String {
        switch self {
        case .decides: "Decides"
        case .holdsUnlessEarlier: "Holds, and decides unless an earlier rule does"
        case .holdsAfterEarlier: "Holds, but an earlier rule decides"
        case .isOpen: "Depends on what is not known"
        case .fails: "Does not hold"
        }
    }

    private var tone: Parts.Tone {
        switch self {
        case .decides: .good
        case .holdsUnlessEarlier, .isOpen: .caution
        case .holdsAfterEarlier, .fails: .plain
        }
    }

    private var style: HTML {
        switch self {
        case .decides: "rule rule-decides"
        case .holdsUnlessEarlier, .holdsAfterEarlier: "rule rule-holds"
        case .isOpen: "rule rule-open"
        case .fails: "rule rule-fails"
        }
    }

    /// That of each rule, in order. Which one decides is taken from the advice where that is certain: it knows what the
    /// constraints rule out, which the words of one rule do not.
    static func all(_ edition: PolicyEdition, _ situation: Situation, _ advice: Advice) -> [RuleLight] {
        let rules = edition.policy.rules
        let holds = rules.map { $0.when.condition.holds(in: situation) }
        let surely = advice.possibleRules.count == 1 ? advice.possibleRules.first?.id : nil
        let plainly = holds.firstIndex { $0 != false }.flatMap { holds[$0] == true ? $0 : nil }
        let deciding = rules.firstIndex { $0.id == surely } ?? plainly
        let firstHolding = holds.firstIndex(of: true)
        return rules.indices.map { place in
            if place == deciding { return .decides }
            // Whatever stands before the rule that decides cannot hold, even where its own words leave it open.
            if let deciding, place < deciding { return .fails }
            switch holds[place] {
            case false: return .fails
            case nil: return .isOpen
            default: return deciding != nil || firstHolding != place ? .holdsAfterEarlier : .holdsUnlessEarlier
            }
        }
    }

    /// Every rule of the policy with its light.
    static func list(_ edition: PolicyEdition, _ lights: [RuleLight]) -> HTML {
        let items: [HTML] = zip(edition.policy.rules, lights).map { rule, light in
            """
            <li><div class="\(light.style)"><p>\(Parts.tag(light.words, light.tone))</p>\
            <p>\(rule.words) <strong>\(InWords.outcome(rule.then, edition.policy))</strong></p>\
            <p class="hint">When: \(rule.when.text)</p><p>\(InWords.clauses(rule.because))</p></div></li>
            """
        }
        return "<ol class=\"list\">\(items)</ol>"
    }
}
