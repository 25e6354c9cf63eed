import Sharing
import Vault

/// What may go to whom, and what may not: a line for each, so that it works without scripts (002 Q14, Q17, Q20).
enum ConsentLineViews {
    static func lines(
        _ part: String, _ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, _ errors: [FormError]
    ) -> HTML {
        let isScope = part == "scope"
        let choose = Fields.Choice(value: "", words: "Choose")
        let categories =
            [choose] + site.lists[.information].choices() + [.init(value: "any", words: "All information needed for it")]
        let agencies = [choose] + file.agencies(site.lists, forConsent: true)
        let purposes = [choose] + site.lists[.purposes].choices() + [.init(value: "any", words: "Any purpose")]
        let rows: [HTML] = (1...typed.count(part)).map { place in
            let name = "\(part)-\(place)"
            let error = errors["\(name)-category"]
            let tied: HTML = error == nil ? "" : " aria-describedby=\"\(name)-category-error\""
            let message: HTML =
                error.map {
                    "<p id=\"\(name)-category-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
                } ?? ""
            return """
                <div class="\(error == nil ? "form-group" : "form-group form-group-error" as HTML)"><fieldset\(tied)>\
                <legend>\(isScope ? "Line" : "Left out, line") \(place)\(isScope && place == 1 ? "" : " (optional)")</legend>\(message)\
                \(Fields.select("\(name)-category", label: "What", choices: categories, chosen: typed["\(name)-category"]))\
                \(Fields.select("\(name)-agency", label: "To whom", choices: agencies, chosen: typed["\(name)-agency"]))\
                \(Fields.select("\(name)-purpose", label: "What for", choices: purposes, chosen: typed["\(name)-purpose"]))\
                </fieldset></div>
                """
        }
        let title =
            isScope ? "What it is about: what, to whom, what for" : "What is left out: not this, or not to them (optional)"
        let explained: HTML =
            isScope
            ? "<p>If they say no, list what they say no to. If they say no to everything, leave the lines empty.</p>"
            : "<p>What stands here is kept back until they name it again in another conversation.</p>"
        let add: HTML =
            typed.count(part) >= ConsentTyped.lineLimit
            ? ""
            : "<button type=\"submit\" class=\"button button-secondary\" name=\"add\" value=\"\(part)\">\(isScope ? "Add lines" : "Add lines to what is left out")</button>"
        return "<h3>\(title)</h3>\(explained)\(rows)\(Fields.hidden("\(part)-lines", String(typed.count(part))))\(add)"
    }
}
