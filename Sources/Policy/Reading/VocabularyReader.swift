import Yams

extension Vocabulary {
    /// Reads the vocabulary.
    /// - Throws: `Faults` with everything that is wrong in the file, each with its place.
    public init(reading text: String, from file: String) throws(Faults) {
        var reader = ContentReader(file: file)
        guard let root = reader.open(text) else { throw Faults(reader.faults) }
        reader.expect(["sources", "facts", "outcomes"], in: root)
        let sources = reader.sources(in: root)
        var seen: Set<String> = []
        let facts = reader.entries("facts", in: root).compactMap { reader.fact($0, sources: sources, seen: &seen) }
        var seenOutcomes: Set<String> = []
        let outcomes = reader.entries("outcomes", in: root).map { entry in
            reader.expect(["outcome", "words", "means"], in: entry)
            let name = reader.text("outcome", in: entry)
            reader.unique(name, at: entry, among: &seenOutcomes, "an outcome")
            return Outcome(id: .init(name), words: reader.text("words", in: entry), means: reader.text("means", in: entry))
        }
        if !reader.faults.isEmpty { throw Faults(reader.faults) }
        self.init(facts: facts, outcomes: outcomes, sources: sources)
    }
}

extension ContentReader {
    mutating func sources(in root: Node) -> [CitedSource] {
        var seen: Set<String> = []
        return entries("sources", in: root).map { entry in
            expect(["source", "title"], in: entry)
            let id = text("source", in: entry)
            unique(id, at: entry, among: &seen, "a source")
            return CitedSource(id: id, title: text("title", in: entry))
        }
    }

    fileprivate mutating func fact(_ entry: Node, sources: [CitedSource], seen: inout Set<String>) -> Fact? {
        expect(["fact", "kind", "choices", "ask", "hint", "why", "urgent", "because", "help", "cost", "likely"], in: entry)
        let name = text("fact", in: entry)
        unique(name, at: entry, among: &seen, "a fact")
        let written = text("kind", in: entry)
        guard let kind = Fact.Kind(rawValue: written) else {
            if !written.isEmpty, let place = node("kind", in: entry) {
                add(at: place, "`\(written)` is no kind of fact", help: "one of yes-no, one-of, ordered")
            }
            return nil
        }
        let choices =
            kind == .yesNo ? [Fact.Choice(name: "yes", words: "Yes"), .init(name: "no", words: "No")] : self.choices(entry)
        let help = entries("help", in: entry, required: false).map { question in
            expect(["ask", "points-to", "because"], in: question)
            let pointsTo = text("points-to", in: question)
            if !choices.contains(where: { $0.name == pointsTo }), let place = node("points-to", in: question) {
                add(
                    at: place, "`\(pointsTo)` is no answer to `\(name)`",
                    help: nearest(to: pointsTo, among: choices.map(\.name)).map { "did you mean `\($0)`?" })
            }
            return Fact.PlainerQuestion(
                ask: text("ask", in: question), pointsTo: pointsTo,
                because: citations("because", in: question, sources: sources, required: false))
        }
        return Fact(
            id: .init(name), kind: kind, choices: choices, ask: text("ask", in: entry), hint: text("hint", in: entry),
            why: text("why", in: entry), isUrgentGround: optionalText("urgent", in: entry) == "yes",
            because: citations("because", in: entry, sources: sources), help: help, cost: cost(entry),
            likely: likely(entry, choices))
    }

    private mutating func cost(_ entry: Node) -> Fact.Cost {
        guard let written = mapping("cost", in: entry) else { return Fact.Cost() }
        expect(["effort", "intrusion", "delay", "danger"], in: written)
        return Fact.Cost(
            effort: number("effort", in: written, 0...3) ?? 0, intrusion: number("intrusion", in: written, 0...3) ?? 0,
            delay: number("delay", in: written, 0...3) ?? 0, danger: number("danger", in: written, 0...3) ?? 0)
    }

    /// Where nothing is written, every choice is as likely as another.
    private mutating func likely(_ entry: Node, _ choices: [Fact.Choice]) -> [Int] {
        guard let written = mapping("likely", in: entry) else { return choices.map { _ in 1 } }
        expect(choices.map(\.name), in: written)
        return choices.map { number($0.name, in: written, 1...99) ?? 1 }
    }

    private mutating func choices(_ entry: Node) -> [Fact.Choice] {
        var seen: Set<String> = []
        let choices = entries("choices", in: entry).map { choice in
            expect(["choice", "words"], in: choice)
            let name = text("choice", in: choice)
            unique(name, at: choice, among: &seen, "a choice")
            return Fact.Choice(name: name, words: text("words", in: choice))
        }
        if choices.count < 2 { add(at: entry, "a fact of this kind needs two choices or more", words: "") }
        return choices
    }
}
