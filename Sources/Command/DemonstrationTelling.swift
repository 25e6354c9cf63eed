import Ledger
import Policy
import Sharing
import Vault

/// Somebody fictional about whom things went to a school and to the police: told, to be told, not yet told.
enum DemonstrationTelling {
    static func fill(
        _ store: Store, as context: AccessContext, under edition: PolicyEdition, _ site: Deadlines, at now: Instant
    ) async throws {
        let interview = Interview([:], under: edition)
        try await store.act(as: context, at: now) { records in
            let person = RegisteredPerson(by: context, name: "Ifan Wetherby", knownAs: "Ifs", born: "2013-09-14", at: now)
            try records.keep(
                Allocation(of: context.practitioner, to: person.id.text, because: .registered, by: context, at: now),
                as: .allocated)
            try records.keep(person, as: .registered)
            var content = Particulars.Content()
            var communication = Particulars.Communication()
            communication.firstLanguage = "Welsh"
            communication.format = "large-print"
            communication.needs = ["hearing"]
            content.communication = communication
            var safe = Particulars.SafeContact()
            safe.ways = [
                .init(way: "letter", detail: "7 Larkspur Row", safety: .unsafe, times: ""),
                .init(way: "call", detail: "01632 960111", safety: .safe, times: "weekdays before 3"),
                .init(way: "text", detail: "07700 900111", safety: .notKnown, times: ""),
            ]
            safe.mayLeaveMessage = false
            safe.whoElseMightSee = "His stepfather opens the post"
            content.safeContact = safe
            try records.keep(Particulars(of: person, by: context, content, at: now), as: .recorded)
            var fact = SealedFact.Content()
            fact.forms = ["Oakfield School"]
            try records.keep(SealedFact(about: person.id, kind: "school", fact, by: context, at: now), as: .recorded)
            let school = Contact(kind: "school", name: "Ada Lovering", agency: "Oakfield School", .init(), by: context, at: now)
            let police = Contact(
                kind: "police", name: "Sergeant Tom Hask", agency: "Northshire Police", .init(), by: context, at: now)
            try records.keep(school, as: .recorded)
            try records.keep(police, as: .recorded)
            var r = Relation.Content()
            r.objects = true
            try records.keep(
                Relation(to: person.id, kind: "mother", name: "Winifred Wetherby", r, by: context, at: now), as: .joined)
            try records.keep(
                Relation(to: person.id, kind: "alleged", name: "Silas Crake", .init(), by: context, at: now), as: .joined)
            var text = InformationItem.Content()
            text.text = "Winifred Wetherby said that he sleeps at Oakfield School."
            let item = InformationItem(
                about: person.id, category: "health", nature: .fact, happened: "2026-03-01", known: "2026-03-01", text,
                by: context, at: now)
            try records.keep(item, as: .recorded)
            for (n, contact, basis) in [
                (1, police, "consent"), (2, school, "public-interest"), (3, police, "public-interest"), (4, school, "consent"),
            ] {
                var request = SharingRequest(
                    by: context, origin: .ownInitiative, subject: "Ifan Wetherby", recipient: contact.agency, purpose: "help",
                    items: ["notes"], policy: edition.name, about: person.id, at: now)
                try records.keep(request, as: .recorded)
                let advice = AdviceGiven(on: request, interview, at: now)
                var draft = Decision.Draft()
                draft.verdict = .share
                draft.departure = "d"
                draft.factsOfTheCase = "<b>Facts</b> at Oakfield School"
                draft.reasons = "Reasons\n\nMore"
                draft.telling = n == 4 ? .notYet : .willTell
                draft.tellingWhy = "why"
                let decision: Decision
                do { decision = try Decision(id: .random(), on: advice, of: request, draft, by: context, at: now) } catch {
                    throw BadInput(message: "\(error)")
                }
                request.state = .decided
                try records.keep(request, as: .amended)
                try records.keep(advice, as: .advised)
                try records.keep(decision, as: .decided)
                var d = Disclosure(on: decision, about: person.id, by: context, at: now)
                d.contact = contact.id
                d.state = .sent
                d.content.purpose = "safeguard"
                d.content.purposeWords = "because Silas Crake shouted"
                d.content.basis = basis
                d.content.channel = "post"
                d.content.sentOn = "2026-03-0\(n)"
                d.content.chosen = [.init(item: item.id.text, why: "w", exposure: "e")]
                try records.keep(d, as: .sent)
                var f = FrozenPackage.Content()
                f.sent = [.init(item: item.id.text, text: text.text)]
                try records.keep(FrozenPackage(of: d, to: contact.id, digest: "00", f, by: context, at: now), as: .sent)
                try records.owe("receipt", about: "disclosure/\(d.id.text)", person: person.id, words: "Get a receipt", site)
                if n == 4 { continue }
                let all: [Informing.Whom] = n == 1 ? [.person, .referrer, .supplier, .recipient, .requester] : [.person]
                for whom in all {
                    var c = Informing.Content()
                    c.name = whom == .person ? person.name : "Edith Marrow"
                    c.words = "Tell them"
                    let i = Informing(of: whom, about: "disclosure/\(d.id.text)", person: person.id, c, by: context, at: now)
                    try records.keep(i, as: .recorded)
                    try records.owe(whom.duty, about: n == 1 ? i.reference : i.record, person: person.id, words: "Tell", site)
                }
            }
        }
    }
}
