import HTTPTypes
import Ledger
import Policy
import Sharing
import Vault

/// The answers before a procedure is closed, and the record afterwards.
enum ProcedureClosedViews {
    /// What was answered, step by step.
    private static func answers(_ opened: OpenedRun, change: Bool) -> HTML {
        let steps: [HTML] = opened.progress.steps.map { step in
            let rows = opened.progress.fields(of: step).map { field -> Parts.Row in
                let words = opened.words(field)
                let lines = words.split(separator: "\n").map(String.init)
                let value: HTML =
                    words.isEmpty
                    ? "Not provided"
                    : field.kind == .checklist
                        ? Parts.list(lines.map { "\($0)" }) : field.kind == .longText ? HTML.paragraphs(words) : "\(words)"
                return Parts.Row(
                    key: field.ask, value: value,
                    change: change
                        ? (Addresses.procedureStep(opened.id, step.id), "the answer to: \(field.ask) (\(step.title))") : nil)
            }
            let done: HTML =
                opened.progress.done(step.id).map {
                    "<p class=\"hint\">Done by \(opened.name(of: $0.by)), \(Instant($0.at)?.inWords ?? $0.at)</p>"
                } ?? ""
            return "<h2>\(step.title)</h2>\(done)\(Parts.summaryList(rows, questions: true))"
        }
        return "\(steps)"
    }

    static func check(_ opened: OpenedRun, _ errors: [FormError], _ context: SignedInContext, changed: Bool = false) -> Page {
        let again: HTML =
            changed ? Parts.warning("Something changed since you opened this page. Read it again before you close it.") : ""
        let warnings: [HTML] = opened.progress.warnings.map { stop in
            Fields.checkboxes(
                stop.id, legend: "\(stop.words)", choices: [.init(value: "read", words: "I have read this")],
                error: errors[stop.id])
        }
        let form: HTML = """
            \(Fields.hidden("seen", opened.run.changed.description))\(warnings)\
            \(Fields.button("Close “\(opened.procedure.title)”"))
            """
        return Page(
            heading: "Check the answers before you close it",
            content: """
                \(again)\(answers(opened, change: true))<h2>Close it</h2><p>Once it is closed, nothing in it can be changed.</p>\
                \(Fields.form(Addresses.procedureCheck(opened.id), context.person.formToken, form))
                """,
            errors: errors, back: Addresses.procedureRun(opened.id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func page(_ opened: OpenedRun, _ site: Site, _ context: SignedInContext) -> Page {
        let run = opened.run
        let back = run.person.map { Addresses.personProcedures($0.text) } ?? Addresses.procedures
        let ended: HTML = "<p>Closed \(run.changed.inWords) by \(opened.name(of: run.content.closedBy)).</p>"
        if !run.content.closedWhy.isEmpty {
            return Page(
                heading: "\(opened.procedure.title): ended without going through it",
                content: """
                    \(ended)\(Parts.summaryList([.init(key: "Why", value: "\(run.content.closedWhy)")] + ProcedureRunViews.about(opened)))
                    """, back: back)
        }
        let letters: [HTML] = opened.procedure.letters.compactMap { use in
            site.letters.template(use.name).map { Parts.link($0.title, Addresses.procedureLetter(opened.id, use.name)) }
        }
        let toPrint: HTML = letters.isEmpty ? "" : "<h2>Letters to print</h2>\(Parts.list(letters))"
        let given: [HTML] = opened.procedure.facts(of: run).values.sorted { $0.fact < $1.fact }.map { given in
            let fact = site.library.vocabulary[given.fact]
            return
                "\(fact?.ask ?? given.fact.rawValue) <strong>\(fact?.words(for: given.answer) ?? given.answer.description)</strong>"
        }
        let gives: HTML = given.isEmpty ? "" : "<h2>What this answers for later decisions</h2>\(Parts.list(given))"
        return Page(
            heading: "Closed: \(opened.procedure.title)",
            content: """
                \(Parts.panel("Closed: \(opened.procedure.title)", "Reference<br><strong>\(opened.id)</strong>"))\
                <h2>What happens next</h2><p>\(opened.procedure.closesWords)</p>\(toPrint)\(gives)\
                <h2>The record</h2>\(ended)\(Parts.summaryList(ProcedureRunViews.about(opened)))\(notes(opened))\
                \(answers(opened, change: false))
                """, back: back, ownHeading: true)
    }

    /// What was read before it went on, and what stopped it on the way.
    private static func notes(_ opened: OpenedRun) -> HTML {
        let procedure = opened.procedure
        let warnings = procedure.steps.flatMap(\.warns) + procedure.warns
        let refusals = procedure.steps.flatMap(\.refuses) + procedure.refuses
        func lines(_ noted: [ProcedureRun.Noted], _ stops: [Procedure.Stop]) -> [HTML] {
            noted.map { one in
                let words = stops.first { $0.id == one.what }?.words ?? one.what
                return "\(words) – \(opened.name(of: one.by)), \(Instant(one.at)?.inWords ?? one.at)"
            }
        }
        let read = lines(opened.run.content.read, warnings)
        let stopped = lines(opened.run.content.stopped, refusals)
        let first: HTML = read.isEmpty ? "" : "<h3>Warnings that were read</h3>\(Parts.list(read))"
        let second: HTML = stopped.isEmpty ? "" : "<h3>What stopped it on the way</h3>\(Parts.list(stopped))"
        return "\(first)\(second)"
    }

    static func end(_ opened: OpenedRun, _ why: String, _ errors: [FormError], _ context: SignedInContext) -> Page {
        let hint: HTML = "<div id=\"why-hint\" class=\"hint\">For example, it was begun by mistake</div>"
        let error: HTML =
            errors["why"].map {
                "<p id=\"why-error\" class=\"error-message\"><span class=\"visually-hidden\">Error:</span> \($0)</p>"
            } ?? ""
        let ties = errors.isEmpty ? "why-hint" : "why-hint why-error"
        let form: HTML = """
            <div class="\(errors.isEmpty ? "form-group" : "form-group form-group-error" as HTML)"><label for="why">\
            <h1>Why is this ended without going through it?</h1></label>\(hint)\(error)<input class="input" id="why" name="why" type="text" \
            value="\(why)" autocomplete="off" aria-describedby="\(ties)"></div>\(Fields.button("End it", .warning))
            """
        return Page(
            heading: "Why is this ended without going through it?",
            content: Fields.form(Addresses.procedureEnd(opened.id), context.person.formToken, form), errors: errors,
            back: Addresses.procedureRun(opened.id), ownHeading: true, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func mayNotEnd(_ opened: OpenedRun) -> Page {
        Page(
            heading: "This can no longer be ended without going through it",
            content: """
                <p>A step of it has been done, so it stays open until it is gone through and closed.</p>\
                <p>\(Parts.buttonLink("Go back to the steps", Addresses.procedureRun(opened.id)))</p>\
                <p>If somebody is in danger now, \(Parts.link("act at once", Addresses.urgent)).</p>
                """, back: Addresses.procedureRun(opened.id))
    }

    static func letter(_ letter: Letter, _ opened: OpenedRun) -> Page {
        Page(
            heading: "To print: \(letter.title)", content: LetterViews.body(letter), back: Addresses.procedureRun(opened.id))
    }
}
