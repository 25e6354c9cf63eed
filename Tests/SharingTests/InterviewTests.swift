import Foundation
import Policy
import Sharing
import Testing

@Suite struct InterviewTests {
    static let library = Result {
        try PolicyLibrary(
            folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Content"))
    }

    @Test func `answered as it asks, it ends with certain advice and every duty settled`() throws {
        let library = try Self.library.get()
        for edition in library.editions {
            var answers: [String: String] = [:]
            var interview = Interview(answers, under: edition)
            var count = 0
            while let next = interview.next {
                #expect(answers[next.id.rawValue] == nil)
                answers[next.id.rawValue] = next.choices.last!.name
                interview = Interview(answers, under: edition)
                count += 1
            }
            #expect(count <= edition.policy.facts.count)
            #expect(interview.advice.isCertain, "\(edition.name)")
            #expect(interview.advice.possibleObligations.isEmpty, "\(edition.name)")
            #expect(interview.setAside.isEmpty, "\(edition.name)")
        }
    }

    @Test func `the same answers in any order give the same interview`() throws {
        let library = try Self.library.get()
        let edition = try #require(library["rochdale-2018"])
        for one in try library.cases(of: edition).prefix(20) {
            let answers = Dictionary(uniqueKeysWithValues: one.situation.answers.map { ($0.key.rawValue, $0.value.description) })
            let first = Interview(answers, under: edition)
            #expect(first.advice.outcome == one.advice, "\(one.name)")
            #expect(first.facts == Interview(answers.merging([:]) { $1 }, under: edition).facts)
            // What counts is enough: alone it gives the same advice.
            let again = Interview(first.facts, under: edition)
            #expect(again.advice.outcome == first.advice.outcome)
            #expect(again.advice.obligations.map(\.id) == first.advice.obligations.map(\.id))
            #expect(again.setAside.isEmpty)
        }
    }

    @Test func `a changed answer sets aside what no longer counts, and changing it back brings it again`() throws {
        let library = try Self.library.get()
        let edition = try #require(library["expect-2019"])
        var fell = 0
        for one in try library.cases(of: edition).prefix(25) {
            let answers = Dictionary(uniqueKeysWithValues: one.situation.answers.map { ($0.key.rawValue, $0.value.description) })
            let before = Interview(answers, under: edition)
            for (fact, answer) in before.asked.prefix(4) {
                guard let other = fact.choices.first(where: { .choice($0.name) != answer }) else { continue }
                var changed = answers
                changed[fact.id.rawValue] = other.name
                let after = Interview(changed, under: edition)
                let fallen = before.fellAway(in: after)
                fell += fallen.count
                // What fell away is not asked for again, and changes nothing.
                for gone in fallen { #expect(!after.advice.open.contains(gone.id), "\(one.name): \(gone.id)") }
                changed[fact.id.rawValue] = answer.description
                let back = Interview(changed, under: edition)
                #expect(back.facts == before.facts)
            }
        }
        #expect(fell > 20)
    }

    @Test func `an answer that the vocabulary does not know is not taken for one it does`() throws {
        let library = try Self.library.get()
        let edition = try #require(library["expect-2019"])
        let interview = Interview(["recipient": "nonsense", "no-such-fact": "yes", "law-requires": "not-known"], under: edition)
        #expect(interview.facts == ["law-requires": "not-known"])
    }
}
