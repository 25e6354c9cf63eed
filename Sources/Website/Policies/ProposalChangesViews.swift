import Ledger
import Policy
import Sharing
import Vault

/// What a proposed edition would change: in every situation there can be, and in the decisions that were made.
enum ProposalChangesViews {
    static func unsound(_ proposal: ProposedEdition) -> Page {
        let id = proposal.id.text
        return Page(
            heading: "What would change is not known yet",
            content: """
                <p>The text of this proposal has faults, so it advises nothing yet and cannot be compared. \
                \(Parts.link("Look at its faults", Addresses.proposal(id)))</p>
                """,
            back: Addresses.proposal(id))
    }

    /// - Parameters:
    ///   - editions: the one in force and the proposed one.
    ///   - comparison: nil where the two are too large to be compared.
    ///   - replay: nil where past advice is not shown.
    static func page(
        _ proposal: ProposedEdition, _ editions: (inForce: PolicyEdition, proposed: PolicyEdition), _ comparison: Comparison?,
        page: Int, _ replay: ProposalReplay?, _ list: ChangedAdvice
    ) -> Page {
        let id = proposal.id.text
        let compared: HTML =
            comparison.map {
                ComparisonViews.report(
                    $0, editions.inForce.policy, editions.proposed.policy, address: Addresses.proposalChanges(id), page: page)
            } ?? "<p>The two editions have too little in common: together they are too large to be compared.</p>"
        let same: HTML =
            editions.inForce.fingerprint == editions.proposed.fingerprint
            ? Parts.inset("<p>This edition is the one in force, so nothing differs.</p>") : ""
        return Page(
            heading: "What would change",
            content: """
                \(same)\(Parts.summaryList([
                    side("First policy: the edition in force", editions.inForce), side("Second policy: the proposed edition", editions.proposed),
                ]))\(comparison.map { promises($0) })\(replay.map { past($0, editions.proposed, id, list) })<h2>In every situation</h2>\(compared)
                """,
            back: Addresses.proposal(id), wide: true)
    }

    /// A promise that is gone is no longer proved, so it stands before everything else.
    private static func promises(_ comparison: Comparison) -> HTML {
        func list(_ promises: [Invariant]) -> HTML {
            Parts.list(
                promises.map { one in
                    "\(one.words) <span class=\"clause\">\(one.because.map(\.description).joined(separator: "; "))</span>"
                })
        }
        let (gone, new) = comparison.promises
        let lost: HTML =
            gone.isEmpty
            ? ""
            : "<h2>Promises that would no longer be made</h2>\(Parts.warning("Nothing would prove these any more."))\(list(gone))"
        return lost + (new.isEmpty ? "" : "<h2>Promises that would be new</h2>\(list(new))")
    }

    private static func side(_ key: String, _ edition: PolicyEdition) -> Parts.Row {
        .init(
            key: key,
            value: """
                Edition \(edition.version), from \(ProposalViews.day(edition.policy.from)). \
                <span class="ledger-code">\(String(edition.fingerprint.prefix(16)))</span>
                """)
    }

    private static func past(_ replay: ProposalReplay, _ edition: PolicyEdition, _ id: String, _ list: ChangedAdvice) -> HTML {
        let most = AdviceGiven.replayLimit
        let latest: HTML = replay.of == most ? " Only the latest \(most) are looked at." : ""
        let whole: HTML = "<h2>In decisions that were made</h2>"
        if replay.of == 0 { return "\(whole)<p>There is no decision under this policy that you can see.</p>" }
        if replay.changed == 0 {
            let all = replay.of == 1 ? "the one decision" : "all \(replay.of) decisions"
            return "\(whole)<p>The advice would be the same in \(all) that you can see.\(latest)</p>"
        }
        let rows: [[HTML]] = replay.shown.map { one in row(one, replay, edition, list) }
        return """
            \(whole)<p>The advice would be another in <strong>\(replay.changed) of \(replay.of)</strong> \(replay.of == 1 ? "decision" : "decisions") that you can see.\(latest) \
            A new edition does not make an old decision wrong: it was made under the edition of its day. What is worth doing now \
            stands beside each. That you looked is noted.</p>\
            \(Parts.table("Decisions whose advice would be another", heads: ["Decision", "Advice then", "Advice under the proposed edition", "What to do"], rows: rows, captionHidden: true))\
            \(pages(replay, id))
            """
    }

    private static func row(
        _ one: ProposalReplay.Changed, _ replay: ProposalReplay, _ edition: PolicyEdition, _ list: ChangedAdvice
    ) -> [HTML] {
        func words(_ outcome: Outcome.ID?) -> String {
            guard let outcome else { return "Not certain: it needs an answer that was not given" }
            return edition.outcome(outcome)?.words ?? list.words(outcome)
        }
        let decision = replay.decisions[one.advice.id]
        let subject: HTML =
            decision.map { Parts.link($0.subject, Addresses.decision($0.id.text)) } ?? "Advice that no decision answers"
        let entry = list.entry(was: one.advice.outcome, now: one.now)
        let todo: HTML =
            entry.map { "\($0.words) <span class=\"clause\">\($0.because.joined(separator: "; "))</span>" } ?? ""
        return [
            "\(subject)<br>\(one.advice.at.dayInWords)",
            "\(one.advice.outcome == nil ? "Not certain" : words(one.advice.outcome)) <span class=\"clause\">edition \(one.advice.version)</span>",
            "\(words(one.now))", todo,
        ]
    }

    private static func pages(_ replay: ProposalReplay, _ id: String) -> HTML {
        let last = (replay.changed + ProposalReplay.pageSize - 1) / ProposalReplay.pageSize
        if last <= 1 { return "" }
        func step(_ words: String, _ page: Int) -> HTML {
            "<li>\(Parts.link(words, Addresses.proposalChanges(id) + "?advice=\(page)"))</li>"
        }
        return """
            <nav class="pagination" aria-label="Pages of decisions"><ul>\
            \(replay.page > 1 ? step("Previous decisions", replay.page - 1) : "")\
            <li><span aria-current="page">Page \(replay.page) of \(last)</span></li>\
            \(replay.page < last ? step("More decisions", replay.page + 1) : "")</ul></nav>
            """
    }
}
