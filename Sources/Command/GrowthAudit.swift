import Crypto
import Ledger
import Policy
import Sharing
import Synchronization
import Vault

/// An audit of all records, beside what the machine hashes by itself.
struct GrowthAudit: Encodable {
    /// Whether what is sealed was opened and compared too.
    let content: Bool
    let seconds: Double
    let entriesPerSecond: Double
    /// Bytes that the audit puts through SHA-256: leaves and nodes counted one by one, rows and contents estimated from the
    /// texts in them.
    let hashedBytes: Double
    /// In how many digests.
    let digests: Double
    /// The share of the audit's time in which this machine could make the digests alone, were they all of 128 bytes, and were
    /// all their bytes in large blocks.
    let shareAsSmallMessages, shareAsLargeBlocks: Double
    let residentBytesBefore, peakBytes: Int64

    /// Audits a store.
    /// - Throws: `BadInput` when the audit finds something.
    static func measure(_ records: BenchmarkRecords, _ work: Work, _ hashing: Hashing, content: Bool) async throws -> GrowthAudit
    {
        ProcessMemory.forgetPeak()
        let (before, begin) = (ProcessMemory.resident, ClosedLoop.now)
        let finding = try await records.store.audit(verifier: nil, content: content)
        let seconds = Double(ClosedLoop.now - begin) / 1e9
        guard case .whole(let size, _) = finding else { throw BadInput(message: "the audit does not find it whole: \(finding)") }
        let (bytes, digests) = (work.bytes(content: content), work.digests(content: content))
        return GrowthAudit(
            content: content, seconds: seconds, entriesPerSecond: Double(size) / seconds, hashedBytes: bytes, digests: digests,
            shareAsSmallMessages: digests / hashing.smallPerSecond / seconds,
            shareAsLargeBlocks: bytes / hashing.largeBytesPerSecond / seconds, residentBytesBefore: before,
            peakBytes: ProcessMemory.peak)
    }

    /// The audit as rows of a table.
    var rows: [BenchmarkRow] {
        let name = content ? "audit with content" : "audit"
        func row(_ what: String, _ value: Double, _ unit: String, _ note: String = "") -> BenchmarkRow {
            BenchmarkRow(policy: name, what: what, value: value, unit: unit, note: note)
        }
        return [
            row("time", seconds, "s"), row("entries", entriesPerSecond, "per-second"),
            row("hashed", hashedBytes / seconds / 1e6, "MB/s", "about \(Int(hashedBytes / 1e6)) MB in \(Int(digests)) digests"),
            row("of-small-messages", shareAsSmallMessages * 100, "%", "of its time goes into digests, were they of 128 bytes"),
            row("of-large-blocks", shareAsLargeBlocks * 100, "%", "were all bytes in blocks of 64 MiB"),
            row("peak-memory", Double(peakBytes), "count", "bytes; \(residentBytesBefore) before"),
        ]
    }

    /// What the audit has to hash.
    struct Work {
        private let entries: UInt64
        private let leafBytes: Int
        private let decisions: Double
        private let rowBytes, contentBytes: Double

        /// Reads the whole ledger once.
        init(_ records: BenchmarkRecords, decisions: Int) async throws {
            let counted = Mutex((entries: UInt64(0), bytes: 0))
            try await records.store.eachEntry { entry in
                counted.withLock { $0 = ($0.entries + 1, $0.bytes + entry.leaf.count + 1) }
            }
            (entries, leafBytes) = counted.withLock { $0 }
            let sizes = records.cases.all.map(\.sizes)
            self.decisions = Double(decisions)
            rowBytes = Double(sizes.reduce(0) { $0 + $1.rows }) / Double(sizes.count)
            contentBytes = Double(sizes.reduce(0) { $0 + $1.contents }) / Double(sizes.count)
        }

        /// Leaves, the nodes above them, and of each decision three rows and three contents.
        func bytes(content: Bool) -> Double {
            Double(leafBytes) + Double(entries) * 65 + decisions * (rowBytes + (content ? contentBytes : 0))
        }

        func digests(content: Bool) -> Double { Double(entries) * 2 + decisions * (content ? 6 : 3) }
    }

    /// What the machine hashes by itself, on one core.
    struct Hashing: Encodable {
        let largeBytesPerSecond, smallPerSecond: Double

        init() {
            let block = [UInt8](repeating: 7, count: 64 << 20)
            largeBytesPerSecond = Double(block.count) / Timing.seconds { _ = SHA256.hash(data: block) }
            let message = [UInt8](repeating: 7, count: 128)
            var sum = 0
            let seconds = Timing.seconds {
                for _ in 0..<200_000 { sum += SHA256.hash(data: message).withUnsafeBytes { Int($0[0]) } }
            }
            smallPerSecond = sum == .min ? 0 : 200_000 / seconds
        }
    }
}

extension BenchmarkCases.One {
    /// About how many bytes the digests of a decision's three rows are made of, and of its three sealed contents.
    var sizes: (rows: Int, contents: Int) {
        let answers = decision.facts.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 6 }
        let about = decision.recipient.utf8.count + decision.items.reduce(0) { $0 + $1.utf8.count + 3 } + 64
        let request = about + decision.purpose.utf8.count + answers
        let decided =
            about + decision.factsOfTheCase.utf8.count + decision.reasons.utf8.count + (decision.opinion?.utf8.count ?? 0)
        let advice = interview.advice
        let open =
            advice.because.reduce(0) { $0 + $1.description.utf8.count + 3 }
            + advice.obligations.reduce(0) { $0 + $1.words.utf8.count + $1.id.utf8.count + 60 }
        let contents = request + answers + decided + 3 * 60
        // Each row has its numbers, dates, file, commitment and names of columns.
        return (contents + open + 3 * 480, contents)
    }
}
