public import Ledger
import Vault

/// What stands against one item's going to one recipient for one purpose, and what must be said before it goes
/// (000 §10.2; 001 §6; 002 §3.1b, Q14, Q20; 003 F-Share).
public struct ItemCheck: Sendable {
    /// It does not go. There is a way out, but not past this.
    public enum Refusal: Hashable, Sendable {
        /// Another item has taken its place, or it is not this person's.
        case notCurrent
        /// The person does not want it to go there, and it would rest on their consent.
        case restricted
        case outsideConsent(ConsentRegister.Coverage)
        /// All that is on file, to the police (002 App A Strategy).
        case wholeFileToPolice
    }

    public let item: InformationItem
    public let coverage: ConsentRegister.Coverage
    public let isRestricted: Bool
    /// Limited to some people or purposes, or kept from colleagues.
    public let isConfined: Bool
    /// Nobody has looked at it for a year. The documents give no time; this is a setting of ours.
    public let isOld: Bool
    public let refusal: Refusal?

    public init(_ item: InformationItem, in about: DisclosureCase, on day: Instant) {
        self.item = item
        let content = item.content
        let disclosure = about.disclosure.content
        coverage = about.consents.coverage(
            category: item.category, agencies: about.agencies, purpose: disclosure.purpose, on: day.day)
        let names = about.contact.map { [$0.kind, $0.id.text] + about.agencies } ?? []
        isRestricted = content.restrictedFromAll || content.restrictedFrom.contains { names.contains($0) }
        isConfined = content.confidence == .limited || content.confidence == .fromColleagues
        let latest = [content.verifiedOn, item.known, String(item.happened.prefix(10))].filter { !$0.isEmpty }.max() ?? ""
        isOld = latest < day.adding(days: -365).day
        let isConsented = if case .covered = coverage { true } else { false }
        if !about.items.contains(where: { $0.id == item.id }) {
            refusal = .notCurrent
        } else if disclosure.basis == "consent", isRestricted {
            refusal = .restricted
        } else if disclosure.basis == "consent", !isConsented {
            refusal = .outsideConsent(coverage)
        } else if about.contact?.kind == "police", about.becomesWholeFile(with: item) {
            refusal = .wholeFileToPolice
        } else {
            refusal = nil
        }
    }

    public var isConsented: Bool { if case .covered = coverage { true } else { false } }
    /// The person has said no to it, in one way or another, and it rests on something else.
    public var goesAgainstTheirWish: Bool {
        if isRestricted { return true }
        return switch coverage {
        case .excluded, .refused, .withdrawn: true
        case .covered, .notAsked: false
        }
    }

    /// What must be said of it and is not.
    public enum Lack: String, Hashable, Sendable, CaseIterable { case why, exposure, otherBasis, confidence, age, consulted }

    public func lacks(_ chosen: Disclosure.Chosen) -> [Lack] {
        var lacks: [Lack] = []
        if chosen.why.isEmpty { lacks.append(.why) }
        if chosen.exposure.isEmpty { lacks.append(.exposure) }
        if goesAgainstTheirWish, chosen.otherBasis.isEmpty { lacks.append(.otherBasis) }
        if isConfined, chosen.confidenceWhy.isEmpty { lacks.append(.confidence) }
        if isOld, item.content.historical.isEmpty, chosen.ageWhy.isEmpty { lacks.append(.age) }
        if !item.content.from.isEmpty, chosen.consulted.isEmpty { lacks.append(.consulted) }
        return lacks
    }
}
