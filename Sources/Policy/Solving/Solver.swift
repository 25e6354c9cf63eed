/// Finds a way to make clauses true, or shows that there is none: a small conflict-driven clause-learning solver.
///
/// A literal is twice the number of its variable, plus one where it is denied.
struct Solver {
    typealias Literal = Int

    private var clauses: [[Literal]] = []
    private var watches: [[Int]] = []
    private var value: [Int8] = []
    private var level: [Int] = []
    private var reason: [Int] = []
    private var phase: [Int8] = []
    private var activity: [Double] = []
    private var trail: [Literal] = []
    private var trailLevels: [Int] = []
    private var propagated = 0
    private var bump = 1.0
    private var contradiction = false
    /// Conflicts met since it was made.
    private(set) var conflicts = 0

    mutating func variable() -> Literal {
        watches += [[], []]
        value.append(-1)
        level.append(0)
        reason.append(-1)
        phase.append(0)
        activity.append(0)
        return (value.count - 1) * 2
    }

    @inline(__always)
    private func holds(_ literal: Literal) -> Int8 {
        let value = value[literal >> 1]
        return value < 0 ? -1 : value ^ Int8(literal & 1)
    }

    /// Demands that one of the literals be true.
    mutating func add(_ clause: [Literal]) {
        backtrack(to: 0)
        var literals: [Literal] = []
        for literal in Set(clause) {
            if holds(literal) == 1 || clause.contains(literal ^ 1) { return }
            if holds(literal) < 0 { literals.append(literal) }
        }
        if literals.isEmpty { contradiction = true }
        if literals.count == 1 { assign(literals[0], because: -1) }
        if literals.count > 1 { watch(literals) }
    }

    @discardableResult
    private mutating func watch(_ clause: [Literal]) -> Int {
        clauses.append(clause)
        watches[clause[0]].append(clauses.count - 1)
        watches[clause[1]].append(clauses.count - 1)
        return clauses.count - 1
    }

    private mutating func assign(_ literal: Literal, because clause: Int) {
        value[literal >> 1] = Int8(1 - literal & 1)
        level[literal >> 1] = trailLevels.count
        reason[literal >> 1] = clause
        trail.append(literal)
    }

    /// Follows what is forced; the clause that cannot be met, if there is one.
    private mutating func propagate() -> Int? {
        while propagated < trail.count {
            let denied = trail[propagated] ^ 1
            propagated += 1
            var kept: [Int] = []
            let watching = watches[denied]
            for (position, index) in watching.enumerated() {
                if clauses[index][0] == denied { clauses[index].swapAt(0, 1) }
                let other = clauses[index][0]
                if holds(other) == 1 {
                    kept.append(index)
                    continue
                }
                if let next = (2..<max(2, clauses[index].count)).first(where: { holds(clauses[index][$0]) != 0 }) {
                    clauses[index].swapAt(1, next)
                    watches[clauses[index][1]].append(index)
                    continue
                }
                kept.append(index)
                if holds(other) == 0 {
                    watches[denied] = kept + watching[(position + 1)...]
                    return index
                }
                assign(other, because: index)
            }
            watches[denied] = kept
        }
        return nil
    }

    private mutating func backtrack(to wanted: Int) {
        guard trailLevels.count > wanted else { return }
        while trail.count > trailLevels[wanted] {
            let variable = trail.removeLast() >> 1
            phase[variable] = value[variable]
            value[variable] = -1
        }
        trailLevels.removeSubrange(wanted...)
        propagated = min(propagated, trail.count)
    }

    private mutating func raise(_ variable: Int) {
        activity[variable] += bump
        if activity[variable] > 1e100 {
            for index in activity.indices { activity[index] *= 1e-100 }
            bump *= 1e-100
        }
    }

    /// What the conflict teaches (first unique implication point), and the level to go back to.
    private mutating func learn(from conflict: Int) -> (clause: [Literal], level: Int) {
        var learned: [Literal] = []
        var seen = [Bool](repeating: false, count: value.count)
        var open = 0
        var clause = conflict
        var at = trail.count - 1
        var pivot: Literal?
        while true {
            for literal in clauses[clause] where literal != pivot && !seen[literal >> 1] && level[literal >> 1] > 0 {
                seen[literal >> 1] = true
                raise(literal >> 1)
                if level[literal >> 1] == trailLevels.count { open += 1 } else { learned.append(literal) }
            }
            while !seen[trail[at] >> 1] { at -= 1 }
            let literal = trail[at]
            at -= 1
            open -= 1
            if open == 0 {
                learned.insert(literal ^ 1, at: 0)
                break
            }
            pivot = literal
            clause = reason[literal >> 1]
        }
        bump /= 0.95
        guard learned.count > 1 else { return (learned, 0) }
        let second = (1..<learned.count).max { level[learned[$0] >> 1] < level[learned[$1] >> 1] } ?? 1
        learned.swapAt(1, second)
        return (learned, level[learned[1] >> 1])
    }

    /// Whether all clauses can be true with these literals. Nil when it took more than `limit` conflicts: nobody knows.
    mutating func isSatisfiable(with assumptions: [Literal] = [], limit: Int = .max) -> Bool? {
        backtrack(to: 0)
        if contradiction { return false }
        let before = conflicts
        while true {
            if let conflict = propagate() {
                conflicts += 1
                if conflicts - before > limit { return nil }
                if trailLevels.isEmpty {
                    contradiction = true
                    return false
                }
                let (clause, back) = learn(from: conflict)
                backtrack(to: back)
                assign(clause[0], because: clause.count > 1 ? watch(clause) : -1)
            } else if trailLevels.count < assumptions.count {
                let wanted = assumptions[trailLevels.count]
                if holds(wanted) == 0 { return false }
                trailLevels.append(trail.count)
                if holds(wanted) < 0 { assign(wanted, because: -1) }
            } else {
                var best = -1
                for variable in value.indices where value[variable] < 0 && (best < 0 || activity[variable] > activity[best]) {
                    best = variable
                }
                if best < 0 { return true }
                trailLevels.append(trail.count)
                assign(best * 2 + (phase[best] == 1 ? 0 : 1), because: -1)
            }
        }
    }

    /// Whether a literal is true in what was found last.
    func isTrue(_ literal: Literal) -> Bool { holds(literal) == 1 }
}
