import Foundation
import Ledger
import Logging
import ServiceLifecycle
import Sharing
@_spi(Operator) import Vault

/// Takes up editions that another process of the same store has put in force, within half a minute.
struct EditionsWatch: Service {
    static let seconds: Int64 = 20

    let store: Store
    let editions: EditionsInForce
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Clocks of several machines differ a little.
            var since = presentTime().adding(hours: -1)
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(Self.seconds)) } catch { return }
                let begun = presentTime()
                let moment = since
                let query = EditionInForce.since(moment)
                // When the store does not answer, what is known goes on advising, and the next round asks again.
                guard
                    let rows = try? await store.consult(as: store.operatorContext(), at: begun, { try $0.list(query) })
                else { continue }
                for one in editions.load(rows) {
                    logger.warning(
                        "an edition that was put in force is not used, for it does not prove here",
                        metadata: [
                            "policy": "\(one.edition.policy)", "version": "\(one.edition.version)",
                            "faults": "\(one.faults)",
                        ])
                }
                since = begun.adding(hours: -1)
            }
        }
    }
}
