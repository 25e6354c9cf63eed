import Hummingbird
import Ledger
import Sharing
import Vault

/// We ask another agency: what our job needs and no more, on which basis, and what came of it (004 §6.4.2, §6.6.6; 001 §8 rule 4;
/// 002 Q13).
struct OutgoingRequestPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/outgoing") { _, context -> Reply in
            let id = RecordID<RegisteredPerson>(try context.parameter("id"))
            let (person, requests) = try await site.store.look(as: context.access, at: site.now()) { records in
                (try records.worked(on: id), try records.list(OutgoingRequest.about(id)))
            }
            return .page(OutgoingViews.list(person, requests, may: context.access.doesCasework))
        }
        routes.get("/people/:id/outgoing/new") { _, context -> Reply in
            .page(try await new(OutgoingForm(), context))
        }
        routes.post("/people/:id/outgoing/new") { posted, context in try await begin(posted, context) }
        routes.get("/outgoing/:id") { _, context -> Reply in
            let found = try await site.outgoing(context)
            return .page(OutgoingViews.page(found, site: site, context))
        }
        routes.get("/outgoing/:id/change") { _, context -> Reply in
            let found = try await site.draft(context)
            return .page(try await change(OutgoingForm(found.request), found, context))
        }
        routes.post("/outgoing/:id/change") { posted, context in try await change(posted, context) }
        OutgoingLetterPages(site: site).add(to: routes)
        OutgoingReplyPages(site: site).add(to: routes)
    }

    private func new(_ typed: OutgoingForm, _ context: SignedInContext, _ errors: [FormError] = []) async throws -> Page {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let person = try await site.store.look(as: context.access, at: site.now()) { try $0.worked(on: id) }
        return OutgoingFormViews.page(
            typed, about: person.name, at: Addresses.newOutgoing(id.text), back: Addresses.outgoing(id.text),
            try await site.contacts(context), token: context.person.formToken, errors)
    }

    private func begin(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let typed = OutgoingForm(form)
        let contact = try await site.contact(form["contact"], context)
        let errors = typed.errors(form, contact)
        guard errors.isEmpty else { return .page(try await new(typed, context, errors)) }
        let person = RecordID<RegisteredPerson>(try context.parameter("id"))
        let id = form.once(OutgoingRequest.self)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            _ = try records.worked(on: person)
            var content = OutgoingRequest.Content()
            typed.apply(to: &content, contact)
            try records.keep(
                OutgoingRequest(
                    id: id, about: person, to: contact?.id, isUrgent: typed["urgent"] == "yes", content, by: records.context,
                    at: now),
                as: .recorded)
        }
        return .goTo(Addresses.outgoingRequest(id.text))
    }

    private func change(
        _ typed: OutgoingForm, _ found: OutgoingFound, _ context: SignedInContext, _ errors: [FormError] = []
    ) async throws -> Page {
        let id = found.request.id.text
        return OutgoingFormViews.page(
            typed, about: found.person.name, at: Addresses.changeOutgoing(id), back: Addresses.outgoingRequest(id),
            try await site.contacts(context), token: context.person.formToken, errors)
    }

    private func change(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let found = try await site.draft(context)
        let typed = OutgoingForm(form)
        let contact = try await site.contact(form["contact"], context)
        let errors = typed.errors(form, contact)
        guard errors.isEmpty else { return .page(try await change(typed, found, context, errors)) }
        try await site.amend(found.request.id, context, in: [.draft]) { request, _ in
            typed.apply(to: &request.content, contact)
            request.contact = contact?.id
            request.isUrgent = typed["urgent"] == "yes"
        }
        return .goTo(Addresses.outgoingRequest(found.request.id.text))
    }
}

/// A request of ours, with what its pages show.
struct OutgoingFound: Sendable {
    let request: OutgoingRequest
    let person: RegisteredPerson
    let contact: Contact?
    let sealed: [SealedFact]
    let duties: [Duty]

    var about: String { "outgoing_request/" + request.id.text }
}

extension Site {
    func outgoing(_ context: SignedInContext) async throws -> OutgoingFound {
        let id = RecordID<OutgoingRequest>(try context.parameter("id"))
        return try await store.look(as: context.access, at: now()) { records in
            let request = try records.find(id)
            return OutgoingFound(
                request: request, person: try records.find(request.person),
                contact: try request.contact.flatMap { try records.findIfAny($0) },
                sealed: try records.list(SealedFact.of(request.person)),
                duties: try records.list(Duty.open(about: "outgoing_request/" + id.text)))
        }
    }

    /// One that is not sent yet.
    func draft(_ context: SignedInContext) async throws -> OutgoingFound {
        let found = try await outgoing(context)
        guard found.request.state == .draft else { throw NothingToSee() }
        return found
    }

    /// Changes a request of ours while it stands in one of these states.
    func amend(
        _ id: RecordID<OutgoingRequest>, _ context: SignedInContext, in states: Set<OutgoingRequest.State>,
        as act: Act = .amended,
        _ change: @escaping @Sendable (inout OutgoingRequest, inout Transaction) throws -> Void
    ) async throws {
        let moment = now()
        try await store.act(as: context.access, at: moment) { records in
            var kept = try records.find(id)
            guard states.contains(kept.state) else { throw NothingToSee() }
            try change(&kept, &records)
            kept.changed = moment
            try records.keep(kept, as: act)
        }
    }
}
