extension UnprovedPolicy {
    /// The policy in one fixed form, without comments and spacing: what its fingerprint is taken of. Two files with the
    /// same canonical text advise alike and say so in the same words.
    public var canonicalText: String {
        var lines = ["policy \(name)", "edition \(version)", "from \(from)", "title \(title)", "about \(about)"]
        if let confirm { lines.append("confirm \(confirm)") }
        lines += restsOn.map { "rests-on \($0)" }
        lines += sources.map { "source \($0.id) | \($0.title)" }
        lines += clauses.map { "clause \($0.citation) | \($0.says)" }
        lines += steps.map { "step \($0.id) | \($0.asks)" }
        for rule in rules {
            lines.append(
                "rule \(rule.id) | \(rule.step) | \(rule.when.text) | \(rule.then) | \(rule.words) | "
                    + Self.cited(rule.because) + (rule.confirm.map { " | confirm \($0)" } ?? ""))
        }
        for obligation in obligations {
            lines.append(
                "obligation \(obligation.id) | \(obligation.when.text) | \(Self.named(obligation.with)) | "
                    + "\(obligation.words) | \(Self.cited(obligation.because))")
        }
        lines += constraints.map { "constraint \($0.holds.text) | \($0.words)" }
        for invariant in invariants {
            let demand =
                switch invariant.demand {
                case .always(let outcomes): "always \(Self.named(outcomes))"
                case .never(let outcomes): "never \(Self.named(outcomes))"
                case .obliges(let names, let with): "obliges \(names.joined(separator: ", ")) with \(Self.named(with))"
                }
            lines.append(
                "invariant \(invariant.id) | \(invariant.when.text) | \(demand) | \(invariant.words) | \(Self.cited(invariant.because))"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cited(_ citations: [Citation]) -> String { citations.map(\.description).joined(separator: "; ") }

    private static func named(_ outcomes: Set<Outcome.ID>?) -> String {
        outcomes.map { $0.map(\.rawValue).sorted().joined(separator: ", ") } ?? "any"
    }
}
