import Policy

/// The tables of a comparison.
enum ComparisonTables {
    private struct Advised: Hashable {
        let first: Outcome.ID
        let second: Outcome.ID
    }

    /// What the one advises and what the other, with the number of situations.
    static func outcomes(_ comparison: Comparison, _ first: UnprovedPolicy, _ second: UnprovedPolicy) -> HTML {
        var order: [Advised] = []
        var counts: [Advised: UInt128] = [:]
        for one in comparison.cases {
            let advised = Advised(first: one.first.then, second: one.second.then)
            if counts[advised] == nil { order.append(advised) }
            counts[advised, default: 0] += one.count
        }
        let rows: [[HTML]] = order.sorted { counts[$0, default: 0] > counts[$1, default: 0] }.map { advised in
            let count = counts[advised, default: 0]
            let share = Share(count, of: comparison.of)
            return [
                InWords.number(count), "\(InWords.outcome(advised.first, first))", "\(InWords.outcome(advised.second, second))",
                "\(share.words) \(share.bar)",
            ]
        }
        return Parts.table(
            "What each advises where they differ", heads: ["Situations", "First policy", "Second policy", "Share of all"],
            rows: rows)
    }

    /// Only two editions of one policy have duties that can be told apart by their names.
    static func duties(_ comparison: Comparison, _ first: UnprovedPolicy, _ second: UnprovedPolicy) -> HTML {
        if comparison.duties.isEmpty { return "" }
        let rows: [[HTML]] = comparison.duties.map { duty in
            let words = (second.obligations + first.obligations).first { $0.id == duty.obligation }?.words ?? duty.obligation
            return ["\(words)", InWords.number(duty.onlyFirst), InWords.number(duty.onlySecond)]
        }
        return Parts.table(
            "Duties that only one of them asks for, by situations", heads: ["Duty", "Only the first", "Only the second"],
            rows: rows)
    }

    /// The groups of one page.
    static func groups(
        _ comparison: Comparison, _ first: UnprovedPolicy, _ second: UnprovedPolicy, _ pages: Paging
    ) -> HTML {
        let rows: [[HTML]] = pages.range.map { place in
            let one = comparison.cases[place]
            let example = Parts.details("One such situation", InWords.story(one.story, comparison.facts))
            return [
                "\(place + 1). \(InWords.number(one.count)) (\(Share(one.count, of: comparison.of).words))",
                rule(one.first, first), rule(one.second, second), "\(when(one.when))\(example)",
            ]
        }
        return Parts.table(
            "Groups \(pages.range.lowerBound + 1) to \(pages.range.upperBound) of \(comparison.cases.count)",
            heads: ["Situations", "First policy", "Second policy", "When"], rows: rows)
    }

    private static func rule(_ rule: Rule, _ policy: UnprovedPolicy) -> HTML {
        "<strong>\(InWords.outcome(rule.then, policy))</strong><p>\(rule.words)</p><p>\(InWords.clauses(rule.because))</p>"
    }

    private static func when(_ limits: [(fact: Fact, choices: [String])]) -> HTML {
        if limits.isEmpty { return "<p>No question is limited.</p>" }
        return Parts.list(limits.map { fact, left in "\(fact.ask) <strong>\(limit(fact, left))</strong>" })
    }

    /// The answers that are left, or where that is shorter those that are not.
    private static func limit(_ fact: Fact, _ left: [String]) -> String {
        let gone = fact.choices.filter { !left.contains($0.name) }
        if gone.count < left.count { return "Anything but " + InWords.either(gone.map { "“\($0.words)”" }) }
        if left.count == 1 { return left.map { fact.words(for: Answer($0)) }.joined() }
        return InWords.either(left.map { "“\(fact.words(for: Answer($0)))”" })
    }
}
