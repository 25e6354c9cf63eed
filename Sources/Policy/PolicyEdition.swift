import Crypto

/// One edition of a policy, proved: no situation is left without advice, and none breaks a safety promise.
public struct PolicyEdition: Sendable {
    public let policy: UnprovedPolicy
    public let analysis: Analysis
    /// SHA-256 of the canonical text, in lower-case hexadecimal.
    public let fingerprint: String
    let compiled: Compiled
    /// What is advised before anything is known: every interview begins with it.
    let blankAdvice: Advice

    public var name: String { policy.name }
    public var title: String { policy.title }
    public var version: String { policy.version }

    /// - Throws: `Faults` with every gap, unreachable rule, contradiction and broken invariant, each with a case as
    ///   its witness. Such a policy must not be used.
    public init(proving policy: UnprovedPolicy) throws(Faults) {
        let (compiled, analysis) = try Self.compile(policy)
        let faults = analysis.faults(in: policy)
        if !faults.isEmpty { throw Faults(faults) }
        self.init(policy, compiled, analysis)
    }

    /// A policy that is not proved, to try cases on. Nobody is advised from it.
    /// - Throws: `Faults` when it is too large.
    init(trying policy: UnprovedPolicy) throws(Faults) {
        let (compiled, analysis) = try Self.compile(policy)
        self.init(policy, compiled, analysis)
    }

    private init(_ policy: UnprovedPolicy, _ compiled: Compiled, _ analysis: Analysis) {
        self.policy = policy
        self.compiled = compiled
        blankAdvice = Self.advice(on: Situation(), policy, compiled)
        self.analysis = analysis
        fingerprint = SHA256.hash(data: Array(policy.canonicalText.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// The analysis of a policy, sound or not: by a diagram or, where that grows too large, by the solver.
    /// - Throws: `Faults` when it is too large for either.
    public static func analyse(_ policy: UnprovedPolicy) throws(Faults) -> Analysis {
        do {
            var built = try PolicyDiagram(policy)
            var analysis = try Analysis(policy, &built)
            analysis.nodes = built.builder.diagram.count
            return analysis
        } catch { return try analyseBySolving(policy) }
    }

    /// The same by the solver, which knows nothing of diagrams: a second opinion.
    /// - Throws: `Faults` when it gives up.
    public static func analyseBySolving(_ policy: UnprovedPolicy) throws(Faults) -> Analysis {
        do {
            return try Analysis(solving: policy)
        } catch {
            throw Faults([policy.tooLarge("the policy is too large to be proved", help: "divide it, or let rules share facts")])
        }
    }

    /// In how many possible situations each rule decides (then: no rule), counted by going through the situations
    /// and without any diagram; nil when that would take too long.
    public static func enumerate(_ policy: UnprovedPolicy, limit: Int = .max) -> (decided: [UInt128], possible: UInt128)? {
        Enumeration.counts(SlicedProgram(rulesOf: policy), of: policy.facts, limit: limit).map {
            (Array($0.dropLast()), $0[$0.count - 1])
        }
    }

    /// In how many possible situations an obligation is owed, counted in the same way.
    public static func enumerate(
        _ obligation: Obligation, of policy: UnprovedPolicy, limit: Int = .max
    ) -> UInt128? {
        Enumeration.counts(SlicedProgram(owed: obligation, of: policy), of: policy.facts, limit: limit)?.first
    }

    private static func compile(_ policy: UnprovedPolicy) throws(Faults) -> (Compiled, Analysis) {
        do {
            var built = try PolicyDiagram(policy)
            var analysis = try Analysis(policy, &built)
            let compiled = Compiled(policy, built)
            analysis.nodes = compiled.diagram.count
            return (compiled, analysis)
        } catch {
            throw Faults([
                policy.tooLarge("the policy is too large to be advised from", help: "divide it, or let rules share facts")
            ])
        }
    }

    /// What a clause says, in our words; nil when the policy does not describe it.
    public func clause(_ citation: Citation) -> Clause? { policy.clauses.first { $0.citation == citation } }

    /// An outcome with its words.
    public func outcome(_ id: Outcome.ID) -> Outcome? { policy.outcomes.first { $0.id == id } }

    public func step(_ id: Step.ID) -> Step? { policy.steps.first { $0.id == id } }
}

extension Analysis {
    func faults(in policy: UnprovedPolicy) -> [Fault] {
        var found: [Fault] = []
        if gapWitness != nil {
            found.append(
                Fault(
                    file: policy.file, line: 1, column: 1, words: policy.name,
                    message: "no rule decides \(gaps.map { "\($0)" } ?? "some") of the situations there can be",
                    help: gapWitness.map { "for example: " + Self.story($0) }))
        }
        for id in unreachable {
            found.append(
                policy.fault(
                    at: .rule(id), id,
                    "rule `\(id)` can never apply: "
                        + (shadows[id]?.isEmpty == false
                            ? "earlier rules decide every situation in which it holds" : "no situation meets it"),
                    help: "move it up, or remove it"))
        }
        for conflict in conflicts {
            found.append(
                policy.fault(
                    at: .rule(conflict.second), conflict.second,
                    "rules `\(conflict.first)` and `\(conflict.second)` hold in the same situations and advise differently",
                    help: "keep one of them"))
        }
        for id in idle {
            found.append(
                Fault(
                    file: policy.file, line: 1, column: 1, words: id.rawValue,
                    message: "the question `\(id)` changes neither the outcome nor an obligation, whatever its answer",
                    help: "take it out of the conditions"))
        }
        for id in neverDue {
            found.append(
                policy.fault(
                    at: .obligation(id), id, "obligation `\(id)` is never owed", help: "look at its condition and at `with`"))
        }
        for kept in invariants where !kept.holds {
            found.append(
                policy.fault(
                    at: .invariant(kept.invariant), kept.invariant, "invariant `\(kept.invariant)` does not hold",
                    help: kept.witness.map { "for example: " + Self.story($0) }))
        }
        return found
    }

    /// A situation in one line, without the answers that say nothing happened.
    public static func story(_ situation: Situation) -> String {
        let telling = situation.answers.filter { $0.value != .no && $0.value != .choice("none") && $0.value != .choice("nobody") }
        return telling.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
    }
}
