import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Something went to the wrong person or place: one act makes it an incident, with its first steps (000 §11.2;
/// 001 §11 Post).
enum Misdirection {
    /// The state, the duty with its hours, the note, and that the person is to be told.
    static func record(
        _ disclosure: inout Disclosure, _ words: String, _ records: inout Transaction, _ deadlines: Deadlines
    ) throws {
        let record = "disclosure/\(disclosure.id.text)"
        disclosure.state = .misdirected
        disclosure.content.note("Went to the wrong place. \(words)", on: records.now.day)
        try records.keep(disclosure, as: .misdirected)
        try records.discharge("receipt", about: record, because: "It went to the wrong place")
        try records.owe(
            "misdirection", of: disclosure.owner, about: record, person: disclosure.person, isUrgent: true,
            words: "Ring whoever has it, get it back or destroyed, find out who is affected", deadlines)
        let person = try records.find(disclosure.person)
        var content = Informing.Content()
        content.name = person.shownName
        content.words = "Their information went to the wrong place, what that may mean for them, and what is done about it."
        let informing = Informing(
            of: .person, about: record, person: disclosure.person, content, by: records.context, at: records.now)
        try records.keep(informing, as: .recorded)
        try records.owe(
            "inform-person", of: disclosure.owner, about: informing.reference, person: disclosure.person,
            words: "Tell \(person.shownName) that their information went to the wrong place", deadlines)
    }
}

struct MisdirectionPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/misdirected") { _, context -> Reply in
            let found = try await ReceiptFound(site, context)
            guard found.disclosure.state == .misdirected else { return .goTo(Addresses.receipt(of: found.disclosure.id.text)) }
            return .page(ReceiptViews.steps(found, [:], [], site: site, context))
        }
        routes.post("/disclosures/:id/misdirected") { request, context in try await done(request, context) }
        routes.get("/disclosures/:id/misdirected/letter") { request, context -> Reply in
            let (letter, id) = try await letter(context)
            return .page(
                LetterViews.page(
                    letter, at: Addresses.misdirectedLetter(id), LetterLook(request, languages: []),
                    back: Addresses.misdirected(id)))
        }
        routes.get("/disclosures/:id/misdirected/letter/text") { _, context -> Reply in
            .text(try await letter(context).0, name: "letter")
        }
    }

    /// It ends when every first step has been taken and said.
    private func done(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await ReceiptFound(site, context)
        let id = found.disclosure.id
        guard found.disclosure.state == .misdirected else { return .goTo(Addresses.receipt(of: id.text)) }
        let steps = site.lists[.misdirectionSteps].entries
        var errors: [FormError] = []
        for step in steps {
            if let long = form.tooLong(step.id, step.words) { errors.append(long) }
            if form[step.id].isEmpty {
                errors.append(FormError(field: step.id, message: "Say what was done: \(step.words.lowercasedFirst)"))
            }
        }
        guard errors.isEmpty else { return .page(ReceiptViews.steps(found, form.fields, errors, site: site, context)) }
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var disclosure = try records.find(id)
            let record = "disclosure/\(id.text)"
            guard try records.list(Duty.open(about: record)).contains(where: { $0.kind == "misdirection" }) else { return }
            for step in steps { disclosure.content.note("\(step.words): \(form[step.id])", on: now.day) }
            disclosure.changed = now
            try records.keep(disclosure, as: .amended)
            try records.discharge("misdirection", about: record, because: "The first steps were taken")
        }
        return .goTo(Addresses.misdirected(id.text))
    }

    private func letter(_ context: SignedInContext) async throws -> (Letter, String) {
        let found = try await ReceiptFound(site, context)
        guard found.disclosure.state == .misdirected, let template = site.letters.template("misdirected") else {
            throw NothingToSee()
        }
        let facts = try await site.store.look(as: context.access, at: site.now()) {
            try $0.list(SealedFact.of(found.person.id))
        }
        // Whom it reached is not known here, so the name is left to be written.
        let letter = template.filled([
            "name": "", "date": site.now().dayInWords, "day": SharedLedgerViews.date(found.disclosure.content.sentOn),
            "reference": found.disclosure.id.text, "contact": site.whomToAsk(context),
            "organisation": context.person.organisation.title,
        ])
        return (letter.masked(by: SealedFactGuard(facts, recipient: nil)), found.disclosure.id.text)
    }
}
