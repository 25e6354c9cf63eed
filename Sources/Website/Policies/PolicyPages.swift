import Hummingbird
import Policy
import Sharing
import Vault

/// Every policy as text with its clauses, and as a flowchart.
struct PolicyPages: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/help/policies/:name") { _, context -> Reply in .page(PolicyViews.page(try edition(context))) }
        router.get("/help/policies/:name/flowchart") { _, context -> Reply in .page(PolicyViews.flowchart(try edition(context))) }
    }

    /// The edition in force for the reader's organisation; for a visitor the one that came with the program.
    private func edition(_ context: Visitor) throws -> PolicyEdition {
        guard let name = context.parameters.get("name") else { throw NothingToSee() }
        let edition =
            context.person.map { site.editions.edition(name, for: $0.organisation.id.text, on: site.today) }
            ?? site.library[name]
        guard let edition else { throw NothingToSee() }
        return edition
    }
}
