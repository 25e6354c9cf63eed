import Policy
import Testing

@Suite struct AdvisingTests {
    @Test func `the six policies load, and nothing is left to prove`() throws {
        let library = try Content.library.get()
        #expect(
            library.editions.map(\.name) == [
                "england-2026", "expect-2019", "manchester-settlement-2016", "nottingham-2016", "rochdale-2018", "stockport-2009",
            ])
        #expect(library.editions.allSatisfy { $0.analysis.isSound })
    }

    @Test func `every case of every policy gets the advice it must get`() throws {
        let library = try Content.library.get()
        for edition in library.editions {
            let cases = try library.cases(of: edition)
            #expect(cases.count >= 60, "\(edition.name)")
            for one in cases { #expect(one.complaints(of: edition) == [], "\(edition.name)/\(one.name)") }
        }
    }

    @Test func `every rule fires in a case, and every obligation is owed in one`() throws {
        let library = try Content.library.get()
        for edition in library.editions {
            let advice = try library.cases(of: edition).map { edition.advice(on: $0.situation) }
            let fired = Set(advice.compactMap { $0.rule?.id })
            let owed = Set(advice.flatMap { $0.obligations.map(\.id) })
            #expect(edition.policy.rules.map(\.id).filter { !fired.contains($0) } == [], "\(edition.name)")
            #expect(edition.policy.obligations.map(\.id).filter { !owed.contains($0) } == [], "\(edition.name)")
        }
    }

    @Test func `the compiled policy advises as its text reads, in any complete situation`() throws {
        let library = try Content.library.get()
        var random = FixedRandom(7)
        for edition in library.editions {
            let plain = PlainMeaning(policy: edition.policy)
            for _ in 0..<300 {
                let situation = plain.random(&random)
                let advice = edition.advice(on: situation)
                #expect(advice.rule?.id == plain.rule(situation))
                #expect(advice.outcome == plain.outcome(situation))
                #expect(Set(advice.obligations.map(\.id)) == plain.obligations(situation))
                #expect(advice.possibleObligations.isEmpty)
                #expect(advice.broken.isEmpty == plain.canBe(situation))
                let ruling = edition.decide(edition.answers(situation))
                #expect(edition.policy.rules[ruling.rule].id == plain.rule(situation))
                let owed = edition.policy.obligations.indices.filter { ruling.obligations >> UInt64($0) & 1 == 1 }
                #expect(Set(owed.map { edition.policy.obligations[$0].id }) == plain.obligations(situation))
            }
        }
    }

    @Test func `over unknowns it names every outcome and duty that is possible, and no other`() throws {
        let library = try Content.library.get()
        var random = FixedRandom(11)
        for edition in library.editions {
            let plain = PlainMeaning(policy: edition.policy)
            for _ in 0..<40 {
                var situation = plain.random(&random)
                for _ in 0..<6 {
                    let fact = edition.policy.facts[Int(random.next(upperBound: UInt64(edition.policy.facts.count)))]
                    situation[fact.id] = random.next(upperBound: UInt64(2)) == 0 ? nil : .notKnown
                }
                let all = plain.completions(situation)
                let possible = all.filter { plain.canBe($0) }
                let counted = possible.isEmpty ? all : possible
                let advice = edition.advice(on: situation)
                #expect(Set(advice.possible) == Set(counted.compactMap { plain.outcome($0) }))
                let owed = counted.map { plain.obligations($0) }
                #expect(Set(advice.obligations.map(\.id)) == owed.dropFirst().reduce(owed[0]) { $0.intersection($1) })
                let some = owed.reduce(Set()) { $0.union($1) }
                #expect(Set(advice.possibleObligations.map(\.id)) == some.subtracting(advice.obligations.map(\.id)))
            }
        }
    }

    @Test func `a question that is not needed changes nothing, and one that is asked can change something`() throws {
        let library = try Content.library.get()
        var random = FixedRandom(13)
        for edition in library.editions {
            let plain = PlainMeaning(policy: edition.policy)
            for _ in 0..<25 {
                var situation = plain.random(&random)
                for fact in edition.policy.facts where random.next(upperBound: UInt64(3)) == 0 { situation[fact.id] = nil }
                let advice = edition.advice(on: situation)
                guard advice.broken.isEmpty else { continue }
                for id in advice.notNeeded {
                    let fact = try #require(library.vocabulary[id])
                    for choice in fact.choices {
                        var more = situation
                        more[id] = .choice(choice.name)
                        let after = edition.advice(on: more)
                        guard after.broken.isEmpty else { continue }
                        #expect(Set(after.possible).isSubset(of: advice.possible))
                        if advice.isCertain { #expect(after.outcome == advice.outcome) }
                    }
                }
                #expect(advice.next == nil || !advice.notNeeded.contains(advice.next!))
            }
        }
    }

    @Test func `what nobody knows leads to advice-seeking where it matters, and says what it turns on`() throws {
        let library = try Content.library.get()
        let edition = try #require(library["manchester-settlement-2016"])
        let situation = try library.vocabulary.situation([
            "law-requires": "no", "purpose-is-legitimate": "yes", "identifies-a-person": "not-known", "is-confidential": "yes",
            "recipient-needs-it": "no", "consent": "refused",
        ])
        let advice = edition.advice(on: situation)
        #expect(advice.outcome == nil)
        #expect(advice.restsOnUnknowns)
        #expect(advice.unknownsThatMatter == [Fact.ID("identifies-a-person")])
        #expect(Set(advice.possible) == [.share, .doNotShare])
    }

    @Test func `an urgent ground ends the questions once the outcome is certain`() throws {
        let library = try Content.library.get()
        let edition = try #require(library["england-2026"])
        let situation = try library.vocabulary.situation([
            "law-requires": "no", "holder-is-listed": "no", "purpose-is-legitimate": "yes", "recipient-needs-it": "yes",
            "recipient": "partner-agency", "identifies-a-person": "yes", "anonymised-would-do": "no", "recipient-verified": "yes",
            "child-harm": "none", "vital-interests": "yes",
        ])
        let advice = edition.advice(on: situation)
        #expect(advice.outcome == .shareWithoutConsent)
        #expect(advice.urgent == Fact.ID("vital-interests"))
        #expect(advice.next == nil)
        #expect(!advice.open.isEmpty)
    }

    @Test func `a flip names the fewest answers that lead to another outcome, and they do`() throws {
        let library = try Content.library.get()
        for edition in library.editions {
            for one in try library.cases(of: edition).prefix(20) where one.advice != nil {
                for flip in edition.flips(on: one.situation) {
                    var changed = one.situation
                    for (fact, value) in flip.change { changed[fact] = .choice(value) }
                    #expect(edition.advice(on: changed).possible.contains(flip.outcome), "\(edition.name)/\(one.name)")
                    #expect((1...3).contains(flip.change.count))
                }
            }
        }
    }
}
