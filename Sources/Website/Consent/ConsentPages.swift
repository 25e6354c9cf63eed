import Hummingbird
import Ledger
import Sharing
import Vault

/// A conversation about consent is written down, or why there was none; and what became of it.
struct ConsentPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        ConsentRegisterPages(site: site).add(to: routes)
        routes.get("/people/:id/consent/new") { _, context -> Reply in
            .page(ConsentFormViews.kind(try await site.consentFile(context), site, token: context.person.formToken))
        }
        routes.post("/people/:id/consent/new") { request, context -> Reply in
            let form = try await Form(request, context)
            let file = try await site.consentFile(context)
            guard let kind = Consent.Kind(rawValue: form["kind"]) else {
                let error = FormError(field: "kind", message: "Choose what the conversation is about")
                return .page(ConsentFormViews.kind(file, site, token: context.person.formToken, errors: [error]))
            }
            return .goTo(Addresses.newConsent(file.id, kind.rawValue))
        }
        routes.get("/people/:id/consent/new/:kind") { _, context -> Reply in
            let kind = try kind(context)
            return .page(ConsentFormViews.way(try await site.consentFile(context), kind, token: context.person.formToken))
        }
        routes.post("/people/:id/consent/new/:kind") { request, context -> Reply in
            let form = try await Form(request, context)
            let file = try await site.consentFile(context)
            let kind = try kind(context)
            guard let way = ConsentTyped.Way(rawValue: form["way"]) else {
                let error = FormError(field: "way", message: "Choose whether they were asked")
                return .page(ConsentFormViews.way(file, kind, token: context.person.formToken, errors: [error]))
            }
            return .goTo(Addresses.newConsent(file.id, kind.rawValue, way.rawValue))
        }
        routes.get("/people/:id/consent/new/:kind/:way") { _, context -> Reply in
            let typed = ConsentTyped(kind: try kind(context), way: try way(context), fields: [:])
            let file = try await site.consentFile(context)
            if typed.way == .asked, let gate = site.consentCheck(file).explanationGate {
                return .page(ConsentRefusalViews.gate(gate, file, site))
            }
            return .page(
                ConsentFormViews.conversation(
                    file, site, typed, once: RecordID<Consent>.random().text, token: context.person.formToken))
        }
        routes.post("/people/:id/consent/new/:kind/:way") { request, context in try await record(request, context) }
    }

    private func kind(_ context: SignedInContext) throws -> Consent.Kind {
        guard let kind = Consent.Kind(rawValue: try context.parameter("kind")) else { throw NothingToSee() }
        return kind
    }

    private func way(_ context: SignedInContext) throws -> ConsentTyped.Way {
        guard let way = ConsentTyped.Way(rawValue: try context.parameter("way")) else { throw NothingToSee() }
        return way
    }

    private func record(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        var typed = ConsentTyped(kind: try kind(context), way: try way(context), fields: form.fields)
        let file = try await site.consentFile(context)
        let id = form.once(Consent.self)
        let now = site.now()
        let token = context.person.formToken
        if typed.way == .asked, let gate = site.consentCheck(file).explanationGate {
            return .page(ConsentRefusalViews.gate(gate, file, site))
        }
        if ["scope", "not"].contains(typed["add"]) {
            typed.fields[typed["add"] + "-lines"] = String(typed.count(typed["add"]) + 3)
            return .page(ConsentFormViews.conversation(file, site, typed, once: id.text, token: token))
        }
        if typed["go"] == "change" {
            return .page(ConsentFormViews.conversation(file, site, typed, once: id.text, token: token))
        }
        let errors = typed.errors(file, site.lists, form, on: now)
        guard errors.isEmpty, let answer = typed.answer else {
            return .page(ConsentFormViews.conversation(file, site, typed, once: id.text, token: token, errors: errors))
        }
        var content = typed.content(file, site.lists, form)
        let check = site.consentCheck(file)
        let refusals = check.refusals(typed.kind, answer, content)
        guard refusals.isEmpty else { return .page(ConsentRefusalViews.refused(refusals, file, site, typed, token: token)) }
        let warnings = check.warnings(typed.kind, answer, content)
        if !warnings.isEmpty, form["read.yes"] != "yes" || content.warningsWhy.isEmpty {
            let isAnswered = form.fields["warnings-why"] != nil
            let errors =
                isAnswered
                ? [
                    form["read.yes"] == "yes"
                        ? nil : FormError(field: "read", message: "Read this, and say that you have read it"),
                    content.warningsWhy.isEmpty
                        ? FormError(field: "warnings-why", message: "Enter why you record it all the same") : nil,
                ].compactMap { $0 } : []
            return .page(ConsentRefusalViews.warned(warnings, file, site, typed, token: token, errors: errors))
        }
        content.warnings = warnings.map(\.rawValue)
        if typed.way == .asked, case .stands(let words) = check.standing(of: content) { content.standing = words }
        if content.giver.isEmpty {
            let relation = file.circumstances.relations.first { $0.id.text == content.relation }
            content.giver = content.capacity.hasPrefix("self") ? file.person.name : relation?.name ?? ""
        }
        try await keep(id, typed.kind, answer, content, reviewOn: form.date("review"), file, context, at: now)
        return .goTo(Addresses.consent(file.id, id.text))
    }

    private func keep(
        _ id: RecordID<Consent>, _ kind: Consent.Kind, _ answer: Consent.Answer, _ content: Consent.Content, reviewOn: Instant?,
        _ file: ConsentFile, _ context: SignedInContext, at now: Instant
    ) async throws {
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            let act: Act =
                switch answer {
                case .given, .limited: .consented
                case .refused: .refused
                case .notSought, .notObtained: .recorded
                }
            try records.keep(
                Consent(
                    id: id, of: file.person.id, kind: kind, answer: answer, reviewOn: reviewOn?.day, content,
                    by: records.context, at: now), as: act)
            let about = "consent/" + id.text
            if let reviewOn {
                let words =
                    switch answer {
                    case .given, .limited: "Look again at what \(file.person.shownName) agreed to"
                    case .refused: "Look again at what \(file.person.shownName) said no to"
                    case .notSought, .notObtained: "Look again whether \(file.person.shownName) can be asked"
                    }
                try records.owe(
                    "consent-review", about: about, person: file.person.id, words: words, by: reviewOn, site.deadlines)
            }
            if !content.disagreement.isEmpty {
                let everybody = Query<Practitioner>(
                    "organisation = ?", [.text(records.context.organisation)], order: "id")
                let manager = try records.list(everybody).first {
                    $0.role == .manager && $0.id.text != records.context.practitioner
                }
                try records.owe(
                    "advice", of: manager?.id.text, about: about, person: file.person.id,
                    words: "Those who may consent for \(file.person.shownName) see it differently", site.deadlines)
            }
        }
    }
}
