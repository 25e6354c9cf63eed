/// Facts as a decision kept them, in two words: for each fact the number of its choice, or of *not known*.
public struct PackedSituation: Hashable, Sendable {
    var low: UInt64
    var high: UInt64
}

/// Decides situations of which not everything is known, where the plain reading of the rules is enough to be certain:
/// some rule surely holds, and no earlier one that advises otherwise can still hold.
///
/// It is built as `CubeTable` is, with one more number for each fact. Where it is not certain nothing is said; then the
/// diagram must be asked, which is exact.
struct ReplayTable: Sendable {
    private static let pieceWidth = 8

    private struct Piece: Sendable {
        let isHigh: Bool
        let shift: UInt64
        let mask: UInt64
        /// Where its rows begin. A row has a word of the cubes that surely allow the piece, then one of those that may.
        let start: Int
    }

    private let words: Int
    private let pieces: [Piece]
    private let rows: [UInt64]
    /// For each cube, the number of its rule's outcome.
    private let outcomeOf: [UInt8]
    /// For each cube and word, the earlier cubes whose rules advise otherwise.
    private let against: [UInt64]
    private let shifts: [UInt64]
    private let isHigh: [Bool]
    private let unknown: [UInt64]

    /// Nil where the policy's conditions are too many for a table.
    init?(_ policy: UnprovedPolicy, outcomes: [Outcome.ID]) {
        var cubes: [(cube: Cubes.Cube, outcome: UInt8)] = []
        for rule in policy.rules {
            guard let found = try? Cubes(rule.when.condition, of: policy.facts) else { return nil }
            cubes += found.all.map { ($0, UInt8(outcomes.firstIndex(of: rule.then) ?? 0)) }
        }
        let words = (cubes.count + 63) / 64
        var pieces: [Piece] = []
        var rows: [UInt64] = []
        var shifts: [UInt64] = []
        var isHigh: [Bool] = []
        var at: UInt64 = 0
        var high = false
        var place = 0
        while place < policy.facts.count {
            let first = place
            var width: UInt64 = 0
            var inside: [UInt64] = []
            while place < policy.facts.count {
                let more = UInt64(Int.bitWidth - policy.facts[place].choices.count.leadingZeroBitCount)
                if width > 0, width + more > UInt64(Self.pieceWidth) { break }
                inside.append(width)
                width += more
                place += 1
            }
            if at + width > 64 {
                if high { return nil }
                high = true
                at = 0
            }
            shifts += inside.map { $0 + at }
            isHigh += inside.map { _ in high }
            pieces.append(Piece(isHigh: high, shift: at, mask: 1 << width - 1, start: rows.count))
            for value in 0..<UInt64(1) << width {
                var surely = [UInt64](repeating: 0, count: words)
                var perhaps = surely
                for (bit, one) in cubes.enumerated() {
                    var all = true
                    var some = true
                    for fact in first..<place {
                        let count = policy.facts[fact].choices.count
                        let next = fact + 1 < place ? inside[fact + 1 - first] : width
                        let choice = Int(value >> inside[fact - first] & (1 << (next - inside[fact - first]) - 1))
                        let allowed = one.cube[fact]
                        all = all && (choice < count ? allowed >> UInt16(choice) & 1 == 1 : allowed == 1 << UInt16(count) - 1)
                        some = some && (choice < count ? allowed >> UInt16(choice) & 1 == 1 : allowed != 0)
                    }
                    if all { surely[bit / 64] |= 1 << UInt64(bit % 64) }
                    if some { perhaps[bit / 64] |= 1 << UInt64(bit % 64) }
                }
                rows += surely + perhaps
            }
            at += width
        }
        self.words = words
        self.pieces = pieces
        self.rows = rows
        self.shifts = shifts
        self.isHigh = isHigh
        unknown = policy.facts.map { UInt64($0.choices.count) }
        outcomeOf = cubes.map(\.outcome)
        against = cubes.indices.flatMap { index in
            (0..<words).map { word in
                (word * 64..<max(word * 64, min(word * 64 + 64, index))).reduce(UInt64(0)) { found, other in
                    cubes[other].outcome == cubes[index].outcome ? found : found | 1 << UInt64(other % 64)
                }
            }
        }
    }

    func packed(_ answers: Answers) -> PackedSituation {
        var packed = PackedSituation(low: 0, high: 0)
        for place in shifts.indices {
            let value = (answers[place].map { UInt64($0) } ?? unknown[place]) << shifts[place]
            if isHigh[place] { packed.high |= value } else { packed.low |= value }
        }
        return packed
    }

    func answers(_ packed: PackedSituation) -> Answers {
        var answers = Answers(unknown: shifts.count)
        for place in shifts.indices {
            let width = UInt64(Int.bitWidth - Int(unknown[place]).leadingZeroBitCount)
            let value = (isHigh[place] ? packed.high : packed.low) >> shifts[place] & (1 << width - 1)
            if value < unknown[place] { answers[place] = Int(value) }
        }
        return answers
    }

    /// The number of the outcome that is certain by the plain reading; -1 where that does not say.
    @inline(__always)
    func outcome(_ situation: PackedSituation) -> Int {
        let pieces = pieces.span
        let rows = rows.span
        for word in 0..<words {
            var surely = ~0 as UInt64
            for index in 0..<pieces.count {
                let piece = pieces[unchecked: index]
                let value = Int(truncatingIfNeeded: (piece.isHigh ? situation.high : situation.low) &>> piece.shift & piece.mask)
                surely &= rows[unchecked: piece.start &+ value &* (2 &* words) &+ word]
            }
            if surely == 0 { continue }
            let cube = word << 6 | surely.trailingZeroBitCount
            for earlier in 0...word {
                let other = against[cube &* words &+ earlier]
                if other == 0 { continue }
                var perhaps = other
                for index in 0..<pieces.count {
                    let piece = pieces[unchecked: index]
                    let value = Int(
                        truncatingIfNeeded: (piece.isHigh ? situation.high : situation.low) &>> piece.shift & piece.mask)
                    perhaps &= rows[unchecked: piece.start &+ value &* (2 &* words) &+ words &+ earlier]
                }
                if perhaps != 0 { return -1 }
            }
            return Int(outcomeOf[cube])
        }
        return -1
    }
}
