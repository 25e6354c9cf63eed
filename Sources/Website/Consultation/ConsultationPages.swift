import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Advice is asked without saying whom it is about: what is typed is what is sent, and nothing else.
struct ConsultationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/consultations") { _, context -> Reply in try await list(context) }
        routes.get("/consultations/new") { request, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            var form = ConsultationForm()
            form.request = String((request.query["request"] ?? "none").prefix(40))
            form.isUnsure = request.query["unsure"] == "yes"
            _ = try await about(form.request, context)
            return .page(ComposerViews.page(form, try await colleagues(context), site, context))
        }
        routes.post("/consultations/new") { request, context in try await ask(request, context) }
        ConsultationAnswerPages(site: site).add(to: routes)
        ConsultationIdentityPages(site: site).add(to: routes)
    }

    private func colleagues(_ context: SignedInContext) async throws -> [Practitioner] {
        try await site.colleagues(context).filter {
            [.practitioner, .manager, .governance].contains($0.role) && $0.id.text != context.access.practitioner
        }
    }

    /// The request that it is about, with what may show who it is; nil where it is about none.
    private func about(_ id: String, _ context: SignedInContext) async throws -> (SharingRequest, Identifiers)? {
        if id == "none" { return nil }
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let request = try records.find(RecordID<SharingRequest>(id))
            guard let number = request.person else {
                return (request, Identifiers(of: request, person: nil, particulars: nil, relations: [], sealed: []))
            }
            return (
                request,
                Identifiers(
                    of: request, person: try records.findIfAny(number),
                    particulars: try records.findIfAny(RecordID<Particulars>(number.text)),
                    relations: try records.list(Relation.of(number)), sealed: try records.list(SealedFact.of(number)))
            )
        }
    }

    private func list(_ context: SignedInContext) async throws -> Reply {
        guard context.access.doesCasework else { throw NothingToSee() }
        let (all, talks) = try await site.store.look(as: context.access, at: site.now()) { records in
            let me = records.context.practitioner
            let talks =
                records.context.oversees
                ? try records.list(
                    Duty.open(in: records.context.organisation).sifted { $0.filter { $0.kind == "talk" && $0.owner != me } }) : []
            return (try records.list(Consultation.of(me)), talks)
        }
        return .page(ConsultationViews.list(all, talks, try await site.names(context), site, context, site.now()))
    }

    private func ask(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        guard context.access.doesCasework else { throw NothingToSee() }
        var typed = ConsultationForm(form)
        let id = form.once(Consultation.self)
        let now = site.now()
        let about = try await about(typed.request, context)
        let colleagues = try await colleagues(context)
        // The IT helpdesk, a mailbox, whoever keeps accounts: nobody who can advise.
        let everybody = try await site.colleagues(context)
        let isNobody =
            typed.isOutside
            ? !typed.name.isEmpty && Consultation.isNobodyWhoAdvises(typed.name)
            : everybody.contains { $0.id.text == typed.who && [.administrator, .auditor].contains($0.role) }
        if isNobody { return .page(ComposerViews.nobodyWhoAdvises(typed, site)) }
        var errors = typed.errors(form, site.lists, colleagues: colleagues, now: now)
        typed.found = (about?.1 ?? Identifiers()).found(in: typed.question)
        errors += typed.errors(on: typed.found)
        guard errors.isEmpty else { return .page(ComposerViews.page(typed, colleagues, site, context, errors)) }
        let sent = typed
        let secret = RecordID<Never>.letters(32)
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            try keep(sent, id, secret: secret, about: about?.0.id, colleagues, &records, now)
        }
        return .goTo(Addresses.consultation(id.text))
    }

    private func keep(
        _ sent: ConsultationForm, _ id: RecordID<Consultation>, secret: String, about request: RecordID<SharingRequest>?,
        _ colleagues: [Practitioner], _ records: inout Transaction, _ now: Instant
    ) throws {
        var content = Consultation.Content()
        content.question = sent.question
        content.identifiersWhy = sent.found.isEmpty ? "" : sent.why
        content.adviserKind = sent.kind
        content.adviserName = sent.isOutside ? sent.name : colleagues.first { $0.id.text == sent.who }?.name ?? ""
        content.isUnsure = sent.isUnsure
        content.talkBy = sent.isUnsure ? sent.talkBy?.day ?? "" : ""
        var digest: String?
        if let request {
            // The secret stays with the request; the number alone would be guessed by trying.
            var kept = try records.find(request)
            kept.draft[Consultation.secretName(id)] = secret
            try records.keep(kept, as: .amended)
            digest = Consultation.caseDigest(secret: secret, request: request.text)
        }
        let isUrgent = sent.urgent == "yes"
        try records.keep(
            Consultation(
                id: id, of: sent.isOutside ? nil : sent.who, caseDigest: digest, isUrgent: isUrgent, content, by: records.context,
                at: now), as: .asked)
        let record = "consultation/\(id.text)"
        // No word of the duty says whom it is about either.
        try records.owe(
            "advice", of: sent.isOutside ? nil : sent.who, about: record, isUrgent: isUrgent,
            words: sent.isOutside ? "Get the advice that you asked for" : "Give advice to a colleague", site.deadlines)
        if sent.isUnsure, let day = sent.talkBy {
            try records.owe(
                "talk", about: record, isUrgent: isUrgent, words: "Talk about something that may be a concern",
                by: day.adding(hours: 17), site.deadlines)
        }
    }
}
