import Hummingbird
import NIOCore

/// A page, as its author sees it. The frame around it is the same everywhere.
struct Page: Sendable {
    /// The heading, which is also the title of the window.
    let heading: String
    var content: HTML
    var errors: [FormError] = []
    /// Where the back link leads; nil for pages that nobody comes to from another.
    var back: String?
    /// The heading stands in the content: in the legend of a question, or in a panel.
    var ownHeading = false
    var status: HTTPResponse.Status = .ok
    /// Tables and charts that need the whole width.
    var wide = false
    /// A script among the site's own files that helps those whose browsers run it; the page does its work without.
    var script: HTML?
}

/// Everything around a page's own content.
struct Frame: Sendable {
    /// Nil for a visitor.
    var signedIn: (name: String, role: String, token: String)?
    var demonstration = false
    /// Said on every page while something is wrong with the evidence.
    var alarm = false
    var procedureNumber = ""
    /// The address of the page, to mark where one is.
    var here = ""

    func render(_ page: Page) -> HTML {
        let title = (page.errors.isEmpty ? "" : "Error: ") + page.heading + " – Discretion"
        let back: HTML = page.back.map { "<nav aria-label=\"Back\"><a class=\"back-link\" href=\"\($0)\">Back</a></nav>" } ?? ""
        let script: HTML = page.script.map { "<script src=\"/assets/\($0)\" defer></script>" } ?? ""
        let heading: HTML = page.ownHeading ? "" : "<h1>\(page.heading)</h1>"
        return """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light">
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/style.css">\(script)
            </head>
            <body>
            <a class="skip-link" href="#main">Skip to main content</a>
            <header>\(banner)\(notices)</header>
            <div class="width">
            \(back)
            <main id="main" class="\(page.wide ? "main main-wide" : "main" as HTML)" tabindex="-1">
            \(page.errors.summary)\(heading)
            \(page.content)
            </main>
            </div>
            \(foot)
            </body>
            </html>

            """
    }

    private var banner: HTML {
        let account: HTML =
            signedIn.map { person in
                let form = Fields.form(
                    Addresses.signOut, person.token, "<button type=\"submit\" class=\"link-button\">Sign out</button>")
                return "<div class=\"account\"><span>\(person.name), \(person.role)</span> \(form)</div>"
            } ?? ""
        let nav: HTML =
            signedIn == nil
            ? "" : "<nav class=\"navigation\" aria-label=\"Main\"><div class=\"width\"><ul>\(links)</ul></div></nav>"
        return """
            <div class="header"><div class="width header-row"><a class="brand" href="/">Discretion</a>\(account)</div></div>
            \(nav)
            <div class="urgent-strip"><div class="width"><a href="\(Addresses.urgent)">Someone is in danger now</a></div></div>
            """
    }

    private var links: [HTML] {
        [
            ("My work", Addresses.work), ("People", Addresses.people), ("Start a decision", Addresses.newRequest),
            ("Decisions", Addresses.decisions),
            ("Help at hand", Addresses.help),
        ].map { words, address in
            let current: HTML = here == address ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(address)\"\(current)>\(words)</a></li>"
        }
    }

    private var notices: HTML {
        var notices: HTML = ""
        if demonstration {
            notices += """
                <div class="phase"><div class="width"><p><strong class="tag">Demonstration</strong> \
                Every person here is fictional. Enter nothing about real people.</p></div></div>
                """
        }
        if alarm {
            notices += """
                <div class="alarm"><div class="width"><p><strong>You can read records but not add to them.</strong> \
                The evidence of past records is being checked. To protect somebody, use your local procedure\
                \(procedureNumber.isEmpty ? "" : ": call \(procedureNumber)" as HTML).</p></div></div>
                """
        }
        return notices
    }

    private var foot: HTML {
        """
        <footer class="footer"><div class="width"><h2 class="visually-hidden">Support links</h2><ul class="footer-links">\
        <li><a href="\(Addresses.help)">Help at hand</a></li>\
        <li><a href="\(Addresses.verify)">Verify a record</a></li>\
        <li><a href="\(Addresses.accessibility)">Accessibility statement</a></li></ul>\
        <p>Discretion advises; the decision is the practitioner’s. It is not legal advice.</p></div></footer>
        """
    }
}
