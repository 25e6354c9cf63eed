/// An edition put to situations that were decided before.
public struct Replay: Sendable {
    private let compiled: Compiled
    private let table: ReplayTable

    /// Nil where the edition's conditions are too many for a table; then ask it for advice on each situation.
    public init?(under edition: PolicyEdition) {
        guard let table = ReplayTable(edition.policy, outcomes: edition.compiled.outcomes) else { return nil }
        self.table = table
        compiled = edition.compiled
    }

    /// The answers as they are replayed fastest.
    public func packed(_ answers: Answers) -> PackedSituation { table.packed(answers) }

    /// The number, among the edition's outcomes, of the one that is certain; -1 where none is. Exact.
    public func outcome(_ situation: PackedSituation) -> Int {
        let plain = table.outcome(situation)
        return plain >= 0 ? plain : exactly(situation)
    }

    @inline(never)
    private func exactly(_ situation: PackedSituation) -> Int {
        let certainty = compiled.certainty(table.answers(situation))
        return certainty.isCertain ? certainty.outcomes.trailingZeroBitCount : -1
    }

    /// The places, among the situations, of those whose outcome is not certainly the one recorded: a number among the
    /// edition's outcomes, or -1 for none of them.
    public func changed(_ situations: [PackedSituation], recorded: [Int8]) -> [Int] {
        var found: [Int] = []
        for (index, situation) in situations.enumerated() where outcome(situation) != Int(recorded[index]) || recorded[index] < 0
        {
            found.append(index)
        }
        return found
    }
}
