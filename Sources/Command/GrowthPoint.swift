import Ledger
import Policy
import Sharing
@_spi(Operator) import Vault

/// What the records cost at one size.
struct GrowthPoint: Encodable {
    let entries: UInt64
    let decisions: Int
    /// Of one urgent action in an act of its own, durable.
    let appendMicroseconds: Double
    /// Of a receipt: entry, proof and root, under a new signature.
    let receiptMicroseconds: Double
    /// Of the signature in it.
    let signatureMicroseconds: Double
    /// Of finding a decision by its number, with the look logged.
    let lookMicroseconds: Double
    /// Of finding decisions by how a name begins, as the site's list does it: a practitioner's own, and the organisation's.
    let searchOwnMicroseconds, searchAllMicroseconds: Double
    /// How many of the searches found the decision that they were made for.
    let searchesThatFound, searches: Int
    /// Of the database with its write-ahead log.
    let bytes: Int64
    /// By how much the decisions alone made it grow, a decision.
    let bytesPerDecision: Double
    let residentBytes: Int64
    /// So far, of filling alone.
    let fillSeconds: Double

    private static let times = 200
    private static let searchTimes = 20

    /// Measures a store as it stands.
    static func measure(_ records: BenchmarkRecords, _ fill: GrowthFill) async throws -> GrowthPoint {
        let store = records.store
        let (size, bytes) = (try await store.size(), records.bytes)
        let append = try await append(records)
        var (receipt, signature, look) = (Median(), Median(), Median())
        let signer = try records.folder.signer()
        for _ in 0..<times {
            let index = UInt64.random(in: 0..<size)
            let given = try await receipt.time { try await store.receipt(ofEntry: index, signedBy: signer) }
            let checkpoint = Checkpoint(origin: signer.name, size: size, root: given.proof.root)
            _ = try await signature.time { try checkpoint.signed(by: signer) }
        }
        for _ in 0..<times {
            guard let id = fill.sample.randomElement()?.id else { break }
            _ = try await look.time { try await store.look(as: records.manager, at: presentTime()) { try $0.find(id) } }
        }
        let all = try await search(records, fill) { _ in records.manager }
        let own = try await search(records, fill) { author in records.workers.first { $0.practitioner == author } }
        return GrowthPoint(
            entries: size, decisions: fill.decisions, appendMicroseconds: append.microseconds,
            receiptMicroseconds: receipt.microseconds, signatureMicroseconds: signature.microseconds,
            lookMicroseconds: look.microseconds, searchOwnMicroseconds: own.took.microseconds,
            searchAllMicroseconds: all.took.microseconds, searchesThatFound: own.found + all.found,
            searches: own.made + all.made, bytes: bytes,
            bytesPerDecision: Double(fill.bytesOfDecisions) / Double(max(1, fill.decisions)),
            residentBytes: ProcessMemory.resident, fillSeconds: fill.secondsOfDecisions + fill.secondsOfSmall)
    }

    private static func append(_ records: BenchmarkRecords) async throws -> Median {
        var (took, random) = (Median(), SystemRandomNumberGenerator())
        for turn in 0..<times {
            let context = records.workers[turn % records.workers.count]
            let action = records.cases[turn].urgentAction(about: FictionalName.any(&random), by: context, at: presentTime())
            try await took.time {
                try await records.store.act(as: context, at: presentTime()) { try $0.keep(action, as: .actedUrgently) }
            }
        }
        return took
    }

    /// Searches by how the names of known decisions begin.
    private static func search(
        _ records: BenchmarkRecords, _ fill: GrowthFill, as who: (_ author: String) -> AccessContext?
    ) async throws -> (took: Median, found: Int, made: Int) {
        var (took, found, made) = (Median(), 0, 0)
        for _ in 0..<searchTimes {
            guard let one = fill.sample.randomElement() else { break }
            let decision = try await records.store.look(as: records.manager, at: presentTime()) { try $0.find(one.id) }
            guard let context = who(decision.author) else { break }
            var search = Decision.Search()
            search.words = FictionalName.beginning(of: one.subject)
            let query = Decision.found(search, by: context)
            let page = try await took.time {
                try await records.store.look(as: context, at: presentTime()) { try $0.list(query) }
            }
            made += 1
            // A full page may well leave it to a later one.
            if page.count > Decision.Search.pageSize || page.contains(where: { $0.id == one.id }) { found += 1 }
        }
        return (took, found, made)
    }

    /// The point as rows of a table.
    var rows: [BenchmarkRow] {
        func row(_ what: String, _ value: Double, _ unit: String, _ note: String = "") -> BenchmarkRow {
            BenchmarkRow(policy: "\(entries) entries", what: what, value: value, unit: unit, note: note)
        }
        return [
            row("append", appendMicroseconds, "us", "one urgent action an act, durable; median of \(Self.times)"),
            row(
                "receipt", receiptMicroseconds, "us",
                "proof of one entry, of which the signature takes \(Int(signatureMicroseconds)) us"),
            row("look", lookMicroseconds, "us", "one of \(decisions) decisions by its number, the look logged"),
            row("search-own", searchOwnMicroseconds / 1e3, "ms", "a practitioner's decisions by how a name begins"),
            row(
                "search-all", searchAllMicroseconds / 1e3, "ms",
                "an organisation's; \(searchesThatFound) of \(searches) searches found what they were made for"),
            row("database", Double(bytes), "count", "bytes"),
            row("a-decision", bytesPerDecision, "count", "bytes, with all indexes"),
            row("memory", Double(residentBytes), "count", "bytes"),
        ]
    }
}
