import Policy
import Testing

/// The language of conditions, by the front door: a policy that is read.
@Suite struct ConditionTests {
    private static let vocabulary = """
        sources: [{source: "D", title: A document}]
        facts:
          - {fact: asked, kind: yes-no, ask: Asked?, hint: h, why: w, because: [D 1]}
          - {fact: told, kind: yes-no, ask: Told?, hint: h, why: w, because: [D 1]}
          - {fact: consent, kind: one-of, ask: Consent?, hint: h, why: w, because: [D 1], choices: [{choice: given, words: g}, {choice: refused, words: r}, {choice: withdrawn, words: w}]}
          - {fact: harm, kind: ordered, ask: Harm?, hint: h, why: w, because: [D 1], choices: [{choice: none, words: n}, {choice: possible, words: p}, {choice: evidence, words: e}]}
        outcomes: [{outcome: share, words: Share, means: m}, {outcome: keep, words: Keep, means: m}]
        """

    private func policy(_ condition: String) throws -> UnprovedPolicy {
        let vocabulary = try Vocabulary(reading: Self.vocabulary, from: "vocabulary.yaml")
        let text = """
            policy: p
            title: P
            edition: "1"
            from: "2020-01-01"
            about: a
            rests-on: [law]
            sources: [{source: "D", title: A document}]
            clauses: [{clause: "D 1", says: s}]
            steps: [{step: one, asks: q}]
            rules:
              - rule: first
                step: one
                when: \(condition)
                then: share
                words: w
                because: [D 1]
              - {rule: second, step: one, when: "not asked or asked", then: keep, words: w, because: [D 1]}
            obligations: [{obligation: record, when: always, words: w, because: [D 1]}]
            invariants: [{invariant: recorded, when: always, obliges: [record], words: w, because: [D 1]}]
            """
        return try UnprovedPolicy(reading: text, from: "p.yaml", vocabulary: vocabulary)
    }

    private func holds(_ condition: String, _ facts: [String: String]) throws -> Bool? {
        var situation = Situation()
        for (fact, value) in facts { situation[Fact.ID(fact)] = Answer(value) }
        return try policy(condition).rules[0].when.condition.holds(in: situation)
    }

    @Test(arguments: [
        ("asked", ["asked": "yes"], true), ("asked", ["asked": "no"], false), ("asked is no", ["asked": "no"], true),
        ("not asked", ["asked": "no"], true), ("consent is refused or withdrawn", ["consent": "withdrawn"], true),
        ("consent is not refused or withdrawn", ["consent": "withdrawn"], false),
        ("consent is not refused or withdrawn", ["consent": "given"], true),
        ("harm is at least possible", ["harm": "evidence"], true), ("harm is at least possible", ["harm": "none"], false),
        ("not asked and consent is given or refused", ["asked": "no", "consent": "refused"], true),
        ("consent is given or asked", ["consent": "refused", "asked": "yes"], true),
        ("asked and (told or harm is evidence)", ["asked": "yes", "told": "no", "harm": "evidence"], true),
        ("not (asked or told)", ["asked": "no", "told": "no"], true),
    ])
    func `a condition means what it says`(condition: String, facts: [String: String], expected: Bool) throws {
        #expect(try holds(condition, facts) == expected)
    }

    @Test func `what is not known is not taken for no`() throws {
        #expect(try holds("not asked", ["asked": "not-known"]) == nil)
        #expect(try holds("asked or told", ["told": "yes"]) == true)
        #expect(try holds("asked and told", ["told": "no"]) == false)
    }

    @Test(arguments: [
        ("askd", 11, "there is no fact `askd`", "did you mean `asked`?"),
        ("asked and consent is refuse", 32, "`refuse` is no answer to `consent`", "did you mean `refused`?"),
        ("consent", 11, "`consent` has several answers, so the condition must say which", nil),
        ("consent is at least given", 31, "`at least` needs a fact whose answers are ordered; `consent` is not", nil),
        ("asked and told or harm is none", 26, "`or` and `and` stand side by side without brackets", nil),
        ("(asked or told", 11, "the bracket is not closed", "add `)`"),
        ("asked told", 17, "`told` is not expected here", nil),
        ("asked and", 20, "the condition ends too early", nil),
    ])
    func `a fault names its place, its words and the nearest known name`(
        condition: String, column: Int, message: String, help: String?
    ) throws {
        let faults = #expect(throws: Faults.self) { try policy(condition) }
        let fault = try #require(faults?.all.first)
        #expect(fault.message == message)
        #expect(fault.line == 13)
        #expect(fault.column == column)
        if let help { #expect(fault.help == help) }
    }

    @Test func `all faults of a condition come at once`() throws {
        let faults = #expect(throws: Faults.self) { try policy("askd and consent is refuse and tolld") }
        #expect(faults?.all.map(\.words) == ["askd", "refuse", "tolld"])
    }
}
