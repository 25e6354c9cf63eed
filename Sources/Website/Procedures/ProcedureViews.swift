import Ledger
import Policy
import Sharing
import Vault

enum ProcedureViews {
    static func words(_ roles: [Role]) -> String {
        let names = roles.map { role in
            switch role {
            case .practitioner: "practitioners"
            case .manager: "managers"
            default: "whoever leads on governance"
            }
        }
        return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    static func clauses(_ because: [String]) -> HTML {
        because.isEmpty ? "" : "<p class=\"clause\">Because of \(because.joined(separator: "; "))</p>"
    }

    private static func grouped(_ procedures: [Procedure]) -> [(group: String, procedures: [Procedure])] {
        var groups: [(group: String, procedures: [Procedure])] = []
        for procedure in procedures.sorted(by: { ($0.group, $0.title) < ($1.group, $1.title) }) {
            if groups.last?.group != procedure.group { groups.append((procedure.group, [])) }
            groups[groups.count - 1].procedures.append(procedure)
        }
        return groups
    }

    /// A run as a link: two of one procedure are told apart by the end of their references.
    private static func label(_ title: String, _ run: ProcedureRun) -> String {
        "\(title), begun \(run.begun.inWords), reference …\(run.id.text.suffix(5))"
    }

    /// The most runs that a list shows.
    private static let most = 50

    private static func more(_ runs: [ProcedureRun]) -> HTML {
        runs.count > most ? "<p>These are the latest \(most) of \(runs.count).</p>" : ""
    }

    static func list(_ procedures: [Procedure], open: [ProcedureRun]) -> Page {
        let mine: [HTML] = open.prefix(most).map { run in
            let title = procedures.first { $0.name == run.procedure }?.title ?? run.procedure
            return "\(Parts.link(label(title, run), Addresses.procedureRun(run.id.text)))"
        }
        let groups: [HTML] = grouped(procedures).map { group, found in
            let entries: [HTML] = found.map { "\(Parts.link($0.title, Addresses.procedure($0.name))) – \($0.about)" }
            return "<h2>\(group)</h2>\(Parts.list(entries))"
        }
        let yours: HTML = mine.isEmpty ? "" : "<h2>Yours that are open</h2>\(Parts.list(mine))\(more(open))"
        return Page(
            heading: "Procedures",
            content: """
                <p>Each is a way of doing something safely, step by step. What is about one person is best begun from that \
                person’s page.</p>\(yours)\(groups)
                """, back: Addresses.work)
    }

    static func whole(_ procedure: Procedure, _ context: SignedInContext) -> Page {
        let steps: [HTML] = procedure.steps.map { step in
            let fields: [HTML] = step.fields.map { field in
                let items: [HTML] = field.kind == .checklist || field.kind == .oneOf ? field.choices.map { "\($0.words)" } : []
                let within: HTML = items.isEmpty ? "" : Parts.list(items)
                let condition: HTML = field.when.map { "<div class=\"hint\">Only if \($0.text)</div>" } ?? ""
                return """
                    \(field.ask)\(field.isOptional ? " (optional)" : "" as HTML) \
                    <span class="clause">\(field.because.joined(separator: "; "))</span>\(condition)\(within)
                    """
            }
            let second: HTML = step.otherThan.isEmpty ? "" : "<p>Somebody else does this than who did the step it checks.</p>"
            let condition: HTML = step.when.map { "<p class=\"hint\">Only if \($0.text)</p>" } ?? ""
            return """
                <h3>\(step.title)</h3>\(condition)<p>\(step.words)</p><p class="hint">For \(words(step.who))</p>\(second)\
                \(Parts.list(fields))
                """
        }
        let stops = procedure.steps.flatMap(\.refuses) + procedure.refuses
        let refused: [HTML] = stops.map { "\($0.words) <span class=\"clause\">\($0.because.joined(separator: "; "))</span>" }
        let sources: [HTML] = procedure.sources.map { "\($0.id): \($0.title)" }
        let begin: HTML =
            !context.access.doesCasework
            ? ""
            : procedure.aboutPerson == .required
                ? "<p>It is about one person: begin it from that \(Parts.link("person’s page", Addresses.people)).</p>"
                : "<p>\(Parts.buttonLink("Begin this procedure", Addresses.beginProcedure(procedure.name)))</p>"
        let stopped: HTML = refused.isEmpty ? "" : "<h2>What may not go on</h2>\(Parts.list(refused))"
        return Page(
            heading: procedure.title,
            content: """
                <p>\(procedure.about)</p>\(begin)<h2>The steps</h2>\(steps)\(stopped)<h2>What it rests on</h2>\
                \(Parts.list(sources))<p class="clause">Version \(procedure.version). Fingerprint \
                <span class="ledger-code">\(procedure.fingerprint)</span></p>
                """, back: Addresses.procedures)
    }

    /// The page that says why somebody may not begin, if they may not.
    static func mayNotBegin(_ wanted: ProcedurePages.Wanted, _ context: SignedInContext) -> Page? {
        let procedure = wanted.procedure
        if !procedure.who.contains(context.access.role) {
            return Page(
                heading: "Somebody else begins this",
                content: """
                    <p>“\(procedure.title)” is for \(words(procedure.who)). Ask one of them to begin it.</p>\
                    <p>If somebody is in danger now, \(Parts.link("act at once", Addresses.urgent)).</p>
                    """, back: Addresses.procedure(procedure.name))
        }
        if procedure.aboutPerson == .required && wanted.person == nil {
            return Page(
                heading: "Choose the person first",
                content: """
                    <p>“\(procedure.title)” is about one person. \(Parts.link("Find the person", Addresses.people)), open their \
                    procedures and begin it there.</p>
                    """, back: Addresses.procedure(procedure.name))
        }
        return nil
    }

    static func begin(_ wanted: ProcedurePages.Wanted, once: String, _ context: SignedInContext) -> Page {
        let procedure = wanted.procedure
        var rows: [Parts.Row] = [.init(key: "Procedure", value: "\(procedure.title)")]
        if let person = wanted.person { rows.append(.init(key: "About", value: "\(person.shownName)")) }
        rows += [
            .init(key: "Steps", value: Parts.list(procedure.steps.map { "\($0.title)" }, numbered: true)),
            .init(key: "Version", value: "\(procedure.version)"),
        ]
        let fields: HTML = """
            \(Fields.hidden("once", once))\(Fields.hidden("name", procedure.name))\
            \(Fields.hidden("person", wanted.person?.id.text ?? ""))\(Fields.hidden("of", wanted.of ?? ""))\
            \(Fields.button("Begin"))
            """
        return Page(
            heading: "Begin: \(procedure.title)",
            content: """
                <p>\(procedure.about)</p>\(Parts.summaryList(rows))\
                \(Fields.form("/procedures/start", context.person.formToken, fields))
                """,
            back: wanted.person.map { Addresses.personProcedures($0.id.text) } ?? Addresses.procedure(procedure.name))
    }

    static func about(
        _ person: RegisteredPerson, _ runs: [ProcedureRun], _ procedures: [Procedure], _ context: SignedInContext
    ) -> Page {
        let rows: [[HTML]] = runs.map { run in
            let title = procedures.first { $0.name == run.procedure }?.title ?? run.procedure
            let state = run.state == .open ? Parts.tag("Open", .caution) : "Closed" as HTML
            return [
                Parts.link(label(title, run), Addresses.procedureRun(run.id.text)),
                state,
                "\(run.changed.inWords)",
            ]
        }
        let been: HTML =
            rows.isEmpty
            ? "<p>No procedure about this person has been begun.</p>"
            : Parts.table(
                "Procedures that were begun", heads: ["Procedure", "State", "Last changed"], rows: rows,
                captionHidden: true)
        let mine = procedures.filter { $0.aboutPerson != .none && $0.who.contains(context.access.role) }
        let groups: [HTML] = grouped(mine).map { group, found in
            let entries: [HTML] = found.map {
                "\(Parts.link($0.title, Addresses.beginProcedure($0.name, person: person.id.text))) – \($0.about)"
            }
            return "<h3>\(group)</h3>\(Parts.list(entries))"
        }
        let start: HTML = groups.isEmpty ? "" : "<h2>Begin one</h2>\(groups)"
        return Page(
            heading: "Procedures about \(person.shownName)", content: "<h2>Begun</h2>\(been)\(start)",
            back: Addresses.person(person.id.text))
    }
}
