import Ledger
import Sharing
import Vault

/// What is typed of somebody in another agency.
struct ContactForm: Sendable {
    var kind = ""
    var name = ""
    var agency = ""
    var overseas = ""
    var content = Contact.Content()
    /// The day on which the fax was tested, as typed.
    var faxDay: (day: String, month: String, year: String) = ("", "", "")
    private var hasBadFaxDay = false

    init() {}

    init(_ contact: Contact) {
        kind = contact.kind
        name = contact.name
        agency = contact.agency
        content = contact.content
        overseas = contact.content.isOverseas ? "yes" : "no"
        if let day = Instant(contact.content.faxTestedOn + "T00:00:00.000Z")?.calendarDay {
            faxDay = ("\(day.day)", "\(day.month)", "\(day.year)")
        }
    }

    init(_ form: Form, before: Contact.Content = .init()) {
        kind = form["kind"]
        name = form["name"]
        agency = form["agency"]
        overseas = form["overseas"]
        content = before
        content.jobTitle = form["job"]
        content.department = form["department"]
        content.switchboard = form["switchboard"]
        content.telephone = form["telephone"]
        content.address = form["address"]
        content.email = form["email"]
        content.isEmailSecure = form["secure"] == "yes"
        content.fax = form["fax"]
        content.preferred = form["preferred"]
        content.isOverseas = overseas == "yes"
        faxDay = (form["fax-tested-day"], form["fax-tested-month"], form["fax-tested-year"])
        let typed = !(faxDay.day + faxDay.month + faxDay.year).isEmpty
        content.faxTestedOn = form.date("fax-tested")?.day ?? ""
        hasBadFaxDay = typed && content.faxTestedOn.isEmpty
    }

    /// Everything that is wrong. Information never goes to a placeholder (000 §19.3–19.5).
    func errors(_ lists: CodeLists) -> [FormError] {
        var errors: [FormError] = []
        func wrong(_ field: String, _ message: String) { errors.append(FormError(field: field, message: message)) }
        if lists[.agencies][kind] == nil { wrong("kind", "Choose what kind of agency it is") }
        if agency.isEmpty { wrong("agency", "Write the name of the agency") }
        if name.isEmpty { wrong("name", "Write the name of the person there") }
        for (field, text, what) in [
            ("agency", agency, "the agency’s name"), ("name", name, "the person’s name"), ("job", content.jobTitle, "their post"),
            ("switchboard", content.switchboard, "the main number"), ("telephone", content.telephone, "their number"),
            ("address", content.address, "the address"), ("email", content.email, "the e-mail address"),
            ("fax", content.fax, "the fax number"),
        ] {
            if Contact.isPlaceholder(text) {
                wrong(field, "“\(text)” holds a place: write \(what), or leave it empty until you know it")
            }
            if text.count > Form.lineLimit { wrong(field, "This must be \(Form.lineLimit) characters or fewer") }
        }
        if content.telephone.isEmpty, content.switchboard.isEmpty, content.address.isEmpty {
            wrong("switchboard", "Write a telephone number or a postal address, so that somebody can verify them")
        }
        for (field, text) in [("switchboard", content.switchboard), ("telephone", content.telephone), ("fax", content.fax)]
        where !text.isEmpty && text.filter(\.isNumber).count < 3 && !Contact.isPlaceholder(text) {
            wrong(field, "A telephone number has at least three digits, such as 01632 960001")
        }
        if !content.email.isEmpty, !content.email.contains("@"), !Contact.isPlaceholder(content.email) {
            wrong("email", "An e-mail address has an @ in it, such as name@agency.example")
        }
        if hasBadFaxDay { wrong("fax-tested", "The day must be a real date, such as 27 3 2026") }
        if !["yes", "no"].contains(overseas) { wrong("overseas", "Choose whether they are outside the United Kingdom") }
        return errors
    }
}
