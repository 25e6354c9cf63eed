import Hummingbird
import Ledger
import Sharing
import Vault

/// Telling people: who is told what, how they are reached safely, and what is put off, until when
/// (001 §7; 002 §2.14, Q7, Q19, Q22; 003 F-Share; 004 §6.5).
struct InformingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        InformingByHandPages(site: site).add(to: routes)
        InformingLetterPages(site: site).add(to: routes)
        routes.get("/informing/:id") { _, context -> Reply in
            .page(InformingViews.page(try await find(context), site: site, context))
        }
        routes.get("/informing/:id/way") { _, context -> Reply in
            try await whileOpen(context) { InformingViews.way($0, InformingTyped($0.informing), site: site, context) }
        }
        routes.post("/informing/:id/way") { request, context in try await takeWay(request, context) }
        routes.get("/informing/:id/told") { _, context -> Reply in
            let found = try await find(context)
            if found.informing.isOpen, found.informing.content.way.isEmpty {
                return .goTo(Addresses.informingWay(found.informing.id.text))
            }
            return try await whileOpen(context) { InformingViews.told($0, InformingTyped(), site: site, context) }
        }
        routes.post("/informing/:id/told") { request, context in try await tell(request, context) }
        routes.get("/informing/:id/defer") { _, context -> Reply in
            try await whileOpen(context) { InformingViews.putOff($0, InformingTyped($0.informing), site: site, context) }
        }
        routes.post("/informing/:id/defer") { request, context in try await putOff(request, context) }
        routes.get("/informing/:id/review") { _, context -> Reply in
            try await whileOpen(context) { InformingViews.review($0, InformingTyped(), site: site, context) }
        }
        routes.post("/informing/:id/review") { request, context in try await review(request, context) }
        routes.get("/informing/:id/close") { _, context -> Reply in
            try await whileOpen(context) { InformingViews.close($0, InformingTyped(), site: site, context) }
        }
        routes.post("/informing/:id/close") { request, context in try await close(request, context) }
        routes.post("/informing/:id/follow-up") { request, context in try await followUp(request, context) }
    }

    private func find(_ context: SignedInContext) async throws -> InformingFound {
        let id = RecordID<Informing>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try InformingFound(id, &$0) }
    }

    /// A page of what still waits; once it is told or closed, what became of it.
    private func whileOpen(_ context: SignedInContext, _ page: (InformingFound) -> Page) async throws -> Reply {
        let found = try await find(context)
        return found.informing.isOpen ? .page(page(found)) : .goTo(Addresses.informing(found.informing.id.text))
    }

    /// The way is settled before anything is said: one that is unsafe is refused, and one that nobody has asked about needs
    /// a reason that is kept (001 §11 Telephones; 004 §6.5).
    private func takeWay(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let id = found.informing.id.text
        guard found.informing.isOpen else { return .goTo(Addresses.informing(id)) }
        let typed = InformingTyped(form, site.lists)
        var errors = [form.tooLong("detail", "The number, address or place", limit: Form.lineLimit)].compactMap { $0 }
        errors += [form.tooLong("way-why", "Why this way")].compactMap { $0 }
        if typed.way.isEmpty { errors.append(FormError(field: "way", message: "Choose how you will reach them")) }
        let safety = found.safety(of: typed.way, typed.detail)
        if errors.isEmpty, case .unsafe(let why) = safety { return .page(InformingViews.unsafe(found, why, site: site)) }
        if errors.isEmpty, safety == .notKnown, typed.wayWhy.isEmpty {
            return .page(InformingViews.notKnown(found, typed, isSent: form["asked"] == "yes", site: site, context))
        }
        guard errors.isEmpty else { return .page(InformingViews.way(found, typed, errors, site: site, context)) }
        try await change(found.informing.id, context) { informing, records in
            informing.content.way = typed.way
            informing.content.detail = typed.detail
            informing.content.wayWhy = safety == .notKnown ? typed.wayWhy : ""
            try records.keep(informing, as: .amended)
        }
        return .goTo(Addresses.informingTold(id))
    }

    private func tell(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let id = found.informing.id.text
        guard found.informing.isOpen else { return .goTo(Addresses.informing(id)) }
        let way = found.informing.content.way
        guard !way.isEmpty else { return .goTo(Addresses.informingWay(id)) }
        // What is safe may have changed since the way was chosen.
        if case .unsafe(let why) = found.safety(of: way, found.informing.content.detail) {
            return .page(InformingViews.unsafe(found, why, site: site))
        }
        let typed = InformingTyped(form, site.lists)
        let now = site.now()
        let errors = InformingChecks.told(
            form, typed, found, pointCount: site.lists[.tellingPoints].ids.count, now: now)
        guard errors.isEmpty, let on = form.date("on") else {
            return .page(InformingViews.told(found, typed, errors, site: site, context))
        }
        let deadlines = site.deadlines
        try await change(found.informing.id, context) { informing, records in
            informing.state = .told
            informing.content.toldOn = on.day
            informing.content.present = typed.present
            informing.content.points = typed.points
            informing.content.pointsWhy = typed.pointsWhy
            if !typed.words.isEmpty { informing.content.words = typed.words }
            informing.content.reaction = typed.reaction
            informing.content.trust = typed.trust
            informing.content.followUpOn = form.date("follow-up")?.day ?? ""
            try records.keep(informing, as: .told)
            try records.settle(informing, because: "Told on \(on.day)")
            if let day = form.date("follow-up") {
                try records.owe(
                    "trust", of: informing.owner, about: informing.reference, person: informing.person,
                    words: "Talk again with \(informing.content.name) about what was shared", by: day, deadlines)
            }
        }
        return .goTo(Addresses.informing(id))
    }

    private func putOff(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let id = found.informing.id.text
        guard found.informing.isOpen else { return .goTo(Addresses.informing(id)) }
        let typed = InformingTyped(form, site.lists)
        let errors = InformingChecks.deferral(form, typed, own: context.person.practitioner.name, now: site.now())
        guard errors.isEmpty, let review = form.date("review") else {
            return .page(InformingViews.putOff(found, typed, errors, site: site, context))
        }
        let deadlines = site.deadlines
        try await change(found.informing.id, context) { informing, records in
            informing.state = .deferred
            informing.content.ground = typed.ground
            informing.content.why = typed.why
            informing.content.approvedBy = typed.approvedBy
            informing.content.reviewOn = review.day
            try records.putOff(informing, until: review, deadlines)
        }
        return .goTo(Addresses.informing(id))
    }

    /// "Is it now safe and possible?" (002 §2.14, Q19)
    private func review(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let id = found.informing.id.text
        guard found.informing.state == .deferred else { return .goTo(Addresses.informing(id)) }
        let typed = InformingTyped(form, site.lists)
        var errors = [form.tooLong("why", "What has changed")].compactMap { $0 }
        if typed.isSafe == nil { errors.append(FormError(field: "safe", message: "Say whether it is now safe and possible")) }
        if typed.why.isEmpty { errors.append(FormError(field: "why", message: "Say what you looked at")) }
        guard errors.isEmpty, let isSafe = typed.isSafe else {
            return .page(InformingViews.review(found, typed, errors, site: site, context))
        }
        let deadlines = site.deadlines
        let today = site.today
        let by = context.person.practitioner.name
        try await change(found.informing.id, context) { informing, records in
            informing.content.reviews.append(.init(on: today, by: by, isSafe: isSafe, words: typed.why))
            if isSafe {
                informing.state = .due
                informing.content.reviewOn = ""
            }
            try records.keep(informing, as: .amended)
            guard isSafe else { return }
            try records.settle(informing, because: "It is now safe and possible")
            try records.owe(
                informing.whom.duty, of: informing.owner, about: informing.reference, person: informing.person,
                words: "Tell \(informing.content.name): it is now safe", deadlines)
        }
        // Until the next day is set, the old one still stands, and its duty with it.
        return .goTo(isSafe ? Addresses.informingWay(id) : Addresses.informingDefer(id))
    }

    private func close(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let id = found.informing.id.text
        guard found.informing.isOpen else { return .goTo(Addresses.informing(id)) }
        let typed = InformingTyped(form, site.lists)
        let errors = InformingChecks.closing(form, typed, found, own: context.person.practitioner.name)
        guard errors.isEmpty else { return .page(InformingViews.close(found, typed, errors, site: site, context)) }
        try await change(found.informing.id, context) { informing, records in
            informing.state = .closed
            informing.content.closedWhy = typed.why
            informing.content.approvedBy = typed.approvedBy
            try records.keep(informing, as: .amended)
            try records.settle(informing, because: "Closed without telling")
        }
        return .goTo(Addresses.informing(id))
    }

    private func followUp(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        var errors = [form.tooLong("talk", "What came of it")].compactMap { $0 }
        if form["talk"].isEmpty { errors.append(FormError(field: "talk", message: "Say what came of the talk")) }
        guard errors.isEmpty else {
            return .page(InformingViews.page(found, talk: form["talk"], errors, site: site, context))
        }
        let words = form["talk"]
        try await change(found.informing.id, evenEnded: true, context) { informing, records in
            try records.discharge("trust", about: informing.reference, because: words)
            if informing.whom == .person { try records.discharge("trust", about: informing.record, because: words) }
        }
        return .goTo(Addresses.informing(found.informing.id.text))
    }

    /// One act on it, unless somebody else has ended it meanwhile.
    private func change(
        _ id: RecordID<Informing>, evenEnded: Bool = false, _ context: SignedInContext,
        _ act: @escaping @Sendable (inout Informing, inout Transaction) throws -> Void
    ) async throws {
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var informing = try records.find(id)
            guard evenEnded || informing.isOpen else { return }
            informing.changed = now
            try act(&informing, &records)
        }
    }
}
