import Hummingbird
import Ledger
import Sharing
import Synchronization
import Vault

/// What waits in the whole organisation, for whom, and how long: for those who oversee it.
struct TeamPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/team") { request, context -> Reply in
            guard context.access.oversees else { throw NothingToSee() }
            let now = site.now()
            let asked = TeamAsked(request.query)
            let team = try await site.store.look(as: context.access, at: now) { try Team(&$0, asked, at: now) }
            return .page(TeamViews.page(team, asked, try await site.colleagues(context), site, context, now))
        }
    }
}

/// What somebody wants to see of a team. Codes and numbers only: they stand in the address.
struct TeamAsked: Sendable {
    enum Order: String, Sendable, CaseIterable {
        case escalated, overdue, open, name

        var words: String {
            switch self {
            case .escalated: "Most escalated first"
            case .overdue: "Most overdue first"
            case .open: "Most to do first"
            case .name: "By name"
            }
        }
    }

    var worker = ""
    var kind = ""
    var order = Order.escalated
    var page = 1

    init(_ query: Form.Fields) {
        worker = String((query["worker"] ?? "").prefix(40))
        kind = String((query["kind"] ?? "").prefix(40))
        order = query["order"].flatMap { Order(rawValue: $0) } ?? .escalated
        page = max(1, min(query["page"].flatMap { Int($0) } ?? 1, 200))
    }

    func address(page: Int) -> String { "\(Addresses.team)?worker=\(worker)&kind=\(kind)&order=\(order.rawValue)&page=\(page)" }
}

struct Team: Sendable {
    /// How much waits for one worker.
    struct Line: Sendable {
        let worker: String
        var open = 0
        var overdue = 0
        var escalated = 0
        var urgent = 0
        var oldest: Instant?
    }

    static let limit = 5000
    let lines: [Line]
    let kinds: [String]
    /// What is shown of what waits, the escalated first.
    let duties: [Duty]
    let count: Int
    let isCut: Bool

    private final class Found: Sendable {
        let all = Mutex<(lines: [Line], kinds: [String], count: Int, total: Int)>(([], [], 0, 0))
    }

    init(_ records: inout Transaction, _ asked: TeamAsked, at now: Instant) throws {
        let found = Found()
        duties = try records.list(
            Duty.open(in: records.context.organisation, limit: Self.limit).sifted { all in
                let fitting = all.filter {
                    (asked.kind.isEmpty || $0.kind == asked.kind) && (asked.worker.isEmpty || $0.owner == asked.worker)
                }
                let first = fitting.filter { $0.standing(at: now) == .escalated }
                let rest = fitting.filter { $0.standing(at: now) != .escalated }
                let lines = Self.lines(all.filter { asked.kind.isEmpty || $0.kind == asked.kind }, now)
                let kinds = Set(all.map(\.kind)).sorted()
                found.all.withLock { $0 = (lines, kinds, fitting.count, all.count) }
                return Array((first + rest).dropFirst((asked.page - 1) * DutiesShown.size).prefix(DutiesShown.size))
            })
        (lines, kinds, count, isCut) = found.all.withLock { ($0.lines, $0.kinds, $0.count, $0.total == Self.limit) }
    }

    private static func lines(_ duties: [Duty], _ now: Instant) -> [Line] {
        var lines: [String: Line] = [:]
        for duty in duties {
            var line = lines[duty.owner] ?? Line(worker: duty.owner)
            line.open += 1
            let standing = duty.standing(at: now)
            if standing == .overdue || standing == .escalated { line.overdue += 1 }
            if standing == .escalated { line.escalated += 1 }
            if duty.isUrgent { line.urgent += 1 }
            line.oldest = line.oldest.map { min($0, duty.due) } ?? duty.due
            lines[duty.owner] = line
        }
        return Array(lines.values)
    }
}
