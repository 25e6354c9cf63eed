import Ledger
import Policy
import Sharing
import Vault

/// A run of a procedure with everything that its pages show, under the edition with which it was begun.
struct OpenedRun: Sendable {
    let run: ProcedureRun
    let progress: ProcedureProgress
    let person: RegisteredPerson?
    let colleagues: [Practitioner]
    let contacts: [Contact]
    /// Whether the procedure's text has changed since it was begun.
    let isOld: Bool

    var procedure: Procedure { progress.procedure }
    var id: String { run.id.text }

    /// - Throws: `NothingToSee`; `Faults` when its edition is no longer of the form of a procedure; `StorageFault`.
    init(_ id: RecordID<ProcedureRun>, _ site: Site, _ records: inout Transaction) throws {
        run = try records.find(id)
        let procedure = try Self.procedure(of: run, site, &records)
        progress = ProcedureProgress(procedure, run, known: try Self.known(run, site, &records))
        person = try run.person.flatMap { try records.findIfAny($0) }
        colleagues = try records.list(
            Query<Practitioner>("organisation = ?", [.text(records.context.organisation)], order: "id", limit: 2000))
        contacts =
            procedure.fields.contains { $0.kind == .contact }
            ? try records.list(Contact.all(of: records.context.organisation)) : []
        isOld = site.procedures[run.procedure]?.fingerprint != run.edition
    }

    private init(_ other: OpenedRun, _ run: ProcedureRun) {
        self.run = run
        progress = ProcedureProgress(other.procedure, run, known: other.progress.situation)
        person = other.person
        colleagues = other.colleagues
        contacts = other.contacts
        isOld = other.isOld
    }

    /// The procedure in the edition under which a run was begun.
    static func procedure(of run: ProcedureRun, _ site: Site, _ records: inout Transaction) throws -> Procedure {
        if let current = site.procedures.procedures.first(where: { $0.fingerprint == run.edition }) { return current }
        let kept = try records.find(RecordID<PublishedProcedure>(run.edition))
        guard let procedure = site.procedures.published(kept.text, fingerprint: run.edition) else {
            throw Faults([
                Fault(file: "procedure", line: 1, column: 1, words: run.procedure, message: "this edition can no longer be read")
            ])
        }
        return procedure
    }

    /// What has been answered in the request that a run belongs to.
    private static func known(_ run: ProcedureRun, _ site: Site, _ records: inout Transaction) throws -> Situation {
        guard let of = run.of, of.hasPrefix("sharing_request/") else { return Situation() }
        let request = try records.findIfAny(RecordID<SharingRequest>(String(of.dropFirst("sharing_request/".count))))
        return (try? site.library.vocabulary.situation(request?.answers ?? [:])) ?? Situation()
    }

    func name(of practitioner: String) -> String {
        colleagues.first { $0.id.text == practitioner }?.name ?? "Practitioner \(practitioner)"
    }

    /// The words of an answer, as it is shown and as it stands in a letter.
    func words(_ field: Procedure.Field) -> String {
        let text = run.content.answers[field.id] ?? ""
        switch field.kind {
        case .date: return Instant(text)?.dayInWords ?? ""
        case .practitioner: return text.isEmpty ? "" : name(of: text)
        case .contact: return contacts.first { $0.id.text == text }.map { "\($0.name), \($0.agency)" } ?? ""
        default: return progress.words(field)
        }
    }

    /// Whoever has it in hand closes it, or somebody who oversees the work: only they see what is owed for it.
    func mayClose(_ access: AccessContext) -> Bool {
        access.doesCasework && (access.oversees || [run.owner, run.author].contains(access.practitioner))
    }

    /// The same with other answers.
    func with(_ run: ProcedureRun) -> OpenedRun { OpenedRun(self, run) }
}

extension Site {
    func opened(_ context: SignedInContext) async throws -> OpenedRun {
        let id = RecordID<ProcedureRun>(try context.parameter("id"))
        return try await store.look(as: context.access, at: now()) { records in try OpenedRun(id, self, &records) }
    }
}

/// The run changed between the page and its button.
struct RunOvertaken: Error {}
