import HTTPTypes
import Sharing
import Vault

struct OutgoingForm: Sendable {
    var fields: [String: String] = [:]
    var once = RecordID<OutgoingRequest>.random().text
    static let names = [
        "contact", "recipient", "agency", "need", "asked", "anonymised", "whole-file", "whole-file-why", "basis", "consent",
        "urgent",
    ]

    init() {}

    init(_ form: Form) {
        for name in Self.names { fields[name] = form[name] }
        if !form["once"].isEmpty { once = form["once"] }
    }

    init(_ request: OutgoingRequest) {
        let content = request.content
        fields = [
            "contact": request.contact?.text ?? "", "recipient": content.recipientName, "agency": content.agency,
            "need": content.need, "asked": content.asked, "anonymised": content.wouldAnonymisedDo,
            "whole-file": content.isWholeFile ? "yes" : "no", "whole-file-why": content.wholeFileWhy, "basis": content.basis,
            "consent": content.consentPosition, "urgent": request.isUrgent ? "yes" : "no",
        ]
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    func errors(_ form: Form, _ contact: Contact?) -> [FormError] {
        var found: [FormError] = []
        func lacks(_ name: String, _ message: String) {
            if self[name].isEmpty { found.append(FormError(field: name, message: message)) }
        }
        if contact == nil { lacks("agency", "Enter which agency you ask, or choose it in the directory") }
        lacks("need", "Enter what your job needs it for")
        lacks("asked", "Enter what you ask for")
        lacks("anonymised", "Choose whether information that identifies nobody would do")
        lacks("whole-file", "Choose whether you need the whole file")
        if self["whole-file"] == "yes" {
            lacks("whole-file-why", "Enter why you need the whole file, and a part or a summary will not do")
        }
        lacks("urgent", "Choose whether it is urgent")
        for (name, label) in [("recipient", "The name"), ("agency", "The agency")] {
            if let error = form.tooLong(name, label, limit: Form.lineLimit) { found.append(error) }
        }
        for (name, label) in [
            ("need", "The need"), ("asked", "What you ask for"), ("whole-file-why", "Why"), ("basis", "The basis"),
            ("consent", "The position on consent"),
        ] {
            if let error = form.tooLong(name, label) { found.append(error) }
        }
        return found
    }

    func apply(to content: inout OutgoingRequest.Content, _ contact: Contact?) {
        content.recipientName = self["recipient"].isEmpty ? contact?.name ?? "" : self["recipient"]
        content.agency = self["agency"].isEmpty ? contact?.agency ?? "" : self["agency"]
        content.need = self["need"]
        content.asked = self["asked"]
        content.wouldAnonymisedDo = self["anonymised"]
        content.isWholeFile = self["whole-file"] == "yes"
        content.wholeFileWhy = self["whole-file-why"]
        content.basis = self["basis"]
        content.consentPosition = self["consent"]
    }
}

enum OutgoingFormViews {
    static func page(
        _ typed: OutgoingForm, about name: String, at address: String, back: String, _ contacts: [Contact], token: String,
        _ errors: [FormError]
    ) -> Page {
        func area(_ name: String, _ label: String, _ hint: String = "") -> HTML {
            Fields.textArea(name, label: label, hint: hint, value: typed[name], error: errors[name], rows: 3)
        }
        func yesNo(_ name: String, _ legend: String, _ hint: String = "") -> HTML {
            Fields.radios(
                name, legend: "\(legend)", hint: hint,
                choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")], chosen: typed[name],
                error: errors[name])
        }
        let fields: HTML = """
            \(Fields.hidden("once", typed.once))\
            \(IntakeViews.directory(contacts, typed["contact"], "Whom you ask, in the directory (optional)"))\
            \(Fields.input("agency", label: "Which agency, if it is not there", value: typed["agency"], error: errors["agency"]))\
            \(Fields.input("recipient", label: "Who there (optional)", value: typed["recipient"], error: errors["recipient"]))\
            \(area("need", "What does your job need it for?"))\
            \(area("asked", "What do you ask for?", "The minimum, or a summary: one item on each line"))\
            \(yesNo("anonymised", "Would information that identifies nobody do?", "If it would, ask for that and leave out who it is"))\
            \(yesNo("whole-file", "Do you need the whole file?"))\
            \(area("whole-file-why", "Why the whole file, if so (optional)"))\
            \(area("basis", "On what does your request rest? (optional)", "You can add it later, but not send without it"))\
            \(area("consent", "What is the position on consent? (optional)", "Given, refused, not asked and why"))\
            \(yesNo("urgent", "Is it urgent?"))\(Fields.button("Keep this request"))
            """
        return Page(
            heading: "What do you ask of another agency?",
            content: "<p class=\"caption\">About \(name)</p>\(Fields.form(address, token, fields))", errors: errors, back: back,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
