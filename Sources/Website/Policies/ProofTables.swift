import Policy

/// The long parts of a proof report.
enum ProofTables {
    /// In how many situations each rule decides.
    static func decides(_ policy: UnprovedPolicy, _ analysis: Analysis) -> HTML {
        guard let possible = analysis.possibleSituations else {
            return "<p>That was not counted: the policy is too large for a diagram.</p>"
        }
        let rows: [[HTML]] = policy.rules.enumerated().map { place, rule in
            let count = analysis.decides[rule.id] ?? 0
            let share = Share(count, of: possible)
            return [
                "\(place + 1). \(rule.words)", "\(InWords.outcome(rule.then, policy))", InWords.number(count),
                "\(share.words) \(share.bar)",
            ]
        }
        return """
            <p>The share is that of all possible situations, each counted once. It says how much ground a rule covers, and \
            nothing about how often such cases occur.</p>\
            \(Parts.table(
                "Rules in order, and the situations that each decides",
                heads: ["Rule", "Advice", "Situations", "Share"], rows: rows))
            """
    }

    /// Rules that hold together and advise differently, by the earlier of the two.
    static func overlaps(_ policy: UnprovedPolicy, _ analysis: Analysis) -> HTML {
        if analysis.overlaps.isEmpty {
            return "<p>Nowhere: no two rules that advise differently ever hold together.</p>"
        }
        let rows: [[HTML]] = policy.rules.compactMap { rule in
            let later = analysis.overlaps.filter { $0.first == rule.id }
            if later.isEmpty { return nil }
            let items: [HTML] = later.compactMap { pair in
                policy.rules.first { $0.id == pair.second }.map {
                    "\($0.words) <strong>\(InWords.outcome($0.then, policy))</strong>"
                }
            }
            return ["\(rule.words)", "\(InWords.outcome(rule.then, policy))", Parts.list(items)]
        }
        let table = Parts.table(
            "Pairs of rules between which the order decides",
            heads: ["The rule that decides", "Its advice", "Later rules that hold with it, and their advice"], rows: rows)
        return """
            <p>There are \(analysis.overlaps.count) pairs of rules of which this is true: the two hold together in some \
            situation and advise differently, so the order decides. That is no fault. Whoever moves a rule changes the advice there.</p>\
            \(Parts.details("Show the pairs", table))
            """
    }
}
