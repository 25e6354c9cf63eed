import Hummingbird
import Ledger
import Sharing
import Vault

/// The urgent path: whom to call, what was done, and a reminder to write it up. It asks for nothing that could delay.
struct UrgentPages: Sendable {
    let site: Site

    func addForVisitors(to router: Router<Visitor>) {
        // It needs no store: whoever comes here sees whom to call, whatever else is broken.
        router.get("/urgent") { _, context -> Reply in
            .page(UrgentViews.act(site, context.person, once: RecordID<UrgentAction>.random().text))
        }
    }

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.post("/urgent") { request, context in try await record(request, context) }
        routes.get("/urgent/:id") { _, context -> Reply in
            let id = RecordID<UrgentAction>(try context.parameter("id"))
            let (action, requests) = try await site.store.look(as: context.access, at: site.now()) { records in
                let action = try records.find(id)
                return (action, try records.list(SharingRequest.writingUp(id)))
            }
            return .page(UrgentViews.recorded(action, requests, context))
        }
        routes.post("/urgent/:id/write-up") { request, context in try await writeUp(request, context) }
    }

    private func record(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let id = form.once(UrgentAction.self)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            // Nothing is refused here for being empty or long, and nothing is cut.
            try records.keep(
                UrgentAction(
                    id: id, by: records.context, subject: form["subject"], danger: form["danger"], done: form["done"],
                    told: form["told"], at: now), as: .actedUrgently)
        }
        return .goTo(Addresses.urgentAction(id.text))
    }

    private func writeUp(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let id = RecordID<UrgentAction>(try context.parameter("id"))
        let now = site.now()
        let policy = context.person.organisation.policy
        let begun = try await site.store.act(as: context.access, at: now) { records in
            let action = try records.find(id)
            if let earlier = try records.list(SharingRequest.writingUp(id)).first { return earlier.id }
            var request = SharingRequest(
                by: records.context, origin: .ownInitiative, subject: action.subject.isEmpty ? "Not stated yet" : action.subject,
                recipient: action.told.isEmpty ? "Not stated yet" : String(action.told.prefix(Form.lineLimit)),
                purpose: action.danger,
                items: [], policy: policy, urgentAction: id, at: now)
            request.draft["facts"] = [action.danger, action.done, action.told].filter { !$0.isEmpty }.joined(separator: "\n\n")
            try records.keep(request, as: .recorded)
            return request.id
        }
        return .goTo(Addresses.request(begun.text))
    }
}
