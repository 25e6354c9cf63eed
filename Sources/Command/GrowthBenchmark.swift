import ArgumentParser
import Foundation
import Vault

/// `discretion benchmark growth`.
struct GrowthBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Measures what records cost as they grow to millions, and how long an audit of them takes.",
        discussion: """
            It fills an empty folder with fictional decisions and keeps it. Ten million entries want some minutes and some \
            gigabytes. Scripts/plot-growth draws what --json writes.
            """)
    /// The sizes at which it is measured.
    private static let sizes = [
        10_000, 100_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000,
    ]

    @OptionGroup var content: ContentOption
    @OptionGroup var data: DataOption
    @Option(help: "How many entries there are in the end.") var entries = 10_000_000
    @Option(help: "How many decisions there are in the end, of four entries each.") var decisions = 1_000_000
    @Flag(help: "Write JSON.") var json = false

    private struct Report: Encodable {
        let machine: BenchmarkReport.Machine
        let points: [GrowthPoint]
        let audits: [GrowthAudit]
        let hashing: GrowthAudit.Hashing
        let filling: Filling
    }

    private struct Filling: Encodable { let decisionsPerSecond, smallPerSecond, seconds: Double }

    func validate() throws {
        guard data.database == nil, data.data != nil else {
            throw ValidationError("Name an empty folder with --data: growth is measured in a file.")
        }
        guard entries >= 1000, decisions >= 100, decisions <= entries / 5 else {
            throw ValidationError("Ask for 1000 entries or more, for 100 decisions or more, and for five entries a decision.")
        }
    }

    func run() async throws {
        try await ending {
            let records = try await BenchmarkRecords.make(in: data, content, workers: 8)
            var fill = GrowthFill(records)
            var progress = GrowthProgress(until: entries)
            var points: [GrowthPoint] = []
            for size in Self.sizes.filter({ $0 < entries }) + [entries] {
                try await grow(to: size, records, &fill, &progress)
                let point = try await GrowthPoint.measure(records, fill)
                points.append(point)
                if !json { point.rows.forEach { print($0.description) } }
            }
            complain("Auditing \(entries) entries …")
            let (work, hashing) = (try await GrowthAudit.Work(records, decisions: fill.decisions), GrowthAudit.Hashing())
            var audits: [GrowthAudit] = []
            for content in [false, true] {
                audits.append(try await GrowthAudit.measure(records, work, hashing, content: content))
                if !json { audits.last?.rows.forEach { print($0.description) } }
            }
            await records.remove()
            let small = Double(entries - 4 * fill.decisions)
            let filling = Filling(
                decisionsPerSecond: Double(fill.decisions) / fill.secondsOfDecisions, smallPerSecond: small / fill.secondsOfSmall,
                seconds: fill.secondsOfDecisions + fill.secondsOfSmall)
            if json {
                let report = Report(machine: .init(), points: points, audits: audits, hashing: hashing, filling: filling)
                print(try Command.json(report))
            } else {
                let (each, others) = (Int(filling.decisionsPerSecond), Int(filling.smallPerSecond))
                print("filled in \(Int(filling.seconds)) s: \(each) decisions a second, \(others) other entries a second")
            }
        }
    }

    /// Adds decisions in proportion, and small records for the rest.
    private func grow(
        to size: Int, _ records: BenchmarkRecords, _ fill: inout GrowthFill, _ progress: inout GrowthProgress
    ) async throws {
        let wanted = max(1, Int(Double(decisions) * Double(size) / Double(entries))) - fill.decisions
        try await fill.decide(max(0, wanted)) { progress.add($0) }
        let there = Int(try await records.store.size())
        progress.settle(at: there)
        try await fill.keepSmall(max(0, size - there)) { progress.add($0) }
    }
}

/// Says now and then how far it is, and how long the rest may take.
struct GrowthProgress {
    private let until: Int
    private let begin = ClosedLoop.now
    private var said = ClosedLoop.now
    private var done = 0

    init(until: Int) { self.until = until }

    /// There are so many now, also by others' doing.
    mutating func settle(at count: Int) { done = max(done, count) }

    /// So many more were kept.
    mutating func add(_ count: Int) {
        done += count
        let now = ClosedLoop.now
        guard now - said > 10_000_000_000 else { return }
        said = now
        let spent = Double(now - begin) / 1e9
        let left = spent / Double(done) * Double(max(0, until - done))
        complain("\(done) of \(until) entries after \(Int(spent)) s; perhaps \(Int(left)) s more")
    }
}
