import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// People in other agencies to whom information may go: added by those who do casework, and verified before anything goes
/// (000 §19.3–19.5; 001 §11 Telephones; 002 Q21).
struct DirectoryPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/directory") { request, context -> Reply in
            let kind = String((request.query["kind"] ?? "").prefix(40))
            let page = max(1, min(request.query["page"].flatMap { Int($0) } ?? 1, 200))
            return .page(
                DirectoryViews.list(try await all(context), kind: kind, words: "", page: page, site, context, site.now()))
        }
        // Posted, so that names do not stand in addresses and histories.
        routes.post("/directory") { request, context -> Reply in
            let form = try await Form(request, context)
            let page = max(1, min(Int(form["page"]) ?? 1, 200))
            return .page(
                DirectoryViews.list(
                    try await all(context), kind: form["kind"], words: String(form["words"].prefix(200)), page: page, site,
                    context,
                    site.now()))
        }
        routes.get("/directory/new") { _, context -> Reply in
            guard Self.may(context) else { throw NothingToSee() }
            return .page(ContactViews.form(.init(), of: nil, site, context))
        }
        routes.post("/directory/new") { request, context in try await add(request, context) }
        routes.get("/directory/:id") { _, context -> Reply in
            .page(
                ContactViews.contact(
                    try await find(context), try await site.names(context), may: Self.may(context), site, site.now()))
        }
        routes.get("/directory/:id/change") { _, context -> Reply in
            let contact = try await current(context)
            return .page(ContactViews.form(.init(contact), of: contact, site, context))
        }
        routes.post("/directory/:id/change") { request, context in try await change(request, context) }
        routes.get("/directory/:id/verify") { _, context -> Reply in
            .page(ContactViews.verify(try await current(context), context))
        }
        routes.post("/directory/:id/verify") { request, context in try await verify(request, context) }
        routes.get("/directory/:id/end") { _, context -> Reply in .page(ContactViews.end(try await current(context), context)) }
        routes.post("/directory/:id/end") { request, context in try await end(request, context) }
    }

    private static func may(_ context: SignedInContext) -> Bool {
        context.access.doesCasework || context.access.role == .administrator
    }

    private func all(_ context: SignedInContext) async throws -> [Contact] {
        try await site.store.consult(as: context.access, at: site.now()) { records in
            try records.list(Contact.all(of: records.context.organisation))
        }
    }

    private func find(_ context: SignedInContext) async throws -> Contact {
        let id = RecordID<Contact>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
    }

    private func current(_ context: SignedInContext) async throws -> Contact {
        let contact = try await find(context)
        guard Self.may(context), !contact.isEnded else { throw NothingToSee() }
        return contact
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        guard Self.may(context) else { throw NothingToSee() }
        let typed = ContactForm(form)
        let errors = typed.errors(site.lists)
        guard errors.isEmpty else { return .page(ContactViews.form(typed, of: nil, site, context, errors)) }
        let id = form.once(Contact.self)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                Contact(
                    id: id, kind: typed.kind, name: typed.name, agency: typed.agency, typed.content, by: records.context,
                    at: now),
                as: .recorded)
        }
        return .goTo(Addresses.contact(id.text))
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let contact = try await current(context)
        let typed = ContactForm(form, before: contact.content)
        let errors = typed.errors(site.lists)
        guard errors.isEmpty else { return .page(ContactViews.form(typed, of: contact, site, context, errors)) }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            let before = try records.find(contact.id)
            var kept = before
            kept.kind = typed.kind
            kept.name = typed.name
            kept.agency = typed.agency
            kept.content = typed.content
            kept.changed = now
            // What was verified was another number.
            if !kept.isReachedAs(before) {
                kept.content.verifiedOn = ""
                kept.content.verifiedBy = ""
                kept.content.verifiedHow = ""
            }
            try records.keep(kept, as: .amended)
        }
        return .goTo(Addresses.contact(contact.id.text))
    }

    private func verify(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let contact = try await current(context)
        let now = site.now()
        let day = form.date("day")
        var errors: [FormError] = []
        if !["yes", "no"].contains(form["independent"]) {
            errors.append(FormError(field: "independent", message: "Choose where the number or address was found"))
        }
        if form["how"].isEmpty || Contact.isPlaceholder(form["how"]) {
            errors.append(
                FormError(
                    field: "how", message: "Write how you verified them, such as the number you rang and where you found it"))
        }
        if let long = form.tooLong("how", "This", limit: 2000) { errors.append(long) }
        if let day, day > now || day < now.adding(days: -365) {
            errors.append(FormError(field: "day", message: "The day must be within the last year, and not in the future"))
        } else if day == nil {
            errors.append(FormError(field: "day", message: "The day must be a real date, such as 27 3 2026"))
        }
        guard errors.isEmpty, let day else { return .page(ContactViews.verify(contact, context, form, errors)) }
        guard form["independent"] == "yes" else { return .page(ContactViews.notIndependent(contact)) }
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(contact.id)
            guard !kept.isEnded else { throw NothingToSee() }
            kept.content.verifiedOn = day.day
            kept.content.verifiedBy = records.context.practitioner
            kept.content.verifiedHow = form["how"]
            kept.changed = now
            try records.keep(kept, as: .verified)
        }
        return .goTo(Addresses.contact(contact.id.text))
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let contact = try await current(context)
        var errors: [FormError] = []
        if form["why"].isEmpty { errors.append(FormError(field: "why", message: "Write why, such as “left the post”")) }
        if let long = form.tooLong("why", "This", limit: 2000) { errors.append(long) }
        let until = form.date("until")
        if until == nil, !(form["until-day"] + form["until-month"] + form["until-year"]).isEmpty {
            errors.append(FormError(field: "until", message: "The day must be a real date, such as 27 3 2026"))
        }
        guard errors.isEmpty else { return .page(ContactViews.end(contact, context, form, errors)) }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(contact.id)
            kept.isEnded = true
            kept.content.endedWhy = form["why"]
            kept.content.endedOn = (until ?? now).day
            kept.changed = now
            try records.keep(kept, as: .amended)
        }
        return .goTo(Addresses.directory)
    }
}
