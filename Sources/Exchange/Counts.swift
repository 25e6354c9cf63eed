import HTTPTypes
public import Hummingbird
import Synchronization

/// How many answers of each status were given since the start.
public final class Counts: Sendable {
    private let byStatus = Mutex<[Int: Int]>([:])

    public init() {}

    func note(_ status: Int) { byStatus.withLock { $0[status, default: 0] += 1 } }

    /// One line a status, in the form of Prometheus.
    var lines: String {
        byStatus.withLock { counts in
            counts.sorted { $0.key < $1.key }.map { "discretion_requests_total{status=\"\($0.key)\"} \($0.value)" }
                .joined(separator: "\n")
        }
    }
}

/// Counts every answer.
public struct Counting<Context: RequestContext>: RouterMiddleware {
    private let counts: Counts

    public init(_ counts: Counts) { self.counts = counts }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        counts.note(response.status.code)
        return response
    }
}
