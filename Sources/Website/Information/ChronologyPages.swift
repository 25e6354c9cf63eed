import Hummingbird
import Ledger
import Sharing
import Vault

/// Everything that happened about a person, in order (002 Q1; 004 §6.1).
struct ChronologyPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/chronology") { _, context -> Reply in
            .page(ChronologyViews.page(try await whole(false, context), .init(), site, context))
        }
        // Posted, so that what somebody looks for does not stand in addresses and histories.
        routes.post("/people/:id/chronology") { request, context -> Reply in
            let form = try await Form(request, context)
            let asked = ChronologyAsked(form)
            return .page(ChronologyViews.page(try await whole(asked.withFamily, context), asked, site, context))
        }
    }

    private var limits: Chronology.Limits {
        let patterns = site.lists[.patterns]
        return .init(
            sharing: Pattern.Threshold(patterns["late-sharing"])?.days ?? 2,
            recording: Pattern.Threshold(patterns["late-record"])?.days ?? 2,
            refusals: Pattern.Threshold(patterns["refusals"])?.days ?? 365)
    }

    /// In one look; each list of records is one question by person.
    private func whole(_ withFamily: Bool, _ context: SignedInContext) async throws -> WholeChronology {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let now = site.now()
        let limits = limits
        let list = site.lists[.patterns]
        let read = try await site.store.look(as: context.access, at: now) { records -> WholeChronology.Read in
            let person = try records.personInHand(id)
            var people = [person]
            for relation in try records.list(Relation.of(id)) {
                guard let other = relation.other, !people.contains(where: { $0.id == other }) else { continue }
                let works = try records.worksWith(other.text)
                // Whose file is not open to the one who asks is not looked at at all.
                guard works || records.context.oversees, let member = try records.findIfAny(other) else { continue }
                people.append(member)
            }
            var sources: [(person: RecordID<RegisteredPerson>, sources: Chronology.Sources)] = []
            for one in people { sources.append((one.id, try records.chronologySources(of: one.id))) }
            return WholeChronology.Read(people: people, sources: sources)
        }
        let pages = InformationPages(site: site)
        let all = Chronology(read.sources, limits: limits, on: now)
        let own = withFamily ? all : Chronology(Array(read.sources.prefix(1)), limits: limits, on: now)
        // Patterns are looked for across the family, whatever is shown.
        let patterns = Pattern.found(in: all, items: read.sources.flatMap(\.sources.items)) { Pattern.Threshold(list[$0]) }
        return WholeChronology(
            people: read.people, chronology: own, patterns: patterns, colleagues: try await pages.people(context))
    }
}

/// A chronology as it is shown.
struct WholeChronology: Sendable {
    struct Read: Sendable {
        let people: [RegisteredPerson]
        let sources: [(person: RecordID<RegisteredPerson>, sources: Chronology.Sources)]
    }

    /// The person first, then family whose file is open too.
    let people: [RegisteredPerson]
    let chronology: Chronology
    let patterns: [Pattern]
    let colleagues: NotePeople

    func name(_ id: RecordID<RegisteredPerson>) -> String { people.first { $0.id == id }?.shownName ?? "Somebody" }
}

/// What a reader of a chronology asks for.
struct ChronologyAsked: Sendable {
    var filter = Chronology.Filter()
    var fields: Form.Fields = [:]
    var withFamily = false
    var page = 1

    init() {}

    init(_ form: Form) {
        fields = form.fields
        filter.from = form.date("from")?.day ?? ""
        filter.until = form.date("until")?.day ?? ""
        filter.kind = form["kind"]
        filter.category = form["category"]
        filter.nature = form["nature"]
        filter.author = form["author"]
        filter.onlyConcerns = form["show"] == "concerns"
        filter.withSuperseded = form["show"] != "current"
        filter.oldestFirst = form["order"] == "oldest"
        filter.words = String(form["words"].prefix(200))
        withFamily = form["who"] == "family"
        page = min(max(Int(form["page"]) ?? 1, 1), 10_000)
    }

    static let names = [
        "from-day", "from-month", "from-year", "until-day", "until-month", "until-year", "kind", "category", "nature", "author",
        "show", "order", "words", "who",
    ]

    /// The same again, for another page of it.
    var hidden: HTML { NoteFields(fields).hidden(Self.names) }
}

extension Transaction {
    /// Everything that a chronology is made of.
    /// - Throws: `StorageFault`.
    mutating func chronologySources(of id: RecordID<RegisteredPerson>) throws -> Chronology.Sources {
        var sources = Chronology.Sources()
        sources.items = try information(about: id)
        sources.requests = try list(SharingRequest.about(id))
        sources.outgoing = try list(OutgoingRequest.about(id))
        sources.decisions = try list(Query<Decision>("person = ?", [.text(id.text)], order: "at DESC"))
        sources.consents = try list(Consent.of(id))
        sources.changes = try list(ConsentChange.of(id))
        sources.explanations = try list(Query<Explanation>("person = ?", [.text(id.text)], order: "at DESC"))
        sources.disclosures = try list(Disclosure.about(id))
        sources.informings = try list(Informing.about(id))
        sources.procedures = try list(ProcedureRun.about(id))
        sources.addresses = try findIfAny(RecordID<Particulars>(id.text))?.content.addresses ?? []
        return sources
    }
}
