import Foundation
import Ledger
import Policy
import Sharing
@_spi(Operator) import Vault
import Website
import Yams

/// Fictional organisations, people and decisions, as they stand in `Content/demonstration`.
struct Demonstration {
    static let password = "fictional-people-only"

    private struct Organisations: Decodable {
        let organisations: [One]
        struct One: Decodable {
            let organisation, title, policy, procedure: String
            let procedureNumber: String
            enum CodingKeys: String, CodingKey {
                case organisation, title, policy, procedure, procedureNumber = "procedure-number"
            }
        }
    }

    private struct People: Decodable {
        let practitioners: [One]
        struct One: Decodable { let practitioner, name, email, organisation, role, post: String }
    }

    private let organisations: [Organisations.One]
    private let people: [People.One]
    private let decisions: [DemonstrationDecision]
    private let registered: DemonstrationPeople
    private let deadlines: Deadlines

    init(folder: URL) throws {
        func read<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
            let file = "demonstration/\(name).yaml"
            let text = try PolicyLibrary.contents(file, in: folder)
            do { return try YAMLDecoder().decode(type, from: text) } catch {
                throw BadInput(message: "\(file): it has not the parts that a demonstration needs: \(error)")
            }
        }
        organisations = try read(Organisations.self, "organisations").organisations
        people = try read(People.self, "practitioners").practitioners
        decisions = try read(DemonstrationDecisions.self, "decisions").decisions
        registered = try read(DemonstrationPeople.self, "people")
        deadlines = try Deadlines(try CodeLists(folder: folder), folder: folder)
    }

    var procedureNumber: String { organisations.first?.procedureNumber ?? "" }

    var accounts: Site.Demonstration {
        Site.Demonstration(
            accounts: people.map { .init(email: $0.email, who: "\($0.name), \($0.post)") }, password: Self.password)
    }

    /// Fills an empty store: accounts first, then a year of decisions, each made by its practitioner at its own time.
    func fill(_ store: Store, _ library: PolicyLibrary, vocabulary: String) async throws {
        if try await store.checkpoint(origin: "demonstration").size > 0 { return }
        complain("Making a year of fictional decisions; this takes a few seconds.")
        let today = presentTime()
        let begin = today.adding(days: -370)
        let operate = store.operatorContext()
        try await store.publish(library, vocabulary: vocabulary, as: operate, at: begin)
        let organisations = organisations
        let people = people
        try await store.act(as: operate, at: begin) { records in
            for one in organisations {
                try records.keep(
                    Organisation(
                        id: .init(one.organisation), title: one.title, policy: one.policy, procedure: one.procedure,
                        procedureNumber: one.procedureNumber), as: .recorded)
            }
            for one in people {
                guard let role = Role(rawValue: one.role) else {
                    throw BadInput(message: "practitioners.yaml: `\(one.role)` is no role")
                }
                try records.keep(
                    Practitioner(
                        id: .init(one.practitioner), organisation: .init(one.organisation), name: one.name, post: one.post,
                        role: role),
                    as: .recorded)
            }
        }
        var contexts: [String: AccessContext] = [:]
        for one in people {
            guard let role = Role(rawValue: one.role) else { continue }
            try await store.open(
                Account(
                    email: one.email, practitioner: one.practitioner, organisation: one.organisation, role: role,
                    password: Self.password),
                as: operate, at: begin)
            let signedIn = try await store.signIn(email: one.email, password: Self.password, at: begin)
            try await store.signOut(signedIn.token)
            contexts[one.practitioner] = signedIn.context
        }
        var made: [String: RecordID<Decision>] = [:]
        for decision in decisions.sorted(by: { $0.daysAgo > $1.daysAgo }) {
            guard let context = contexts[decision.by], let edition = library[decision.policy] else {
                throw BadInput(message: "decisions.yaml: `\(decision.decision)` names nobody or no policy that there is")
            }
            // Mornings and afternoons, so that a list does not look as if it were made at midnight.
            let at = today.adding(days: -decision.daysAgo, hours: -Int64(decision.decision.utf8.count % 7))
            made[decision.decision] = try await decision.make(in: store, as: context, under: edition, at: at, earlier: made)
        }
        try await registered.fill(store, contexts, deadlines, today: today)
        if let author = contexts["nia-hollowell"], let edition = library.editions.first {
            try await DemonstrationTelling.fill(store, as: author, under: edition, deadlines, at: today.adding(days: -120))
        }
        try await look(store, contexts.values.first { $0.role == .manager }, at: today.adding(hours: -20))
    }

    /// A manager reads some decisions, so that the evidence pages have something to show.
    private func look(_ store: Store, _ manager: AccessContext?, at now: Instant) async throws {
        guard let manager else { return }
        try await store.look(as: manager, at: now) { records in
            _ = try records.list(Decision.found(.init(), by: records.context))
        }
    }
}
