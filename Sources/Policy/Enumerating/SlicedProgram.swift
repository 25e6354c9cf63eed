/// Conditions as a straight line of `and`, `or` and `not` over planes of bits: one plane for each choice of each fact, a
/// bit of it for each situation. Equal parts are written once.
///
/// It knows nothing of decision diagrams, so what it counts is a second opinion on what they count.
struct SlicedProgram {
    enum Step: Hashable {
        case no, yes
        /// The situations in which this fact has this choice.
        case choice(place: Int, index: Int)
        case not(Int)
        case and(Int, Int)
        case or(Int, Int)
    }

    /// What a step says; steps only speak of earlier ones. The first two are `no` and `yes`.
    private(set) var steps: [Step] = [.no, .yes]
    private var known: [Step: Int] = [.no: 0, .yes: 1]
    var outputs: [Int] = []

    mutating func add(_ step: Step) -> Int {
        switch step {
        case .no: return 0
        case .yes: return 1
        case .not(0): return 1
        case .not(1): return 0
        case .not(let a): if case .not(let inner) = steps[a] { return inner }
        case .and(let a, let b):
            if a == 0 || b == 0 { return 0 }
            if a == 1 || a == b { return b }
            if b == 1 { return a }
            if a > b { return add(.and(b, a)) }
        case .or(let a, let b):
            if a == 1 || b == 1 { return 1 }
            if a == 0 || a == b { return b }
            if b == 0 { return a }
            if a > b { return add(.or(b, a)) }
        case .choice: break
        }
        if let same = known[step] { return same }
        steps.append(step)
        known[step] = steps.count - 1
        return steps.count - 1
    }

    mutating func add(_ condition: Condition, of facts: [Fact]) -> Int {
        switch condition {
        case .always: return 1
        case .test(let id, let values):
            guard let place = facts.firstIndex(where: { $0.id == id }) else { return 0 }
            return facts[place].choices.indices.filter { values.contains(facts[place].choices[$0].name) }
                .reduce(0) { add(.or($0, add(.choice(place: place, index: $1)))) }
        case .not(let inner): return add(.not(add(inner, of: facts)))
        case .all(let parts): return parts.reduce(1) { add(.and($0, add($1, of: facts))) }
        case .any(let parts): return parts.reduce(0) { add(.or($0, add($1, of: facts))) }
        }
    }

    /// For each rule the situations that can be and in which it decides, then those in which no rule does, then all
    /// that can be.
    init(rulesOf policy: UnprovedPolicy) {
        var possible = 1
        for constraint in policy.constraints {
            possible = add(.and(possible, add(constraint.holds.condition, of: policy.facts)))
        }
        var left = possible
        for rule in policy.rules {
            let holds = add(rule.when.condition, of: policy.facts)
            outputs.append(add(.and(left, holds)))
            left = add(.and(left, add(.not(holds))))
        }
        outputs += [left, possible]
    }

    /// The situations that can be and in which an obligation is owed.
    init(owed obligation: Obligation, of policy: UnprovedPolicy) {
        self.init(rulesOf: policy)
        let decided = outputs
        let among = policy.rules.indices.filter { obligation.with?.contains(policy.rules[$0].then) ?? true }
            .reduce(obligation.with == nil ? decided[policy.rules.count] : 0) { add(.or($0, decided[$1])) }
        outputs = [add(.and(among, add(obligation.when.condition, of: policy.facts)))]
    }

    /// What is left of it when one fact is known; only what the outputs need.
    func knowing(_ place: Int, is choice: Int) -> SlicedProgram { rewritten(place, choice) }

    /// Without the steps that no output needs.
    var needed: SlicedProgram { rewritten(-1, 0) }

    private func rewritten(_ place: Int, _ choice: Int) -> SlicedProgram {
        var wanted = [Bool](repeating: false, count: steps.count)
        for output in outputs { wanted[output] = true }
        for index in steps.indices.reversed() where wanted[index] {
            switch steps[index] {
            case .not(let a): wanted[a] = true
            case .and(let a, let b), .or(let a, let b):
                wanted[a] = true
                wanted[b] = true
            default: break
            }
        }
        var small = SlicedProgram()
        var moved = [Int](repeating: 0, count: steps.count)
        for index in steps.indices where wanted[index] {
            switch steps[index] {
            case .choice(place, let at): moved[index] = at == choice ? 1 : 0
            case .not(let a): moved[index] = small.add(.not(moved[a]))
            case .and(let a, let b): moved[index] = small.add(.and(moved[a], moved[b]))
            case .or(let a, let b): moved[index] = small.add(.or(moved[a], moved[b]))
            case let plain: moved[index] = small.add(plain)
            }
        }
        small.outputs = outputs.map { moved[$0] }
        return small
    }

    private init() {}

    /// The places of the facts of which it speaks.
    var places: [Int] {
        var found: Set<Int> = []
        for case .choice(let place, _) in steps { found.insert(place) }
        return found.sorted()
    }
}
