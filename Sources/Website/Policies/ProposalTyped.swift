import Ledger
import Sharing

/// What somebody typed about a proposal, sound or not: none of it is lost.
struct ProposalTyped: Sendable {
    var why: String
    var day = ""
    var month = ""
    var year = ""
    var text: String
    /// When the proposal that the page showed was last changed.
    var seen: String
    private(set) var wantsToPropose = false
    private var from: String
    private var fileIsOdd = false

    init(_ proposal: ProposedEdition) {
        why = proposal.writing.why
        text = proposal.writing.text
        from = proposal.writing.from
        seen = proposal.changed.description
        let parts = from.split(separator: "-").compactMap { Int($0) }
        if parts.count == 3 { (year, month, day) = ("\(parts[0])", "\(parts[1])", "\(parts[2])") }
    }

    /// A file that was chosen takes the place of the text.
    init(_ form: Form) {
        why = form["why"]
        (day, month, year) = (form["from-day"], form["from-month"], form["from-year"])
        from = form.date("from")?.day ?? ""
        text = form.fields["text"] ?? ""
        seen = form["seen"]
        wantsToPropose = form["do"] == "propose"
        guard let file = form.fields["file"] else { return }
        // A mark of the order of bytes is not part of the text.
        let content = file.hasPrefix("\u{FEFF}") ? String(file.unicodeScalars.dropFirst()) : file
        fileIsOdd = content.isEmpty || content.contains("\u{FFFD}")
        if !fileIsOdd { text = content }
    }

    var writing: ProposedEdition.Writing { .init(why: why, from: from, text: text) }

    /// Why nothing is saved.
    func refused(_ form: Form) -> [FormError] {
        var found: [FormError] = []
        if fileIsOdd {
            found.append(FormError(field: "file", message: "Choose a file of UTF-8 text, such as policy.yaml, that is not empty"))
        }
        let length = text.utf8.count
        if length > ProposedEdition.textLimit {
            let most = PolicyViews.grouped(UInt128(ProposedEdition.textLimit))
            found.append(
                FormError(
                    field: "text",
                    message:
                        "The text must have \(most) bytes or fewer; it has \(PolicyViews.grouped(UInt128(length))) now. It is not saved"
                ))
        }
        if let error = form.tooLong("why", "Why") { found.append(error) }
        return found
    }

    /// What is saved and not right.
    var errors: [FormError] {
        (day + month + year).isEmpty || !from.isEmpty
            ? [] : [FormError(field: "from", message: "The first day must be a real date, such as 1 3 2027")]
    }

    /// The same on a page that shows the proposal as it was just saved.
    func after(_ kept: ProposedEdition) -> Self {
        var typed = self
        typed.seen = kept.changed.description
        return typed
    }
}
