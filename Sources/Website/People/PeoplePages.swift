import Hummingbird
import Ledger
import Sharing
import Vault

/// People on the register: those somebody works with, and how others are found.
struct PeoplePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people") { request, context -> Reply in
            let order = request.query["order"] == "changed" ? RegisteredPerson.Search.Order.changed : .name
            return try await own(order, page: max(1, Int(request.query["page"] ?? "") ?? 1), .init(), [], context)
        }
        // Posted, so that no name stands in an address or a history.
        routes.post("/people") { request, context in try await find(request, context) }
        routes.get("/people/taken-up") { request, context in try await takenUp(request, context) }
        RegisteringPages(site: site).add(to: routes)
        PersonPages(site: site).add(to: routes)
    }

    private func own(
        _ order: RegisteredPerson.Search.Order, page: Int, _ typed: Typed, _ errors: [FormError], _ context: SignedInContext
    ) async throws -> Reply {
        let people = try await site.store.look(as: context.access, at: site.now()) { records in
            try records.list(
                RegisteredPerson.workedWith(by: records.context.practitioner, order: order, page: page))
        }
        return .page(PeopleViews.own(people, order, page: page, typed, errors, site: site, context))
    }

    private func find(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let typed = Typed(form)
        let (search, errors) = Self.search(form)
        guard errors.isEmpty else { return try await own(.name, page: 1, typed, errors, context) }
        let found = try await site.store.look(as: context.access, at: site.now()) { try $0.candidates(search) }
        return .page(PeopleViews.found(found, search, typed, site: site, context))
    }

    static func search(_ form: Form) -> (RegisteredPerson.Search, [FormError]) {
        var mistakes = Mistakes(form)
        var search = RegisteredPerson.Search()
        search.name = form["name"]
        search.soundsAlike = form["sounds"] == "yes"
        search.reference = form["reference"]
        search.postcode = form["postcode"]
        let born = mistakes.day("born", "The date of birth")
        search.born = born.isEmpty ? nil : born
        search.order = RegisteredPerson.Search.Order(rawValue: form["order"]) ?? .name
        search.page = max(1, min(Int(form["page"]) ?? 1, 10_000))
        mistakes.limit(lines: [("name", "The name"), ("reference", "The reference"), ("postcode", "The postcode")])
        if search.asksNothing, mistakes.found.isEmpty {
            mistakes.say("name", "Enter a name, a reference, a date of birth or a postcode")
        }
        return (search, mistakes.found)
    }

    private func takenUp(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        guard context.access.oversees else { throw NothingToSee() }
        let page = max(1, min(Int(request.query["page"] ?? "") ?? 1, 1000))
        let size = RegisteredPerson.Search.pageSize
        let rows = try await site.store.look(as: context.access, at: site.now()) { records in
            try records.list(
                Allocation.takenUp(in: records.context.organisation, limit: size + 1, offset: (page - 1) * size)
            ).map { allocation in
                let id = RecordID<RegisteredPerson>(allocation.person)
                let why = try records.findIfAny(RecordID<Particulars>(id.text))?.content.takenUp.last {
                    $0.practitioner == allocation.practitioner
                }?.why
                return PeopleViews.TakenUp(
                    allocation: allocation, person: try records.findIfAny(id),
                    who: try records.findIfAny(RecordID<Practitioner>(allocation.practitioner))?.name ?? "", why: why ?? "")
            }
        }
        return .page(PeopleViews.takenUp(rows, page: page))
    }
}

/// What a search found, with who works with each.
struct FoundPeople: Sendable {
    let people: [RegisteredPerson]
    /// Names of those who work with each.
    let workers: [String: [String]]
    /// Whose file the one who asks may open.
    let open: Set<String>
    /// The records under which those go on that are merged.
    let goingOn: [String: RegisteredPerson]

    /// - Throws: `StorageFault`.
    init(_ found: [RegisteredPerson], _ records: inout Transaction) throws {
        people = found
        let shown = found.prefix(RegisteredPerson.Search.pageSize)
        let allocations = shown.isEmpty ? [] : try records.list(Allocation.inForce(to: shown.map(\.id.text)))
        var names: [String: String] = [:]
        for allocation in allocations where names[allocation.practitioner] == nil {
            names[allocation.practitioner] =
                try records.findIfAny(RecordID<Practitioner>(allocation.practitioner))?.name ?? "Somebody"
        }
        workers = Dictionary(grouping: allocations, by: \.person).mapValues { $0.compactMap { names[$0.practitioner] } }
        let own = Set(allocations.filter { $0.practitioner == records.context.practitioner }.map(\.person))
        open = records.context.oversees ? Set(shown.map(\.id.text)) : own
        var goingOn: [String: RegisteredPerson] = [:]
        for person in shown where person.isMerged { goingOn[person.id.text] = try records.goingOn(person) }
        self.goingOn = goingOn
    }
}
