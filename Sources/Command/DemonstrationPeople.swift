import Foundation
import Ledger
import Policy
import Sharing
import Vault
import Yams

/// Fictional people and contacts, as they stand in `Content/demonstration/people.yaml`.
struct DemonstrationPeople: Decodable, Sendable {
    struct ContactEntry: Decodable, Sendable {
        let contact, organisation, by, kind, name, agency, jobTitle, switchboard, telephone, address, email: String
        let verifiedDaysAgo: Int64

        enum CodingKeys: String, CodingKey {
            case contact, organisation, by, kind, name, agency, switchboard, telephone, address, email
            case jobTitle = "job-title"
            case verifiedDaysAgo = "verified-days-ago"
        }
    }

    struct PersonEntry: Decodable, Sendable {
        struct Way: Decodable, Sendable {
            let way, detail, times: String
            let safety: Particulars.Way.Safety
        }
        struct Standing: Decodable, Sendable { let kind, from, source: String }
        struct RelationEntry: Decodable, Sendable {
            let kind, name: String
            let parentalResponsibility, evidence, livesWith, words, agency, contact, isLead, other, mayBeTold, excluded: String?

            enum CodingKeys: String, CodingKey {
                case kind, name, evidence, words, agency, contact, other, excluded
                case parentalResponsibility = "parental-responsibility"
                case livesWith = "lives-with"
                case isLead = "is-lead"
                case mayBeTold = "may-be-told"
            }
        }
        struct Item: Decodable, Sendable {
            let daysAgo: Int64
            let category, text: String
            let nature: InformationItem.Nature
            let whose, basis, from, alleged, place, lowLevel, restrictedFromAll: String?
            let thirdParties, special: [String]?
            let confidence: InformationItem.Confidence?

            enum CodingKeys: String, CodingKey {
                case category, text, nature, whose, basis, from, alleged, place, special, confidence
                case daysAgo = "days-ago"
                case lowLevel = "low-level"
                case restrictedFromAll = "restricted-from-all"
                case thirdParties = "third-parties"
            }
        }
        struct Sealed: Decodable, Sendable {
            let kind, why: String
            let forms, from: [String]
        }
        struct Explained: Decodable, Sendable {
            let daysAgo: Int64
            let givenTo, understanding, anxieties: String

            enum CodingKeys: String, CodingKey {
                case understanding, anxieties
                case daysAgo = "days-ago"
                case givenTo = "given-to"
            }
        }
        struct Agreed: Decodable, Sendable {
            let daysAgo: Int64
            let answer, giver, capacity, evidence, words: String
            let scope, exclusions: [Consent.Line]

            enum CodingKeys: String, CodingKey {
                case answer, giver, capacity, evidence, words, scope, exclusions
                case daysAgo = "days-ago"
            }
        }

        let person, by, name: String
        let knownAs, reference, born, postcode, firstLanguage, interpreter, format, signal, signalConfirmedBy: String?
        let addresses, needs: [String]?
        let ways: [Way]?
        let mayLeaveMessage, whoElseMightSee: String?
        let standings: [Standing]?
        let relations: [RelationEntry]
        let items: [Item]
        let sealed: [Sealed]?
        let explanation: Explained?
        let consents: [Agreed]?

        enum CodingKeys: String, CodingKey {
            case person, by, name, reference, born, postcode, interpreter, format, signal, addresses, needs, ways, standings
            case relations, items, sealed, explanation, consents
            case knownAs = "known-as"
            case firstLanguage = "first-language"
            case signalConfirmedBy = "signal-confirmed-by"
            case mayLeaveMessage = "may-leave-message"
            case whoElseMightSee = "who-else-might-see"
        }
    }

    let contacts: [ContactEntry]
    let people: [PersonEntry]

    /// Puts all of them into the store, each by its practitioner, some months ago.
    func fill(_ store: Store, _ contexts: [String: AccessContext], _ deadlines: Deadlines, today: Instant) async throws {
        let begin = today.adding(days: -150)
        var known: [String: RecordID<RegisteredPerson>] = [:]
        var contactIDs: [String: RecordID<Contact>] = [:]
        for entry in contacts {
            guard let context = contexts[entry.by] else { throw Self.nobody(entry.by) }
            let id = RecordID<Contact>.random()
            contactIDs[entry.contact] = id
            try await store.act(as: context, at: begin) { records in
                try records.keep(entry.contact(id, records.context, today: today, at: begin), as: .recorded)
            }
        }
        for entry in people {
            guard let context = contexts[entry.by] else { throw Self.nobody(entry.by) }
            let id = RecordID<RegisteredPerson>.random()
            known[entry.person] = id
            let (known, contactIDs) = (known, contactIDs)
            try await store.act(as: context, at: begin) { records in
                try entry.register(id, known, contactIDs, &records)
            }
            for item in entry.items.sorted(by: { $0.daysAgo > $1.daysAgo }) {
                let at = today.adding(days: -item.daysAgo, hours: -3)
                try await store.act(as: context, at: at) { records in
                    try records.keep(item.item(about: id, records.context, at: at), as: .recorded)
                }
            }
            try await fillConsents(entry, id, store, context, deadlines, today: today)
        }
    }

    private func fillConsents(
        _ entry: PersonEntry, _ id: RecordID<RegisteredPerson>, _ store: Store, _ context: AccessContext,
        _ deadlines: Deadlines, today: Instant
    ) async throws {
        if let told = entry.explanation {
            let at = today.adding(days: -told.daysAgo)
            try await store.act(as: context, at: at) { records in
                try records.keep(told.explanation(to: id, records.context, at: at), as: .explained)
            }
        }
        for agreed in entry.consents ?? [] {
            let at = today.adding(days: -agreed.daysAgo)
            try await store.act(as: context, at: at) { records in
                let consent = agreed.consent(of: id, records.context, at: at)
                try records.keep(consent, as: .recorded)
                try records.owe(
                    "consent-review", about: "consent/\(consent.id.text)", person: id,
                    words: "Look at the consent about \(entry.name) again",
                    by: consent.reviewOn.flatMap { Instant($0 + "T09:00:00.000Z") },
                    deadlines)
            }
        }
    }

    private static func nobody(_ name: String) -> BadInput { BadInput(message: "people.yaml: there is nobody called `\(name)`") }
}

extension DemonstrationPeople.ContactEntry {
    fileprivate func contact(_ id: RecordID<Contact>, _ context: AccessContext, today: Instant, at: Instant) -> Contact {
        var content = Contact.Content()
        content.jobTitle = jobTitle
        content.switchboard = switchboard
        content.telephone = telephone
        content.address = address
        content.email = email
        content.isEmailSecure = true
        content.preferred = "secure-electronic"
        content.verifiedOn = today.adding(days: -verifiedDaysAgo).day
        content.verifiedBy = context.practitioner
        content.verifiedHow = "Rung through the switchboard"
        return Contact(id: id, kind: kind, name: name, agency: agency, content, by: context, at: at)
    }
}

extension DemonstrationPeople.PersonEntry {
    fileprivate func register(
        _ id: RecordID<RegisteredPerson>, _ known: [String: RecordID<RegisteredPerson>],
        _ contacts: [String: RecordID<Contact>], _ records: inout Transaction
    ) throws {
        let now = records.now
        let person = RegisteredPerson(
            id: id, by: records.context, name: name, knownAs: knownAs ?? "", reference: reference ?? "", born: born,
            postcode: postcode ?? "", at: now)
        try records.keep(person, as: .registered)
        try records.keep(
            Allocation(of: records.context.practitioner, to: id.text, because: .registered, by: records.context, at: now),
            as: .allocated)
        try records.keep(Particulars(of: person, by: records.context, particulars, at: now), as: .recorded)
        for relation in relations {
            try records.keep(relation.relation(to: id, known, contacts, records.context, at: now), as: .joined)
        }
        for fact in sealed ?? [] {
            var content = SealedFact.Content()
            content.forms = fact.forms
            content.from = fact.from
            content.why = fact.why
            try records.keep(
                SealedFact(about: id, kind: fact.kind, content, by: records.context, at: now), as: .recorded)
        }
    }

    private var particulars: Particulars.Content {
        var content = Particulars.Content()
        content.addresses = (addresses ?? []).map { .init(lines: $0, from: "", until: "") }
        if firstLanguage != nil || interpreter != nil || needs != nil || signal != nil {
            var communication = Particulars.Communication()
            communication.firstLanguage = firstLanguage ?? "English"
            communication.interpreter = interpreter ?? ""
            communication.needs = needs ?? []
            communication.format = format ?? ""
            communication.signal = signal ?? ""
            communication.signalConfirmedBy = signalConfirmedBy ?? ""
            content.communication = communication
        }
        if let ways {
            var safe = Particulars.SafeContact()
            safe.ways = ways.map { .init(way: $0.way, detail: $0.detail, safety: $0.safety, times: $0.times) }
            safe.mayLeaveMessage = mayLeaveMessage.map { $0 == "yes" || $0 == "true" }
            safe.whoElseMightSee = whoElseMightSee ?? ""
            content.safeContact = safe
        }
        content.standings = (standings ?? []).map { .init(kind: $0.kind, from: $0.from, until: "", source: $0.source) }
        return content
    }
}

extension DemonstrationPeople.PersonEntry.RelationEntry {
    fileprivate func relation(
        to person: RecordID<RegisteredPerson>, _ known: [String: RecordID<RegisteredPerson>],
        _ contacts: [String: RecordID<Contact>], _ context: AccessContext, at now: Instant
    ) -> Relation {
        var content = Relation.Content()
        content.parentalResponsibility = parentalResponsibility.map { Self.isYes($0) ? .yes : .no }
        content.evidence = evidence ?? ""
        content.livesWith = livesWith.map { Self.isYes($0) ? .yes : .no }
        content.words = words ?? ""
        content.agency = agency ?? ""
        content.contact = contact.flatMap { contacts[$0]?.text }
        content.isLead = isLead.map(Self.isYes) ?? false
        content.mayBeTold = mayBeTold ?? ""
        content.excluded = excluded ?? ""
        return Relation(
            to: person, kind: kind, name: name, other: other.flatMap { known[$0] }, content, by: context, at: now)
    }

    private static func isYes(_ text: String) -> Bool { text == "yes" || text == "true" }
}

extension DemonstrationPeople.PersonEntry.Item {
    fileprivate func item(about person: RecordID<RegisteredPerson>, _ context: AccessContext, at: Instant) -> InformationItem {
        var content = InformationItem.Content()
        content.text = text
        content.whose = whose ?? ""
        content.basis = basis ?? ""
        content.from = from ?? ""
        content.alleged = alleged ?? ""
        content.place = place ?? ""
        content.isLowLevel = ["yes", "true"].contains(lowLevel)
        content.restrictedFromAll = ["yes", "true"].contains(restrictedFromAll)
        content.special = special ?? []
        content.confidence = confidence ?? .confidential
        content.thirdParties = (thirdParties ?? []).map { line in
            let parts = line.components(separatedBy: " – ")
            return .init(name: parts[0], relation: parts.dropFirst().joined(separator: " – "))
        }
        content.verifiedOn = at.day
        content.verifiedBy = context.practitioner
        return InformationItem(
            about: person, category: category, nature: nature, happened: at.day, known: at.day, content, by: context, at: at)
    }
}

extension DemonstrationPeople.PersonEntry.Explained {
    fileprivate func explanation(to person: RecordID<RegisteredPerson>, _ context: AccessContext, at: Instant) -> Explanation {
        var content = Explanation.Content()
        content.notice = "privacy-notice 1 en"
        content.language = "en"
        content.format = "spoken"
        content.givenTo = givenTo
        content.points = ["recorded", "shared", "formats", "limits", "without-consent", "rights", "worries"]
        content.understanding = understanding
        content.anxieties = anxieties
        content.onDay = at.day
        return Explanation(to: person, wasGiven: true, content, by: context, at: at)
    }
}

extension DemonstrationPeople.PersonEntry.Agreed {
    fileprivate func consent(of person: RecordID<RegisteredPerson>, _ context: AccessContext, at: Instant) -> Consent {
        var content = Consent.Content()
        content.giver = giver
        content.capacity = capacity
        content.capacityEvidence = "Birth certificate seen"
        content.scope = scope
        content.exclusions = exclusions
        content.scopeWords = words
        content.evidence = evidence
        content.points = ["what", "benefits", "protection", "consequences", "withdrawal"]
        content.manner = ["honest", "trusted", "time", "help", "evidence"]
        content.offeredOn = at.day
        content.decidedOn = at.day
        content.understanding = "She said in her own words what may be told, to whom and why."
        return Consent(
            of: person, kind: .consent, answer: Consent.Answer(rawValue: answer) ?? .given,
            reviewOn: at.adding(days: 182).day, content, by: context, at: at)
    }
}
