import Hummingbird
import Ledger
import Sharing
import Vault

/// Somebody new comes on the register: only after it was asked whether they are there already (002 §3.1c).
struct RegisteringPages: Sendable {
    let site: Site

    private enum Outcome: Sendable {
        case made
        case isItOne([ProbableMatch], FoundPeople, [FormError])
    }

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/new") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            var typed = Typed()
            typed["once"] = RecordID<RegisteredPerson>.random().text
            return .page(RegisteringViews.form(typed, [], context.person.formToken))
        }
        routes.post("/people/new") { request, context in try await register(request, context) }
    }

    private func register(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        var typed = Typed(form)
        if typed["once"].isEmpty { typed["once"] = RecordID<RegisteredPerson>.random().text }
        var mistakes = Mistakes(form)
        let born = IdentityForm.check(&mistakes, today: site.today)
        let errors = mistakes.found
        if !errors.isEmpty || typed["back"] == "yes" {
            return .page(RegisteringViews.form(typed, errors, context.person.formToken))
        }
        let now = site.now()
        let id = form.once(RegisteredPerson.self)
        let seen = Set(typed["seen"].split(separator: ",").map(String.init))
        let why = typed["why"]
        let tooLong = form.tooLong("why", "Why this is somebody else")
        let kept = typed
        let deadlines = site.deadlines
        let outcome: Outcome = try await site.store.act(as: context.access, at: now) { records in
            // Sent twice, it is made once.
            if try records.findIfAny(id) != nil { return .made }
            let matches = try records.probableMatches(
                .init(
                    name: kept["name"], knownAs: kept["known-as"], reference: kept["reference"], born: born,
                    postcode: kept["postcode"]))
            let isStrong = matches.contains(where: \.isStrong)
            var errors: [FormError] = tooLong.map { [$0] } ?? []
            let asked = !seen.isEmpty && matches.allSatisfy { seen.contains($0.person.id.text) }
            if asked, isStrong, RegisteringViews.how[kept["how"]] == nil {
                errors.append(FormError(field: "how", message: "Choose how you know that this is somebody else"))
            }
            if asked, isStrong, why.isEmpty {
                errors.append(FormError(field: "why", message: "Enter what you found out"))
            }
            if !matches.isEmpty, !asked || !errors.isEmpty {
                return .isItOne(matches, try FoundPeople(matches.map(\.person), &records), asked ? errors : [])
            }
            let person = RegisteredPerson(
                id: id, by: records.context, name: kept["name"], knownAs: kept["known-as"], reference: kept["reference"],
                born: born, isBirthEstimated: born != nil && IdentityForm.isEstimated(kept),
                postcode: kept["postcode"].uppercased(),
                at: now)
            try records.keep(person, as: .registered)
            try records.keep(
                Allocation(
                    of: records.context.practitioner, to: id.text, because: .registered, by: records.context, at: now),
                as: .allocated)
            var content = Particulars.Content()
            content.distinctWhy = [RegisteringViews.how[kept["how"]] ?? "", why].filter { !$0.isEmpty }.joined(separator: ": ")
            try records.keep(Particulars(of: person, by: records.context, content, at: now), as: .recorded)
            try records.oweAgeReview(of: person, deadlines)
            return .made
        }
        switch outcome {
        case .made: return .goTo(Addresses.person(id.text))
        case .isItOne(let matches, let found, let errors):
            return .page(
                RegisteringViews.isItOne(matches, found, typed, errors, today: site.today, context.person.formToken))
        }
    }
}

extension Transaction {
    /// Who consents is looked at again on the next birthday that changes it (002 Q11; 003 F-Consent). What was owed before,
    /// for another day of birth, ends.
    /// - Throws: as `keep`.
    mutating func oweAgeReview(of person: RegisteredPerson, _ deadlines: Deadlines) throws {
        let about = "registered_person/\(person.id.text)"
        let open = try list(Duty.open(about: about)).filter { $0.kind == "age-review" }
        let next =
            person.died == nil && !person.isMerged
            ? person.born.flatMap { AgeBand.nextReview(born: $0, after: now.day) } : nil
        if open.count == 1, let next, open[0].due == next.on { return }
        if !open.isEmpty { try discharge("age-review", about: about, because: "Another day counts now") }
        guard let next else { return }
        try owe(
            "age-review", about: about, person: person.id,
            words: "\(person.shownName) becomes \(next.age): look again at who consents", by: next.on, deadlines)
    }
}
