/// Counts situations by going through them, many at a time.
///
/// Facts are tried one after the other until those of which the rest still speaks make a block of situations; the block
/// is evaluated in slices of 64. What the facts tried so far already settle is not gone through again: its size is known.
struct Enumeration {
    /// Situations in a block, at most.
    private static let block = 1 << 12

    private let facts: [Fact]
    private(set) var counts: [UInt128]
    /// Blocks and settled parts that were met.
    private(set) var visits = 0
    private let limit: Int
    private var planes: [Plane: [UInt64]] = [:]

    private struct Plane: Hashable {
        let stride: Int
        let choices: Int
        let choice: Int
    }

    /// The number of situations in which each output holds; nil when more than `limit` parts would have to be visited.
    static func counts(_ program: SlicedProgram, of facts: [Fact], limit: Int = .max) -> [UInt128]? {
        var enumeration = Enumeration(facts: facts, outputs: program.outputs.count, limit: limit)
        let all = facts.reduce(UInt128(1)) { $0 * UInt128($1.choices.count) }
        return enumeration.visit(program.needed, times: all) ? enumeration.counts : nil
    }

    private init(facts: [Fact], outputs: Int, limit: Int) {
        self.facts = facts
        self.limit = limit
        counts = [UInt128](repeating: 0, count: outputs)
    }

    /// - Parameter times: how many situations this part stands for.
    private mutating func visit(_ program: SlicedProgram, times: UInt128) -> Bool {
        visits += 1
        if visits > limit { return false }
        let places = program.places
        guard let first = places.first else {
            for (index, output) in program.outputs.enumerated() where output == 1 { counts[index] += times }
            return true
        }
        let size = places.reduce(1) { min($0 * facts[$1].choices.count, Self.block + 1) }
        if size <= Self.block {
            evaluate(program, places, size, each: times / UInt128(size))
            return true
        }
        let choices = facts[first].choices.count
        for choice in 0..<choices where !visit(program.knowing(first, is: choice), times: times / UInt128(choices)) {
            return false
        }
        return true
    }

    private mutating func evaluate(_ program: SlicedProgram, _ places: [Int], _ size: Int, each: UInt128) {
        let words = (size + 63) / 64
        let last: UInt64 = size % 64 == 0 ? ~0 : 1 << UInt64(size % 64) - 1
        var strides: [Int: Int] = [:]
        var stride = 1
        for place in places {
            strides[place] = stride
            stride *= facts[place].choices.count
        }
        var values = [UInt64](repeating: 0, count: program.steps.count * words)
        for (index, step) in program.steps.enumerated() {
            let to = index * words
            switch step {
            case .no: break
            case .yes: for at in 0..<words { values[to + at] = at == words - 1 ? last : ~0 }
            case .choice(let place, let choice):
                let plane = plane(strides[place] ?? 1, facts[place].choices.count, choice, words)
                for at in 0..<words { values[to + at] = at == words - 1 ? plane[at] & last : plane[at] }
            case .not(let a): for at in 0..<words { values[to + at] = ~values[a * words + at] & (at == words - 1 ? last : ~0) }
            case .and(let a, let b): for at in 0..<words { values[to + at] = values[a * words + at] & values[b * words + at] }
            case .or(let a, let b): for at in 0..<words { values[to + at] = values[a * words + at] | values[b * words + at] }
            }
        }
        for (index, output) in program.outputs.enumerated() {
            var held = 0
            for at in 0..<words { held += values[output * words + at].nonzeroBitCount }
            counts[index] += UInt128(held) * each
        }
    }

    private mutating func plane(_ stride: Int, _ choices: Int, _ choice: Int, _ words: Int) -> [UInt64] {
        let key = Plane(stride: stride, choices: choices, choice: choice)
        if let plane = planes[key] { return plane }
        var plane = [UInt64](repeating: 0, count: (Self.block + 63) / 64)
        for lane in 0..<Self.block where lane / stride % choices == choice { plane[lane / 64] |= 1 << UInt64(lane % 64) }
        planes[key] = plane
        return plane
    }
}
