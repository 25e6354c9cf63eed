import Hummingbird
import Ledger
import Sharing
import Vault

/// Who asks, and how it was found out that they are who they say (001 §11 Telephones; 000 §19.5; 002 §3.1(c), Q21; 004 §6.4.1d).
struct AskingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        IntakePages(site: site).add(to: routes)
        NeedPages(site: site).add(to: routes)
        ItemsPages(site: site).add(to: routes)
        ChecklistPages(site: site).add(to: routes)
        routes.get("/requests/:id/asking") { _, context -> Reply in .page(try await shown(context)) }
        routes.post("/requests/:id/asking") { posted, context in try await verify(posted, context) }
        routes.get("/requests/:id/call-back") { _, context -> Reply in
            let request = try await site.openRequest(context)
            return .page(
                AskingViews.callBack(
                    request, try await site.contact(request.asking?.contact ?? "", context), token: context.person.formToken))
        }
        routes.post("/requests/:id/call-back") { posted, context in try await promise(posted, context) }
        routes.post("/requests/:id/call-back/outcome") { posted, context in try await outcome(posted, context) }
        routes.post("/requests/:id/take-up") { posted, context in try await takeUp(posted, context) }
    }

    private func shown(_ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []) async throws -> Page {
        let request = try await site.openRequest(context)
        let contact = try await site.contact(request.asking?.contact ?? "", context)
        let id = request.id
        let duties = try await site.store.look(as: context.access, at: site.now()) { records in
            try records.list(Duty.open(about: "sharing_request/" + id.text))
        }
        return AskingViews.page(
            request, contact, duties, site.lists, token: context.person.formToken, form?.fields ?? [:], errors, now: site.now())
    }

    private func verify(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let request = try await site.openRequest(context)
        let id = request.id.text
        let asking = request.asking ?? Asking()
        let contact = try await site.contact(asking.contact ?? "", context)
        let rang = form["rang"]
        guard let way = Asking.Verification(rawValue: form["verification"]) else {
            let error = FormError(field: "verification", message: "Choose how you found out who they are")
            return .page(try await shown(context, form, [error]))
        }
        if way == .callBack, asking.isCallersOwn(rang) {
            return .page(
                RequestRefusalViews.page(
                    .callersOwnNumber, way: ("Check who they are another way", Addresses.asking(id)), back: Addresses.asking(id)))
        }
        let errors = Self.errors(way, form, contact, now: site.now())
        guard errors.isEmpty else { return .page(try await shown(context, form, errors)) }
        let now = site.now()
        let words = [way == .callBack ? "Rang \(rang)" : "", form["found"], form["verified-words"]].filter { !$0.isEmpty }
        let by = context.person.practitioner.name
        try await site.amend(request.id, context) { changed, records in
            changed.asking?.verification = way
            changed.asking?.verifiedBy = by
            changed.asking?.verifiedAt = now.description
            changed.asking?.verifiedWords = words.joined(separator: ". ")
            if way == .callBack {
                try records.discharge("call-back", about: "sharing_request/" + id, because: "They were rung back")
                if changed.asking?.callBackBy.isEmpty == false { changed.asking?.callBackOutcome = "Rung back, and verified" }
            }
            try site.takeUp(&changed, &records)
        }
        return .goTo(Addresses.request(id))
    }

    /// A call back goes through a number of the directory, or one of which it is said how it was found without the caller.
    static func errors(_ way: Asking.Verification, _ form: Form, _ contact: Contact?, now: Instant) -> [FormError] {
        var found: [FormError] = []
        if way == .callBack {
            let known = [contact?.content.switchboard, contact?.content.telephone].compactMap { $0 }
            if form["rang"].isEmpty {
                found.append(FormError(field: "rang", message: "Enter the number you rang"))
            } else if !known.contains(where: { Asking.isSame($0, form["rang"]) }), form["found"].isEmpty {
                found.append(
                    FormError(field: "found", message: "Enter where you found that number, without the caller"))
            }
        }
        if way == .knownContact, contact?.isVerified(on: now) != true, form["verified-words"].isEmpty {
            found.append(
                FormError(field: "verified-words", message: "Enter how you know them, and that this is how you reach them"))
        }
        if way == .seen || way == .secureAccount || way == .unverified, form["verified-words"].isEmpty {
            found.append(FormError(field: "verified-words", message: "Enter what you saw or tried"))
        }
        found += [("rang", "The number"), ("found", "This")].compactMap { form.tooLong($0.0, $0.1, limit: Form.lineLimit) }
        if let error = form.tooLong("verified-words", "What you saw") { found.append(error) }
        return found
    }

    private func promise(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let request = try await site.openRequest(context)
        let id = request.id.text
        let asking = request.asking ?? Asking()
        let contact = try await site.contact(asking.contact ?? "", context)
        let number = form["rang"]
        if asking.isCallersOwn(number) {
            return .page(
                RequestRefusalViews.page(
                    .callersOwnNumber, way: ("Enter another number", Addresses.callBack(id)), back: Addresses.callBack(id)))
        }
        let now = site.now()
        var errors = Self.errors(.callBack, form, contact, now: now)
        let hours = Int64(form["hours"]) ?? 0
        if !(1...72).contains(hours) {
            errors.append(FormError(field: "hours", message: "Enter within how many hours you will ring, from 1 to 72"))
        }
        guard errors.isEmpty else {
            return .page(AskingViews.callBack(request, contact, token: context.person.formToken, form.fields, errors))
        }
        let due = now.adding(hours: hours)
        try await site.amend(request.id, context) { changed, records in
            try records.discharge("call-back", about: "sharing_request/" + id, because: "Another time was agreed")
            try records.owe(
                "call-back", of: changed.owner, about: "sharing_request/" + id, person: changed.person,
                isUrgent: changed.asking?.urgency.isUrgent ?? false, words: "Ring back \(changed.recipient)", by: due,
                site.deadlines)
            changed.asking?.callBackNumber = number
            changed.asking?.callBackFound = form["found"]
            changed.asking?.callBackBy = due.description
            changed.asking?.callBackOutcome = ""
        }
        return .goTo(Addresses.asking(id))
    }

    private func outcome(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let request = try await site.openRequest(context)
        let id = request.id.text
        var errors = [
            form.tooLong("outcome", "What came of it"), form.tooLong("spoke-with", "The name", limit: Form.lineLimit),
        ].compactMap { $0 }
        if form["outcome"].isEmpty { errors.append(FormError(field: "outcome", message: "Enter what came of the call")) }
        guard errors.isEmpty else { return .page(try await shown(context, form, errors)) }
        try await site.amend(request.id, context) { changed, records in
            let spoke = form["spoke-with"].isEmpty ? "" : " Spoke with: \(form["spoke-with"])."
            changed.asking?.callBackOutcome = form["outcome"] + spoke
            try records.discharge("call-back", about: "sharing_request/" + id, because: "Rung back")
        }
        return .goTo(Addresses.asking(id))
    }

    private func takeUp(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let request = try await site.openRequest(context)
        try await site.amend(request.id, context) { changed, records in try site.takeUp(&changed, &records) }
        return .goTo(Addresses.request(request.id.text))
    }
}
