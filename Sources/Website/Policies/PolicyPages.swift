import Hummingbird
import Policy
import Vault

/// Every policy as text with its clauses, and as a flowchart.
struct PolicyPages: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/help/policies/:name") { _, context -> Reply in .page(PolicyViews.page(try edition(context))) }
        router.get("/help/policies/:name/flowchart") { _, context -> Reply in .page(PolicyViews.flowchart(try edition(context))) }
    }

    private func edition(_ context: Visitor) throws -> PolicyEdition {
        guard let name = context.parameters.get("name"), let edition = site.library[name] else { throw NothingToSee() }
        return edition
    }
}
