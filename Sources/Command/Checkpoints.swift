import Exchange
import Foundation
import Ledger
import Logging
import ServiceLifecycle
import Vault

/// Signs the ledger on a schedule, has it cosigned by the witnesses, and keeps what was signed.
struct Checkpoints: Service {
    let store: Store
    let signer: NoteSigner
    let witnesses: [Witness]
    /// How long from one to the next.
    let seconds: Int64
    let logger: Logger

    func run() async throws {
        let asking = Witnesses(witnesses, store: store)
        await cancelWhenGracefulShutdown {
            // The first soon after the start: a process that is often begun anew must sign too.
            var wait = min(seconds, 30)
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(wait)) } catch { return }
                wait = seconds
                guard store.brokenLedger == nil else { continue }
                do {
                    try await sign(asking)
                } catch {
                    logger.warning(
                        "the ledger could not be signed; it will be tried again", metadata: ["error": "\(type(of: error))"])
                }
            }
        }
    }

    private func sign(_ asking: Witnesses) async throws {
        // Where several of us serve one store, one signature is enough.
        let now = presentTime()
        // One from the future was signed by a clock that was wrong, and stands in nobody's way.
        if let latest = try await store.latestCheckpoint(), latest <= now, now < latest.adding(seconds: seconds * 9 / 10) {
            return
        }
        let signed = try await store.checkpoint(origin: signer.name).signed(by: signer)
        let (note, results) = await asking.cosign(signed)
        for result in results {
            if case .cosigned = result.outcome { continue }
            logger.warning("\(result.line)")
        }
        try await store.keep(checkpoint: note, at: now)
    }
}
