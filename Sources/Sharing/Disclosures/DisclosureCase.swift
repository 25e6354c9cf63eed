import Ledger
public import Vault

/// Everything that one disclosure rests on, as it stands now: read in one go, so that a page and the act of sending see the
/// same.
public struct DisclosureCase: Sendable {
    /// Somebody else who can be recognised in what was chosen (002 Q11, Q22; 003 F-Identify).
    public struct ThirdParty: Hashable, Sendable {
        public let name: String
        public let relation: String
        /// Why they stay named; nil where they are masked.
        public let keptWhy: String?
    }

    public let disclosure: Disclosure
    public let person: RegisteredPerson
    public let decision: Decision
    /// Decisions that took this one up again, the latest last.
    public let reconsidered: [Decision]
    public let advice: AdviceGiven
    public let request: SharingRequest
    public let contact: Contact?
    /// What is known of the person today; what was corrected is not among it.
    public let items: [InformationItem]
    /// Numbers of items that another has corrected.
    public let superseded: Set<String>
    public let relations: [Relation]
    public let facts: [SealedFact]
    public let consents: ConsentRegister
    public let particulars: Particulars?
    public let procedures: [ProcedureRun]
    public let informings: [Informing]
    public let signOffs: [SignOff]
    /// Who must agree to it, and who of them has not.
    public let needs: [SignOffMatrix.Need]
    public let missing: [SignOffMatrix.Need]
    /// Why nobody was waited for; nil where they are.
    public let bypassWhy: String?
    public let package: FrozenPackage?
    /// Who authorised what left and who sent it, as people read them: name and post (001 §6 Record; 002 §2.16).
    public let authorisedBy: Practitioner?
    public let sentBy: Practitioner?

    /// - Throws: `NothingToSee`; `StorageFault`.
    public init(_ id: RecordID<Disclosure>, _ records: inout Transaction, _ matrix: SignOffMatrix) throws {
        disclosure = try records.find(id)
        person = try records.find(disclosure.person)
        decision = try records.find(disclosure.decision)
        reconsidered = try records.list(Decision.reconsidering(decision.id))
        advice = try records.find(decision.advice)
        request = try records.find(disclosure.request)
        contact = try disclosure.contact.flatMap { try records.findIfAny($0) }
        let all = try records.list(InformationItem.about(person.id))
        superseded = Set(all.compactMap { $0.corrects?.text })
        items = all.filter { [superseded] in !superseded.contains($0.id.text) }
        relations = try records.list(Relation.of(person.id)).filter { !$0.isEnded }
        facts = try records.list(SealedFact.of(person.id))
        consents = try records.consents(of: person.id)
        particulars = try records.findIfAny(RecordID<Particulars>(person.id.text))
        let about = Self.record(id)
        procedures = try records.list(ProcedureRun.of(about))
        informings = try records.list(Informing.about(about))
        let asking = "sharing_request/\(request.id.text)"
        signOffs = try records.list(SignOff.of(about)) + records.list(SignOff.of(asking))
        needs = Self.needs(
            matrix, advice, decision, disclosure.content.basis, contact, isWhole: Self.isWhole(items, disclosure.content))
        var missing: [SignOffMatrix.Need] = []
        var bypassWhy: String? = request.urgentAction == nil ? nil : "An urgent action was taken and is written up"
        for need in needs {
            let own = try records.signOffStanding(needs: [need], for: about)
            let before = try records.signOffStanding(needs: [need], for: asking)
            for case .bypassed(let why) in [own, before] { bypassWhy = bypassWhy ?? why }
            if case .refused = own { missing.append(need) } else if !own.mayGoOn, !before.mayGoOn { missing.append(need) }
        }
        self.missing = request.urgentAction == nil ? missing : []
        self.bypassWhy = bypassWhy
        package = try records.list(FrozenPackage.of(id)).last
        let content = disclosure.content
        authorisedBy = try content.authorisedBy.isEmpty ? nil : records.findIfAny(RecordID<Practitioner>(content.authorisedBy))
        sentBy = try content.sentBy.isEmpty ? nil : records.findIfAny(RecordID<Practitioner>(content.sentBy))
    }

    /// By which duties, procedures and sign-offs name a disclosure.
    public static func record(_ id: RecordID<Disclosure>) -> String { "disclosure/\(id.text)" }
    public var record: String { Self.record(disclosure.id) }

    public var isAnonymised: Bool { decision.verdict == .shareAnonymised }
    public var isOpen: Bool { [.draft, .awaitingSignOff, .ready, .failed].contains(disclosure.state) }

    /// What was chosen, in the order in which it was, without what is not to be found any more.
    public var chosenItems: [InformationItem] {
        disclosure.content.chosen.compactMap { chosen in items.first { $0.id.text == chosen.item } }
    }

    public func chosen(_ item: InformationItem) -> Disclosure.Chosen? {
        disclosure.content.chosen.first { $0.item == item.id.text }
    }

    /// Everything there is on file, and not just a little (000 §10.10; 002 App A Strategy).
    public var isWholeFile: Bool { Self.isWhole(items, disclosure.content) }
    private static func isWhole(_ items: [InformationItem], _ content: Disclosure.Content) -> Bool {
        items.count > 3 && Set(content.chosen.map(\.item)).isSuperset(of: items.map(\.id.text))
    }
    public func becomesWholeFile(with item: InformationItem) -> Bool {
        items.count > 3 && Set(disclosure.content.chosen.map(\.item)).union([item.id.text]).isSuperset(of: items.map(\.id.text))
    }

    // MARK: People named

    private var personNames: [String] { [person.name, person.knownAs].filter { !$0.isEmpty } }

    /// Single names of the person that stay, even where somebody else has the same.
    public var ownNames: Set<String> {
        Set(personNames.compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    /// Relations who are assessed as a continuing threat to others (004 §6.2).
    public var threats: [Relation] {
        relations.filter { !$0.content.continuingThreat.isEmpty || $0.content.flags.contains("continuing-threat") }
    }

    /// Everybody who is named in what was chosen, apart from the person.
    public var thirdParties: [ThirdParty] {
        var found: [ThirdParty] = []
        let content = disclosure.content
        func add(_ name: String, _ relation: String) {
            let isKnown = found.contains { $0.name.lowercased() == name.lowercased() }
            guard !name.isEmpty, !isKnown, !personNames.contains(where: { $0.lowercased() == name.lowercased() }) else { return }
            let isThreat = content.threat == "goes" && threats.contains { $0.name == name }
            let why = content.named[name] ?? (isThreat ? "Assessed as a continuing threat" : nil)
            found.append(ThirdParty(name: name, relation: relation, keptWhy: why))
        }
        for item in chosenItems { for third in item.content.thirdParties { add(third.name, third.relation) } }
        let written = chosenItems.map {
            [$0.content.text, $0.content.whose, $0.content.from, $0.content.basis, $0.content.historical].joined(separator: "\n")
        }.joined(separator: "\n")
        for relation in relations where relation.id.text != contact?.id.text {
            let mask = NameMask([.init(relation.name, as: "")], keeping: personNames, givenNames: ownNames)
            if mask.finds(in: written) {
                add(relation.name, relation.content.role.isEmpty ? "known to the person" : relation.content.role)
            }
        }
        return found
    }

    /// Names that stay where they stand in full.
    var keptNames: [String] {
        thirdParties.filter { $0.keptWhy != nil }.map(\.name) + (isAnonymised ? [] : personNames)
            + [contact?.name, contact?.agency].compactMap { $0 }
    }

    /// Names that are taken out, and of an anonymised disclosure everything by which the person is found (002 Q6).
    var masks: [NameMask.Mask] {
        var masks = thirdParties.filter { $0.keptWhy == nil }.map { NameMask.Mask($0.name, as: "[another person]") }
        guard isAnonymised else { return masks }
        masks += personNames.map { NameMask.Mask($0, as: "[the person]") }
        let others = relations.map(\.name).filter { name in !thirdParties.contains { $0.name == name } }
        masks += others.map { NameMask.Mask($0, as: "[another person]") }
        masks += [person.reference, person.postcode].filter { !$0.isEmpty }
            .map { NameMask.Mask($0, as: "[taken out]", isWhole: true) }
        if let born = person.born, let moment = Instant(day: born) {
            let (year, month, day) = moment.calendarDay
            masks += [
                Day.words(born), born, "\(day)/\(month)/\(year)",
                "\(String(born.suffix(2)))/\(String(born.dropFirst(5).prefix(2)))/\(year)",
            ]
            .map { NameMask.Mask($0, as: "[taken out]", isWhole: true) }
        }
        return masks
    }

    // MARK: The recipient

    /// The ways in which consents and restrictions name the recipient.
    public var agencies: [String] { contact.map { ["kind:\($0.kind)", "contact:\($0.id.text)"] } ?? [] }

    /// What is read back: who, where they work, and where it goes.
    public static func readBack(_ contact: Contact, channel: String) -> String {
        [contact.name, contact.content.jobTitle, contact.content.department, contact.agency, detail(contact, channel)]
            .joined(separator: "\n")
    }

    /// The address or number of a contact for a way of sending; "" where the directory has none.
    public static func detail(_ contact: Contact, _ channel: String) -> String {
        switch channel {
        case "secure-electronic": contact.content.isEmailSecure ? contact.content.email : ""
        case "telephone": contact.content.telephone.isEmpty ? contact.content.switchboard : contact.content.telephone
        case "fax": contact.content.fax
        default: contact.content.address
        }
    }

    /// Said and not written: no receipt is waited for.
    public static func isSpoken(_ channel: String) -> Bool { channel == "telephone" || channel == "in-person" }
}
