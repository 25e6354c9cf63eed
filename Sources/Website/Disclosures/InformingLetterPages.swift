import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// The letter that tells somebody. It speaks of kinds of information and of agencies, never of what anybody wrote, and it is
/// not made at all where a letter is unsafe or the person is not to know yet (002 Q19; 004 §6.5).
struct InformingLetterPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/informing/:id/letter") { request, context -> Reply in
            let found = try await find(context)
            let id = found.informing.informing.id.text
            if let refusal = refusal(found) { return .page(refusal) }
            guard let name = found.informing.informing.whom.letter else { throw NothingToSee() }
            let languages = site.languages(of: name)
            let needs = found.informing.informing.whom == .person ? found.informing.communication : nil
            let look = LetterLook(request, needs, languages: languages.map(\.code))
            let letter = try letter(found, name, look, context)
            return .page(
                LetterViews.page(
                    letter, at: Addresses.informingLetter(id), look, languages: languages, back: Addresses.informing(id)))
        }
        routes.get("/informing/:id/letter/text") { request, context -> Reply in
            let found = try await find(context)
            if let refusal = refusal(found) { return .page(refusal) }
            guard let name = found.informing.informing.whom.letter else { throw NothingToSee() }
            let look = LetterLook(request, languages: site.letters.languages(of: name))
            return .text(try letter(found, name, look, context), name: "letter")
        }
    }

    private struct Found: Sendable {
        let informing: InformingFound
        let went: WhereItWent
        let disclosure: Disclosure?
    }

    private func find(_ context: SignedInContext) async throws -> Found {
        let id = RecordID<Informing>(try context.parameter("id"))
        let lists = site.lists
        return try await site.store.look(as: context.access, at: site.now()) { records in
            let informing = try InformingFound(id, &records)
            let parts = informing.informing.record.split(separator: "/").map(String.init)
            let disclosure =
                parts.first == "disclosure" && parts.count == 2
                ? try records.findIfAny(RecordID<Disclosure>(parts[1])) : nil
            return Found(
                informing: informing, went: try WhereItWent(informing.person.id, &records, lists), disclosure: disclosure)
        }
    }

    /// Why there is no letter, and what to do instead; nil where there may be one.
    private func refusal(_ found: Found) -> Page? {
        let informing = found.informing.informing
        let id = informing.id.text
        guard informing.whom.letter != nil else {
            return LetterViews.refused(
                "There is no letter for this", "<p>Speak with them, and record what you told them.</p>",
                back: Addresses.informing(id))
        }
        switch informing.state {
        case .deferred:
            return LetterViews.refused(
                "They are not to be told yet",
                """
                <p>This was put off until \(SharedLedgerViews.date(informing.content.reviewOn)). There is no letter until then.</p>\
                <p>If something has changed, <a href="\(Addresses.informingReview(id))">look at it again now</a>.</p>
                """, back: Addresses.informing(id))
        case .closed:
            return LetterViews.refused(
                "It was decided not to tell them", "<p>There is no letter. The reason stands in the record.</p>",
                back: Addresses.informing(id))
        case .due, .told: break
        }
        let detail = informing.content.way == "letter" ? informing.content.detail : ""
        switch found.informing.safety(of: "letter", detail) {
        case .safe: return nil
        case .unsafe(let why): return InformingViews.unsafe(found.informing, why, site: site)
        case .notKnown:
            if informing.content.way == "letter", !informing.content.wayWhy.isEmpty { return nil }
            return LetterViews.refused(
                "Is a letter safe?",
                """
                <p>Nobody has recorded whether a letter is safe for them. Somebody else could open it.</p>\
                <p>\(Parts.buttonLink("Say how they are told", Addresses.informingWay(id)))</p>\
                <p><a href="\(Addresses.personDetails(found.informing.person.id.text))">Record what is safe</a></p>
                """, back: Addresses.informing(id))
        }
    }

    private func letter(_ found: Found, _ name: String, _ look: LetterLook, _ context: SignedInContext) throws -> Letter {
        guard let template = site.letters.template(name, language: look.language) else { throw NothingToSee() }
        let informing = found.informing.informing
        let entry = found.went.ledger.entries.first { $0.disclosure == found.disclosure?.id }
        let person = found.informing.person
        var values = [
            "date": site.now().dayInWords, "contact": site.whomToAsk(context),
            "organisation": context.person.organisation.title, "day": entry.map { SharedLedgerViews.date($0.day) } ?? "",
            "reference": found.disclosure?.id.text ?? "",
        ]
        values["name"] =
            informing.whom == .person ? (person.knownAs.isEmpty ? person.name : person.knownAs) : informing.content.name
        values["what"] = entry?.kinds.joined(separator: "\n") ?? ""
        values["whom"] = entry?.recipient ?? ""
        values["why"] = entry?.purpose ?? ""
        var agreed: [String] = []
        if let entry {
            agreed.append(
                entry.hasAgreed
                    ? "You, or somebody who decides for you, said yes to this."
                    : "We did not need your yes for this. You can ask us why.")
            if entry.wentAstray { agreed.append("It went to the wrong place. We are putting that right.") }
        }
        values["agreed"] = agreed.joined(separator: "\n")
        // The supplier, the referrer and whoever received it are somebody else: what is sealed stays sealed for all of them.
        return template.filled(values).masked(by: SealedFactGuard(found.went.facts, recipient: nil))
    }
}
