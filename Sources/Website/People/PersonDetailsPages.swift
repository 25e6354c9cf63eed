import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// What is known of a person, and how it is changed, a short page at a time.
struct PersonDetailsPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/details") { _, context -> Reply in
            let (person, particulars) = try await open(context)
            return .page(DetailsViews.page(person, particulars, site: site, context))
        }
        let forms: [(String, DetailForm)] = [
            ("identity", .identity), ("addresses", .addresses), ("communication", .communication), ("services", .services),
            ("background", .background), ("state", .state), ("safe-contact", .safeContact),
            ("safe-contact/new", .way(nil)), ("standings/new", .standing(nil)),
        ]
        for (path, form) in forms {
            routes.get("/people/:id/details/\(path)") { request, context in try await show(form, request, context) }
            routes.post("/people/:id/details/\(path)") { request, context in try await change(form, request, context) }
        }
        for (path, form) in [("safe-contact", DetailForm.way), ("standings", DetailForm.standing)]
            as [(String, @Sendable (Int?) -> DetailForm)]
        {
            routes.get("/people/:id/details/\(path)/:place") { request, context -> Reply in
                try await show(form(try place(context)), request, context)
            }
            routes.post("/people/:id/details/\(path)/:place") { request, context -> Reply in
                try await change(form(try place(context)), request, context)
            }
        }
    }

    private func place(_ context: SignedInContext) throws -> Int {
        guard let place = Int(try context.parameter("place")), (0..<1000).contains(place) else { throw NothingToSee() }
        return place
    }

    private func open(_ context: SignedInContext) async throws -> (person: RegisteredPerson, particulars: Particulars) {
        let id = try context.parameter("id")
        return try await site.store.look(as: context.access, at: site.now()) { try $0.openFile(id) }
    }

    private func show(_ form: DetailForm, _ request: Request, _ context: SignedInContext) async throws -> Reply {
        guard context.access.doesCasework else { throw NothingToSee() }
        let (person, particulars) = try await open(context)
        guard form.isThere(particulars.content) else { throw NothingToSee() }
        return .page(
            page(form, form.filled(person, particulars.content), [], person, particulars, request.uri.path, context))
    }

    private func change(_ detail: DetailForm, _ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let address = request.uri.path
        var mistakes = Mistakes(form)
        detail.check(&mistakes, site)
        let errors = mistakes.found
        if !errors.isEmpty {
            let (person, particulars) = try await open(context)
            return .page(page(detail, Typed(form), errors, person, particulars, address, context))
        }
        let id = try context.parameter("id")
        let now = site.now()
        let site = site
        let sound = mistakes
        try await site.store.act(as: context.access, at: now) { records in
            var (person, particulars) = try records.openFile(id)
            guard detail.isThere(particulars.content) else { throw NothingToSee() }
            let before = person
            detail.change(sound, &person, &particulars.content, site)
            particulars.changed = now
            try records.keep(particulars, as: .amended)
            guard detail.changesPerson else { return }
            person.changed = now
            try records.keep(person, as: .amended)
            if person.born != before.born || person.died != before.died {
                try records.oweAgeReview(of: person, site.deadlines)
            }
        }
        return .goTo(address.contains("safe-contact") ? Addresses.safeContact(id) : Addresses.personDetails(id))
    }

    private func page(
        _ form: DetailForm, _ typed: Typed, _ errors: [FormError], _ person: RegisteredPerson, _ particulars: Particulars,
        _ address: String, _ context: SignedInContext
    ) -> Page {
        let id = person.id.text
        let fields: HTML = "\(form.fields(typed, errors, site))\(Fields.button(form.button))"
        let isWay = address.contains("safe-contact/")
        return Page(
            heading: form.heading,
            content: """
                <p class="caption">\(person.shownName)</p>\(form.intro)\
                \(Fields.form(address, context.person.formToken, fields))\(form.further(person, particulars.content, site))
                """,
            errors: errors, back: isWay ? Addresses.safeContact(id) : Addresses.personDetails(id),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
