import Ledger
import Sharing

/// What may not go on, why, and what can be done instead.
enum ProcedureStopViews {
    private static let urgent: HTML = """
        <p>If somebody is in danger now, \(Parts.link("act at once", Addresses.urgent)): nothing here needs to be finished first.</p>
        """

    private static func reasons(_ stops: [Procedure.Stop]) -> HTML {
        let each: [HTML] = stops.map { stop in
            let out: HTML = stop.wayOut.isEmpty ? "" : "<h2>What you can do</h2><p>\(stop.wayOut)</p>"
            return "\(Parts.inset("<p><strong>\(stop.words)</strong></p>\(ProcedureViews.clauses(stop.because))"))\(out)"
        }
        return "\(each)"
    }

    static func stopped(_ opened: OpenedRun, _ step: Procedure.Step, _ stops: [Procedure.Stop]) -> Page {
        let address = Addresses.procedureStep(opened.id, step.id)
        return Page(
            heading: "This may not go on: \(step.title)",
            content: """
                \(reasons(stops))\(urgent)<p>Your answers are kept.</p>\
                <p>\(Parts.buttonLink("Look at the answers again", address))</p>\
                <p>\(Parts.link("Save it and come back later", Addresses.procedureRun(opened.id)))</p>
                """, back: address)
    }

    /// Why it may not be closed.
    static func notClosed(_ opened: OpenedRun) -> Page {
        let otherwise: HTML =
            opened.progress.mayClose ? "" : Parts.inset("<p><strong>\(opened.procedure.closesOtherwise)</strong></p>")
        return Page(
            heading: "This may not be closed yet",
            content: """
                \(reasons(opened.progress.refusals))\(otherwise)\(urgent)<p>Your answers are kept.</p>\
                <p>\(Parts.buttonLink("Go back to the steps", Addresses.procedureRun(opened.id)))</p>
                """, back: Addresses.procedureCheck(opened.id))
    }

    static func warned(
        _ opened: OpenedRun, _ step: Procedure.Step, _ warnings: [Procedure.Stop], _ context: SignedInContext
    ) -> Page {
        let address = Addresses.procedureStep(opened.id, step.id)
        let each: [HTML] = warnings.map { "\(Parts.warning("\($0.words)"))\(ProcedureViews.clauses($0.because))" }
        let form: HTML = "\(Fields.hidden("seen", opened.run.changed.description))\(Fields.button("I have read this: go on"))"
        return Page(
            heading: "Read this before you go on",
            content: """
                \(each)<p>That you read it is recorded with your name and the time.</p>\
                \(Fields.form(Addresses.procedureWarning(opened.id, step.id), context.person.formToken, form))\
                <p>\(Parts.link("Change the answers", address))</p>
                """, back: address)
    }

    static func somebodyElse(_ opened: OpenedRun, _ step: Procedure.Step) -> Page {
        let others = step.otherThan.compactMap { opened.procedure[step: $0]?.title }.joined(separator: ", ")
        return Page(
            heading: "Somebody else must do this step",
            content: """
                <p>“\(step.title)” checks what was done in “\(others)”, and you did that. A second person must look: nobody \
                checks their own work.</p>\(ProcedureViews.clauses(step.because))\
                <h2>What you can do</h2><p>Ask a colleague or your manager to open this procedure and do it. Its reference is \
                <span class="ledger-code">\(opened.id)</span>.</p>\(urgent)
                """, back: Addresses.procedureRun(opened.id))
    }

    static func notYours(_ opened: OpenedRun, _ step: Procedure.Step) -> Page {
        Page(
            heading: "This step is for others",
            content: """
                <p>“\(step.title)” is for \(ProcedureViews.words(step.who)).</p>\(ProcedureViews.clauses(step.because))\
                <h2>What you can do</h2><p>Ask one of them to do it. The reference is \
                <span class="ledger-code">\(opened.id)</span>.</p>\(urgent)
                """, back: Addresses.procedureRun(opened.id))
    }

    static func notYet(_ opened: OpenedRun, _ step: Procedure.Step) -> Page {
        Page(
            heading: "This step cannot start yet",
            content: """
                <p>“\(step.title)” needs the answers of an earlier step first.</p>\
                <p>\(Parts.buttonLink("Go back to the steps", Addresses.procedureRun(opened.id)))</p>
                """, back: Addresses.procedureRun(opened.id))
    }
}
