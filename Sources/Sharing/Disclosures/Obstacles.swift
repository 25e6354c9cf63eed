public import Ledger
import Vault

/// What stands between a disclosure and its being sent.
public enum Obstacle: Hashable, Sendable {
    case over
    case decisionReconsidered
    case requesterUnverified
    case noRecipient
    case recipientUnverified
    case noChannel
    case notReadBack
    case noPurpose
    case noItems
    /// Numbers of items.
    case notCurrent([String])
    case restricted([String])
    case outsideConsent([String])
    case unexplained([String])
    case wholeFileToPolice
    case wholeFileUnexplained
    case threatUndecided
    case notUnderstood
    case noConditions
    /// The name of the procedure.
    case checklistOpen(String)
    case noTelling
    case unsafeWay
    case notSignedOff(SignOffMatrix.Need)
    case recognisable
    case notEnough
    case sealedInside
}

extension DisclosureCase {
    /// Whether the requester was found to be who they say (000 §19.5; 001 §11; 002 Q21). Nobody asked: nobody to verify.
    public var isRequesterVerified: Bool {
        request.askedBy == nil || request.asking?.verification.isVerified == true
    }

    /// Everything that stands in the way, in the order of the pages where it is put right.
    public func obstacles(_ lists: CodeLists, at now: Instant) -> [Obstacle] {
        let content = disclosure.content
        var found: [Obstacle] = []
        if !isOpen { return [.over] }
        if let latest = reconsidered.max(by: { $0.at < $1.at }), !(latest.verdict.discloses || latest.verdict == .shareAnonymised)
        {
            found.append(.decisionReconsidered)
        }
        if !isRequesterVerified { found.append(.requesterUnverified) }
        found += recipientObstacles(lists, now)
        if content.purpose.isEmpty || content.basis.isEmpty { found.append(.noPurpose) }
        found += itemObstacles(now)
        if !threats.isEmpty, !isAnonymised, content.threat.isEmpty || (content.threat == "stays" && content.threatWhy.isEmpty) {
            found.append(.threatUndecided)
        }
        if lists[.recipientUnderstanding].ids.contains(where: { (content.understood[$0] ?? "").isEmpty }) {
            found.append(.notUnderstood)
        }
        if content.conditions.isEmpty || !content.areConditionsAccepted { found.append(.noConditions) }
        if !isTold { found.append(.noTelling) }
        if let telling = content.telling, telling.standing == .told, isUnsafe(telling.way) { found.append(.unsafeWay) }
        found += missing.map { .notSignedOff($0) }
        if content.isEnough != true { found.append(.notEnough) }
        if isAnonymised, content.recognitionWhy.isEmpty { found.append(.recognisable) }
        return found
    }

    private func recipientObstacles(_ lists: CodeLists, _ now: Instant) -> [Obstacle] {
        guard let contact else { return [.noRecipient] }
        var found: [Obstacle] = []
        let content = disclosure.content
        if !contact.isVerified(on: now) { found.append(.recipientUnverified) }
        let channel = lists[.channels][content.channel]
        if channel == nil || channel?.more["off"] == "yes" || Self.detail(contact, content.channel).isEmpty {
            found.append(.noChannel)
        } else {
            if content.readBack != Self.readBack(contact, channel: content.channel) { found.append(.notReadBack) }
            if let name = channel?.more["procedure"], !procedures.contains(where: { $0.procedure == name && $0.state == .closed })
            {
                found.append(.checklistOpen(name))
            }
        }
        return found
    }

    private func itemObstacles(_ now: Instant) -> [Obstacle] {
        let content = disclosure.content
        if content.chosen.isEmpty { return [.noItems] }
        var found: [Obstacle] = []
        let gone = content.chosen.map(\.item).filter { id in !items.contains { $0.id.text == id } }
        if !gone.isEmpty { found.append(.notCurrent(gone)) }
        let checks = chosenItems.map { ItemCheck($0, in: self, on: now) }
        let restricted = checks.filter { $0.refusal == .restricted }.map(\.item.id.text)
        if !restricted.isEmpty { found.append(.restricted(restricted)) }
        let outside = checks.filter { if case .outsideConsent = $0.refusal { true } else { false } }.map(\.item.id.text)
        if !outside.isEmpty { found.append(.outsideConsent(outside)) }
        let unexplained = checks.filter { check in chosen(check.item).map { !check.lacks($0).isEmpty } ?? true }.map(
            \.item.id.text)
        if !unexplained.isEmpty { found.append(.unexplained(unexplained)) }
        if isWholeFile {
            if contact?.kind == "police" { found.append(.wholeFileToPolice) }
            if content.wholeFileWhy.isEmpty { found.append(.wholeFileUnexplained) }
        }
        return found
    }

    /// The person was told, or it is said why not yet. Where nobody can be recognised, nobody is told.
    public var isTold: Bool {
        if isAnonymised || disclosure.content.telling != nil { return true }
        return informings.contains { $0.whom == .person && ($0.state == .told || $0.state == .deferred) }
    }

    /// Whether a way to reach the person is known to be unsafe (001 §11 Telephones; 004 §6.5).
    public func isUnsafe(_ way: String) -> Bool {
        if case .unsafe = InformingWay(way, detail: "", particulars?.content.safeContact) { true } else { false }
    }

    /// Who must agree: as the list says of the decision, and for what the disclosure itself brings.
    static func needs(
        _ matrix: SignOffMatrix, _ advice: AdviceGiven, _ decision: Decision, _ basis: String, _ contact: Contact?, isWhole: Bool
    ) -> [SignOffMatrix.Need] {
        var needs = matrix.needed(
            policy: advice.policy, facts: advice.facts, verdict: decision.verdict, basis: basis, recipient: contact?.kind ?? "",
            isWholeFile: isWhole)
        if contact?.content.isOverseas == true, let overseas = matrix.named("overseas") { needs.append(overseas) }
        return needs
    }
}
