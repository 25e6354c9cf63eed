import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Others who are to be told of a sharing, each with a state of their own: family where it is fitting, people whose own
/// information was in it, and professionals who work with the person (000 §15.3, §15.7; 001 §8 rule 2; 002 §2.9, Q19).
struct InformingByHandPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/informing/new") { _, context -> Reply in
            let found = try await find(context)
            return .page(page(found, Typed(), [], context))
        }
        routes.post("/disclosures/:id/informing/new") { request, context in try await add(request, context) }
    }

    private struct Found: Sendable {
        let disclosure: Disclosure
        let person: RegisteredPerson
        let relations: [Relation]
    }

    private struct Typed {
        var whom = "", name = "", words = "", anyway = ""
        init() {}
        init(_ form: Form) {
            whom = form["whom"]
            name = form["name"]
            words = form["words"]
            anyway = form["anyway"]
        }
    }

    private static let others: [Informing.Whom] = [.family, .professional, .thirdParty]

    private func find(_ context: SignedInContext) async throws -> Found {
        let id = RecordID<Disclosure>(try context.parameter("id"))
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let disclosure = try records.find(id)
            return Found(
                disclosure: disclosure, person: try records.find(disclosure.person),
                relations: try records.list(Relation.of(disclosure.person)).filter { !$0.isEnded })
        }
    }

    private func add(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await find(context)
        let typed = Typed(form)
        var errors = [
            form.tooLong("name", "The name", limit: Form.lineLimit), form.tooLong("words", "What they are to be told"),
            form.tooLong("anyway", "The reason"),
        ].compactMap { $0 }
        let whom = Self.others.first { $0.rawValue == typed.whom }
        if whom == nil { errors.append(FormError(field: "whom", message: "Choose who they are")) }
        if typed.name.isEmpty { errors.append(FormError(field: "name", message: "Enter their name")) }
        if typed.words.isEmpty { errors.append(FormError(field: "words", message: "Say what they are to be told")) }
        guard errors.isEmpty, let whom else { return .page(page(found, typed, errors, context)) }
        // What the person objects to is not done; what is only dangerous can be done with its reason (000 §10.12, §13.1).
        if let refused = found.relations.first(where: { Self.isNamed(typed.name, $0) && $0.content.objects }) {
            return .page(refusal(found, refused))
        }
        if typed.anyway.isEmpty, let objection = Self.objection(to: typed.name, found) {
            let isSent = form["asked"] == "yes"
            return .page(warned(found, typed, objection, isSent: isSent, form, context))
        }
        let now = site.now()
        let deadlines = site.deadlines
        let id = form.once(Informing.self)
        let words = typed.anyway.isEmpty ? typed.words : "\(typed.words)\n\nWhy they are told all the same: \(typed.anyway)"
        try await site.store.act(as: context.access, at: now) { records in
            guard try records.findIfAny(id) == nil else { return }
            var content = Informing.Content()
            content.name = typed.name
            content.words = words
            let informing = Informing(
                id: id, of: whom, about: "disclosure/\(found.disclosure.id.text)", person: found.person.id, content,
                by: records.context, at: now)
            try records.keep(informing, as: .recorded)
            try records.owe(
                whom.duty, about: informing.reference, person: found.person.id, words: "Tell \(typed.name)", deadlines)
        }
        return .goTo(Addresses.informing(id.text))
    }

    private static func isNamed(_ name: String, _ relation: Relation) -> Bool {
        relation.name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            == name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    /// Why somebody of this name would better not be told (004 §6.2, §6.5).
    private static func objection(to name: String, _ found: Found) -> String? {
        found.relations.contains { isNamed(name, $0) && $0.kind == "alleged" }
            ? "They are said to have caused harm, or to pose a risk." : nil
    }

    /// The person has said that somebody is to be told nothing (000 §10.12, §13.1).
    private func refusal(_ found: Found, _ relation: Relation) -> Page {
        Page(
            heading: "You must not tell \(relation.name)",
            content: """
                \(Parts.warning("\(Nomination.refusal(for: relation) ?? "The person objects to it.")"))\
                <p>Talk with the person about it. If they change their mind, \
                <a href="\(Addresses.relations(found.person.id.text))">change what is recorded</a> and come back.</p>\
                <p>If somebody is in danger now, <a href="\(Addresses.urgent)">see whom to call</a>.</p>
                """,
            back: Addresses.addInforming(found.disclosure.id.text), status: .conflict)
    }

    private func page(_ found: Found, _ typed: Typed, _ errors: [FormError], _ context: SignedInContext) -> Page {
        let id = found.disclosure.id.text
        let rows: [[HTML]] = found.relations.map { one in
            [
                "\(one.name)", "\(site.lists[.relations].words(one.kind))",
                "\(one.content.objects ? "Nothing: the person objects" : one.content.mayBeTold)", "\(one.content.excluded)",
            ]
        }
        let known: HTML =
            rows.isEmpty
            ? ""
            : Parts.table("People around them", heads: ["Who", "Relation", "May be told", "Not told"], rows: rows)
        let choices = Self.others.map { Fields.Choice(value: $0.rawValue, words: $0.words) }
        return Page(
            heading: "Who else is told",
            content: """
                <p>Others may need to hear of it: family where it is fitting, people whose own information was in it, and \
                professionals who work with them. Each is told no more than concerns them.</p>\(known)\
                \(Fields.form(Addresses.addInforming(id), context.person.formToken, """
                    \(Fields.hidden("once", RecordID<Informing>.random().text))\
                    \(Fields.radios("whom", legend: "Who are they?", choices: choices, chosen: typed.whom, error: errors["whom"]))\
                    \(Fields.input("name", label: "Their name", value: typed.name, error: errors["name"]))\
                    \(Fields.textArea("words", label: "What they are to be told", value: typed.words, error: errors["words"]))\
                    \(Fields.button("Put it on the list"))
                    """))
                """,
            errors: errors, back: Addresses.disclosure(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// It goes on with a reason that is kept.
    private func warned(
        _ found: Found, _ typed: Typed, _ objection: String, isSent: Bool, _ form: Form, _ context: SignedInContext
    ) -> Page {
        let errors = isSent ? [FormError(field: "anyway", message: "Say why they must be told all the same")] : []
        let id = found.disclosure.id.text
        let heading = "Why must \(typed.name) be told all the same?"
        let before: HTML = """
            \(Parts.warning("\(objection)"))<p>You should not tell them unless it is needed to keep somebody safe. \
            <a href="\(Addresses.addInforming(id))">Go back without it</a></p>
            """
        return Page(
            heading: heading,
            content: """
                \(Fields.form(Addresses.addInforming(id), context.person.formToken, """
                    \(Fields.hidden("once", form["once"]))\(Fields.hidden("whom", typed.whom))\(Fields.hidden("name", typed.name))\
                    \(Fields.hidden("words", typed.words))\(Fields.hidden("asked", "yes"))\
                    \(Fields.textArea("anyway", label: heading, error: errors["anyway"], alone: before))\
                    \(Fields.button("Put it on the list all the same", .warning))
                    """))
                """,
            errors: errors, back: Addresses.addInforming(id), ownHeading: true,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
