import Yams

/// A situation and the advice that it must get.
public struct Case: Sendable {
    public let name: String
    public let story: String
    public let situation: Situation
    /// The outcome that must be certain; nil for a situation that is not yet settled.
    public let advice: Outcome.ID?
    public let rule: Rule.ID?
    public let obliges: [Obligation.ID]
    public let obligesNot: [Obligation.ID]
    /// For an unsettled situation: exactly the outcomes still possible.
    public let possible: Set<Outcome.ID>?

    /// What the policy answers otherwise than the case demands; empty when it agrees.
    public func complaints(of edition: PolicyEdition) -> [String] {
        let given = edition.advice(on: situation)
        var found: [String] = []
        if let advice, given.outcome != advice {
            found.append(
                "expected \(advice), got \(given.outcome?.rawValue ?? "one of " + given.possible.map(\.rawValue).joined(separator: ", "))"
            )
        }
        if let rule, given.rule?.id != rule { found.append("expected rule \(rule), got \(given.rule?.id ?? "none certain")") }
        let owed = Set(given.obligations.map(\.id))
        for id in obliges where !owed.contains(id) { found.append("expected obligation \(id)") }
        let due = owed.union(given.possibleObligations.map(\.id))
        for id in obligesNot where due.contains(id) { found.append("did not expect obligation \(id)") }
        if let possible, Set(given.possible) != possible {
            found.append("expected possible \(possible.map(\.rawValue).sorted()), got \(given.possible.map(\.rawValue).sorted())")
        }
        if !given.broken.isEmpty {
            found.append("the situation cannot be: \(given.broken.map(\.holds.text).joined(separator: "; "))")
        }
        return found
    }

    /// Reads the cases of a policy.
    /// - Throws: `Faults` with everything that is wrong in the file.
    public static func read(
        _ text: String, from file: String, policy: UnprovedPolicy, vocabulary: Vocabulary
    ) throws(Faults) -> [Case] {
        var reader = ContentReader(file: file)
        guard let root = reader.open(text) else { throw Faults(reader.faults) }
        reader.expect(["policy", "cases"], in: root)
        let name = reader.text("policy", in: root)
        if !name.isEmpty, name != policy.name {
            reader.add(at: root, "these cases belong to `\(name)`, not to `\(policy.name)`", words: name)
        }
        var seen: Set<String> = []
        var situations: [String: Situation] = [:]
        let cases = reader.entries("cases", in: root).map { entry -> Case in
            let one = reader.policyCase(entry, policy: policy, vocabulary: vocabulary, earlier: situations)
            reader.unique(one.name, at: entry, among: &seen, "a case")
            situations[one.name] = one.situation
            return one
        }
        if !reader.faults.isEmpty { throw Faults(reader.faults) }
        return cases
    }
}

extension ContentReader {
    fileprivate mutating func policyCase(
        _ entry: Node, policy: UnprovedPolicy, vocabulary: Vocabulary, earlier: [String: Situation]
    ) -> Case {
        expect(["case", "story", "like", "facts", "advice", "rule", "obliges", "obliges-not", "because", "possible"], in: entry)
        var situation = Situation()
        if let like = optionalText("like", in: entry) {
            if let model = earlier[like] {
                situation = model
            } else if let place = node("like", in: entry) {
                add(
                    at: place, "there is no earlier case `\(like)`",
                    help: nearest(to: like, among: earlier.keys).map { "did you mean `\($0)`?" })
            }
        }
        if let facts = node("facts", in: entry) {
            if let named = facts.mapping {
                for (key, value) in named { answer(key, value, vocabulary, &situation) }
            } else {
                add(at: facts, "`facts` must name facts with their values", help: "write `fact: value`, one on each line")
            }
        }
        let rule = optionalText("rule", in: entry)
        if let rule, !policy.rules.contains(where: { $0.id == rule }), let place = node("rule", in: entry) {
            add(
                at: place, "there is no rule `\(rule)`",
                help: nearest(to: rule, among: policy.rules.map(\.id)).map { "did you mean `\($0)`?" })
        }
        if !has("advice", in: entry), !has("possible", in: entry) {
            add(at: entry, "the case expects nothing", help: "add `advice` or `possible`", words: "")
        }
        return Case(
            name: text("case", in: entry), story: text("story", in: entry), situation: situation,
            advice: outcome("advice", in: entry, vocabulary), rule: rule,
            obliges: obligations("obliges", in: entry, policy), obligesNot: obligations("obliges-not", in: entry, policy),
            possible: has("possible", in: entry)
                ? Set(texts("possible", in: entry).compactMap { known($0.text, at: $0.node, vocabulary) }) : nil)
    }

    private mutating func outcome(_ key: String, in entry: Node, _ vocabulary: Vocabulary) -> Outcome.ID? {
        guard let text = optionalText(key, in: entry), let place = node(key, in: entry) else { return nil }
        return known(text, at: place, vocabulary)
    }

    private mutating func known(_ outcome: String, at place: Node, _ vocabulary: Vocabulary) -> Outcome.ID? {
        if vocabulary[Outcome.ID(outcome)] != nil { return Outcome.ID(outcome) }
        add(
            at: place, "there is no outcome `\(outcome)`",
            help: nearest(to: outcome, among: vocabulary.outcomes.map(\.id.rawValue)).map { "did you mean `\($0)`?" })
        return nil
    }

    private mutating func answer(_ key: Node, _ value: Node, _ vocabulary: Vocabulary, _ situation: inout Situation) {
        guard let name = key.scalar?.string, let written = value.scalar?.string else {
            return add(at: key, "a fact needs one value")
        }
        guard let fact = vocabulary[Fact.ID(name)] else {
            return add(
                at: key, "there is no fact `\(name)`",
                help: nearest(to: name, among: vocabulary.facts.map(\.id.rawValue)).map { "did you mean `\($0)`?" })
        }
        let answer = Answer(written)
        if case .choice(let choice) = answer, fact.index(of: choice) == nil {
            return add(
                at: value, "`\(choice)` is no answer to `\(name)`",
                help: nearest(to: choice, among: fact.choices.map(\.name)).map { "did you mean `\($0)`?" })
        }
        situation[fact.id] = answer
    }

    private mutating func obligations(_ key: String, in entry: Node, _ policy: UnprovedPolicy) -> [String] {
        guard node(key, in: entry)?.sequence?.isEmpty == false else { return [] }
        return texts(key, in: entry, required: false).map { name, place in
            if !policy.obligations.contains(where: { $0.id == name }) {
                add(
                    at: place, "there is no obligation `\(name)`",
                    help: nearest(to: name, among: policy.obligations.map(\.id)).map { "did you mean `\($0)`?" })
            }
            return name
        }
    }
}
