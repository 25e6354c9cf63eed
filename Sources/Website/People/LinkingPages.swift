import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Somebody around a person is on the register too: their files are linked, never merged (002 §2.8, Q11).
struct LinkingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/relations/:relation/link") { _, context -> Reply in
            let (person, relation) = try await find(context)
            return .page(Self.page(relation, of: person, Typed(), [], nil, site, context))
        }
        routes.post("/people/:id/relations/:relation/link") { request, context in try await link(request, context) }
        routes.post("/people/:id/relations/:relation/unlink") { request, context -> Reply in
            _ = try await Form(request, context)
            let (person, relation) = try await find(context)
            try await change(relation, of: person, to: nil, context)
            return .goTo(Addresses.relation(person.id.text, relation.id.text))
        }
    }

    private func find(_ context: SignedInContext) async throws -> (person: RegisteredPerson, relation: Relation) {
        guard context.access.doesCasework else { throw NothingToSee() }
        let (id, number) = (try context.parameter("id"), try context.parameter("relation"))
        return try await site.store.look(as: context.access, at: site.now()) { try $0.relation(number, of: id) }
    }

    private func link(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let (person, relation) = try await find(context)
        if !form["other"].isEmpty {
            let other = RecordID<RegisteredPerson>(form["other"])
            guard other != person.id else { throw NothingToSee() }
            try await change(relation, of: person, to: other, context)
            return .goTo(Addresses.relation(person.id.text, relation.id.text))
        }
        let (search, errors) = ChoosingPerson.search(form)
        guard errors.isEmpty else {
            return .page(Self.page(relation, of: person, Typed(form), errors, nil, site, context))
        }
        let found = try await site.store.look(as: context.access, at: site.now()) {
            try $0.candidates(search, besides: person.id)
        }
        return .page(Self.page(relation, of: person, Typed(form), [], found, site, context))
    }

    /// Whoever is said to have caused harm and is linked is owed an entry in their own record (004 §6.2).
    private func change(
        _ relation: Relation, of person: RegisteredPerson, to other: RecordID<RegisteredPerson>?, _ context: SignedInContext
    ) async throws {
        let now = site.now()
        let deadlines = site.deadlines
        try await site.store.act(as: context.access, at: now) { records in
            var (_, kept) = try records.relation(relation.id.text, of: person.id.text)
            let about = "relation/\(kept.id.text)"
            if let other { _ = try records.find(other) }
            guard kept.other != other else { return }
            kept.other = other
            kept.changed = now
            try records.keep(kept, as: other == nil ? .parted : .joined)
            guard kept.isAlleged else { return }
            try records.discharge("procedure", about: about, because: "The link was changed")
            guard other != nil else { return }
            try records.owe(
                "procedure", about: about, person: person.id,
                words: "\(kept.name) is on the register: add an entry to their own record", deadlines)
        }
    }

    private static func page(
        _ relation: Relation, of person: RegisteredPerson, _ typed: Typed, _ errors: [FormError], _ found: FoundPeople?,
        _ site: Site, _ context: SignedInContext
    ) -> Page {
        let token = context.person.formToken
        let address = Addresses.linkRelation(person.id.text, relation.id.text)
        let results: HTML =
            found.map { found in
                let rows: [[HTML]] = found.people.prefix(RegisteredPerson.Search.pageSize).map { other in
                    PeopleViews.row(other, found, site.today) + [
                        Fields.form(
                            address, token,
                            "\(Fields.hidden("other", other.id.text))\(Fields.button("Link \(other.name)", .secondary))")
                    ]
                }
                return rows.isEmpty
                    ? Parts.inset("<p>Nobody on the register fits. Try part of the name, or less.</p>")
                    : Parts.table("People found", heads: PeopleViews.heads + ["Link"], rows: rows)
            } ?? ""
        return Page(
            heading: "Link \(relation.name) to the register",
            content: """
                <p>If they are on the register themselves, link the two. Each file stays by itself, and who may open one may not \
                for that reason open the other.</p>\(results)\(Fields.form(address, token, ChoosingPerson.fields(typed, errors)))
                """,
            errors: errors, back: Addresses.relation(person.id.text, relation.id.text),
            status: errors.isEmpty ? .ok : .unprocessableContent, wide: found != nil)
    }
}
