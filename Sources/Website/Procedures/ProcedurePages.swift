import Hummingbird
import Ledger
import Sharing
import Vault

/// The procedures there are, and beginning one.
struct ProcedurePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/procedures") { _, context -> Reply in
            let open = try await site.store.look(as: context.access, at: site.now()) {
                try $0.list(ProcedureRun.open(of: context.access.practitioner))
            }
            return .page(ProcedureViews.list(site.procedures.procedures, open: open))
        }
        routes.get("/procedures/start") { request, context -> Reply in
            let wanted = try await wanted(request.query, context)
            if let page = ProcedureViews.mayNotBegin(wanted, context) { return .page(page) }
            return .page(ProcedureViews.begin(wanted, once: RecordID<ProcedureRun>.random().text, context))
        }
        routes.post("/procedures/start") { request, context in try await begin(request, context) }
        routes.get("/procedures/:name") { _, context -> Reply in
            guard let procedure = site.procedures[try context.parameter("name")] else { throw NothingToSee() }
            return .page(ProcedureViews.whole(procedure, context))
        }
        routes.get("/people/:id/procedures") { _, context in try await about(context) }
        ProcedureRunPages(site: site).add(to: routes)
        ProcedureClosingPages(site: site).add(to: routes)
    }

    /// What somebody is about to begin.
    struct Wanted: Sendable {
        let procedure: Procedure
        let person: RegisteredPerson?
        let of: String?
    }

    /// - Throws: `NothingToSee` for a procedure, person or record that is not there for them, or does not belong to it.
    private func wanted(_ fields: Form.Fields, _ context: SignedInContext) async throws -> Wanted {
        guard let procedure = site.procedures[fields["name"] ?? ""] else { throw NothingToSee() }
        let of = fields["of"].flatMap { $0.isEmpty ? nil : $0 }
        let number = fields["person"].flatMap { $0.isEmpty ? nil : $0 }
        return try await site.store.look(as: context.access, at: site.now()) { records in
            var person = try number.map { try records.find(RecordID<RegisteredPerson>($0)) }
            if let of {
                guard let owner = try Self.person(of: of, procedure.belongsTo, &records) else { throw NothingToSee() }
                if let number = owner.person { person = try records.find(number) }
            }
            if let person {
                let works = try records.worksWith(person.id.text)
                guard procedure.aboutPerson != .none, records.context.oversees || works else { throw NothingToSee() }
            }
            return Wanted(procedure: procedure, person: person, of: of)
        }
    }

    /// Whom the record is about that a run is to belong to; nil when there is no such record for them, or it is of another kind.
    private static func person(
        of record: String, _ kind: Procedure.Belonging, _ records: inout Transaction
    ) throws -> (person: RecordID<RegisteredPerson>?, id: String)? {
        let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0] == kind.rawValue else { return nil }
        switch kind {
        case .disclosure: return (try records.find(RecordID<Disclosure>(parts[1])).person, parts[1])
        case .sharingRequest: return (try records.find(RecordID<SharingRequest>(parts[1])).person, parts[1])
        case .urgentAction:
            _ = try records.find(RecordID<UrgentAction>(parts[1]))
            return (nil, parts[1])
        case .none: return nil
        }
    }

    private func begin(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let wanted = try await wanted(form.fields, context)
        if let page = ProcedureViews.mayNotBegin(wanted, context) { return .page(page) }
        let id = form.once(ProcedureRun.self)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            // The form was sent twice: the first time counts.
            if try records.findIfAny(id) != nil { return }
            let run = ProcedureRun(
                id: id, procedure: wanted.procedure.name, edition: wanted.procedure.fingerprint, about: wanted.person?.id,
                of: wanted.of, by: records.context, at: now)
            try records.begin(wanted.procedure, run, site.deadlines)
        }
        return .goTo(Addresses.procedureRun(id.text))
    }

    private func about(_ context: SignedInContext) async throws -> Reply {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let (person, runs) = try await site.store.look(as: context.access, at: site.now()) { records in
            let works = try records.worksWith(id.text)
            guard records.context.oversees || works else { throw NothingToSee() }
            return (try records.find(id), try records.list(ProcedureRun.about(id)))
        }
        return .page(ProcedureViews.about(person, runs, site.procedures.procedures, context))
    }
}
