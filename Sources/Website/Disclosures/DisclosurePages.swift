import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// A disclosure is begun on a decision that shares, listed, and shown as the tasks that it takes.
struct DisclosurePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.post("/decisions/:id/disclosures") { request, context in try await begin(request, context) }
        routes.get("/disclosures/:id") { _, context -> Reply in
            let about = try await site.disclosure(context)
            return .page(DisclosureViews.page(about, names: try await site.names(context), site: site, context))
        }
        routes.get("/people/:id/disclosures") { _, context -> Reply in
            let id = RecordID<RegisteredPerson>(try context.parameter("id"))
            let (person, list) = try await site.store.look(as: context.access, at: site.now()) { records in
                // Those who may not see the file see as little of it as of one that does not exist.
                let person = try records.find(id)
                guard try records.context.oversees || records.worksWith(id.text) else { throw NothingToSee() }
                return (person, try records.list(Disclosure.about(id)))
            }
            return .page(DisclosureViews.list(of: person, list, site: site))
        }
        DisclosureStepPages(site: site).add(to: routes)
        DisclosureItemPages(site: site).add(to: routes)
        DisclosureTellingPages(site: site).add(to: routes)
        DisclosureAgreementPages(site: site).add(to: routes)
        DisclosureEndPages(site: site).add(to: routes)
    }

    /// Begins a draft: only on a decision that shares, about somebody on the register.
    private func begin(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let id = form.once(Disclosure.self)
        let decisionID = RecordID<Decision>(try context.parameter("id"))
        let now = site.now()
        enum Begun { case begun, notSharing, nobody, reconsidered(String) }
        let begun = try await site.store.act(as: context.access, at: now) { records -> Begun in
            let decision = try records.find(decisionID)
            guard decision.shares else { return .notSharing }
            if let later = try records.list(Decision.reconsidering(decisionID)).max(by: { $0.at < $1.at }), !later.shares {
                return .reconsidered(later.id.text)
            }
            guard let person = decision.person else { return .nobody }
            if try records.findIfAny(id) != nil { return .begun }
            let request = try records.find(decision.request)
            var disclosure = Disclosure(id: id, on: decision, about: person, by: records.context, at: now)
            disclosure.content.purposeWords = request.purpose
            if decision.verdict == .shareAnonymised { disclosure.content.basis = "anonymised" }
            try records.keep(disclosure, as: .prepared)
            return .begun
        }
        let back = Addresses.decision(decisionID.text)
        switch begun {
        case .begun: return .goTo(Addresses.disclosure(id.text))
        case .notSharing:
            return .page(
                DisclosureViews.refused(
                    "This decision does not share", "Information leaves only on a decision to share it.",
                    [Parts.link("Read the decision, and reconsider it if something has changed", back)], back: back))
        case .reconsidered(let later):
            return .page(
                DisclosureViews.refused(
                    "This decision was reconsidered", "A later decision takes its place, and it does not share.",
                    [Parts.link("Read the later decision", Addresses.decision(later))], back: back))
        case .nobody:
            return .page(
                DisclosureViews.refused(
                    "This decision is about nobody on the register",
                    "What is shared is chosen from what is recorded about a person, so they must be on the register.",
                    [Parts.link("Find or register the person, and decide about them", Addresses.people)], back: back))
        }
    }
}

extension Decision {
    /// Something leaves on it.
    var shares: Bool { verdict.discloses || verdict == .shareAnonymised }
}

extension Disclosure {
    /// Whether what the recipient would see, or who the recipient is, differs.
    fileprivate func leavesOtherwise(than before: Disclosure) -> Bool {
        let (a, b) = (content, before.content)
        return contact != before.contact || a.chosen.map(\.item) != b.chosen.map(\.item) || a.named != b.named
            || a.purpose != b.purpose || a.purposeWords != b.purposeWords || a.basis != b.basis || a.basisWords != b.basisWords
            || a.conditions != b.conditions || a.threat != b.threat
    }
}

extension Site {
    /// The disclosure that the address names, with everything that it rests on.
    func disclosure(_ context: SignedInContext) async throws -> DisclosureCase {
        let id = RecordID<Disclosure>(try context.parameter("id"))
        return try await store.look(as: context.access, at: now()) { [signOffs] in try DisclosureCase(id, &$0, signOffs) }
    }

    /// Changes a disclosure that has not gone yet. A new selection is previewed anew.
    /// - Returns: the case as it is after the change; nil where it has gone or was given up.
    func change(
        _ context: SignedInContext, _ body: @escaping @Sendable (inout Disclosure, DisclosureCase) -> Void
    ) async throws -> DisclosureCase? {
        let id = RecordID<Disclosure>(try context.parameter("id"))
        let moment = now()
        let matrix = signOffs
        return try await store.act(as: context.access, at: moment) { records in
            let about = try DisclosureCase(id, &records, matrix)
            guard about.isOpen else { return nil }
            var changed = about.disclosure
            body(&changed, about)
            if changed.leavesOtherwise(than: about.disclosure) {
                changed.content.isEnough = nil
                changed.state = .draft
            }
            if changed.content == about.disclosure.content, changed.contact == about.disclosure.contact { return about }
            changed.changed = moment
            try records.keep(changed, as: .amended)
            return try DisclosureCase(id, &records, matrix)
        }
    }

    /// - Throws: `Faults` when the Content folder has lost the cover.
    func composer(_ context: SignedInContext) throws -> PackageComposer {
        guard let cover = letters.template("disclosure-cover") else {
            throw Faults([
                Fault(
                    file: "letters/disclosure-cover", line: 1, column: 1, words: "", message: "there is no such letter",
                    help: "put the file back that came with the program")
            ])
        }
        return PackageComposer(
            lists, cover: cover,
            from: .init(
                name: context.person.practitioner.name, post: context.person.practitioner.post,
                organisation: context.person.organisation.title))
    }

    func obstacles(_ about: DisclosureCase) -> [Obstacle] {
        about.obstacles(lists, at: now())
    }
}
