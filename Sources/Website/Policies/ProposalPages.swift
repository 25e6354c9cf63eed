import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// Proposed editions: begun, read, put before others, answered, withdrawn. Everybody in the organisation may read them.
struct ProposalPages: Sendable {
    let site: Site
    private let comparisons = Comparisons()

    init(site: Site) { self.site = site }

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/policies/:name/proposals") { _, context -> Reply in
            let edition = try inForce(try context.parameter("name"), context)
            let proposals = try await site.store.look(as: context.access, at: site.now()) { records in
                try records.list(ProposedEdition.all(of: edition.name, by: records.context))
            }
            let unusable = site.editions.unusable(for: context.access.organisation).filter { $0.edition.policy == edition.name }
            return .page(ProposalListViews.page(edition, proposals, unusable, context))
        }
        routes.post("/policies/:name/proposals") { posted, context -> Reply in
            let form = try await Form(posted, context)
            let name = try context.parameter("name")
            let editions = site.editions
            let begun = try await site.store.act(as: context.access, at: site.now()) { records in
                try ProposedEdition.begin(form.once(ProposedEdition.self), of: name, editions, &records)
            }
            return .goTo(begun.state.isOpen ? Addresses.proposalText(begun.id.text) : Addresses.proposal(begun.id.text))
        }
        routes.get("/policies/proposals/:id") { _, context -> Reply in .page(try await shown(context)) }
        routes.get("/policies/proposals/:id/changes") { asked, context -> Reply in try await changes(asked, context) }
        routes.post("/policies/proposals/:id/submit") { posted, context -> Reply in
            _ = try await Form(posted, context)
            let proposal = try await site.proposal(context)
            // Sent a second time it finds the first, so there is nothing to check.
            if proposal.state.isOpen {
                let check = try await site.check(proposal, context)
                guard check.isReady else { return .page(try await shown(context, status: .unprocessableContent)) }
                _ = try await site.store.act(as: context.access, at: site.now()) { try ProposedEdition.submit(check, &$0) }
            }
            return .goTo(Addresses.proposal(proposal.id.text))
        }
        routes.post("/policies/proposals/:id/answer") { posted, context -> Reply in try await answer(posted, context) }
        routes.post("/policies/proposals/:id/withdraw") { posted, context -> Reply in
            _ = try await Form(posted, context)
            let id = RecordID<ProposedEdition>(try context.parameter("id"))
            _ = try await site.store.act(as: context.access, at: site.now()) { try ProposedEdition.withdraw(id, &$0) }
            return .goTo(Addresses.proposal(id.text))
        }
    }

    private func inForce(_ policy: String, _ context: SignedInContext) throws -> PolicyEdition {
        guard let edition = site.editions.edition(policy, for: context.access.organisation, on: site.today) else {
            throw NothingToSee()
        }
        return edition
    }

    private func shown(
        _ context: SignedInContext, chosen: String? = nil, words: String = "", errors: [FormError] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> Page {
        let id = RecordID<ProposedEdition>(try context.parameter("id"))
        let (proposal, author, answerer) = try await site.store.look(as: context.access, at: site.now()) { records in
            let proposal = try records.find(id)
            let author = try records.findIfAny(RecordID<Practitioner>(proposal.author))
            return (proposal, author, try proposal.answeredBy.flatMap { try records.findIfAny(RecordID<Practitioner>($0)) })
        }
        // What has ended is not checked again: its version is taken by itself, and its day may have passed.
        let ended = proposal.state == .approved || proposal.state == .withdrawn
        let check = ended ? nil : try await site.check(proposal, context)
        var page = ProposalViews.page(
            .init(
                proposal: proposal, check: check, inForce: try inForce(proposal.policy, context), author: author,
                answerer: answerer, chosen: chosen, words: words, errors: errors), context)
        page.status = status
        return page
    }

    private func answer(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let proposal = try await site.proposal(context)
        if proposal.author == context.access.practitioner { throw ProposalRefusal.own }
        guard proposal.mayBeAnswered(by: context.access) else { throw NothingToSee() }
        let id = proposal.id
        let (seen, words) = (form["seen"], form["words"])
        func again(_ error: FormError) async throws -> Reply {
            .page(
                try await shown(
                    context, chosen: form["do"], words: words, errors: [error], status: .unprocessableContent))
        }
        if let error = form.tooLong("words", "Your words") { return try await again(error) }
        switch form["do"] {
        case "return":
            if words.isEmpty {
                return try await again(FormError(field: "words", message: "Enter what should be different before you return it"))
            }
            _ = try await site.store.act(as: context.access, at: site.now()) {
                try ProposedEdition.sendBack(id, seen: seen, words: words, &$0)
            }
        case "approve":
            let editions = site.editions
            // The rows are read again in the same act, so that what is in force here is what is kept.
            let rows = try await site.store.act(as: context.access, at: site.now()) { records in
                _ = try ProposedEdition.approve(id, seen: seen, words: words, editions, &records)
                return try records.list(EditionInForce.all(of: records.context))
            }
            editions.load(rows)
        default: return try await again(FormError(field: "do", message: "Choose whether you approve it or return it"))
        }
        return .goTo(Addresses.proposal(id.text))
    }

    private func changes(_ asked: Request, _ context: SignedInContext) async throws -> Reply {
        let proposal = try await site.proposal(context)
        guard let proposed = try await site.check(proposal, context).edition else {
            return .page(ProposalChangesViews.unsound(proposal))
        }
        let inForce = try inForce(proposal.policy, context)
        let page = max(1, min(asked.query["page"].flatMap { Int($0) } ?? 1, 10_000))
        let advicePage = max(1, min(asked.query["advice"].flatMap { Int($0) } ?? 1, 10_000))
        // Past advice is looked at, and the look is noted, only where it is shown: on the first page.
        let replay = page == 1 ? try await replay(proposal, proposed, advicePage, context) : nil
        let comparison: Comparison?
        do throws(Faults) { comparison = try comparisons.comparison(inForce, proposed) } catch { comparison = nil }
        return .page(
            ProposalChangesViews.page(proposal, (inForce, proposed), comparison, page: page, replay, site.changedAdvice))
    }

    private func replay(
        _ proposal: ProposedEdition, _ edition: PolicyEdition, _ page: Int, _ context: SignedInContext
    ) async throws -> ProposalReplay? {
        guard let query = AdviceGiven.under(proposal.policy, by: context.access) else { return nil }
        // Advice whose facts were destroyed cannot be given anew: put to an edition with no facts it would seem changed.
        let given = try await site.store.look(as: context.access, at: site.now()) {
            try $0.list(query.sifted { $0.filter { !$0.areFactsGone } })
        }
        let changed = given.compactMap { advice -> ProposalReplay.Changed? in
            let now = advice.outcome(under: edition)
            return now == advice.outcome ? nil : .init(advice: advice, now: now)
        }
        let shown = Array(changed.dropFirst((page - 1) * ProposalReplay.pageSize).prefix(ProposalReplay.pageSize))
        let decisions = try await site.store.look(as: context.access, at: site.now()) { records in
            var found: [RecordID<AdviceGiven>: Decision] = [:]
            for one in shown { found[one.advice.id] = try records.list(Decision.answering(one.advice.id)).first }
            return found
        }
        return ProposalReplay(of: given.count, changed: changed.count, shown: shown, decisions: decisions, page: page)
    }
}

extension Site {
    /// The proposal of an address. - Throws: `NothingToSee`; `StorageFault`.
    func proposal(_ context: SignedInContext) async throws -> ProposedEdition {
        let id = RecordID<ProposedEdition>(try context.parameter("id"))
        return try await store.look(as: context.access, at: now()) { try $0.find(id) }
    }

    /// What a proposal comes to. Proving may take a while, so it is not done while others wait to write.
    /// - Throws: `StorageFault`.
    func check(_ proposal: ProposedEdition, _ context: SignedInContext) async throws -> ProposalCheck {
        let library = library
        return try await store.consult(as: context.access, at: now()) { try ProposalCheck(proposal, library, &$0) }
    }
}
