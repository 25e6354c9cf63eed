import Hummingbird
import Ledger
import Sharing
import Vault

/// Who receives it, why, how, on what conditions, and who else is in it.
struct DisclosureStepPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/recipient") { _, context -> Reply in
            try await show(context) { about, contacts in DisclosureStepViews.recipient(about, contacts, site: site, context) }
        }
        routes.post("/disclosures/:id/recipient") { request, context in try await recipient(request, context) }
        routes.get("/disclosures/:id/purpose") { _, context -> Reply in
            try await show(context) { about, _ in DisclosureStepViews.purpose(about, .init(about.disclosure), site: site, context)
            }
        }
        routes.post("/disclosures/:id/purpose") { request, context in try await purpose(request, context) }
        routes.get("/disclosures/:id/conditions") { _, context -> Reply in
            try await show(context) { about, _ in
                DisclosureStepViews.conditions(about, .init(about.disclosure), site: site, context)
            }
        }
        routes.post("/disclosures/:id/conditions") { request, context in try await conditions(request, context) }
        routes.get("/disclosures/:id/delivery") { _, context -> Reply in
            try await show(context) { about, _ in DisclosureStepViews.delivery(about, nil, site: site, context) }
        }
        routes.post("/disclosures/:id/delivery") { request, context in try await delivery(request, context) }
        routes.get("/disclosures/:id/third-parties") { _, context -> Reply in
            try await show(context) { about, _ in DisclosureStepViews.others(about, nil, site: site, context) }
        }
        routes.post("/disclosures/:id/third-parties") { request, context in try await others(request, context) }
    }

    /// One of the pages; once it has gone, what became of it.
    private func show(
        _ context: SignedInContext, _ view: @Sendable (DisclosureCase, [Contact]) -> Page
    ) async throws -> Reply {
        let about = try await site.disclosure(context)
        guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
        return .page(view(about, try await contacts(context)))
    }

    private func contacts(_ context: SignedInContext) async throws -> [Contact] {
        let all = try await site.store.consult(as: context.access, at: site.now()) { records in
            try records.list(Contact.all(of: records.context.organisation))
        }
        return all.sorted { ($0.agency.lowercased(), $0.name.lowercased()) < ($1.agency.lowercased(), $1.name.lowercased()) }
    }

    /// The next page on which something is to be done, or the tasks.
    static func next(_ about: DisclosureCase?, after here: String, _ context: SignedInContext, _ site: Site) throws -> Reply {
        guard let about else { return .goTo(Addresses.disclosure(try context.parameter("id"))) }
        let id = about.disclosure.id.text
        let obstacles = site.obstacles(about)
        let steps: [(String, Bool)] = [
            (Addresses.disclosureRecipient(id), obstacles.contains(.noRecipient)),
            (Addresses.disclosurePurpose(id), obstacles.contains(.noPurpose)),
            (Addresses.disclosureItems(id), obstacles.contains(.noItems)),
            (Addresses.disclosureOthers(id), obstacles.contains(.threatUndecided)),
            (Addresses.disclosureConditions(id), obstacles.contains(.notUnderstood) || obstacles.contains(.noConditions)),
            (Addresses.disclosureDelivery(id), obstacles.contains(.noChannel) || obstacles.contains(.notReadBack)),
            (Addresses.disclosureTelling(id), obstacles.contains(.noTelling)),
        ]
        let next = steps.first { $0.0 != here && $0.1 }?.0
        return .goTo(next ?? Addresses.disclosure(id))
    }

    // MARK: Who receives it

    private func recipient(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let id = about.disclosure.id.text
        let all = try await contacts(context)
        guard let contact = all.first(where: { $0.id.text == form["contact"] }) else {
            return .page(
                DisclosureStepViews.recipient(
                    about, all, site: site, context,
                    errors: [FormError(field: "contact", message: "Choose who receives it from the directory")]))
        }
        guard contact.isVerified(on: site.now()) else {
            return .page(
                DisclosureViews.refused(
                    "\(contact.name) is not verified",
                    "Information goes only to somebody whose name, department and address have been verified within a year.",
                    [
                        Parts.link("Verify their details now", Addresses.contact(contact.id.text)),
                        Parts.link("Choose somebody else", Addresses.disclosureRecipient(id)), DisclosureViews.urgentWay,
                    ], back: Addresses.disclosureRecipient(id)))
        }
        let changed = try await site.change(context) { disclosure, _ in
            guard disclosure.contact != contact.id else { return }
            disclosure.contact = contact.id
            // What was confirmed of another recipient says nothing of this one.
            disclosure.content.readBack = ""
            disclosure.content.channel = ""
            disclosure.content.understood = [:]
            disclosure.content.areConditionsAccepted = false
        }
        return try Self.next(changed, after: Addresses.disclosureRecipient(id), context, site)
    }

    // MARK: Why

    private func purpose(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        var typed = Disclosure.Content.Typed(about.disclosure)
        typed.purpose = form["purpose"]
        typed.purposeWords = form["purpose-words"]
        typed.basis = form["basis"]
        typed.basisWords = form["basis-words"]
        var errors: [FormError] = []
        if site.lists[.purposes][typed.purpose] == nil {
            errors.append(.init(field: "purpose", message: "Choose what it is for"))
        }
        if typed.purposeWords.isEmpty {
            errors.append(.init(field: "purpose-words", message: "Say in a sentence what the recipient needs it for"))
        }
        if site.lists[.bases][typed.basis] == nil { errors.append(.init(field: "basis", message: "Choose on what it rests")) }
        if typed.basis == "anonymised", !about.isAnonymised {
            errors.append(
                .init(field: "basis", message: "The decision was to share what identifies the person. Choose on what that rests"))
        }
        errors += [form.tooLong("purpose-words", "The purpose"), form.tooLong("basis-words", "The basis")].compactMap { $0 }
        errors += sealed(
            about, [("purpose-words", "The purpose", typed.purposeWords), ("basis-words", "The basis", typed.basisWords)], site)
        guard errors.isEmpty else {
            return .page(DisclosureStepViews.purpose(about, typed, site: site, context, errors: errors))
        }
        let changed = try await site.change(context) { [typed] disclosure, _ in
            disclosure.content.purpose = typed.purpose
            disclosure.content.purposeWords = typed.purposeWords
            disclosure.content.basis = typed.basis
            disclosure.content.basisWords = typed.basisWords
        }
        return try Self.next(changed, after: Addresses.disclosurePurpose(about.disclosure.id.text), context, site)
    }

    // MARK: Conditions

    private func conditions(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let questions = site.lists[.recipientUnderstanding].entries
        var typed = Disclosure.Content.Typed(about.disclosure)
        typed.conditions = form["conditions"]
        typed.understood = Dictionary(questions.map { ($0.id, form[$0.id]) }, uniquingKeysWith: { first, _ in first })
        typed.accepts = form["accepted"] == "yes"
        var errors: [FormError] = []
        if typed.conditions.isEmpty {
            errors.append(.init(field: "conditions", message: "Say what the recipient must keep to"))
        }
        if let long = form.tooLong("conditions", "The conditions") { errors.append(long) }
        errors += sealed(about, [("conditions", "The conditions", typed.conditions)], site)
        for question in questions {
            let answer = typed.understood[question.id] ?? ""
            if question.more["answer"] == "words" {
                if answer.isEmpty {
                    errors.append(.init(field: question.id, message: "Write what they said: \(question.words.lowercasedFirst)"))
                }
            } else if answer != "yes" {
                errors.append(
                    .init(
                        field: question.id,
                        message: "Speak with the recipient until this can be ticked: \(question.words.lowercasedFirst)"))
            }
            if let long = form.tooLong(question.id, "This answer", limit: 2000) { errors.append(long) }
        }
        if !typed.accepts {
            errors.append(.init(field: "accepted", message: "Ask the recipient to accept the conditions, then tick this"))
        }
        guard errors.isEmpty else {
            return .page(DisclosureStepViews.conditions(about, typed, site: site, context, errors: errors))
        }
        let changed = try await site.change(context) { [typed] disclosure, _ in
            disclosure.content.conditions = typed.conditions
            disclosure.content.understood = typed.understood
            disclosure.content.areConditionsAccepted = true
        }
        return try Self.next(changed, after: Addresses.disclosureConditions(about.disclosure.id.text), context, site)
    }

    // MARK: How it goes

    private func delivery(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let id = about.disclosure.id.text
        guard let contact = about.contact else { return .goTo(Addresses.disclosureRecipient(id)) }
        let channel = site.lists[.channels][form["channel"]]
        if let channel, channel.more["off"] == "yes" {
            return .page(
                DisclosureViews.refused(
                    "\(channel.id == "fax" ? "Fax" : channel.words) is switched off here",
                    "Fax is from another time: it lies open where it arrives, and one wrong digit sends it to strangers. It is off unless your governance lead has switched it on.",
                    [Parts.link("Choose another way", Addresses.disclosureDelivery(id))], back: Addresses.disclosureDelivery(id)))
        }
        var errors: [FormError] = []
        if channel == nil {
            errors.append(
                .init(field: "channel", message: "Choose how it goes. A text or a message on a machine never carries it"))
        } else if DisclosureCase.detail(contact, form["channel"]).isEmpty {
            errors.append(
                .init(
                    field: "channel",
                    message:
                        "The directory has no verified details of \(contact.name) for this way. Choose another, or add them to the directory"
                ))
        }
        let ticked = form.ticked("read-back", among: DisclosureStepViews.readBackParts)
        if ticked.count < DisclosureStepViews.readBackParts.count {
            errors.append(.init(field: "read-back", message: "Read back the name, the department and the address, and tick each"))
        }
        guard errors.isEmpty else {
            return .page(DisclosureStepViews.delivery(about, (form["channel"], Set(ticked)), site: site, context, errors: errors))
        }
        let name = form["channel"]
        let changed = try await site.change(context) { disclosure, now in
            guard let contact = now.contact else { return }
            disclosure.content.channel = name
            disclosure.content.readBack = DisclosureCase.readBack(contact, channel: name)
        }
        return try Self.next(changed, after: Addresses.disclosureDelivery(id), context, site)
    }

    // MARK: Others in it

    private func others(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        var named: [String: String] = [:]
        var errors: [FormError] = []
        for (place, third) in about.thirdParties.enumerated() {
            let why = form["named-\(place)"]
            if !why.isEmpty { named[third.name] = why }
            if let long = form.tooLong("named-\(place)", "The reason", limit: 2000) { errors.append(long) }
        }
        let threat = form["threat"]
        let why = form["threat-why"]
        if !about.threats.isEmpty, !about.isAnonymised {
            if threat != "goes" && threat != "stays" {
                errors.append(.init(field: "threat", message: "Choose whether the assessment goes with it"))
            } else if threat == "stays", why.isEmpty {
                errors.append(.init(field: "threat-why", message: "Say why the recipient need not know of the threat"))
            }
        }
        guard errors.isEmpty else {
            return .page(
                DisclosureStepViews.others(
                    about, .init(named: named, threat: threat, why: why), site: site, context, errors: errors))
        }
        let changed = try await site.change(context) { [named] disclosure, _ in
            disclosure.content.named = named
            disclosure.content.threat = threat == "goes" || threat == "stays" ? threat : ""
            disclosure.content.threatWhy = why
        }
        return try Self.next(changed, after: Addresses.disclosureOthers(about.disclosure.id.text), context, site)
    }
}

/// Complains of a sealed fact in what was typed for a disclosure. It names the field, and does not repeat the fact.
func sealed(_ about: DisclosureCase, _ fields: [(name: String, label: String, text: String)], _ site: Site) -> [FormError] {
    let guarding = SealedFactGuard(about.facts, recipient: about.contact?.id)
    return fields.compactMap { field in
        guarding.hits(in: field.text).first.map { hit in
            let kind = site.lists[.sealedFacts].words(hit.kind).lowercasedFirst
            return FormError(
                field: field.name,
                message:
                    "\(field.label) would give away a sealed fact (\(kind)), which must not reach this recipient. Take it out")
        }
    }
}
