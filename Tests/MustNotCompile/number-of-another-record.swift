// expect: declared closure result 'Decision' is incompatible with return type 'SharingRequest'
import Ledger
import Sharing
import Vault

func find(_ store: Store, _ who: AccessContext, _ request: RecordID<SharingRequest>, _ now: Instant) async throws -> Decision {
    try await store.act(as: who, at: now) { records -> Decision in try records.find(request) }
}
