import Foundation

/// One figure of the benchmark.
struct BenchmarkRow: Encodable, CustomStringConvertible {
    let policy: String
    let what: String
    let value: Double
    let unit: String
    var note = ""

    var description: String {
        let figure =
            unit == "count" || unit == "per-second" ? String(format: "%14.0f", value) : String(format: "%14.2f", value)
        return policy.padding(toLength: max(28, policy.count + 1), withPad: " ", startingAt: 0)
            + what.padding(toLength: 24, withPad: " ", startingAt: 0) + figure + " " + unit + (note.isEmpty ? "" : "   " + note)
    }
}

struct BenchmarkReport: Encodable {
    struct Machine: Encodable {
        var system = ProcessInfo.processInfo.operatingSystemVersionString
        var processors = ProcessInfo.processInfo.activeProcessorCount
    }

    let machine: Machine
    let rows: [BenchmarkRow]
}

enum Timing {
    /// Seconds that one run of the body takes: the quickest of several, as other work on the machine only slows it down.
    static func seconds(atLeast times: Int = 5, _ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        var best = Double.infinity
        for _ in 0..<times {
            let start = clock.now
            try body()
            let elapsed = (clock.now - start).components
            best = min(best, Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        }
        return best
    }

    /// Seconds of processor time that ended children have used.
    static func ofChildren() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(-1), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
