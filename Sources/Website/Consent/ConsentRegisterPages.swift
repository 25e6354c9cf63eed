import Hummingbird
import Ledger
import Sharing
import Vault

/// What a person has agreed to and refused, and what becomes of each: taken back in one act, looked at again, found not
/// sound, ended.
struct ConsentRegisterPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/consent") { _, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(ConsentRegisterViews.register(file, site))
        }
        routes.get("/people/:id/consent/form") { request, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(
                ConsentLetterViews.form(
                    file, site, nil, language: request.query["language"] ?? "en", size: request.query["size"] ?? "",
                    worker: context.person.practitioner.name, organisation: context.person.organisation.title))
        }
        routes.get("/people/:id/consent/:consent") { _, context -> Reply in
            let (file, entry, trail) = try await open(context)
            return .page(ConsentRegisterViews.one(file, entry, trail, site, [:], token: context.person.formToken))
        }
        routes.get("/people/:id/consent/:consent/form") { request, context -> Reply in
            let (file, entry, _) = try await open(context)
            return .page(
                ConsentLetterViews.form(
                    file, site, entry, language: request.query["language"] ?? "en", size: request.query["size"] ?? "",
                    worker: context.person.practitioner.name, organisation: context.person.organisation.title))
        }
        routes.get("/people/:id/consent/:consent/letter") { request, context -> Reply in
            let (file, entry, trail) = try await open(context)
            guard entry.withdrawnAt != nil else { return .goTo(Addresses.consent(file.id, entry.consent.id.text)) }
            return .page(
                ConsentLetterViews.withdrawal(
                    file, site, entry, trail, language: request.query["language"] ?? "en", size: request.query["size"] ?? "",
                    worker: context.person.practitioner.name, organisation: context.person.organisation.title))
        }
        routes.post("/people/:id/consent/:consent/withdraw") { request, context in try await withdraw(request, context) }
        routes.get("/people/:id/consent/:consent/withdrawn") { _, context -> Reply in
            let (file, entry, trail) = try await open(context)
            guard entry.withdrawnAt != nil else { return .goTo(Addresses.consent(file.id, entry.consent.id.text)) }
            return .page(ConsentRegisterViews.withdrawn(file, entry, trail, site))
        }
        for change in ConsentChangeViews.Change.allCases {
            routes.get("/people/:id/consent/:consent/\(change.rawValue)") { _, context -> Reply in
                let (file, entry, _) = try await open(context)
                guard change.fits(entry, on: site.now().day) else {
                    return .goTo(Addresses.consent(file.id, entry.consent.id.text))
                }
                return .page(
                    ConsentChangeViews.form(
                        change, file, entry, [:], once: RecordID<ConsentChange>.random().text, token: context.person.formToken))
            }
            routes.post("/people/:id/consent/:consent/\(change.rawValue)") { request, context in
                try await keep(change, request, context)
            }
        }
    }

    private func open(_ context: SignedInContext) async throws -> (ConsentFile, ConsentRegister.Entry, ConsentTrail) {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let consent = try context.parameter("consent")
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let file = try ConsentFile.read(id, &records)
            guard let entry = file.register.entries.first(where: { $0.consent.id.text == consent }) else { throw NothingToSee() }
            return (file, entry, try ConsentTrail.read(entry.consent, &records))
        }
    }

    /// One act: from now on nothing goes under it. What is under way goes back to its author, to be looked at again.
    private func withdraw(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (file, entry, trail) = try await open(context)
        let id = form.once(ConsentChange.self)
        let now = site.now()
        let done = Addresses.consent(file.id, entry.consent.id.text, "withdrawn")
        if entry.withdrawnAt != nil { return .goTo(done) }
        guard ConsentRegisterViews.mayWithdraw(entry, on: now.day) else {
            return .goTo(Addresses.consent(file.id, entry.consent.id.text))
        }
        var errors: [FormError] = []
        if form["by"].isEmpty { errors.append(FormError(field: "by", message: "Enter who takes it back")) }
        if site.lists[.ways][form["channel"]] == nil, form["channel"] != "in-person" {
            errors.append(FormError(field: "channel", message: "Choose how they said it"))
        }
        if let long = form.tooLong("by", "This", limit: Form.lineLimit) { errors.append(long) }
        errors += ["words", "explained"].compactMap { form.tooLong($0, "This") }
        guard errors.isEmpty else {
            return .page(
                ConsentRegisterViews.one(
                    file, entry, trail, site, form.fields, token: context.person.formToken, errors: errors))
        }
        var content = ConsentChange.Content()
        content.by = form["by"]
        content.channel = form["channel"]
        content.words = form["words"]
        content.explained = form["explained"]
        let kept = content
        let tellHolders = form["holders.yes"] == "yes"
        try await site.store.act(as: context.access, at: now) { records in
            let consent = try records.find(entry.consent.id)
            let earlier = try records.list(ConsentChange.of(consent.person))
            if earlier.contains(where: { $0.consent == consent.id && $0.kind == .withdrawn }) { return }
            try records.keep(
                ConsentChange(id: id, of: consent, kind: .withdrawn, kept, by: records.context, at: now), as: .withdrawn)
            try records.discharge("consent-review", about: "consent/" + consent.id.text, because: "They took it back")
            let trail = try ConsentTrail.read(consent, &records)
            for step in trail.pending {
                var disclosure = step.disclosure
                if disclosure.state != .draft {
                    disclosure.state = .draft
                    disclosure.changed = now
                    try records.keep(disclosure, as: .amended)
                }
                try records.owe(
                    "consent-review", of: disclosure.owner, about: "disclosure/" + disclosure.id.text, person: consent.person,
                    words: "Stop: the consent for this was taken back. Look at it again before anything goes", by: now,
                    site.deadlines)
            }
            for step in trail.gone where tellHolders {
                var words = Informing.Content()
                words.name = step.contact?.name ?? step.disclosure.content.recipientName
                words.words = "The person took back their consent to this sharing. Ask what can be returned or destroyed."
                let informing = Informing(
                    of: .recipient, about: "disclosure/" + step.disclosure.id.text, person: consent.person, words,
                    by: records.context, at: now)
                try records.keep(informing, as: .recorded)
                try records.owe(
                    "correction-told", about: "informing/" + informing.id.text, person: consent.person,
                    words: "Tell \(words.name) that the consent was taken back", site.deadlines)
            }
        }
        return .goTo(done)
    }

    private func keep(
        _ change: ConsentChangeViews.Change, _ posted: Request, _ context: SignedInContext
    ) async throws -> Reply {
        let form = try await Form(posted, context)
        let (file, entry, trail) = try await open(context)
        let id = form.once(ConsentChange.self)
        let now = site.now()
        let page = Addresses.consent(file.id, entry.consent.id.text)
        guard change.fits(entry, on: now.day) else { return .goTo(page) }
        var errors: [FormError] = []
        if form["words"].isEmpty { errors.append(FormError(field: "words", message: change.wordsMissing)) }
        if form["by"].isEmpty { errors.append(FormError(field: "by", message: "Enter who was there or who found it")) }
        if let long = form.tooLong("words", "This") { errors.append(long) }
        if let long = form.tooLong("by", "This", limit: Form.lineLimit) { errors.append(long) }
        var reviewOn: Instant?
        if change == .review {
            reviewOn = form.date("review")
            if reviewOn == nil || reviewOn.map({ $0 <= now || $0 > now.adding(days: 1100) }) == true {
                errors.append(
                    FormError(field: "review", message: "Enter a day within three years on which it is looked at again"))
            }
        }
        guard errors.isEmpty else {
            return .page(
                ConsentChangeViews.form(
                    change, file, entry, form.fields, once: id.text, token: context.person.formToken, errors: errors))
        }
        var content = ConsentChange.Content()
        content.by = form["by"]
        content.words = form["words"]
        let kept = content
        let next = reviewOn
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            let consent = try records.find(entry.consent.id)
            let about = "consent/" + consent.id.text
            try records.keep(
                ConsentChange(id: id, of: consent, kind: change.kind, reviewOn: next?.day, kept, by: records.context, at: now),
                as: .changed)
            try records.discharge("consent-review", about: about, because: kept.words)
            if let next {
                try records.owe(
                    "consent-review", about: about, person: consent.person,
                    words: "Look again at what \(file.person.shownName) agreed to", by: next, site.deadlines)
            }
            if change == .invalidate {
                for step in try ConsentTrail.read(consent, &records).pending {
                    try records.owe(
                        "consent-review", of: step.disclosure.owner, about: "disclosure/" + step.disclosure.id.text,
                        person: consent.person, words: "Stop: the consent for this was found not to be sound", by: now,
                        site.deadlines)
                }
                if !trail.gone.isEmpty {
                    let everybody = Query<Practitioner>("organisation = ?", [.text(records.context.organisation)], order: "id")
                    let manager = try records.list(everybody).first {
                        $0.role == .manager && $0.id.text != records.context.practitioner
                    }
                    try records.owe(
                        "advice", of: manager?.id.text, about: about, person: consent.person,
                        words: "Information went out on a consent that was not sound", site.deadlines)
                }
            }
        }
        return .goTo(page)
    }
}
