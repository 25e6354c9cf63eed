import Ledger
import Policy
import Vault
import Yams

/// Reads one procedure: first what is asked, so that conditions can speak of it, then everything else.
struct ProcedureReader {
    private static let keys = [
        "procedure", "title", "group", "about", "version", "sources", "because", "about-person", "belongs-to", "who", "deadline",
        "order", "steps", "refuses", "warns", "letters", "closes", "gives",
    ]
    /// They are the names of other parts of the form or the page.
    private static let reserved: Set<String> = ["token", "once", "seen", "later", "main"]

    let vocabulary: Vocabulary
    /// The kinds of duty there are.
    let duties: [String]
    private var yaml: ProcedureYAML
    private var sources: [Procedure.Source] = []
    private var asked = Vocabulary(facts: [])
    /// In which step each field stands, for conditions that may only look back.
    private var stepOfField: [String: Int] = [:]
    private var stopNames: Set<String> = []

    var faults: [Fault] { yaml.faults }

    init(file: String, vocabulary: Vocabulary, duties: [String]) {
        self.vocabulary = vocabulary
        self.duties = duties
        yaml = ProcedureYAML(file: file)
    }

    /// The procedure as far as it can be read; nil when it is not YAML. It is sound only if there are no faults.
    mutating func procedure(_ text: String) -> Procedure? {
        guard let root = yaml.open(text) else { return nil }
        yaml.expect(Self.keys, in: root)
        sources = readSources(root)
        let belongsTo = yaml.word("belongs-to", in: root, Procedure.Belonging.self) ?? .none
        let because = citations(root, required: false)
        let entries = yaml.entries("steps", in: root)
        let fields = readFields(entries, inherited: because)
        asked = Vocabulary(facts: fields.joined().map(Self.fact), beside: belongsTo == .sharingRequest ? vocabulary : nil)
        let who = roles(root, inherited: nil)
        let deadline = deadline(root)
        let steps = readSteps(entries, fields, who: who, because: because, deadline: deadline)
        let closes = yaml.node("closes", in: root)
        if closes?.mapping == nil {
            yaml.add(closes ?? root, "`closes` is missing", help: "write `closes: {words: …}`", words: "")
        }
        if let closes { yaml.expect(["when", "words", "otherwise"], in: closes) }
        let closesWhen = closes.flatMap { yaml.has("when", in: $0) ? gate("when", in: $0, before: nil) : nil }
        return Procedure(
            name: yaml.text("procedure", in: root), title: yaml.text("title", in: root), group: yaml.text("group", in: root),
            about: yaml.text("about", in: root), version: yaml.text("version", in: root), sources: sources, because: because,
            aboutPerson: yaml.word("about-person", in: root, Procedure.Need.self) ?? .none, belongsTo: belongsTo, who: who,
            deadline: deadline,
            order: yaml.has("order", in: root) ? yaml.word("order", in: root, Procedure.Order.self) ?? .listed : .listed,
            steps: steps, refuses: stops("refuses", in: root, because, before: nil),
            warns: stops("warns", in: root, because, before: nil), letters: letters(root), closesWhen: closesWhen,
            closesOtherwise: closes.map { yaml.text("otherwise", in: $0, required: closesWhen != nil) } ?? "",
            closesWords: closes.map { yaml.text("words", in: $0) } ?? "", gives: gives(root),
            fingerprint: Self.fingerprint(of: text), text: text)
    }

    static func fingerprint(of text: String) -> String {
        Digest(of: Array(text.utf8)).bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A field as conditions see it: its choice, whether a checklist is complete, whether anything was given.
    private static func fact(_ field: Procedure.Field) -> Fact {
        let choices: [(name: String, words: String)] =
            switch field.kind {
            case .yesNo, .oneOf: field.choices.map { ($0.id, $0.words) }
            case .checklist: [("complete", "All of them"), ("incomplete", "Not all of them")]
            case .text, .longText, .date, .practitioner, .contact: [("given", "Given"), ("missing", "Not given")]
            }
        return Fact(field: field.id, ask: field.ask, choices: choices)
    }

    private mutating func readSources(_ root: Node) -> [Procedure.Source] {
        var seen: Set<String> = []
        return yaml.entries("sources", in: root).map { entry in
            yaml.expect(["source", "title"], in: entry)
            let id = yaml.text("source", in: entry)
            if !seen.insert(id).inserted { yaml.add(entry, "there is already a source `\(id)`", help: "keep one", words: id) }
            return Procedure.Source(id: id, title: yaml.text("title", in: entry))
        }
    }

    /// The clauses under `because`, or those of what it stands in.
    private mutating func citations(_ node: Node, required: Bool = true, inherited: [String] = []) -> [String] {
        let found = yaml.texts("because", in: node, required: false)
        for (text, place) in found where !sources.contains(where: { text == $0.id || text.hasPrefix($0.id + " ") }) {
            yaml.add(
                place, "`\(text)` cites no declared source",
                help: nearest(to: text, among: sources.map(\.id)).map { "did you mean `\($0)`?" } ?? "declare it under `sources`")
        }
        let all = found.isEmpty ? inherited : found.map(\.text)
        if required && all.isEmpty {
            yaml.add(node, "it rests on no clause", help: "add `because: […]` here or above", words: "")
        }
        return all
    }

    private mutating func roles(_ node: Node, inherited: [Role]?) -> [Role] {
        if let inherited, !yaml.has("who", in: node) { return inherited }
        let known = [Role.practitioner, .manager, .governance]
        let named = yaml.texts("who", in: node)
        let found = named.compactMap { text, place -> Role? in
            if let role = known.first(where: { $0.rawValue == text }) { return role }
            yaml.unknown("role", text, place, among: known.map(\.rawValue))
            return nil
        }
        if named.isEmpty, let place = yaml.node("who", in: node) {
            yaml.add(place, "nobody may do this", help: "name at least one role under `who`", words: "")
        }
        return found
    }

    private mutating func deadline(_ node: Node) -> Procedure.Deadline? {
        guard let place = yaml.node("deadline", in: node) else { return nil }
        yaml.expect(["duty", "within"], in: place)
        let duty = yaml.text("duty", in: place)
        if !duty.isEmpty, !duties.contains(duty) { yaml.unknown("duty", duty, yaml.node("duty", in: place), among: duties) }
        let written = yaml.text("within", in: place, required: false)
        let span = Deadlines.Span(written)
        if !written.isEmpty && span == nil {
            yaml.add(yaml.node("within", in: place), "`\(written)` is no span of time", help: "write `2 working days`")
        }
        return Procedure.Deadline(duty: duty, within: span)
    }

    /// Everything that is asked, step by step, without its conditions: those may speak of any of it that stands before.
    private mutating func readFields(_ entries: [Node], inherited: [String]) -> [[Procedure.Field]] {
        var seen: Set<String> = []
        return entries.enumerated().map { index, entry in
            let because = citations(entry, required: false, inherited: inherited)
            return yaml.entries("fields", in: entry).map { node in
                yaml.expect(["field", "ask", "hint", "kind", "choices", "items", "optional", "when", "because"], in: node)
                let id = yaml.name("field", in: node, among: &seen, "a field")
                if Self.reserved.contains(id) {
                    yaml.add(yaml.node("field", in: node), "`\(id)` is taken", help: "give it another name")
                }
                if vocabulary[Fact.ID(id)] != nil {
                    yaml.add(
                        yaml.node("field", in: node), "`\(id)` is a question of the vocabulary already",
                        help: "give the field another name, and the answer under `gives`")
                }
                stepOfField[id] = index
                let kind = yaml.word("kind", in: node, Procedure.Field.Kind.self) ?? .text
                return Procedure.Field(
                    id: id, ask: yaml.text("ask", in: node), hint: yaml.text("hint", in: node, required: false), kind: kind,
                    choices: choices(kind, node), isOptional: yaml.flag("optional", in: node), when: nil,
                    because: citations(node, inherited: because))
            }
        }
    }

    private mutating func choices(_ kind: Procedure.Field.Kind, _ node: Node) -> [Procedure.Choice] {
        if kind == .yesNo { return [.init(id: "yes", words: "Yes"), .init(id: "no", words: "No")] }
        let key = kind == .oneOf ? "choices" : kind == .checklist ? "items" : ""
        for other in ["choices", "items"] where other != key && yaml.has(other, in: node) {
            yaml.add(
                yaml.node(other, in: node), "a field of kind `\(kind.rawValue)` has no `\(other)`", help: "leave it out",
                words: other)
        }
        guard !key.isEmpty else { return [] }
        var seen: Set<String> = []
        let name = key == "items" ? "item" : "choice"
        return yaml.entries(key, in: node).map { entry in
            yaml.expect([name, "words"], in: entry)
            return .init(id: yaml.name(name, in: entry, among: &seen, "a \(name)"), words: yaml.text("words", in: entry))
        }
    }

    private mutating func readSteps(
        _ entries: [Node], _ fields: [[Procedure.Field]], who: [Role], because: [String], deadline: Procedure.Deadline?
    ) -> [Procedure.Step] {
        var seen: Set<String> = []
        var duties: Set<String> = [deadline?.duty ?? "procedure"]
        var earlier: [String] = []
        return entries.enumerated().map { index, entry in
            yaml.expect(
                ["step", "title", "words", "who", "other-than", "when", "deadline", "fields", "refuses", "warns", "because"],
                in: entry)
            let id = yaml.name("step", in: entry, among: &seen, "a step")
            let others = otherThan(entry, earlier: earlier)
            earlier.append(id)
            let cited = citations(entry, inherited: because)
            let stepDeadline = self.deadline(entry)
            if let stepDeadline, !duties.insert(stepDeadline.duty).inserted {
                yaml.add(
                    yaml.node("deadline", in: entry), "`\(stepDeadline.duty)` is already owed by another part of this procedure",
                    help: "name another duty, so that ending one does not end both", words: stepDeadline.duty)
            }
            let asked = zip(fields[index], yaml.entries("fields", in: entry, required: false)).map { field, node in
                Procedure.Field(
                    id: field.id, ask: field.ask, hint: field.hint, kind: field.kind, choices: field.choices,
                    isOptional: field.isOptional, when: when(node, before: index), because: field.because)
            }
            return Procedure.Step(
                id: id, title: yaml.text("title", in: entry), words: yaml.text("words", in: entry, required: false),
                who: roles(entry, inherited: who), otherThan: others, when: when(entry, before: index), deadline: stepDeadline,
                fields: asked, refuses: stops("refuses", in: entry, cited, before: index + 1),
                warns: stops("warns", in: entry, cited, before: index + 1), because: cited)
        }
    }

    /// Steps of which another person must have done each.
    private mutating func otherThan(_ entry: Node, earlier: [String]) -> [String] {
        guard let place = yaml.node("other-than", in: entry) else { return [] }
        let named = place.sequence == nil ? [(yaml.text("other-than", in: entry), place)] : yaml.texts("other-than", in: entry)
        for (name, node) in named where !earlier.contains(name) {
            yaml.add(
                node, "there is no earlier step `\(name)`",
                help: nearest(to: name, among: earlier).map { "did you mean `\($0)`?" } ?? "a second person comes after the first"
            )
        }
        return named.map(\.0)
    }

    private mutating func when(_ node: Node, before index: Int) -> Procedure.Gate? {
        yaml.has("when", in: node) ? gate("when", in: node, before: index) : nil
    }

    /// A condition that may speak of what is asked in earlier steps alone, so that none waits for itself; and that must be
    /// able to hold.
    private mutating func gate(_ key: String, in node: Node, before index: Int?) -> Procedure.Gate {
        let gate = yaml.gate(key, in: node, asked)
        for name in gate.facts {
            if let index, let other = stepOfField[name], other >= index {
                yaml.add(
                    yaml.node(key, in: node), "`\(name)` is asked only later, so this would wait for itself",
                    help: "speak of earlier steps alone, or move it down", words: name)
            }
        }
        if key == "when", Self.canHold(gate, asked) == false {
            yaml.add(
                yaml.node(key, in: node), "this can never hold: no answers make it true",
                help: "mend the condition, or remove it",
                words: gate.text)
        }
        return gate
    }

    /// Whether any answers make a condition true; nil when there are too many to try.
    static func canHold(_ gate: Procedure.Gate, _ asked: Vocabulary) -> Bool? {
        guard gate.condition != nil else { return nil }
        let facts = gate.facts.compactMap { asked[Fact.ID($0)] }
        let count = facts.reduce(1) { $0 > 1 << 16 ? $0 : $0 * max(1, $1.choices.count) }
        guard count <= 1 << 16 else { return nil }
        for number in 0..<count {
            var rest = number
            var situation = Situation()
            for fact in facts {
                situation[fact.id] = .choice(fact.choices[rest % fact.choices.count].name)
                rest /= fact.choices.count
            }
            if gate.holds(in: situation) == true { return true }
        }
        return false
    }

    private mutating func stops(_ key: String, in node: Node, _ because: [String], before index: Int?) -> [Procedure.Stop] {
        yaml.entries(key, in: node, required: false).map { entry in
            let own = key == "refuses" ? "refusal" : "warning"
            yaml.expect(
                key == "refuses" ? [own, "when", "words", "way-out", "because"] : [own, "when", "words", "because"], in: entry)
            return Procedure.Stop(
                id: yaml.name(own, in: entry, among: &stopNames, "a refusal or warning"),
                when: gate("when", in: entry, before: index), words: yaml.text("words", in: entry),
                wayOut: key == "refuses" ? yaml.text("way-out", in: entry) : "", because: citations(entry, inherited: because))
        }
    }

    private mutating func letters(_ root: Node) -> [Procedure.LetterUse] {
        yaml.entries("letters", in: root, required: false).map { entry in
            yaml.expect(["letter", "fill"], in: entry)
            var fill: [String: String] = [:]
            for (key, value) in yaml.node("fill", in: entry)?.mapping.map({ Array($0) }) ?? [] {
                let field = value.scalar?.string ?? ""
                if stepOfField[field] == nil { yaml.unknown("field", field, value, among: Array(stepOfField.keys)) }
                fill[key.scalar?.string ?? ""] = field
            }
            return Procedure.LetterUse(name: yaml.text("letter", in: entry), fill: fill)
        }
    }

    private mutating func gives(_ root: Node) -> [Procedure.Gift] {
        yaml.entries("gives", in: root, required: false).map { entry in
            yaml.expect(["fact", "is", "when"], in: entry)
            let name = yaml.text("fact", in: entry)
            let answer = yaml.text("is", in: entry)
            if let fact = vocabulary[Fact.ID(name)] {
                if fact.index(of: answer) == nil, !answer.isEmpty {
                    yaml.unknown("answer", answer, yaml.node("is", in: entry), among: fact.choices.map(\.name))
                }
            } else if !name.isEmpty {
                yaml.unknown("question", name, yaml.node("fact", in: entry), among: vocabulary.facts.map(\.id.rawValue))
            }
            return Procedure.Gift(fact: Fact.ID(name), answer: answer, when: gate("when", in: entry, before: nil))
        }
    }
}
