import Ledger
import Policy
import Sharing
import Vault

/// What a proposal comes to, in words: sound or not, and everything that stands in its way.
enum ProposalCheckViews {
    /// More than that are counted and not shown: the first ones cause most of the rest.
    private static let mostShown = 100

    static func report(_ check: ProposalCheck, _ context: SignedInContext) -> HTML {
        let way = errors(check, proposing: true).map { error -> HTML in "\(error.message)" }
        let hindered: HTML = way.isEmpty ? "" : "<h3>What stands in its way</h3>\(Parts.list(way))"
        return "<h2>Is it fit to be published?</h2>\(proof(check))\(cases(check, context))\(hindered)"
    }

    private static func proof(_ check: ProposalCheck) -> HTML {
        guard let edition = check.edition else { return "<p>\(Parts.tag("Not proved", .danger)) Its text has faults.</p>" }
        return "<p>\(Parts.tag("Proved", .good)) \(ProofViews.summary(edition)).</p>"
    }

    private static func cases(_ check: ProposalCheck, _ context: SignedInContext) -> HTML {
        guard check.edition != nil else { return "" }
        let link = Parts.link("Read the cases", Addresses.policyCases(check.proposal.policy))
        if check.disagreements.isEmpty {
            return "<p>\(Parts.tag("Cases agree", .good)) All \(check.cases) cases of the policy get their advice. \(link)</p>"
        }
        let items: [HTML] = check.disagreements.map { one in
            "<strong>\(one.name)</strong>: \(one.story)\(Parts.list(one.complaints.map { "\($0)" }))"
        }
        return """
            <p>\(Parts.tag("Cases disagree", .danger)) \(check.disagreements.count) of \(check.cases) cases would get other advice \
            than they must. \(link)</p>\(Parts.list(items))
            """
    }

    /// What is said under the text while it is being written.
    static func live(_ errors: [FormError], _ check: ProposalCheck?) -> HTML {
        guard errors.isEmpty else {
            let items: [HTML] = errors.prefix(10).map { "\($0.message)" }
            let more: HTML = errors.count > 10 ? "<p>And \(errors.count - 10) more.</p>" : ""
            return
                "<p><strong>\(errors.count == 1 ? "One thing is" : "\(errors.count) things are" as HTML) not right yet</strong></p>\(Parts.list(items))\(more)"
        }
        return
            "<p>\(Parts.tag("Sound", .good)) \(check?.edition.map { ProofViews.summary($0) } ?? "Proved"). It is not saved yet.</p>"
    }

    /// Everything that stands in its way, each with its field on the page of the text.
    /// - Parameter proposing: what may still be missing from a draft counts too.
    static func errors(_ check: ProposalCheck, proposing: Bool) -> [FormError] {
        var found = check.objections.compactMap { objection($0, proposing: proposing) }
        found += check.faults.map { FormError(field: "text", message: message($0)) }
        found += check.disagreements.map {
            FormError(field: "text", message: "Case \($0.name) gets other advice: \($0.complaints.joined(separator: "; "))")
        }
        guard found.count > mostShown else { return found }
        let more = FormError(field: "text", message: "There are \(found.count - mostShown) more. Mend these first")
        return found.prefix(mostShown) + [more]
    }

    private static func message(_ fault: Fault) -> String {
        "\(fault.file), line \(fault.line), column \(fault.column): \(fault.message)" + (fault.help.map { ". Help: \($0)" } ?? "")
    }

    private static func objection(_ one: ProposalCheck.Objection, proposing: Bool) -> FormError? {
        switch one {
        case .noReason: proposing ? FormError(field: "why", message: "Enter why the policy should change") : nil
        case .noDay: proposing ? FormError(field: "from", message: "Enter the first day on which it is to advise") : nil
        case .dayHasPassed(let today):
            FormError(
                field: "from",
                message: "The first day must be \(ProposalViews.day(today)) or later, for nobody was advised by it before")
        case .daysDiffer(let day):
            FormError(
                field: "from",
                message: "The text says that it applies from \(ProposalViews.day(day)). Make that and the first day here the same"
            )
        case .anotherPolicy(let name):
            FormError(field: "text", message: "The text names the policy \(name). Give it the name of the policy that it changes")
        case .versionIsTaken(let version):
            FormError(
                field: "text",
                message: "There is already an edition \(version) of this policy. Give this one another: change edition")
        }
    }

    /// The lines of the text in which something is wrong, each once.
    static func quoted(_ check: ProposalCheck) -> HTML {
        let lines = check.proposal.writing.text.split(separator: "\n", omittingEmptySubsequences: false)
        let own = check.faults.filter { $0.file == "policy.yaml" && lines.indices.contains($0.line - 1) }
        let numbers = Set(own.map(\.line)).sorted().prefix(mostShown)
        if numbers.isEmpty { return "" }
        let items: [HTML] = numbers.map { number in
            let wrong: [HTML] = own.filter { $0.line == number }.map { "<li>\($0.message)</li>" }
            return """
                <li><p><strong>Line \(number)</strong></p><pre class="quoted-line"><code>\(String(lines[number - 1].prefix(500)))</code></pre>\
                <ul class="list">\(wrong)</ul></li>
                """
        }
        return "<h2>The lines in question</h2><ul class=\"list-plain\">\(items)</ul>"
    }
}
