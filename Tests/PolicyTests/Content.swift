import Foundation
import Policy

/// The policies that the program ships, read and proved once.
enum Content {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Content")
    static let library = Result { try PolicyLibrary(folder: folder) }
}

/// A generator whose sequence is the same in every run.
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The plain meaning of a policy, as slow and simple as can be: rules in order, every condition evaluated as written.
struct PlainMeaning {
    let policy: UnprovedPolicy

    func outcome(_ situation: Situation) -> Outcome.ID? {
        policy.rules.first { $0.when.condition.holds(in: situation) == true }?.then
    }
    func rule(_ situation: Situation) -> String? { policy.rules.first { $0.when.condition.holds(in: situation) == true }?.id }

    func obligations(_ situation: Situation) -> Set<String> {
        guard let outcome = outcome(situation) else { return [] }
        return Set(
            policy.obligations.filter { $0.when.condition.holds(in: situation) == true && ($0.with?.contains(outcome) ?? true) }
                .map(\.id))
    }

    func canBe(_ situation: Situation) -> Bool {
        policy.constraints.allSatisfy { $0.holds.condition.holds(in: situation) == true }
    }

    func random(_ random: inout FixedRandom) -> Situation {
        var situation = Situation()
        for fact in policy.facts {
            situation[fact.id] = .choice(fact.choices[Int(random.next(upperBound: UInt64(fact.choices.count)))].name)
        }
        return situation
    }

    /// Every complete situation that the known answers leave.
    func completions(_ situation: Situation) -> [Situation] {
        var all = [situation]
        for fact in policy.facts where situation[fact.id] == nil || situation[fact.id] == .notKnown {
            all = all.flatMap { one in
                fact.choices.map { choice in
                    var more = one
                    more[fact.id] = .choice(choice.name)
                    return more
                }
            }
        }
        return all
    }
}
