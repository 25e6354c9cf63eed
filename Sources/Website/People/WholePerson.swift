import Ledger
import Sharing
import Vault

/// A person with everything that their page shows, read in one look.
struct WholePerson: Sendable {
    let person: RegisteredPerson
    /// Whether the one who asks works with them.
    let worksWith: Bool
    /// What is in the file; nil for whoever may not open it.
    let file: File?
    let allocations: [Allocation]
    let practitioners: [String: Practitioner]
    /// Under which record they go on.
    let goesOn: RegisteredPerson?
    let merged: [RegisteredPerson]

    struct File: Sendable {
        let particulars: Particulars
        let relations: [Relation]
        /// Where they are somebody to others whose files are open too.
        let naming: [(relation: Relation, of: RegisteredPerson)]
        let sealedFacts: Int
        let consents: ConsentRegister
        let contacts: [String: Contact]
        let duties: [Duty]
        let latest: [InformationItem]
    }

    /// - Throws: `NothingToSee`; `StorageFault`.
    init(_ id: RecordID<RegisteredPerson>, _ records: inout Transaction) throws {
        let person = try records.find(id)
        self.person = person
        worksWith = try records.worksWith(id.text)
        allocations = try records.list(Allocation.to(id.text))
        goesOn = person.isMerged ? try records.goingOn(person) : nil
        merged = try records.list(RegisteredPerson.merged(into: id))
        file = worksWith || records.context.oversees ? try File(person, &records) : nil
        var practitioners: [String: Practitioner] = [:]
        for number in Set(allocations.flatMap { [$0.practitioner, $0.author] } + (file?.duties.map(\.owner) ?? [])) {
            practitioners[number] = try records.findIfAny(RecordID<Practitioner>(number))
        }
        self.practitioners = practitioners
    }

    func name(_ practitioner: String) -> String { practitioners[practitioner]?.name ?? "Somebody" }
    var workers: [Allocation] { allocations.filter { $0.until == nil } }
}

extension WholePerson.File {
    init(_ person: RegisteredPerson, _ records: inout Transaction) throws {
        let id = person.id
        particulars = try records.particulars(of: person)
        relations = try records.list(Relation.of(id))
        var naming: [(relation: Relation, of: RegisteredPerson)] = []
        for relation in try records.list(Relation.openlyNaming(id, by: records.context)) where !relation.isEnded {
            naming.append((relation, try records.find(relation.person)))
        }
        self.naming = naming
        sealedFacts = try records.list(SealedFact.of(id)).filter(\.isInForce).count
        consents = try records.consents(of: id)
        let lines = consents.entries.flatMap { $0.consent.content.scope + $0.consent.content.exclusions }
        var contacts: [String: Contact] = [:]
        for line in lines where line.agency.hasPrefix("contact:") {
            let number = String(line.agency.dropFirst("contact:".count))
            contacts[number] = try records.findIfAny(RecordID<Contact>(number))
        }
        self.contacts = contacts
        duties = try records.list(Duty.open(aboutPerson: id, by: records.context))
        let me = records.context.practitioner
        // What is kept from a colleague is not there for them.
        latest = try records.list(
            InformationItem.about(id, limit: 20).sifted { items in
                Array(items.filter { !$0.content.colleagues.contains(me) }.prefix(5))
            })
    }
}

extension Transaction {
    /// What is known of somebody whose file may be opened; a new one where nothing was kept yet.
    /// - Throws: `NothingToSee`; `StorageFault`.
    mutating func particulars(of person: RegisteredPerson) throws -> Particulars {
        if let kept = try findIfAny(RecordID<Particulars>(person.id.text)) { return kept }
        let works = try worksWith(person.id.text)
        guard works || context.oversees else { throw NothingToSee() }
        return Particulars(of: person, by: context, at: now)
    }

    /// A person and what is known of them, for whoever may open the file.
    /// - Throws: `NothingToSee`; `StorageFault`.
    mutating func openFile(_ id: String) throws -> (person: RegisteredPerson, particulars: Particulars) {
        let person = try find(RecordID<RegisteredPerson>(id))
        return (person, try particulars(of: person))
    }

    /// Keeps what is known of somebody after a change.
    /// - Throws: as `keep`.
    mutating func keepParticulars(_ id: String, _ change: (inout Particulars.Content) throws -> Void) throws {
        var (_, particulars) = try openFile(id)
        try change(&particulars.content)
        particulars.changed = now
        try keep(particulars, as: .amended)
    }
}
