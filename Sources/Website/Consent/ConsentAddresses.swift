extension Addresses {
    static func newConsent(_ person: String) -> String { "/people/\(person)/consent/new" }
    static func newConsent(_ person: String, _ kind: String) -> String { "/people/\(person)/consent/new/\(kind)" }
    static func newConsent(_ person: String, _ kind: String, _ way: String) -> String {
        "/people/\(person)/consent/new/\(kind)/\(way)"
    }
    static func blankConsentForm(_ person: String) -> String { "/people/\(person)/consent/form" }
    static func consent(_ person: String, _ consent: String) -> String { "/people/\(person)/consent/\(consent)" }
    /// What becomes of a consent: `withdraw`, `withdrawn`, `review`, `invalidate`, `end`, `form`, `letter`.
    static func consent(_ person: String, _ consent: String, _ part: String) -> String {
        "/people/\(person)/consent/\(consent)/\(part)"
    }
    static func newExplanation(_ person: String) -> String { "/people/\(person)/explanation/new" }
    static func explanationException(_ person: String) -> String { "/people/\(person)/explanation/exception" }
    static func explanationNotice(_ person: String) -> String { "/people/\(person)/explanation/notice" }
    static func explanationAgencies(_ person: String) -> String { "/people/\(person)/explanation/agencies" }
    static func explanationMaterial(_ person: String) -> String { "/people/\(person)/explanation/material" }
    static func explanationDelivered(_ person: String, _ duty: String) -> String {
        "/people/\(person)/explanation/delivered/\(duty)"
    }
    static func startProcedure(_ name: String, _ person: String) -> String { "/procedures/start?name=\(name)&person=\(person)" }
}
