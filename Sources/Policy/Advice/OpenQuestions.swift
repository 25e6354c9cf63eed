/// Which open questions can still change the outcome or an obligation, and which of them to put first.
struct OpenQuestions {
    private let compiled: Compiled
    private let answers: Answers
    private let certainty: Certainty
    private let outcomeIsOpen: Bool
    /// What is left of the outcome while it is open, and of the obligations once it is certain: what the next question
    /// is about.
    private let remainder: Remainder
    /// A bit for each question that by itself can change what the next question is about.
    private let direct: UInt64

    init(_ compiled: Compiled, _ answers: Answers, _ certainty: Certainty) {
        self.compiled = compiled
        self.answers = answers
        self.certainty = certainty
        outcomeIsOpen = !certainty.isCertain
        let roots = certainty.canBe ? compiled.bound : compiled.free
        remainder = Remainder(compiled.diagram, from: outcomeIsOpen ? [roots.outcome] : roots.owed, under: answers)
        direct = remainder.levelsThatMatter
    }

    func canChangeOutcome(_ place: Int) -> Bool { outcomeIsOpen && direct >> UInt64(place) & 1 == 1 }

    /// Of these questions, those worth asking: first those that narrow most for their cost. What decides by itself is
    /// asked first; what only rules out other answers, when nothing else is left to ask.
    func worthAsking(_ open: [Int]) -> [Int] {
        let deciding = open.filter { direct >> UInt64($0) & 1 == 1 }
        if deciding.isEmpty {
            let settling = settling(remainder, beside: direct)
            return open.filter { settling >> UInt64($0) & 1 == 1 }
        }
        return QuestionOrder(remainder, compiled).ranked(deciding, aboutOutcome: outcomeIsOpen)
    }

    /// Of these questions, those whose every answer leaves the outcome and the obligations alone.
    func notNeeded(_ open: [Int]) -> [Int] {
        let roots = certainty.canBe ? compiled.bound : compiled.free
        var needed = direct
        var whole = remainder
        if outcomeIsOpen {
            let owed = Remainder(compiled.diagram, from: roots.owed, under: answers)
            needed |= owed.levelsThatMatter
            whole = Remainder(compiled.diagram, from: [roots.outcome] + roots.owed, under: answers)
        }
        if open.allSatisfy({ needed >> UInt64($0) & 1 == 1 }) { return [] }
        needed |= settling(whole, beside: needed)
        return open.filter { needed >> UInt64($0) & 1 == 0 }
    }

    /// Questions of which a constraint speaks and whose answer settles something through it: by itself it changes
    /// nothing, yet it makes other answers impossible.
    private func settling(_ remainder: Remainder, beside direct: UInt64) -> UInt64 {
        guard certainty.canBe else { return 0 }
        let impossible: UInt32 = 1 << UInt32(Diagram.End.impossible)
        let before = remainder.roots.map { remainder.reachable[Int($0)] & ~impossible }
        var found: UInt64 = 0
        for level in compiled.facts.indices
        where compiled.isConstrained[level] && answers[level] == nil && direct >> UInt64(level) & 1 == 0 {
            for choice in 0..<compiled.diagram.choices[level] {
                let reachable = remainder.reachable(at: level, answered: choice)
                let after = remainder.roots.map { reachable[Int($0)] & ~impossible }
                // An answer that no situation allows tells nothing.
                if after.first == 0 { continue }
                if after != before {
                    found |= 1 << UInt64(level)
                    break
                }
            }
        }
        return found
    }
}
