import Ledger
import Policy
import Sharing
import Vault

/// The proposals for one policy.
enum ProposalListViews {
    static func page(
        _ edition: PolicyEdition, _ proposals: [ProposedEdition], _ unusable: [EditionsInForce.Unusable],
        _ context: SignedInContext
    ) -> Page {
        let rows: [[HTML]] = proposals.map { proposal in
            [
                Parts.link("Begun on \(proposal.begun.dayInWords)", Addresses.proposal(proposal.id.text)),
                ProposalViews.state(proposal.state), proposal.writing.why.isEmpty ? "Not stated yet" : "\(proposal.writing.why)",
                proposal.writing.from.isEmpty ? "Not chosen yet" : "\(ProposalViews.day(proposal.writing.from))",
            ]
        }
        let list: HTML =
            rows.isEmpty
            ? "<p>Nobody has proposed another edition yet.</p>"
            : Parts.table("Proposals", heads: ["Proposal", "State", "Why", "From"], rows: rows, captionHidden: true)
        let begin: HTML =
            context.access.keepsPolicies
            ? """
            <h2>Propose an edition</h2><p>It begins with the text of the edition in force. Nothing advises anybody until it is \
            proved and somebody else has approved it.</p>\
            \(Fields.form(Addresses.proposals(edition.name), context.person.formToken, """
                \(Fields.hidden("once", RecordID<ProposedEdition>.random().text))\(Fields.button("Begin a proposal"))
                """))
            """ : ""
        return Page(
            heading: "Proposals: \(edition.title)", content: "\(unusable.map(warning))\(list)\(begin)",
            back: Addresses.workbench(edition.name), wide: true)
    }

    /// An edition that was published and cannot be used: said where the people who keep policies look.
    private static func warning(_ one: EditionsInForce.Unusable) -> HTML {
        let faults: [HTML] = one.faults.all.map { "Line \($0.line), column \($0.column): \($0.message)" }
        return """
            \(Parts.warning("Edition \(one.edition.version) of your organisation is not used: it no longer proves."))\
            <p>It was to advise from \(ProposalViews.day(one.edition.from)). The edition before it goes on advising. Propose it anew, \
            with what is said here put right, and tell whoever runs the program.</p>\
            \(Parts.details("What is wrong with it", Parts.list(faults)))
            """
    }
}
