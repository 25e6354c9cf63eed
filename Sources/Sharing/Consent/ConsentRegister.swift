public import Ledger
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

        /// Something was agreed, in whole or in part.
        public var isGiven: Bool { consent.answer == .given || consent.answer == .limited }

        /// When the person took it back.
        public var withdrawnAt: Instant? { changes.last { $0.kind == .withdrawn }?.at }
    }

    /// Whether consent covers one piece of information for one recipient and purpose.
    public enum Coverage: Hashable, Sendable {
        /// By this consent.
        case covered(RecordID<Consent>)
        /// The person said no to just this, or to this recipient.
        case excluded(RecordID<Consent>)
        case refused(RecordID<Consent>)
        case withdrawn(RecordID<Consent>)
        /// Nobody asked about this, or what was agreed has ended or is overdue to be looked at again.
        case notAsked
    }

    /// The latest first.
    public let entries: [Entry]

    public init(_ consents: [Consent], _ changes: [ConsentChange]) {
        entries = consents.sorted { ($0.at, $0.id.text) > ($1.at, $1.id.text) }.map { consent in
            Entry(consent: consent, changes: changes.filter { $0.consent == consent.id }.sorted { $0.at < $1.at })
        }
    }

    /// One moment at which the person spoke: a conversation, or taking one back.
    private struct Statement {
        let at: Instant
        let entry: Entry
        let isWithdrawal: Bool
    }

    /// What the person said, the latest first. What was taken back was said when it was taken back; what is not sound was
    /// never said.
    private func statements(on day: String) -> [Statement] {
        entries.filter { $0.consent.kind == .consent && $0.standing(on: day) != .invalid }.flatMap { entry -> [Statement] in
            let spoken = Statement(at: entry.consent.at, entry: entry, isWithdrawal: false)
            guard entry.isGiven, entry.standing(on: day) == .withdrawn, let at = entry.withdrawnAt else { return [spoken] }
            return [Statement(at: at, entry: entry, isWithdrawal: true), spoken]
        }.sorted { ($0.at, $0.entry.consent.id.text) > ($1.at, $1.entry.consent.id.text) }
    }

    /// The latest conversation that speaks of a thing decides. An exclusion stands, whatever became of its conversation,
    /// until a later consent names that information and that agency; `any` names nothing (000 §10.2; 002 Q14, Q17, Q20).
    /// - Parameters:
    ///   - agencies: the ways in which lines name the recipient: `contact:<number>`, `kind:school`, `relation:<number>`.
    ///   - day: today, as a day.
    public func coverage(category: String, agencies: [String], purpose: String, on day: String) -> Coverage {
        func speaks(_ line: Consent.Line) -> Bool {
            (line.category == "any" || line.category == category) && (line.agency == "any" || agencies.contains(line.agency))
                && (line.purpose == "any" || line.purpose == purpose)
        }
        var covered: Coverage?
        var named: [Consent.Line] = []
        for statement in statements(on: day) {
            let id = statement.entry.consent.id
            let content = statement.entry.consent.content
            let standing = statement.entry.standing(on: day)
            if statement.isWithdrawal {
                if covered == nil, content.scope.contains(where: speaks) { return .withdrawn(id) }
                continue
            }
            let stands = content.exclusions.contains { no in speaks(no) && !named.contains { $0.lifts(no) } }
            if stands { return .excluded(id) }
            guard content.scope.contains(where: speaks) else { continue }
            switch (statement.entry.isGiven, standing) {
            case (true, .inForce):
                covered = covered ?? .covered(id)
                named += content.scope.filter { speaks($0) && $0.category != "any" && $0.agency != "any" }
            case (true, .withdrawn): continue
            case (true, _): if covered == nil { return .notAsked }
            case (false, .inForce), (false, .reviewOverdue):
                if covered == nil, statement.entry.consent.answer == .refused { return .refused(id) }
            case (false, _): continue
            }
        }
        return covered ?? .notAsked
    }

    /// Whether what covers it is a general consent, or one that speaks of all information or all agencies: then this was
    /// assumed and not said (000 §6.1, §10.2; 002 Q15).
    public func isAssumed(_ coverage: Coverage, category: String, agencies: [String]) -> Bool {
        guard case .covered(let id) = coverage, let entry = entries.first(where: { $0.consent.id == id }) else { return false }
        let content = entry.consent.content
        return content.isGeneral || !content.scope.contains { $0.category == category && agencies.contains($0.agency) }
    }

    /// How often the person has said no.
    public var refusals: Int { entries.filter { $0.consent.answer == .refused }.count }
}

extension Consent.Line {
    /// Whether this, said later, takes back a no: it names the information, and the very recipient if the no names one.
    func lifts(_ no: Consent.Line) -> Bool {
        guard category != "any", agency != "any" else { return false }
        let namesOne = ["contact:", "relation:"].contains { no.agency.hasPrefix($0) }
        return !namesOne || agency == no.agency
    }
}

extension ConsentRegister {
    /// Whether one item of information is covered.
    public enum ItemCoverage: Hashable, Sendable {
        /// The person asked that just this item is kept back (000 §10.2; 002 Q14).
        case restricted(words: String)
        case byConsent(Coverage)
    }

    /// Consent for an item, once the person’s own restriction of it is respected. No consent lifts a restriction; whoever
    /// shares it all the same does so on another basis, and says which.
    public func coverageOfItem(
        _ item: InformationItem, agencies: [String], purpose: String, on day: String
    ) -> ItemCoverage {
        let content = item.content
        let isRestricted =
            content.restrictedFromAll
            || content.restrictedFrom.contains { no in
                agencies.contains(no) || agencies.contains("kind:" + no) || agencies.contains("contact:" + no)
            }
        if isRestricted { return .restricted(words: content.restrictionWords) }
        return .byConsent(coverage(category: item.category, agencies: agencies, purpose: purpose, on: day))
    }
}

extension Transaction {
    /// What the person has agreed to and refused. Each look is noted.
    /// - Throws: `StorageFault`.
    public mutating func consents(of person: RecordID<RegisteredPerson>) throws -> ConsentRegister {
        ConsentRegister(try list(Consent.of(person)), try list(ConsentChange.of(person)))
    }
}
