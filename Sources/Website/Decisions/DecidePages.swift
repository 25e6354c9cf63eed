import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// A person decides: what, why, and whether the person is told; then checks and records it.
struct DecidePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/decision") { posted, context -> Reply in
            try await show(posted, context, { DecideViews.verdict($0, $1, $2, token: $3) })
        }
        routes.post("/requests/:id/decision") { request, context in
            try await step(request, context, ["verdict"], [.noVerdict], DecideViews.verdict, next: Addresses.reasons)
        }
        routes.get("/requests/:id/decision/reasons") { posted, context -> Reply in
            try await show(posted, context, { DecideViews.reasons($0, $1, $2, token: $3) })
        }
        routes.post("/requests/:id/decision/reasons") { request, context in
            try await step(
                request, context, ["departure", "facts", "opinion", "reasons"], [.departureNotExplained, .noFacts, .noReasons],
                DecideViews.reasons, next: Addresses.telling)
        }
        routes.get("/requests/:id/decision/telling") { posted, context -> Reply in
            try await show(posted, context, { DecideViews.telling($0, $1, $2, token: $3) })
        }
        routes.post("/requests/:id/decision/telling") { request, context in
            try await step(
                request, context, ["telling", "telling-why", "review", "review-day", "review-month", "review-year"],
                [.noTelling, .tellingNotExplained, .noReview], DecideViews.telling, next: Addresses.check)
        }
        routes.get("/requests/:id/decision/check") { posted, context -> Reply in
            try await show(posted, context, { CheckViews.page($0, $1, $2, token: $3) })
        }
        routes.post("/requests/:id/decision/check") { request, context in try await record(request, context) }
    }

    private func open(_ context: SignedInContext) async throws -> (SharingRequest, Interview) {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        let request = try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
        guard request.owner == context.access.practitioner else { throw NothingToSee() }
        return (request, site.interviews.interview(request.answers, under: try site.edition(of: request)))
    }

    private func show(
        _ asked: Request, _ context: SignedInContext, _ view: (SharingRequest, Interview, DraftForm, String) -> Page
    ) async throws -> Reply {
        let (request, interview) = try await open(context)
        // Going back after recording leads to the record, which says that it cannot be changed.
        guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
        let draft = DraftForm(fields: request.draft, fromCheck: asked.query["from"] == "check")
        return .page(view(request, interview, draft, context.person.formToken))
    }

    typealias View = @Sendable (SharingRequest, Interview, DraftForm, String, [FormError]) -> Page

    /// Keeps what one page asks, even where it is not right yet, and goes on when it is.
    private func step(
        _ posted: Request, _ context: SignedInContext, _ names: [String], _ wanted: Set<Decision.Faults.One>, _ view: View,
        next: (String) -> String
    ) async throws -> Reply {
        let form = try await Form(posted, context)
        let (request, interview) = try await open(context)
        guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
        var draft = DraftForm(fields: request.draft, fromCheck: posted.query["from"] == "check")
        for name in names { draft.fields[name] = form[name] }
        if names.contains("review") { draft.fields["review"] = form.date("review").map(\.description) ?? "" }
        let tooLong = [
            ("departure", "Why you decide otherwise"), ("facts", "The facts"), ("opinion", "Your opinion"),
            ("reasons", "Your reasons"), ("telling-why", "This"),
        ]
        .filter { names.contains($0.0) }.compactMap { form.tooLong($0.0, $0.1) }
        if !tooLong.isEmpty { return .page(view(request, interview, draft, context.person.formToken, tooLong)) }
        var errors = Decision.faults(draft.draft, expected: interview.verdict).filter { wanted.contains($0) }.map(
            DraftForm.message)
        errors += reviewErrors(form, draft, names)
        let now = site.now()
        let kept = draft.fields
        let id = request.id
        if kept != request.draft {
            try await site.store.act(as: context.access, at: now) { records in
                var changed = try records.find(id)
                guard changed.state == .open else { throw NothingToSee() }
                changed.draft = kept
                changed.changed = now
                try records.keep(changed, as: .amended)
            }
        }
        guard errors.isEmpty else { return .page(view(request, interview, draft, context.person.formToken, errors)) }
        return .goTo(draft.fromCheck ? afterChange(draft, interview, request.id.text) : next(request.id.text))
    }

    /// Back to the check page, by way of what the change makes necessary.
    private func afterChange(_ draft: DraftForm, _ interview: Interview, _ id: String) -> String {
        let lacking = Decision.faults(draft.draft, expected: interview.verdict)
        if lacking.contains(where: { [.departureNotExplained, .noFacts, .noReasons].contains($0) }) {
            return draft.address(Addresses.reasons(id))
        }
        return lacking.isEmpty ? Addresses.check(id) : draft.address(Addresses.telling(id))
    }

    private func reviewErrors(_ form: Form, _ draft: DraftForm, _ names: [String]) -> [FormError] {
        guard names.contains("review") else { return [] }
        let typed = !(form["review-day"] + form["review-month"] + form["review-year"]).isEmpty
        guard typed, draft.draft.verdict != .doNotShare || draft.draft.reviewOn != nil else { return [] }
        guard let day = draft.draft.reviewOn else {
            return [FormError(field: "review", message: "The review date must be a real date, such as 27 3 2027")]
        }
        let now = site.now()
        if day < now.adding(days: -1) || day > now.adding(days: 3700) {
            return [FormError(field: "review", message: "The review date must be in the future, within ten years")]
        }
        return []
    }

    private func record(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let id = form.once(Decision.self)
        let (request, interview) = try await open(context)
        let now = site.now()
        if request.state == .decided {
            // The form was sent twice: the first time counts, and its record is shown again.
            let earlier = try await site.store.look(as: context.access, at: now) { try $0.list(Decision.on(request.id)) }
            return earlier.first.map { .goTo(Addresses.recorded($0.id.text)) } ?? .goTo(Addresses.work)
        }
        let draft = DraftForm(fields: request.draft)
        guard form["seen"] == CheckViews.seen(request, interview) else {
            return .page(CheckViews.page(request, interview, draft, token: context.person.formToken, changed: true))
        }
        let faults = Decision.faults(draft.draft, expected: interview.verdict)
        guard faults.isEmpty else {
            return .page(CheckViews.page(request, interview, draft, token: context.person.formToken))
        }
        do {
            try await site.store.act(as: context.access, at: now) { records in
                var kept = try records.find(request.id)
                guard kept.state == .open, kept.changed == request.changed else { throw Overtaken() }
                let advice = AdviceGiven(on: kept, interview, at: now)
                let decision = try Decision(id: id, on: advice, of: kept, draft.draft, by: records.context, at: now)
                kept.state = .decided
                kept.changed = now
                try records.keep(kept, as: .amended)
                try records.keep(advice, as: .advised)
                try records.keep(decision, as: .decided)
            }
        } catch is Overtaken {
            // Another window was quicker, or this button was pressed twice at once. What came of it is shown.
            let earlier = try await site.store.look(as: context.access, at: now) { try $0.list(Decision.on(request.id)) }
            return .goTo(earlier.first.map { Addresses.recorded($0.id.text) } ?? Addresses.request(request.id.text))
        }
        return .goTo(Addresses.recorded(id.text))
    }

    /// The request changed between the page and its button.
    private struct Overtaken: Error {}
}

extension Interview {
    /// The verdict that follows the advice; nil while the advice is open.
    var verdict: Verdict? { (advice.restsOnUnknowns ? .seekAdvice : advice.outcome).map { Verdict(following: $0) } }
}
