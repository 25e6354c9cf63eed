import Hummingbird
import Ledger
import Sharing
import Vault

/// One thing that waits: where it is done, to whom it can go, and whether it can be ended by hand.
struct DutyPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/duties/:id") { _, context -> Reply in
            .page(try await page(try await find(context), context))
        }
        routes.post("/duties/:id") { request, context in try await end(request, context) }
    }

    /// Whether the deed may be done where this system does not see it: `by-hand` in the list.
    static func endsByHand(_ duty: Duty, _ site: Site) -> Bool { site.lists[.duties][duty.kind]?.more["by-hand"] == "yes" }

    private func find(_ context: SignedInContext) async throws -> Duty {
        let id = RecordID<Duty>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
    }

    private func page(
        _ duty: Duty, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) async throws -> Page {
        let names = try await site.names(context)
        return DutyViews.page(
            duty, owner: names[duty.owner] ?? duty.owner, names: names, may: Self.may(duty, context), site, context, site.now(),
            form, errors)
    }

    /// Those for whom it waits, and those who manage.
    private static func may(_ duty: Duty, _ context: SignedInContext) -> Bool {
        context.access.doesCasework && (duty.owner == context.access.practitioner || context.access.role != .practitioner)
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let duty = try await find(context)
        guard Self.may(duty, context) else { throw NothingToSee() }
        guard duty.state == .open else { return .goTo(Addresses.duty(duty.id.text)) }
        guard Self.endsByHand(duty, site) else { return .page(DutyViews.endsByTheDeed(duty)) }
        var errors: [FormError] = []
        let state = Duty.State(rawValue: form["end"]).flatMap { $0 == .open ? nil : $0 }
        if state == nil { errors.append(FormError(field: "end", message: "Choose what became of it")) }
        if form["why"].isEmpty { errors.append(FormError(field: "why", message: "Write how you know, or why")) }
        if let long = form.tooLong("why", "This", limit: 2000) { errors.append(long) }
        guard errors.isEmpty, let state else { return .page(try await page(duty, context, form, errors)) }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(duty.id)
            guard kept.state == .open else { return }
            kept.state = state
            kept.ended = now
            kept.content.endedBy = records.context.practitioner
            kept.content.endedWhy = form["why"]
            try records.keep(kept, as: .done)
        }
        return .goTo(Addresses.work)
    }
}

extension Site {
    /// Everybody who works for the organisation.
    func colleagues(_ context: SignedInContext) async throws -> [Practitioner] {
        try await store.consult(as: context.access, at: now()) { records in
            try records.list(
                Query<Practitioner>(
                    "organisation = ?", [.text(records.context.organisation)], order: "id", limit: 2000))
        }.sorted { ($0.name, $0.id.text) < ($1.name, $1.id.text) }
    }

    /// Their names, by number.
    func names(_ context: SignedInContext) async throws -> [String: String] {
        Dictionary(try await colleagues(context).map { ($0.id.text, $0.name) }, uniquingKeysWith: { first, _ in first })
    }
}
