import ArgumentParser
import Foundation
import Policy

extension PolicyCommand {
    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says in which situations two policies, or two editions of one, advise differently.",
            discussion: """
                Every situation is put to both. Those in which the advice differs are grouped by the two rules that decide, \
                each group with both outcomes, both clauses, how many situations it has, what they share and one of them \
                as an example. Ends with 0 whether or not they differ.
                """)
        @OptionGroup var content: ContentOption
        @Argument(help: "A policy's name, or the path of a policy file.") var first: PolicySource
        @Argument(help: "The other policy.") var second: PolicySource
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            try await ending {
                let folder = try content.folder()
                let vocabulary = try PolicyLibrary.vocabulary(of: folder)
                let one = try first.edition(in: folder, vocabulary)
                let other = try second.edition(in: folder, vocabulary)
                let report = ComparisonJSON(one, other, try Comparison(one.policy, other.policy))
                print(json ? try Command.json(report) : report.description)
            }
        }
    }

    struct ReplayCases: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Lists the recorded situations in which another edition would now advise differently.",
            discussion: """
                Reads JSON Lines, each {"id": "…", "facts": {…}, "outcome": "…"}, as decisions keep them; a line without an \
                outcome is compared with what BEFORE advises. Ends with 0 whether or not there are any.
                """)
        @OptionGroup var content: ContentOption
        @Argument(help: "The policy or policy file that advised.") var before: PolicySource
        @Argument(help: "The policy or policy file to put in its place.") var after: PolicySource
        @Option(help: ArgumentHelp("The recorded situations, or - for standard input.", valueName: "file")) var facts: String
        @Flag(help: "Write JSON.") var json = false

        private struct Changed: Encodable {
            let id: String
            let was: String?
            let now: [String]
            let rule: String?
        }

        func run() async throws {
            try await ending {
                let folder = try content.folder()
                let vocabulary = try PolicyLibrary.vocabulary(of: folder)
                let one = try before.edition(in: folder, vocabulary)
                let other = try after.edition(in: folder, vocabulary)
                let data = try Decide.input(facts)
                var changed: [Changed] = []
                var count = 0
                for recorded in try FactsFile(reading: data, name: facts).records(vocabulary) {
                    count += 1
                    let was = recorded.outcome ?? one.advice(on: recorded.situation).outcome?.rawValue
                    let now = other.advice(on: recorded.situation)
                    if now.outcome?.rawValue != was || was == nil && now.isCertain {
                        changed.append(
                            Changed(
                                id: recorded.id ?? "\(count)", was: was, now: now.possible.map(\.rawValue), rule: now.rule?.id))
                    }
                }
                if json { return print(try Command.json(changed)) }
                for one in changed {
                    print("\(one.id): was \(one.was ?? "not certain"), now \(one.now.joined(separator: " or "))")
                }
                print("\(changed.count) of \(count) would be advised differently")
            }
        }
    }
}
