import Hummingbird
import Ledger
import Sharing
import Vault

/// Everybody around a person: family, whom they named, professionals, whoever is said to have harmed them.
struct RelationsPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/relations") { _, context -> Reply in
            let whole = try await open(context)
            return .page(RelationsViews.all(whole, site: site, context))
        }
        routes.get("/people/:id/relations/new") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            return .page(RelationsViews.kinds(try await open(context).person, site))
        }
        routes.get("/people/:id/relations/new/:kind") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            var typed = Typed()
            typed["once"] = RecordID<Relation>.random().text
            return .page(RelationsViews.form(try kind(context), typed, [], try await open(context).person, nil, site, context))
        }
        routes.post("/people/:id/relations/new/:kind") { request, context in try await add(request, context) }
        routes.get("/people/:id/relations/:relation") { _, context -> Reply in
            let (person, relation, other) = try await find(context)
            return .page(RelationsViews.one(relation, other, of: person, site: site, context))
        }
        routes.get("/people/:id/relations/:relation/change") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let (person, relation, _) = try await find(context)
            let form = try form(of: relation)
            return .page(RelationsViews.form(form, form.filled(relation), [], person, relation, site, context))
        }
        routes.post("/people/:id/relations/:relation/change") { request, context in try await change(request, context) }
        routes.get("/people/:id/relations/:relation/end") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let (person, relation, _) = try await find(context)
            return .page(RelationsViews.end(relation, of: person, Typed(), [], context))
        }
        routes.post("/people/:id/relations/:relation/end") { request, context in try await end(request, context) }
        LinkingPages(site: site).add(to: routes)
        OwnRecordPages(site: site).add(to: routes)
    }

    private func open(_ context: SignedInContext) async throws -> WholePerson {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let whole = try await site.store.look(as: context.access, at: site.now()) { try WholePerson(id, &$0) }
        guard whole.file != nil else { throw NothingToSee() }
        return whole
    }

    private func kind(_ context: SignedInContext) throws -> RelationForm {
        guard let kind = site.lists[.relations][try context.parameter("kind")] else { throw NothingToSee() }
        return RelationForm(kind: kind)
    }

    private func form(of relation: Relation) throws -> RelationForm {
        guard let kind = site.lists[.relations][relation.kind] else { throw NothingToSee() }
        return RelationForm(kind: kind)
    }

    private func find(
        _ context: SignedInContext
    ) async throws -> (person: RegisteredPerson, relation: Relation, other: RegisteredPerson?) {
        let (id, number) = (try context.parameter("id"), try context.parameter("relation"))
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let (person, relation) = try records.relation(number, of: id)
            return (person, relation, try relation.other.flatMap { try records.findIfAny($0) })
        }
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let relationForm = try kind(context)
        var mistakes = Mistakes(form)
        relationForm.check(&mistakes, today: site.today)
        let errors = mistakes.found
        guard errors.isEmpty else {
            let person = try await open(context).person
            return .page(RelationsViews.form(relationForm, Typed(form), errors, person, nil, site, context))
        }
        let number = form.once(Relation.self)
        let id = try context.parameter("id")
        let now = site.now()
        let lists = site.lists
        let sound = mistakes
        try await site.store.act(as: context.access, at: now) { records in
            let (person, _) = try records.openFile(id)
            if try records.findIfAny(number) != nil { return }
            var relation = Relation(
                id: number, to: person.id, kind: relationForm.kind.id, name: sound.typed["name"], .init(),
                by: records.context, at: now)
            relationForm.change(sound, &relation, lists)
            try records.keep(relation, as: .recorded)
        }
        return .goTo(Addresses.relation(id, number.text))
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (person, relation, _) = try await find(context)
        let relationForm = try self.form(of: relation)
        var mistakes = Mistakes(form)
        relationForm.check(&mistakes, today: site.today)
        let errors = mistakes.found
        guard errors.isEmpty else {
            return .page(RelationsViews.form(relationForm, Typed(form), errors, person, relation, site, context))
        }
        let now = site.now()
        let lists = site.lists
        let sound = mistakes
        try await site.store.act(as: context.access, at: now) { records in
            var (_, kept) = try records.relation(relation.id.text, of: person.id.text)
            relationForm.change(sound, &kept, lists)
            kept.changed = now
            try records.keep(kept, as: .amended)
        }
        return .goTo(Addresses.relation(person.id.text, relation.id.text))
    }

    private func end(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (person, relation, _) = try await find(context)
        var mistakes = Mistakes(form)
        let until = mistakes.day("until", "The last day", required: "Enter the last day", notAfter: site.today)
        mistakes.require("why", "Enter what has changed")
        mistakes.limit(lines: [], texts: [("why", "What has changed")])
        let errors = mistakes.found
        guard errors.isEmpty else {
            return .page(RelationsViews.end(relation, of: person, Typed(form), errors, context))
        }
        let now = site.now()
        let why = form["why"]
        try await site.store.act(as: context.access, at: now) { records in
            var (_, kept) = try records.relation(relation.id.text, of: person.id.text)
            kept.isEnded = true
            kept.content.until = until
            kept.content.endedWhy = why
            kept.changed = now
            try records.keep(kept, as: .amended)
        }
        return .goTo(Addresses.relations(person.id.text))
    }
}

extension Transaction {
    /// A relation of a person whose file may be opened.
    /// - Throws: `NothingToSee`; `StorageFault`.
    mutating func relation(
        _ number: String, of id: String
    ) throws -> (person: RegisteredPerson, relation: Relation) {
        let (person, _) = try openFile(id)
        let relation = try find(RecordID<Relation>(number))
        guard relation.person == person.id else { throw NothingToSee() }
        return (person, relation)
    }
}
