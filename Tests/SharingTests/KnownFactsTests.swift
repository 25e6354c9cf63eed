import Foundation
import Ledger
import Policy
import Sharing
import Testing

@testable import Vault

@Suite struct KnownFactsTests {
    static let mo = AccessContext(practitioner: "mo", organisation: "office", role: .practitioner, purpose: .casework)
    /// 21 November 2026.
    static let now = Instant(year: 2026, month: 11, day: 21) ?? Instant(milliseconds: 0)
    static let school = Contact(
        id: .init("school1"), kind: "school", name: "Ms Ash", agency: "Oakfield School", .init(), by: mo, at: now)
    static let everything: Set<String> = [
        "subject", "can-decide", "consent", "consent-covers-this", "consent-is-informed", "recipient", "recipient-verified",
        "recipient-needs-it", "is-sensitive", "is-confidential", "asked-not-to-share-this", "given-in-confidence-by-another",
        "whole-file", "anonymised-would-do", "other-may-consent", "parents-disagree", "asking-is-unsafe", "vital-interests",
        "provided-by-another", "refusal-explained", "staff-implicated",
    ]

    private func person(born: String?, estimated: Bool = false, died: String? = nil) -> RegisteredPerson {
        var person = RegisteredPerson(by: Self.mo, name: "Jo Example", born: born, isBirthEstimated: estimated, at: Self.now)
        person.died = died
        return person
    }

    private func records(_ change: (inout Asking) -> Void = { _ in }, born: String? = "2016-03-03") -> KnownFacts.Records {
        let person = person(born: born)
        var request = SharingRequest(
            by: Self.mo, origin: .asked(by: "Ms Ash"), subject: "Jo", recipient: "Ms Ash", purpose: "", items: [],
            policy: "england-2026", about: person.id, at: Self.now)
        var asking = Asking()
        asking.purposeKind = "safeguard"
        change(&asking)
        request.asking = asking
        var records = KnownFacts.Records(person: person, request: request)
        records.contact = Self.school
        return records
    }

    private func known(_ records: KnownFacts.Records, among facts: Set<String> = everything) -> KnownFacts {
        KnownFacts(records, among: facts, at: Self.now, day: { $0.day })
    }

    private func item(_ category: String = "home", _ change: (inout InformationItem.Content) -> Void = { _ in }) -> InformationItem {
        var content = InformationItem.Content()
        content.text = "It was cold."
        change(&content)
        return InformationItem(
            about: .init("jo"), category: category, nature: .fact, happened: "2026-11-02", known: "2026-11-02", content,
            by: Self.mo, at: Self.now)
    }

    private func consent(
        _ answer: Consent.Answer, _ categories: [String], out: [String] = [], at day: Int64 = -30,
        _ change: (inout Consent.Content) -> Void = { _ in }
    ) -> Consent {
        var content = Consent.Content()
        content.scope = categories.map { .init(category: $0, agency: "kind:school", purpose: "any") }
        content.exclusions = out.map { .init(category: $0, agency: "contact:school1", purpose: "any") }
        change(&content)
        return Consent(
            of: .init("jo"), kind: .consent, answer: answer, reviewOn: "2027-05-01", content, by: Self.mo,
            at: Self.now.adding(days: day))
    }

    @Test(arguments: [
        ("2014-11-22", "child-under-12"), ("2014-11-21", "child-12-to-15"), ("2010-11-22", "child-12-to-15"),
        ("2010-11-21", "aged-16-or-17"), ("2008-11-22", "aged-16-or-17"), ("2008-11-21", "adult"), ("1940-01-01", "adult"),
    ])
    func `age is that of today, to the day`(born: String, subject: String) {
        #expect(known(records(born: born))["subject"]?.answer == subject)
    }

    @Test func `an estimated birth answers only where a year either way changes nothing`() {
        var one = records()
        one.person = person(born: "2016-03-03", estimated: true)
        #expect(known(one)["subject"]?.answer == "child-under-12")
        one.person = person(born: "2014-03-03", estimated: true)
        #expect(known(one)["subject"] == nil)
        one.person = person(born: nil)
        #expect(known(one)["subject"] == nil)
        one.person = person(born: "1940-01-01", died: "2026-01-01")
        #expect(known(one)["subject"]?.answer == "deceased")
    }

    @Test func `where nothing is recorded nothing is answered`() {
        var one = records(born: nil)
        one.contact = nil
        #expect(known(one).all == [])
    }

    @Test func `only what the policy asks is answered, each with where it stands`() {
        let one = known(records(), among: ["subject"])
        #expect(one.all.map(\.fact) == ["subject"])
        #expect(one.all.allSatisfy { !$0.words.isEmpty && $0.record.contains("/") })
    }

    @Test func `what was recorded of the request answers, and what was not does not`() {
        let one = known(
            records {
                $0.needsIt = "yes"
                $0.wouldAnonymisedDo = "not-known"
                $0.asksWholeFile = "no"
                $0.urgency = .lifeAndDeath
            })
        #expect(one["recipient-needs-it"]?.answer == "yes")
        #expect(one["anonymised-would-do"] == nil)
        #expect(one["whole-file"]?.answer == "no")
        #expect(one["vital-interests"]?.answer == "yes")
        #expect(one["recipient-verified"] == nil)
        #expect(known(records { $0.verification = .callBack })["recipient-verified"]?.answer == "yes")
    }

    struct Case: Sendable, CustomStringConvertible {
        let name: String
        let consents: [Consent]
        let chosen: [String]
        let expected: [String: String?]
        var description: String { name }
    }

    @Test func `consent answers for just what is chosen, this recipient and this purpose`() {
        let cases = [
            Case(name: "none", consents: [], chosen: ["home"], expected: ["consent": nil, "consent-covers-this": nil]),
            Case(
                name: "covered", consents: [consent(.given, ["home"])], chosen: ["home"],
                expected: ["consent": "given", "consent-covers-this": "yes"]),
            Case(
                name: "partly", consents: [consent(.given, ["home"])], chosen: ["home", "money"],
                expected: ["consent": "given", "consent-covers-this": "no"]),
            Case(
                name: "refused", consents: [consent(.refused, ["home"])], chosen: ["home"],
                expected: ["consent": "refused", "consent-covers-this": nil]),
            Case(
                name: "refused for one of two", consents: [consent(.given, ["home"]), consent(.refused, ["money"], at: -40)],
                chosen: ["home", "money"], expected: ["consent": "refused"]),
            Case(
                name: "left out", consents: [consent(.limited, ["any"], out: ["health"])], chosen: ["health"],
                expected: ["consent": "refused", "asked-not-to-share-this": "yes", "consent-covers-this": "no"]),
            Case(name: "nothing chosen", consents: [consent(.given, ["any"])], chosen: [], expected: ["consent": nil]),
            Case(name: "not sought", consents: [consent(.notSought, [])], chosen: ["home"], expected: ["consent": "not-sought"]),
        ]
        for one in cases {
            var records = records()
            records.chosen = one.chosen.map { item($0) }
            records.consents = ConsentRegister(one.consents, [])
            let known = known(records)
            for (fact, answer) in one.expected { #expect(known[fact]?.answer == answer, "\(one.name): \(fact)") }
        }
    }

    @Test func `items answer whether it is sensitive, confidential, and who gave it`() {
        var one = records()
        one.chosen = [item()]
        #expect(known(one)["is-sensitive"] == nil)
        #expect(known(one)["is-confidential"] == nil)
        #expect(known(one)["provided-by-another"]?.answer == "no")
        one.chosen.append(
            item {
                $0.special = ["religion"]
                $0.confidence = .confidential
                $0.from = "A neighbour"
                $0.restrictedFrom = ["kind:school"]
            })
        for fact in ["is-sensitive", "is-confidential", "given-in-confidence-by-another", "asked-not-to-share-this"] {
            #expect(known(one)[fact]?.answer == "yes", "\(fact)")
        }
    }

    @Test func `an answer that somebody gave is not overwritten, and one that the record gave falls with it`() {
        let of = records { $0.needsIt = "yes" }
        var request = of.request
        #expect(request.takeUp(known(of)) == [])
        #expect(request.answers["recipient-needs-it"] == "yes")
        request.answers["recipient-needs-it"] = "no"
        #expect(request.takeUp(known(of)) == ["recipient-needs-it"])
        #expect(request.answers["recipient-needs-it"] == "no")
        #expect(request.differing == ["recipient-needs-it"])
        #expect(request.source(of: "recipient-needs-it")?.answer == "yes")
        #expect(request.answers["subject"] == "child-under-12")
        request.takeUp(known(records(born: nil)))
        #expect(request.answers["subject"] == nil)
        #expect(request.answers["recipient-needs-it"] == "no")
    }

    @Test(arguments: [
        ("01632 960 001", "01632960001", true), ("+44 (0)1632 960001", "01632-960-001", true),
        ("0044 1632 960001", "01632 960001", true), ("01632 960001", "01632 960002", false), ("", "", false),
    ])
    func `a number is the same however it is written`(one: String, other: String, same: Bool) {
        #expect(Asking.isSame(one, other) == same)
    }
}
