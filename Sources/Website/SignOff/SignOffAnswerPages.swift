import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// The answer to a sign-off: once, by somebody of the post whose case it is not.
struct SignOffAnswerPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/sign-offs/:id") { _, context -> Reply in .page(try await page(try await find(context), context)) }
        routes.post("/sign-offs/:id") { request, context in try await answer(request, context) }
        routes.post("/sign-offs/:id/withdraw") { request, context in try await withdraw(request, context) }
    }

    /// What was asked, whether it has changed since, and why the one who looks may not answer.
    struct Asked: Sendable {
        let signOff: SignOff
        let hasChanged: Bool
        let refusal: SignOff.Refusal?
    }

    private func find(_ context: SignedInContext) async throws -> Asked {
        let id = RecordID<SignOff>(try context.parameter("id"))
        let who = context.person.practitioner
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let signOff = try records.find(id)
            var authors: Set = [signOff.author]
            var relations = try signOff.person.map { try records.list(Relation.of($0)) } ?? []
            var hasChanged = false
            if signOff.record.hasPrefix("sharing_request/") {
                let about = RecordID<SharingRequest>(String(signOff.record.dropFirst("sharing_request/".count)))
                if let request = try records.findIfAny(about) {
                    authors.formUnion([request.author, request.owner])
                    hasChanged = !signOff.content.restsOn.isEmpty && SignOff.restsOn(request) != signOff.content.restsOn
                }
            }
            if signOff.state != .asked { relations = [] }
            return Asked(
                signOff: signOff, hasChanged: hasChanged,
                refusal: SignOff.refusal(of: who, level: signOff.content.level, authors: authors, relations: relations))
        }
    }

    private func page(
        _ asked: Asked, _ context: SignedInContext, _ form: Form? = nil, _ errors: [FormError] = []
    ) async throws -> Page {
        SignOffAnswerViews.page(asked, try await site.names(context), site, context, form, errors)
    }

    private func answer(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let asked = try await find(context)
        let address = Addresses.signOff(asked.signOff.id.text)
        // Recorded once: what was answered is shown.
        guard asked.signOff.state == .asked else { return .goTo(address) }
        guard context.access.doesCasework else { throw NothingToSee() }
        if let refusal = asked.refusal {
            return .page(SignOffViews.refused(refusal, level: asked.signOff.content.level, back: address))
        }
        var errors: [FormError] = []
        let answer = form["answer"]
        if !["agree", "conditions", "refuse"].contains(answer) {
            errors.append(FormError(field: "answer", message: "Choose whether you agree"))
        }
        if answer == "conditions", form["words"].isEmpty {
            errors.append(FormError(field: "words", message: "Write the conditions that must be kept"))
        }
        if answer == "refuse", form["words"].isEmpty {
            errors.append(FormError(field: "words", message: "Write why you do not agree, and what should be done instead"))
        }
        if let long = form.tooLong("words", "This", limit: 5000) { errors.append(long) }
        guard errors.isEmpty else { return .page(try await page(asked, context, form, errors)) }
        let now = site.now()
        let words = form["words"]
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(asked.signOff.id)
            guard kept.state == .asked else { return }
            kept.state = answer == "refuse" ? .refused : .agreed
            kept.answeredBy = records.context.practitioner
            kept.answeredAt = now
            if answer == "conditions" { kept.content.conditions = words } else { kept.content.words = words }
            try records.keep(kept, as: .signedOff)
            try records.discharge("sign-off", about: "sign_off/\(kept.id.text)", because: "It was answered")
        }
        return .goTo(address)
    }

    /// Whoever asked takes it back, as long as nobody has answered. What was done without waiting stays to be looked at.
    private func withdraw(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let asked = try await find(context).signOff
        guard asked.author == context.access.practitioner, asked.content.bypassWhy.isEmpty else { throw NothingToSee() }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(asked.id)
            guard kept.state == .asked else { return }
            kept.state = .withdrawn
            try records.keep(kept, as: .withdrawn)
            try records.discharge("sign-off", about: "sign_off/\(kept.id.text)", because: "It was taken back by whoever asked")
        }
        return .goTo(Addresses.signOff(asked.id.text))
    }
}
