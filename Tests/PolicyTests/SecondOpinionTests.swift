import Testing

@testable import Policy

/// The diagram, the solver, the table of cubes and the count by enumeration know nothing of one another, and agree.
@Suite struct SecondOpinionTests {
    /// Those of which every situation is counted within seconds; `discretion benchmark` counts larger ones too.
    @Test(arguments: ["manchester-settlement-2016", "nottingham-2016", "rochdale-2018"])
    func `going through every situation counts what the diagram counts`(name: String) throws {
        let edition = try #require(try Content.library.get()[name])
        let counted = try #require(PolicyEdition.enumerate(edition.policy))
        #expect(counted.possible > 5_000_000_000)
        #expect(edition.analysis.possibleSituations == counted.possible)
        #expect(counted.decided.last == 0, "no situation is left without a rule")
        for (rule, count) in zip(edition.policy.rules, counted.decided) {
            #expect(edition.analysis.decides[rule.id] == count, "\(rule.id)")
        }
        #expect(counted.decided.reduce(0, +) == counted.possible)
    }

    @Test(arguments: ["manchester-settlement-2016", "nottingham-2016"])
    func `each obligation is owed in as many situations as the diagram says`(name: String) throws {
        let policy = try #require(try Content.library.get()[name]).policy
        var built = try PolicyDiagram(policy)
        for (obligation, root) in zip(policy.obligations, built.owed) {
            let due = try built.builder.and(built.possible, root)
            #expect(
                PolicyEdition.enumerate(obligation, of: policy) == built.builder.diagram.counts(from: due)[Int(Diagram.End.yes)],
                "\(obligation.id)")
        }
    }

    @Test(arguments: [
        "england-2026", "expect-2019", "manchester-settlement-2016", "nottingham-2016", "rochdale-2018", "stockport-2009",
    ])
    func `the solver finds what the diagram finds, in the policy and in its mutants`(name: String) throws {
        let policy = try #require(try Content.library.get()[name]).policy
        // Some of the mutants, and all the policy itself.
        let tried = [policy] + MutationTests.mutants(of: policy).enumerated().filter { $0.offset % 24 == 5 }.map(\.element.1)
        var unsound = 0
        for one in tried {
            let diagram = try PolicyEdition.analyse(one)
            let solver = try PolicyEdition.analyseBySolving(one)
            #expect(diagram.means == .diagram && solver.means == .solver)
            #expect((diagram.gapWitness == nil) == (solver.gapWitness == nil))
            #expect(diagram.unreachable == solver.unreachable)
            #expect(diagram.neverDue == solver.neverDue)
            #expect(Set(diagram.overlaps) == Set(solver.overlaps))
            #expect(Set(diagram.conflicts) == Set(solver.conflicts))
            #expect(diagram.invariants.map(\.holds) == solver.invariants.map(\.holds))
            let plain = PlainMeaning(policy: one)
            for witness in [diagram.gapWitness, solver.gapWitness].compactMap({ $0 }) {
                #expect(plain.canBe(witness) && plain.rule(witness) == nil, "a witness of a gap is one")
            }
            if !diagram.isSound { unsound += 1 }
        }
        #expect(unsound >= 3)
    }

    @Test func `the table decides as the diagram does, and so does the replay of what was asked`() throws {
        var random = FixedRandom(17)
        for edition in try Content.library.get().editions {
            let plain = PlainMeaning(policy: edition.policy)
            let replay = try #require(Replay(under: edition))
            #expect(edition.table != nil)
            for _ in 0..<400 {
                let whole = edition.answers(plain.random(&random))
                let end = edition.compiled.diagram.end(from: edition.compiled.free.rule, whole)
                let first = Int(Diagram.End.firstOutcome) + edition.outcomes.count
                #expect(edition.decide(whole).rule == Int(end) - first)
                #expect(edition.decide(whole).obligations == edition.certainty(whole).owed)
                var partly = whole
                for place in edition.policy.facts.indices where random.next(upperBound: UInt64(3)) == 0 { partly[place] = nil }
                let certainty = edition.certainty(partly)
                let expected = certainty.isCertain ? certainty.outcomes.trailingZeroBitCount : -1
                #expect(replay.outcome(replay.packed(partly)) == expected)
            }
        }
    }

    @Test func `every partly known situation of a small policy is counted as trying them counts`() throws {
        let edition = try Self.small()
        let found = try #require(PartlyKnown(edition))
        let plain = PlainMeaning(policy: edition.policy)
        var counts = [0, 0, 0]
        var all = [Situation()]
        for fact in edition.policy.facts {
            all = all.flatMap { one in
                [one]
                    + fact.choices.map { choice in
                        var more = one
                        more[fact.id] = .choice(choice.name)
                        return more
                    }
            }
        }
        for one in all {
            let outcomes = Set(plain.completions(one).filter { plain.canBe($0) }.compactMap { plain.outcome($0) })
            counts[min(outcomes.count, 2)] += 1
        }
        #expect(found.all == UInt128(all.count))
        #expect([found.impossible, found.certain, found.open] == counts.map { UInt128($0) })
        #expect(found.open > 0 && found.certain > 0 && found.impossible > 0)
    }

    /// The first rules of a real policy, cut to facts that can be tried out one by one.
    private static func small() throws -> PolicyEdition {
        let policy = try #require(try Content.library.get()["manchester-settlement-2016"]).policy
        let rules = Array(policy.rules.prefix(5))
        let spoken = Set((rules.map(\.when) + policy.constraints.map(\.holds)).flatMap(\.condition.facts))
        let facts = policy.facts.filter { spoken.contains($0.id) }
        return try PolicyEdition(trying: policy.with(rules: rules, obligations: []).asking(facts))
    }
}

extension UnprovedPolicy {
    func asking(_ facts: [Fact]) -> UnprovedPolicy {
        UnprovedPolicy(
            name: name, title: title, version: version, from: from, about: about, confirm: confirm, restsOn: restsOn,
            sources: sources, clauses: clauses, steps: steps, rules: rules, obligations: obligations, constraints: constraints,
            invariants: [], facts: facts, outcomes: outcomes, file: file, places: places)
    }
}
