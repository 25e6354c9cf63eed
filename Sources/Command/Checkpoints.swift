import Exchange
import Foundation
import Ledger
import ServiceLifecycle
import Vault

/// Signs the ledger on a schedule, has it cosigned by the witnesses, and keeps what was signed.
struct Checkpoints: Service {
    let store: Store
    let signer: NoteSigner
    let witnesses: [Witness]
    /// How long from one to the next.
    let seconds: Int64

    func run() async throws {
        let asking = Witnesses(witnesses, store: store)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
                guard store.brokenLedger == nil else { continue }
                do {
                    try await sign(asking)
                } catch {
                    complain("WARNING: the ledger could not be signed: \(type(of: error)). It will be tried again.")
                }
            }
        }
    }

    private func sign(_ asking: Witnesses) async throws {
        // Where several of us serve one store, one signature is enough.
        let now = presentTime()
        if let latest = try await store.latestCheckpoint(), now < latest.adding(seconds: seconds * 9 / 10) { return }
        let signed = try await store.checkpoint(origin: signer.name).signed(by: signer)
        let (note, results) = await asking.cosign(signed)
        for result in results {
            if case .cosigned = result.outcome { continue }
            complain(result.line)
        }
        try await store.keep(checkpoint: note, at: now)
    }
}
