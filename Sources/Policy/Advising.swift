extension PolicyEdition {
    /// What the policy advises. Total and exact: a loaded policy cannot fail, `possible` names every outcome that the
    /// open questions could lead to and no other, and an unknown is never taken for a no.
    public func advice(on situation: Situation) -> Advice {
        let known = compiled.known(situation)
        let masks = compiled.diagram.reachableEnds(known: known)
        let impossible: UInt128 = 1 << UInt128(Diagram.End.impossible)
        // Answers that break a constraint together are still answered, by the rules alone: better advice with a
        // warning than none.
        let fits = masks[Int(compiled.outcome)] != impossible
        let root = fits ? compiled.outcome : compiled.outcomeWithoutConstraints
        let owed = fits ? compiled.owed : compiled.owedWithoutConstraints
        let rules = compiled.rules(in: masks[Int(root)])
        let possible = outcomeOrder(rules)
        let outcome = possible.count == 1 ? possible[0] : nil
        let deciding = outcome == nil ? nil : decider(among: rules, in: situation)
        let relevance = Relevance(compiled, known: known, masks: masks)
        let forOutcome = outcome == nil ? relevance.levels(from: [root]) : []
        let relevant = forOutcome.union(relevance.levels(from: owed))
        let settling =
            fits
            ? compiled.settling(known: known, masks: masks, beside: outcome == nil ? forOutcome : relevant)
            : (outcome: [], any: [])
        let forAll = relevant.union(settling.any)
        let urgent = policy.facts.first { $0.isUrgentGround && situation[$0.id] == .yes }?.id
        let open = policy.facts.indices.filter { situation[policy.facts[$0].id] == nil }
        // What decides by itself is asked first; what only rules out other answers, when nothing else is left to ask.
        let direct = open.filter { (outcome == nil ? forOutcome : relevant).contains($0) }
        let indirect = open.filter { (outcome == nil ? settling.outcome : settling.any).contains($0) }
        let worthAsking = (direct.isEmpty ? indirect : direct).map { policy.facts[$0].id }
        let yes: UInt128 = 1 << UInt128(Diagram.End.yes)
        let no: UInt128 = 1 << UInt128(Diagram.End.no)
        return Advice(
            outcome: outcome,
            possible: possible,
            rule: deciding,
            possibleRules: rules,
            because: unique((deciding.map { [$0] } ?? (outcome == nil ? [] : rules)).flatMap(\.because)),
            restedOn: (deciding?.when.condition.facts ?? []).filter { situation[$0] != nil },
            obligations: zip(policy.obligations, owed).filter { masks[Int($1)] & yes != 0 && masks[Int($1)] & no == 0 }.map(\.0),
            possibleObligations: zip(policy.obligations, owed).filter { masks[Int($1)] & yes != 0 && masks[Int($1)] & no != 0 }
                .map(\.0),
            next: urgent != nil && outcome != nil ? nil : worthAsking.first,
            open: worthAsking,
            notNeeded: open.filter { !forAll.contains($0) }.map { policy.facts[$0].id },
            unknownsThatMatter: policy.facts.indices.filter {
                situation[policy.facts[$0].id] == .notKnown && forOutcome.contains($0)
            }.map { policy.facts[$0].id },
            urgent: urgent,
            broken: fits ? [] : broken(masks))
    }

    /// The constraints that the answers break; where they break several only together, all that they do not meet surely.
    private func broken(_ masks: [UInt128]) -> [Constraint] {
        let no: UInt128 = 1 << UInt128(Diagram.End.no)
        let all = Array(zip(policy.constraints, compiled.constraints))
        let surely = all.filter { masks[Int($1)] == no }
        return (surely.isEmpty ? all.filter { masks[Int($1)] & no != 0 } : surely).map(\.0)
    }

    /// Which rule decides in a complete situation, by the index of the choice of each fact of `policy.facts`: the bare
    /// decision, without its explanation.
    public func decidingRule(_ choices: [Int]) -> Rule? {
        let end = compiled.diagram.end(from: compiled.outcomeWithoutConstraints, choices)
        return end < Diagram.End.firstRule ? nil : compiled.rules[Int(end - Diagram.End.firstRule)]
    }

    /// The rule that may be named as the reason: it certainly holds, and every rule before it that might hold instead
    /// advises the same.
    private func decider(among possible: [Rule], in situation: Situation) -> Rule? {
        if possible.count == 1 { return possible[0] }
        return possible.first { $0.when.condition.holds(in: situation) == true }
    }

    private func outcomeOrder(_ rules: [Rule]) -> [Outcome.ID] {
        var seen: Set<Outcome.ID> = []
        return rules.map(\.then).filter { seen.insert($0).inserted }
    }

    private func unique(_ citations: [Citation]) -> [Citation] {
        var seen: Set<Citation> = []
        return citations.filter { seen.insert($0).inserted }
    }
}

/// Which open questions can still change where a diagram ends.
private struct Relevance {
    let compiled: Compiled
    let known: [Int?]
    let masks: [UInt128]
    private let groups: [UInt128]

    init(_ compiled: Compiled, known: [Int?], masks: [UInt128]) {
        self.compiled = compiled
        self.known = known
        self.masks = masks
        // Ends that come to the same: rules with one outcome.
        var byOutcome: [Outcome.ID: UInt128] = [:]
        for (index, rule) in compiled.rules.enumerated() {
            byOutcome[rule.then, default: 0] |= 1 << UInt128(Int(Diagram.End.firstRule) + index)
        }
        groups =
            [1 << UInt128(Diagram.End.no), 1 << UInt128(Diagram.End.yes), 1 << UInt128(Diagram.End.gap)]
            + byOutcome.values
    }

    /// The levels at which two possible situations that differ in nothing else end differently.
    func levels(from roots: [Diagram.NodeID]) -> Set<Int> {
        let diagram = compiled.diagram
        var reached = [Bool](repeating: false, count: diagram.count)
        for root in roots { reached[Int(root)] = true }
        var found: Set<Int> = []
        var memo: [Pair: Bool] = [:]
        for node in stride(from: diagram.count - 1, through: diagram.ends, by: -1) where reached[node] {
            let id = Diagram.NodeID(node)
            let level = Int(diagram.level[node])
            if let choice = known[level] {
                reached[Int(diagram.child(id, choice))] = true
                continue
            }
            for child in diagram.children(of: id) { reached[Int(child)] = true }
            if found.contains(level) { continue }
            let children = Array(diagram.children(of: id))
            let differs = children.indices.contains { i in
                children[(i + 1)...].contains { differ(children[i], $0, &memo) }
            }
            if differs { found.insert(level) }
        }
        return found
    }

    private struct Pair: Hashable {
        let a: Diagram.NodeID
        let b: Diagram.NodeID
    }

    private func differ(_ a: Diagram.NodeID, _ b: Diagram.NodeID, _ memo: inout [Pair: Bool]) -> Bool {
        if a == b { return false }
        let impossible: UInt128 = 1 << UInt128(Diagram.End.impossible)
        let left = masks[Int(a)] & ~impossible
        let right = masks[Int(b)] & ~impossible
        if left == 0 || right == 0 { return false }
        // All that either can come to is the same outcome.
        let both = left | right
        if groups.contains(where: { both & ~$0 == 0 }) { return false }
        let diagram = compiled.diagram
        if Int(a) < diagram.ends, Int(b) < diagram.ends { return true }
        let pair = Pair(a: min(a, b), b: max(a, b))
        if let answer = memo[pair] { return answer }
        let level = Int(min(diagram.level[Int(a)], diagram.level[Int(b)]))
        let choices = known[level].map { $0..<($0 + 1) } ?? 0..<diagram.choices[level]
        let answer = choices.contains { choice in
            differ(below(a, level, choice), below(b, level, choice), &memo)
        }
        memo[pair] = answer
        return answer
    }

    private func below(_ node: Diagram.NodeID, _ level: Int, _ choice: Int) -> Diagram.NodeID {
        Int(compiled.diagram.level[Int(node)]) == level ? compiled.diagram.child(node, choice) : node
    }
}
