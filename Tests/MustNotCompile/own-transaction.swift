// expect: 'Transaction' initializer is inaccessible due to 'internal' protection level
import Ledger
import Vault

func make(_ who: AccessContext, _ now: Instant) { _ = Transaction(nil, as: who, at: now, mayWrite: true) }
