import Policy
import Sharing
import Vault

enum WorkbenchViews {
    /// - Parameter used: the name of the policy under which the reader's organisation works.
    static func list(
        _ editions: [PolicyEdition], _ scheduled: [PolicyEdition], used: String, isOwn: (PolicyEdition) -> Bool
    ) -> Page {
        let rows: [[HTML]] = editions.map { edition in
            let tags = tags(isOwn: isOwn(edition), isUsed: edition.name == used)
            return [
                "\(Parts.link(edition.title, Addresses.workbench(edition.name)))\(tags)", version(edition),
                day(edition.policy.from), "\(ProofViews.summary(edition))",
            ]
        }
        return Page(
            heading: "Policies",
            content: """
                <p>Try each policy on a situation, see how it was proved, run its cases, and compare it with another. \
                Nothing here shows anybody’s case.</p>\
                \(table("Policies in force", rows))\
                \(later(scheduled))
                """,
            back: Addresses.work, wide: true)
    }

    private static func later(_ scheduled: [PolicyEdition]) -> HTML {
        if scheduled.isEmpty { return "" }
        let rows: [[HTML]] = scheduled.map { edition in
            [
                Parts.link(edition.title, Addresses.workbench(edition.name)), version(edition), day(edition.policy.from),
                "\(ProofViews.summary(edition))",
            ]
        }
        return """
            <h2>Editions that come into force later</h2>\
            <p>Until its first day, each link leads to the edition that is in force now.</p>\
            \(table("Editions that come into force later", rows))
            """
    }

    /// A date that is not divided.
    private static func day(_ text: String) -> HTML { "<span class=\"number\">\(text)</span>" }

    /// Most are dates; a long one is divided where it must be.
    private static func version(_ edition: PolicyEdition) -> HTML {
        edition.version.count > 12 ? "\(edition.version)" : day(edition.version)
    }

    private static func table(_ caption: String, _ rows: [[HTML]]) -> HTML {
        Parts.table(caption, heads: ["Policy", "Edition", "From", "Proved"], rows: rows, captionHidden: true)
    }

    private static func tags(isOwn: Bool, isUsed: Bool) -> HTML {
        let used: HTML = isUsed ? " \(Parts.tag("Your organisation works under it", .good))" : ""
        let own: HTML = isOwn ? " \(Parts.tag("Your organisation’s own edition"))" : ""
        return "\(used)\(own)"
    }

    /// - Parameter token: that of the reader's forms, where the reader may propose an edition.
    static func policy(_ edition: PolicyEdition, isOwn: Bool, isUsed: Bool, token: String?) -> Page {
        let policy = edition.policy
        let tags = tags(isOwn: isOwn, isUsed: isUsed)
        let propose: HTML =
            token.map { token in
                // Its number is given here, so that a form sent twice begins one proposal.
                let fields: HTML = """
                    \(Fields.hidden("once", RecordID<ProposedEdition>.random().text))\(Fields.button("Propose an edition", .secondary))
                    """
                return """
                    <h2>Change it</h2><p>You may propose an edition. It is proved before anybody is asked, and somebody else must \
                    approve it before it advises anyone.</p>\
                    \(Fields.form(Addresses.proposals(edition.name), token, fields))
                    """
            } ?? ""
        return Page(
            heading: policy.title,
            content: """
                \(isOwn || isUsed ? "<p>\(tags)</p>" : "" as HTML)\(PolicyViews.confirm(policy))<p>\(policy.about)</p>\
                \(Parts.summaryList([
                    .init(key: "Edition", value: "\(policy.version), from \(policy.from)"),
                    .init(key: "Holds", value: "\(policy.rules.count) rules, \(policy.facts.count) questions and \(policy.obligations.count) duties"),
                    .init(key: "Proved", value: "\(ProofViews.summary(edition))"),
                    .init(key: "Fingerprint", value: "<span class=\"ledger-code\">\(edition.fingerprint)</span>"),
                ]))\
                <h2>Use it</h2>\(Parts.list(uses(edition.name)))\(propose)
                """,
            back: Addresses.policies)
    }

    private static func uses(_ name: String) -> [HTML] {
        [
            ("Try a situation", Addresses.tryOut(name), "what it advises, and which rules hold"),
            ("Its cases", Addresses.policyCases(name), "situations with the advice that they must get"),
            (
                "Proof report", Addresses.proofReport(name),
                "what was proved over every situation, and how often each rule decides"
            ),
            (
                "Compare it with another policy", Addresses.comparisons(name),
                "every situation in which the two advise differently"
            ),
            ("Proposed editions", Addresses.proposals(name), "changes that somebody has proposed, and what became of them"),
            ("Flowchart", Addresses.flowchart(name), "drawn from the rules"),
            ("Rules with their clauses", Addresses.policy(name), "the whole policy as text"),
        ].map { words, address, about in "\(Parts.link(words, address)) – \(about)" }
    }
}
