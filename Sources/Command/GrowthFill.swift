import Ledger
import Sharing
@_spi(Operator) import Vault

/// Fills a store through its own door.
struct GrowthFill {
    /// Decisions in one act.
    private static let decisionsAnAct = 500
    /// Small records in one act.
    private static let smallAnAct = 10_000
    /// So many small records there are, each kept again and again.
    private static let smallRecords = 1000
    /// Of so many decisions the numbers and names are known, by chance.
    private static let known = 2000

    private let records: BenchmarkRecords
    private var turn = 0
    private(set) var decisions = 0
    /// Seconds that went into decisions, and into small records.
    private(set) var secondsOfDecisions = 0.0, secondsOfSmall = 0.0
    /// How much the decisions alone have made the database grow, in bytes.
    private(set) var bytesOfDecisions: Int64 = 0
    /// Some of all that were made, each as likely as any other.
    private(set) var sample: [(id: RecordID<Decision>, subject: String)] = []

    init(_ records: BenchmarkRecords) { self.records = records }

    /// Makes decisions: four entries each.
    mutating func decide(_ count: Int, progress: (Int) -> Void) async throws {
        let (begin, before) = (ClosedLoop.now, records.bytes)
        var left = count
        while left > 0 {
            let now = min(left, Self.decisionsAnAct)
            let (cases, first) = (records.cases, decisions)
            let made = try await records.store.act(as: records.workers[turn % records.workers.count], at: presentTime()) {
                records in
                var random = SystemRandomNumberGenerator()
                return try (0..<now).map { place in
                    let subject = FictionalName.any(&random)
                    return (id: try cases[first + place].decide(about: subject, &records), subject: subject)
                }
            }
            turn += 1
            for one in made { remember(one) }
            left -= now
            progress(now * 4)
        }
        secondsOfDecisions += Double(ClosedLoop.now - begin) / 1e9
        bytesOfDecisions += records.bytes - before
    }

    /// Keeps small records again: one entry each, and after the first round no new row. It stands for all else that a
    /// ledger speaks of.
    mutating func keepSmall(_ count: Int, progress: (Int) -> Void) async throws {
        let begin = ClosedLoop.now
        var left = count
        while left > 0 {
            let (now, first, policy) = (min(left, Self.smallAnAct), left, records.cases[0].decision.policy)
            try await records.store.act(as: records.store.operatorContext(), at: presentTime()) { records in
                for place in 0..<now {
                    let number = (first + place) % Self.smallRecords
                    try records.keep(
                        Organisation(
                            id: .init("small-\(number)"), title: "Of no account", policy: policy, procedure: "None",
                            procedureNumber: "01632 960000"),
                        as: .amended)
                }
            }
            left -= now
            progress(now)
        }
        secondsOfSmall += Double(ClosedLoop.now - begin) / 1e9
    }

    private mutating func remember(_ one: (id: RecordID<Decision>, subject: String)) {
        decisions += 1
        if sample.count < Self.known {
            sample.append(one)
        } else {
            let place = Int.random(in: 0..<decisions)
            if place < sample.count { sample[place] = one }
        }
    }
}
