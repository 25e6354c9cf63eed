import Hummingbird
import Ledger
import Sharing
import Vault

/// What another agency sends: kept with their conditions, and whoever sent it hears what came of it (002 Q22, Q24;
/// 000 §15.8.3; 003 F-Share).
struct ReceivedPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/information/received") { _, context -> Reply in
            guard context.access.doesCasework else { throw NothingToSee() }
            let pages = InformationPages(site: site)
            let person = try await pages.inHand(try pages.person(context), context)
            let asked = NoteFields(["once": RecordID<InformationItem>.random().text])
            return .page(form(person, asked, try await pages.people(context), context.person.formToken))
        }
        routes.post("/people/:id/information/received") { request, context in try await record(request, context) }
    }

    private func record(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        guard context.access.doesCasework else { throw NothingToSee() }
        let pages = InformationPages(site: site)
        let id = try pages.person(context)
        let person = try await pages.inHand(id, context)
        let people = try await pages.people(context)
        var asked = NoteFields(form.fields)
        asked.require("text", "Enter what they sent, in their words")
        if site.lists[.information][form["category"]] == nil { asked.say("category", "Choose what it is about") }
        let nature = InformationItem.Nature(rawValue: form["nature"])
        if nature == nil {
            asked.say("nature", "Choose whether it is a fact, an opinion or something reported. Nothing is kept without that")
        }
        asked.require("from", "Enter who sent it: a name and an agency")
        asked.require("basis", "Enter who saw or said it, and what it rests on")
        asked.require("understanding", "Enter their conditions. If they set none, ask them, or say that they set none")
        asked.limit(
            form, lines: [("from", "Who sent it")],
            texts: [
                ("text", "What they sent"), ("basis", "What it rests on"), ("understanding", "Their conditions"),
                ("use", "What we may use it for"), ("onward", "How far it may go on"),
            ])
        let today = site.today
        let happened = asked.day("happened", form, "The day on which it happened", notAfter: today)
        var received = asked.day("received", form, "The day on which it came", notAfter: today)
        if received.isEmpty { received = today }
        guard asked.errors.isEmpty, let nature else {
            return .page(self.form(person, asked, people, context.person.formToken))
        }
        var content = InformationItem.Content()
        content.text = form["text"]
        content.basis = form["basis"]
        content.from = form["from"]
        content.fromContact = people.contacts.contains { $0.id.text == form["contact"] } ? form["contact"] : nil
        content.understanding = form["understanding"]
        content.permittedUse = form["use"]
        content.onwardLimits = form["onward"]
        content.receivedOn = received
        // What an agency hands over in its work is confidential, whether it says so or not (002 App C).
        content.confidence = .confidential
        content.confidenceBasis = "relationship"
        content.special = form.ticked("special", among: site.lists[.specialCategories].ids)
        content.thirdParties = NoteForm.thirdParties(form["third"])
        let kept = content
        let (category, came) = (form["category"], received)
        let once = form.once(InformationItem.self)
        let deadlines = site.deadlines
        let now = site.now()
        let name = person.name
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(once) != nil { return }
            let item = InformationItem(
                id: once, about: id, category: category, nature: nature, happened: happened, known: came, kept,
                by: records.context, at: now)
            try records.keep(item, as: .recorded)
            var telling = Informing.Content()
            telling.name = kept.from
            telling.words = "What came of what they told us"
            try records.keep(
                Informing(of: .referrer, about: item.reference, person: id, telling, by: records.context, at: now), as: .recorded)
            try records.owe(
                "feedback", about: item.reference, person: id,
                words: "Tell \(kept.from) what came of what they told us about \(name)",
                deadlines)
        }
        return .goTo(Addresses.informationItem(id.text, once.text))
    }

    private func form(_ person: RegisteredPerson, _ asked: NoteFields, _ people: NotePeople, _ token: String) -> Page {
        let id = person.id.text
        let directory: HTML =
            people.contacts.isEmpty
            ? ""
            : asked.select("contact", "The same in the directory (optional)", none: "Not in the directory", people.contactChoices)
        let fields: HTML = """
            \(asked.hidden(["once"]))\
            \(asked.area("text", "What did they send?", hint: "In their own words where you can", rows: 6))\
            \(asked.select("category", "What is it about?", none: "Choose one", site.lists[.information].choices))\
            \(asked.radios("nature", "Is it a fact, an opinion or something reported?", InformationItem.Nature.allCases.map { .init(value: $0.rawValue, words: $0.words) }))\
            \(asked.input("from", "Who sent it?", hint: "Name and agency"))\(directory)\
            \(asked.area("basis", "Who saw or said it, and what does it rest on?"))\
            \(asked.area("understanding", "Under which conditions did they send it?", hint: "What they asked us to keep to"))\
            \(asked.area("use", "What may we use it for? (optional)"))\
            \(asked.area("onward", "How far may it go on? (optional)", hint: "To whom, and whom they want to be asked first"))\
            \(asked.date("received", "When did it come? (optional)", hint: "Leave it empty if it was today"))\
            \(asked.date("happened", "When did it happen? (optional)", hint: "Leave it empty if nobody knows"))\
            \(asked.checkboxes("special", "Does it say something of these? (optional)", site.lists[.specialCategories].choices))\
            \(asked.area("third", "Who else can be recognised in it? (optional)", hint: "One a line: name – who they are"))\
            \(Fields.button("Keep what they sent"))
            """
        return Page(
            heading: "What another agency sent",
            content: """
                <p class="caption">About \(person.shownName)</p>\
                <p>It stays theirs as much as yours: keep to their conditions. You must tell them what came of it; that will \
                wait in your work. <span class="clause">002 Q22, Q24</span></p>\
                \(Fields.form(Addresses.receivedInformation(id), token, fields))
                """,
            errors: asked.errors, back: Addresses.information(id), status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }
}
