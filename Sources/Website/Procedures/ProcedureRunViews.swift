import HTTPTypes
import Ledger
import Sharing
import Vault

/// A run of a procedure as a list of tasks.
enum ProcedureRunViews {
    static func tasks(_ opened: OpenedRun, _ context: SignedInContext) -> Page {
        let run = opened.run
        let items: [HTML] = opened.progress.steps.map { step in task(opened, step) }
        let old: HTML =
            opened.isOld
            ? Parts.inset(
                "<p>The procedure has changed since this was begun. You go on under version \(opened.procedure.version), with which it was begun.</p>"
            )
            : ""
        return Page(
            heading: opened.procedure.title,
            content: """
                <p>\(opened.procedure.about)</p>\(old)\(Parts.summaryList(about(opened)))<h2>Steps</h2>\
                <ul class="task-list">\(items)</ul>\(closing(opened, context))
                """,
            back: run.person.map { Addresses.personProcedures($0.text) } ?? Addresses.procedures)
    }

    static func about(_ opened: OpenedRun) -> [Parts.Row] {
        let run = opened.run
        var rows: [Parts.Row] = []
        if let person = opened.person {
            rows.append(.init(key: "About", value: Parts.link(person.shownName, Addresses.person(person.id.text))))
        }
        if let of = run.of, let address = address(of) {
            rows.append(.init(key: "Belongs to", value: Parts.link(address.words, address.address)))
        }
        return rows + [
            .init(key: "In hand", value: "\(opened.name(of: run.owner))"),
            .init(key: "Begun", value: "\(run.begun.inWords) by \(opened.name(of: run.author))"),
            .init(key: "Version", value: Parts.link("Version \(opened.procedure.version)", Addresses.procedure(run.procedure))),
            .init(key: "Reference", value: "<span class=\"ledger-code\">\(opened.id)</span>"),
        ]
    }

    private static func address(_ record: String) -> (words: String, address: String)? {
        let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "disclosure": return ("A disclosure", Addresses.disclosure(parts[1]))
        case "sharing_request": return ("A request", Addresses.request(parts[1]))
        case "urgent_action": return ("An urgent action", Addresses.urgentAction(parts[1]))
        default: return nil
        }
    }

    private static func task(_ opened: OpenedRun, _ step: Procedure.Step) -> HTML {
        let status = opened.progress.status(step)
        let done = opened.progress.done(step.id)
        let detail: HTML
        if let done, status == .done {
            detail = "By \(opened.name(of: done.by)), \(Instant(done.at)?.inWords ?? done.at)"
        } else if !step.otherThan.isEmpty {
            detail = "Somebody else does this than who did the step it checks"
        } else {
            detail = "For \(ProcedureViews.words(step.who))"
        }
        let tag: HTML =
            switch status {
            case .notYet: "Cannot start yet"
            case .toDo: Parts.tag("To do")
            case .begun: Parts.tag("In progress", .caution)
            case .done: "Completed"
            }
        let name: HTML =
            status == .notYet ? "\(step.title)" : "<a href=\"\(Addresses.procedureStep(opened.id, step.id))\">\(step.title)</a>"
        return """
            <li class="task"><div class="task-name">\(name)<div class="hint">\(detail)</div></div>\
            <div class="task-status">\(tag)</div></li>
            """
    }

    private static func closing(_ opened: OpenedRun, _ context: SignedInContext) -> HTML {
        guard opened.mayClose(context.access) else {
            return "<p>\(opened.name(of: opened.run.owner)) has this in hand and closes it.</p>"
        }
        let end: HTML =
            opened.run.content.done.isEmpty
            ? "<p>\(Parts.link("End this without going through it", Addresses.procedureEnd(opened.id)))</p>" : ""
        if opened.progress.isComplete {
            return "<p>\(Parts.buttonLink("Check and close", Addresses.procedureCheck(opened.id)))</p>"
        }
        return "<p>When every step is completed you can check the answers and close it.</p>\(end)"
    }
}

/// One step of a procedure.
enum ProcedureStepViews {
    static func page(
        _ opened: OpenedRun, _ step: Procedure.Step, _ answers: [String: String], _ errors: [FormError],
        _ context: SignedInContext,
        changed: Bool = false
    ) -> Page {
        let fields = opened.progress.fields(of: step)
        let alone = fields.count == 1
        let parts: [HTML] = fields.map {
            ProcedureFieldViews.field($0, answers[$0.id] ?? "", errors[$0.id], alone: alone, opened)
        }
        let again: HTML =
            changed
            ? Parts.warning(
                "Somebody changed this while you were writing. What you typed is still here: read it again before you go on.")
            : ""
        let words: HTML = step.words.isEmpty ? "" : "<p>\(step.words)</p>"
        let clauses: HTML = Parts.details(
            "What this rests on",
            "\(Parts.list(fields.map { "\($0.ask) <span class=\"clause\">\($0.because.joined(separator: "; "))</span>" }))")
        let form: HTML = """
            \(Fields.hidden("seen", opened.run.changed.description))\(parts)\(Fields.button("Continue")) \
            <button type="submit" name="later" value="yes" class="button button-secondary">Save and come back later</button>
            """
        return Page(
            heading: alone ? (fields.first.map { $0.ask + ($0.isOptional ? " (optional)" : "") } ?? step.title) : step.title,
            content: """
                \(again)\(words)\(Fields.form(Addresses.procedureStep(opened.id, step.id), context.person.formToken, form))\(clauses)
                """,
            errors: errors, back: Addresses.procedureRun(opened.id), ownHeading: alone,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
