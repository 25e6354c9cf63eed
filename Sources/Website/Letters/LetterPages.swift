import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// Letters that stand on no other page: the record of a decision, undertakings, papers that leave the building.
struct LetterPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/decisions/:id/letter") { request, context -> Reply in
            let (letter, id) = try await decision(context)
            return show(letter, at: Addresses.decisionLetter(id), request, back: Addresses.decision(id))
        }
        routes.get("/decisions/:id/letter/text") { _, context -> Reply in
            let (letter, _) = try await decision(context)
            return .text(letter, name: "record")
        }
        routes.get("/disclosures/:id/letters/:letter") { request, context -> Reply in
            let (letter, id) = try await sheet(context)
            return show(
                letter, at: Addresses.disclosureLetter(id, try context.parameter("letter")), request,
                back: Addresses.disclosure(id))
        }
        routes.get("/disclosures/:id/letters/:letter/text") { _, context -> Reply in
            .text(try await sheet(context).0, name: "sheet")
        }
        routes.get("/people/:id/letters/chronology") { request, context -> Reply in
            let (letter, id) = try await cover(context)
            return show(letter, at: Addresses.chronologyCover(id), request, back: Addresses.chronology(id))
        }
        routes.get("/people/:id/letters/chronology/text") { _, context -> Reply in
            .text(try await cover(context).0, name: "cover")
        }
    }

    private func show(_ letter: Letter, at address: String, _ request: Request, back: String) -> Reply {
        .page(LetterViews.page(letter, at: address, LetterLook(request, languages: []), back: back))
    }

    /// The record of a decision, to be kept or handed over (000 §5.1.6; 002 §2.16). It goes to nobody by itself, and what is
    /// sealed about the person is masked in it, since paper lies about.
    private func decision(_ context: SignedInContext) async throws -> (Letter, String) {
        let id = RecordID<Decision>(try context.parameter("id"))
        let (record, facts) = try await site.store.look(as: context.access, at: site.now()) { records in
            let whole = try WholeDecision(id, &records)
            let facts = try whole.decision.person.map { try records.list(SealedFact.of($0)) } ?? []
            return (whole, facts)
        }
        guard let template = site.letters.template("decision-record") else { throw NothingToSee() }
        let decision = record.decision
        let advice = record.advice
        let telling = decision.telling.words + (decision.tellingWhy.map { "\n" + $0 } ?? "")
        let letter = template.filled([
            "reference": id.text, "decided": decision.at.inWords,
            "by": record.author.map { "\($0.name), \($0.post)" } ?? "practitioner \(decision.author)",
            "verdict": decision.verdict.words, "recipient": decision.recipient,
            "purpose": record.request.purpose.isEmpty ? "Not provided" : record.request.purpose,
            "items": decision.items.isEmpty ? "Not provided" : decision.items.joined(separator: "\n"),
            "facts": decision.factsOfTheCase, "opinion": decision.opinion.isEmpty ? "Not provided" : decision.opinion,
            "reasons": decision.reasons, "departure": decision.departure ?? "It does not.",
            "advice": advice.outcome.map { site.library.vocabulary[$0]?.words ?? $0.rawValue } ?? "The advice was still open.",
            "policy": "Policy \(advice.policy), edition \(advice.version).", "telling": telling,
            "review": decision.reviewOn?.dayInWords ?? "No day was set.", "organisation": context.person.organisation.title,
        ])
        return (letter.masked(by: SealedFactGuard(facts, recipient: nil)), id.text)
    }

    /// A sheet about something that is sent: its undertaking, or its removal from the building.
    private func sheet(_ context: SignedInContext) async throws -> (Letter, String) {
        let name = try context.parameter("letter")
        guard ["undertaking", "removal-sheet"].contains(name), let template = site.letters.template(name) else {
            throw NothingToSee()
        }
        let id = RecordID<Disclosure>(try context.parameter("id"))
        let (disclosure, contact, facts) = try await site.store.look(as: context.access, at: site.now()) { records in
            let disclosure = try records.find(id)
            return (
                disclosure, try disclosure.contact.flatMap { try records.findIfAny($0) },
                try records.list(SealedFact.of(disclosure.person))
            )
        }
        let recipient =
            contact.map { "\($0.name), \($0.agency)" }
            ?? [disclosure.content.recipientName, disclosure.content.recipientAgency].filter { !$0.isEmpty }
            .joined(separator: ", ")
        let letter = template.filled([
            "reference": id.text, "date": site.now().dayInWords, "recipient": recipient,
            "organisation": context.person.organisation.title, "contact": site.whomToAsk(context),
        ])
        return (letter.masked(by: SealedFactGuard(facts, recipient: disclosure.contact)), id.text)
    }

    /// The cover of an extract from a chronology. It names nobody.
    private func cover(_ context: SignedInContext) async throws -> (Letter, String) {
        let id = RecordID<RegisteredPerson>(try context.parameter("id"))
        let person = try await site.store.look(as: context.access, at: site.now()) { records in
            guard try records.context.oversees || records.worksWith(id.text) else { throw NothingToSee() }
            return try records.find(id)
        }
        guard let template = site.letters.template("chronology") else { throw NothingToSee() }
        return (
            template.filled([
                "reference": person.id.text, "date": site.now().dayInWords,
                "organisation": context.person.organisation.title, "contact": site.whomToAsk(context),
            ]), person.id.text
        )
    }
}

extension Reply {
    /// A letter as plain text, under a name that tells nobody anything.
    static func text(_ letter: Letter, name: String) -> Reply {
        .file(letter.plainText, name: "\(name).txt", type: "text/plain; charset=utf-8")
    }
}

extension Addresses {
    static func decisionLetter(_ id: String) -> String { "/decisions/\(id)/letter" }
    static func disclosureLetter(_ id: String, _ name: String) -> String { "/disclosures/\(id)/letters/\(name)" }
    static func chronologyCover(_ id: String) -> String { "/people/\(id)/letters/chronology" }
}
