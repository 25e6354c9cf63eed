import Hummingbird
import Policy
import Sharing
import Vault

/// The workbench for those who keep policies: what each says, how it decides, how it was proved and where two differ.
/// Everybody who is signed in may read it; no casework is shown.
struct WorkbenchPages: Sendable {
    let site: Site
    private let comparisons = Comparisons()

    init(site: Site) { self.site = site }

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/policies") { _, context -> Reply in
            let organisation = context.person.organisation.id.text
            let editions = site.editions.all(for: organisation, on: site.today)
            let scheduled = site.editions.scheduled(for: organisation, on: site.today)
            return .page(WorkbenchViews.list(editions, scheduled, used: context.person.organisation.policy, isOwn: isOwn))
        }
        routes.get("/policies/:name") { _, context -> Reply in
            let edition = try edition(context)
            return .page(
                WorkbenchViews.policy(
                    edition, isOwn: isOwn(edition), isUsed: context.person.organisation.policy == edition.name,
                    token: context.access.keepsPolicies ? context.person.formToken : nil))
        }
        routes.get("/policies/:name/try") { _, context -> Reply in
            .page(TryViews.page(try edition(context), nil, token: context.person.formToken))
        }
        // Answers are posted, so that none stands in an address, and the reply holds the result. Nothing is kept.
        routes.post("/policies/:name/try") { request, context -> Reply in
            let form = try await Form(request, context)
            let edition = try edition(context)
            let tried = TryViews.Tried(situation: Self.situation(form, edition), withFlips: form["flips"] == "yes")
            return .page(TryViews.page(edition, tried, token: context.person.formToken))
        }
        routes.get("/policies/:name/cases") { request, context -> Reply in
            let edition = try edition(context)
            return .page(CaseViews.page(edition, try cases(edition), onlyDisagreeing: request.query["only"] == "disagreeing"))
        }
        routes.get("/policies/:name/proof") { _, context -> Reply in .page(ProofViews.page(try edition(context))) }
        addComparisons(to: routes)
    }

    private func addComparisons(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/policies/:name/compare") { _, context -> Reply in
            let edition = try edition(context)
            let all = site.editions.all(for: context.person.organisation.id.text, on: site.today)
            return .page(ComparisonViews.choose(edition, all.filter { $0.name != edition.name }))
        }
        routes.get("/policies/:name/compare/:other") { request, context -> Reply in
            let first = try edition(context)
            let second = try edition(context, "other")
            do throws(Faults) {
                let comparison = try comparisons.comparison(first, second)
                return .page(
                    ComparisonViews.page(first, second, comparison, page: request.query["page"].flatMap { Int($0) } ?? 1))
            } catch {
                return .page(ComparisonViews.tooLarge(first, second))
            }
        }
    }

    /// The edition in force for the reader's organisation.
    private func edition(_ context: SignedInContext, _ parameter: String = "name") throws -> PolicyEdition {
        let name = try context.parameter(parameter)
        guard let edition = site.editions.edition(name, for: context.person.organisation.id.text, on: site.today) else {
            throw NothingToSee()
        }
        return edition
    }

    /// Whether an organisation put it in force itself, in place of the one that came with the program.
    private func isOwn(_ edition: PolicyEdition) -> Bool { site.library[edition.name]?.fingerprint != edition.fingerprint }

    /// The cases that came with the policy, put to the edition in force. They are read as the policy that came with the
    /// program has them: another edition may have other rules, and then a case says so.
    private func cases(_ edition: PolicyEdition) throws -> [TriedCase] {
        guard let content = site.library[edition.name] else { return [] }
        return try site.library.cases(of: content).map { TriedCase($0, edition) }
    }

    /// The answers that were chosen. What is no answer to a question counts as not asked.
    private static func situation(_ form: Form, _ edition: PolicyEdition) -> Situation {
        var situation = Situation()
        for fact in edition.policy.facts {
            let given = form[fact.id.rawValue]
            if given == Answer.notKnown.description || fact.index(of: given) != nil { situation[fact.id] = Answer(given) }
        }
        return situation
    }
}
