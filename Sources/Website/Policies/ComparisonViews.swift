import Policy

/// Two policies side by side: every situation in which they advise differently.
enum ComparisonViews {
    static func choose(_ edition: PolicyEdition, _ others: [PolicyEdition]) -> Page {
        let items: [HTML] = others.map { other in
            "\(Parts.link(other.title, Addresses.compare(edition.name, with: other.name))), edition \(other.version)"
        }
        return Page(
            heading: "Compare: \(edition.title)",
            content: """
                <p>Choose the other policy. Every situation that the questions of either can describe is put to both.</p>\
                \(items.isEmpty ? "<p>There is no other policy.</p>" : Parts.list(items))
                """,
            back: Addresses.workbench(edition.name))
    }

    static func tooLarge(_ first: PolicyEdition, _ second: PolicyEdition) -> Page {
        Page(
            heading: "These two cannot be compared",
            content: """
                <p>\(first.title) and \(second.title) have too little in common: the two together are too large to be put side by \
                side. Try both on the situations that you have in mind.</p>
                """,
            back: Addresses.comparisons(first.name))
    }

    static func page(_ first: PolicyEdition, _ second: PolicyEdition, _ comparison: Comparison, page: Int) -> Page {
        let address = Addresses.compare(first.name, with: second.name)
        return Page(
            heading: "Where \(first.title) and \(second.title) differ",
            content: """
                \(Parts.summaryList([side("First policy", first), side("Second policy", second)]))\
                \(report(comparison, first.policy, second.policy, address: address, page: page))
                """,
            back: Addresses.comparisons(first.name), wide: true)
    }

    private static func side(_ key: String, _ edition: PolicyEdition) -> Parts.Row {
        .init(
            key: key,
            value: """
                \(Parts.link(edition.title, Addresses.workbench(edition.name))), edition \(edition.version), from \
                \(edition.policy.from). <span class="ledger-code">\(String(edition.fingerprint.prefix(16)))</span>
                """)
    }

    /// Everything but who is compared.
    /// - Parameter address: where further pages of the groups are, without the number of the page.
    static func report(
        _ comparison: Comparison, _ first: UnprovedPolicy, _ second: UnprovedPolicy, address: String, page: Int
    ) -> HTML {
        let of = PolicyViews.grouped(comparison.of)
        if comparison.differ == 0 {
            let duties = ComparisonTables.duties(comparison, first, second)
            return "<p><strong>They advise the same in all \(of) situations.</strong></p>\(duties)"
        }
        let share = Share(comparison.differ, of: comparison.of)
        let pages = Paging(items: comparison.cases.count, page: page)
        return """
            <p><strong>They advise differently in \(PolicyViews.grouped(comparison.differ)) of \(of) situations</strong> \
            (\(share.words)). Each situation answers all \(comparison.facts.count) questions that either of them asks, and breaks \
            no constraint of either. Each is counted once, however often it may occur.</p>\
            \(ComparisonTables.outcomes(comparison, first, second))\(ComparisonTables.duties(comparison, first, second))\
            <h2>Group by group</h2>\
            <p>Situations in which the same two rules decide form a group: \(comparison.cases.count) in all, the largest first. \
            Under <em>When</em> stand the questions whose answers are limited: no situation of the group has any answer but \
            these.</p>\
            \(ComparisonTables.groups(comparison, first, second, pages))\
            \(pages.links(address, label: "Pages of groups"))
            """
    }
}
