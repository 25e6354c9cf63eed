import Ledger
import Sharing
import Vault

/// What clients ask of the records while they are measured.
struct StoreLoads: Sendable {
    /// So many requests each client has, which it answers in turn.
    private static let requestsEach = 8

    private let records: BenchmarkRecords
    private let requests: [RecordID<SharingRequest>]
    private let decisions: [RecordID<Decision>]

    /// Keeps the requests and decisions that are looked at and changed.
    init(_ records: BenchmarkRecords, clients: Int) async throws {
        self.records = records
        let cases = records.cases
        var requests: [RecordID<SharingRequest>] = []
        var decisions: [RecordID<Decision>] = []
        for (number, worker) in records.workers.enumerated() {
            let count = (clients * Self.requestsEach + records.workers.count - 1) / records.workers.count
            let made = try await records.store.act(as: worker, at: presentTime()) { records in
                var random = SystemRandomNumberGenerator()
                let requests = try (0..<count).map { turn in
                    let one = cases[turn].request(
                        about: FictionalName.any(&random), by: records.context, at: records.now)
                    try records.keep(one, as: .recorded)
                    return one.id
                }
                let decisions = try (0..<64).map { turn in
                    try cases[turn + number].decide(about: FictionalName.any(&random), &records)
                }
                return (requests, decisions)
            }
            requests += made.0
            decisions += made.1
        }
        self.requests = requests
        self.decisions = decisions
    }

    /// Each figure in its turn.
    func rows(_ loop: ClosedLoop) async throws -> [BenchmarkRow] {
        try await measure("durable-acts", loop, "an urgent action, its key, its search tokens, its entry") {
            [self] client, turn in
            let context = worker(client)
            let (one, now) = (records.cases[client + turn], presentTime())
            var random = SystemRandomNumberGenerator()
            let action = one.urgentAction(about: FictionalName.any(&random), by: context, at: now)
            try await records.store.act(as: context, at: now) { try $0.keep(action, as: .actedUrgently) }
        }
            + measure("durable-answers", loop, "a request is found and kept with another answer; the look is logged") {
                [self] client, turn in
                let place = (client * Self.requestsEach + turn % Self.requestsEach) % requests.count
                let id = requests[place]
                // Each is kept by whoever began it.
                let author = records.workers[place / (requests.count / records.workers.count) % records.workers.count]
                try await records.store.act(as: author, at: presentTime()) { records in
                    var request = try records.find(id)
                    request.answers["in-doubt"] = turn % 2 == 0 ? "no" : "yes"
                    request.changed = records.now
                    try records.keep(request, as: .amended)
                }
            }
            + measure("looks", loop, "a decision is found and opened; the look is logged") { [self] client, turn in
                let id = decisions[(client * 31 + turn) % decisions.count]
                _ = try await records.store.look(as: records.manager, at: presentTime()) { try $0.find(id) }
            }
            + measure("consults", loop, "the name of somebody at work, which nobody logs") { [self] client, turn in
                let worker = worker(client + turn)
                _ = try await records.store.consult(as: worker, at: presentTime()) {
                    try $0.find(RecordID<Practitioner>(worker.practitioner))
                }
            }
    }

    private func worker(_ number: Int) -> AccessContext { records.workers[number % records.workers.count] }

    private func measure(
        _ what: String, _ loop: ClosedLoop, _ note: String, _ body: @escaping @Sendable (Int, Int) async throws -> Void
    ) async throws -> [BenchmarkRow] {
        let before = records.store.load
        let measured = try await loop.run(body)
        let after = records.store.load
        func row(_ part: String, _ value: Double, _ unit: String, _ note: String = "") -> BenchmarkRow {
            BenchmarkRow(
                policy: "\(records.engine), \(loop.clients) client\(loop.clients == 1 ? "" : "s")", what: what + part,
                value: value,
                unit: unit, note: note)
        }
        let rows = [
            row("", measured.perSecond, "per-second", note), row("-p50", measured.milliseconds(0.5), "ms"),
            row("-p99", measured.milliseconds(0.99), "ms"),
        ]
        let commits = after.commits - before.commits
        if commits == 0 { return rows }
        return rows + [row("-shared", Double(after.acts - before.acts) / Double(commits), "mean", "acts in a commit")]
    }
}
