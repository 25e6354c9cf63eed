import ArgumentParser
import Foundation
import Hummingbird
import Policy

/// Measures what the program does, on the machine that it runs on.
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the policies, the records, records that grow, or casework, on this machine.",
        subcommands: [Policies.self, StoreBenchmark.self, GrowthBenchmark.self, CaseworkBenchmark.self],
        defaultSubcommand: Policies.self)
}

extension Benchmark {
    /// The policies. `benchmark` alone means these.
    struct Policies: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measures how long the policies take to decide, to advise and to be proved on this machine.",
            discussion: """
                Build for release before you believe a figure: swift build -c release. Scripts/benchmark runs this and \
                other engines on the same policies, one after the other, and writes their ratios.
                """)
        @OptionGroup var content: ContentOption
        @Argument(help: "The policies; all of them when none is named.") var names: [PolicyName] = []
        @Flag(help: "Write JSON.") var json = false
        @Flag(help: "Leave out what takes more than a second: counting by enumeration, and all partly known situations.")
        var quick = false
        @Option(
            name: .customLong("bare-server"),
            help: ArgumentHelp(
                "Serves one word with the framework alone, to compare the site with.", valueName: "port", visibility: .hidden))
        var bareServer: Int?

        func run() async throws {
            try await ending {
                if let bareServer { return try await Self.serveBare(bareServer) }
                let library = try content.library()
                let editions = try names.isEmpty ? library.editions : names.map { try $0.edition(in: library) }
                var rows: [BenchmarkRow] = []
                for edition in editions {
                    let one = try PolicyBenchmark(edition, library).rows(quick: quick)
                    rows += one
                    if !json { one.forEach { print($0.description) } }
                }
                let whole = try Self.comparing(editions) + Self.coldStart(content.folder().path)
                rows += whole
                if json {
                    print(try Command.json(BenchmarkReport(machine: .init(), rows: rows)))
                } else {
                    whole.forEach { print($0.description) }
                }
            }
        }

        /// Every two of the policies.
        private static func comparing(_ editions: [PolicyEdition]) throws -> [BenchmarkRow] {
            var rows: [BenchmarkRow] = []
            for (index, first) in editions.enumerated() {
                for second in editions[(index + 1)...] {
                    var cases = 0
                    let seconds = try Timing.seconds(atLeast: 3) {
                        cases = try Comparison(first.policy, second.policy).cases.count
                    }
                    rows.append(
                        BenchmarkRow(
                            policy: first.name + " : " + second.name, what: "comparison", value: seconds * 1e3, unit: "ms",
                            note: "\(cases) grouped cases with exact counts"))
                }
            }
            return rows
        }

        /// This program, started anew to decide one situation.
        private static func coldStart(_ content: String) throws -> [BenchmarkRow] {
            let facts = FileManager.default.temporaryDirectory.appending(path: "discretion-benchmark-\(UUID().uuidString).json")
            try Data(#"{"facts": {"law-requires": "court-order", "purpose-is-legitimate": "yes"}}"#.utf8).write(to: facts)
            defer { try? FileManager.default.removeItem(at: facts) }
            var spent: [Double] = []
            for _ in 0..<15 {
                let before = Timing.ofChildren()
                let process = Process()
                process.executableURL = Bundle.main.executableURL
                process.arguments = ["decide", "--facts", facts.path, "--json", "--content", content]
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                spent.append(Timing.ofChildren() - before)
            }
            return [
                BenchmarkRow(
                    policy: "england-2026", what: "cold-start", value: spent.sorted()[spent.count / 2] * 1e3, unit: "ms",
                    note: "processor time of `decide --facts`, median of \(spent.count)")
            ]
        }

        private static func serveBare(_ port: Int) async throws {
            let router = Router()
            router.get("/") { _, _ in "ok" }
            try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port))).runService()
        }
    }
}
