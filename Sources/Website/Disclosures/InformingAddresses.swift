extension Addresses {
    static func addInforming(_ disclosure: String) -> String { "/disclosures/\(disclosure)/informing/new" }
    static func informingWay(_ id: String) -> String { "/informing/\(id)/way" }
    static func informingTold(_ id: String) -> String { "/informing/\(id)/told" }
    static func informingDefer(_ id: String) -> String { "/informing/\(id)/defer" }
    static func informingReview(_ id: String) -> String { "/informing/\(id)/review" }
    static func informingClose(_ id: String) -> String { "/informing/\(id)/close" }
    static func informingFollowUp(_ id: String) -> String { "/informing/\(id)/follow-up" }
    static func informingLetter(_ id: String) -> String { "/informing/\(id)/letter" }
    static func receipt(of disclosure: String) -> String { "/disclosures/\(disclosure)/receipt" }
    static func receipt(of disclosure: String, _ news: String) -> String { "/disclosures/\(disclosure)/receipt/\(news)" }
    static func misdirected(_ disclosure: String) -> String { "/disclosures/\(disclosure)/misdirected" }
    static func misdirectedLetter(_ disclosure: String) -> String { "/disclosures/\(disclosure)/misdirected/letter" }
    static func whereItWentPrinted(_ person: String) -> String { "/people/\(person)/where-it-went/print" }

    /// What a record is called in a duty, such as `disclosure/…`, as the address of its page.
    static func record(_ name: String, person: String) -> String? {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "disclosure": return disclosure(parts[1])
        case "decision": return decision(parts[1])
        case "sharing_request": return request(parts[1])
        case "information_item": return information(person)
        case "informing": return informing(parts[1])
        default: return nil
        }
    }
}
