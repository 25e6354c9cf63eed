/// A policy as clauses for the solver: a variable for each choice of each fact, exactly one of which is true.
struct Clauses {
    typealias Literal = Solver.Literal

    private(set) var solver = Solver()
    private let facts: [Fact]
    private let choices: [[Literal]]
    private let yes: Literal
    private var written: [Condition: Literal] = [:]

    init(_ facts: [Fact]) {
        self.facts = facts
        var solver = Solver()
        yes = solver.variable()
        solver.add([yes])
        var choices: [[Literal]] = []
        for fact in facts {
            let literals = fact.choices.map { _ in solver.variable() }
            solver.add(literals)
            for a in literals.indices { for b in literals[(a + 1)...] { solver.add([literals[a] ^ 1, b ^ 1]) } }
            choices.append(literals)
        }
        self.solver = solver
        self.choices = choices
    }

    mutating func literal(_ condition: Condition) -> Literal {
        if let same = written[condition] { return same }
        let whole: Literal =
            switch condition {
            case .always: yes
            case .test(let id, let values):
                if let place = facts.firstIndex(where: { $0.id == id }) {
                    any(zip(facts[place].choices, choices[place]).filter { values.contains($0.0.name) }.map(\.1))
                } else {
                    yes ^ 1
                }
            case .not(let inner): literal(inner) ^ 1
            case .all(let parts): all(parts.map { literal($0) })
            case .any(let parts): any(parts.map { literal($0) })
            }
        written[condition] = whole
        return whole
    }

    /// A literal that is true when one of these is.
    mutating func any(_ literals: [Literal]) -> Literal { all(literals.map { $0 ^ 1 }) ^ 1 }

    /// A literal that is true when all of these are.
    mutating func all(_ literals: [Literal]) -> Literal {
        if literals.isEmpty { return yes }
        if literals.count == 1 { return literals[0] }
        let whole = solver.variable()
        for literal in literals { solver.add([whole ^ 1, literal]) }
        solver.add(literals.map { $0 ^ 1 } + [whole])
        return whole
    }

    mutating func require(_ literal: Literal) { solver.add([literal]) }

    /// A situation in which all of these are true, as the index of the choice of each fact; nil where there is none.
    /// - Throws: `DiagramBuilder.TooLarge` when the search took too long.
    mutating func situation(_ literals: [Literal], limit: Int) throws(DiagramBuilder.TooLarge) -> [Int?]? {
        switch solver.isSatisfiable(with: literals, limit: limit) {
        case nil: throw DiagramBuilder.TooLarge()
        case false?: return nil
        case true?: return choices.map { literals in literals.firstIndex { solver.isTrue($0) } }
        }
    }
}
