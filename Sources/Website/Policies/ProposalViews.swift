import Ledger
import Policy
import Sharing
import Vault

/// A proposed edition, and what its reader may do with it now.
enum ProposalViews {
    struct Shown: Sendable {
        let proposal: ProposedEdition
        /// Nil once it has ended.
        let check: ProposalCheck?
        let inForce: PolicyEdition
        let author: Practitioner?
        let answerer: Practitioner?
        /// Chosen and typed as an answer, and what is wrong with it.
        var chosen: String?
        var words = ""
        var errors: [FormError] = []

        var id: String { proposal.id.text }
    }

    static func page(_ shown: Shown, _ context: SignedInContext) -> Page {
        let links: [HTML] = [
            Parts.link(isWriter(shown.proposal, context) ? "Change its text" : "Read its text", Addresses.proposalText(shown.id)),
            "\(Parts.link("What would change", Addresses.proposalChanges(shown.id))) – every situation, and past decisions",
        ]
        return Page(
            heading: "Proposed edition of \(shown.inForce.title)",
            content: """
                \(Parts.summaryList(rows(shown)))\(overtaken(shown))\(Parts.list(links))\
                \(shown.check.map { ProposalCheckViews.report($0, context) })\(actions(shown, context))
                """,
            errors: shown.errors, back: Addresses.proposals(shown.proposal.policy))
    }

    /// Whether the reader may change it now.
    static func isWriter(_ proposal: ProposedEdition, _ context: SignedInContext) -> Bool {
        proposal.author == context.access.practitioner && context.access.keepsPolicies && proposal.state.isOpen
    }

    static func state(_ state: ProposedEdition.State) -> HTML {
        switch state {
        case .draft: Parts.tag("Draft")
        case .proposed: Parts.tag("Waits for an answer", .caution)
        case .returned: Parts.tag("Returned to its author", .caution)
        case .withdrawn: Parts.tag("Withdrawn")
        case .approved: Parts.tag("Approved and published", .good)
        }
    }

    /// `1 March 2027`, of a day as it is kept; what it says, where it says no day.
    static func day(_ day: String) -> String { Instant(day + "T00:00:00.000Z")?.dayInWords ?? day }

    private static func rows(_ shown: Shown) -> [Parts.Row] {
        let proposal = shown.proposal
        let author = shown.author.map { "\($0.name), \($0.post)" } ?? "Somebody who no longer has an account"
        var rows: [Parts.Row] = [
            .init(key: "State", value: state(proposal.state)),
            .init(key: "Proposed by", value: "\(author)"),
            .init(key: "Why", value: proposal.writing.why.isEmpty ? "Not stated yet" : HTML.paragraphs(proposal.writing.why)),
            .init(
                key: proposal.state == .approved ? "Advises from" : "Would advise from",
                value: proposal.writing.from.isEmpty ? "Not chosen yet" : "\(day(proposal.writing.from))"),
            .init(key: "Begun", value: "\(proposal.begun.inWords)"),
            .init(key: "Last changed", value: "\(proposal.changed.inWords)"),
        ]
        if let edition = shown.check?.edition { rows.insert(.init(key: "Edition", value: "\(edition.version)"), at: 1) }
        if let answer = proposal.answer { rows.append(.init(key: "Answer", value: HTML.paragraphs(answer))) }
        if proposal.answeredBy != nil {
            let who = shown.answerer.map { "\($0.name), \($0.post)" } ?? "Somebody who no longer has an account"
            rows.append(.init(key: proposal.state == .approved ? "Approved by" : "Last returned by", value: "\(who)"))
        }
        return rows
    }

    /// Another edition came into force since it was begun: to approve this one would undo what that changed.
    private static func overtaken(_ shown: Shown) -> HTML {
        guard shown.check != nil, shown.proposal.base != shown.inForce.fingerprint else { return "" }
        return """
            \(Parts.warning("Another edition has come into force since this one was begun."))\
            <p>What that one changed is not in this text unless its author took it over. Look at what would change before you \
            go on.</p>
            """
    }

    private static func actions(_ shown: Shown, _ context: SignedInContext) -> HTML {
        let proposal = shown.proposal
        let token = context.person.formToken
        let isOwn = proposal.author == context.access.practitioner && context.access.keepsPolicies
        let withdraw: HTML =
            isOwn && (proposal.state.isOpen || proposal.state == .proposed)
            ? """
            <h2>Withdraw it</h2><p>A proposal that is withdrawn stays here to be read, and cannot be taken up again.</p>\
            \(Fields.form(Addresses.proposalWithdraw(shown.id), token, Fields.button("Withdraw it", .warning)))
            """ : ""
        switch proposal.state {
        case .draft where isOwn, .returned where isOwn: return "\(propose(shown, token))\(withdraw)"
        case .proposed where isOwn:
            return "<h2>Approve it</h2><p>Somebody else must approve what you proposed. You cannot do it yourself.</p>\(withdraw)"
        case .proposed where proposal.mayBeAnswered(by: context.access): return answer(shown, token)
        default: return ""
        }
    }

    private static func propose(_ shown: Shown, _ token: String) -> HTML {
        guard shown.check?.isReady == true else {
            return """
                <h2>Propose it</h2><p>It can be proposed as soon as nothing stands in its way. \
                \(Parts.link("Go on writing it", Addresses.proposalText(shown.id)))</p>
                """
        }
        return """
            <h2>Propose it</h2><p>Somebody else who leads on governance, or a manager, is then asked to approve it. You cannot \
            change it while it waits.</p>\(Fields.form(Addresses.proposalSubmit(shown.id), token, Fields.button("Propose it")))
            """
    }

    private static func answer(_ shown: Shown, _ token: String) -> HTML {
        let ready = shown.check?.isReady == true
        let giveBack = Fields.Choice(value: "return", words: "Return it to its author")
        let choices = ready ? [Fields.Choice(value: "approve", words: "Approve and publish it"), giveBack] : [giveBack]
        let first = day(shown.proposal.writing.from)
        let about: HTML =
            ready
            ? """
            <p>You are the second person. If you approve it, it is proved once more and published, and advises everybody in your \
            organisation from \(first). That cannot be undone; only a later edition can replace it.</p>
            """ : "<p>It cannot be approved while something stands in its way. Return it, and say so.</p>"
        return """
            <h2>Your answer</h2>\(about)\
            \(Fields.form(Addresses.proposalAnswer(shown.id), token, """
                \(Fields.hidden("seen", shown.proposal.seen))\
                \(Fields.radios("do", legend: "What do you answer?", choices: choices, chosen: shown.chosen, error: shown.errors["do"]))\
                \(Fields.textArea("words", label: "Your words to its author (optional)", hint: "If you return it, say what should be different", value: shown.words, error: shown.errors["words"], rows: 4))\
                \(Fields.button("Send your answer"))
                """))
            """
    }
}
