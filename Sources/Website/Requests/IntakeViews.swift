import HTTPTypes
import Ledger
import Sharing
import Vault

enum IntakeViews {
    static func origin(_ person: RegisteredPerson) -> Page {
        let id = person.id.text
        return Page(
            heading: "Begin a request about \(person.name)",
            content: """
                <p>One request is about this person, this information, this recipient and this purpose. For another recipient, begin \
                another.</p>\
                <p>Has somebody asked for information, or do you think another agency ought to know something? Write down what was \
                asked by telephone or in passing just as you would a letter.</p>\
                <form method="get" action="\(Addresses.newPersonRequestDetails(id))"><div class="choice-buttons">\
                <button class="button" type="submit" name="origin" value="request">Somebody has asked</button> \
                <button class="button" type="submit" name="origin" value="own-initiative">I think another ought to know</button>\
                </div></form>\
                \(Parts.inset("If somebody is in danger now, do not begin here. <a href=\"\(Addresses.urgent)\">Act first</a> and write it up afterwards."))
                """,
            back: Addresses.personRequests(id))
    }

    static let urgencies: [Fields.Choice] = [
        .init(value: Asking.Urgency.lifeAndDeath.rawValue, words: "Life and death"),
        .init(value: Asking.Urgency.immediateSafety.rawValue, words: "Somebody’s serious and immediate safety"),
        .init(value: Asking.Urgency.concern.rawValue, words: "A concern that somebody comes to harm"),
        .init(value: Asking.Urgency.routine.rawValue, words: "Routine"),
    ]

    static func words(_ urgency: Asking.Urgency) -> String {
        urgencies.first { $0.value == urgency.rawValue }?.words ?? urgency.rawValue
    }

    static func choices(_ list: CodeList) -> [Fields.Choice] { list.entries.map { .init(value: $0.id, words: $0.words) } }

    static func directory(_ contacts: [Contact], _ chosen: String, _ label: String) -> HTML {
        let known = contacts.sorted { ($0.agency, $0.name) < ($1.agency, $1.name) }.map {
            Fields.Choice(value: $0.id.text, words: "\($0.agency): \($0.name)")
        }
        return Fields.select(
            "contact", label: label, choices: [.init(value: "", words: "Not in the directory")] + known, chosen: chosen)
    }

    static func details(
        _ typed: IntakeForm, about name: String, at address: String, back: String, _ lists: CodeLists, _ contacts: [Contact],
        token: String, _ errors: [FormError]
    ) -> Page {
        let urgency = Fields.radios(
            "urgency", legend: "How urgent is it?", hint: "With the first two you act first and record after", choices: urgencies,
            chosen: typed["urgency"], error: errors["urgency"])
        let who: HTML = typed.isAsked ? asker(typed, lists, contacts, errors) : recipient(typed, contacts, errors)
        return Page(
            heading: typed.isAsked ? "Who asks about \(name)?" : "Who ought to know about \(name)?",
            content: Fields.form(
                address, token,
                """
                \(Fields.hidden("origin", typed.isAsked ? "request" : "own-initiative"))\(Fields.hidden("once", typed.once))\
                \(urgency)\(who)\(Fields.button("Continue"))
                """),
            errors: errors, back: back, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func asker(_ typed: IntakeForm, _ lists: CodeLists, _ contacts: [Contact], _ errors: [FormError]) -> HTML {
        func input(_ name: String, _ label: String, _ hint: String = "") -> HTML {
            Fields.input(name, label: label, hint: hint, value: typed[name], error: errors[name])
        }
        return """
            \(input("name", "Their name (optional)", "You can add it later, but not decide without it"))\
            \(input("job-title", "Their job (optional)"))\(input("department", "Their department (optional)"))\
            \(input("organisation", "Their organisation (optional)"))\
            \(Fields.radios("kind", legend: "Which of these are they?", choices: choices(lists[.requesters]), chosen: typed["kind"], error: errors["kind"]))\
            \(directory(contacts, typed["contact"], "Who they are in the directory (optional)"))\
            \(input("number", "The number they gave (optional)", "It shows nothing about who they are"))\
            \(input("switchboard", "The main switchboard of their organisation (optional)", "From the directory if you leave it empty"))\
            \(input("switchboard-found", "Where you found the switchboard’s number (optional)", "Not from the caller"))\
            \(Fields.radios("channel", legend: "How did it reach you?", choices: choices(lists[.channels]), chosen: typed["channel"], error: errors["channel"]))\
            \(Fields.textArea("asked-for", label: "What do they ask for? (optional)", hint: "In their words", value: typed["asked-for"], error: errors["asked-for"], rows: 4))
            """
    }

    private static func recipient(_ typed: IntakeForm, _ contacts: [Contact], _ errors: [FormError]) -> HTML {
        """
        \(directory(contacts, typed["contact"], "Who would receive it, in the directory (optional)"))\
        \(Fields.input("recipient", label: "Who would receive it, if they are not there", hint: "The person or post, and the organisation", value: typed["recipient"], error: errors["recipient"]))\
        \(Fields.textArea("asked-for", label: "What made you think of it? (optional)", hint: "What was seen, said or done", value: typed["asked-for"], error: errors["asked-for"], rows: 4))
        """
    }

    /// Where such a request goes first.
    static func route(_ request: SharingRequest, _ lists: CodeLists) -> Page {
        let id = request.id.text
        let entry = lists[.requesters][request.asking?.kind ?? ""]
        let first = entry?.more["first"] ?? "Such a request has no way of its own. Go on with it here."
        return Page(
            heading: "Where this request goes first",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\
                <p>It comes from: <strong>\(entry?.words ?? "Not stated yet")</strong></p>\(Parts.inset("<p>\(first)</p>"))\
                <p class="clause">Rests on \((entry?.because ?? []).joined(separator: "; "))</p>\
                <p>\(Parts.buttonLink("Go on with this request", Addresses.need(id))) \
                \(Parts.buttonLink("Procedures", request.person.map { Addresses.personProcedures($0.text) } ?? Addresses.procedures, secondary: true))</p>
                """,
            back: Addresses.asking(id))
    }

    static func actNow(_ request: SharingRequest) -> Page {
        let id = request.id.text
        return Page(
            heading: "Act first",
            content: """
                \(Parts.warning("You said: \(words(request.asking?.urgency ?? .routine).lowercased())."))\
                <p>Protect the person. You need no consent and nobody’s agreement to prevent serious harm, and nothing here makes you \
                wait for either.</p>\
                <p>The request is logged under reference <span class="ledger-code">\(id)</span>, so it will not be lost.</p>\
                <p>\(Parts.buttonLink("See whom to call", Addresses.urgent)) \
                \(Parts.buttonLink("Go on with this request", Addresses.need(id), secondary: true))</p>\
                <p class="clause">Rests on 001 §6 Timely, §7; 002 Q5, Q6; 000 §10.4; 004 §6.5</p>
                """,
            back: Addresses.request(id))
    }

    static func list(
        _ person: RegisteredPerson, _ requests: [SharingRequest], _ decisions: [Decision], site: Site, _ context: SignedInContext,
        now: Instant
    ) -> Page {
        let id = person.id.text
        let rows: [[HTML]] = requests.map { request in
            let decision = decisions.first { $0.request == request.id }
            let age = (now.milliseconds - request.begun.milliseconds) / 86_400_000
            let status: HTML =
                decision.map { "\($0.verdict.words)" }
                ?? "\(Parts.tag(request.asking?.urgency.isUrgent == true ? "Open, urgent" : "Open", request.asking?.urgency.isUrgent == true ? .danger : .caution)) \(age == 0 ? "since today" : age == 1 ? "for 1 day" : "for \(String(age)) days")"
            return [
                Parts.link(
                    request.begun.dayInWords,
                    decision.map { Addresses.decision($0.id.text) } ?? Addresses.request(request.id.text)),
                "\(request.askedBy.map { "Asked by \($0)" } ?? "Own initiative, for \(request.recipient)")",
                "\(request.asking.map { words($0.urgency) } ?? "Not stated")", status,
            ]
        }
        let table =
            rows.isEmpty
            ? "<p>Nobody has asked about this person yet.</p>"
            : Parts.table(
                "Requests about \(person.name)", heads: ["Begun", "Who", "Urgency", "Where it stands"], rows: rows,
                captionHidden: true)
        let may = context.access.doesCasework
        return Page(
            heading: "Requests about \(person.name)",
            content: """
                \(may ? "<p>\(Parts.buttonLink("Begin a request", Addresses.newPersonRequest(id)))</p>" : "" as HTML)\(table)\
                <p>\(Parts.link("What we ask of other agencies about them", Addresses.outgoing(id)))</p>
                """,
            back: Addresses.person(id))
    }
}
