import ArgumentParser
import Foundation
import Policy

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Lists, shows, proves and tries the policies.",
        subcommands: [List.self, Show.self, Check.self, Cases.self, Compare.self, ReplayCases.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the policies and their editions.")
        @OptionGroup var content: ContentOption
        @Flag(help: "Write JSON.") var json = false

        private struct One: Encodable { let policy, title, version, from, sha256: String }

        func run() async throws {
            try await ending {
                let all = try content.library().editions.map {
                    One(policy: $0.name, title: $0.title, version: $0.version, from: $0.policy.from, sha256: $0.fingerprint)
                }
                if json { return print(try Command.json(all)) }
                for one in all { print("\(one.policy)  edition \(one.version), from \(one.from)\n  \(one.title)") }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a policy: its steps, rules, obligations and clauses.")
        @OptionGroup var content: ContentOption
        @Argument(help: "The policy's name.") var name: PolicyName
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            try await ending {
                let edition = try name.edition(in: content.library())
                print(json ? try Command.json(PolicyJSON(edition: edition)) : PolicyText(edition: edition).description)
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads policies and proves them over every situation there can be.",
            discussion: "Ends with 65 when a policy cannot be read, or leaves a gap, contradicts itself or breaks an invariant.")
        @OptionGroup var content: ContentOption
        @Argument(help: "The policies; all of them when none is named.") var names: [String] = []
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            try await ending {
                let folder = try content.folder()
                let vocabulary = try PolicyLibrary.vocabulary(of: folder)
                let known = PolicyLibrary.names(in: folder)
                for name in names where !known.contains(name) {
                    let near = nearest(to: name, among: known)
                    throw BadInput(message: "there is no policy `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? ""))
                }
                var faults: [Fault] = []
                var reports: [CheckJSON] = []
                for name in names.isEmpty ? known : names {
                    let clock = ContinuousClock()
                    let start = clock.now
                    do {
                        let policy = try PolicyLibrary.read(name, in: folder, vocabulary)
                        let analysis = try PolicyEdition.analyse(policy)
                        let elapsed = clock.now - start
                        reports.append(CheckJSON(policy: policy, analysis: analysis, elapsed: elapsed))
                        if !analysis.isSound { _ = try PolicyEdition(proving: policy) }
                    } catch let found as Faults {
                        faults += found.all
                    }
                }
                if json { print(try Command.json(reports)) } else { reports.forEach { print($0.description) } }
                if !faults.isEmpty { throw Faults(faults) }
            }
        }
    }

    struct Cases: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the cases of policies: situations and the advice they must get.",
            discussion: "Ends with 1 when a case gets other advice than it must.")
        @OptionGroup var content: ContentOption
        @Argument(help: "The policies; all of them when none is named.") var names: [PolicyName] = []
        @Flag(help: "Write JSON.") var json = false

        private struct One: Encodable {
            let policy, name: String
            let passed: Bool
            let complaints: [String]
        }

        func run() async throws {
            try await ending {
                let library = try content.library()
                let editions = try names.isEmpty ? library.editions : names.map { try $0.edition(in: library) }
                var all: [One] = []
                for edition in editions {
                    for one in try library.cases(of: edition) {
                        let complaints = one.complaints(of: edition)
                        all.append(One(policy: edition.name, name: one.name, passed: complaints.isEmpty, complaints: complaints))
                    }
                }
                let failed = all.filter { !$0.passed }
                if json {
                    print(try Command.json(all))
                } else {
                    for one in failed { print("\(one.policy)/\(one.name): " + one.complaints.joined(separator: "; ")) }
                    print("\(all.count - failed.count) cases agree, \(failed.count) do not")
                }
                if !failed.isEmpty { throw Ending.no }
            }
        }
    }
}
