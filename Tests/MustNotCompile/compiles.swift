// expect: nothing
import Ledger
import Sharing
import Vault

func find(_ store: Store, _ who: AccessContext, _ id: RecordID<Decision>, _ now: Instant) async throws -> Decision {
    try await store.act(as: who, at: now) { records in try records.find(id) }
}
