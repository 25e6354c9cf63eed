import Ledger
import Sharing
import Testing

@_spi(Operator) @testable import Vault

@Suite struct PeopleTests {
    private let context = AccessContext(
        practitioner: "nia", organisation: "millbrook", role: .practitioner, purpose: .casework)
    private let now = Instant(milliseconds: 1_795_000_000_000)

    private func person(
        _ name: String = "Jo Example", born: String? = nil, reference: String = "", postcode: String = ""
    ) -> RegisteredPerson {
        RegisteredPerson(by: context, name: name, reference: reference, born: born, postcode: postcode, at: now)
    }

    private func relation(_ kind: String, _ content: Relation.Content) -> Relation {
        Relation(to: .random(), kind: kind, name: "Orla", content, by: context, at: now)
    }

    @Test(arguments: [
        ("2014-03-27", "2026-03-26", 11), ("2014-03-27", "2026-03-27", 12), ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18), ("2008-02-29", "2024-02-29", 16), ("1931-01-01", "2026-01-01", 95),
    ])
    func `an age changes on the birthday`(born: String, day: String, years: Int) {
        #expect(AgeBand.years(born: born, on: day) == years)
    }

    @Test func `nobody is younger than nothing, and what is no day gives no age`() {
        #expect(AgeBand.years(born: "2026-03-28", on: "2026-03-27") == nil)
        #expect(AgeBand.years(born: "2026-02-30", on: "2026-03-27") == nil)
        #expect(AgeBand.years(born: "", on: "2026-03-27") == nil)
    }

    @Test(arguments: [
        (0, AgeBand.underTwelve), (11, .underTwelve), (12, .twelveToFifteen), (15, .twelveToFifteen),
        (16, .sixteenSeventeen), (17, .sixteenSeventeen), (18, .adult), (90, .adult),
    ])
    func `a band begins at 12, 16 and 18`(years: Int, band: AgeBand) {
        #expect(AgeBand(years: years) == band)
    }

    @Test func `the next birthday that changes who consents is known`() {
        #expect(AgeBand.nextReview(born: "2014-03-27", after: "2026-03-26")?.age == 12)
        #expect(AgeBand.nextReview(born: "2014-03-27", after: "2026-03-27")?.age == 16)
        #expect(AgeBand.nextReview(born: "2008-02-29", after: "2025-01-01")?.on.day == "2026-03-01")
        #expect(AgeBand.nextReview(born: "2000-01-01", after: "2026-01-01") == nil)
    }

    @Test func `who has died grows no older`() {
        var dead = person(born: "2010-06-01")
        dead.died = "2020-05-31"
        #expect(dead.age(on: "2026-01-01") == 9)
        #expect(dead.ageBand(on: "2026-01-01") == .underTwelve)
    }

    @Test func `a probable match says why`() throws {
        let known = person("Siobhán Kettlewell", born: "2014-03-27", reference: "MB-20417", postcode: "ZZ1 9QT")
        let same = try #require(ProbableMatch(known, .init(name: "Someone Else", reference: "mb 20417")))
        #expect(same.reasons == [.reference] && same.isStrong)
        let exchanged = try #require(ProbableMatch(known, .init(name: "Siobhan Kettlewell", born: "2014-27-03")))
        #expect(exchanged.reasons == [.sameName, .dayAndMonthExchanged] && !exchanged.isStrong)
        #expect(ProbableMatch(known, .init(name: "Siobhan Kettlewell"))?.reasons == [.sameName, .birthNotKnown])
        #expect(ProbableMatch(known, .init(name: "Shaun Ketelwel", born: "2014-03-27")) != nil)
    }

    @Test func `what two people share by chance makes no match`() {
        let known = person("Siobhán Kettlewell", born: "2014-03-27", postcode: "ZZ1 9QT")
        #expect(ProbableMatch(known, .init(name: "Ada Bramblewick", born: "2014-03-27", postcode: "ZZ1 9QT")) == nil)
        #expect(ProbableMatch(known, .init(name: "Siobhán Kettlewell", born: "1960-01-01")) == nil)
        #expect(ProbableMatch(known, .init(name: "Bert Kettlewell", born: "2010-01-01", postcode: "ZZ1 9QT")) == nil)
    }

    @Test func `an unsafe way is refused, an unknown one warned of`() {
        var safe = Particulars.SafeContact()
        safe.ways = [
            .init(way: "call", detail: "01632 960 111", safety: .safe, times: ""),
            .init(way: "letter", detail: "", safety: .unsafe, times: ""),
            .init(way: "text", detail: "07700 900 111", safety: .unsafe, times: ""),
        ]
        #expect(safe.safety(way: "call", detail: "01632960111") == .safe)
        #expect(safe.refusal(way: "letter", detail: "1 Fable Row") != nil)
        #expect(safe.refusal(way: "call", detail: "07700 900111") != nil, "a number that is unsafe for texts")
        guard case .unknown = safe.safety(way: "call", detail: "01632 960 222") else { return #expect(Bool(false)) }
        guard case .unknown = safe.safety(way: "email", detail: "a@b.example") else { return #expect(Bool(false)) }
        safe.ways.append(.init(way: "message", detail: "01632 960 111", safety: .safe, times: ""))
        safe.mayLeaveMessage = false
        #expect(safe.refusal(way: "message", detail: "01632 960 111") != nil)
        #expect(Particulars.Content().refusal(way: "letter", detail: "") == nil)
        guard case .unknown = Particulars.Content().safety(way: "letter", detail: "") else { return #expect(Bool(false)) }
    }

    @Test func `nothing is shared with somebody while the person objects`() {
        var content = Relation.Content()
        content.mayBeTold = "How I am"
        #expect(Nomination.refusal(for: relation("nominated", content)) == nil)
        #expect(relation("nominated", content).mayBeToldAnything)
        content.objects = true
        #expect(Nomination.refusal(for: relation("nominated", content)) != nil)
        #expect(!relation("nominated", content).mayBeToldAnything)
        #expect(Nomination.refusal(for: relation("mother", content)) != nil)
        content.objects = false
        var ended = relation("nominated", content)
        ended.isEnded = true
        #expect(Nomination.refusal(for: ended) != nil)
    }

    @Test func `an authority covers what its document says, as long as it says`() {
        var content = Relation.Content()
        content.authority = "Power of attorney of 2024"
        content.authorityScope = "Money\nWhere I live"
        content.from = "2024-01-01"
        content.authorityUntil = "2026-06-30"
        let authority = Authority(relation("authorised", content))
        #expect(authority?.covers("where i  live", on: "2026-06-30") == true)
        #expect(authority?.covers("Money", on: "2026-07-01") == false)
        #expect(authority?.covers("Money", on: "2023-12-31") == false)
        #expect(authority?.covers("Health", on: "2026-06-30") == false)
        #expect(Authority(relation("mother", content)) == nil)
        content.authority = ""
        #expect(Authority(relation("authorised", content)) == nil)
    }

    @Test func `a merge leads on and is undone, and never goes in a circle`() throws {
        let kept = person("Kept")
        var gone = person("Gone")
        try gone.merge(into: kept, at: now)
        #expect(gone.isMerged && gone.mergedInto == kept.id)
        var other = person("Other")
        #expect(throws: MergeRefusal.alreadyMerged) { try other.merge(into: gone, at: now) }
        #expect(throws: MergeRefusal.withItself) { try other.merge(into: other, at: now) }
        gone.undoMerge(at: now)
        #expect(gone.state == .active && gone.mergedInto == nil)
    }

    @Test func `an entry in the own record tells nothing of the other person`() {
        let harmed = RegisteredPerson(
            by: context, name: "Harriet Lavenham-Stow", knownAs: "Hattie", reference: "MB-55512", born: "2011-06-07",
            postcode: "ZZ2 1AA", at: now)
        var content = SealedFact.Content()
        content.forms = ["Fable Lane"]
        let fact = SealedFact(about: harmed.id, kind: "address", content, by: context, at: now)
        for telling in [
            "harriet was there", "It was Hattie’s mother", "the Stow family", "case mb55512", "born 7 June 2011",
            "born 07/06/2011", "at zz21aa", "near fable lane",
        ] {
            #expect(!OwnRecord.reveals(telling, of: harmed, [fact]).isEmpty, "\(telling)")
        }
        #expect(OwnRecord.reveals("He was part of an enquiry about a child.", of: harmed, [fact]) == [])
    }
}
