public import Ledger

/// What somebody does in the organisation.
public enum Role: String, Hashable, Sendable, CaseIterable {
    case practitioner
    /// Advises, signs off, reviews.
    case manager
    /// Leads on information governance.
    case governance
    /// Reads to verify, and changes nothing.
    case auditor
    /// Keeps accounts and settings, and sees no casework.
    case administrator
}

/// Why somebody is here.
public enum Purpose: String, Hashable, Sendable {
    case casework, oversight, audit, administration

    init(of role: Role) {
        switch role {
        case .practitioner: self = .casework
        case .manager, .governance: self = .oversight
        case .auditor: self = .audit
        case .administrator: self = .administration
        }
    }
}

/// Who, in which role, for which purpose. Only this module can make one: by signing somebody in, or for whoever works
/// the machine itself, which no page can ask for.
public struct AccessContext: Hashable, Sendable {
    public let practitioner: String
    public let organisation: String
    public let role: Role
    public let purpose: Purpose

    init(practitioner: String, organisation: String, role: Role, purpose: Purpose) {
        self.practitioner = practitioner
        self.organisation = organisation
        self.role = role
        self.purpose = purpose
    }

    /// Whether they keep records about people, or advise on them.
    public var doesCasework: Bool { role == .practitioner || role == .manager || role == .governance }

    /// Whether they see the work of the whole organisation.
    public var oversees: Bool { role == .manager || role == .governance || role == .auditor }

    /// Whether they may propose and approve editions of their organisation's policies.
    public var keepsPolicies: Bool { role == .governance || role == .manager }

    /// Somebody who works the machine itself.
    var isOperator: Bool { self == .operator }

    static let `operator` = AccessContext(
        practitioner: "operator", organisation: "", role: .administrator, purpose: .administration)
}

/// May this context see, or change, this record? What is not granted here is refused.
enum AccessRules {
    /// - Parameter worksWith: whether the one who asks works with the person of a number today.
    static func maySee(
        _ protection: Protection, _ context: AccessContext, worksWith: (String) throws -> Bool
    ) rethrows -> Bool {
        let isOurs = protection.organisation == context.organisation
        switch protection.reach {
        case .register: return isOurs && (context.doesCasework || context.oversees)
        case .directory: return isOurs
        case .duty(let owner):
            let isTheirs = context.doesCasework && [owner, protection.author].contains(context.practitioner)
            return isOurs && (context.oversees || isTheirs)
        case .file(let person):
            guard isOurs else { return false }
            if context.oversees { return true }
            return try context.doesCasework && worksWith(person)
        case .everyone, .edition, .procedure: return true
        case .organisation, .policy: return protection.organisation == context.organisation || context.isOperator
        case .casework:
            guard protection.organisation == context.organisation else { return false }
            switch context.role {
            case .practitioner: return protection.author == context.practitioner
            case .manager, .governance, .auditor: return true
            case .administrator: return false
            }
        }
    }

    static func mayKeep(
        _ protection: Protection, _ context: AccessContext, worksWith: (String) throws -> Bool
    ) rethrows -> Bool {
        let isOurs = protection.organisation == context.organisation
        switch protection.reach {
        case .register, .duty: return isOurs && context.doesCasework
        case .directory: return isOurs && (context.doesCasework || context.role == .administrator)
        case .file(let person):
            guard isOurs, context.doesCasework else { return false }
            return try context.oversees || worksWith(person)
        case .everyone, .organisation:
            return context.isOperator || (context.role == .administrator && protection.organisation == context.organisation)
        case .procedure: return context.doesCasework
        case .policy: return context.keepsPolicies && protection.organisation == context.organisation
        // No organisation's: what it says is the same for all, and by itself it puts nothing in force.
        case .edition: return context.isOperator || context.keepsPolicies
        case .casework:
            guard protection.organisation == context.organisation else { return false }
            switch context.role {
            case .practitioner, .manager, .governance: return protection.author == context.practitioner
            case .auditor, .administrator: return false
            }
        }
    }
}

/// The same for what does not exist and for what may not be seen; only the access log knows which it was.
public struct NothingToSee: Error, Hashable, Sendable { public init() {} }

/// One line of the access log: somebody looked, or tried to.
public struct Look: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case seen, refused, absent }

    public let at: Instant
    public let actor: String
    public let organisation: String
    public let role: String
    public let purpose: String
    public let kind: Kind
    public let record: String
}
