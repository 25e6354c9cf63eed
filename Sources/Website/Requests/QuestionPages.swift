import Hummingbird
import Policy
import Sharing
import Vault

/// One question a page.
struct QuestionPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/next") { _, context -> Reply in
            let (request, interview) = try await open(context)
            return .goTo(Self.next(request, interview))
        }
        // The second form of each is the same under another policy, consulted beside the organisation's.
        for address in ["/requests/:id/questions/:fact", "/requests/:id/under/:policy/questions/:fact"] {
            routes.get(RouterPath(address)) { asked, context -> Reply in
                let (request, interview) = try await open(context)
                guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
                return .page(question(try fact(context, interview), request, interview, asked, context))
            }
            routes.post(RouterPath(address)) { request, context in try await answer(request, context) }
        }
    }

    private func question(
        _ fact: Fact, _ request: SharingRequest, _ interview: Interview, _ asked: Request, _ context: SignedInContext,
        errors: [FormError] = []
    ) -> Page {
        QuestionViews.page(
            fact, request, interview, token: context.person.formToken, checking: RequestPages.fromCheck(asked), errors: errors)
    }

    /// Where one goes on: the next question, or the advice, or back to the check page for somebody who came from there.
    static func next(_ request: SharingRequest, _ interview: Interview, checking: Bool = false) -> String {
        let id = request.id.text
        let consulted = consulted(request, interview)
        if let next = interview.next {
            return Addresses.question(id, next.id.rawValue, under: consulted) + (checking ? Addresses.fromCheck : "")
        }
        if checking { return Addresses.check(id) }
        return consulted.map { Addresses.consult(id, $0) } ?? Addresses.advice(id)
    }

    /// The policy of the interview, where it is not the request's own.
    static func consulted(_ request: SharingRequest, _ interview: Interview) -> String? {
        interview.edition.name == request.policy ? nil : interview.edition.name
    }

    private func open(_ context: SignedInContext) async throws -> (SharingRequest, Interview) {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        let request = try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
        guard request.owner == context.access.practitioner else { throw NothingToSee() }
        guard let other = context.coreContext.parameters.get("policy") else {
            return (request, site.interviews.interview(request.answers, under: try site.edition(of: request)))
        }
        guard let edition = site.editions.edition(other, for: request.organisation, on: site.today) else {
            throw NothingToSee()
        }
        return (request, site.interviews.interview(request.answers, under: edition))
    }

    private func fact(_ context: SignedInContext, _ interview: Interview) throws -> Fact {
        let name = try context.parameter("fact")
        guard let fact = interview.edition.policy.facts.first(where: { $0.id.rawValue == name }) else { throw NothingToSee() }
        return fact
    }

    private func answer(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (request, before) = try await open(context)
        guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
        let checking = RequestPages.fromCheck(posted)
        let fact = try fact(context, before)
        let given = form["answer"]
        guard given == "not-known" || fact.index(of: given) != nil else {
            let error = FormError(field: "answer", message: "Choose an answer, or choose that you do not know")
            return .page(question(fact, request, before, posted, context, errors: [error]))
        }
        var answers = request.answers
        answers[fact.id.rawValue] = given
        let after = site.interviews.interview(answers, under: before.edition)
        let fellAway = before.fellAway(in: after)
        let now = site.now()
        let id = request.id
        let goOn = Self.next(request, after, checking: checking)
        let changed = request.answers[fact.id.rawValue] != given
        if changed {
            try await site.store.act(as: context.access, at: now) { records in
                var kept = try records.find(id)
                guard kept.state == .open else { throw NothingToSee() }
                kept.answers[fact.id.rawValue] = given
                kept.changed = now
                try records.keep(kept, as: .amended)
            }
        }
        if !fellAway.isEmpty { return .page(QuestionViews.changed(fact, fellAway, request, goOn: goOn)) }
        if fact.isUrgentGround, given == "yes", changed { return .page(QuestionViews.urgent(request, goOn: goOn)) }
        return .goTo(goOn)
    }
}
