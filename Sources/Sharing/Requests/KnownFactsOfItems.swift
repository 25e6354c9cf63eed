import Ledger
import Vault

extension KnownFacts.Finder {
    /// The ways in which consents and restrictions name the recipient.
    var agencies: [String] {
        guard let contact = records.contact else { return [] }
        return ["contact:" + contact.id.text, "kind:" + contact.kind]
    }

    private func record(_ item: InformationItem) -> String { "information_item/" + item.id.text }

    private func words(_ item: InformationItem) -> String { "From a chosen item, recorded on \(day(item.at))" }

    var ofTheItems: [KnownFacts.One] {
        let items = records.chosen
        guard let first = items.first else { return [] }
        var found: [KnownFacts.One] = []
        if let special = items.first(where: { !$0.content.special.isEmpty || Self.sensitive.contains($0.category) }) {
            found.append(one("is-sensitive", "yes", words(special), record(special)))
        }
        if let held = items.first(where: { [.confidential, .limited, .fromColleagues].contains($0.content.confidence) }) {
            found.append(one("is-confidential", "yes", words(held), record(held)))
        } else if items.allSatisfy({ $0.content.confidence == .notConfidential }) {
            found.append(one("is-confidential", "no", "From all chosen items", record(first)))
        }
        if let told = items.first(where: { isFromAnother($0) && [.confidential, .limited].contains($0.content.confidence) }) {
            found.append(one("given-in-confidence-by-another", "yes", words(told), record(told)))
        } else if !items.contains(where: isFromAnother) {
            found.append(
                one("given-in-confidence-by-another", "no", "From all chosen items: nobody else gave them", record(first)))
        }
        if let told = items.first(where: isFromAnother) {
            found.append(one("provided-by-another", "yes", words(told), record(told)))
        } else {
            found.append(one("provided-by-another", "no", "From all chosen items: nobody else gave them", record(first)))
        }
        if let shared = items.first(where: { $0.content.fromContact != nil }) {
            found.append(one("came-from-another-agency", "yes", words(shared), record(shared)))
        }
        if let kept = items.first(where: isKeptBack) {
            found.append(one("asked-not-to-share-this", "yes", words(kept), record(kept)))
        }
        return found
    }

    /// Categories of `information.yaml` that are sensitive by what they are (002 Q4).
    private static let sensitive: Set<String> = ["health", "mental-health", "sexual", "offending"]

    private func isFromAnother(_ item: InformationItem) -> Bool {
        !item.content.from.isEmpty || item.content.fromContact != nil
    }

    private func isKeptBack(_ item: InformationItem) -> Bool {
        guard !item.content.restrictedFromAll else { return true }
        let contact = records.contact
        let names = agencies + [contact?.id.text, contact?.kind].compactMap { $0 }
        return item.content.restrictedFrom.contains { names.contains($0) }
    }

    /// What the person agreed to and refused, for every chosen item: one that was refused decides for all, since it is this
    /// sharing that is asked about (002 Q14, Q20; 000 §10.2).
    var ofConsent: [KnownFacts.One] {
        guard !records.chosen.isEmpty, let asking = records.request.asking, records.contact != nil else { return ofNotAsking }
        var covered: Consent?
        var missing = false
        var against: (consent: Consent, answer: String)?
        for category in Set(records.chosen.map(\.category)).sorted() {
            let purpose = asking.purposeKind
            switch records.consents.coverage(category: category, agencies: agencies, purpose: purpose, on: now.day) {
            case .covered(let id): covered = covered ?? consent(id)
            case .excluded(let id):
                guard let consent = consent(id) else { continue }
                return [
                    one("consent", "refused", "\(from(consent)): this was left out of it", name(consent)),
                    one("asked-not-to-share-this", "yes", from(consent), name(consent)),
                    one("consent-covers-this", "no", from(consent), name(consent)),
                ] + explained(consent)
            case .refused(let id):
                if let consent = consent(id) { against = (consent, "refused") }
            case .withdrawn(let id):
                if against == nil, let consent = consent(id) { against = (consent, "withdrawn") }
            case .notAsked: missing = true
            }
        }
        if let against {
            return [one("consent", against.answer, from(against.consent), name(against.consent))] + explained(against.consent)
        }
        guard let covered else { return ofNotAsking }
        var found = [
            one("consent", "given", from(covered), name(covered)),
            one(
                "consent-covers-this", missing ? "no" : "yes",
                missing ? "\(from(covered)): not all you chose is in it" : from(covered), name(covered)),
        ]
        if !records.points.isEmpty, Set(records.points).isSubset(of: covered.content.points) {
            found.append(one("consent-is-informed", "yes", from(covered), name(covered)))
        }
        return found + disagreement(covered)
    }

    /// Nobody answered, and a record says why.
    private var ofNotAsking: [KnownFacts.One] {
        let latest = records.consents.entries.first { $0.consent.kind == .consent }
        guard let entry = latest, entry.standing(on: now.day) == .inForce else { return [] }
        let consent = entry.consent
        switch consent.answer {
        case .notSought:
            let unsafe = ["risk", "crime", "delay"].contains(consent.content.notSought)
            return [one("consent", "not-sought", from(consent), name(consent))]
                + (unsafe ? [one("asking-is-unsafe", "yes", from(consent), name(consent))] : [])
        case .notObtained: return [one("consent", "cannot-be-obtained", from(consent), name(consent))]
        case .given, .limited, .refused: return disagreement(consent)
        }
    }

    private func consent(_ id: RecordID<Consent>) -> Consent? { records.consents.entries.first { $0.consent.id == id }?.consent }
    private func from(_ consent: Consent) -> String { "From the consent record of \(day(consent.at))" }
    private func name(_ consent: Consent) -> String { "consent/" + consent.id.text }

    private func explained(_ consent: Consent) -> [KnownFacts.One] {
        consent.content.consequencesExplained.isEmpty
            ? [] : [one("refusal-explained", "yes", from(consent), name(consent))]
    }

    private func disagreement(_ consent: Consent) -> [KnownFacts.One] {
        consent.content.disagreement.isEmpty ? [] : [one("parents-disagree", "yes", from(consent), name(consent))]
    }

    /// What is known of the people around the person, and of how to reach them.
    var ofTheCircle: [KnownFacts.One] {
        var found: [KnownFacts.One] = []
        let current = records.relations.filter { !$0.isEnded }
        func name(_ relation: Relation) -> String { "relation/" + relation.id.text }
        let words = "From the people around them, recorded on "
        if Age.isChild(records.person, on: now.day) != false,
            let parent = current.first(where: { $0.content.parentalResponsibility == .yes })
        {
            found.append(one("other-may-consent", "yes", words + day(parent.begun), name(parent)))
        } else if let authorised = current.first(where: {
            $0.kind == "authorised" && ($0.content.authorityUntil.isEmpty || $0.content.authorityUntil >= now.day)
        }) {
            found.append(one("other-may-consent", "yes", words + day(authorised.begun), name(authorised)))
        }
        if let chosen = current.first(where: { $0.kind == "nominated" && isRecipient($0) }) {
            found.append(one("nominated-by-person", "yes", words + day(chosen.begun), name(chosen)))
        }
        for alleged in current where alleged.kind == "alleged" {
            let flags = alleged.content.flags
            func add(_ fact: String) { found.append(one(fact, "yes", words + day(alleged.begun), name(alleged))) }
            if flags.contains("own-needs") { add("abuser-uses-care") }
            if flags.contains("own-needs"), flags.contains("at-risk") { add("abuser-has-needs") }
            if flags.contains("staff") { add("staff-implicated") }
            if flags.contains("convicted"), Age.isChild(records.person, on: now.day) == true {
                add("convicted-person-near-child")
            }
        }
        if let fact = records.sealed.first(where: \.isInForce) {
            found.append(
                one(
                    "sharing-endangers-someone", "yes", "From a sealed fact, recorded on \(day(fact.begun))",
                    "sealed_fact/" + fact.id.text))
        }
        if let ways = records.particulars?.content.safeContact?.ways, !ways.isEmpty, ways.allSatisfy({ $0.safety == .unsafe }) {
            found.append(
                one(
                    "asking-is-unsafe", "yes", "From their details: no way of reaching them is safe",
                    "particulars/" + records.person.id.text))
        }
        return found
    }

    private func isRecipient(_ relation: Relation) -> Bool {
        guard let contact = records.contact else { return false }
        return relation.content.contact == contact.id.text
    }
}
