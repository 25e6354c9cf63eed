import Foundation

enum SignInViews {
    /// A form that was sent when the session was over, to be sent again after signing in.
    struct Carried: Sendable {
        let address: String
        let fields: Form.Fields

        init(address: String, fields: Form.Fields) {
            self.address = address
            self.fields = fields.filter { $0.key != "token" }
        }

        /// Reads what `text` wrote; nil for anything else, or for an address of another site.
        init?(reading text: String) {
            guard !text.isEmpty, let data = Data(base64Encoded: text),
                let kept = try? JSONDecoder().decode([String: String].self, from: data), let address = kept["\n"]
            else { return nil }
            let own = SignInPages.local(address)
            guard !own.isEmpty else { return nil }
            self.init(address: own, fields: kept.filter { $0.key != "\n" })
        }

        var text: String {
            var kept = fields
            kept["\n"] = address
            return ((try? JSONEncoder().encode(kept)) ?? Data()).base64EncodedString()
        }
    }

    static func start(_ site: Site) -> Page {
        Page(
            heading: "Share the right information, and keep the proof",
            content: """
                <p class="lead">Discretion guides you to a lawful decision about sharing personal information to protect \
                children and adults: may I, must I, with whom, how much and how.</p>\
                \(Parts.list([
                    "It asks only what matters, and gives the reason and the clause.",
                    "You decide. You can always decide otherwise and say why.",
                    "What you recorded cannot be changed quietly, by anybody.",
                ]))\
                <p>\(Parts.buttonLink("Sign in", Addresses.signIn))</p>\
                <p>Without signing in you can read <a href="\(Addresses.help)">help at hand</a>: the golden rules, the \
                Caldicott principles and every policy with its clauses.</p>
                """)
    }

    static func page(next: String, carried: Carried?, email: String, errors: [FormError], site: Site) -> Page {
        let explanation: HTML =
            carried == nil
            ? ""
            : "<p>Your session had ended. What you typed is kept in this page and nothing is lost: sign in, and send it again.</p>"
        let form: HTML = """
            <form method="post" action="\(Addresses.signIn)" novalidate>\(next.isEmpty ? "" : Fields.hidden("next", next))\
            \(carried.map { Fields.hidden("carried", $0.text) })\
            \(Fields.input("email", label: "Email address", value: email, error: errors["email"], kind: "email", autocomplete: "username"))\
            \(Fields.input("password", label: "Password", error: errors["password"], kind: "password", autocomplete: "current-password"))\
            \(Fields.button("Sign in"))</form>
            """
        let demonstration: HTML =
            site.settings.demonstration.map { demonstration in
                let rows: [[HTML]] = demonstration.accounts.map { ["\($0.email)", "\($0.who)"] }
                return """
                    <h2>Accounts of this demonstration</h2><p>Every one has the password \
                    <strong>\(demonstration.password)</strong></p>\
                    \(Parts.table("Fictional accounts", heads: ["Email address", "Who it is"], rows: rows, captionHidden: true))
                    """
            } ?? ""
        return Page(heading: "Sign in", content: "\(explanation)\(form)\(demonstration)", errors: errors, back: "/")
    }

    /// After signing in again: the form as it was, to be sent by its owner.
    static func carryOn(_ carried: Carried, token: String) -> Page {
        Page(
            heading: "You are signed in again",
            content: """
                <p>Nothing was lost and nothing was recorded yet. Look at what you typed, then carry on.</p>\
                \(ProblemViews.typed(carried.fields))\
                \(Fields.form(carried.address, token, "\(ProblemViews.hidden(carried.fields))\(Fields.button("Carry on where you were"))"))
                """)
    }
}
