import Ledger
import Policy

enum HelpViews {
    static func contents(_ site: Site, isSignedIn: Bool) -> Page {
        let policies: [HTML] = site.library.editions.map { edition in
            """
            \(Parts.link(edition.title, Addresses.policy(edition.name))) – \
            <a href="\(Addresses.flowchart(edition.name))">flowchart<span class="visually-hidden"> of \(edition.title)</span></a>
            """
        }
        let workbench: HTML =
            isSignedIn
            ? "<p>\(Parts.link("Try a policy, see how it was proved, and compare it with another", Addresses.policies))</p>" : ""
        return Page(
            heading: "Help at hand",
            content: """
                <h2>In danger</h2><p>\(Parts.link("Someone is in danger now: whom to call", Addresses.urgent))</p>\
                <h2>Principles</h2>\(Parts.list([
                    Parts.link(site.help.goldenRules.title, Addresses.goldenRules), Parts.link(site.help.caldicott.title, Addresses.caldicott),
                ]))\
                <h2>Policies</h2><p>Each policy as text, with the clause behind every rule, and as a flowchart drawn from the same rules.</p>\
                \(Parts.list(policies))\(workbench)\
                <h2>Questions</h2>\(Parts.list([Parts.link(site.help.questionOrder.title, Addresses.questionOrder)]))\
                <h2>Evidence</h2>\(Parts.list([Parts.link("Verify a record yourself", Addresses.verify)]))
                """)
    }

    static func guidance(_ guidance: HelpContent.Guidance) -> Page {
        let editions: [HTML] = guidance.editions.reversed().map { edition in
            let items: [HTML] = edition.items.map { item in
                "<strong>\(item.title).</strong> \(item.words) <span class=\"clause\">\(item.because.joined(separator: "; "))</span>"
            }
            return "<h2>\(edition.title)</h2>\(Parts.list(items, numbered: true))"
        }
        return Page(heading: guidance.title, content: "<p>\(guidance.about)</p>\(editions)", back: Addresses.help)
    }

    static func explanation(_ explanation: HelpContent.Explanation) -> Page {
        let sections: [HTML] = explanation.sections.map { section in
            "<h2>\(section.title)</h2>\(section.paragraphs.map { paragraph -> HTML in "<p>\(paragraph)</p>" })"
        }
        return Page(heading: explanation.title, content: "<p>\(explanation.about)</p>\(sections)", back: Addresses.help)
    }

    static func verify(_ site: Site) -> Page {
        Page(
            heading: "Verify a record yourself",
            content: """
                <p>When a decision is recorded, a digest of it joins a ledger in the same moment. The ledger is a Merkle tree \
                (RFC 6962): one root stands for all entries, and nothing can be changed, added in between or taken out without \
                changing the root. Roots are signed. Whoever keeps one can show later whether the ledger still contains it, so that even the owner of the machine cannot rewrite \
                the past quietly.</p>\
                <h2>With this program</h2>\
                \(Parts.list([
                    "Open the record, then its evidence, and save the proof.",
                    "Run <code>discretion ledger check-proof FILE</code>. It ends with 0 when the proof holds and with 1 when it does not.",
                    "It needs neither our database nor our network.",
                ], numbered: true))\
                <h2>With other tools</h2>\
                <p>The proof file holds the leaf hash, its index, the tree size, the root and the steps, all SHA-256 in base64. Any \
                checker of RFC 6962 or RFC 9162 inclusion proofs can check it. The checkpoint is a C2SP signed note; this is the key \
                that verifies it:</p><p class="ledger-code">\(site.signer.verifier.description)</p>\
                <p>The latest checkpoint is always at <a href="/ledger/checkpoint">/ledger/checkpoint</a>.</p>
                """,
            back: Addresses.help)
    }

    static let accessibility = Page(
        heading: "Accessibility statement",
        content: """
            <p>This site is made to meet the Web Content Accessibility Guidelines 2.2 at level AA. It works with the keyboard alone, \
            without scripts, at 320 pixels wide and with text at 200%.</p>\
            <h2>What is tested</h2><p>Each page is checked with axe and with our own rules whenever the program is tested. It has not \
            yet been audited by an outside body, nor tried by people who use assistive technology every day.</p>\
            <h2>What is known not to be right</h2><p>Wide flowcharts need to be scrolled sideways on small screens; each has the same \
            content as text beneath it.</p>\
            <h2>Tell us</h2><p>Ask the person who gave you your account, or your information governance lead, or the administrator of this site.</p>
            """)
}
