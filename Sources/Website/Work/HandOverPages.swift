import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Cases go to a colleague with all that waits, and a note: a person's, one thing, or everything of somebody who is away.
struct HandOverPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/hand-over") { _, context -> Reply in
            let person = try await person(context)
            return .page(HandOverViews.person(person, try await colleagues(context), context))
        }
        routes.post("/people/:id/hand-over") { request, context in try await handOverPerson(request, context) }
        routes.get("/people/:id/handed-over") { _, context -> Reply in try await handed(context) }
        routes.get("/duties/:id/hand-over") { _, context -> Reply in
            let duty = try await duty(context)
            return .page(HandOverViews.duty(duty, try await colleagues(context, but: duty.owner), context))
        }
        routes.post("/duties/:id/hand-over") { request, context in try await handOverDuty(request, context) }
        routes.get("/team/:practitioner/hand-over") { _, context -> Reply in
            let worker = try await worker(context)
            return .page(HandOverViews.all(worker, try await colleagues(context, but: worker.id.text), context))
        }
        routes.post("/team/:practitioner/hand-over") { request, context in try await handOverAll(request, context) }
    }

    /// Those who can take something over.
    private func colleagues(_ context: SignedInContext, but owner: String? = nil) async throws -> [Practitioner] {
        try await site.colleagues(context).filter {
            [.practitioner, .manager, .governance].contains($0.role) && $0.id.text != owner ?? context.access.practitioner
        }
    }

    private func person(_ context: SignedInContext) async throws -> RegisteredPerson {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        guard context.access.doesCasework else { throw NothingToSee() }
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let person = try records.find(id)
            if records.context.role == .practitioner, try !records.worksWith(id.text) { throw NothingToSee() }
            return person
        }
    }

    private func duty(_ context: SignedInContext) async throws -> Duty {
        let id = RecordID<Duty>(try context.parameter("id"))
        let duty = try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
        guard context.access.doesCasework, duty.state == .open,
            duty.owner == context.access.practitioner || context.access.role != .practitioner
        else { throw NothingToSee() }
        return duty
    }

    private func worker(_ context: SignedInContext) async throws -> Practitioner {
        guard context.access.role == .manager || context.access.role == .governance else { throw NothingToSee() }
        let id = try context.parameter("practitioner")
        guard let worker = try await site.colleagues(context).first(where: { $0.id.text == id }) else { throw NothingToSee() }
        return worker
    }

    /// The colleague and the reason that were typed; nil with what is missing.
    private static func typed(
        _ form: Form, _ colleagues: [Practitioner]
    ) -> (Practitioner?, [FormError]) {
        let chosen = colleagues.first { $0.id.text == form["to"] }
        var errors: [FormError] = []
        if chosen == nil { errors.append(FormError(field: "to", message: "Choose who takes it over")) }
        if form["why"].isEmpty { errors.append(FormError(field: "why", message: "Write why, and what they need to know first")) }
        if let long = form.tooLong("why", "This", limit: 2000) { errors.append(long) }
        return (chosen, errors)
    }

    private func handOverPerson(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let person = try await person(context)
        let colleagues = try await colleagues(context)
        var (other, errors) = Self.typed(form, colleagues)
        if !["yes", "no"].contains(form["keep"]) {
            errors.append(FormError(field: "keep", message: "Choose whether you go on working with them"))
        }
        guard errors.isEmpty, let other else { return .page(HandOverViews.person(person, colleagues, context, form, errors)) }
        let why = form["why"]
        let keeps = form["keep"] == "yes"
        try await site.store.act(as: context.access, at: site.now()) { records in
            let own = records.context.practitioner
            _ = try records.handOver(person.id, from: own, to: other, keeps: keeps, because: why)
        }
        return .goTo(Addresses.handedOver(person.id.text))
    }

    private func handed(_ context: SignedInContext) async throws -> Reply {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let (person, allocations) = try await site.store.look(as: context.access, at: site.now()) { records in
            (try records.find(id), try records.list(Allocation.to(id.text)).filter { $0.until == nil })
        }
        let names = try await site.names(context)
        return .page(HandOverViews.handed(person, allocations.map { names[$0.practitioner] ?? $0.practitioner }, context))
    }

    private func handOverDuty(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let duty = try await duty(context)
        let colleagues = try await colleagues(context, but: duty.owner)
        let (other, errors) = Self.typed(form, colleagues)
        guard errors.isEmpty, let other else { return .page(HandOverViews.duty(duty, colleagues, context, form, errors)) }
        let why = form["why"]
        let stays = try await site.store.act(as: context.access, at: site.now()) { records in
            let kept = try records.find(duty.id)
            guard kept.state == .open, kept.owner == duty.owner else { throw NothingToSee() }
            return try records.handOver(kept, to: other, because: why)
        }
        if let stays { return .page(HandOverViews.stays(duty, other, stays)) }
        return .goTo(Addresses.work)
    }

    private func handOverAll(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let worker = try await worker(context)
        let colleagues = try await colleagues(context, but: worker.id.text)
        let (other, errors) = Self.typed(form, colleagues)
        guard errors.isEmpty, let other else { return .page(HandOverViews.all(worker, colleagues, context, form, errors)) }
        let why = form["why"]
        _ = try await site.store.act(as: context.access, at: site.now()) { records in
            try records.handOverAll(of: worker.id.text, to: other, because: why)
        }
        return .goTo(Addresses.team)
    }
}
