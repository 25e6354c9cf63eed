/// Every address of the site, once.
enum Addresses {
    static let signIn = "/sign-in"
    static let signOut = "/sign-out"
    static let work = "/work"
    static let newRequest = "/requests/new"
    static let newRequestDetails = "/requests/new/details"
    static let decisions = "/decisions"
    static let urgent = "/urgent"
    static let help = "/help"
    static let goldenRules = "/help/golden-rules"
    static let caldicott = "/help/caldicott"
    static let questionOrder = "/help/question-order"
    static let verify = "/help/verify"
    static let accessibility = "/accessibility"

    /// Marks an address to which somebody comes from the check page, to go back there.
    static let fromCheck = "?from=check"

    static let people = "/people"
    static let newPerson = "/people/new"
    static let directory = "/directory"
    static let team = "/team"
    static let consultations = "/consultations"
    static let signOffs = "/sign-offs"
    static let procedures = "/procedures"
    static func person(_ id: String) -> String { "/people/\(id)" }
    static func personDetails(_ id: String) -> String { "/people/\(id)/details" }
    static func relations(_ id: String) -> String { "/people/\(id)/relations" }
    static func information(_ id: String) -> String { "/people/\(id)/information" }
    static func chronology(_ id: String) -> String { "/people/\(id)/chronology" }
    static func sealedFacts(_ id: String) -> String { "/people/\(id)/sealed-facts" }
    static func explanation(_ id: String) -> String { "/people/\(id)/explanation" }
    static func consent(_ id: String) -> String { "/people/\(id)/consent" }
    static func personProcedures(_ id: String) -> String { "/people/\(id)/procedures" }
    static func personRequests(_ id: String) -> String { "/people/\(id)/requests" }
    static func outgoing(_ id: String) -> String { "/people/\(id)/outgoing" }
    static func personDisclosures(_ id: String) -> String { "/people/\(id)/disclosures" }
    static func whereItWent(_ id: String) -> String { "/people/\(id)/where-it-went" }
    static func handOver(_ id: String) -> String { "/people/\(id)/hand-over" }
    static func disclosure(_ id: String) -> String { "/disclosures/\(id)" }
    static func informing(_ id: String) -> String { "/informing/\(id)" }
    static func outgoingRequest(_ id: String) -> String { "/outgoing/\(id)" }
    static func consultation(_ id: String) -> String { "/consultations/\(id)" }
    static func signOff(_ id: String) -> String { "/sign-offs/\(id)" }
    static func procedureRun(_ id: String) -> String { "/procedures/runs/\(id)" }
    static func contact(_ id: String) -> String { "/directory/\(id)" }
    static func asking(_ id: String) -> String { "/requests/\(id)/asking" }
    static func request(_ id: String) -> String { "/requests/\(id)" }
    static func details(_ id: String) -> String { "/requests/\(id)/details" }
    static func next(_ id: String) -> String { "/requests/\(id)/next" }
    /// `under` names another policy than the organisation's, consulted beside it.
    static func question(_ id: String, _ fact: String, under policy: String? = nil) -> String {
        (policy.map { consult(id, $0) } ?? "/requests/\(id)") + "/questions/\(fact)"
    }
    static func advice(_ id: String) -> String { "/requests/\(id)/advice" }
    static func consult(_ id: String, _ policy: String) -> String { "/requests/\(id)/under/\(policy)" }
    static func otherPolicies(_ id: String) -> String { "/requests/\(id)/other-policies" }
    static func verdict(_ id: String) -> String { "/requests/\(id)/decision" }
    static func reasons(_ id: String) -> String { "/requests/\(id)/decision/reasons" }
    static func telling(_ id: String) -> String { "/requests/\(id)/decision/telling" }
    static func check(_ id: String) -> String { "/requests/\(id)/decision/check" }
    static func decision(_ id: String) -> String { "/decisions/\(id)" }
    static func recorded(_ id: String) -> String { "/decisions/\(id)/recorded" }
    static func evidence(_ id: String) -> String { "/decisions/\(id)/evidence" }
    static func proof(_ id: String) -> String { "/decisions/\(id)/proof.json" }
    static func recordProof(_ id: String) -> String { "/decisions/\(id)/record-proof.json" }
    static func reconsider(_ id: String) -> String { "/decisions/\(id)/reconsider" }
    static func urgentAction(_ id: String) -> String { "/urgent/\(id)" }
    static func writeUp(_ id: String) -> String { "/urgent/\(id)/write-up" }
    static func policy(_ name: String) -> String { "/help/policies/\(name)" }
    static func flowchart(_ name: String) -> String { "/help/policies/\(name)/flowchart" }
}
