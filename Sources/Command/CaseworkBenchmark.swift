import ArgumentParser
import Foundation
import Ledger
import Policy
import Sharing
@_spi(Operator) import Vault

/// `discretion benchmark casework`.
struct CaseworkBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "casework",
        abstract: "Fills an empty folder with fictional people and what is known of them, to be served and measured.",
        discussion: """
            Scripts/benchmark-casework runs this, serves what was made, and measures how long it takes to find a person, to open \
            a chronology and to see what waits. Everybody signs in as worker-0@benchmark.example and so on.
            """)

    @OptionGroup var content: ContentOption
    @OptionGroup var data: DataOption
    @Option(help: "How many people there are.") var people = 200_000
    @Option(help: "How many items of information there are.") var items = 2_000_000
    @Option(help: "How many practitioners share the work.") var workers = 100
    @Option(help: "With how many people each works today.") var each = 40

    func validate() throws {
        guard data.data != nil || data.database != nil else { throw ValidationError("Name an empty folder with --data.") }
        guard people >= workers, items >= people, workers >= 1, each >= 1 else {
            throw ValidationError("Ask for at least one person a worker, and one item a person.")
        }
    }

    func run() async throws {
        try await ending {
            let records = try await BenchmarkRecords.make(in: data, content, workers: workers)
            let lists = try CodeLists(folder: content.folder())
            let fill = CaseworkFill(
                store: records.store, workers: records.workers, deadlines: try Deadlines(lists, folder: content.folder()),
                categories: lists[.information].ids, each: each)
            let begin = ClosedLoop.now
            var progress = GrowthProgress(until: people)
            var made = 0
            while made < people {
                let now = min(CaseworkFill.anAct, people - made)
                try await fill.make(now, from: made, of: people, items: items)
                made += now
                progress.add(now)
            }
            await records.store.close()
            print("\(people) people with \(items) items in \(Int(Double(ClosedLoop.now - begin) / 1e9)) s")
        }
    }
}

/// Makes people through the store's own door.
struct CaseworkFill: Sendable {
    /// People in one act.
    static let anAct = 400

    let store: Store
    let workers: [AccessContext]
    let deadlines: Deadlines
    let categories: [String]
    /// With how many people each practitioner works today.
    let each: Int

    /// - Parameters:
    ///   - first: how many there are already.
    ///   - all: how many there will be.
    func make(_ count: Int, from first: Int, of all: Int, items: Int) async throws {
        let (deadlines, categories, each, workers) = (deadlines, categories, each, workers)
        let worker = workers[first / Self.anAct % workers.count]
        // The latest of each practitioner are those with whom they work today.
        let areCurrent = all - first <= workers.count * max(each, Self.anAct)
        let (from, until) = (items * first / all, items * (first + count) / all)
        try await store.act(as: worker, at: presentTime()) { records in
            var random = SystemRandomNumberGenerator()
            var made = from
            for place in 0..<count {
                let number = first + place
                let person = RegisteredPerson(
                    by: records.context, name: FictionalName.any(&random), reference: "C-\(number)",
                    born: "\(1940 + number % 84)-\(Self.two(number % 12 + 1))-\(Self.two(number % 28 + 1))",
                    postcode: "ZZ\(number % 90 + 1) \(number % 9)AA", at: records.now)
                var allocation = Allocation(
                    of: records.context.practitioner, to: person.id.text, because: .registered, by: records.context,
                    at: records.now)
                try records.keep(person, as: .registered)
                try records.keep(allocation, as: .allocated)
                try records.keep(Particulars(of: person, by: records.context, at: records.now), as: .recorded)
                let last = place == count - 1 ? until : from + (until - from) * (place + 1) / count
                while made < last {
                    try records.keep(Self.item(made, about: person.id, categories, records.context, records.now), as: .recorded)
                    made += 1
                }
                let staysCurrent = areCurrent && place < each
                if staysCurrent, place % 2 == 0 {
                    try records.owe(
                        "consent-review", about: "registered_person/\(person.id.text)", person: person.id,
                        words: "Look at the consent of \(person.name) again", deadlines)
                }
                if !staysCurrent {
                    allocation.until = records.now
                    try records.keep(allocation, as: .allocated)
                }
            }
        }
    }

    private static func item(
        _ number: Int, about person: RecordID<RegisteredPerson>, _ categories: [String], _ context: AccessContext,
        _ now: Instant
    ) -> InformationItem {
        var content = InformationItem.Content()
        content.text = "Seen at home on a weekday. Nothing out of the way was said or heard; item \(number)."
        content.isLowLevel = number % 7 == 0
        content.place = number % 5 == 0 ? "The day centre" : ""
        let day = "\(2020 + number % 6)-\(two(number % 12 + 1))-\(two(number % 28 + 1))"
        return InformationItem(
            about: person, category: categories[number % categories.count], nature: .fact, happened: day, known: day, content,
            by: context, at: now)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
