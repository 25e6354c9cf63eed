public import Foundation
public import Vault

/// Where this module's schema files stand, for the store to run.
public enum SharingSchema {
    /// Which columns of which tables are sealed.
    public static var sealings: [String: Sealing] {
        let all = [
            SharingRequest.table.kind, AdviceGiven.table.kind, Decision.table.kind, UrgentAction.table.kind,
            Practitioner.table.kind, RegisteredPerson.table.kind, Particulars.table.kind, Relation.table.kind,
            InformationItem.table.kind, SealedFact.table.kind, Contact.table.kind, Explanation.table.kind,
            Consent.table.kind, ConsentChange.table.kind, ProcedureRun.table.kind, Duty.table.kind, SignOff.table.kind,
            Consultation.table.kind, OutgoingRequest.table.kind, Disclosure.table.kind, FrozenPackage.table.kind,
            Informing.table.kind,
        ]
        return Dictionary(
            all.compactMap { kind in kind.sealing.map { (kind.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    public static var folder: URL? { Bundle.module.resourceURL?.appending(path: "Schema") }
}
