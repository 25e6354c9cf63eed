import Hummingbird
import Policy
import Sharing
import Vault

/// What the policy advises, and what others would.
struct AdvicePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/advice") { _, context -> Reply in
            let request = try await find(context)
            guard request.state == .open else { return .goTo(Addresses.request(request.id.text)) }
            let interview = site.interviews.interview(request.answers, under: try site.edition(request.policy))
            return .page(AdviceViews.page(request, interview, own: request.author == context.access.practitioner))
        }
        routes.get("/requests/:id/under/:policy") { _, context -> Reply in
            let request = try await find(context)
            guard let edition = site.library[try context.parameter("policy")] else { throw NothingToSee() }
            return .page(
                AdviceViews.page(
                    request, site.interviews.interview(request.answers, under: edition),
                    own: request.author == context.access.practitioner))
        }
        routes.get("/requests/:id/other-policies") { _, context -> Reply in
            let request = try await find(context)
            let others = site.library.editions.filter { $0.name != request.policy }.map { edition in
                (edition, edition.advice(on: Self.situation(request, edition)))
            }
            let own = site.interviews.interview(request.answers, under: try site.edition(request.policy))
            return .page(AdviceViews.others(request, own, others))
        }
    }

    private func find(_ context: SignedInContext) async throws -> SharingRequest {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        return try await site.store.act(as: context.access, at: site.now()) { try $0.find(id) }
    }

    /// Everything answered, as far as another policy speaks of it.
    private static func situation(_ request: SharingRequest, _ edition: PolicyEdition) -> Situation {
        var situation = Situation()
        for fact in edition.policy.facts {
            if let value = request.answers[fact.id.rawValue] { situation[fact.id] = Answer(value) }
        }
        return situation
    }
}
