public import Ledger

/// What a request meets that this way of deciding must not let through. Each has a page that says why, and the way out.
public enum RequestRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Press and media go another way (000 §16.1).
    case media
    /// The police do not get a whole file (002 App A Strategy).
    case policeWholeFile = "police-whole-file"
    /// Many people, or again and again, without an agreement (000 §12.1; 003 M4 p2).
    case bulkWithoutAgreement = "bulk-without-agreement"
    case agreementExpired = "agreement-expired"
    /// A number that the caller gave shows nothing (000 §19.5; 001 §11 Telephones; 002 Q21).
    case callersOwnNumber = "callers-own-number"
    /// Nobody can judge what is not known (002 §4.1; 004 §6.4.1).
    case requesterOrPurposeBlank = "requester-or-purpose-blank"
    /// Whether they need it, and may have it, is recorded before a decision (001 §11 Telephones; 004 §6.4.1a).
    case needNotRecorded = "need-not-recorded"
    /// A request ends with a decision (000 §5.1.6; 001 §6 Record; 002 §2.16).
    case closedWithoutDecision = "closed-without-decision"
    /// A reason that never stands alone (001 §2, §8 rule 1; 002 §1.2; 003 M2 p2, M4 p2; 004 §6.2, §6.3).
    case loneReason = "lone-reason"
    /// A letter would give a sealed fact away (002 Q25; 004 §6.5).
    case sealedFact = "sealed-fact"
    /// Nothing is asked of another agency without a basis (001 §8 rule 4; 002 Q13).
    case noBasis = "no-basis"
}

extension Asking {
    /// What must not go on as it stands.
    public func refusal(on day: Instant) -> RequestRefusal? {
        if kind == "media" { return .media }
        if isWholeFile, kind == "police" { return .policeWholeFile }
        if isBulk, agreement.isEmpty || agreementUntil.isEmpty { return .bulkWithoutAgreement }
        if isBulk, agreementUntil < day.day { return .agreementExpired }
        return nil
    }
}

extension SharingRequest {
    /// Why this may not be decided yet. Where life or safety is at stake only who and what for must be known.
    /// Requests about nobody on the register have no asking, and wait for nothing.
    public func refusal(on day: Instant) -> RequestRefusal? {
        guard person != nil, let asking else { return nil }
        if let refusal = asking.refusal(on: day) { return refusal }
        let isAsked = askedBy != nil
        if asking.purposeKind.isEmpty || recipient.isEmpty || (isAsked && asking.name.isEmpty) {
            return .requesterOrPurposeBlank
        }
        if isAsked, !asking.urgency.isUrgent, asking.needsIt.isEmpty || asking.isEntitled.isEmpty { return .needNotRecorded }
        return nil
    }
}
