import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Who must agree to just this package, and asking them. What was agreed to with the request counts here as well
/// (000 §9.2, §15.8.5; 001 §10f; 002 Q17).
struct DisclosureAgreementPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/sign-off") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
            return .page(DisclosureAgreementViews.page(about, try await approvers(about, context), context))
        }
        routes.post("/disclosures/:id/sign-off") { request, context in try await ask(request, context) }
        // Where waiting could cause harm: never silently (004 §6.5; 001 §6 Timely).
        routes.get("/disclosures/:id/go-ahead") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard about.isOpen, !about.missing.isEmpty else {
                return .goTo(Addresses.disclosureAgreement(about.disclosure.id.text))
            }
            return .page(DisclosureAgreementViews.goAhead(about, try await approvers(about, context), context))
        }
        routes.post("/disclosures/:id/go-ahead") { request, context in try await ask(request, context, bypasses: true) }
    }

    /// The highest level that is still missing: whoever holds it may agree to the lower ones too.
    static func level(_ about: DisclosureCase) -> String {
        about.missing.contains { $0.level == "governance" } ? "governance" : "manager"
    }

    private func approvers(_ about: DisclosureCase, _ context: SignedInContext) async throws -> [Practitioner] {
        let organisation = context.access.organisation
        let all = try await site.store.consult(as: context.access, at: site.now()) { records in
            try records.list(Query<Practitioner>("organisation = ?", [.text(organisation)], order: "id"))
        }
        let level = Self.level(about)
        // Nobody agrees to what they ask for, or to what concerns somebody they are to the person.
        let near = Set(about.relations.map { $0.name.lowercased() })
        return all.filter {
            $0.id.text != context.access.practitioner && $0.role.mayAgree(to: level) && !near.contains($0.name.lowercased())
        }
    }

    private func ask(_ posted: Request, _ context: SignedInContext, bypasses: Bool = false) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let id = form.once(SignOff.self)
        let address = Addresses.disclosureAgreement(about.disclosure.id.text)
        guard about.isOpen, context.access.doesCasework, let first = about.missing.first else { return .goTo(address) }
        let approvers = try await approvers(about, context)
        let chosen = approvers.first { $0.id.text == form["of"] }
        var errors: [FormError] = []
        if chosen == nil {
            errors.append(.init(field: "of", message: bypasses ? "Choose which manager is told" : "Choose whom you ask"))
        }
        if form["why"].isEmpty {
            errors.append(
                .init(
                    field: "why",
                    message: bypasses
                        ? "Write in a few words what harm waiting could cause" : "Write what you ask them to agree to, and why"))
        }
        if let long = form.tooLong("why", "This", limit: 5000) { errors.append(long) }
        guard errors.isEmpty, let chosen else {
            let typed = (form["of"], form["why"])
            return .page(
                bypasses
                    ? DisclosureAgreementViews.goAhead(about, approvers, context, typed: typed, errors: errors)
                    : DisclosureAgreementViews.page(about, approvers, context, typed: typed, errors: errors))
        }
        var content = SignOff.Content()
        content.question = form["why"]
        content.bypassWhy = bypasses ? form["why"] : ""
        content.level = Self.level(about)
        content.covers = about.missing.dropFirst().map(\.situation)
        let package = try site.composer(context).package(about, on: site.today)
        content.shown = ([form["why"]] + about.missing.map { "To agree to: \($0.words)" } + [package.text]).joined(
            separator: "\n\n")
        let isUrgent = bypasses || about.request.asking?.urgency.isUrgent ?? false
        let recipient = about.contact?.agency ?? "a recipient"
        let words =
            bypasses
            ? "Look back on what was done without waiting: what goes to \(recipient)"
            : "Answer a sign-off: what goes to \(recipient)"
        let now = site.now()
        let deadlines = site.deadlines
        try await site.store.act(as: context.access, at: now) { [content] records in
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                SignOff(
                    id: id, for: about.record, situation: first.situation, of: chosen.id.text, person: about.person.id,
                    isUrgent: isUrgent, content, by: records.context, at: now), as: .asked)
            try records.owe(
                "sign-off", of: chosen.id.text, about: "sign_off/\(id.text)", person: about.person.id, isUrgent: isUrgent,
                words: words, deadlines)
        }
        return .goTo(address)
    }
}

enum DisclosureAgreementViews {
    /// Going ahead without an answer: somebody is told at once, and looks back on it.
    static func goAhead(
        _ about: DisclosureCase, _ approvers: [Practitioner], _ context: SignedInContext,
        typed: (of: String, why: String) = ("", ""), errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let fields: HTML = """
            \(Fields.hidden("once", RecordID<SignOff>.random().text))\
            \(Fields.textArea(
                "why", label: "What harm could waiting cause?", hint: "One sentence will do", value: typed.why, error: errors["why"],
                rows: 2))\
            \(Fields.radios(
                "of", legend: "Which manager is told?",
                choices: approvers.map { .init(value: $0.id.text, words: $0.name, hint: $0.post) }, chosen: typed.of,
                error: errors["of"]))\
            \(Fields.button("Go ahead because waiting could cause harm", .warning))
            """
        let body: HTML =
            approvers.isEmpty
            ? "<p>Nobody of this post is in your organisation. Ring your procedure number.</p>"
            : Fields.form(Addresses.disclosureGoAhead(id), context.person.formToken, fields)
        return Page(
            heading: "Send without waiting for agreement",
            content: """
                <p>The manager is told at once, sees your reason and what goes, and looks back on it with you. It stands in the \
                record.</p>\(body)<p>\(DisclosureViews.urgentWay)</p><p class="clause">Rests on 004 §6.5; 001 §6 Timely</p>
                """,
            errors: errors, back: Addresses.disclosureAgreement(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func page(
        _ about: DisclosureCase, _ approvers: [Practitioner], _ context: SignedInContext,
        typed: (of: String, why: String) = ("", ""), errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let rows = about.needs.map { need -> Parts.Row in
            let level = need.post.isEmpty ? need.level : need.post
            return .init(
                key: need.words,
                value:
                    "\(state(need, about)) <span class=\"hint\">\(level)</span> <span class=\"clause\">\(need.because.joined(separator: "; "))</span>"
            )
        }
        let bypass: HTML =
            about.bypassWhy.map { Parts.inset("<p>Nobody is waited for: \($0). Those who must agree look back on it.</p>") } ?? ""
        let list: HTML =
            about.needs.isEmpty ? "<p>Nobody else needs to agree to this.</p>" : Parts.summaryList(rows)
        let waiting = about.signOffs.filter { $0.state == .asked && $0.content.bypassWhy.isEmpty }
        let links: HTML =
            waiting.isEmpty
            ? "" : Parts.list(waiting.map { Parts.link("What was asked on \($0.at.dayInWords)", Addresses.signOff($0.id.text)) })
        var form: HTML = ""
        if !about.missing.isEmpty, about.bypassWhy == nil {
            let fields: HTML = """
                \(Fields.radios(
                    "of", legend: "Whom do you ask?",
                    choices: approvers.map { .init(value: $0.id.text, words: "\($0.name), \($0.post)") }, chosen: typed.of,
                    error: errors["of"]))\
                \(Fields.textArea(
                    "why", label: "What they are to agree to, and why", hint: "They also see what the recipient would read",
                    value: typed.why, error: errors["why"], rows: 3))\
                \(Fields.hidden("once", RecordID<SignOff>.random().text))\(Fields.button("Ask for agreement"))
                """
            form = """
                <p>\(Parts.link("Go ahead without waiting, because waiting could cause harm", Addresses.disclosureGoAhead(id)))</p>\
                <h2>Ask for agreement</h2>\
                \(approvers.isEmpty ? "<p>Nobody of this post is in your organisation. Ring your procedure number.</p>" : Fields.form(Addresses.disclosureAgreement(id), context.person.formToken, fields))
                """
        }
        return Page(
            heading: "Who must agree", content: "\(bypass)\(list)\(links)\(form)<p>\(DisclosureViews.urgentWay)</p>",
            errors: errors, back: Addresses.disclosure(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func state(_ need: SignOffMatrix.Need, _ about: DisclosureCase) -> HTML {
        if !about.missing.contains(need) {
            return about.bypassWhy == nil ? Parts.tag("Agreed", .good) : Parts.tag("Not waited for", .caution)
        }
        let given = about.signOffs.filter { $0.situations.contains(need.situation) }
        if given.contains(where: { $0.state == .refused }) { return Parts.tag("Not agreed", .danger) }
        return given.contains { $0.state == .asked } ? Parts.tag("Asked", .caution) : Parts.tag("To do")
    }
}
