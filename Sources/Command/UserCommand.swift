import ArgumentParser
import Foundation
import Ledger
import Policy
import Sharing
@_spi(Operator) import Vault

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Opens accounts, and the organisations they belong to.",
        subcommands: [Add.self, AddOrganisation.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens an account, or gives one a new password.",
            discussion: "The password is read from standard input: one line, 12 characters or more.")
        @OptionGroup var data: DataOption
        @Argument(help: "The email address with which they sign in.") var email: String
        @Option(help: "Their name.") var name: String
        @Option(help: "What they are called at work.") var post: String
        @Option(help: "practitioner, manager, governance, auditor or administrator.") var role: String = "practitioner"
        @Option(help: "The organisation's short name.") var organisation: String

        func run() async throws {
            try await ending {
                guard let role = Role(rawValue: role) else {
                    throw ValidationError(
                        "`\(role)` is no role. One of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                guard email.contains("@"), !email.contains(where: \.isWhitespace) else {
                    throw ValidationError("`\(email)` is no email address.")
                }
                if isatty(0) == 1 { complain("Password:") }
                let password = readLine() ?? ""
                guard password.count >= 12 else {
                    throw BadInput(message: "the password must be 12 characters or longer; nothing was changed")
                }
                let store = try await data.folder().existingStore()
                let context = store.operatorContext()
                // A number that says nothing of the person: the ledger keeps it for ever.
                let known = try await store.practitioner(ofAccount: email)
                let id = known.map { RecordID<Practitioner>($0) } ?? .random()
                let organisation = RecordID<Organisation>(organisation)
                let (name, post) = (name, post)
                do {
                    try await store.act(as: context, at: presentTime()) { records in
                        _ = try records.find(organisation)
                        try records.keep(
                            Practitioner(id: id, organisation: organisation, name: name, post: post, role: role), as: .recorded)
                    }
                } catch is NothingToSee {
                    throw BadInput(
                        message: "there is no organisation `\(organisation)`; add it with: discretion user add-organisation")
                }
                try await store.open(
                    Account(email: email, practitioner: id.text, organisation: organisation.text, role: role, password: password),
                    as: context,
                    at: presentTime())
                print("\(email) may sign in as \(role.rawValue).")
            }
        }
    }

    struct AddOrganisation: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-organisation", abstract: "Adds an organisation, or changes it.")
        @OptionGroup var content: ContentOption
        @OptionGroup var data: DataOption
        @Argument(help: "A short name, such as harbour-lane.") var name: String
        @Option(help: "Its full name.") var title: String
        @Option(help: "The policy under which it works.") var policy: PolicyName
        @Option(help: "What to do when this system cannot help.") var procedure: String
        @Option(name: .customLong("procedure-number"), help: "The telephone number for that.") var procedureNumber: String

        func run() async throws {
            try await ending {
                let edition = try policy.edition(in: content.library())
                let folder = data.folder()
                let isNew = !folder.exists || folder.server != nil
                if isNew { try folder.prepare() }
                let store = try await folder.store()
                if isNew { try await folder.declare(demonstration: false, store) }
                let organisation = Organisation(
                    id: .init(name), title: title, policy: edition.name, procedure: procedure, procedureNumber: procedureNumber)
                try await store.act(as: store.operatorContext(), at: presentTime()) { try $0.keep(organisation, as: .recorded) }
                print("\(title) works under \(edition.name).")
            }
        }
    }
}
