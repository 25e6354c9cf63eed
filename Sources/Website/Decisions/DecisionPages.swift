import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// Decisions that are recorded: listed, searched, read, reconsidered.
struct DecisionPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/decisions") { _, context -> Reply in try await list(.init(), context) }
        // Posted, so that the names somebody searches for do not stand in addresses and histories.
        routes.post("/decisions") { request, context -> Reply in
            try await list(Self.search(try await Form(request, context).fields), context)
        }
        routes.get("/decisions/:id") { _, context -> Reply in
            let record = try await whole(context)
            return .page(DecisionViews.record(record, site: site, context))
        }
        routes.get("/decisions/:id/recorded") { _, context -> Reply in
            let record = try await whole(context)
            let receipt = try await site.store.receipt(
                ofEntry: record.entry.index, signedBy: site.signer, asKept: true)
            return .page(
                DecisionViews.recorded(
                    record, receipt, number: context.person.organisation.procedureNumber, token: context.person.formToken))
        }
        routes.post("/decisions/:id/reconsider") { request, context in try await reconsider(request, context) }
    }

    private func list(_ search: Decision.Search, _ context: SignedInContext) async throws -> Reply {
        let found = try await site.store.look(as: context.access, at: site.now()) { records in
            try records.list(Decision.found(search, by: records.context))
        }
        return .page(DecisionListViews.page(found, search, context))
    }

    static func search(_ query: Form.Fields) -> Decision.Search {
        var search = Decision.Search()
        search.words = String((query["words"] ?? "").prefix(200)).trimmingSpaces
        search.soundsAlike = query["sounds"] == "yes"
        search.verdict = query["verdict"].flatMap { Verdict(rawValue: $0) }
        search.order = query["order"].flatMap { Decision.Search.Order(rawValue: $0) } ?? .newest
        search.page = max(1, min(query["page"].flatMap { Int($0) } ?? 1, 10_000))
        return search
    }

    private func whole(_ context: SignedInContext) async throws -> WholeDecision {
        let id = RecordID<Decision>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try WholeDecision(id, &$0) }
    }

    private func reconsider(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let id = RecordID<Decision>(try context.parameter("id"))
        let now = site.now()
        let policy = context.person.organisation.policy
        let begun = try await site.store.act(as: context.access, at: now) { records in
            let decision = try records.find(id)
            let request = try records.find(decision.request)
            // One open reconsideration is enough: a second click leads to the first.
            let open = try records.list(SharingRequest.open(by: records.context))
            if let same = open.first(where: { $0.reconsiders == id }) { return same.id }
            var again = SharingRequest(
                by: records.context, origin: request.origin, subject: decision.subject, recipient: decision.recipient,
                purpose: request.purpose, items: decision.items, policy: policy, answers: request.answers, reconsiders: id,
                about: request.person, at: now)
            again.asking = request.asking
            again.chosen = request.chosen
            again.sources = request.sources
            // What changed since then may be the reason to decide again.
            if again.person != nil {
                try site.takeUp(&again, &records)
                try site.oweDecision(on: again, &records)
            }
            try records.keep(again, as: .recorded)
            return again.id
        }
        return .goTo(Addresses.request(begun.text))
    }
}

/// A decision with everything that belongs to it.
struct WholeDecision: Sendable {
    let decision: Decision
    let advice: AdviceGiven
    let request: SharingRequest
    let author: Practitioner?
    let entry: LedgerEntry
    let reconsidered: [Decision]

    /// - Throws: `NothingToSee`; `StorageFault`.
    init(_ id: RecordID<Decision>, _ records: inout Transaction) throws {
        decision = try records.find(id)
        advice = try records.find(decision.advice)
        request = try records.find(decision.request)
        author = try records.findIfAny(RecordID<Practitioner>(decision.author))
        reconsidered = try records.list(Decision.reconsidering(id))
        guard let entry = try records.entries(of: decision).last else {
            throw LedgerBroken(at: 0, what: "decision/\(id)", why: "the ledger knows nothing of it")
        }
        self.entry = entry
    }
}
