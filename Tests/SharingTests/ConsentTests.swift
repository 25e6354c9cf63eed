import Foundation
import Ledger
import Policy
import Sharing
import Testing

@_spi(Operator) @testable import Vault

/// A chance that can be repeated.
struct ConsentChance {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }
    mutating func below(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
    mutating func one<T>(of all: [T]) -> T { all[below(all.count)] }
}

/// Consents written in one line each.
struct ConsentStory {
    static let context = AccessContext(
        practitioner: "worker", organisation: "org", role: .practitioner, purpose: .casework)
    static let person = RecordID<RegisteredPerson>("person")
    static let start = Instant(milliseconds: 1_790_000_000_000)
    static let today = start.adding(days: 400)

    var consents: [Consent] = []
    var changes: [ConsentChange] = []

    static func line(_ category: String, _ agency: String, _ purpose: String = "care") -> Consent.Line {
        .init(category: category, agency: agency, purpose: purpose)
    }

    /// - Parameter day: how many days after the start it was said.
    @discardableResult
    mutating func say(
        _ answer: Consent.Answer, _ scope: [Consent.Line], not exclusions: [Consent.Line] = [], on day: Int64,
        review: String? = nil, kind: Consent.Kind = .consent, general: Bool = false
    ) -> Consent {
        var content = Consent.Content()
        content.scope = scope
        content.exclusions = exclusions
        content.isGeneral = general
        let consent = Consent(
            id: .init("consent\(consents.count)"), of: Self.person, kind: kind, answer: answer, reviewOn: review, content,
            by: Self.context, at: Self.start.adding(days: day))
        consents.append(consent)
        return consent
    }

    mutating func change(_ consent: Consent, _ kind: ConsentChange.Kind, on day: Int64, review: String? = nil) {
        changes.append(
            ConsentChange(
                id: .init("change\(changes.count)"), of: consent, kind: kind, reviewOn: review, .init(), by: Self.context,
                at: Self.start.adding(days: day)))
    }

    var register: ConsentRegister { ConsentRegister(consents, changes) }

    func asked(
        _ category: String = "health", _ agencies: [String] = ["kind:gp", "contact:1"], _ purpose: String = "care"
    ) -> ConsentRegister.Coverage {
        register.coverage(category: category, agencies: agencies, purpose: purpose, on: Self.today.day)
    }

    /// The same question answered in another way: every statement is put on a table with its time, and the last one wins.
    func byTable(_ category: String, _ agencies: [String], _ purpose: String) -> ConsentRegister.Coverage {
        func fits(_ line: Consent.Line) -> Bool {
            ["any", category].contains(line.category) && (["any"] + agencies).contains(line.agency)
                && ["any", purpose].contains(line.purpose)
        }
        struct Said {
            let at: Instant
            let verdict: ConsentRegister.Coverage
        }
        var table: [Said] = []
        var noes: [(at: Instant, line: Consent.Line, id: RecordID<Consent>)] = []
        var yeses: [(at: Instant, line: Consent.Line)] = []
        for consent in consents where consent.kind == .consent {
            let mine = changes.filter { $0.consent == consent.id }
            if mine.contains(where: { $0.kind == .invalidated }) { continue }
            let back = mine.filter { $0.kind == .withdrawn }.map(\.at).max()
            let isOver = mine.contains { $0.kind == .ended }
            let review = mine.filter { $0.kind == .reviewed }.max { $0.at < $1.at }?.reviewOn ?? consent.reviewOn
            let isLate = review.map { $0 < Self.today.day } ?? false
            noes += consent.content.exclusions.filter(fits).map { (consent.at, $0, consent.id) }
            guard consent.content.scope.contains(where: fits) else { continue }
            switch consent.answer {
            case .given, .limited:
                if let back {
                    table.append(Said(at: back, verdict: .withdrawn(consent.id)))
                } else if isOver || isLate {
                    table.append(Said(at: consent.at, verdict: .notAsked))
                } else {
                    table.append(Said(at: consent.at, verdict: .covered(consent.id)))
                    yeses += consent.content.scope.filter(fits).map { (consent.at, $0) }
                }
            case .refused: if back == nil, !isOver { table.append(Said(at: consent.at, verdict: .refused(consent.id))) }
            case .notSought, .notObtained: continue
            }
        }
        let standing = noes.filter { no in
            !yeses.contains { yes in
                yes.at > no.at && yes.line.category != "any" && yes.line.agency != "any"
                    && (!no.line.agency.hasPrefix("contact:") || yes.line.agency == no.line.agency)
            }
        }.max { $0.at < $1.at }
        guard let last = table.max(by: { $0.at < $1.at }) else { return standing.map { .excluded($0.id) } ?? .notAsked }
        if let standing, standing.at >= last.at { return .excluded(standing.id) }
        if case .covered = last.verdict, let standing { return .excluded(standing.id) }
        return last.verdict
    }
}

@Suite struct ConsentTests {
    private typealias Story = ConsentStory
    private static let gp = Story.line("health", "kind:gp")

    @Test func `what nobody asked about is not covered`() {
        #expect(Story().asked() == .notAsked)
        var story = Story()
        story.say(.given, [Story.line("school", "kind:gp")], on: 1)
        story.say(.given, [Story.line("health", "kind:police")], on: 2)
        story.say(.given, [Story.line("health", "kind:gp", "quality")], on: 3)
        #expect(story.asked() == .notAsked)
    }

    @Test func `what was agreed is covered, whether by kind, by name or for all`() {
        for line in [Self.gp, Story.line("health", "contact:1"), Story.line("any", "any", "any")] {
            var story = Story()
            let yes = story.say(.given, [line], on: 1)
            #expect(story.asked() == .covered(yes.id))
        }
    }

    @Test func `the latest conversation decides`() {
        var story = Story()
        story.say(.given, [Self.gp], on: 1)
        let no = story.say(.refused, [Story.line("any", "any", "any")], on: 2)
        #expect(story.asked() == .refused(no.id))
        let yes = story.say(.given, [Self.gp], on: 3)
        #expect(story.asked() == .covered(yes.id))
    }

    @Test func `neither an agreement to a service nor views let anything go`() {
        var story = Story()
        story.say(.given, [Self.gp], on: 1, kind: .agreementToService)
        story.say(.given, [Self.gp], on: 2, kind: .viewsSought)
        #expect(story.asked() == .notAsked)
    }

    @Test func `what is left out stays out until it is named again`() {
        var story = Story()
        let limited = story.say(.limited, [Story.line("any", "kind:gp")], not: [Story.line("health", "any", "any")], on: 1)
        #expect(story.asked() == .excluded(limited.id))
        #expect(story.asked("school") == .covered(limited.id))
        story.say(.given, [Story.line("any", "any", "any")], on: 2)
        #expect(story.asked() == .excluded(limited.id))
        let named = story.say(.given, [Self.gp], on: 3)
        #expect(story.asked() == .covered(named.id))
        story.change(named, .withdrawn, on: 4)
        #expect(story.asked() == .withdrawn(named.id))
    }

    @Test func `somebody who was left out by name is named again by name`() {
        var story = Story()
        let limited = story.say(.limited, [Self.gp], not: [Story.line("health", "contact:1", "any")], on: 1)
        story.say(.given, [Self.gp], on: 2)
        #expect(story.asked() == .excluded(limited.id))
        #expect(story.asked("health", ["kind:gp", "contact:2"]) == .covered(story.consents[1].id))
        let named = story.say(.given, [Story.line("health", "contact:1")], on: 3)
        #expect(story.asked() == .covered(named.id))
    }

    @Test func `an exclusion outlives its conversation, but not one that was not sound`() {
        for kind in [ConsentChange.Kind.withdrawn, .ended] {
            var story = Story()
            let limited = story.say(.limited, [Story.line("school", "kind:gp")], not: [Story.line("health", "any", "any")], on: 1)
            story.change(limited, kind, on: 2)
            #expect(story.asked() == .excluded(limited.id))
        }
        var story = Story()
        let limited = story.say(.limited, [Self.gp], not: [Story.line("health", "any", "any")], on: 1)
        story.change(limited, .invalidated, on: 2)
        #expect(story.asked() == .notAsked)
    }

    @Test func `what was taken back is not covered, even where an older or another consent speaks of it`() {
        var story = Story()
        story.say(.given, [Self.gp], on: 1)
        let first = story.say(.given, [Self.gp], on: 2)
        story.say(.given, [Story.line("any", "kind:gp", "any")], on: 3)
        story.change(first, .withdrawn, on: 4)
        #expect(story.asked() == .withdrawn(first.id))
        let again = story.say(.given, [Self.gp], on: 5)
        #expect(story.asked() == .covered(again.id))
    }

    @Test func `what has ended, is overdue or was not sound carries nothing`() {
        var story = Story()
        let yes = story.say(.given, [Self.gp], on: 1, review: Story.today.adding(days: -1).day)
        #expect(story.asked() == .notAsked)
        story.change(yes, .reviewed, on: 2, review: Story.today.day)
        #expect(story.asked() == .covered(yes.id))
        story.change(yes, .ended, on: 3)
        #expect(story.asked() == .notAsked)
        var other = Story()
        let older = other.say(.given, [Self.gp], on: 1)
        let unsound = other.say(.refused, [Self.gp], on: 2)
        other.change(unsound, .invalidated, on: 3)
        #expect(other.asked() == .covered(older.id))
    }

    @Test func `a general consent is told apart from one that says it`() {
        var story = Story()
        let general = story.say(.given, [Story.line("any", "any", "any")], on: 1, general: true)
        #expect(story.register.isAssumed(.covered(general.id), category: "health", agencies: ["kind:gp"]))
        let named = story.say(.given, [Self.gp], on: 2)
        #expect(!story.register.isAssumed(.covered(named.id), category: "health", agencies: ["kind:gp"]))
    }

    @Test func `an item that the person keeps back is not lifted by any consent`() {
        var story = Story()
        let yes = story.say(.given, [Self.gp], on: 1)
        func item(_ change: (inout InformationItem.Content) -> Void) -> InformationItem {
            var content = InformationItem.Content()
            change(&content)
            return InformationItem(
                about: Story.person, category: "health", nature: .fact, happened: "", known: Story.start.day, content,
                by: Story.context, at: Story.start)
        }
        func covered(_ item: InformationItem) -> ConsentRegister.ItemCoverage {
            story.register.coverageOfItem(item, agencies: ["kind:gp", "contact:1"], purpose: "care", on: Story.today.day)
        }
        #expect(covered(item { _ in }) == .byConsent(.covered(yes.id)))
        #expect(covered(item { $0.restrictedFromAll = true }) == .restricted(words: ""))
        #expect(covered(item { $0.restrictedFrom = ["kind:gp"] }) == .restricted(words: ""))
        #expect(covered(item { $0.restrictedFrom = ["gp"] }) == .restricted(words: ""))
        #expect(covered(item { $0.restrictedFrom = ["kind:police"] }) == .byConsent(.covered(yes.id)))
    }

    @Test func `ten thousand stories come to the same answer by another way`() {
        var chance = ConsentChance(17)
        var met: Set<String> = []
        for number in 0..<10_000 {
            var story = Story()
            func line(_ chance: inout ConsentChance) -> Consent.Line {
                .init(
                    category: chance.one(of: ["health", "school", "any"]),
                    agency: chance.one(of: ["kind:gp", "contact:1", "kind:police", "any"]),
                    purpose: chance.one(of: ["care", "quality", "any"]))
            }
            for place in 0..<(1 + chance.below(5)) {
                let answer = chance.one(of: [Consent.Answer.given, .given, .limited, .refused, .notSought, .notObtained])
                let scope = (0..<chance.below(3)).map { _ in line(&chance) }
                let not = answer == .refused ? [] : (0..<chance.below(2)).map { _ in line(&chance) }
                let review = chance.one(of: [nil, nil, Story.today.adding(days: -3).day, Story.today.adding(days: 3).day])
                let consent = story.say(answer, scope, not: not, on: Int64(place * 10 + 1), review: review)
                for step in 0..<chance.below(2) {
                    let kind = chance.one(of: [ConsentChange.Kind.withdrawn, .invalidated, .reviewed, .ended])
                    let later = chance.one(of: [Story.today.adding(days: -3).day, Story.today.adding(days: 3).day])
                    // Never two statements at one moment.
                    let day = Int64(place * 10 + chance.below(60) / 10 * 10 + 2 + place + step * 100)
                    story.change(consent, kind, on: day, review: kind == .reviewed ? later : nil)
                }
            }
            for category in ["health", "school"] {
                for agencies in [["kind:gp", "contact:1"], ["kind:police", "contact:2"]] {
                    for purpose in ["care", "quality"] {
                        let found = story.asked(category, agencies, purpose)
                        let table = story.byTable(category, agencies, purpose)
                        #expect(found == table, "story \(number): \(category) to \(agencies) for \(purpose)")
                        met.insert("\(found)".prefix { $0 != "(" }.description)
                    }
                }
            }
        }
        #expect(met == ["covered", "excluded", "refused", "withdrawn", "notAsked"])
    }
}

@Suite struct ExplanationGateTests {
    private func explanation(given: Bool, points: [String] = [], exception: String = "") -> Explanation {
        var content = Explanation.Content()
        content.points = points
        content.exception = exception
        return Explanation(
            to: ConsentStory.person, wasGiven: given, content, by: ConsentStory.context, at: ConsentStory.start)
    }

    @Test func `nothing begins before an explanation, or a reason why there is none`() {
        #expect(ExplanationGate.refusal([]) != nil)
        #expect(ExplanationGate.refusal([explanation(given: true)]) == nil)
        #expect(ExplanationGate.refusal([explanation(given: false, exception: "He listens")]) == nil)
        #expect(ExplanationGate.refusal([explanation(given: false)]) != nil)
    }

    @Test func `an explanation is whole over several conversations`() {
        let first = explanation(given: true, points: ["a", "b"])
        #expect(ExplanationGate.refusal([first], needing: ["a", "b", "c"])?.missing == ["c"])
        #expect(ExplanationGate.refusal([first, explanation(given: true, points: ["c"])], needing: ["a", "b", "c"]) == nil)
    }

    @Test(
        arguments: [
            ("2008-11-22", 17), ("2008-11-21", 18), ("2010-03-01", 16), ("", nil), ("2010", nil),
        ] as [(String, Int?)])
    func `years are counted to the birthday`(born: String, years: Int?) {
        #expect(AgeBand.years(born: born, on: "2026-11-21") == years)
    }

    @Test func `no letter of ours promises secrecy, and every notice says that nobody can`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Content")
        let lists = try CodeLists(folder: folder)
        let letters = try LetterTemplates(folder: folder)
        #expect(throws: Never.self) { try NoticeRule.check(letters, lists) }
        #expect(letters.languages(of: "privacy-notice") == ["cy", "en", "en-easy-read", "pl"])
    }
}
