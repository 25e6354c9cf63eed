import Hummingbird
import Ledger
import Sharing
import Vault

/// What is waiting for one person.
struct WorkPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/work") { _, context -> Reply in
            let now = site.now()
            let work = try await site.store.look(as: context.access, at: now) { records in
                Work(
                    urgent: try records.list(UrgentAction.toWriteUp(by: records.context)),
                    open: try records.list(SharingRequest.open(by: records.context)),
                    reviews: try records.list(Decision.dueForReview(by: records.context, until: now.adding(days: 14))),
                    recent: try records.list(Decision.found(.init(), by: records.context)).prefix(5).map { $0 })
            }
            return .page(WorkViews.page(work, site: site, context: context, now: now))
        }
    }
}

struct Work: Sendable {
    let urgent: [UrgentAction]
    let open: [SharingRequest]
    let reviews: [Decision]
    let recent: [Decision]
}
