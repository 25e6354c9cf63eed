import Policy

enum PolicyViews {
    static func page(_ edition: PolicyEdition) -> Page {
        let policy = edition.policy
        let contents: [HTML] = policy.steps.map { "<a href=\"#step-\($0.id)\">\($0.asks)</a>" }
        let steps: [HTML] = policy.steps.map { step in
            let rules: [HTML] = policy.rules.filter { $0.step == step.id }.map { rule($0, edition) }
            return "<section><h3 id=\"step-\(step.id)\">\(step.asks)</h3>\(rules)</section>"
        }
        let obligations: [HTML] = policy.obligations.map { owed in
            """
            \(owed.words) <span class="clause">\(owed.because.map(\.description).joined(separator: "; "))</span>\
            <br><span class="hint">\(withOutcomes(owed, edition))when: \(owed.when.text)</span>
            """
        }
        let promises: [HTML] = policy.invariants.map {
            "\($0.words) <span class=\"clause\">\($0.because.map(\.description).joined(separator: "; "))</span>"
        }
        let constraints: [HTML] = policy.constraints.map { "\($0.words)" }
        let clauses: [HTML] = policy.clauses.map { "<strong>\($0.citation.description)</strong> – \($0.says)" }
        return Page(
            heading: policy.title,
            content: """
                \(confirm(policy))<p>\(policy.about)</p>\
                <p>\(Parts.link("The same as a flowchart", Addresses.flowchart(policy.name)))</p>\
                \(Parts.summaryList([
                    .init(key: "Edition", value: "\(policy.version), from \(policy.from)"),
                    .init(key: "Rests on", value: Parts.list(policy.restsOn.map { "\($0)" })),
                    .init(key: "Proved", value: "\(policy.rules.count) rules over \(edition.analysis.possibleSituations.map(grouped) ?? "all") possible situations: no gap, no contradiction, and all \(policy.invariants.count) promises below hold in every one"),
                    .init(key: "Fingerprint", value: "<span class=\"ledger-code\">\(edition.fingerprint)</span>"),
                ]))\
                <h2>The rules, in order</h2><p>The first rule that applies gives the advice.</p>\(Parts.list(contents, numbered: true))\(steps)\
                <h2>What must be done</h2><p>Every one that applies is owed.</p>\(Parts.list(obligations))\
                <h2>What this policy promises</h2>\(Parts.list(promises))\
                \(constraints.isEmpty ? "" : "<h2>Situations that cannot be</h2>\(Parts.list(constraints))" as HTML)\
                <h2>The clauses, in our words</h2>\(Parts.list(clauses))
                """,
            back: Addresses.help)
    }

    /// What a qualified person must still check.
    static func confirm(_ policy: UnprovedPolicy) -> HTML {
        policy.confirm.map {
            "\(Parts.warning("This policy is not confirmed: no qualified person has checked it yet."))\(Parts.details("What must still be confirmed", "<p>\($0)</p>"))"
        } ?? ""
    }

    private static func rule(_ rule: Rule, _ edition: PolicyEdition) -> HTML {
        """
        <div class="\(AdviceViews.tone(rule.then))"><p><strong>\(edition.outcome(rule.then)?.words ?? rule.then.rawValue)</strong> – \
        \(rule.words)</p><p class="hint">When: \(rule.when.text)</p>\
        <p class="clause">\(rule.because.map(\.description).joined(separator: "; "))\(rule.confirm.map { ". To be confirmed: \($0)" as HTML })</p></div>
        """
    }

    private static func withOutcomes(_ owed: Obligation, _ edition: PolicyEdition) -> String {
        guard let with = owed.with else { return "" }
        let words = edition.policy.outcomes.filter { with.contains($0.id) }.map(\.words)
        return "with “" + words.joined(separator: "”, “") + "”; "
    }

    /// A number with a comma between its thousands.
    static func grouped(_ number: UInt128) -> String {
        var groups: [Substring] = []
        var rest = Substring(String(number))
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return ([rest] + groups).joined(separator: ",")
    }

    static func flowchart(_ edition: PolicyEdition) -> Page {
        let steps: [HTML] = edition.policy.steps.map { step in
            let rules: [HTML] = edition.policy.rules.filter { $0.step == step.id }.map {
                "If \($0.words.prefix(1).lowercased() + $0.words.dropFirst()) <strong>\(edition.outcome($0.then)?.words ?? $0.then.rawValue)</strong>."
            }
            return "<strong>\(step.asks)</strong>\(Parts.list(rules))Otherwise go on."
        }
        return Page(
            heading: "Flowchart: \(edition.title)",
            content: """
                <p>Drawn from the rules themselves, from top to bottom. Each box is a step; to its right stands what each of its rules \
                leads to. \(Parts.link("Read the rules with their clauses", Addresses.policy(edition.name)))</p>\
                \(Flowchart(edition).drawing)\
                <h2>The same in words</h2>\(Parts.list(steps, numbered: true))
                """,
            back: Addresses.help, wide: true)
    }
}
