import Ledger
import Vault

/// Something that several events show together: told at the top of a chronology with what it rests on, so that it cannot be
/// overlooked (004 §6.1, §6.2, §6.5; 001 §2).
public struct Pattern: Hashable, Sendable {
    /// A code of `Content/lists/patterns.yaml`.
    public let code: String
    /// Whom or which place it is about, as it was written; "" otherwise.
    public let subject: String
    /// What it rests on, the earliest first.
    public let events: [Chronology.Event]

    public var isOfSeveralPeople: Bool { Set(events.map(\.person)).count > 1 }

    /// How many events, and within how many days.
    public struct Threshold: Hashable, Sendable {
        public let least: Int
        public let days: Int
        public init(least: Int, days: Int) {
            self.least = least
            self.days = days
        }
        /// As the list says it; nil where it does not.
        public init?(_ entry: CodeList.Entry?) {
            guard let least = entry?.more["least"].flatMap(Int.init), let days = entry?.more["days"].flatMap(Int.init) else {
                return nil
            }
            self.init(least: least, days: days)
        }
    }

    /// - Parameters:
    ///   - items: by their reference, for whom and which place they name; what was corrected counts only as corrected.
    public static func found(
        in chronology: Chronology, items: [InformationItem], thresholds: (String) -> Threshold?
    ) -> [Pattern] {
        let events = chronology.events.filter { !$0.marks.contains(.superseded) }.sorted {
            ($0.place, $0.record) < ($1.place, $1.record)
        }
        let contents = Dictionary(items.map { ($0.reference, $0.content) }) { first, _ in first }
        var found: [Pattern] = []
        func look(_ code: String, _ subject: String, _ among: [Chronology.Event]) {
            guard let threshold = thresholds(code) else { return }
            let close = cluster(among, within: threshold.days, least: threshold.least)
            if !close.isEmpty { found.append(Pattern(code: code, subject: subject, events: close)) }
        }
        look("low-level", "", events.filter { $0.marks.contains(.lowLevel) })
        for (subject, group) in groups(events, contents, \.alleged, isName: true) { look("alleged", subject, group) }
        let concerns = events.filter(\.isConcern)
        for (subject, group) in groups(concerns, contents, \.place, isName: false) { look("place", subject, group) }
        for person in people(events) {
            look(
                "refusals", "",
                events.filter { $0.person == person && $0.kind == "refusal" && $0.record.hasPrefix("consent") })
        }
        if let threshold = thresholds("late-sharing") {
            let late = events.filter { !$0.marks.isDisjoint(with: [.sharedLate, .notShared]) }
            if late.count >= threshold.least, !late.isEmpty {
                found.append(Pattern(code: "late-sharing", subject: "", events: late))
            }
        }
        return found
    }

    /// The events that lie within so many days of one another, when there are enough of them.
    private static func cluster(_ events: [Chronology.Event], within days: Int, least: Int) -> [Chronology.Event] {
        var close: Set<Int> = []
        for first in events.indices {
            let together = events.indices[first...].filter {
                !EventsOfOne.isLater(events[$0].place, than: events[first].place, by: days)
            }
            if together.count >= least { close.formUnion(together) }
        }
        return close.sorted().map { events[$0] }
    }

    private static func people(_ events: [Chronology.Event]) -> [RecordID<RegisteredPerson>] {
        var people: [RecordID<RegisteredPerson>] = []
        for event in events where !people.contains(event.person) { people.append(event.person) }
        return people
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr", "the", "uncle", "aunt", "called", "a", "at"]

    /// Groups by whom or what an item names, however it is written: without titles, in any order of words.
    private static func groups(
        _ events: [Chronology.Event], _ contents: [String: InformationItem.Content],
        _ part: KeyPath<InformationItem.Content, String>, isName: Bool
    ) -> [(String, [Chronology.Event])] {
        var order: [String] = []
        var groups: [String: (subject: String, events: [Chronology.Event])] = [:]
        for event in events {
            guard let text = contents[event.record]?[keyPath: part], !text.isEmpty else { continue }
            let words = PlainLetters(text).words.filter { !titles.contains($0) }
            let key = (isName ? words.sorted() : words).joined(separator: " ")
            guard !key.isEmpty else { continue }
            if groups[key] == nil { order.append(key) }
            groups[key, default: (text, [])].events.append(event)
        }
        return order.compactMap { key in groups[key].map { ($0.subject, $0.events) } }
    }
}
