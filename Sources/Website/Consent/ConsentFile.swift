import Ledger
import Sharing
import Vault

/// What the consent pages need to know of a person.
struct ConsentFile: Sendable {
    var circumstances: ConsentCheck.Circumstances
    let contacts: [Contact]
    /// What is awaited in another language or format, and agencies that the person is still to be told of.
    let duties: [Duty]
    /// What must never reach somebody; it is kept out of forms that others than the person sign.
    let sealed: [SealedFact]

    var person: RegisteredPerson { circumstances.person }
    var id: String { person.id.text }
    var register: ConsentRegister { circumstances.register }
    var explanations: [Explanation] { circumstances.explanations }
    var communication: Particulars.Communication? { circumstances.particulars?.content.communication }
    var awaited: [Duty] { duties.filter { $0.kind == "material" } }

    /// The contacts that are offered in a list: all of a small directory, of a large one those around the person.
    var offered: [Contact] {
        if contacts.count <= 60 { return contacts }
        let named = Set(circumstances.relations.compactMap(\.content.contact))
        let told = Set(explanations.agencies)
        return contacts.filter { named.contains($0.id.text) || told.contains("contact:" + $0.id.text) }
    }

    /// The people around them who may be told something (000 §13.1).
    var family: [Relation] { circumstances.relations.filter { !$0.isEnded && $0.kind != "alleged" } }

    /// - Throws: `NothingToSee` for whoever neither works with the person nor oversees the work; `StorageFault`.
    static func read(_ id: RecordID<RegisteredPerson>, _ records: inout Transaction) throws -> ConsentFile {
        let person = try records.find(id)
        guard try records.context.oversees || records.worksWith(id.text) else { throw NothingToSee() }
        let duties = try records.list(Duty.open(about: "registered_person/" + id.text))
        return ConsentFile(
            circumstances: .init(
                person: person, particulars: try records.findIfAny(.init(id.text)), relations: try records.list(Relation.of(id)),
                runs: try records.list(ProcedureRun.about(id)), explanations: try records.list(Explanation.to(id)),
                register: try records.consents(of: id), awaitsMaterial: duties.contains { $0.kind == "material" }),
            contacts: try records.list(Contact.all(of: records.context.organisation)), duties: duties,
            sealed: try records.list(SealedFact.of(id)))
    }

    func words(_ lists: CodeLists) -> ConsentWords { ConsentWords(lists, contacts, circumstances.relations) }

    /// Agencies to choose from: kinds, then contacts; with `any` and the family where a consent may speak of them.
    func agencies(_ lists: CodeLists, forConsent: Bool) -> [Fields.Choice] {
        let kinds = lists[.agencies].entries.map { Fields.Choice(value: "kind:" + $0.id, words: $0.words) }
        let people = offered.map { Fields.Choice(value: "contact:" + $0.id.text, words: "\($0.name), \($0.agency)") }
        guard forConsent else { return kinds + people }
        let around = family.map {
            Fields.Choice(value: "relation:" + $0.id.text, words: "\($0.name), \(lists[.relations].words($0.kind).lowercased())")
        }
        return kinds + people + around + [Fields.Choice(value: "any", words: "Any agency that helps (general consent)")]
    }
}

extension CodeList {
    /// As choices of a form, with their hints.
    func choices(group: String? = nil) -> [Fields.Choice] {
        entries.filter { group == nil || $0.group == group }.map { .init(value: $0.id, words: $0.words, hint: $0.hint) }
    }
}

extension Site {
    /// Reads what the consent pages need; for whoever may see it.
    func consentFile(_ context: SignedInContext) async throws -> ConsentFile {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        return try await store.look(as: context.access, at: now()) { try ConsentFile.read(id, &$0) }
    }

    func consentCheck(_ file: ConsentFile) -> ConsentCheck { ConsentCheck(file.circumstances, lists, on: now()) }
}
