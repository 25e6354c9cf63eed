import Testing

@testable import Policy

/// A policy that was changed by mistake: the proof or the cases notice, or the change makes no difference.
@Suite struct MutationTests {
    /// What became of the mutants of a policy.
    struct Tally {
        var byProof = 0
        var byCases = 0
        var equivalent = 0
        var missed: [String] = []
    }

    @Test(arguments: [
        "england-2026", "expect-2019", "manchester-settlement-2016", "nottingham-2016", "rochdale-2018", "stockport-2009",
    ])
    func `each rule and obligation dropped or denied, and each two rules swapped, is noticed or makes no difference`(
        name: String
    ) throws {
        let library = try Content.library.get()
        let edition = try #require(library[name])
        let cases = try library.cases(of: edition)
        var tally = Tally()
        for (what, mutant) in Self.mutants(of: edition.policy) {
            let tried = try PolicyEdition(trying: mutant)
            if !tried.analysis.isSound {
                tally.byProof += 1
            } else if cases.contains(where: { !$0.complaints(of: tried).isEmpty }) {
                tally.byCases += 1
            } else if try Comparison(edition.policy, mutant).isSame {
                tally.equivalent += 1
            } else {
                let found = try Comparison(edition.policy, mutant)
                tally.missed.append(what + found.cases.prefix(1).map { ": for example " + Analysis.story($0.witness) }.joined())
            }
        }
        print(
            "\(name): \(tally.byProof) mutants noticed by the proof, \(tally.byCases) by the cases, \(tally.equivalent) make no difference, \(tally.missed.count) missed"
        )
        #expect(tally.missed == [])
        #expect(tally.byProof + tally.byCases > 100)
    }

    static func mutants(of policy: UnprovedPolicy) -> [(String, UnprovedPolicy)] {
        var found: [(String, UnprovedPolicy)] = []
        for index in policy.rules.indices {
            var rules = policy.rules
            let rule = rules.remove(at: index)
            found.append(("without \(rule.id)", policy.with(rules: rules)))
            rules.insert(rule.denied, at: index)
            found.append(("\(rule.id) denied", policy.with(rules: rules)))
            for other in policy.rules.indices.dropFirst(index + 1) {
                var swapped = policy.rules
                swapped.swapAt(index, other)
                found.append(("\(rule.id) and \(policy.rules[other].id) swapped", policy.with(rules: swapped)))
            }
        }
        for index in policy.obligations.indices {
            var obligations = policy.obligations
            let obligation = obligations.remove(at: index)
            found.append(("without obligation \(obligation.id)", policy.with(obligations: obligations)))
            obligations.insert(obligation.denied, at: index)
            found.append(("obligation \(obligation.id) denied", policy.with(obligations: obligations)))
        }
        return found
    }
}

extension Rule {
    var denied: Rule {
        Rule(
            id: id, step: step, when: WrittenCondition(condition: .not(when.condition), text: "not (\(when.text))"), then: then,
            words: words, because: because, confirm: confirm)
    }
}

extension Obligation {
    var denied: Obligation {
        Obligation(
            id: id, when: WrittenCondition(condition: .not(when.condition), text: "not (\(when.text))"), with: with, words: words,
            because: because)
    }
}

extension UnprovedPolicy {
    func with(rules: [Rule]? = nil, obligations: [Obligation]? = nil) -> UnprovedPolicy {
        UnprovedPolicy(
            name: name, title: title, version: version, from: from, about: about, confirm: confirm, restsOn: restsOn,
            sources: sources, clauses: clauses, steps: steps, rules: rules ?? self.rules,
            obligations: obligations ?? self.obligations, constraints: constraints, invariants: invariants, facts: facts,
            outcomes: outcomes, file: file, places: places)
    }
}
