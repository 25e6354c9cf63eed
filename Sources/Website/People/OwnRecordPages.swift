import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// An entry in the own record of somebody who is said to have caused harm (004 §6.2).
struct OwnRecordPages: Sendable {
    let site: Site

    private struct Both: Sendable {
        let person: RegisteredPerson
        let relation: Relation
        let other: RegisteredPerson
        /// Whether the one who asks may write in the other's file.
        let isOpen: Bool
        let workers: [String]
    }

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/relations/:relation/own-record") { _, context -> Reply in
            .page(page(try await both(context), Typed(), [], context))
        }
        routes.post("/people/:id/relations/:relation/own-record") { request, context in try await write(request, context) }
    }

    private func both(_ context: SignedInContext) async throws -> Both {
        guard context.access.doesCasework else { throw NothingToSee() }
        let (id, number) = (try context.parameter("id"), try context.parameter("relation"))
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let (person, relation) = try records.relation(number, of: id)
            guard relation.isAlleged, let link = relation.other else { throw NothingToSee() }
            let other = try records.find(link)
            let found = try FoundPeople([other], &records)
            return Both(
                person: person, relation: relation, other: other, isOpen: found.open.contains(other.id.text),
                workers: found.workers[other.id.text] ?? [])
        }
    }

    private func write(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let both = try await both(context)
        var mistakes = Mistakes(form)
        mistakes.require("text", "Enter what their own record must say")
        mistakes.require("outcome", "Enter what came of the enquiry, or that it is still open")
        mistakes.limit(lines: [], texts: [("text", "The entry"), ("outcome", "What came of it")])
        var errors = mistakes.found
        guard errors.isEmpty, both.isOpen else {
            return .page(page(both, Typed(form), errors, context))
        }
        let (text, outcome) = (form["text"], form["outcome"])
        let id = form.once(InformationItem.self)
        let now = site.now()
        let revealed: [String: [String]] = try await site.store.act(as: context.access, at: now) { records in
            let facts = try records.list(SealedFact.of(both.person.id))
            let revealed = [
                "text": OwnRecord.reveals(text, of: both.person, facts),
                "outcome": OwnRecord.reveals(outcome, of: both.person, facts),
            ].filter { !$0.value.isEmpty }
            if !revealed.isEmpty { return revealed }
            if try records.findIfAny(id) != nil { return [:] }
            var content = InformationItem.Content()
            content.text = "\(text)\n\nWhat came of it: \(outcome)"
            content.confidence = .confidential
            content.purpose = "safeguard"
            try records.keep(
                InformationItem(
                    id: id, about: both.other.id, category: "concern", nature: .fact, happened: "", known: now.day, content,
                    by: records.context, at: now), as: .recorded)
            try records.discharge(
                "procedure", about: "relation/\(both.relation.id.text)", because: "An entry was added to their own record")
            return [:]
        }
        for (field, words) in revealed.sorted(by: { $0.key > $1.key }) {
            errors.append(
                FormError(
                    field: field,
                    message: "Take out what tells of the other person: \(words.map { "“\($0)”" }.joined(separator: ", "))"))
        }
        guard errors.isEmpty else { return .page(page(both, Typed(form), errors, context)) }
        return .goTo(Addresses.relation(both.person.id.text, both.relation.id.text))
    }

    private func page(_ both: Both, _ typed: Typed, _ errors: [FormError], _ context: SignedInContext) -> Page {
        let back = Addresses.relation(both.person.id.text, both.relation.id.text)
        guard both.isOpen else {
            let ask = both.workers.isEmpty ? "a manager" : both.workers.joined(separator: " or ")
            return Page(
                heading: "You must not write in this file yet",
                content: """
                    <p>You do not work with \(both.other.shownName), so you may not write in their file. The entry is still \
                    owed.</p><p>Ask \(ask) to write it. If you work with them too, say so first.</p>\
                    <p>\(Parts.buttonLink("Work with \(both.other.name)", Addresses.takeUp(both.other.id.text)))</p>\
                    <p>If somebody is in danger, \(Parts.link("act first", Addresses.urgent)).</p>
                    """,
                back: back, status: .forbidden)
        }
        var typed = typed
        if typed["once"].isEmpty { typed["once"] = RecordID<InformationItem>.random().text }
        let fields: HTML = """
            \(Fields.hidden("once", typed["once"]))\
            \(typed.area("text", "What was their part?", hint: "Without anything that tells of the other person", rows: 6, errors))\
            \(typed.area("outcome", "What came of the enquiry?", rows: 3, errors))\(Fields.button("Add the entry"))
            """
        return Page(
            heading: "An entry in the record of \(both.other.shownName)",
            content: """
                <p>Their own record says that they were part of an enquiry, and what came of it. It must not tell who the other \
                person is, nor anything that is sealed about them. <span class="clause">004 §6.2</span></p>\
                \(Fields.form(Addresses.ownEntry(both.person.id.text, both.relation.id.text), context.person.formToken, fields))
                """,
            errors: errors, back: back, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
