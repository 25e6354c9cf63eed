import Yams

extension UnprovedPolicy {
    /// Reads a policy file.
    /// - Throws: `Faults` with everything that is wrong in it, each with file, line, column and the words.
    public init(reading text: String, from file: String, vocabulary: Vocabulary) throws(Faults) {
        var reader = PolicyReader(file: file, vocabulary: vocabulary)
        guard let policy = reader.policy(text) else { throw Faults(reader.faults) }
        self = policy
    }
}

private struct PolicyReader {
    private static let keys = [
        "policy", "title", "edition", "from", "about", "confirm", "rests-on", "sources", "clauses", "steps", "rules",
        "obligations", "constraints", "invariants",
    ]

    static let mostRules = 120
    /// A bit each in a word.
    static let mostObligations = 64

    let vocabulary: Vocabulary
    private var reader: ContentReader
    private var sources: [CitedSource] = []
    private var clauseNames: Set<String> = []
    private var places: [UnprovedPolicy.Place: (line: Int, column: Int)] = [:]

    var faults: [Fault] { reader.faults }

    init(file: String, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        reader = ContentReader(file: file)
    }

    mutating func policy(_ text: String) -> UnprovedPolicy? {
        guard let root = reader.open(text) else { return nil }
        reader.expect(Self.keys, in: root)
        let name = reader.text("policy", in: root)
        let from = reader.text("from", in: root)
        checkDate(from, in: root)
        sources = reader.sources(in: root)
        let clauses = self.clauses(root)
        let steps = self.steps(root)
        let rules = self.rules(root, steps: Set(steps.map(\.id)))
        let obligations = self.obligations(root)
        let constraints = self.constraints(root)
        let invariants = self.invariants(root, obligations: obligations.map(\.id))
        let title = reader.text("title", in: root)
        let version = reader.text("edition", in: root)
        let about = reader.text("about", in: root)
        let confirm = reader.optionalText("confirm", in: root)
        let restsOn = reader.texts("rests-on", in: root).map(\.text)
        for step in steps where !rules.contains(where: { $0.step == step.id }) && reader.faults.isEmpty {
            reader.add(at: root, "no rule belongs to step `\(step.id)`", help: "remove the step", words: step.id)
        }
        let asked = facts(rules: rules, obligations: obligations, constraints: constraints, invariants: invariants)
        let bits = asked.reduce(0) { $0 + Int.bitWidth - ($1.choices.count - 1).leadingZeroBitCount }
        if bits > 64 {
            reader.add(
                at: root, "the questions of the policy have more than 64 bits of answers", help: "divide the policy", words: name)
        }
        guard reader.faults.isEmpty else { return nil }
        return UnprovedPolicy(
            name: name, title: title, version: version, from: from, about: about, confirm: confirm, restsOn: restsOn,
            sources: sources, clauses: clauses, steps: steps, rules: rules, obligations: obligations,
            constraints: constraints, invariants: invariants,
            facts: asked,
            outcomes: vocabulary.outcomes.filter { outcome in rules.contains { $0.then == outcome.id } },
            file: reader.file, places: places)
    }

    private mutating func checkDate(_ text: String, in root: Node) {
        let digits = text.split(separator: "-", omittingEmptySubsequences: false)
        let parts = digits.map { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) ?? 0 : 0 }
        let sound = digits.map(\.utf8.count) == [4, 2, 2] && Self.isDay(parts[0], parts[1], parts[2])
        if !text.isEmpty, !sound, let place = reader.node("from", in: root) {
            reader.add(at: place, "`\(text)` is no date", help: "write year-month-day, such as 2026-11-01")
        }
    }

    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return year > 0 && (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
    }

    private mutating func clauses(_ root: Node) -> [Clause] {
        reader.entries("clauses", in: root).compactMap { entry in
            reader.expect(["clause", "says"], in: entry)
            let name = reader.text("clause", in: entry)
            reader.unique(name, at: entry, among: &clauseNames, "a clause")
            let says = reader.text("says", in: entry)
            guard let citation = Citation(name, sources: sources.map(\.id)) else {
                if !name.isEmpty {
                    reader.add(
                        at: entry, "`\(name)` belongs to no declared source", help: "declare it under `sources`", words: name)
                }
                return nil
            }
            return Clause(citation: citation, says: says)
        }
    }

    private mutating func steps(_ root: Node) -> [Step] {
        var seen: Set<String> = []
        return reader.entries("steps", in: root).map { entry in
            reader.expect(["step", "asks"], in: entry)
            let id = reader.text("step", in: entry)
            reader.unique(id, at: entry, among: &seen, "a step")
            return Step(id: id, asks: reader.text("asks", in: entry))
        }
    }

    private mutating func note(_ place: UnprovedPolicy.Place, _ node: Node) {
        places[place] = (node.mark?.line ?? 1, node.mark?.column ?? 1)
    }

    private mutating func rules(_ root: Node, steps: Set<String>) -> [Rule] {
        var seen: Set<String> = []
        let found = reader.entries("rules", in: root).compactMap { entry -> Rule? in
            reader.expect(["rule", "step", "when", "then", "words", "because", "confirm"], in: entry)
            let id = reader.text("rule", in: entry)
            reader.unique(id, at: entry, among: &seen, "a rule")
            note(.rule(id), entry)
            let step = reader.text("step", in: entry)
            if !step.isEmpty, !steps.contains(step), let place = reader.node("step", in: entry) {
                reader.add(
                    at: place, "there is no step `\(step)`", help: nearest(to: step, among: steps).map { "did you mean `\($0)`?" }
                )
            }
            let when = reader.condition("when", in: entry, vocabulary)
            let then = outcomes("then", in: entry, single: true).first
            let words = reader.text("words", in: entry)
            let because = citations(entry)
            guard let when, let then else { return nil }
            return Rule(
                id: id, step: step, when: when, then: then, words: words, because: because,
                confirm: reader.optionalText("confirm", in: entry))
        }
        limit(found, Self.mostRules, "rules", root)
        if Set(found.map(\.then)).count > Diagram.End.outcomeLimit {
            reader.add(
                at: root, "there are more than \(Diagram.End.outcomeLimit) outcomes", help: "divide the policy", words: "rules")
        }
        return found
    }

    private mutating func limit(_ found: [some Any], _ most: Int, _ what: String, _ root: Node) {
        if found.count > most {
            reader.add(at: root, "there are more than \(most) \(what)", help: "divide the policy", words: what)
        }
    }

    private mutating func citations(_ entry: Node) -> [Citation] {
        reader.citations("because", in: entry, sources: sources, clauses: clauseNames)
    }

    private mutating func obligations(_ root: Node) -> [Obligation] {
        var seen: Set<String> = []
        let found = reader.entries("obligations", in: root).compactMap { entry -> Obligation? in
            reader.expect(["obligation", "when", "with", "words", "because"], in: entry)
            let id = reader.text("obligation", in: entry)
            reader.unique(id, at: entry, among: &seen, "an obligation")
            note(.obligation(id), entry)
            let when = reader.condition("when", in: entry, vocabulary)
            let with = reader.has("with", in: entry) ? Set(outcomes("with", in: entry)) : nil
            let words = reader.text("words", in: entry)
            let because = citations(entry)
            guard let when else { return nil }
            return Obligation(id: id, when: when, with: with, words: words, because: because)
        }
        limit(found, Self.mostObligations, "obligations", root)
        return found
    }

    private mutating func constraints(_ root: Node) -> [Constraint] {
        var found: [Constraint] = []
        for (index, entry) in reader.entries("constraints", in: root, required: false).enumerated() {
            reader.expect(["holds", "words"], in: entry)
            note(.constraint(index), entry)
            let words = reader.text("words", in: entry)
            if let holds = reader.condition("holds", in: entry, vocabulary) {
                found.append(Constraint(holds: holds, words: words))
            }
        }
        return found
    }

    private mutating func invariants(_ root: Node, obligations: [String]) -> [Invariant] {
        var seen: Set<String> = []
        return reader.entries("invariants", in: root).compactMap { entry in
            reader.expect(["invariant", "when", "always", "never", "obliges", "with", "words", "because"], in: entry)
            let id = reader.text("invariant", in: entry)
            reader.unique(id, at: entry, among: &seen, "an invariant")
            note(.invariant(id), entry)
            let when = reader.condition("when", in: entry, vocabulary)
            let demand = self.demand(entry, id: id, obligations: obligations)
            let words = reader.text("words", in: entry)
            let because = citations(entry)
            guard let when, let demand else { return nil }
            return Invariant(id: id, when: when, demand: demand, words: words, because: because)
        }
    }

    private mutating func demand(_ entry: Node, id: String, obligations: [String]) -> Invariant.Demand? {
        let given = ["always", "never", "obliges"].filter { reader.has($0, in: entry) }
        guard given.count == 1 else {
            reader.add(
                at: entry, "an invariant demands one thing: `always`, `never` or `obliges`",
                help: "divide it in two if it demands more", words: id)
            return nil
        }
        if given[0] == "always" { return .always(Set(outcomes("always", in: entry))) }
        if given[0] == "never" { return .never(Set(outcomes("never", in: entry))) }
        let names = reader.texts("obliges", in: entry)
        for (name, place) in names where !obligations.contains(name) {
            reader.add(
                at: place, "there is no obligation `\(name)`",
                help: nearest(to: name, among: obligations).map { "did you mean `\($0)`?" })
        }
        return .obliges(names.map(\.text), with: reader.has("with", in: entry) ? Set(outcomes("with", in: entry)) : nil)
    }

    private mutating func outcomes(_ key: String, in entry: Node, single: Bool = false) -> [Outcome.ID] {
        let named: [(text: String, node: Node)]
        if single {
            let text = reader.text(key, in: entry)
            named = text.isEmpty ? [] : reader.node(key, in: entry).map { [(text, $0)] } ?? []
        } else {
            named = reader.texts(key, in: entry)
        }
        return named.compactMap { text, place in
            guard vocabulary[Outcome.ID(text)] == nil else { return Outcome.ID(text) }
            reader.add(
                at: place, "there is no outcome `\(text)`",
                help: nearest(to: text, among: vocabulary.outcomes.map(\.id.rawValue)).map { "did you mean `\($0)`?" })
            return nil
        }
    }

    private func facts(
        rules: [Rule], obligations: [Obligation], constraints: [Constraint], invariants: [Invariant]
    ) -> [Fact] {
        let conditions =
            rules.map(\.when) + obligations.map(\.when) + constraints.map(\.holds) + invariants.map(\.when)
        var seen: Set<Fact.ID> = []
        return conditions.flatMap(\.condition.facts).filter { seen.insert($0).inserted }.compactMap { vocabulary[$0] }
    }
}
