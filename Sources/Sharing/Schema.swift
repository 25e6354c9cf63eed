public import Foundation
public import Vault

/// Where this module's schema files stand, for the store to run.
public enum SharingSchema {
    /// Which columns of which tables are sealed.
    public static var sealings: [String: Sealing] {
        let all = [
            SharingRequest.table.kind, AdviceGiven.table.kind, Decision.table.kind, UrgentAction.table.kind,
            Practitioner.table.kind,
        ]
        return Dictionary(
            all.compactMap { kind in kind.sealing.map { (kind.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    public static var folder: URL? { Bundle.module.resourceURL?.appending(path: "Schema") }
}
