import Policy

/// What was proved of a policy, for those who answer for it.
enum ProofViews {
    static func page(_ edition: PolicyEdition) -> Page {
        Page(
            heading: "Proof report: \(edition.title)",
            content: """
                <p class="caption">Edition \(edition.version), from \(edition.policy.from). Fingerprint \
                <span class="ledger-code">\(edition.fingerprint)</span></p>\
                <p>Every situation that the policy’s questions can describe was put to it, not a sample. A policy in which \
                anything below were not as it should be is never used.</p>\(report(edition.policy, edition.analysis))
                """,
            back: Addresses.workbench(edition.name), wide: true)
    }

    /// In one line.
    static func summary(_ edition: PolicyEdition) -> String {
        let possible = edition.analysis.possibleSituations.map(PolicyViews.grouped) ?? "all"
        let promises = edition.policy.invariants.count
        return """
            \(edition.policy.rules.count) rules over \(possible) possible situations: no gap, no contradiction, \
            and \(promises == 1 ? "its one promise holds" : "all \(promises) promises hold") in every one
            """
    }

    /// The whole report, for a sound policy or one that is not.
    static func report(_ policy: UnprovedPolicy, _ analysis: Analysis) -> HTML {
        """
        \(Parts.summaryList(size(policy, analysis)))\
        <h2>What was looked for</h2>\(Parts.summaryList(findings(policy, analysis)))\
        <h2>A second opinion</h2>\(SecondOpinion(policy, analysis).words)\
        <h2>Its promises</h2>\(promises(policy, analysis))\
        <h2>Situations that cannot be</h2>\(constraints(policy))\
        <h2>How often each rule decides</h2>\(ProofTables.decides(policy, analysis))\
        <h2>Where the order of the rules decides</h2>\(ProofTables.overlaps(policy, analysis))
        """
    }

    private static func size(_ policy: UnprovedPolicy, _ analysis: Analysis) -> [Parts.Row] {
        let situations = PolicyViews.grouped(analysis.situations)
        let possible: HTML =
            analysis.possibleSituations.map { "\(PolicyViews.grouped($0)) of \(situations)" } ?? "Not counted, of \(situations)"
        return [
            .init(key: "Situations that can be", value: possible),
            .init(key: "Rules", value: "\(policy.rules.count)"), .init(key: "Questions", value: "\(policy.facts.count)"),
            .init(key: "Duties", value: "\(policy.obligations.count)"),
            .init(
                key: "Proved by",
                value: analysis.means == .diagram
                    ? "A diagram of all situations, with \(PolicyViews.grouped(UInt128(analysis.nodes))) nodes"
                    : "Refutation alone: nothing was counted"),
        ]
    }

    private static func findings(_ policy: UnprovedPolicy, _ analysis: Analysis) -> [Parts.Row] {
        func rule(_ id: Rule.ID) -> String { policy.rules.first { $0.id == id }?.words ?? id }
        func ask(_ id: Fact.ID) -> String { policy.facts.first { $0.id == id }?.ask ?? id.rawValue }
        let gap: HTML? = analysis.gapWitness.map { witness in
            let count = analysis.gaps.map(PolicyViews.grouped) ?? "Some"
            return "<p>\(count) situations. For example:</p>\(InWords.story(witness, policy.facts))"
        }
        let unreachable: [HTML] = analysis.unreachable.map { id in
            let earlier = analysis.shadows[id] ?? []
            let why: HTML =
                earlier.isEmpty
                ? "No situation meets it." : "Earlier rules decide wherever it holds:\(Parts.list(earlier.map { "\(rule($0))" }))"
            return "\(rule(id)) \(why)"
        }
        let unused: [HTML] = analysis.unused.map { id in
            let frames = analysis.idle.contains(id) ? "" : " It only says which situations cannot be."
            return "\(ask(id))\(frames)"
        }
        return [
            .init(key: "Situations that no rule decides", value: gap ?? "None"),
            .init(key: "Rules that can never apply", value: list(unreachable)),
            .init(
                key: "Rules that contradict each other",
                value: list(analysis.conflicts.map { "“\(rule($0.first))” and “\(rule($0.second))”" })),
            .init(
                key: "Duties that are never owed",
                value: list(
                    analysis.neverDue.map { id in "\(policy.obligations.first { $0.id == id }?.words ?? id)" })),
            .init(key: "Questions that change nothing", value: list(unused)),
        ]
    }

    private static func list(_ found: [HTML]) -> HTML { found.isEmpty ? "None" : Parts.list(found) }

    private static func promises(_ policy: UnprovedPolicy, _ analysis: Analysis) -> HTML {
        if policy.invariants.isEmpty { return "<p>It makes none.</p>" }
        let items: [HTML] = policy.invariants.map { promise in
            let kept = analysis.invariants.first { $0.invariant == promise.id }
            let result: HTML
            if kept?.holds == true {
                result = """
                    \(Parts.tag("Holds", .good)) It holds in every situation, and so in every partly known one, since the \
                    possible outcomes are exact.
                    """
            } else {
                let story = kept?.witness.map { InWords.story($0, policy.facts) }
                result = "\(Parts.tag("Does not hold", .danger)) For example:\(story)"
            }
            return
                "<p>\(promise.words) \(InWords.clauses(promise.because))</p><p class=\"hint\">When: \(promise.when.text)</p><div class=\"promise\">\(result)</div>"
        }
        return Parts.list(items)
    }

    private static func constraints(_ policy: UnprovedPolicy) -> HTML {
        if policy.constraints.isEmpty {
            return "<p>The policy rules none out: every combination of answers was put to it.</p>"
        }
        let items: [HTML] = policy.constraints.map { one in
            "\(one.words)<p class=\"hint\">Always: \(one.holds.text)</p>"
        }
        return """
            <p>These are assumptions. What they rule out was not proved, so read them as closely as the rules. If somebody’s \
            answers break one, they get the advice all the same, with a warning that the answers do not fit together.</p>\
            \(Parts.list(items))
            """
    }
}
