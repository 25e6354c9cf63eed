import Foundation
import Ledger
import Policy
import Sharing
import Vault
import Yams

/// The demonstration's decisions, to be made again and again about other people.
struct BenchmarkCases: Sendable {
    /// One of them, with its questions already answered.
    struct One: Sendable {
        let decision: DemonstrationDecision
        let interview: Interview
    }

    let all: [One]

    /// - Throws: `BadInput` when the content's demonstration cannot be read, or has none that fit.
    init(folder: URL, _ library: PolicyLibrary) throws {
        let text = try PolicyLibrary.contents("demonstration/decisions.yaml", in: folder)
        guard let read = try? YAMLDecoder().decode(DemonstrationDecisions.self, from: text) else {
            throw BadInput(message: "demonstration/decisions.yaml: it has not the parts that a demonstration needs")
        }
        all = read.decisions.compactMap { one in
            guard one.reconsiders == nil, one.urgent != "yes", one.open != "yes", let edition = library[one.policy] else {
                return nil
            }
            return One(decision: one, interview: Interview(one.facts, under: edition))
        }
        guard !all.isEmpty else { throw BadInput(message: "demonstration/decisions.yaml: no decision in it can be made again") }
    }

    /// One of them in its turn.
    subscript(_ number: Int) -> One { all[number % all.count] }
}

extension BenchmarkCases.One {
    /// A request as it is begun, with all its answers.
    func request(about subject: String, by context: AccessContext, at now: Instant) -> SharingRequest {
        SharingRequest(
            by: context,
            origin: decision.origin == "request" ? .asked(by: decision.askedBy ?? decision.recipient) : .ownInitiative,
            subject: subject, recipient: decision.recipient, purpose: decision.purpose, items: decision.items,
            policy: decision.policy, answers: decision.facts, at: now)
    }

    /// Keeps a request, the advice on it and the decision, as the demonstration does: four entries, three rows, one key.
    func decide(about subject: String, _ records: inout Transaction) throws -> RecordID<Decision> {
        var request = request(about: subject, by: records.context, at: records.now)
        try records.keep(request, as: .recorded)
        let advice = AdviceGiven(on: request, interview, at: records.now)
        let decided = try Decision(
            id: .random(), on: advice, of: request, decision.draft(at: records.now, interview), by: records.context,
            at: records.now)
        request.state = .decided
        try records.keep(request, as: .amended)
        try records.keep(advice, as: .advised)
        try records.keep(decided, as: .decided)
        return decided.id
    }

    /// Something urgent about somebody, in the same words.
    func urgentAction(about subject: String, by context: AccessContext, at now: Instant) -> UrgentAction {
        UrgentAction(
            id: .random(), by: context, subject: subject, danger: decision.factsOfTheCase, done: decision.reasons,
            told: decision.recipient, at: now)
    }
}
