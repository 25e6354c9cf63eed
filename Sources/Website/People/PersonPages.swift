import Hummingbird
import Ledger
import Sharing
import Vault

/// A person's page: what somebody needs before they speak. And who works with them.
struct PersonPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id") { _, context -> Reply in
            let whole = try await whole(context)
            return .page(
                whole.file == nil
                    ? PersonEntryViews.page(whole, site: site, context) : PersonViews.page(whole, site: site, context))
        }
        routes.get("/people/:id/take-up") { _, context -> Reply in
            let whole = try await whole(context)
            if whole.worksWith { return .goTo(Addresses.person(whole.person.id.text)) }
            guard context.access.doesCasework else { throw NothingToSee() }
            return .page(PersonEntryViews.takeUp(whole, .init(), [], context))
        }
        routes.post("/people/:id/take-up") { request, context in try await takeUp(request, context) }
        routes.get("/people/:id/stop") { _, context -> Reply in
            let whole = try await whole(context)
            guard whole.worksWith else { throw NothingToSee() }
            return .page(PersonEntryViews.stop(whole, context))
        }
        routes.post("/people/:id/stop") { request, context in try await stop(request, context) }
        routes.get("/people/:id/age-review") { _, context -> Reply in
            let whole = try await whole(context)
            guard whole.file != nil else { throw NothingToSee() }
            return .page(AgeReviewViews.page(whole, .init(), [], today: site.today, context))
        }
        routes.post("/people/:id/age-review") { request, context in try await reviewAge(request, context) }
    }

    private func whole(_ context: SignedInContext) async throws -> WholePerson {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try WholePerson(id, &$0) }
    }

    private func takeUp(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let id = try context.parameter("id")
        var mistakes = Mistakes(form)
        if PersonEntryViews.takingUp[form["reason"]] == nil { mistakes.say("reason", "Choose why you work with them") }
        mistakes.require("why", "Enter what you will do with them, in a sentence")
        mistakes.limit(lines: [], texts: [("why", "Why you work with them")])
        let errors = mistakes.found
        guard errors.isEmpty else {
            return .page(PersonEntryViews.takeUp(try await whole(context), Typed(form), errors, context))
        }
        let now = site.now()
        let why = "\(PersonEntryViews.takingUp[form["reason"]] ?? ""): \(form["why"])"
        try await site.store.act(as: context.access, at: now) { records in
            let person = try records.find(RecordID<RegisteredPerson>(id))
            if try records.worksWith(id) { return }
            let me = records.context.practitioner
            try records.keep(
                Allocation(of: me, to: id, because: .takenUp, by: records.context, at: now), as: .allocated)
            var particulars = try records.particulars(of: person)
            particulars.content.takenUp.append(.init(practitioner: me, at: now.description, why: why))
            particulars.changed = now
            try records.keep(particulars, as: .amended)
        }
        return .goTo(Addresses.person(id))
    }

    private func stop(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(request, context)
        let id = try context.parameter("id")
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            let mine = try records.list(Allocation.to(id)).filter {
                $0.until == nil && $0.practitioner == records.context.practitioner
            }
            if mine.isEmpty { throw NothingToSee() }
            for var allocation in mine {
                allocation.until = now
                try records.keep(allocation, as: .parted)
            }
        }
        return .goTo(Addresses.people)
    }

    private func reviewAge(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let id = try context.parameter("id")
        var mistakes = Mistakes(form)
        mistakes.require("who", "Enter who consents from now on")
        mistakes.require("why", "Enter what you judged, and why")
        mistakes.limit(lines: [("who", "Who consents")], texts: [("why", "What you judged")])
        let errors = mistakes.found
        guard errors.isEmpty else {
            let whole = try await whole(context)
            guard whole.file != nil else { throw NothingToSee() }
            return .page(AgeReviewViews.page(whole, Typed(form), errors, today: site.today, context))
        }
        let words = "\(form["who"]). \(form["why"])"
        let now = site.now()
        let deadlines = site.deadlines
        try await site.store.act(as: context.access, at: now) { records in
            let (person, _) = try records.openFile(id)
            try records.discharge("age-review", about: "registered_person/\(id)", because: words)
            let said = Particulars.Said(practitioner: records.context.practitioner, at: now.description, why: words)
            try records.keepParticulars(id) { $0.ageReviews.append(said) }
            try records.oweAgeReview(of: person, deadlines)
        }
        return .goTo(Addresses.person(id))
    }
}
