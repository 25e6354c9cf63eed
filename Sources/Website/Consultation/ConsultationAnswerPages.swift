import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// What an adviser answers, and what whoever asked made of it.
struct ConsultationAnswerPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/consultations/:id") { _, context -> Reply in .page(try await page(try await find(context), context)) }
        routes.post("/consultations/:id") { request, context in try await answer(request, context) }
        routes.post("/consultations/:id/outcome") { request, context in try await close(request, context) }
    }

    /// Advice, and whether the one who looks is to answer it.
    struct Asked: Sendable {
        let consultation: Consultation
        let mayAnswer: Bool
        let isAuthor: Bool
        let decisions: [Decision]
    }

    private func find(_ context: SignedInContext) async throws -> Asked {
        let id = RecordID<Consultation>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let one = try records.find(id)
            let me = records.context.practitioner
            let isAuthor = one.author == me
            let duties = try records.list(Duty.open(about: "consultation/\(id.text)"))
            let isAsked = one.adviser == me || duties.contains { $0.kind == "advice" && $0.owner == me && !isAuthor }
            let mayAnswer = one.state == .asked && records.context.doesCasework && (one.adviser == nil ? isAuthor : isAsked)
            let decisions = try one.request.map { try records.list(Decision.on($0)) } ?? []
            return Asked(consultation: one, mayAnswer: mayAnswer, isAuthor: isAuthor, decisions: decisions)
        }
    }

    private func page(
        _ asked: Asked, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) async throws -> Page {
        ConsultationViews.page(asked, try await site.names(context), site, context, form, errors)
    }

    private func answer(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let asked = try await find(context)
        let one = asked.consultation
        guard one.state == .asked else { return .goTo(Addresses.consultation(one.id.text)) }
        guard asked.mayAnswer else { throw NothingToSee() }
        var errors: [FormError] = []
        if form["answer"].isEmpty { errors.append(FormError(field: "answer", message: "Write the advice")) }
        if let long = form.tooLong("answer", "The advice", limit: 10_000) { errors.append(long) }
        let now = site.now()
        let day = one.adviser == nil ? form.date("day") : now
        if one.adviser == nil {
            if form["by"].isEmpty { errors.append(FormError(field: "by", message: "Write who answered, by name")) }
            if let day, day.day > now.day { errors.append(FormError(field: "day", message: "The day must not be in the future")) }
            if day == nil { errors.append(FormError(field: "day", message: "The day must be a real date, such as 27 3 2026")) }
        }
        guard errors.isEmpty else { return .page(try await page(asked, context, form, errors)) }
        if one.adviser == nil, Consultation.isNobodyWhoAdvises(form["by"]) {
            var typed = ConsultationForm()
            typed.question = one.content.question
            return .page(ComposerViews.nobodyWhoAdvises(typed, site))
        }
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(one.id)
            guard kept.state == .asked else { return }
            kept.state = .answered
            kept.content.answer = form["answer"]
            kept.content.answeredBy = kept.adviser == nil ? form["by"] : records.context.practitioner
            kept.content.answeredOn = (day ?? now).day
            kept.changed = now
            try records.keep(kept, as: .answered)
            let record = "consultation/\(kept.id.text)"
            try records.discharge("advice", about: record, because: "It was answered")
            try records.owe(
                "advice-outcome", of: kept.author, about: record, isUrgent: kept.isUrgent,
                words: "Record what came of the advice",
                site.deadlines)
        }
        return .goTo(Addresses.consultation(one.id.text))
    }

    private func close(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let asked = try await find(context)
        let one = asked.consultation
        guard asked.isAuthor, context.access.doesCasework else { throw NothingToSee() }
        let address = Addresses.consultation(one.id.text)
        if one.state == .closed { return .goTo(address) }
        if one.state == .asked { return .page(ConsultationViews.unanswered(one)) }
        var errors: [FormError] = []
        if !["yes", "no"].contains(form["followed"]) {
            errors.append(FormError(field: "followed", message: "Choose whether you followed the advice"))
        }
        if form["why"].isEmpty { errors.append(FormError(field: "why", message: "Write what came of it, and why")) }
        if let long = form.tooLong("why", "This", limit: 10_000) { errors.append(long) }
        guard errors.isEmpty else { return .page(try await page(asked, context, form, errors)) }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(one.id)
            guard kept.state == .answered else { return }
            kept.state = .closed
            kept.content.isFollowed = form["followed"] == "yes"
            kept.content.followedWhy = form["why"]
            kept.changed = now
            try records.keep(kept, as: .done)
            for kind in ["advice-outcome", "talk"] {
                try records.discharge(kind, about: "consultation/\(kept.id.text)", because: "What came of it was recorded")
            }
        }
        return .goTo(address)
    }
}
