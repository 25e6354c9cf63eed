import Policy

/// A case of a policy, put to an edition.
struct TriedCase {
    let one: Case
    let advice: Advice
    /// What the edition answers otherwise than the case demands.
    let complaints: [String]

    init(_ one: Case, _ edition: PolicyEdition) {
        self.one = one
        advice = edition.advice(on: one.situation)
        complaints = one.complaints(of: edition)
    }

    var agrees: Bool { complaints.isEmpty }
}

enum CaseViews {
    static func page(_ edition: PolicyEdition, _ cases: [TriedCase], onlyDisagreeing: Bool) -> Page {
        let disagreeing = cases.filter { !$0.agrees }
        let shown = onlyDisagreeing ? disagreeing : cases
        let address = Addresses.policyCases(edition.name)
        let other =
            onlyDisagreeing
            ? Parts.link("Show all cases", address)
            : Parts.link("Show only those that disagree", address + "?only=disagreeing")
        let table: HTML =
            shown.isEmpty
            ? "<p>\(cases.isEmpty ? "This policy has no cases." : "No case disagrees." as HTML)</p>"
            : Parts.table(
                onlyDisagreeing ? "Cases that disagree" : "All cases",
                heads: ["Case", "Situation", "Advice that it must get", "Advice that it gets", "Result"],
                rows: shown.map { row($0, edition) })
        return Page(
            heading: "Cases of \(edition.title)",
            content: """
                <p>A case is an invented situation with the advice that it must get. They were all tried just now.</p>\
                <p><strong>\(count(cases.count, disagreeing.count))</strong></p><p>\(other)</p>\(table)
                """,
            back: Addresses.workbench(edition.name), wide: true)
    }

    private static func count(_ all: Int, _ disagreeing: Int) -> String {
        disagreeing == 0 ? "All \(all) cases agree." : "\(disagreeing) of \(all) cases disagree."
    }

    private static func row(_ tried: TriedCase, _ edition: PolicyEdition) -> [HTML] {
        let result: HTML =
            tried.agrees
            ? Parts.tag("Agrees", .good)
            : "\(Parts.tag("Disagrees", .danger))\(Parts.list(tried.complaints.map { "\($0)" }))"
        return ["\(tried.one.name)", "\(tried.one.story)", expected(tried.one, edition), got(tried.advice, edition), result]
    }

    private static func expected(_ one: Case, _ edition: PolicyEdition) -> HTML {
        let open = one.possible.map { possible -> HTML in
            // In the policy's order; what it cannot give at all stands last.
            let known = edition.policy.outcomes.map(\.id).filter { possible.contains($0) }
            let others = possible.subtracting(known).sorted { $0.rawValue < $1.rawValue }
            return "Not certain. Possible: \(InWords.outcomes(known + others, edition.policy))"
        }
        let certain = one.advice.map { advice -> HTML in
            "\(InWords.outcome(advice, edition.policy))\(one.rule.map { rule($0, edition) })"
        }
        return certain ?? open ?? ""
    }

    private static func got(_ advice: Advice, _ edition: PolicyEdition) -> HTML {
        guard let outcome = advice.outcome else {
            return "Not certain. Possible: \(InWords.outcomes(advice.possible, edition.policy))"
        }
        return "\(InWords.outcome(outcome, edition.policy))\(advice.rule.map { rule($0.id, edition) })"
    }

    private static func rule(_ id: Rule.ID, _ edition: PolicyEdition) -> HTML {
        " <span class=\"hint\">By the rule: \(edition.policy.rules.first { $0.id == id }?.words ?? id)</span>"
    }
}
