/// The addresses of the workbench for policies, and of proposals to change one.
extension Addresses {
    static let policies = "/policies"

    static func workbench(_ policy: String) -> String { "/policies/\(policy)" }
    static func tryOut(_ policy: String) -> String { "/policies/\(policy)/try" }
    static func policyCases(_ policy: String) -> String { "/policies/\(policy)/cases" }
    static func proofReport(_ policy: String) -> String { "/policies/\(policy)/proof" }
    static func comparisons(_ policy: String) -> String { "/policies/\(policy)/compare" }
    static func compare(_ policy: String, with other: String) -> String { "/policies/\(policy)/compare/\(other)" }
    static func proposals(_ policy: String) -> String { "/policies/\(policy)/proposals" }

    static func proposal(_ id: String) -> String { "/policies/proposals/\(id)" }
    static func proposalFaults(_ id: String) -> String { "/policies/proposals/\(id)/faults" }
    static func proposalText(_ id: String) -> String { "/policies/proposals/\(id)/text" }
    static func proposalSubmit(_ id: String) -> String { "/policies/proposals/\(id)/submit" }
    static func proposalAnswer(_ id: String) -> String { "/policies/proposals/\(id)/answer" }
    static func proposalWithdraw(_ id: String) -> String { "/policies/proposals/\(id)/withdraw" }
    static func proposalChanges(_ id: String) -> String { "/policies/proposals/\(id)/changes" }
}
