import Hummingbird
import Ledger
import Sharing
import Vault

/// "Where my information went": for staff with what is left out of the person's copy, and the copy itself
/// (002 §2.12; 000 §12.2).
struct SharedLedgerPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/where-it-went") { _, context -> Reply in
            .page(SharedLedgerViews.staff(try await read(context), site: site, context))
        }
        routes.get("/people/:id/where-it-went/print") { request, context -> Reply in
            let found = try await read(context)
            let languages = site.languages(of: Self.template)
            let look = LetterLook(request, found.communication, languages: languages.map(\.code))
            return .page(
                LetterViews.page(
                    try letter(found, look, context), at: Addresses.whereItWentPrinted(found.person.id.text), look,
                    languages: languages, note: SharedLedgerViews.beforePrinting(found),
                    back: Addresses.whereItWent(found.person.id.text)))
        }
        routes.get("/people/:id/where-it-went/print/text") { request, context -> Reply in
            let found = try await read(context)
            let codes = site.letters.languages(of: Self.template)
            // What it is called where it is kept tells nobody whose it is.
            return .text(try letter(found, LetterLook(request, found.communication, languages: codes), context), name: "list")
        }
    }

    private static let template = "where-it-went"

    private func letter(_ found: WhereItWent, _ look: LetterLook, _ context: SignedInContext) throws -> Letter {
        guard let template = site.letters.template(Self.template, language: look.language) else { throw NothingToSee() }
        let entries = found.ledger.forThePerson.map { $0.sentences(SharedLedgerViews.date($0.day)) }
        let letter = template.filled([
            "name": found.person.knownAs.isEmpty ? found.person.name : found.person.knownAs, "date": site.now().dayInWords,
            "entries": entries.isEmpty ? "We have nothing to put on this list today." : entries.joined(separator: "\n"),
            "contact": site.whomToAsk(context), "organisation": context.person.organisation.title,
        ])
        return letter.masked(by: SealedFactGuard(found.facts, recipient: nil))
    }

    private func read(_ context: SignedInContext) async throws -> WhereItWent {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try WhereItWent(id, &$0, site.lists) }
    }
}

/// What of a person went where, with what is needed to show it.
struct WhereItWent: Sendable {
    let person: RegisteredPerson
    let particulars: Particulars?
    let facts: [SealedFact]
    let ledger: SharedLedger

    var communication: Particulars.Communication? { particulars?.content.communication }

    /// - Throws: `NothingToSee` for those who do not work with the person; `StorageFault`.
    init(_ id: RecordID<RegisteredPerson>, _ records: inout Transaction, _ lists: CodeLists) throws {
        guard try records.context.oversees || records.worksWith(id.text) else { throw NothingToSee() }
        person = try records.find(id)
        particulars = try records.findIfAny(RecordID<Particulars>(id.text))
        facts = try records.list(SealedFact.of(id))
        let packages = Dictionary(grouping: try records.list(FrozenPackage.about(id)), by: \.disclosure)
        let categories = Dictionary(
            try records.list(InformationItem.about(id)).map { ($0.id.text, $0.category) }, uniquingKeysWith: { first, _ in first }
        )
        let informings = try records.list(Informing.about(id))
        var sources: [SharedLedger.Source] = []
        for disclosure in try records.list(Disclosure.about(id)) where disclosure.state.hasLeft {
            let sent = packages[disclosure.id] ?? []
            let items = sent.isEmpty ? disclosure.content.chosen.map(\.item) : sent.flatMap { $0.content.sent.map(\.item) }
            let abouts = ["disclosure/\(disclosure.id.text)", "decision/\(disclosure.decision.text)"]
            sources.append(
                SharedLedger.Source(
                    disclosure, packages: sent, contact: try disclosure.contact.flatMap { try records.findIfAny($0) },
                    categories: items.compactMap { categories[$0] },
                    telling: try records.findIfAny(disclosure.decision)?.telling,
                    informings: informings.filter { abouts.contains($0.record) }))
        }
        ledger = SharedLedger(
            sources, relations: try records.list(Relation.of(id)), facts: facts, plainWords: lists[.plainWords],
            agencies: lists[.agencies])
    }
}
