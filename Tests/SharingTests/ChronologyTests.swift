import Ledger
import Sharing
import Testing

@testable import Vault

@Suite struct ChronologyTests {
    private let nia = AccessContext(practitioner: "nia", organisation: "millbrook", role: .practitioner, purpose: .casework)
    private let person = RecordID<RegisteredPerson>("ada")
    private let brother = RecordID<RegisteredPerson>("ben")
    private let now = Instant(year: 2026, month: 3, day: 27) ?? Instant(milliseconds: 0)

    private func item(
        _ id: String, _ text: String, on day: String, known: String = "2026-03-26", corrects: String? = nil,
        category: String = "home", of person: RecordID<RegisteredPerson>? = nil,
        _ change: (inout InformationItem.Content) -> Void = { _ in }
    ) -> InformationItem {
        var content = InformationItem.Content()
        content.text = text
        content.confidence = .confidential
        change(&content)
        return InformationItem(
            id: .init(id), about: person ?? self.person, category: category, nature: .fact, happened: day, known: known, content,
            corrects: corrects.map { .init($0) }, by: nia, at: now)
    }

    private func chronology(_ items: [InformationItem]) -> Chronology {
        var own = Chronology.Sources()
        own.items = items.filter { $0.person == person }
        var his = Chronology.Sources()
        his.items = items.filter { $0.person == brother }
        return Chronology([(person, own), (brother, his)], limits: .init(), on: now)
    }

    private func patterns(_ items: [InformationItem]) -> [String] {
        let thresholds = ["low-level": (3, 90), "alleged": (2, 1825), "place": (2, 365), "refusals": (2, 365)]
        return Pattern.found(in: chronology(items), items: items) { code in
            thresholds[code].map { Pattern.Threshold(least: $0.0, days: $0.1) }
        }.map(\.code)
    }

    @Test func `what was corrected is superseded, and the chain is told from the first to the last`() {
        let items = [
            item("c", "One half-sister", on: "", corrects: "b"), item("b", "One sister", on: "", corrects: "a"),
            item("a", "Two sisters", on: ""), item("x", "Something else", on: ""),
        ]
        let known = CurrentInformation(items)
        #expect(known.current.map(\.id.text) == ["c", "x"])
        #expect(known.superseded.map(\.id.text) == ["b", "a"])
        #expect(known.chain(of: .init("b")).count == 3)
        #expect(known.history(of: .init("b")).map(\.id.text) == ["a", "b"])
        #expect(known.corrections(of: .init("a")).map(\.id.text) == ["b"])
        #expect(known.chain(of: .init("x")).map(\.id.text) == ["x"])
    }

    @Test func `a chain that goes in a circle is still told once`() {
        let known = CurrentInformation([item("a", "A", on: "", corrects: "b"), item("b", "B", on: "", corrects: "a")])
        #expect(known.history(of: .init("a")).count == 2)
    }

    @Test func `events stand in the order in which they happened, with what nobody can date where it became known`() {
        let events = chronology([
            item("a", "First", on: "2026-01-05"), item("b", "Undated", on: "", known: "2026-02-01"),
            item("c", "At a time", on: "2026-03-02T14:30"), item("d", "Same day", on: "2026-03-02T09:00"),
        ]).events
        #expect(events.map(\.words) == ["At a time", "Same day", "Undated", "First"])
    }

    @Test func `a note is marked late when it was written long after it was known`() {
        let events = chronology([
            item("a", "In time", on: "2026-03-26", known: "2026-03-26"), item("b", "Late", on: "2026-03-01", known: "2026-03-20"),
        ]).events
        #expect(events.filter { $0.marks.contains(.recordedLate) }.map(\.words) == ["Late"])
    }

    @Test func `a chronology is narrowed by what a reader asks`() {
        let all = chronology([
            item("a", "Bruise", on: "2026-01-05", category: "concern"), item("b", "Ate well", on: "2026-02-05"),
            item("c", "Ate very well", on: "2026-03-05", corrects: "b"),
        ])
        var filter = Chronology.Filter()
        filter.onlyConcerns = true
        #expect(all.filtered(filter).map(\.words) == ["Bruise"])
        filter = .init()
        filter.from = "2026-02-01"
        filter.until = "2026-02-28"
        #expect(all.filtered(filter).map(\.words) == ["Ate well"])
        filter = .init()
        filter.withSuperseded = false
        filter.oldestFirst = true
        #expect(all.filtered(filter).map(\.words) == ["Bruise", "Ate very well"])
        filter.words = "VERY"
        #expect(all.filtered(filter).map(\.words) == ["Ate very well"])
    }

    @Test func `three low-level concerns within ninety days are a pattern, two or three apart are not`() {
        func low(_ id: String, _ day: String) -> InformationItem { item(id, id, on: day) { $0.isLowLevel = true } }
        #expect(patterns([low("a", "2026-01-01"), low("b", "2026-02-01"), low("c", "2026-03-20")]) == ["low-level"])
        #expect(patterns([low("a", "2026-01-01"), low("b", "2026-02-01")]) == [])
        #expect(patterns([low("a", "2025-01-01"), low("b", "2025-08-01"), low("c", "2026-03-20")]) == [])
    }

    @Test func `the same alleged person is seen however the name is written, across the family`() {
        let found = patterns([
            item("a", "A", on: "2026-01-01") { $0.alleged = "Mr Darren Pike" },
            item("b", "B", on: "2026-02-01", of: brother) { $0.alleged = "PIKE, Darren" },
        ])
        #expect(found == ["alleged"])
        #expect(
            patterns([
                item("a", "A", on: "2026-01-01") { $0.alleged = "Darren Pike" },
                item("b", "B", on: "2026-02-01") { $0.alleged = "Dara Pike" },
            ]) == [])
    }

    @Test func `the same place counts for concerns only, and what was corrected does not count twice`() {
        func at(_ id: String, _ category: String, corrects: String? = nil) -> InformationItem {
            item(id, id, on: "2026-02-01", corrects: corrects, category: category) { $0.place = "Fenwick Baths" }
        }
        #expect(patterns([at("a", "concern"), at("b", "concern")]) == ["place"])
        #expect(patterns([at("a", "concern"), at("b", "home")]) == [])
        #expect(patterns([at("a", "concern"), at("b", "concern", corrects: "a")]) == [])
    }

    @Test func `refusals that repeat are marked and make a pattern`() {
        func refusal(_ id: String, _ day: String) -> Consent {
            var content = Consent.Content()
            content.decidedOn = day
            return Consent(id: .init(id), of: person, kind: .consent, answer: .refused, reviewOn: nil, content, by: nia, at: now)
        }
        var sources = Chronology.Sources()
        sources.consents = [refusal("a", "2026-01-01"), refusal("b", "2026-02-01")]
        let all = Chronology([(person, sources)], limits: .init(), on: now)
        #expect(all.events.map { $0.marks.contains(.refusedAgain) } == [true, false])
        let found = Pattern.found(in: all, items: []) { $0 == "refusals" ? .init(least: 2, days: 365) : nil }
        #expect(found.map(\.code) == ["refusals"] && found.first?.events.count == 2)
    }
}
