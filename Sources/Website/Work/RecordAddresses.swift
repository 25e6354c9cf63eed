extension Addresses {
    /// The page of a record, as duties and sign-offs name it: `disclosure/…`. Nil for a kind that has no page, and for what
    /// stands on a person's page where nobody is named.
    static func record(_ record: String, person: String? = nil) -> String? {
        let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let id = parts[1]
        switch parts[0] {
        case "sharing_request": return request(id)
        case "decision": return decision(id)
        case "disclosure": return disclosure(id)
        case "informing": return informing(id)
        case "outgoing_request": return outgoingRequest(id)
        case "consultation": return consultation(id)
        case "sign_off": return signOff(id)
        case "procedure_run": return procedureRun(id)
        case "urgent_action": return urgentAction(id)
        case "contact": return contact(id)
        case "registered_person": return self.person(id)
        case "information_item": return person.map { information($0) + "/" + id }
        case "explanation": return person.map(explanation)
        case "consent", "consent_change": return person.map(consent)
        case "relation": return person.map(relations)
        case "sealed_fact": return person.map(sealedFacts)
        default: return nil
        }
    }

    static func duty(_ id: String) -> String { "/duties/\(id)" }
    static func handOverDuty(_ id: String) -> String { "/duties/\(id)/hand-over" }
    static func handOverWork(of practitioner: String) -> String { "/team/\(practitioner)/hand-over" }
}
