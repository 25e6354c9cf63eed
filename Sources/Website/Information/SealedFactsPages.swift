import Hummingbird
import Ledger
import Sharing
import Vault

/// What must never reach somebody: entered, ended, let reach a recipient (004 §6.5; 002 Q25).
struct SealedFactsPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/sealed-facts") { _, context -> Reply in
            .page(SealedFactViews.list(try await whole(context), site, context))
        }
        routes.get("/people/:id/sealed-facts/new") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let asked = NoteFields(["once": RecordID<SealedFact>.random().text])
            return .page(SealedFactViews.add(try await whole(context), asked, site, context))
        }
        routes.post("/people/:id/sealed-facts/new") { request, context in try await add(request, context) }
        routes.get("/people/:id/sealed-facts/:fact/end") { _, context -> Reply in
            let (whole, fact) = try await one(context)
            return .page(SealedFactViews.end(whole, fact, NoteFields(), site, context))
        }
        routes.post("/people/:id/sealed-facts/:fact/end") { request, context in try await end(request, context) }
        routes.get("/people/:id/sealed-facts/:fact/release") { _, context -> Reply in
            let (whole, fact) = try await one(context)
            return .page(SealedFactViews.release(whole, fact, NoteFields(), site, context))
        }
        routes.post("/people/:id/sealed-facts/:fact/release") { request, context in try await release(request, context) }
    }

    private func whole(_ context: SignedInContext) async throws -> WholeSealed {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let (person, facts, relations) = try await site.store.look(as: context.access, at: site.now()) { records in
            let person = try records.personInHand(id)
            return (person, try records.list(SealedFact.of(id)), try records.list(Relation.of(id)))
        }
        return WholeSealed(
            person: person, facts: facts, relations: relations.filter { !$0.isEnded },
            people: try await InformationPages(site: site).people(context))
    }

    private func one(_ context: SignedInContext) async throws -> (WholeSealed, SealedFact) {
        let whole = try await whole(context)
        let number = try context.parameter("fact")
        guard let fact = whole.facts.first(where: { $0.id.text == number && $0.isInForce }), context.access.doesCasework else {
            throw NothingToSee()
        }
        return (whole, fact)
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        guard context.access.doesCasework else { throw NothingToSee() }
        let whole = try await whole(context)
        var asked = NoteFields(form.fields)
        if site.lists[.sealedFacts][form["kind"]] == nil { asked.say("kind", "Choose what kind of fact it is") }
        asked.require("fact", "Enter the fact as it is written, such as the whole address")
        let plain = form["fact"].filter { $0.isLetter || $0.isNumber }
        if plain.count < 3, !form["fact"].isEmpty {
            asked.say("fact", "Enter more of the fact: what is so short stands in every text")
        }
        let named = whole.relations.filter { form["from.\($0.id.text)"] == "yes" }.map(\.name)
        let others = form["others"].split(separator: "\n").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
        if named.isEmpty, others.isEmpty {
            asked.say(whole.relations.isEmpty ? "others" : "from", "Say from whom it is kept")
        }
        asked.require("why", "Enter why they must not have it")
        asked.limit(
            form, texts: [("fact", "The fact"), ("ways", "The other ways"), ("why", "The reason"), ("others", "The names")])
        let review = asked.day("review", form, "The day on which you look at it again", notBefore: site.today)
        if review.isEmpty, asked.errors["review"] == nil { asked.say("review", "Enter the day on which you look at it again") }
        guard asked.errors.isEmpty else { return .page(SealedFactViews.add(whole, asked, site, context)) }
        var content = SealedFact.Content()
        content.forms =
            [form["fact"]] + form["ways"].split(separator: "\n").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
        content.from = named + others
        content.why = form["why"]
        content.review = review
        let kept = content
        let kind = form["kind"]
        let once = form.once(SealedFact.self)
        let id = whole.person.id
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(once) != nil { return }
            try records.keep(SealedFact(id: once, about: id, kind: kind, kept, by: records.context, at: now), as: .recorded)
        }
        return .goTo(Addresses.sealedFacts(id.text))
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (whole, fact) = try await one(context)
        var asked = NoteFields(form.fields)
        asked.require("why", "Enter why it need not be sealed any longer")
        asked.limit(form, lines: [("agreed", "Who agreed")], texts: [("why", "The reason")])
        guard asked.errors.isEmpty else { return .page(SealedFactViews.end(whole, fact, asked, site, context)) }
        let now = site.now()
        let why = form["why"] + (form["agreed"].isEmpty ? "" : " Agreed with \(form["agreed"]).")
        let id = fact.id
        try await site.store.act(as: context.access, at: now) { records in
            var fact = try records.find(id)
            fact.isInForce = false
            fact.content.endedWhy = why
            fact.changed = now
            try records.keep(fact, as: .amended)
        }
        return .goTo(Addresses.sealedFacts(whole.person.id.text))
    }

    /// By a manager or whoever leads on governance, and not by who sealed it (004 §6.5).
    private func release(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (whole, fact) = try await one(context)
        guard SealedFactViews.mayRelease(fact, context) else {
            return .page(SealedFactViews.release(whole, fact, NoteFields(), site, context))
        }
        var asked = NoteFields(form.fields)
        if !whole.people.contacts.contains(where: { $0.id.text == form["contact"] }) {
            asked.say("contact", "Choose whom it may reach")
        }
        asked.require("why", "Enter why they must have it")
        asked.limit(form, texts: [("why", "The reason")])
        guard asked.errors.isEmpty else { return .page(SealedFactViews.release(whole, fact, asked, site, context)) }
        let (contact, why, id) = (form["contact"], form["why"], fact.id)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var fact = try records.find(id)
            if fact.content.releases.contains(where: { $0.contact == contact }) { return }
            fact.content.releases.append(.init(contact: contact, why: why, by: records.context.practitioner, at: now.description))
            fact.changed = now
            try records.keep(fact, as: .signedOff)
        }
        return .goTo(Addresses.sealedFacts(whole.person.id.text))
    }
}

/// The sealed facts of a person, with whom they can be kept from and let reach.
struct WholeSealed: Sendable {
    let person: RegisteredPerson
    let facts: [SealedFact]
    let relations: [Relation]
    let people: NotePeople
}
