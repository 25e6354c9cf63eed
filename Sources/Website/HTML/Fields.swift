/// The parts of a form. Each ties its label, hint and error to its control.
///
/// Where a page asks one thing only, the question is its heading: `alone` says what stands between the two, if anything.
enum Fields {
    struct Choice: Sendable {
        let value: String
        let words: String
        var hint = ""
    }

    private static func described(_ name: String, hint: Bool, error: Bool) -> HTML {
        let parts = (hint ? ["\(name)-hint"] : []) + (error ? ["\(name)-error"] : [])
        return parts.isEmpty ? "" : " aria-describedby=\"\(parts.joined(separator: " "))\""
    }

    private static func hint(_ name: String, _ words: String) -> HTML {
        words.isEmpty ? "" : "<div id=\"\(name)-hint\" class=\"hint\">\(words)</div>"
    }

    private static func error(_ name: String, _ words: String?) -> HTML {
        words.map { "<p id=\"\(name)-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>" }
            ?? ""
    }

    private static func question(_ words: HTML, _ alone: HTML?) -> HTML { alone == nil ? words : "<h1>\(words)</h1>" }

    private static func group(_ error: String?) -> HTML { error == nil ? "form-group" : "form-group form-group-error" }

    /// One line of text.
    static func input(
        _ name: String, label: String, hint: String = "", value: String = "", error: String? = nil, kind: HTML = "text",
        autocomplete: HTML = "off", narrow: Bool = false, alone: HTML? = nil
    ) -> HTML {
        """
        <div class="\(group(error))"><label for="\(name)">\(question("\(label)", alone))</label>\(alone ?? "")\(Self.hint(name, hint))\(Self.error(name, error))\
        <input class="input\(narrow ? " input-narrow" : "")" id="\(name)" name="\(name)" type="\(kind)" value="\(value)" \
        autocomplete="\(autocomplete)"\(described(name, hint: !hint.isEmpty, error: error != nil))></div>
        """
    }

    /// Several lines of text.
    /// - Parameter further: what else is wrong with it, beside the first error.
    /// - Parameter code: it is read by a machine: nothing in it is corrected, and its spaces count.
    static func textArea(
        _ name: String, label: String, hint: String = "", value: String = "", error: String? = nil,
        further: [String] = [], rows: Int = 5, code: Bool = false, alone: HTML? = nil
    ) -> HTML {
        // Each has a name of its own, by which the field is tied to it.
        let names = further.indices.map { "\(name)-\($0 + 2)" }
        let more: [HTML] = zip(names, further).map { Self.error($0, $1) }
        let ties = (hint.isEmpty ? [] : ["\(name)-hint"]) + (error == nil ? [] : [name] + names).map { "\($0)-error" }
        let tied: HTML = ties.isEmpty ? "" : " aria-describedby=\"\(ties.joined(separator: " "))\""
        let style: HTML = code ? " textarea-code" : ""
        let uncorrected: HTML = code ? " spellcheck=\"false\" autocapitalize=\"off\" autocomplete=\"off\"" : ""
        // A line break right after the start tag is not part of the text, so one is always written.
        return """
            <div class="\(group(error))"><label for="\(name)">\(question("\(label)", alone))</label>\(alone ?? "")\(Self.hint(name, hint))\(Self.error(name, error))\(more)\
            <textarea class="textarea\(style)" id="\(name)" name="\(name)" rows="\(rows)"\(uncorrected)\(tied)>
            \(value)</textarea></div>
            """
    }

    /// A file of one's own. Its form must be sent `withFile`.
    static func file(_ name: String, label: String, hint: String, accept: HTML, error: String? = nil) -> HTML {
        """
        <div class="\(group(error))"><label for="\(name)">\(label)</label>\(Self.hint(name, hint))\(Self.error(name, error))\
        <input class="input file" id="\(name)" name="\(name)" type="file" accept="\(accept)"\
        \(described(name, hint: true, error: error != nil))></div>
        """
    }

    /// One of several. Nothing is chosen beforehand but what was chosen before. The last may stand apart, after "or".
    static func radios(
        _ name: String, legend: HTML, hint: String = "", choices: [Choice], apart: Choice? = nil, chosen: String? = nil,
        error: String? = nil, alone: HTML? = nil
    ) -> HTML {
        var items: [HTML] = choices.enumerated().map { radio(name, $1, first: $0 == 0, chosen: chosen) }
        if let apart {
            items.append("<div class=\"radios-divider\">or</div>")
            items.append(radio(name, apart, first: choices.isEmpty, chosen: chosen))
        }
        return """
            <div class="\(group(error))"><fieldset\(described(name, hint: !hint.isEmpty, error: error != nil))>\
            <legend>\(question(legend, alone))</legend>\(alone ?? "")\(Self.hint(name, hint))\(Self.error(name, error))\
            <div class="radios">\(items)</div></fieldset></div>
            """
    }

    private static func radio(_ name: String, _ choice: Choice, first: Bool, chosen: String?) -> HTML {
        // The first has the field's own name as its id, so that an error summary can link to it.
        let id = first ? name : "\(name)-\(choice.value)"
        let hint: HTML = choice.hint.isEmpty ? "" : "<div id=\"\(id)-item-hint\" class=\"hint radios-hint\">\(choice.hint)</div>"
        let tied: HTML = choice.hint.isEmpty ? "" : " aria-describedby=\"\(id)-item-hint\""
        return """
            <div class="radios-item"><input type="radio" id="\(id)" name="\(name)" value="\(choice.value)"\
            \(choice.value == chosen ? " checked" : "" as HTML)\(tied)><label for="\(id)">\(choice.words)</label>\(hint)</div>
            """
    }

    /// Any number of several. Each is a field of its own, `name.value`, that is sent as `yes`; `Form.ticked` reads them.
    static func checkboxes(
        _ name: String, legend: HTML, hint: String = "", choices: [Choice], chosen: Set<String> = [], error: String? = nil,
        alone: HTML? = nil
    ) -> HTML {
        let items: [HTML] = choices.enumerated().map { place, choice in
            // The first has the field's own name as its id, so that an error summary can link to it.
            let id = place == 0 ? name : "\(name)-\(choice.value)"
            let hint: HTML =
                choice.hint.isEmpty ? "" : "<div id=\"\(id)-item-hint\" class=\"hint radios-hint\">\(choice.hint)</div>"
            let tied: HTML = choice.hint.isEmpty ? "" : " aria-describedby=\"\(id)-item-hint\""
            return """
                <div class="radios-item checkboxes-item"><input type="checkbox" id="\(id)" name="\(name).\(choice.value)" value="yes"\
                \(chosen.contains(choice.value) ? " checked" : "" as HTML)\(tied)><label for="\(id)">\(choice.words)</label>\(hint)</div>
                """
        }
        return """
            <div class="\(group(error))"><fieldset\(described(name, hint: !hint.isEmpty, error: error != nil))>\
            <legend>\(question(legend, alone))</legend>\(alone ?? "")\(Self.hint(name, hint))\(Self.error(name, error))\
            <div class="radios">\(items)</div></fieldset></div>
            """
    }

    /// One of a list that is too long for radios, or a filter.
    static func select(
        _ name: String, label: String, choices: [Choice], chosen: String, alone: HTML? = nil
    ) -> HTML {
        let options: [HTML] = choices.map {
            "<option value=\"\($0.value)\"\($0.value == chosen ? " selected" : "" as HTML)>\($0.words)</option>"
        }
        return """
            <div class="form-group"><label for="\(name)">\(question("\(label)", alone))</label>\(alone ?? "")\
            <select class="select" id="\(name)" name="\(name)">\(options)</select></div>
            """
    }

    /// A date in three fields.
    static func date(
        _ name: String, legend: HTML, hint: String, day: String, month: String, year: String, error: String? = nil,
        alone: HTML? = nil
    ) -> HTML {
        func part(_ part: String, _ label: String, _ value: String, _ size: HTML) -> HTML {
            // The day has the field's own name as its id, so that an error summary can link to it.
            let id = part == "day" ? name : "\(name)-\(part)"
            return """
                <div class="date-item"><label for="\(id)">\(label)</label><input class="input \(size)" id="\(id)" \
                name="\(name)-\(part)" type="text" inputmode="\(part == "month" ? "text" : "numeric")" value="\(value)" autocomplete="off"></div>
                """
        }
        return """
            <div class="\(group(error))"><fieldset\(described(name, hint: true, error: error != nil))>\
            <legend>\(question(legend, alone))</legend>\(alone ?? "")\(Self.hint(name, hint))\(Self.error(name, error))<div class="date-input">\
            \(part("day", "Day", day, "input-2"))\(part("month", "Month", month, "input-6"))\(part("year", "Year", year, "input-4"))\
            </div></fieldset></div>
            """
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    static func button(_ words: String, _ style: Style = .primary) -> HTML {
        "<button type=\"submit\" class=\"\(style.markup)\">\(words)</button>"
    }

    enum Style {
        case primary, secondary, warning
        var markup: HTML {
            switch self {
            case .primary: "button"
            case .secondary: "button button-secondary"
            case .warning: "button button-warning"
            }
        }
    }

    /// A form that posts, with the token that proves it is ours.
    static func form(_ address: String, _ token: String, withFile: Bool = false, _ content: HTML) -> HTML {
        let kind: HTML = withFile ? " enctype=\"multipart/form-data\"" : ""
        return """
            <form method="post" action="\(address)"\(kind) novalidate>\(hidden("token", token))\(content)</form>
            """
    }
}
