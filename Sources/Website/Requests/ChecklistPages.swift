import HTTPTypes
import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// The checklist before sharing: six questions for adults (004 §6.4.1), seventeen for children (002 §3.1). What is recorded already is
/// shown with each; the answers are kept with the request.
struct ChecklistPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/checklist") { _, context -> Reply in
            let (request, entries) = try await found(context)
            return .page(
                ChecklistViews.page(request, entries, site.library.vocabulary, request.draft, token: context.person.formToken))
        }
        routes.post("/requests/:id/checklist") { posted, context -> Reply in
            let form = try await Form(posted, context)
            let (request, entries) = try await found(context)
            let errors = entries.compactMap { form.tooLong(Self.field($0), "The answer") }
            if !errors.isEmpty {
                return .page(
                    ChecklistViews.page(
                        request, entries, site.library.vocabulary, form.fields, token: context.person.formToken, errors))
            }
            try await site.amend(request.id, context) { changed, _ in
                for entry in entries { changed.draft[Self.field(entry)] = form[Self.field(entry)] }
            }
            return .goTo(Addresses.request(request.id.text))
        }
    }

    private func found(_ context: SignedInContext) async throws -> (SharingRequest, [CodeList.Entry]) {
        let request = try await site.openRequest(context)
        guard let id = request.person else { throw NothingToSee() }
        let person = try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
        return (request, Self.entries(request, person, site.lists[.checklists], on: site.now()))
    }

    static func field(_ entry: CodeList.Entry) -> String { "checklist-" + entry.id }

    /// The list that the policy always uses, or the one for the person's age; both where that is not known.
    static func entries(
        _ request: SharingRequest, _ person: RegisteredPerson, _ list: CodeList, on now: Instant
    ) -> [CodeList.Entry] {
        func named(_ name: String) -> [CodeList.Entry] { list.entries.filter { $0.more["list"] == name } }
        let always = list.entries.first {
            ($0.more["always"] ?? "").split(separator: " ").map(String.init).contains(request.policy)
        }
        if let name = always?.more["list"] { return named(name) }
        switch request.source(of: "subject")?.answer ?? request.answers["subject"] {
        case "child-under-12", "child-12-to-15", "aged-16-or-17": return named("child")
        case "adult", "deceased": return named("adult")
        default: return list.entries
        }
    }
}
