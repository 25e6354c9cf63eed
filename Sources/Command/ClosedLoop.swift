import Dispatch

/// Clients that each ask for the next thing as soon as they have the last.
struct ClosedLoop: Sendable {
    let clients: Int
    let seconds: Double

    /// What came of it.
    struct Measured: Sendable {
        let perSecond: Double
        /// How long each waited, in nanoseconds, the shortest first.
        let waits: [UInt64]

        /// What so large a share of them did not exceed, in milliseconds.
        func milliseconds(_ share: Double) -> Double {
            guard !waits.isEmpty else { return .nan }
            let place = min(waits.count - 1, Int(Double(waits.count) * share))
            return Double(waits[place]) / 1e6
        }
    }

    /// Runs the body in each client again and again. What is begun in the first moments is not counted.
    /// - Parameter body: is told which client it is, and which of its turns.
    func run(_ body: @escaping @Sendable (_ client: Int, _ turn: Int) async throws -> Void) async throws -> Measured {
        let begin = Self.now + UInt64(min(0.5, seconds / 4) * 1e9)
        let end = begin + UInt64(seconds * 1e9)
        var waits: [UInt64] = []
        var last = begin
        try await withThrowingTaskGroup(of: (waits: [UInt64], last: UInt64).self) { group in
            for client in 0..<clients {
                group.addTask {
                    var own: [UInt64] = []
                    var turn = 0
                    var now = Self.now
                    while now < end {
                        let start = now
                        try await body(client, turn)
                        turn += 1
                        now = Self.now
                        if start >= begin { own.append(now - start) }
                    }
                    return (own, now)
                }
            }
            for try await one in group {
                waits += one.waits
                last = max(last, one.last)
            }
        }
        waits.sort()
        return Measured(perSecond: Double(waits.count) / (Double(last - begin) / 1e9), waits: waits)
    }

    /// Nanoseconds of a clock that never goes back.
    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// The one in the middle of some durations.
struct Median {
    private var waits: [UInt64] = []

    /// Runs the body and keeps how long it took.
    mutating func time<T>(_ body: () async throws -> T) async rethrows -> T {
        let start = ClosedLoop.now
        let value = try await body()
        waits.append(ClosedLoop.now - start)
        return value
    }

    /// In microseconds.
    var microseconds: Double { waits.isEmpty ? .nan : Double(waits.sorted()[waits.count / 2]) / 1e3 }
}
