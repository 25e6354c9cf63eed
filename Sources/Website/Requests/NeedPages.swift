import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// What a request is for, whether they need it and may have it, whether less would do (004 §6.4.1; 001 §11 Telephones; 000 §4.2;
/// 002 Q1, Q6; 003 F-Identify, M4 p2).
struct NeedPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/requests/:id/need") { _, context -> Reply in
            let request = try await site.openRequest(context)
            return .page(NeedViews.page(NeedForm(request), request, site.lists, token: context.person.formToken))
        }
        routes.post("/requests/:id/need") { posted, context in try await keep(posted, context) }
    }

    private func keep(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let request = try await site.openRequest(context)
        let id = request.id.text
        let typed = NeedForm(form)
        let errors = typed.errors(form, isAsked: request.askedBy != nil)
        guard errors.isEmpty else {
            return .page(NeedViews.page(typed, request, site.lists, token: context.person.formToken, errors))
        }
        var asking = request.asking ?? Asking()
        typed.apply(to: &asking)
        if let refusal = asking.refusal(on: site.now()) {
            return .page(
                RequestRefusalViews.page(refusal, way: ("Change what is asked for", Addresses.need(id)), back: Addresses.need(id))
            )
        }
        let kept = asking
        let purpose = typed["purpose"].isEmpty ? site.lists[.purposes][kept.purposeKind]?.words ?? "" : typed["purpose"]
        try await site.amend(request.id, context) { changed, records in
            changed.asking = kept
            changed.purpose = purpose
            try site.takeUp(&changed, &records)
        }
        return .goTo(kept.urgency.isUrgent ? Addresses.request(id) : Addresses.chosenItems(id))
    }
}

struct NeedForm: Sendable {
    var fields: [String: String] = [:]
    static let names = [
        "purpose-kind", "purpose", "needs-it", "is-entitled", "basis-claimed", "consent-claimed", "anonymised", "whole-file",
        "whole-file-why", "bulk", "agreement", "until-day", "until-month", "until-year",
    ]

    subscript(_ name: String) -> String { fields[name] ?? "" }

    init(_ form: Form) {
        for name in Self.names { fields[name] = form[name] }
        fields["until"] = form.date("until")?.day ?? ""
    }

    init(_ request: SharingRequest) {
        let asking = request.asking ?? Asking()
        fields = [
            "purpose-kind": asking.purposeKind, "purpose": request.purpose, "needs-it": asking.needsIt,
            "is-entitled": asking.isEntitled, "basis-claimed": asking.basisClaimed, "consent-claimed": asking.consentClaimed,
            "anonymised": asking.wouldAnonymisedDo, "whole-file": asking.asksWholeFile, "whole-file-why": asking.wholeFileWhy,
            "bulk": asking.isBulk ? "yes" : asking.agreement.isEmpty ? "" : "no", "agreement": asking.agreement,
            "until": asking.agreementUntil,
        ]
        let parts = asking.agreementUntil.split(separator: "-").map(String.init)
        if parts.count == 3 {
            fields["until-year"] = parts[0]
            fields["until-month"] = Int(parts[1]).map(String.init)
            fields["until-day"] = Int(parts[2]).map(String.init)
        }
    }

    func errors(_ form: Form, isAsked: Bool) -> [FormError] {
        var found: [FormError] = []
        if self["whole-file"] == "yes", self["whole-file-why"].isEmpty {
            found.append(
                FormError(field: "whole-file-why", message: "Enter why the whole file is needed and a part of it will not do"))
        }
        let typed = !(self["until-day"] + self["until-month"] + self["until-year"]).isEmpty
        if typed, self["until"].isEmpty {
            found.append(FormError(field: "until", message: "The day must be a real date, such as 27 3 2027"))
        }
        for (name, label) in [
            ("purpose", "The purpose"), ("basis-claimed", "The basis"), ("consent-claimed", "This"), ("whole-file-why", "Why"),
            ("agreement", "The agreement"),
        ] {
            if let error = form.tooLong(name, label) { found.append(error) }
        }
        return found
    }

    func apply(to asking: inout Asking) {
        asking.purposeKind = self["purpose-kind"]
        asking.needsIt = Self.known(self["needs-it"])
        asking.isEntitled = Self.known(self["is-entitled"])
        asking.basisClaimed = self["basis-claimed"]
        asking.consentClaimed = self["consent-claimed"]
        asking.wouldAnonymisedDo = Self.known(self["anonymised"])
        asking.asksWholeFile = Self.known(self["whole-file"])
        asking.isWholeFile = asking.asksWholeFile == "yes"
        asking.wholeFileWhy = self["whole-file-why"]
        asking.isBulk = self["bulk"] == "yes"
        asking.agreement = self["agreement"]
        asking.agreementUntil = self["until"]
    }

    private static func known(_ answer: String) -> String { ["yes", "no", "not-known"].contains(answer) ? answer : "" }
}

enum NeedViews {
    static func yesNo(_ name: String, _ legend: String, _ typed: String, hint: String = "", error: String? = nil) -> HTML {
        Fields.radios(
            name, legend: "\(legend)", hint: hint,
            choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")],
            apart: .init(value: "not-known", words: "I do not know"), chosen: typed, error: error)
    }

    static func page(
        _ typed: NeedForm, _ request: SharingRequest, _ lists: CodeLists, token: String, _ errors: [FormError] = []
    ) -> Page {
        let id = request.id.text
        let isAsked = request.askedBy != nil
        let purposes = [Fields.Choice(value: "", words: "Not stated")] + IntakeViews.choices(lists[.purposes])
        let claimed: HTML =
            isAsked
            ? """
            \(yesNo("is-entitled", "May they have this particular information? (optional)", typed["is-entitled"], hint: "Needing something is not yet being entitled to it"))\
            \(Fields.textArea("basis-claimed", label: "On what do they say their request rests? (optional)", value: typed["basis-claimed"], error: errors["basis-claimed"], rows: 2))\
            \(Fields.textArea("consent-claimed", label: "What do they say about consent, and what have you seen of it? (optional)", value: typed["consent-claimed"], error: errors["consent-claimed"], rows: 2))
            """ : ""
        let bulk: HTML =
            isAsked
            ? """
            \(Fields.radios("bulk", legend: "Is it about many people, or again and again? (optional)", hint: "A single request about one person needs no agreement", choices: [.init(value: "no", words: "No, a single request"), .init(value: "yes", words: "Yes")], chosen: typed["bulk"], error: errors["bulk"]))\
            \(Fields.input("agreement", label: "Under which agreement, if so (optional)", value: typed["agreement"], error: errors["agreement"]))\
            \(Fields.date("until", legend: "Until when that agreement is in force (optional)", hint: "For example, 27 3 2027", day: typed["until-day"], month: typed["until-month"], year: typed["until-year"], error: errors["until"]))
            """ : ""
        let fields: HTML = """
            \(Fields.select("purpose-kind", label: "Purpose (optional)", choices: purposes, chosen: typed["purpose-kind"]))\
            \(Fields.textArea("purpose", label: "What they would do with it (optional)", hint: "It adds to the purpose and does not replace it", value: typed["purpose"], error: errors["purpose"], rows: 3))\
            \(yesNo("needs-it", isAsked ? "Do they need it to do their job? (optional)" : "Does whoever would receive it need it to do their job? (optional)", typed["needs-it"], hint: "Useful to know is not the same as needed"))\
            \(claimed)\
            \(yesNo("anonymised", "Would information that identifies nobody do? (optional)", typed["anonymised"], hint: "A figure, a general answer or a story without names"))\
            \(yesNo("whole-file", "Is the whole file or record asked for? (optional)", typed["whole-file"], hint: "A summary or an extract is usually enough"))\
            \(Fields.textArea("whole-file-why", label: "Why the whole file, if so (optional)", value: typed["whole-file-why"], error: errors["whole-file-why"], rows: 2))\
            \(bulk)\(Fields.button("Continue"))
            """
        let urgent: HTML =
            request.asking?.urgency.isUrgent == true
            ? Parts.inset(
                "<p>It is urgent: only the purpose must be known before you decide. \(Parts.link("See whom to call", Addresses.urgent))</p>"
            )
            : ""
        return Page(
            heading: isAsked ? "What is the request for?" : "What would it be shared for?",
            content:
                "<p class=\"caption\">About \(request.subject), for \(request.recipient)</p>\(urgent)\(Fields.form(Addresses.need(id), token, fields))",
            errors: errors, back: Addresses.request(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
