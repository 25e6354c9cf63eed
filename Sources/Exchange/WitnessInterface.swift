import HTTPTypes
public import Hummingbird
public import Ledger
import NIOCore

/// What ledgers ask of a witness: `POST /add-checkpoint` as C2SP tlog-witness has it, and `GET /key`.
public struct WitnessInterface: Sendable {
    private static let mostBytes = 65_536

    private let key: WitnessVerifier
    private let answer: @Sendable (AddCheckpoint) async throws -> WitnessAnswer

    /// - Parameter answer: judges, remembers and cosigns one request; it must not give a cosignature for what it could not
    ///   remember.
    public init(key: WitnessVerifier, answer: @escaping @Sendable (AddCheckpoint) async throws -> WitnessAnswer) {
        self.key = key
        self.answer = answer
    }

    public func add(to router: some RouterMethods) {
        router.get("/key") { _, _ in Self.response(200, "text/plain; charset=utf-8", key.description + "\n") }
        router.post("/add-checkpoint") { request, _ in
            let body = try await request.body.collect(upTo: Self.mostBytes)
            let answer = try await answer(to: Array(body.readableBytesView))
            return Self.response(answer.status, answer.contentType, answer.body)
        }
    }

    private func answer(to bytes: [UInt8]) async throws -> WitnessAnswer {
        guard let text = String(validating: bytes, as: UTF8.self) else { return .badRequest("it is not UTF-8") }
        do {
            return try await answer(AddCheckpoint(reading: text))
        } catch let fault as AddCheckpoint.NotARequest {
            return .badRequest(fault.reason)
        }
    }

    private static func response(_ status: Int, _ type: String, _ text: String) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
