import Policy

/// What a solver, which knows nothing of diagrams, finds of the same policy.
///
/// The proof goes through a diagram of every situation, and a fault in that would be a fault in the proof. The solver
/// looks for one counter-example after another, by refutation. Both must find the same.
struct SecondOpinion {
    /// On what the two do not agree; nil where the solver gave up.
    let differences: [String]?

    init(_ policy: UnprovedPolicy, _ first: Analysis) {
        guard let second = try? PolicyEdition.analyseBySolving(policy) else {
            differences = nil
            return
        }
        func kept(_ analysis: Analysis) -> [Invariant.ID: Bool] {
            Dictionary(analysis.invariants.map { ($0.invariant, $0.holds) }, uniquingKeysWith: { $0 && $1 })
        }
        let compared: [(String, Bool)] = [
            ("whether there is a gap", (first.gapWitness == nil) == (second.gapWitness == nil)),
            ("which rules can never apply", Set(first.unreachable) == Set(second.unreachable)),
            ("which rules contradict each other", Set(first.conflicts) == Set(second.conflicts)),
            ("between which rules the order decides", Set(first.overlaps) == Set(second.overlaps)),
            ("which duties are never owed", Set(first.neverDue) == Set(second.neverDue)),
            ("which promises hold", kept(first) == kept(second)),
        ]
        differences = compared.filter { !$0.1 }.map(\.0)
    }

    var words: HTML {
        let about: HTML = """
            <p>The proof was made with a diagram of all situations. Just now, for this page, a second engine was asked the same: \
            a solver, which knows nothing of that diagram and looks for counter-examples one after another.</p>
            """
        guard let differences else {
            return "\(about)<p>\(Parts.tag("It gave up", .caution)) The policy is too large for it.</p>"
        }
        if differences.isEmpty {
            return """
                \(about)<p>\(Parts.tag("It agrees", .good)) It finds the same on gaps, on rules that can never apply, on \
                contradictions, on pairs between which the order decides, on duties that are never owed, and on every promise.</p>
                """
        }
        return """
            \(about)\(Parts.warning("It does not agree. Do not rely on this policy until somebody has found out why."))\
            <p>They differ on:</p>\(Parts.list(differences.map { "\($0)" }))
            """
    }
}
