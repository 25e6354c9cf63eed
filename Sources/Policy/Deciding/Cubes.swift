/// A condition as a list of cubes: sets of situations, each given by the choices that it allows for every fact.
struct Cubes {
    typealias Cube = [UInt16]

    /// A condition whose cubes are more than this is not worth a table.
    static let limit = 512
    struct TooMany: Error {}

    let all: [Cube]

    /// - Throws: `TooMany`.
    init(_ condition: Condition, of facts: [Fact]) throws(TooMany) {
        let places = Dictionary(uniqueKeysWithValues: facts.enumerated().map { ($1.id, $0) })
        let everything = facts.map { UInt16(truncatingIfNeeded: 1 << $0.choices.count - 1) }
        all = try Self.cubes(condition, true, facts, places, everything)
    }

    private static func cubes(
        _ condition: Condition, _ wanted: Bool, _ facts: [Fact], _ places: [Fact.ID: Int], _ everything: Cube
    ) throws(TooMany) -> [Cube] {
        switch condition {
        case .always: return wanted ? [everything] : []
        case .test(let id, let values):
            guard let place = places[id] else { return wanted ? [] : [everything] }
            var allowed: UInt16 = 0
            for (index, choice) in facts[place].choices.enumerated() where values.contains(choice.name) == wanted {
                allowed |= 1 << UInt16(index)
            }
            if allowed == 0 { return [] }
            var cube = everything
            cube[place] = allowed
            return [cube]
        case .not(let inner): return try cubes(inner, !wanted, facts, places, everything)
        case .all(let parts):
            return wanted
                ? try product(parts, wanted, facts, places, everything) : try sum(parts, wanted, facts, places, everything)
        case .any(let parts):
            return wanted
                ? try sum(parts, wanted, facts, places, everything) : try product(parts, wanted, facts, places, everything)
        }
    }

    private static func sum(
        _ parts: [Condition], _ wanted: Bool, _ facts: [Fact], _ places: [Fact.ID: Int], _ everything: Cube
    ) throws(TooMany) -> [Cube] {
        var found: [Cube] = []
        for part in parts { found += try cubes(part, wanted, facts, places, everything) }
        return try absorbed(found)
    }

    private static func product(
        _ parts: [Condition], _ wanted: Bool, _ facts: [Fact], _ places: [Fact.ID: Int], _ everything: Cube
    ) throws(TooMany) -> [Cube] {
        var found = [everything]
        for part in parts {
            let more = try cubes(part, wanted, facts, places, everything)
            if found.count * more.count > 8 * limit { throw TooMany() }
            found = try absorbed(
                found.flatMap { a in
                    more.compactMap { b in
                        let both = zip(a, b).map { $0 & $1 }
                        return both.contains(0) ? nil : both
                    }
                })
        }
        return found
    }

    /// Without cubes that lie in another, and with cubes joined that differ in one fact alone.
    private static func absorbed(_ cubes: [Cube]) throws(TooMany) -> [Cube] {
        var kept: [Cube] = []
        for cube in cubes { add(cube, to: &kept) }
        if kept.count > limit { throw TooMany() }
        return kept
    }

    private static func add(_ cube: Cube, to kept: inout [Cube]) {
        if kept.contains(where: { lies(cube, in: $0) }) { return }
        kept.removeAll { lies($0, in: cube) }
        if let other = kept.firstIndex(where: { zip($0, cube).count(where: { $0 != $1 }) == 1 }) {
            let joined = zip(kept.remove(at: other), cube).map { $0 | $1 }
            return add(joined, to: &kept)
        }
        kept.append(cube)
    }

    private static func lies(_ a: Cube, in b: Cube) -> Bool { zip(a, b).allSatisfy { $0 & ~$1 == 0 } }
}
