import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Somebody else agrees before something is done: asking, the queue, the answer, and going ahead without waiting.
struct SignOffPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/sign-off") { _, context -> Reply in
            .page(try await askPage(try await whole(context), context))
        }
        routes.post("/requests/:id/sign-off") { request, context in try await ask(request, context, bypasses: false) }
        routes.get("/requests/:id/sign-off/go-ahead") { _, context -> Reply in
            let whole = try await whole(context)
            return .page(GoAheadViews.page(whole, try await approvers(whole, context), context))
        }
        routes.post("/requests/:id/sign-off/go-ahead") { request, context in try await ask(request, context, bypasses: true) }
        routes.get("/sign-offs") { _, context -> Reply in try await queue(context) }
        SignOffAnswerPages(site: site).add(to: routes)
    }

    private func whole(_ context: SignedInContext) async throws -> SignOffCase {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { try SignOffCase(id, &$0, site) }
    }

    /// Those who may be asked: of the post or a higher one, not whose case it is, and nobody from whom the person may be at
    /// risk.
    private func approvers(_ whole: SignOffCase, _ context: SignedInContext) async throws -> [Practitioner] {
        let level = whole.level(whole.needs)
        return try await site.colleagues(context).filter {
            SignOff.refusal(of: $0, level: level, authors: whole.authors, relations: whole.relations) == nil
        }
    }

    private func askPage(
        _ whole: SignOffCase, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) async throws -> Page {
        SignOffViews.ask(whole, try await approvers(whole, context), try await site.names(context), context, form, errors)
    }

    private func ask(_ posted: Request, _ context: SignedInContext, bypasses: Bool) async throws -> Reply {
        let form = try await Form(posted, context)
        guard context.access.doesCasework else { throw NothingToSee() }
        let whole = try await whole(context)
        let id = form.once(SignOff.self)
        if whole.asked.contains(where: { $0.id == id }) { return .goTo(Addresses.signOff(id.text)) }
        let needs = whole.missing
        // While somebody is asked and silent, going ahead is still possible.
        let wanted = needs.isEmpty && bypasses && whole.standing == .waiting ? whole.needs : needs
        guard !wanted.isEmpty else { return .goTo(Addresses.requestSignOff(whole.request.id.text)) }
        let level = whole.level(wanted)
        let colleagues = try await site.colleagues(context)
        let chosen = colleagues.first { $0.id.text == form["of"] }
        if let chosen,
            let refusal = SignOff.refusal(of: chosen, level: level, authors: whole.authors, relations: whole.relations)
        {
            return .page(SignOffViews.refused(refusal, level: level, back: Addresses.requestSignOff(whole.request.id.text)))
        }
        var errors: [FormError] = []
        if chosen == nil {
            errors.append(FormError(field: "of", message: bypasses ? "Choose which manager is told" : "Choose whom you ask"))
        }
        let reason = form["why"]
        if bypasses, reason.isEmpty {
            errors.append(FormError(field: "why", message: "Write in a few words what harm waiting could cause"))
        } else if !bypasses, reason.isEmpty {
            errors.append(FormError(field: "why", message: "Write what you ask them to agree to"))
        }
        if let long = form.tooLong("why", "This", limit: 5000) { errors.append(long) }
        if !bypasses, !["yes", "no"].contains(form["urgent"]) {
            errors.append(FormError(field: "urgent", message: "Choose whether it is urgent"))
        }
        guard errors.isEmpty, let chosen else {
            return .page(
                bypasses
                    ? GoAheadViews.page(whole, try await approvers(whole, context), context, form, errors)
                    : try await askPage(whole, context, form, errors))
        }
        let now = site.now()
        let names = try await site.names(context)
        let isUrgent = bypasses || form["urgent"] == "yes"
        var content = SignOff.Content()
        content.question = reason
        content.level = level
        content.covers = wanted.dropFirst().map(\.situation)
        content.restsOn = SignOff.restsOn(whole.request)
        content.bypassWhy = bypasses ? reason : ""
        content.shown = SignOffPack.text(
            whole, needs: wanted, question: bypasses ? "" : reason, bypass: content.bypassWhy,
            asker: "\(context.person.practitioner.name), \(context.person.practitioner.post)", names: names, at: now)
        let kept = content
        let situation = wanted[0].situation
        let words =
            bypasses
            ? "Look back on what was done without waiting: \(whole.request.subject)"
            : "Answer a sign-off: \(whole.request.subject)"
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            let request = try records.find(whole.request.id)
            try records.keep(
                SignOff(
                    id: id, for: "sharing_request/\(request.id.text)", situation: situation, of: chosen.id.text,
                    person: request.person, isUrgent: isUrgent, kept, by: records.context, at: now),
                as: .asked)
            try records.owe(
                "sign-off", of: chosen.id.text, about: "sign_off/\(id.text)", person: request.person, isUrgent: isUrgent,
                words: words, site.deadlines)
        }
        return .goTo(Addresses.requestSignOff(whole.request.id.text))
    }

    private func queue(_ context: SignedInContext) async throws -> Reply {
        let now = site.now()
        let (waiting, own) = try await site.store.look(as: context.access, at: now) { records in
            let mine = records.context.practitioner
            let waiting = records.context.oversees ? try records.list(SignOff.waiting(in: records.context.organisation)) : []
            let own = try records.list(
                Query<SignOff>(
                    "organisation = ? AND state IN ('asked', 'agreed', 'refused', 'withdrawn') AND author = ?",
                    [.text(records.context.organisation), .text(mine)], order: "at DESC", limit: 50))
            return (waiting.filter { $0.author != mine }, own)
        }
        return .page(SignOffQueueViews.page(waiting, own, try await site.names(context), site, context))
    }
}
