import Hummingbird
import Ledger
import Sharing
import Vault

/// What is known of a person, item by item: added, read, corrected (000 §6.2, §11.2; 001 §5, §6; 002 §2.15, Q20).
struct InformationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/information") { request, context -> Reply in
            let id = try person(context)
            let whole = try await whole(id, context)
            return .page(InformationViews.list(whole, page: Int(request.query["page"] ?? "") ?? 1, site, context))
        }
        routes.get("/people/:id/information/new") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let person = try await inHand(try person(context), context)
            let asked = NoteFields(["once": RecordID<InformationItem>.random().text])
            return .page(NoteViews.first(person, correcting: nil, asked, site, token: context.person.formToken))
        }
        routes.post("/people/:id/information/new") { request, context in
            try await write(try await Form(request, context), correcting: nil, context)
        }
        routes.get("/people/:id/information/:item") { _, context -> Reply in
            let whole = try await wholeItem(context)
            return .page(InformationViews.item(whole, site, context))
        }
        routes.get("/people/:id/information/:item/correct") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let whole = try await wholeItem(context)
            if let later = whole.known.corrections(of: whole.item.id).last {
                return .page(InformationViews.alreadyCorrected(whole, later))
            }
            var asked = NoteForm.fields(of: whole.item)
            asked["once"] = RecordID<InformationItem>.random().text
            return .page(NoteViews.first(whole.person, correcting: whole.item, asked, site, token: context.person.formToken))
        }
        routes.post("/people/:id/information/:item/correct") { request, context in
            try await write(try await Form(request, context), correcting: try context.parameter("item"), context)
        }
        ReceivedPages(site: site).add(to: routes)
    }

    func person(_ context: SignedInContext) throws -> RecordID<RegisteredPerson> { .init(try context.parameter("id")) }

    func inHand(_ id: RecordID<RegisteredPerson>, _ context: SignedInContext) async throws -> RegisteredPerson {
        try await site.store.look(as: context.access, at: site.now()) { try $0.personInHand(id) }
    }

    func people(_ context: SignedInContext) async throws -> NotePeople {
        let organisation = context.access.organisation
        return try await site.store.consult(as: context.access, at: site.now()) { records in
            NotePeople(
                colleagues: try records.list(Query<Practitioner>("organisation = ?", [.text(organisation)], order: "id")),
                contacts: try records.list(Contact.all(of: organisation)))
        }
    }

    private func whole(_ id: RecordID<RegisteredPerson>, _ context: SignedInContext) async throws -> WholeInformation {
        let (person, items, sealed) = try await site.store.look(as: context.access, at: site.now()) { records in
            let person = try records.personInHand(id)
            return (
                person, try records.information(about: id), try records.list(SealedFact.of(id)).count { $0.isInForce }
            )
        }
        return WholeInformation(person: person, items: items, sealedFacts: sealed, people: try await people(context))
    }

    private func wholeItem(_ context: SignedInContext) async throws -> WholeItem {
        let id = try person(context)
        let number = try context.parameter("item")
        let (person, items, item, packages, informings, looks) = try await site.store.look(
            as: context.access, at: site.now()
        ) { records in
            let person = try records.personInHand(id)
            let items = try records.information(about: id)
            guard let item = items.first(where: { $0.id.text == number }) else { throw NothingToSee() }
            return (
                person, items, item, try records.list(FrozenPackage.about(id)),
                try records.list(Informing.about(item.reference)), try records.looks(at: item, limit: 50)
            )
        }
        return WholeItem(
            person: person, item: item, known: CurrentInformation(items), packages: packages, informings: informings,
            looks: looks, people: try await people(context))
    }

    private enum Outcome: Sendable {
        case kept(InformationItem)
        case overtaken
    }

    private func write(_ form: Form, correcting number: String?, _ context: SignedInContext) async throws -> Reply {
        guard context.access.doesCasework else { throw NothingToSee() }
        let id = try person(context)
        let (person, old) = try await site.store.look(as: context.access, at: site.now()) { records in
            let person = try records.personInHand(id)
            return (person, try number.map { try records.item($0, about: id) })
        }
        let page = try await people(context)
        let colleagues = page.colleagues.filter { $0.role == .practitioner }.map(\.id.text)
        var note = NoteForm(form, isCorrection: old != nil)
        if note.asked["once"].isEmpty { note.asked["once"] = RecordID<InformationItem>.random().text }
        let token = context.person.formToken
        note.checkFirst(site.lists, today: site.today)
        if !note.asked.errors.isEmpty {
            return .page(NoteViews.first(person, correcting: old, note.asked, site, token: token))
        }
        if form["page"] == "more" {
            note.checkMore(colleagues: colleagues, today: site.today)
            if !note.asked.errors.isEmpty {
                return .page(NoteViews.more(person, correcting: old, note, page, site, token: token))
            }
        } else if note.needsMore || form["more"] == "yes" {
            return .page(NoteViews.more(person, correcting: old, note, page, site, token: token))
        }
        guard let nature = note.nature else { throw NothingToSee() }
        let content = note.content(site.lists, colleagues: colleagues, contacts: page.contacts.map(\.id.text))
        let (happened, known, category) = (note.happened, note.known, form["category"])
        let once = form.once(InformationItem.self)
        let deadlines = site.deadlines
        let now = site.now()
        let oldID = old?.id
        let outcome: Outcome = try await site.store.act(as: context.access, at: now) { records in
            if let again = try records.findIfAny(once) { return .kept(again) }
            if let oldID, try !records.list(InformationItem.correcting(oldID)).isEmpty { return .overtaken }
            let item = InformationItem(
                id: once, about: id, category: category, nature: nature, happened: happened, known: known, content,
                corrects: oldID, by: records.context, at: now)
            if oldID == nil { try records.keep(item, as: .recorded) } else { try records.correct(with: item, deadlines) }
            return .kept(item)
        }
        switch outcome {
        case .kept(let item): return .goTo(Addresses.informationItem(id.text, item.id.text))
        case .overtaken: return .goTo(Addresses.informationItem(id.text, number ?? ""))
        }
    }
}

/// Everything that is known of a person.
struct WholeInformation: Sendable {
    let person: RegisteredPerson
    let items: [InformationItem]
    let sealedFacts: Int
    let people: NotePeople
    var known: CurrentInformation { CurrentInformation(items) }
}

/// One item with where it came from and where it went.
struct WholeItem: Sendable {
    let person: RegisteredPerson
    let item: InformationItem
    let known: CurrentInformation
    let packages: [FrozenPackage]
    let informings: [Informing]
    let looks: [Look]
    let people: NotePeople

    /// In which packages this item went, and in which an earlier form of it did.
    var went: [FrozenPackage] { FrozenPackage.having([item], among: packages) }
    var wentBefore: [FrozenPackage] {
        FrozenPackage.having(known.history(of: item.id).filter { $0.id != item.id }, among: packages)
    }
}
