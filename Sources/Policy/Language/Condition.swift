/// When a rule applies: a sentence of near-English, as a small tree.
public indirect enum Condition: Hashable, Sendable {
    case always
    /// The fact has one of these values.
    case test(Fact.ID, Set<String>)
    case not(Condition)
    case all([Condition])
    case any([Condition])

    /// The facts it speaks of, in the order in which they stand.
    public var facts: [Fact.ID] {
        var found: [Fact.ID] = []
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [Fact.ID]) {
        switch self {
        case .always: break
        case .test(let fact, _): if !found.contains(fact) { found.append(fact) }
        case .not(let inner): inner.collect(into: &found)
        case .all(let parts), .any(let parts): for part in parts { part.collect(into: &found) }
        }
    }

    /// Whether it holds where every fact it speaks of has a known answer; nil as soon as an unknown one would matter
    /// to this reading. The plain meaning of the language, against which the compiled forms are checked.
    public func holds(in situation: Situation) -> Bool? {
        switch self {
        case .always: return true
        case .test(let fact, let values):
            guard case .choice(let value)? = situation[fact] else { return nil }
            return values.contains(value)
        case .not(let inner): return inner.holds(in: situation).map { !$0 }
        case .all(let parts):
            var unknown = false
            for part in parts {
                guard let holds = part.holds(in: situation) else {
                    unknown = true
                    continue
                }
                if !holds { return false }
            }
            return unknown ? nil : true
        case .any(let parts):
            var unknown = false
            for part in parts {
                guard let holds = part.holds(in: situation) else {
                    unknown = true
                    continue
                }
                if holds { return true }
            }
            return unknown ? nil : false
        }
    }
}

/// A condition with the words in which it was written.
public struct WrittenCondition: Hashable, Sendable {
    public let condition: Condition
    /// As written, with single spaces.
    public let text: String
}
