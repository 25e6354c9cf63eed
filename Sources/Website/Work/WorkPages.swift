import Hummingbird
import Ledger
import Sharing
import Synchronization
import Vault

/// What waits for whoever is signed in.
struct WorkPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/work") { request, context -> Reply in
            let now = site.now()
            let shown = DutiesShown(request.query)
            let work = try await site.store.look(as: context.access, at: now) { try Work(&$0, shown, at: now) }
            return .page(WorkViews.page(work, shown, site: site, context: context, now: now))
        }
        DutyPages(site: site).add(to: routes)
    }
}

/// Which part of what waits is shown: a kind of duty, and a page.
struct DutiesShown: Sendable {
    static let size = 50
    var kind = ""
    var page = 1

    init(_ query: Form.Fields) {
        kind = String((query["kind"] ?? "").prefix(40))
        page = max(1, min(query["page"].flatMap { Int($0) } ?? 1, 200))
    }
}

struct Work: Sendable {
    /// What is shown of the duties, and how many there are of each kind.
    let duties: [Duty]
    let counts: [String: Int]
    /// What waited too long for others; for those who manage.
    let escalated: [Duty]
    let urgent: [UrgentAction]
    let open: [SharingRequest]
    let reviews: [Decision]
    let recent: [Decision]

    /// What the query found, beside what is shown of it: no look is noted at what nobody was shown.
    private final class Found: Sendable { let duties = Mutex<[Duty]>([]) }

    init(_ records: inout Transaction, _ shown: DutiesShown, at now: Instant) throws {
        let own = records.context.practitioner
        let found = Found()
        duties = try records.list(
            Duty.open(of: own, limit: 1000).sifted { all in
                found.duties.withLock { $0 = all }
                let fitting = all.filter { shown.kind.isEmpty || $0.kind == shown.kind }
                return Array(fitting.dropFirst((shown.page - 1) * DutiesShown.size).prefix(DutiesShown.size))
            })
        let all = found.duties.withLock { $0 }
        counts = Dictionary(grouping: all, by: \.kind).mapValues(\.count)
        escalated =
            records.context.oversees
            ? try records.list(
                Duty.escalated(in: records.context.organisation, at: now).sifted {
                    Array($0.filter { $0.owner != own }.prefix(20))
                })
            : []
        // What waits as a duty is not listed a second time.
        let named = Set(all.filter { ["write-up", "request", "call-back"].contains($0.kind) }.map(\.record))
        urgent = try records.list(
            UrgentAction.toWriteUp(by: records.context).sifted { $0.filter { !named.contains("urgent_action/" + $0.id.text) } })
        open = try records.list(
            SharingRequest.open(by: records.context).sifted { $0.filter { !named.contains("sharing_request/" + $0.id.text) } })
        reviews = try records.list(Decision.dueForReview(by: records.context, until: now.adding(days: 14)))
        recent = try records.list(Decision.found(.init(), by: records.context)).prefix(5).map { $0 }
    }
}
