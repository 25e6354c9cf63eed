import Foundation
import Ledger
import Policy
import Testing

@testable import Sharing
@_spi(Operator) @testable import Vault

@Suite struct ProcedureTests {
    private static let vocabulary = try? Vocabulary(
        reading: """
            sources:
              - source: "002"
                title: "A guide"
            facts:
              - fact: can-decide
                kind: yes-no
                ask: "Can the person decide?"
                hint: "Think of today"
                why: "It matters."
                cost: {effort: 0, intrusion: 0, delay: 0, danger: 0}
                likely: {yes: 1, no: 1}
                because: ["002 Q11"]
            outcomes:
              - outcome: share
                words: "You may share it"
                means: "Nothing stands in the way."
            """, from: "vocabulary.yaml")

    private static let sound = """
        procedure: two-people
        title: "Two people"
        group: "Tests"
        about: "One packs and another checks."
        version: "1"
        sources:
          - {source: "001", title: "A policy"}
        because: ["001 §11 Post"]
        about-person: none
        belongs-to: none
        who: [practitioner, manager]
        deadline: {duty: procedure, within: 2 working days}
        steps:
          - step: pack
            title: "Packing"
            fields:
              - {field: packed, kind: yes-no, ask: "Is it packed?"}
              - {field: note, kind: text, ask: "Anything else?", optional: yes}
            refuses:
              - {refusal: not-packed, when: packed is no, words: "It is not packed.", way-out: "Pack it."}
          - step: check
            title: "Checking"
            other-than: pack
            when: packed is yes
            fields:
              - {field: outcome, kind: one-of, ask: "Is it right?", choices: [{choice: right, words: "Right"}, {choice: wrong, words: "Wrong"}]}
            refuses:
              - {refusal: wrong, when: outcome is wrong, words: "It is wrong.", way-out: "Pack it again."}
        gives:
          - {fact: can-decide, is: "yes", when: outcome is right}
        closes: {words: "It is done."}
        """

    private func read(_ text: String) throws -> Procedure {
        try ProcedureLibrary.read(
            text, file: "two-people.yaml", vocabulary: try #require(Self.vocabulary), duties: ["procedure", "receipt"])
    }

    private func faults(_ old: String, _ new: String) -> [Fault] {
        do {
            _ = try read(Self.sound.replacing(old, with: new, maxReplacements: 1))
            return []
        } catch let found as Faults {
            return found.all
        } catch {
            return []
        }
    }

    private func context(_ practitioner: String) -> AccessContext {
        AccessContext(practitioner: practitioner, organisation: "o", role: .practitioner, purpose: .casework)
    }

    private func run(_ procedure: Procedure, _ answers: [String: String], done: [(String, String, Int64)] = []) -> ProcedureRun {
        let start = Instant(milliseconds: 0)
        var run = ProcedureRun(
            procedure: procedure.name, edition: procedure.fingerprint, about: nil, of: nil, by: context("a"), at: start)
        run.content.answers = answers
        run.content.done = done.map { .init(step: $0.0, by: $0.1, at: start.adding(minutes: $0.2).description) }
        return run
    }

    @Test func `a sound procedure is read whole`() throws {
        let procedure = try read(Self.sound)
        #expect(procedure.steps.map(\.id) == ["pack", "check"])
        #expect(procedure.steps[1].because == ["001 §11 Post"])
        #expect(procedure.steps[1].otherThan == ["pack"])
        #expect(procedure.fingerprint.utf8.count == 64)
        #expect(procedure.clauses == ["001 §11 Post"])
    }

    @Test(arguments: [
        ("title: \"Two people\"", "titel: \"Two people\"", 2, "`titel` is not known here"),
        ("version: \"1\"", "version: \"\"", 5, "`version` is empty"),
        ("kind: text", "kind: txet", 18, "there is no `kind` `txet`"),
        ("when: packed is no", "when: packt is no", 20, "packt"),
        ("other-than: pack", "other-than: pakc", 23, "there is no earlier step `pakc`"),
        ("when: packed is yes", "when: outcome is right", 24, "`outcome` is asked only later"),
        ("when: packed is yes", "when: packed is yes and packed is no", 24, "this can never hold"),
        ("step: check", "step: pack", 21, "there is already a step `pack`"),
        ("field: note", "field: packed", 18, "there is already a field `packed`"),
        ("field: note", "field: can-decide", 18, "`can-decide` is a question of the vocabulary already"),
        ("field: note", "field: token", 18, "`token` is taken"),
        ("who: [practitioner, manager]", "who: []", 11, "nobody may do this"),
        ("because: [\"001 §11 Post\"]", "because: [\"009 §11\"]", 8, "`009 §11` cites no declared source"),
        ("because: [\"001 §11 Post\"]\n", "", 13, "it rests on no clause"),
        ("duty: procedure", "duty: procedures", 12, "there is no duty `procedures`"),
        ("is: \"yes\"", "is: \"maybe\"", 30, "there is no answer `maybe`"),
        ("fact: can-decide", "fact: can-decied", 30, "there is no question `can-decied`"),
        ("way-out: \"Pack it.\"", "words-out: \"Pack it.\"", 20, "`words-out` is not known here"),
    ])
    func `what is wrong is named at its line`(_ old: String, _ new: String, _ line: Int, _ message: String) {
        let found = faults(old, new)
        #expect(found.contains { $0.line == line && $0.message.contains(message) }, "\(found)")
    }

    @Test func `everything that is wrong is said at once`() throws {
        let text = Self.sound.replacing("kind: text", with: "kind: txet").replacing(
            "who: [practitioner, manager]", with: "who: []")
        let found = #expect(throws: Faults.self) { try read(text) }
        #expect(Set(found?.all.map(\.line) ?? []) == [11, 18])
    }

    @Test func `a refusal whose condition is not known refuses`() throws {
        let procedure = try read(Self.sound)
        let open = ProcedureProgress(procedure, run(procedure, [:]))
        #expect(open.refusals(of: procedure.steps[0]).map(\.id) == ["not-packed"])
        let packed = ProcedureProgress(procedure, run(procedure, ["packed": "yes"]))
        #expect(packed.refusals(of: procedure.steps[0]).isEmpty)
        #expect(packed.refusals.map(\.id) == ["wrong"])
    }

    @Test func `a step whose condition is not known is shown and waits for what it depends on`() throws {
        let procedure = try read(Self.sound)
        let open = ProcedureProgress(procedure, run(procedure, [:]))
        #expect(open.steps.map(\.id) == ["pack", "check"])
        #expect(open.status(procedure.steps[1]) == .notYet)
        #expect(ProcedureProgress(procedure, run(procedure, ["packed": "no"])).steps.map(\.id) == ["pack"])
    }

    @Test func `nobody checks their own work, and what changes is checked again`() throws {
        let procedure = try read(Self.sound)
        let answers = ["packed": "yes", "outcome": "right"]
        let packed = ProcedureProgress(procedure, run(procedure, answers, done: [("pack", "a", 1)]))
        #expect(packed.needsSomebodyElse(procedure.steps[1], than: "a"))
        #expect(!packed.needsSomebodyElse(procedure.steps[1], than: "b"))
        let own = ProcedureProgress(procedure, run(procedure, answers, done: [("pack", "a", 1), ("check", "a", 2)]))
        #expect(!own.isComplete)
        let both = ProcedureProgress(procedure, run(procedure, answers, done: [("pack", "a", 1), ("check", "b", 2)]))
        #expect(both.isComplete)
        let changed = ProcedureProgress(procedure, run(procedure, answers, done: [("pack", "a", 3), ("check", "b", 2)]))
        #expect(!changed.isComplete)
    }

    @Test func `what it gives is given by a run that was gone through, and by no other`() throws {
        let procedure = try read(Self.sound)
        var run = run(procedure, ["packed": "yes", "outcome": "right"])
        #expect(procedure.facts(of: run).isEmpty)
        run.state = .closed
        let given = procedure.facts(of: run)[Fact.ID("can-decide")]
        #expect(given?.answer == .yes)
        #expect(given?.words == "Two people: Right")
        run.content.closedWhy = "Begun by mistake"
        #expect(procedure.facts(of: run).isEmpty)
    }
}
