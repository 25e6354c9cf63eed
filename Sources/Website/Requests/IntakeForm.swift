import Sharing
import Vault

/// What is asked first: who asks, or whom it would go to, and how urgent it is.
struct IntakeForm: Sendable {
    var isAsked: Bool
    var fields: [String: String] = [:]
    var once = RecordID<SharingRequest>.random().text

    static let names = [
        "name", "job-title", "department", "organisation", "kind", "channel", "urgency", "contact", "number", "switchboard",
        "switchboard-found", "recipient", "asked-for",
    ]

    init(isAsked: Bool) { self.isAsked = isAsked }

    init(_ form: Form) {
        isAsked = form["origin"] == "request"
        for name in Self.names { fields[name] = form[name] }
        if !form["once"].isEmpty { once = form["once"] }
    }

    init(_ request: SharingRequest) {
        isAsked = request.askedBy != nil
        let asking = request.asking ?? Asking()
        fields = [
            "name": asking.name, "job-title": asking.jobTitle, "department": asking.department,
            "organisation": asking.organisation, "kind": asking.kind, "channel": asking.channel,
            "urgency": asking.urgency.rawValue, "contact": asking.contact ?? "", "number": asking.number,
            "switchboard": asking.switchboard, "switchboard-found": asking.switchboardFound, "recipient": request.recipient,
            "asked-for": asking.askedFor,
        ]
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// - Parameter contact: the one that was chosen, if it is in the directory.
    func errors(_ form: Form, _ contact: Contact?, _ lists: CodeLists) -> [FormError] {
        var found: [FormError] = []
        if Asking.Urgency(rawValue: self["urgency"]) == nil {
            found.append(FormError(field: "urgency", message: "Choose how urgent it is"))
        }
        if isAsked {
            if lists[.requesters][self["kind"]] == nil { found.append(FormError(field: "kind", message: "Choose who asks")) }
            if lists[.channels][self["channel"]] == nil {
                found.append(FormError(field: "channel", message: "Choose how it reached you"))
            }
            let isDirectorys = contact.map { Asking.isSame($0.content.switchboard, self["switchboard"]) } ?? false
            if !self["switchboard"].isEmpty, !isDirectorys, self["switchboard-found"].isEmpty {
                found.append(
                    FormError(
                        field: "switchboard-found",
                        message: "Enter where you found the switchboard’s number, without the caller, or leave the number out"))
            }
        } else if self["recipient"].isEmpty, contact == nil {
            found.append(FormError(field: "recipient", message: "Enter who would receive it, or choose them in the directory"))
        }
        let labels = [
            ("name", "The name"), ("job-title", "The job"), ("department", "The department"),
            ("organisation", "The organisation"),
            ("number", "The number"), ("switchboard", "The number"), ("switchboard-found", "This"),
            ("recipient", "The recipient"),
        ]
        found += labels.compactMap { form.tooLong($0.0, $0.1, limit: Form.lineLimit) }
        if let error = form.tooLong("asked-for", "What they ask for") { found.append(error) }
        return found
    }

    /// Takes what was typed into the asking. Who they are is checked anew where they changed.
    func apply(to asking: inout Asking, _ contact: Contact?) {
        let before = (asking.name, asking.organisation, asking.contact)
        asking.name = self["name"]
        asking.jobTitle = self["job-title"]
        asking.department = self["department"]
        asking.organisation = self["organisation"]
        asking.kind = isAsked ? self["kind"] : ""
        asking.channel = self["channel"]
        asking.urgency = Asking.Urgency(rawValue: self["urgency"]) ?? .routine
        asking.contact = contact?.id.text
        asking.number = self["number"]
        asking.switchboard = self["switchboard"].isEmpty ? contact?.content.switchboard ?? "" : self["switchboard"]
        asking.switchboardFound = self["switchboard-found"]
        asking.askedFor = self["asked-for"]
        if before != (asking.name, asking.organisation, asking.contact), asking.verification.isVerified {
            asking.verification = .unverified
            asking.verifiedBy = ""
            asking.verifiedWords = ""
        }
    }

    /// Who would receive it, as one line.
    func recipient(_ asking: Asking, _ contact: Contact?) -> String {
        if isAsked { return asking.who.isEmpty ? Self.notStated : asking.who }
        if !self["recipient"].isEmpty { return self["recipient"] }
        return contact.map { "\($0.name), \($0.agency)" } ?? Self.notStated
    }

    static let notStated = "Not stated yet"
}
