import Hummingbird
import Ledger
import Sharing
import Vault

/// Which pieces of information would be shared: no more than the purpose needs (002 Q20; 004 §6.4.1f; 000 §19.1).
struct ItemsPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/items") { _, context -> Reply in
            let (request, items) = try await found(context)
            return .page(page(request, items, token: context.person.formToken))
        }
        routes.post("/requests/:id/items") { posted, context in try await choose(posted, context) }
    }

    private func found(_ context: SignedInContext) async throws -> (SharingRequest, [InformationItem]) {
        let request = try await site.openRequest(context)
        guard let person = request.person else { throw NothingToSee() }
        let items = try await site.store.look(as: context.access, at: site.now()) { try $0.list(InformationItem.about(person)) }
        let corrected = Set(items.compactMap(\.corrects))
        return (request, items.filter { !corrected.contains($0.id) })
    }

    private func choose(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (request, items) = try await found(context)
        let chosen = form.ticked("items", among: items.map(\.id.text))
        let lines = items.filter { chosen.contains($0.id.text) }.map(title)
        try await site.amend(request.id, context) { changed, records in
            changed.chosen = chosen
            changed.items = lines
            try site.takeUp(&changed, &records)
        }
        return .goTo(Addresses.request(request.id.text))
    }

    /// Short enough for a line of the decision: what kind, when, and how it begins.
    private func title(_ item: InformationItem) -> String {
        let kind = site.lists[.information].words(item.category)
        return "\(kind), \(when(item)): \(beginning(item.content.text, 60))"
    }

    private func when(_ item: InformationItem) -> String {
        let day = item.happened.isEmpty ? item.known : item.happened
        return Instant(String(day.prefix(10)) + "T12:00:00.000Z")?.dayInWords ?? day
    }

    private func beginning(_ text: String, _ length: Int) -> String {
        let line = text.replacing("\n", with: " ")
        return line.count > length ? line.prefix(length) + "…" : line
    }

    private func marks(_ item: InformationItem) -> [String] {
        var marks = [item.nature == .fact ? "Fact" : item.nature == .opinion ? "Opinion" : "Reported"]
        if !item.content.special.isEmpty { marks.append("sensitive") }
        if [.confidential, .limited, .fromColleagues].contains(item.content.confidence) { marks.append("confidential") }
        if !item.content.from.isEmpty { marks.append("from somebody else") }
        if !item.content.thirdParties.isEmpty { marks.append("names others") }
        if item.content.restrictedFromAll || !item.content.restrictedFrom.isEmpty { marks.append("asked not to share") }
        if !item.content.historical.isEmpty { marks.append("old") }
        return marks
    }

    private func page(_ request: SharingRequest, _ items: [InformationItem], token: String) -> Page {
        let id = request.id.text
        let person = request.person?.text ?? ""
        if items.isEmpty {
            return Page(
                heading: "What would be shared?",
                content: """
                    <p>No information is recorded about \(request.subject) yet. Record first what is to be shared, with who said it and \
                    on what understanding.</p><p>\(Parts.buttonLink("Information about \(request.subject)", Addresses.information(person)))</p>\
                    <p>\(Parts.link("Go on without choosing", Addresses.request(id)))</p>
                    """,
                back: Addresses.request(id))
        }
        let choices = items.map { item in
            Fields.Choice(
                value: item.id.text, words: beginning(item.content.text, 160),
                hint: "\(site.lists[.information].words(item.category)), \(when(item)) – \(marks(item).joined(separator: ", "))")
        }
        let fields: HTML = """
            \(Fields.checkboxes("items", legend: "<h1>What would be shared?</h1>", hint: "What is needed for this purpose, and no more", choices: choices, chosen: Set(request.chosen)))\
            \(Fields.button("Continue"))
            """
        return Page(
            heading: "What would be shared?",
            content: """
                <p class="caption">About \(request.subject), for \(request.recipient)</p>\
                \(Fields.form(Addresses.chosenItems(id), token, fields))
                """,
            back: Addresses.request(id), ownHeading: true)
    }
}
