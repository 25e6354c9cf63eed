/// Which open questions can still change the outcome or an obligation, and which of them to put first.
struct OpenQuestions {
    private let remainder: Remainder
    private let compiled: Compiled
    private let outcomeIsOpen: Bool
    /// A bit for each question that by itself can change the outcome, while it is open, or any obligation.
    private let forOutcome: UInt64
    private let forObligations: UInt64
    /// Questions of which a constraint speaks and whose answer settles something through it: by itself it changes
    /// nothing, yet it makes other answers impossible.
    private let settlesOutcome: UInt64
    private let settlesAnything: UInt64

    init(_ compiled: Compiled, _ answers: Answers, _ certainty: Certainty) {
        let roots = certainty.canBe ? compiled.bound : compiled.free
        self.compiled = compiled
        remainder = Remainder(compiled.diagram, from: [roots.outcome] + roots.owed, under: answers)
        outcomeIsOpen = !certainty.isCertain
        forOutcome = outcomeIsOpen ? remainder.levelsThatMatter(from: [remainder.roots[0]]) : 0
        forObligations = remainder.levelsThatMatter(from: Array(remainder.roots.dropFirst()))
        let direct = outcomeIsOpen ? forOutcome : forObligations
        (settlesOutcome, settlesAnything) =
            certainty.canBe ? Self.settling(remainder, compiled, answers, beside: direct) : (0, 0)
    }

    func canChangeOutcome(_ place: Int) -> Bool { forOutcome >> UInt64(place) & 1 == 1 }

    func canChangeAnything(_ place: Int) -> Bool {
        (forOutcome | forObligations | settlesAnything) >> UInt64(place) & 1 == 1
    }

    /// Of these questions, those worth asking: first those that narrow most for their cost. What decides by itself is
    /// asked first; what only rules out other answers, when nothing else is left to ask.
    func worthAsking(_ open: [Int]) -> [Int] {
        let direct = open.filter { (outcomeIsOpen ? forOutcome : forObligations) >> UInt64($0) & 1 == 1 }
        if direct.isEmpty { return open.filter { (outcomeIsOpen ? settlesOutcome : settlesAnything) >> UInt64($0) & 1 == 1 } }
        return QuestionOrder(remainder, compiled).ranked(
            direct, root: outcomeIsOpen ? remainder.roots[0] : nil, owed: Array(remainder.roots.dropFirst()))
    }

    private static func settling(
        _ remainder: Remainder, _ compiled: Compiled, _ answers: Answers, beside direct: UInt64
    ) -> (UInt64, UInt64) {
        let impossible: UInt32 = 1 << UInt32(Diagram.End.impossible)
        var outcome: UInt64 = 0
        var anything: UInt64 = 0
        let before = remainder.roots.map { remainder.reachable[Int($0)] & ~impossible }
        for level in compiled.facts.indices
        where compiled.isConstrained[level] && answers[level] == nil && direct >> UInt64(level) & 1 == 0 {
            for choice in 0..<compiled.diagram.choices[level] {
                let reachable = remainder.reachable(at: level, answered: choice)
                let after = remainder.roots.map { reachable[Int($0)] & ~impossible }
                if after[0] == 0 { continue }
                if after[0] != before[0] { outcome |= 1 << UInt64(level) }
                if after != before { anything |= 1 << UInt64(level) }
            }
        }
        return (outcome, anything)
    }
}
