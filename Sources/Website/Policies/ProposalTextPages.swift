import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// The text of a proposed edition: written, or chosen as a file, and checked each time it is saved.
struct ProposalTextPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/policies/proposals/:id/text") { _, context -> Reply in
            let proposal = try await site.proposal(context)
            guard ProposalViews.isWriter(proposal, context) else { return .page(ProposalTextViews.reading(proposal)) }
            return .page(ProposalTextViews.page(ProposalTyped(proposal), proposal, nil, [], context.person.formToken))
        }
        routes.post("/policies/proposals/:id/faults") { posted, context -> Reply in
            let form = try await Form(posted, context)
            let proposal = try await site.proposal(context)
            guard ProposalViews.isWriter(proposal, context) else { throw NothingToSee() }
            let typed = ProposalTyped(form)
            guard typed.refused(form).isEmpty else { return .part(ProposalCheckViews.live(typed.refused(form), nil)) }
            let check = try await site.check(proposal.tried(typed.writing), context)
            return .part(ProposalCheckViews.live(ProposalCheckViews.errors(check, proposing: false), check))
        }
        routes.post("/policies/proposals/:id/text") { posted, context -> Reply in try await save(posted, context) }
    }

    private func save(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let proposal = try await site.proposal(context)
        guard proposal.author == context.access.practitioner, context.access.keepsPolicies else { throw NothingToSee() }
        // Sent a second time, after it was proposed: it is shown as it is.
        guard proposal.state.isOpen else { return .goTo(Addresses.proposal(proposal.id.text)) }
        let typed = ProposalTyped(form)
        let token = context.person.formToken
        let refused = typed.refused(form)
        guard refused.isEmpty else { return .page(ProposalTextViews.page(typed, proposal, nil, refused, token)) }
        if typed.seen != proposal.changed.description, typed.writing != proposal.writing {
            return .page(ProposalTextViews.changedElsewhere(typed, proposal, token))
        }
        let id = proposal.id
        let writing = typed.writing
        let kept = try await site.store.act(as: context.access, at: site.now()) { try ProposedEdition.amend(id, writing, &$0) }
        let check = try await site.check(kept, context)
        let errors = typed.errors + ProposalCheckViews.errors(check, proposing: typed.wantsToPropose)
        guard errors.isEmpty else {
            return .page(ProposalTextViews.page(typed.after(kept), kept, check, errors, token))
        }
        if typed.wantsToPropose {
            _ = try await site.store.act(as: context.access, at: site.now()) { try ProposedEdition.submit(check, &$0) }
        }
        return .goTo(Addresses.proposal(id.text))
    }
}
