/// What a policy decides in a complete situation, by numbers: the first rule that holds, and the obligations owed.
public struct Ruling: Equatable, Sendable {
    /// The place of the rule among the policy's rules; -1 where none holds.
    public let rule: Int
    /// A bit for each of the policy's obligations.
    public let obligations: UInt64
}

/// Decides complete situations without allocating and almost without branching.
///
/// Every condition is a list of cubes, and each cube a bit. The word of a situation is cut into pieces of a few bits;
/// for each piece a row says which cubes allow what stands in it, so the rows of all pieces, taken together with `and`,
/// leave the cubes that hold. The first of the rules' bits is the rule that decides.
public struct CubeTable: Sendable {
    private static let pieceWidth = 7

    let coding: Coding
    /// Words in a row: first those of the rules, then those of the obligations.
    private let ruleWords: Int
    private let words: Int
    private let pieceShifts: [UInt64]
    private let pieceMasks: [UInt64]
    private let pieceStarts: [Int]
    private let rows: [UInt64]
    /// Which rule each of the rules' cubes belongs to.
    private let ruleOf: [UInt8]
    /// For every eight of the obligations' cubes, which obligations any set of them makes due.
    private let due: [UInt64]
    /// The obligations that the outcome of each rule leaves.
    private let leaves: [UInt64]

    /// Conditions that would need too many cubes, or more obligations than a word has bits: the diagram decides then.
    let isUsable: Bool

    init(_ policy: UnprovedPolicy) {
        let coding = Coding(policy.facts)
        var ruleCubes: [(Cubes.Cube, Int)] = []
        var owedCubes: [(Cubes.Cube, Int)] = []
        var usable = policy.obligations.count <= 64
        for (index, rule) in policy.rules.enumerated() {
            guard let cubes = try? Cubes(rule.when.condition, of: policy.facts) else { usable = false; break }
            ruleCubes += cubes.all.map { ($0, index) }
        }
        for (index, owed) in policy.obligations.enumerated() where usable {
            guard let cubes = try? Cubes(owed.when.condition, of: policy.facts) else { usable = false; break }
            owedCubes += cubes.all.map { ($0, index) }
        }
        if !usable { (ruleCubes, owedCubes) = ([], []) }
        let ruleWords = (ruleCubes.count + 63) / 64
        let words = ruleWords + (owedCubes.count + 63) / 64
        let nothing = [UInt64](repeating: 0, count: words)
        // For every choice of every fact, the cubes that allow it.
        var allowing = policy.facts.map { $0.choices.map { _ in nothing } }
        for (base, cubes) in [(0, ruleCubes), (ruleWords * 64, owedCubes)] {
            for (bit, (cube, _)) in cubes.enumerated() {
                for place in cube.indices {
                    for choice in allowing[place].indices where cube[place] >> UInt16(choice) & 1 == 1 {
                        allowing[place][choice][(base + bit) / 64] |= 1 << UInt64((base + bit) % 64)
                    }
                }
            }
        }
        var shifts: [UInt64] = []
        var masks: [UInt64] = []
        var starts: [Int] = []
        var rows: [UInt64] = []
        var place = 0
        while place < policy.facts.count, usable {
            var width = 0
            let first = place
            while place < policy.facts.count, width + coding.widths[place] <= Self.pieceWidth || width == 0 {
                width += coding.widths[place]
                place += 1
            }
            shifts.append(UInt64(coding.shifts[first]))
            masks.append(1 << UInt64(width) - 1)
            starts.append(rows.count)
            for value in 0..<UInt64(1 << width) {
                let word = value << UInt64(coding.shifts[first])
                var row = [UInt64](repeating: ~0, count: words)
                for place in first..<place {
                    let choice = coding.choice(place, in: word)
                    let allowing = choice < allowing[place].count ? allowing[place][choice] : nothing
                    for at in 0..<words { row[at] &= allowing[at] }
                }
                rows += row
            }
        }
        var due: [UInt64] = []
        for start in stride(from: 0, to: (words - ruleWords) * 64, by: 8) {
            for set in 0..<256 {
                var owed: UInt64 = 0
                for bit in 0..<8 where set >> bit & 1 == 1 && start + bit < owedCubes.count {
                    owed |= 1 << UInt64(owedCubes[start + bit].1)
                }
                due.append(owed)
            }
        }
        self.coding = coding
        self.ruleWords = ruleWords
        self.words = words
        pieceShifts = shifts
        pieceMasks = masks
        pieceStarts = starts
        self.rows = rows
        ruleOf = ruleCubes.map { UInt8($0.1) }
        self.due = due
        leaves = policy.rules.map { rule in
            var left: UInt64 = 0
            for (index, owed) in policy.obligations.enumerated() where owed.with?.contains(rule.then) ?? true {
                left |= 1 << UInt64(index & 63)
            }
            return left
        }
        isUsable = usable
    }

    /// What is decided in the situation of this word, whether or not it keeps the constraints.
    @inline(__always)
    public func decide(_ word: UInt64) -> Ruling {
        let rows = rows.span
        let shifts = pieceShifts.span
        let masks = pieceMasks.span
        let starts = pieceStarts.span
        var rule = -1
        for at in 0..<ruleWords {
            var holding = ~0 as UInt64
            for piece in 0..<shifts.count {
                let value = Int(truncatingIfNeeded: word &>> shifts[unchecked: piece] & masks[unchecked: piece])
                holding &= rows[unchecked: starts[unchecked: piece] &+ value &* words &+ at]
            }
            if holding != 0 {
                rule = Int(ruleOf[at << 6 | holding.trailingZeroBitCount])
                break
            }
        }
        if rule < 0 { return Ruling(rule: -1, obligations: 0) }
        var owed: UInt64 = 0
        for at in ruleWords..<words {
            var holding = ~0 as UInt64
            for piece in 0..<shifts.count {
                let value = Int(truncatingIfNeeded: word &>> shifts[unchecked: piece] & masks[unchecked: piece])
                holding &= rows[unchecked: starts[unchecked: piece] &+ value &* words &+ at]
            }
            var group = (at - ruleWords) * 8
            while holding != 0 {
                owed |= due[group << 8 | Int(holding & 255)]
                holding >>= 8
                group += 1
            }
        }
        return Ruling(rule: rule, obligations: owed & leaves[rule])
    }

    /// Decides all of these situations; what is given back only tells that it was done.
    public func decide(all words: [UInt64]) -> Int {
        var sum = 0
        for word in words {
            let ruling = decide(word)
            sum &+= ruling.rule &+ Int(truncatingIfNeeded: ruling.obligations)
        }
        return sum
    }
}
