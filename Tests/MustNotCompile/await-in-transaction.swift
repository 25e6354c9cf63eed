// expect: cannot pass function of type
import Ledger
import Vault

func wait(_ store: Store, _ who: AccessContext, _ now: Instant) async throws {
    try await store.act(as: who, at: now) { records in await Task.yield() }
}
