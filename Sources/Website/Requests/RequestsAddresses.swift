extension Addresses {
    static func newPersonRequest(_ person: String) -> String { "/people/\(person)/requests/new" }
    static func newPersonRequestDetails(_ person: String) -> String { "/people/\(person)/requests/new/details" }
    static func askingDetails(_ id: String) -> String { "/requests/\(id)/asking/details" }
    static func callBack(_ id: String) -> String { "/requests/\(id)/call-back" }
    static func callBackOutcome(_ id: String) -> String { "/requests/\(id)/call-back/outcome" }
    static func route(_ id: String) -> String { "/requests/\(id)/route" }
    static func urgentRequest(_ id: String) -> String { "/requests/\(id)/act-now" }
    static func need(_ id: String) -> String { "/requests/\(id)/need" }
    static func chosenItems(_ id: String) -> String { "/requests/\(id)/items" }
    static func checklist(_ id: String) -> String { "/requests/\(id)/checklist" }
    static func takeUpRecords(_ id: String) -> String { "/requests/\(id)/take-up" }
    static func close(_ id: String) -> String { "/requests/\(id)/close" }
    static func newDisclosure(_ decision: String) -> String { "/decisions/\(decision)/disclosures" }
    static func unsure(_ request: String) -> String { "/consultations/new?request=\(request)" }
    static func newOutgoing(_ person: String) -> String { "/people/\(person)/outgoing/new" }
    static func changeOutgoing(_ id: String) -> String { "/outgoing/\(id)/change" }
    static func outgoingLetter(_ id: String) -> String { "/outgoing/\(id)/letter" }
    static func sendOutgoing(_ id: String) -> String { "/outgoing/\(id)/send" }
    static func outgoingReply(_ id: String) -> String { "/outgoing/\(id)/reply" }
    static func outgoingRefusal(_ id: String) -> String { "/outgoing/\(id)/refusal" }
    static func challenge(_ id: String) -> String { "/outgoing/\(id)/challenge" }
    static func escalate(_ id: String) -> String { "/outgoing/\(id)/escalate" }
    static func withdrawOutgoing(_ id: String) -> String { "/outgoing/\(id)/withdraw" }

    /// The page on which somebody sees, and puts right, the record of which this is the name.
    static func source(_ record: String, about person: String) -> String? {
        let parts = record.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "registered_person": return Addresses.person(person)
        case "particulars": return personDetails(person)
        case "relation": return relations(person)
        case "consent": return consent(person)
        case "information_item": return information(person)
        case "sealed_fact": return sealedFacts(person)
        case "procedure_run": return procedureRun(parts[1])
        case "contact": return contact(parts[1])
        case "sharing_request": return asking(parts[1])
        default: return nil
        }
    }
}
