import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// The same human, registered twice: one record leads on to the other, and it can be undone (001 §7 How; 002 §3.1c).
struct MergingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/merge") { _, context -> Reply in
            let (person, _) = try await open(context)
            return .page(MergingViews.choose(person, Typed(), [], nil, site, context))
        }
        routes.post("/people/:id/merge") { request, context in try await choose(request, context) }
        routes.get("/people/:id/merge/:other") { _, context -> Reply in
            try await check(Typed(), [], context)
        }
        routes.post("/people/:id/merge/:other") { request, context in try await merge(request, context) }
        routes.get("/people/:id/undo-merge") { _, context -> Reply in
            let (person, _) = try await open(context)
            guard person.isMerged else { return .goTo(Addresses.person(person.id.text)) }
            return .page(MergingViews.undo(person, context))
        }
        routes.post("/people/:id/undo-merge") { request, context in try await undo(request, context) }
    }

    private func open(_ context: SignedInContext) async throws -> (person: RegisteredPerson, particulars: Particulars) {
        guard context.access.doesCasework else { throw NothingToSee() }
        let id = try context.parameter("id")
        return try await site.store.look(as: context.access, at: site.now()) { try $0.openFile(id) }
    }

    private func choose(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (person, _) = try await open(context)
        let (search, errors) = ChoosingPerson.search(form)
        guard errors.isEmpty else { return .page(MergingViews.choose(person, Typed(form), errors, nil, site, context)) }
        let found = try await site.store.look(as: context.access, at: site.now()) {
            try $0.candidates(search, besides: person.id)
        }
        return .page(MergingViews.choose(person, Typed(form), [], found, site, context))
    }

    private func check(_ typed: Typed, _ errors: [FormError], _ context: SignedInContext) async throws -> Reply {
        let (person, _) = try await open(context)
        let other = RecordID<RegisteredPerson>(try context.parameter("other"))
        let both = try await site.store.look(as: context.access, at: site.now()) { records in
            let two = try records.find(other)
            let works = try records.worksWith(other.text)
            guard works || records.context.oversees else { return MergingViews.Both(person, two, nil) }
            return MergingViews.Both(person, two, [try records.holdings(of: person.id), try records.holdings(of: other)])
        }
        if person.id == other || person.isMerged || both.second.isMerged || both.holdings == nil {
            return .page(MergingViews.refused(both))
        }
        return .page(MergingViews.check(both, typed, errors, site, context))
    }

    private func merge(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (id, other) = (try context.parameter("id"), try context.parameter("other"))
        var mistakes = Mistakes(form)
        let keep = form["keep"]
        if ![id, other].contains(keep) { mistakes.say("keep", "Choose under which record the person goes on") }
        mistakes.require("why", "Enter how you know that both are the same person")
        mistakes.limit(lines: [], texts: [("why", "How you know")])
        let errors = mistakes.found
        guard errors.isEmpty else { return try await check(Typed(form), errors, context) }
        let now = site.now()
        let why = form["why"]
        let deadlines = site.deadlines
        let merged: Bool = try await site.store.act(as: context.access, at: now) { records in
            var (gone, particulars) = try records.openFile(keep == id ? other : id)
            let (kept, _) = try records.openFile(keep)
            if gone.mergedInto == kept.id { return true }
            do { try gone.merge(into: kept, at: now) } catch { return false }
            particulars.content.mergeWhy = why
            particulars.changed = now
            try records.keep(gone, as: .merged)
            try records.keep(particulars, as: .merged)
            try records.oweAgeReview(of: gone, deadlines)
            try records.oweAgeReview(of: kept, deadlines)
            return true
        }
        return merged ? .goTo(Addresses.person(keep)) : try await check(Typed(form), [], context)
    }

    private func undo(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        guard context.access.doesCasework else { throw NothingToSee() }
        let id = try context.parameter("id")
        let now = site.now()
        let deadlines = site.deadlines
        _ = form
        try await site.store.act(as: context.access, at: now) { records in
            var (person, particulars) = try records.openFile(id)
            guard person.isMerged else { return }
            person.undoMerge(at: now)
            particulars.content.mergeWhy = ""
            particulars.changed = now
            try records.keep(person, as: .parted)
            try records.keep(particulars, as: .parted)
            try records.oweAgeReview(of: person, deadlines)
        }
        return .goTo(Addresses.person(id))
    }
}

extension Transaction {
    /// How much stands in a file, kind by kind.
    /// - Throws: `StorageFault`.
    mutating func holdings(of person: RecordID<RegisteredPerson>) throws -> [(String, Int)] {
        [
            ("Information", try list(InformationItem.about(person)).count),
            ("People around them", try list(Relation.of(person)).count),
            ("Sealed facts", try list(SealedFact.of(person)).count),
            ("Consents", try list(Consent.of(person)).count),
            ("Decisions", try list(Decision.about(person)).count),
            ("Still to be done", try list(Duty.open(aboutPerson: person, by: context)).count),
        ]
    }
}
