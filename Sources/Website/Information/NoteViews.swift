import HTTPTypes
import Sharing
import Vault

/// The pages on which a note is written.
enum NoteViews {
    static let ours = """
        What you write belongs to the organisation. Your manager and those who work with the person can read it. Nobody can keep \
        a note for themselves, and you cannot promise anybody that it stays a secret.
        """

    static func first(
        _ person: RegisteredPerson, correcting item: InformationItem?, _ asked: NoteFields, _ site: Site, token: String
    )
        -> Page
    {
        let id = person.id.text
        let before: HTML =
            item.map {
                Parts.inset(
                    "<p><strong>The earlier note</strong></p>\(HTML.paragraphs($0.content.text))<p>It stays readable, marked as corrected.</p>"
                )
            } ?? ""
        let why: HTML = item == nil ? "" : asked.area("why", "Why is the earlier note wrong?")
        let content: HTML = """
            \(asked.hidden(["once"]))\
            \(asked.area("text", item == nil ? "What do you want to record?" : "What is right", hint: "Short and exact, with abbreviations explained", rows: 6))\
            \(why)\
            \(asked.select("category", "What is it about?", none: "Choose one", site.lists[.information].choices))\
            \(asked.radios("nature", "Is it a fact, an opinion or something reported?", [
                .init(value: InformationItem.Nature.fact.rawValue, words: "A fact", hint: "You or the person saw, heard or can show it"),
                .init(value: InformationItem.Nature.opinion.rawValue, words: "A professional opinion", hint: "Say on the next page whose it is and what it rests on"),
                .init(value: InformationItem.Nature.reported.rawValue, words: "Something reported by somebody else", hint: "Say on the next page who, and how they know"),
            ]))\
            \(asked.radios("source", "Who does it come from?", [
                .init(value: "saw", words: "I saw or heard it myself"), .init(value: "person", words: "The person told me"),
                .init(value: "other", words: "Somebody else told me or wrote it"),
            ]))\
            \(asked.radios("confidence", "Who may know of it?", hint: "Ask whoever told you, if they have not said", [
                .init(value: "confidential", words: "It is confidential", hint: "What is said in a formal relationship is, such as with a social worker"),
                .init(value: "limited", words: "Only some people may know, or it is for some purposes only"),
                .init(value: "from-colleagues", words: "Some colleagues must not know"),
                .init(value: "not-confidential", words: "It is not confidential, because it is already public"),
            ], apart: .init(value: "not-asked", words: "I have not asked yet", hint: "It counts as confidential until you have")))\
            \(asked.date("happened", "When did it happen? (optional)", hint: "Leave it empty if nobody knows"))\
            \(asked.input("time", "At what time? (optional)", hint: "For example, 14:30"))\
            \(asked.date("known", "When did you come to know of it? (optional)", hint: "Leave it empty if it was today"))\
            \(Fields.button(item == nil ? "Keep this note" : "Keep the correction"))
            <button type="submit" class="button button-secondary" name="more" value="yes">Say more about it</button>
            """
        let address = item.map { Addresses.correctInformation(id, $0.id.text) } ?? Addresses.newInformation(id)
        let carried: HTML =
            item == nil
            ? "" : asked.hidden(MoreFields.all(site) + asked.fields.keys.filter { $0.hasPrefix("colleagues.") }.sorted())
        return Page(
            heading: item == nil ? "Add information" : "Correct a note",
            content: """
                <p class="caption">About \(person.shownName)</p>\(Parts.inset("<p>\(ours) <span class=\"clause\">001 §10(f); 004 §6.3</span></p>"))\
                \(before)\(Fields.form(address, token, "\(carried)\(content)"))
                """,
            errors: asked.errors,
            back: item.map { Addresses.informationItem(id, $0.id.text) } ?? Addresses.information(id),
            status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func more(
        _ person: RegisteredPerson, correcting item: InformationItem?, _ note: NoteForm, _ page: NotePeople, _ site: Site,
        token: String
    )
        -> Page
    {
        let asked = note.asked
        let id = person.id.text
        let must = MoreFields.must(note, page, site)
        let address = item.map { Addresses.correctInformation(id, $0.id.text) } ?? Addresses.newInformation(id)
        let content: HTML = """
            \(asked.hidden(NoteForm.first))\(Fields.hidden("page", "more"))\(must)\(MoreFields.may(asked, site))\
            \(Fields.button(item == nil ? "Keep this note" : "Keep the correction"))
            """
        return Page(
            heading: "About this information",
            content: """
                <p class="caption">About \(person.shownName)</p>\(Parts.inset(HTML.paragraphs(note.form["text"])))\
                \(Fields.form(address, token, content))
                """,
            errors: asked.errors, back: address, status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }
}

/// Whom a note can name: colleagues and the directory.
struct NotePeople: Sendable {
    let colleagues: [Practitioner]
    let contacts: [Contact]

    func colleague(_ id: String) -> String {
        colleagues.first { $0.id.text == id }.map { "\($0.name), \($0.post)" } ?? "A colleague"
    }
    var contactChoices: [Fields.Choice] {
        contacts.map { .init(value: $0.id.text, words: "\($0.name), \($0.agency)") }.sorted { $0.words < $1.words }
    }
    func contact(_ id: String) -> String {
        contacts.first { $0.id.text == id }.map { "\($0.name), \($0.agency)" } ?? "Somebody in the directory"
    }
}

/// The second page of a note.
enum MoreFields {
    /// Everything on it, for a correction that starts from the earlier note.
    static func all(_ site: Site) -> [String] {
        let several = [("special", CodeList.Name.specialCategories), ("restrict", .agencies)].flatMap { name, list in
            site.lists[list].ids.map { "\(name).\($0)" }
        }
        return [
            "whose", "basis", "from", "contact", "understanding", "to", "confidence-basis", "third", "alleged", "place",
            "low-level.yes", "restrict.anybody", "limit", "purpose", "historical", "original",
        ] + several
    }

    /// What the first page made necessary.
    static func must(_ note: NoteForm, _ page: NotePeople, _ site: Site) -> HTML {
        let asked = note.asked
        var html: HTML = ""
        switch note.nature {
        case .opinion?:
            html += asked.input("whose", "Whose opinion is it?", hint: "Name and post")
            html += asked.area("basis", "What does the opinion rest on?")
        case .reported?:
            html += asked.input("whose", "Who reported it?")
            html += asked.area("basis", "How do they know?")
        default: break
        }
        if note.isByOther {
            html += asked.input("from", "Who told you or wrote it?", hint: "Name, agency and when")
            if !page.contacts.isEmpty {
                html += asked.select(
                    "contact", "The same in the directory (optional)", none: "Not in the directory", page.contactChoices)
            }
            html += asked.area(
                "understanding", "On what understanding did they give it? (optional)",
                hint: "What they asked, or what you promised")
        }
        switch note.confidence {
        case .limited?: html += asked.area("to", "Which people or purposes is it for?")
        case .notConfidential?: html += asked.area("to", "Where is it public?")
        case .fromColleagues?:
            html += asked.checkboxes(
                "colleagues", "Which colleagues must not know?", hint: "Managers and those who lead on governance see every note",
                page.colleagues.filter { $0.role == .practitioner }.map {
                    .init(value: $0.id.text, words: "\($0.name), \($0.post)")
                })
            html += asked.area("to", "Why must they not know?")
        default: break
        }
        return html
    }

    static func may(_ asked: NoteFields, _ site: Site) -> HTML {
        let anybody = Fields.Choice(value: "anybody", words: "Anybody at all")
        return """
            \(asked.select("confidence-basis", "Why is it confidential? (optional)", none: "Not stated", site.lists[.confidenceBases].choices))\
            \(asked.checkboxes("special", "Does it say something of these? (optional)", site.lists[.specialCategories].choices))\
            \(asked.area("third", "Who else can be recognised in it? (optional)", hint: "One a line: name – who they are"))\
            \(asked.checkboxes("low-level", "How serious is it? (optional)", [.init(value: "yes", words: "It is a low-level concern", hint: "Several of them together can be a pattern")]))\
            \(asked.input("alleged", "Who is said to have caused harm? (optional)"))\
            \(asked.input("place", "Where did it happen? (optional)"))\
            \(asked.checkboxes("restrict", "Whom does the person not want to have it? (optional)", [anybody] + site.lists[.agencies].choices))\
            \(asked.area("limit", "What did the person say about sharing it? (optional)"))\
            \(asked.select("purpose", "What was it collected for? (optional)", none: "Not stated", site.lists[.purposes].choices))\
            \(asked.date("verified", "When was it checked that it is right? (optional)", hint: "For example, 27 3 2026"))\
            \(asked.input("verified-by", "Who checked it? (optional)"))\
            \(asked.area("historical", "If it is old, why does it still matter? (optional)"))\
            \(asked.input("original", "Where is the original kept? (optional)", hint: "For paper, pictures and recordings"))
            """
    }
}
