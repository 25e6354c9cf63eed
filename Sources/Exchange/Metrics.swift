import Foundation
import Ledger
import Vault

/// What an operator's instruments read, in the text format of Prometheus. Numbers of the machine and of the ledger alone:
/// nothing of any person, and no address of any page.
struct Metrics: Sendable {
    let store: Store
    let witnesses: [WitnessVerifier]
    let counts: Counts
    let now: Instant

    func text() async -> String {
        var lines = ""
        func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible, labels: String = "") {
            let begun = "# HELP \(name) \(help)\n# TYPE \(name) \(name.hasSuffix("_total") ? "counter" : "gauge")\n"
            if !lines.contains(begun) { lines += begun }
            lines += "\(name)\(labels) \(value)\n"
        }
        let size = try? await store.size()
        gauge("discretion_store_up", "Whether the store answers.", size == nil ? 0 : 1)
        gauge("discretion_writing", "Whether records can be added.", store.brokenLedger == nil ? 1 : 0)
        if let size { gauge("discretion_ledger_entries", "Entries of the ledger.", size) }
        if let latest = try? await store.latestCheckpoint() {
            gauge("discretion_checkpoint_age_seconds", "Since the ledger was last signed.", seconds(since: latest))
        }
        for one in (try? await store.lastWitnessed(by: witnesses)) ?? [] {
            let labels = "{witness=\"\(one.witness.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"}"
            gauge(
                "discretion_witness_age_seconds", "Since a witness last cosigned; +Inf when it never did.",
                one.at.map { "\(seconds(since: $0))" } ?? "+Inf", labels: labels)
        }
        let load = store.load
        gauge("discretion_commits_total", "Commits to the ledger.", load.commits)
        gauge("discretion_acts_total", "Acts and looks in those commits.", load.acts)
        gauge("discretion_database_connections", "Open connections to the database.", load.connections)
        gauge("discretion_database_busy", "Work in hand at the database, and work that waits for it.", load.busy)
        if let memory = Self.residentMemory {
            gauge("process_resident_memory_bytes", "Memory that the program holds.", memory)
        }
        return lines + counts.lines
    }

    private func seconds(since then: Instant) -> Int64 { max(0, now.milliseconds - then.milliseconds) / 1000 }

    private static var residentMemory: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
