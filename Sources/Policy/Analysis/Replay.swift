/// Facts as a decision kept them, in two words: the choices that were known, and which those are.
public struct PackedSituation: Hashable, Sendable {
    public let word: UInt64
    public let known: UInt64
}

/// An edition put to situations that were decided before.
public struct Replay: Sendable {
    private let compiled: Compiled
    private let everything: UInt64

    public init(under edition: PolicyEdition) {
        compiled = edition.compiled
        everything = compiled.table.coding.width == 64 ? ~0 : 1 << UInt64(compiled.table.coding.width) - 1
    }

    /// The answers as two words.
    public func packed(_ answers: Answers) -> PackedSituation {
        let coding = compiled.table.coding
        var word: UInt64 = 0
        var known: UInt64 = 0
        for place in coding.shifts.indices {
            guard let choice = answers[place] else { continue }
            word |= UInt64(choice) << UInt64(coding.shifts[place])
            known |= (1 << UInt64(coding.widths[place]) - 1) << UInt64(coding.shifts[place])
        }
        return PackedSituation(word: word, known: known)
    }

    /// The outcomes that are possible, a bit for each of the edition's: exact, complete or not.
    public func outcomes(_ situation: PackedSituation) -> UInt32 {
        let coding = compiled.table.coding
        let diagram = compiled.diagram
        let levels = diagram.level.span
        let starts = diagram.start.span
        let children = diagram.children.span
        let shifts = coding.shifts.span
        let widths = coding.widths.span
        var node = Int(compiled.bound.outcome)
        while node >= diagram.ends {
            let level = Int(levels[unchecked: node])
            let mask: UInt64 = 1 &<< UInt64(widths[unchecked: level]) &- 1
            let shift = UInt64(shifts[unchecked: level])
            guard situation.known &>> shift & mask == mask else { return compiled.certainty(unpacked(situation)).outcomes }
            node = Int(children[Int(starts[unchecked: node]) + Int(situation.word &>> shift & mask)])
        }
        if node >= Int(Diagram.End.firstOutcome) { return 1 << UInt32(node - Int(Diagram.End.firstOutcome)) }
        return compiled.certainty(unpacked(situation)).outcomes
    }

    private func unpacked(_ situation: PackedSituation) -> Answers {
        let coding = compiled.table.coding
        var answers = Answers(unknown: coding.shifts.count)
        for place in coding.shifts.indices where situation.known >> UInt64(coding.shifts[place]) & 1 == 1 {
            answers[place] = coding.choice(place, in: situation.word)
        }
        return answers
    }

    /// The places, among the situations, of those whose outcome is not certainly the one recorded: a number among the
    /// edition's outcomes, or -1 for an outcome that it does not have.
    public func changed(_ situations: [PackedSituation], recorded: [Int8]) -> [Int] {
        var found: [Int] = []
        for (index, situation) in situations.enumerated() {
            let now = outcomes(situation)
            let was = recorded[index]
            if was < 0 || now != 1 << UInt32(was) { found.append(index) }
        }
        return found
    }
}
