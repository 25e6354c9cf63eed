extension Fact {
    /// A question that some form of ours asks, so that conditions can speak of its answer beside the vocabulary's facts.
    /// - Parameter choices: what can be answered, with words.
    public init(field name: String, ask: String, choices: [(name: String, words: String)]) {
        let names = choices.map(\.name)
        self.init(
            id: ID(name), kind: names == ["yes", "no"] ? .yesNo : .oneOf,
            choices: choices.map { Choice(name: $0.name, words: $0.words) }, ask: ask, hint: "", why: "",
            isUrgentGround: false, because: [], help: [], cost: Cost(), likely: choices.map { _ in 1 })
    }
}

extension Vocabulary {
    /// These facts alone, or beside others: for conditions that stand outside policies.
    public init(facts: [Fact], beside other: Vocabulary? = nil) {
        self.init(
            facts: facts + (other?.facts.filter { fact in !facts.contains { $0.id == fact.id } } ?? []),
            outcomes: other?.outcomes ?? [], sources: other?.sources ?? [])
    }
}

extension WrittenCondition {
    /// Reads a condition that stands outside a policy: in a procedure, or in a list.
    /// - Throws: `Faults` with everything that is wrong with it, at its place.
    public init(reading text: String, vocabulary: Vocabulary, file: String, line: Int = 1) throws(Faults) {
        var parser = ConditionParser(vocabulary: vocabulary)
        guard let condition = parser.parse(text) else {
            throw Faults(
                parser.complaints.map {
                    Fault(
                        file: file, line: line, column: $0.offset + 1, words: $0.words, message: $0.message, help: $0.help)
                })
        }
        self = condition
    }
}
