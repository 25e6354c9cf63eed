import ArgumentParser

/// `discretion`: its commands and what they end with are a contract.
@main
struct Discretion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discretion",
        abstract: "Guides a practitioner to a lawful decision about sharing personal information, and keeps the proof.",
        discussion: """
            Exit status: 0 fine, 1 a "no" (a check failed, a proof does not hold), 2 evidence does not fit, \
            64 wrong use, 65 bad input or policy, 70 our mistake, 75 try again.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Decide.self, PolicyCommand.self, LedgerCommand.self, WitnessCommand.self, UserCommand.self,
            BackupCommand.self, RestoreCommand.self, MoveCommand.self, KeyCommand.self, Coverage.self, Benchmark.self,
        ])
}
