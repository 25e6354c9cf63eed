import Ledger
import Sharing
import Vault

/// What went out, or is about to, on a consent (000 §10.14.5; 002 Q17).
struct ConsentTrail: Sendable {
    struct Step: Sendable {
        let disclosure: Disclosure
        let contact: Contact?
        /// When it left, once for each time.
        let left: [FrozenPackage]
    }

    let gone: [Step]
    let pending: [Step]

    static func read(_ consent: Consent, _ records: inout Transaction) throws -> ConsentTrail {
        var gone: [Step] = []
        var pending: [Step] = []
        let packages = try records.list(FrozenPackage.about(consent.person))
        for disclosure in try records.list(Disclosure.about(consent.person)) where disclosure.content.basis == "consent" {
            let contact = try disclosure.contact.flatMap { try records.findIfAny($0) }
            guard consent.speaks(to: contact, for: disclosure.content.purpose) else { continue }
            let step = Step(disclosure: disclosure, contact: contact, left: packages.filter { $0.disclosure == disclosure.id })
            switch disclosure.state {
            case .sent, .acknowledged, .queried, .misdirected:
                if step.left.contains(where: { $0.at >= consent.at }) { gone.append(step) }
            case .draft, .awaitingSignOff, .ready: pending.append(step)
            case .failed, .abandoned: continue
            }
        }
        return ConsentTrail(gone: gone, pending: pending)
    }
}

extension Consent {
    /// Whether any of its lines lets something go to a recipient for a purpose.
    func speaks(to contact: Contact?, for purpose: String) -> Bool {
        let agencies = contact.map { ["kind:" + $0.kind, "contact:" + $0.id.text] } ?? []
        return content.scope.contains {
            ($0.agency == "any" || agencies.contains($0.agency)) && ($0.purpose == "any" || $0.purpose == purpose)
        }
    }
}

extension ConsentTrail.Step {
    /// Such as "Ms Example, Oakfield School, on 27 March 2026".
    var words: String {
        let to = contact.map { "\($0.name), \($0.agency)" } ?? disclosure.content.recipientName
        return left.isEmpty
            ? "\(to), on \(ConsentWords.day(disclosure.content.sentOn))"
            : "\(to), on \(left.map { $0.at.dayInWords }.joined(separator: " and "))"
    }
}
