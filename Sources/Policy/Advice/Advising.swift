extension PolicyEdition {
    /// What the policy advises. Total and exact: a loaded policy cannot fail, `possible` names every outcome that the
    /// open questions could lead to and no other, and an unknown is never taken for a no.
    public func advice(on situation: Situation) -> Advice {
        if situation.answers.isEmpty { return blankAdvice }
        return Self.advice(on: situation, policy, compiled)
    }

    /// What is already certain and still possible, and no more: `advice(on:)` without its explanation.
    public func certainty(_ answers: Answers) -> Certainty { compiled.certainty(answers) }

    static func advice(on situation: Situation, _ policy: UnprovedPolicy, _ compiled: Compiled) -> Advice {
        let answers = compiled.answers(situation)
        let certainty = compiled.certainty(answers)
        let roots = certainty.canBe ? compiled.bound : compiled.free
        let possible = compiled.outcomes(in: certainty.outcomes << UInt32(Diagram.End.firstOutcome))
        let outcome = certainty.isCertain ? possible.first : nil
        let rules = outcome == nil ? [] : compiled.possibleRules(roots.rule, answers)
        let deciding = rules.count == 1 ? rules[0] : rules.first { $0.when.condition.holds(in: situation) == true }
        let questions = OpenQuestions(compiled, answers, certainty)
        let urgent = policy.facts.first { $0.isUrgentGround && situation[$0.id] == .yes }?.id
        let open = policy.facts.indices.filter { situation[policy.facts[$0].id] == nil }
        let worthAsking = questions.worthAsking(open).map { policy.facts[$0].id }
        return Advice(
            outcome: outcome,
            possible: possible,
            rule: deciding,
            possibleRules: rules,
            because: unique((deciding.map { [$0] } ?? rules).flatMap(\.because)),
            restedOn: (deciding?.when.condition.facts ?? []).filter { situation[$0] != nil },
            obligations: policy.obligations.indices.filter { certainty.owed >> UInt64($0) & 1 == 1 }.map {
                policy.obligations[$0]
            },
            possibleObligations: policy.obligations.indices.filter { certainty.possiblyOwed >> UInt64($0) & 1 == 1 }
                .map { policy.obligations[$0] },
            next: urgent != nil && outcome != nil ? nil : worthAsking.first,
            open: worthAsking,
            notNeeded: questions.notNeeded(open).map { policy.facts[$0].id },
            unknownsThatMatter: policy.facts.indices.filter {
                situation[policy.facts[$0].id] == .notKnown && questions.canChangeOutcome($0)
            }.map { policy.facts[$0].id },
            urgent: urgent,
            broken: certainty.canBe ? [] : broken(policy, compiled, answers))
    }

    /// The constraints that the answers break; where they break several only together, all that they do not meet surely.
    private static func broken(_ policy: UnprovedPolicy, _ compiled: Compiled, _ answers: Answers) -> [Constraint] {
        let left = Remainder(compiled.diagram, from: compiled.constraints, under: answers).roots
        let all = Array(zip(policy.constraints, left))
        let surely = all.filter { $0.1 == Diagram.End.no }
        return (surely.isEmpty ? all.filter { $0.1 != Diagram.End.yes } : surely).map(\.0)
    }

    /// Which rule decides in a complete situation, and what is owed, by their numbers: the bare decision.
    public func decide(_ answers: Answers) -> Ruling {
        if compiled.table.isUsable { return compiled.table.decide(compiled.table.coding.word(answers)) }
        let end = compiled.diagram.end(from: compiled.free.rule, answers)
        let first = Diagram.End.firstOutcome + Diagram.NodeID(compiled.outcomes.count)
        return Ruling(rule: end < first ? -1 : Int(end - first), obligations: compiled.certainty(answers).owed)
    }

    /// How a complete situation is put into one word, and the table that decides such words; nil where the policy's
    /// conditions are too many for one.
    public var table: CubeTable? { compiled.table.isUsable ? compiled.table : nil }

    /// A situation's answers to the questions of this policy.
    public func answers(_ situation: Situation) -> Answers { compiled.answers(situation) }

    private static func unique(_ citations: [Citation]) -> [Citation] {
        var seen: Set<Citation> = []
        return citations.filter { seen.insert($0).inserted }
    }
}
