import HTTPTypes
public import Hummingbird
import Synchronization

/// How many answers of each status were given since the start, and how long they took.
public final class Counts: Sendable {
    /// Seconds, as Prometheus has them in its examples for pages.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Numbers {
        var byStatus: [Int: Int] = [:]
        var within = [Int](repeating: 0, count: Counts.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    private let numbers = Mutex(Numbers())

    public init() {}

    func note(_ status: Int, seconds: Double) {
        numbers.withLock { numbers in
            numbers.byStatus[status, default: 0] += 1
            numbers.count += 1
            numbers.seconds += seconds
            for (place, bound) in Self.bounds.enumerated() where seconds <= bound { numbers.within[place] += 1 }
        }
    }

    /// In the text format of Prometheus.
    var lines: String {
        let numbers = numbers.withLock { $0 }
        let statuses = numbers.byStatus.sorted { $0.key < $1.key }
            .map { "discretion_requests_total{status=\"\($0.key)\"} \($0.value)\n" }.joined()
        let buckets = zip(Self.bounds, numbers.within)
            .map { "discretion_request_seconds_bucket{le=\"\($0)\"} \($1)\n" }.joined()
        return """
            # HELP discretion_requests_total Answers by their status.
            # TYPE discretion_requests_total counter
            \(statuses)# HELP discretion_request_seconds How long answers took.
            # TYPE discretion_request_seconds histogram
            \(buckets)discretion_request_seconds_bucket{le="+Inf"} \(numbers.count)
            discretion_request_seconds_sum \(numbers.seconds)
            discretion_request_seconds_count \(numbers.count)

            """
    }
}

/// Counts every answer.
public struct Counting<Context: RequestContext>: RouterMiddleware {
    private let counts: Counts

    public init(_ counts: Counts) { self.counts = counts }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let begun = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = (ContinuousClock.now - begun).components
        counts.note(response.status.code, seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        return response
    }
}
