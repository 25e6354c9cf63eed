import Hummingbird
import Ledger
import Sharing
import Vault

/// Begin: who asks, about whom, for what.
struct RequestPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/new") { _, _ -> Reply in .page(RequestViews.origin) }
        routes.get("/requests/new/details") { request, context -> Reply in
            guard let origin = request.query["origin"], ["request", "own-initiative"].contains(origin) else {
                return .goTo(Addresses.newRequest)
            }
            return .page(
                RequestViews.details(.init(origin: origin), at: Addresses.newRequestDetails, back: Addresses.newRequest, context))
        }
        routes.post("/requests/new/details") { request, context in try await begin(request, context) }
        routes.get("/requests/:id") { request, context -> Reply in try await overview(context) }
        routes.get("/requests/:id/details") { posted, context -> Reply in
            let request = try await find(context)
            guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
            if request.person != nil { return .goTo(Addresses.asking(request.id.text)) }
            return .page(Self.details(.init(request), of: request.id, posted, context))
        }
        routes.post("/requests/:id/details") { request, context in try await change(request, context) }
    }

    private func find(_ context: SignedInContext) async throws -> SharingRequest {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
    }

    private func begin(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let details = RequestViews.Details(form)
        let errors = details.errors(form)
        guard errors.isEmpty else {
            return .page(
                RequestViews.details(details, at: Addresses.newRequestDetails, back: Addresses.newRequest, context, errors))
        }
        let now = site.now()
        let policy = context.person.organisation.policy
        // The page brings the number of the record it will make, so that a form sent twice makes one.
        let id = form.once(SharingRequest.self)
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                SharingRequest(
                    id: id, by: records.context, origin: details.keptOrigin, subject: details.subject,
                    recipient: details.recipient, purpose: details.purpose, items: details.itemLines, policy: policy, at: now),
                as: .recorded)
        }
        return .goTo(Addresses.next(id.text))
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let details = RequestViews.Details(form)
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        let errors = details.errors(form)
        guard errors.isEmpty else {
            return .page(Self.details(details, of: id, request, context, errors))
        }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(id)
            guard kept.state == .open, kept.person == nil else { throw NothingToSee() }
            kept.origin = details.keptOrigin
            kept.subject = details.subject
            kept.recipient = details.recipient
            kept.purpose = details.purpose
            kept.items = details.itemLines
            kept.changed = now
            try records.keep(kept, as: .amended)
        }
        return .goTo(Self.fromCheck(request) ? Addresses.check(id.text) : Addresses.request(id.text))
    }

    /// Somebody came from the check page to change one thing, and goes back there.
    static func fromCheck(_ request: Request) -> Bool { request.query["from"] == "check" }

    private static func details(
        _ details: RequestViews.Details, of id: RecordID<SharingRequest>, _ request: Request, _ context: SignedInContext,
        _ errors: [FormError] = []
    ) -> Page {
        let checking = fromCheck(request)
        return RequestViews.details(
            details, at: Addresses.details(id.text) + (checking ? Addresses.fromCheck : ""),
            back: checking ? Addresses.check(id.text) : Addresses.request(id.text), context, errors)
    }

    private func overview(_ context: SignedInContext) async throws -> Reply {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        let (request, decisions, person) = try await site.store.look(as: context.access, at: site.now()) { records in
            let request = try records.find(id)
            return (request, try records.list(Decision.on(id)), try request.person.flatMap { try records.findIfAny($0) })
        }
        if request.state == .decided, let decision = decisions.first { return .goTo(Addresses.decision(decision.id.text)) }
        let interview = site.interviews.interview(request.answers, under: try site.edition(of: request))
        if let person {
            return .page(PersonRequestViews.overview(request, interview, person, site: site, context))
        }
        return .page(
            RequestViews.overview(
                request, interview, own: request.owner == context.access.practitioner, site: site, token: context.person.formToken
            ))
    }
}
