/// Where two policies, or two editions of one, advise differently: every situation, grouped into cases by the two rules
/// that decide, which is the fewest groups in which both rules and both outcomes can be named.
public struct Comparison: Sendable {
    public struct Case: Sendable {
        public let first: Rule
        public let second: Rule
        /// How many situations.
        public let count: UInt128
        /// The facts whose answers are limited in all of them, with the answers that are left.
        public let when: [(fact: Fact, choices: [String])]
        /// One of them, whole; and of it only what leads there.
        public let witness: Situation
        public let story: Situation
    }

    /// An obligation that both editions of one policy have, or one of them, and that only one owes in some situations.
    public struct Duty: Sendable {
        public let obligation: Obligation.ID
        public let onlyFirst: UInt128
        public let onlySecond: UInt128
    }

    /// The questions of either.
    public let facts: [Fact]
    /// How many situations there are that the constraints of both leave, and in how many of them the outcomes differ.
    public let of: UInt128
    public let differ: UInt128
    /// The largest group first.
    public let cases: [Case]
    /// Only for two editions of one policy.
    public let duties: [Duty]

    /// Promises that only one of two editions of a policy makes, or that they word differently: a promise that is gone
    /// is no longer proved.
    public let promises: (onlyFirst: [Invariant], onlySecond: [Invariant])

    public var isSame: Bool { differ == 0 && duties.isEmpty }

    typealias End = Diagram.End
    typealias NodeID = Diagram.NodeID

    /// - Throws: `Faults` when the two together are too large to be compared.
    public init(_ first: UnprovedPolicy, _ second: UnprovedPolicy) throws(Faults) {
        do {
            try self.init(comparing: first, second)
        } catch {
            throw Faults([
                first.tooLarge(
                    "these two policies are too large to be compared", help: "compare editions that have more in common")
            ])
        }
    }

    private init(comparing first: UnprovedPolicy, _ second: UnprovedPolicy) throws(DiagramBuilder.TooLarge) {
        // The policy with more rules suffers most from an order of questions that is not its own.
        let facts =
            first.rules.count < second.rules.count
            ? Self.merged(second.facts, first.facts) : Self.merged(first.facts, second.facts)
        var built = try SideBySide(first, second, facts)
        let differing = try built.differing()
        of = built.count(built.possible)
        differ = built.count(differing)
        var duties: [Duty] = []
        if first.name == second.name {
            for id in Self.unique(first.obligations.map(\.id) + second.obligations.map(\.id)) {
                let (one, other) = try built.owed(id)
                let duty = Duty(obligation: id, onlyFirst: built.count(one), onlySecond: built.count(other))
                if duty.onlyFirst + duty.onlySecond > 0 { duties.append(duty) }
            }
        }
        self.duties = duties
        let editions = first.name == second.name
        promises = (
            editions ? first.invariants.filter { one in !second.invariants.contains { $0.promisesSame(as: one) } } : [],
            editions ? second.invariants.filter { one in !first.invariants.contains { $0.promisesSame(as: one) } } : []
        )
        self.facts = facts
        cases = try built.groups(differing).map { group in
            Case(
                first: first.rules[group.first], second: second.rules[group.second], count: group.count,
                when: zip(facts, group.allowed).compactMap { fact, allowed in
                    let left = fact.choices.indices.filter { allowed >> UInt16($0) & 1 == 1 }.map { fact.choices[$0].name }
                    return left.count < fact.choices.count ? (fact, left) : nil
                }, witness: Situation(calm: facts, group.path),
                story: Situation(facts, group.path))
        }.sorted { ($0.count, $1.first.id, $1.second.id) > ($1.count, $0.first.id, $0.second.id) }
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The questions of both: those of the second alone stand where the second asks them.
    private static func merged(_ first: [Fact], _ second: [Fact]) -> [Fact] {
        var all = first
        var at = 0
        for fact in second {
            if let place = all.firstIndex(where: { $0.id == fact.id }) {
                at = place + 1
            } else {
                all.insert(fact, at: at)
                at += 1
            }
        }
        return all
    }
}

extension Invariant {
    /// Whether both promise the same of the same situations, whatever they are called.
    fileprivate func promisesSame(as other: Invariant) -> Bool {
        when.condition == other.when.condition && demand == other.demand
    }
}
