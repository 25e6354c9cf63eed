import ArgumentParser
import Foundation

/// How many clients there are at a time, as `1,16,64`.
struct ClientCounts: ExpressibleByArgument {
    let all: [Int]

    init(_ all: [Int]) { self.all = all }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let counts = parts.compactMap { $0 }
        guard counts.count == parts.count, counts.allSatisfy({ (1...4096).contains($0) }) else { return nil }
        all = counts
    }

    var defaultValueDescription: String { all.map(String.init).joined(separator: ",") }
}

/// `discretion benchmark store`.
struct StoreBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Measures how many acts and looks the records take, each durable before it is answered.",
        discussion: """
            It fills a store of its own: in a temporary folder, or in the folder or database that is named, which must be empty \
            and keeps what was made. Build for release before you believe a figure; Scripts/benchmark-store sets it beside \
            what the engines do by themselves.
            """)
    @OptionGroup var content: ContentOption
    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp("How many clients ask at a time; several numbers are tried in turn.", valueName: "counts"))
    var clients = ClientCounts([1, 16, 64])
    @Option(help: ArgumentHelp("How long each figure is measured.", valueName: "seconds")) var seconds = 5.0
    @Flag(help: "Write JSON.") var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be more than 0, and an hour at most.") }
    }

    func run() async throws {
        try await ending {
            let records = try await BenchmarkRecords.make(in: data, content, workers: 4)
            let rows: [BenchmarkRow]
            do {
                let loads = try await StoreLoads(records, clients: clients.all.max() ?? 1)
                rows = try await clients.all.asyncFlatMap { count in
                    let some = try await loads.rows(ClosedLoop(clients: count, seconds: seconds))
                    if !json { some.forEach { print($0.description) } }
                    return some
                }
            } catch {
                await records.remove()
                throw error
            }
            await records.remove()
            if json { print(try Command.json(BenchmarkReport(machine: .init(), rows: rows))) }
        }
    }
}

extension Sequence {
    /// One after another.
    func asyncFlatMap<T>(_ body: (Element) async throws -> [T]) async rethrows -> [T] {
        var all: [T] = []
        for one in self { all += try await body(one) }
        return all
    }
}
