import HTTPTypes
import Ledger
import Sharing
import Vault

/// Sealed facts as those who work with the person read them.
enum SealedFactViews {
    static func mayRelease(_ fact: SealedFact, _ context: SignedInContext) -> Bool {
        [.manager, .governance].contains(context.access.role) && fact.author != context.access.practitioner
    }

    static func list(_ whole: WholeSealed, _ site: Site, _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let inForce: [HTML] = whole.facts.filter(\.isInForce).map { fact in
            let releases: [HTML] = fact.content.releases.map {
                "\(whole.people.contact($0.contact)), let by \(whole.people.colleague($0.by)): \($0.why)"
            }
            let actions: HTML =
                context.access.doesCasework
                ? """
                <p class="no-print">\(Parts.link("It need not be sealed any longer", Addresses.endSealedFact(id, fact.id.text)))</p>\
                <p class="no-print">\(Parts.link("Let it reach one recipient", Addresses.releaseSealedFact(id, fact.id.text)))</p>
                """ : ""
            return """
                <div class="case"><h3>\(site.lists[.sealedFacts].words(fact.kind)), kept from \(fact.content.from.joined(separator: " and "))</h3>\
                \(Parts.summaryList([
                    .init(key: "The fact", value: HTML.paragraphs(fact.content.forms.first ?? "")),
                    .init(key: "Also written", value: fact.content.forms.count < 2 ? "Not provided" : Parts.list(fact.content.forms.dropFirst().map { "\($0)" })),
                    .init(key: "Why", value: HTML.paragraphs(fact.content.why)),
                    .init(key: "Sealed", value: "\(fact.begun.dayInWords) by \(whole.people.colleague(fact.author))"),
                    .init(key: "To be looked at again", value: "\(fact.content.review.whenInWords)\(fact.content.review < site.today ? " \(Parts.tag("Overdue", .danger))" : "" as HTML)"),
                    .init(key: "May reach", value: releases.isEmpty ? "Nobody" : Parts.list(releases)),
                ]))\(actions)</div>
                """
        }
        let ended: [HTML] = whole.facts.filter { !$0.isInForce }.map {
            "\(site.lists[.sealedFacts].words($0.kind)), until \($0.changed.dayInWords): \($0.content.endedWhy)"
        }
        let add: HTML =
            context.access.doesCasework
            ? "<p class=\"no-print\">\(Parts.buttonLink("Seal a fact", Addresses.newSealedFact(id)))</p>" : ""
        return Page(
            heading: "Sealed facts about \(whole.person.shownName)",
            content: """
                \(Parts.warning("Do not read this aloud. Do not open it where somebody can see your screen, and do not print it. Somebody may be in danger if it is known."))\
                <p>What stands here is kept out of everything that leaves: packages, letters, names of files. It is found however it \
                is written, and masked. <span class="clause">004 §6.5; 002 Q25</span></p>\(add)\
                \(inForce.isEmpty ? "<p>No fact is sealed.</p>" : "<h2>Sealed now</h2>\(inForce)" as HTML)\
                \(ended.isEmpty ? "" : "<h2>No longer sealed</h2>\(Parts.list(ended))" as HTML)
                """,
            back: Addresses.person(id))
    }

    static func add(_ whole: WholeSealed, _ asked: NoteFields, _ site: Site, _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let people: HTML =
            whole.relations.isEmpty
            ? ""
            : asked.checkboxes(
                "from", "From whom is it kept?",
                whole.relations.map {
                    .init(value: $0.id.text, words: "\($0.name), \(site.lists[.relations].words($0.kind).lowercased())")
                })
        let others = asked.area(
            "others", whole.relations.isEmpty ? "From whom is it kept?" : "Anybody else it is kept from (optional)",
            hint: "One name a line")
        let fields: HTML = """
            \(asked.hidden(["once"]))\(asked.radios("kind", "What is sealed?", site.lists[.sealedFacts].choices))\
            \(asked.area("fact", "The fact", hint: "An address with its postcode, a school with its whole name", rows: 3))\
            \(asked.area("ways", "Other ways in which it is written or called (optional)", hint: "One a line, such as a nickname of the place"))\
            \(people)\(others)\(asked.area("why", "Why must they not have it?"))\
            \(asked.date("review", "When will you look at it again?", hint: "For example, 27 3 2027"))\(Fields.button("Seal this fact"))
            """
        return Page(
            heading: "Seal a fact",
            content: """
                <p class="caption">About \(whole.person.shownName)</p>\
                <p>Abbreviations, spaces, capitals and parts of an address are found by themselves. A description, such as “behind \
                the baths”, is not: add it as another way.</p>\(Fields.form(Addresses.newSealedFact(id), context.person.formToken, fields))
                """,
            errors: asked.errors, back: Addresses.sealedFacts(id), status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func end(
        _ whole: WholeSealed, _ fact: SealedFact, _ asked: NoteFields, _ site: Site, _ context: SignedInContext
    ) -> Page {
        let id = whole.person.id.text
        let question: HTML = """
            \(asked.area("why", "Why need it not be sealed any longer?", rows: 4))\
            \(asked.input("agreed", "Who agreed with that? (optional)"))
            """
        return Page(
            heading: "End the sealing of a fact",
            content: """
                <p class="caption">About \(whole.person.shownName)</p>\
                \(Parts.warning("From then on it can reach \(fact.content.from.joined(separator: " and ")). It stays readable here that it was sealed."))\
                \(Fields.form(Addresses.endSealedFact(id, fact.id.text), context.person.formToken, "\(question)\(Fields.button("End the sealing", .warning))"))
                """,
            errors: asked.errors, back: Addresses.sealedFacts(id), status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func release(
        _ whole: WholeSealed, _ fact: SealedFact, _ asked: NoteFields, _ site: Site, _ context: SignedInContext
    )
        -> Page
    {
        let id = whole.person.id.text
        guard mayRelease(fact, context) else {
            let why: HTML =
                fact.author == context.access.practitioner
                ? "You sealed it yourself. Somebody else must say that it may reach a recipient."
                : "A manager, or whoever leads on information governance, must say that it may reach a recipient."
            return Page(
                heading: "You cannot let this fact go by yourself",
                content: """
                    <p>\(why) <span class="clause">004 §6.5</span></p>\
                    <p>Ask a manager today, with the name of the recipient and why they must have it. If somebody is in danger now, \
                    \(Parts.link("act now", Addresses.urgent)).</p>
                    """,
                back: Addresses.sealedFacts(id), status: .forbidden)
        }
        let directory: HTML =
            whole.people.contacts.isEmpty
            ? "<p>Nobody is in the directory yet. \(Parts.link("Add the recipient there first", Addresses.directory))</p>"
            : Fields.form(
                Addresses.releaseSealedFact(id, fact.id.text), context.person.formToken,
                """
                \(asked.select("contact", "Whom may it reach?", none: "Choose one", whole.people.contactChoices))\
                \(asked.area("why", "Why must they have it?"))\(Fields.button("Let it reach this recipient", .warning))
                """)
        return Page(
            heading: "Let a sealed fact reach one recipient",
            content: """
                <p class="caption">About \(whole.person.shownName)</p>\
                \(Parts.warning("Think of who reads the recipient’s post and who stands beside them. It is kept from \(fact.content.from.joined(separator: " and "))."))\
                \(directory)
                """,
            errors: asked.errors, back: Addresses.sealedFacts(id), status: asked.errors.isEmpty ? .ok : .unprocessableContent)
    }
}
