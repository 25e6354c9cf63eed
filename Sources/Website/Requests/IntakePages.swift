import Hummingbird
import Ledger
import Sharing
import Vault

/// A request about somebody on the register: what is asked for or what a practitioner thinks another ought to know, logged alike
/// however it came (002 §4.1, Q21; 000 §19.5; 001 §11 Telephones).
struct IntakePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/requests") { _, context -> Reply in try await list(context) }
        routes.get("/people/:id/requests/new") { _, context -> Reply in
            .page(IntakeViews.origin(try await person(context)))
        }
        routes.get("/people/:id/requests/new/details") { asked, context -> Reply in
            let person = try await person(context)
            guard let origin = asked.query["origin"], ["request", "own-initiative"].contains(origin) else {
                return .goTo(Addresses.newPersonRequest(person.id.text))
            }
            return .page(try await begin(IntakeForm(isAsked: origin == "request"), person, context))
        }
        routes.post("/people/:id/requests/new/details") { posted, context in try await begin(posted, context) }
        routes.get("/requests/:id/asking/details") { _, context -> Reply in
            let request = try await site.openRequest(context)
            return .page(try await change(IntakeForm(request), request, context))
        }
        routes.post("/requests/:id/asking/details") { posted, context in try await change(posted, context) }
        routes.get("/requests/:id/route") { _, context -> Reply in
            let request = try await site.openRequest(context)
            return .page(IntakeViews.route(request, site.lists))
        }
        routes.get("/requests/:id/act-now") { _, context -> Reply in
            .page(IntakeViews.actNow(try await site.openRequest(context)))
        }
        routes.get("/requests/:id/close") { _, context -> Reply in
            let request = try await site.openRequest(context)
            return .page(
                RequestRefusalViews.page(
                    .closedWithoutDecision, way: ("Decide", Addresses.verdict(request.id.text)),
                    back: Addresses.request(request.id.text)))
        }
    }

    private func person(_ context: SignedInContext) async throws -> RegisteredPerson {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.worked(on: id) }
    }

    private func list(_ context: SignedInContext) async throws -> Reply {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let (person, requests, decisions) = try await site.store.look(as: context.access, at: site.now()) { records in
            let person = try records.worked(on: id)
            return (person, try records.list(SharingRequest.about(id)), try records.list(Decision.about(id)))
        }
        return .page(IntakeViews.list(person, requests, decisions, site: site, context, now: site.now()))
    }

    private func begin(
        _ typed: IntakeForm, _ person: RegisteredPerson, _ context: SignedInContext, _ errors: [FormError] = []
    ) async throws -> Page {
        let id = person.id.text
        let contacts = try await site.contacts(context)
        return IntakeViews.details(
            typed, about: person.name, at: Addresses.newPersonRequestDetails(id), back: Addresses.newPersonRequest(id),
            site.lists,
            contacts, token: context.person.formToken, errors)
    }

    private func begin(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let person = try await person(context)
        let typed = IntakeForm(form)
        let contact = try await site.contact(form["contact"], context)
        let errors = typed.errors(form, contact, site.lists)
        guard errors.isEmpty else { return .page(try await begin(typed, person, context, errors)) }
        var asking = Asking()
        typed.apply(to: &asking, contact)
        if asking.kind == "media" {
            return .page(
                RequestRefusalViews.page(
                    .media, way: ("The procedure for media", Addresses.procedures),
                    back: Addresses.newPersonRequest(person.id.text)))
        }
        let now = site.now()
        if !typed.isAsked, let contact, contact.isVerified(on: now) {
            asking.verification = .knownContact
            let verifier = contact.content.verifiedBy
            asking.verifiedBy = try await site.names(context)[verifier] ?? verifier
            asking.verifiedAt = contact.content.verifiedOn
            asking.verifiedWords = "From the directory, where they were verified"
        }
        let kept = asking
        let policy = context.person.organisation.policy
        let id = form.once(SharingRequest.self)
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            var request = SharingRequest(
                id: id, by: records.context, origin: typed.isAsked ? .asked(by: typed.recipient(kept, contact)) : .ownInitiative,
                subject: person.name, recipient: typed.recipient(kept, contact), purpose: "", items: [], policy: policy,
                about: person.id, at: now)
            request.asking = kept
            try site.takeUp(&request, &records)
            try records.keep(request, as: .asked)
            try site.oweDecision(on: request, &records)
        }
        return .goTo(Self.next(id.text, kept, site.lists))
    }

    /// Where one goes on: to act, or to where such a request goes first, or to what it is for.
    static func next(_ id: String, _ asking: Asking, _ lists: CodeLists) -> String {
        if asking.urgency.isUrgent { return Addresses.urgentRequest(id) }
        return lists[.requesters][asking.kind]?.more["first"] == nil ? Addresses.need(id) : Addresses.route(id)
    }

    private func change(
        _ typed: IntakeForm, _ request: SharingRequest, _ context: SignedInContext, _ errors: [FormError] = []
    ) async throws -> Page {
        let id = request.id.text
        let contacts = try await site.contacts(context)
        return IntakeViews.details(
            typed, about: request.subject, at: Addresses.askingDetails(id), back: Addresses.asking(id), site.lists, contacts,
            token: context.person.formToken, errors)
    }

    private func change(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let request = try await site.openRequest(context)
        var typed = IntakeForm(form)
        typed.isAsked = request.askedBy != nil
        let shown = typed
        let contact = try await site.contact(form["contact"], context)
        let errors = shown.errors(form, contact, site.lists)
        guard errors.isEmpty else { return .page(try await change(shown, request, context, errors)) }
        var asking = request.asking ?? Asking()
        shown.apply(to: &asking, contact)
        if let refusal = asking.refusal(on: site.now()) {
            let id = request.id.text
            return .page(
                RequestRefusalViews.page(
                    refusal, way: ("Change who asks", Addresses.askingDetails(id)), back: Addresses.asking(id)))
        }
        let kept = asking
        try await site.amend(request.id, context) { changed, records in
            let wasUrgent = changed.asking?.urgency.isUrgent ?? false
            changed.asking = kept
            changed.recipient = shown.recipient(kept, contact)
            if changed.askedBy != nil { changed.origin = .asked(by: changed.recipient) }
            try site.takeUp(&changed, &records)
            if wasUrgent != kept.urgency.isUrgent {
                try records.discharge("request", about: "sharing_request/" + changed.id.text, because: "Its urgency changed")
                try site.oweDecision(on: changed, &records)
            }
        }
        return .goTo(kept.urgency.isUrgent ? Addresses.urgentRequest(request.id.text) : Addresses.asking(request.id.text))
    }
}
