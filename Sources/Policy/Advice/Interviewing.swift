/// The questions of a policy put one at a time, over the numbers of answers.
extension PolicyEdition {
    /// How a complete situation is put into one word.
    public var coding: Coding { compiled.table.coding }

    /// Whether no constraint speaks against these complete answers.
    public func keepsConstraints(_ answers: Answers) -> Bool {
        compiled.constraints.allSatisfy { compiled.diagram.end(from: $0, answers) == Diagram.End.yes }
    }

    /// The place, among the policy's facts, of the question to put next; nil when none that is open can change the
    /// outcome or an obligation.
    public func nextQuestion(_ answers: Answers) -> Int? {
        let certainty = compiled.certainty(answers)
        let questions = OpenQuestions(compiled, answers, certainty)
        return questions.worthAsking(compiled.facts.indices.filter { answers[$0] == nil }).first
    }

    /// How many questions an interview puts until the outcome is certain, when these are the answers; where they leave
    /// one out, that nothing happened.
    /// - Parameter ranked: in the order of what is worth most, or else in the policy's own.
    public func questionsToCertainty(_ situation: Situation, ranked: Bool) -> Int {
        let whole = completed(situation)
        var answers = Answers(unknown: compiled.facts.count)
        var asked = 0
        while true {
            let certainty = compiled.certainty(answers)
            if certainty.isCertain { return asked }
            let open = compiled.facts.indices.filter { answers[$0] == nil }
            let worth = OpenQuestions(compiled, answers, certainty).worthAsking(open)
            guard let next = ranked ? worth.first : worth.min() else { return asked }
            answers[next] = whole[next]
            asked += 1
        }
    }

    /// Of these answers, those that an interview would ask for until the outcome is certain.
    public func asked(_ whole: Answers) -> Answers {
        var answers = Answers(unknown: compiled.facts.count)
        while !compiled.certainty(answers).isCertain, let next = nextQuestion(answers) {
            answers[next] = whole[next] ?? 0
        }
        return answers
    }

    private func completed(_ situation: Situation) -> Answers {
        let known = compiled.answers(situation)
        let calm = Situation(calm: compiled.facts, compiled.facts.indices.map { known[$0] })
        return compiled.answers(calm)
    }
}
