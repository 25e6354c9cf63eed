// expect: missing argument for parameter 'as' in call
import Ledger
import Vault

func look(_ store: Store, _ now: Instant) async throws { try await store.act(at: now) { _ in } }
