public import Vault

/// What a person has agreed to and refused, as it stands today.
public struct ConsentRegister: Sendable {
    /// One consent with what became of it.
    public struct Entry: Sendable {
        public enum Standing: String, Sendable {
            case inForce = "in-force", reviewOverdue = "review-overdue", withdrawn, invalid, ended
        }
        public let consent: Consent
        public let changes: [ConsentChange]

        /// By when it is looked at again, as a day.
        public var reviewOn: String? {
            changes.last { $0.kind == .reviewed }?.reviewOn ?? consent.reviewOn
        }

        public func standing(on day: String) -> Standing {
            if changes.contains(where: { $0.kind == .invalidated }) { return .invalid }
            if changes.contains(where: { $0.kind == .withdrawn }) { return .withdrawn }
            if changes.contains(where: { $0.kind == .ended }) { return .ended }
            if let reviewOn, reviewOn < day { return .reviewOverdue }
            return .inForce
        }
    }

    /// Whether consent covers one piece of information for one recipient and purpose.
    public enum Coverage: Hashable, Sendable {
        /// By this consent.
        case covered(RecordID<Consent>)
        /// The person said no to just this, or to this recipient.
        case excluded(RecordID<Consent>)
        case refused(RecordID<Consent>)
        case withdrawn(RecordID<Consent>)
        /// Nobody asked about this.
        case notAsked
    }

    /// The latest first.
    public let entries: [Entry]

    public init(_ consents: [Consent], _ changes: [ConsentChange]) {
        entries = consents.sorted { ($0.at, $0.id.text) > ($1.at, $1.id.text) }.map { consent in
            Entry(consent: consent, changes: changes.filter { $0.consent == consent.id }.sorted { $0.at < $1.at })
        }
    }

    /// The latest conversation that speaks of it decides. An exclusion in any consent in force stands against it, and so
    /// does a refusal that nothing later has lifted: what is not clear is not covered (000 §10.2; 002 Q14, Q20).
    /// - Parameters:
    ///   - agencies: the ways in which lines name the recipient: `contact:<number>`, `kind:school`.
    public func coverage(category: String, agencies: [String], purpose: String, on day: String) -> Coverage {
        func speaks(_ line: Consent.Line) -> Bool {
            (line.category == "any" || line.category == category) && (line.agency == "any" || agencies.contains(line.agency))
                && (line.purpose == "any" || line.purpose == purpose)
        }
        var withdrawn: RecordID<Consent>?
        for entry in entries where entry.consent.kind == .consent {
            let content = entry.consent.content
            let standing = entry.standing(on: day)
            if content.exclusions.contains(where: speaks), standing == .inForce || standing == .reviewOverdue {
                return .excluded(entry.consent.id)
            }
            guard content.scope.contains(where: speaks) else { continue }
            switch (entry.consent.answer, standing) {
            case (.given, .inForce), (.limited, .inForce):
                if let withdrawn { return .withdrawn(withdrawn) }
                return .covered(entry.consent.id)
            case (.refused, .inForce), (.refused, .reviewOverdue): return .refused(entry.consent.id)
            case (.given, .withdrawn), (.limited, .withdrawn): withdrawn = withdrawn ?? entry.consent.id
            default: continue
            }
        }
        return withdrawn.map { .withdrawn($0) } ?? .notAsked
    }
}

extension Transaction {
    /// What the person has agreed to and refused. Each look is noted.
    /// - Throws: `StorageFault`.
    public mutating func consents(of person: RecordID<RegisteredPerson>) throws -> ConsentRegister {
        ConsentRegister(try list(Consent.of(person)), try list(ConsentChange.of(person)))
    }
}
