/// A complete situation of one policy in one word: each fact has some bits, in which the index of its choice stands.
public struct Coding: Sendable {
    public let shifts: [Int]
    public let widths: [Int]
    /// Bits in all; 64 at most.
    public let width: Int

    init(_ facts: [Fact]) {
        var shifts: [Int] = []
        var widths: [Int] = []
        var at = 0
        for fact in facts {
            let width = Int.bitWidth - (fact.choices.count - 1).leadingZeroBitCount
            shifts.append(at)
            widths.append(width)
            at += width
        }
        self.shifts = shifts
        self.widths = widths
        width = at
    }

    /// The word of complete answers.
    public func word(_ answers: Answers) -> UInt64 {
        var word: UInt64 = 0
        for place in shifts.indices { word |= UInt64(answers.index(place)) << UInt64(shifts[place]) }
        return word
    }

    @inline(__always)
    func choice(_ place: Int, in word: UInt64) -> Int {
        Int(word >> UInt64(shifts[place]) & (1 << UInt64(widths[place]) - 1))
    }
}
