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
            let interview = site.interviews.interview(request.answers, under: try site.edition(of: request))
            return .page(
                AdviceViews.page(
                    request, interview, own: request.owner == context.access.practitioner,
                    otherwise: otherwise(request, interview.advice)))
        }
        routes.get("/requests/:id/under/:policy") { _, context -> Reply in
            let request = try await find(context)
            let name = try context.parameter("policy")
            guard let edition = site.editions.edition(name, for: request.organisation, on: site.today) else {
                throw NothingToSee()
            }
            return .page(
                AdviceViews.page(
                    request, site.interviews.interview(request.answers, under: edition),
                    own: request.owner == context.access.practitioner))
        }
        routes.get("/requests/:id/other-policies") { _, context -> Reply in
            let request = try await find(context)
            let others = others(request).map { ($0, $0.advice(on: Self.situation(request, $0))) }
            let own = site.interviews.interview(request.answers, under: try site.edition(of: request))
            return .page(OtherPolicyViews.page(request, own, others))
        }
    }

    private func find(_ context: SignedInContext) async throws -> SharingRequest {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
    }

    /// The editions of all policies but the request's own.
    private func others(_ request: SharingRequest) -> [PolicyEdition] {
        site.editions.all(for: request.organisation, on: site.today).filter { $0.name != request.policy }
    }

    /// Those that, on the same answers, are certain of something else; none while the advice itself is open.
    private func otherwise(_ request: SharingRequest, _ own: Advice) -> [(PolicyEdition, Outcome.ID)] {
        guard let outcome = own.outcome else { return [] }
        return others(request).compactMap { edition in
            edition.advice(on: Self.situation(request, edition)).outcome.flatMap { $0 == outcome ? nil : (edition, $0) }
        }
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
