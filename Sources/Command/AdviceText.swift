import Policy

/// Advice as a person reads it at a terminal.
struct AdviceText: CustomStringConvertible {
    let edition: PolicyEdition
    let advice: Advice
    let vocabulary: Vocabulary

    var description: String {
        var lines = ["\(edition.title) (\(edition.name), edition \(edition.version))", ""]
        if let urgent = advice.urgent.flatMap({ vocabulary[$0] }) {
            lines += ["URGENT: \(urgent.ask) Yes.", "Act now to protect the person. Complete the record afterwards.", ""]
        }
        if let outcome = advice.outcome.flatMap({ vocabulary[$0] }) {
            lines += ["Advice: \(outcome.words) (\(outcome.id))", "  \(outcome.means)"]
        } else if advice.restsOnUnknowns {
            let matters = advice.unknownsThatMatter.compactMap { vocabulary[$0]?.ask }
            lines += ["Advice: Get advice before you decide.", "  What is not known decides it:"] + matters.map { "  - \($0)" }
        } else {
            lines += ["Not certain yet. Still possible:"]
        }
        if advice.outcome == nil { lines += advice.possible.compactMap { vocabulary[$0] }.map { "  - \($0.words) (\($0.id))" } }
        if let rule = advice.rule { lines += ["", "Because: \(rule.words) (\(rule.id))"] }
        lines += advice.because.map { citation in
            "  [\(citation)] " + (edition.clause(citation)?.says ?? "")
        }
        if !advice.obligations.isEmpty {
            lines += ["", "You must:"]
            lines += advice.obligations.map { "  - \($0.words) [\($0.because.map(\.description).joined(separator: "; "))]" }
        }
        if !advice.broken.isEmpty {
            lines += ["", "These answers do not fit together:"] + advice.broken.map { "  - \($0.words)" }
        }
        if let next = advice.next.flatMap({ vocabulary[$0] }) { lines += ["", "Next question: \(next.ask) (\(next.id))"] }
        if !advice.notNeeded.isEmpty {
            lines += ["", "You need not ask: " + advice.notNeeded.map(\.rawValue).joined(separator: ", ")]
        }
        return (lines + ["", "The decision is yours. If you decide otherwise, say why.", ""]).joined(separator: "\n")
    }
}
