import HTTPTypes
public import Hummingbird
public import Ledger
import NIOCore
public import Vault

/// What machines ask: is it well, how busy is it, and may I have the evidence. Nothing about any person.
public struct Interface: Sendable {
    let store: Store
    let signer: NoteSigner
    let witnesses: [WitnessVerifier]
    let counts: Counts
    let now: @Sendable () -> Instant
    private let readiness: Readiness

    public init(
        store: Store, signer: NoteSigner, witnesses: [WitnessVerifier], counts: Counts,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.signer = signer
        self.witnesses = witnesses
        self.counts = counts
        now = clock
        readiness = Readiness(store: store, now: clock)
    }

    public func add(to router: some RouterMethods) {
        router.get("/health/live") { _, _ in Self.text("ok\n") }
        router.get("/health/ready") { _, _ in await ready() }
        router.get("/metrics") { _, _ in
            Self.text(await Metrics(store: store, witnesses: witnesses, counts: counts, now: now()).text())
        }
        // What was last signed, with the cosignatures that it got: what others should compare with.
        router.get("/ledger/witnessed") { _, _ in
            guard !witnesses.isEmpty, let note = try await store.latestNote(cosignedByAll: witnesses) else {
                throw HTTPError(.notFound)
            }
            return Self.text(note.description)
        }
        router.get("/ledger/checkpoint") { _, _ in
            Self.text(try await store.checkpoint(origin: signer.name).signed(by: signer).description)
        }
        router.get("/ledger/key") { _, _ in Self.text(signer.verifier.description + "\n") }
        router.get("/ledger/proof/:index") { _, context in
            guard let index = context.parameters.get("index").flatMap({ UInt64($0) }) else { throw HTTPError(.notFound) }
            do {
                return Self.json(ProofFile(try await store.receipt(ofEntry: index, signedBy: signer).proof))
            } catch is MerkleTree.Fault {
                throw HTTPError(.notFound)
            }
        }
    }

    private func ready() async -> Response {
        do {
            try await readiness.check()
            return store.brokenLedger == nil ? Self.text("ready\n") : Self.text("reading only\n", .serviceUnavailable)
        } catch is MasterKeys.Fault {
            return Self.text("the master key is not at hand\n", .serviceUnavailable)
        } catch {
            return Self.text("the store does not answer\n", .serviceUnavailable)
        }
    }

    private static func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private static func json(_ proof: ProofFile) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: proof.text)))
    }
}

/// Asks the store no more than once in five seconds, however often somebody else asks.
private actor Readiness {
    let store: Store
    let now: @Sendable () -> Instant
    private var last: (at: ContinuousClock.Instant, result: Result<Void, any Error>)?

    init(store: Store, now: @escaping @Sendable () -> Instant) {
        self.store = store
        self.now = now
    }

    func check() async throws {
        if let last, ContinuousClock.now - last.at < .seconds(5) { return try last.result.get() }
        let result: Result<Void, any Error>
        do { result = .success(try await store.check(at: now())) } catch { result = .failure(error) }
        last = (.now, result)
        return try result.get()
    }
}
