import Ledger
import Sharing
import Vault

/// One short page on which one part of what is known of a person is changed.
struct DetailForm: Sendable {
    let heading: String
    var intro: HTML = ""
    let button: String
    /// What is kept now, in the fields.
    let filled: @Sendable (RegisteredPerson, Particulars.Content) -> Typed
    let fields: @Sendable (Typed, [FormError], Site) -> HTML
    let check: @Sendable (inout Mistakes, Site) -> Void
    /// Puts what was typed into the records. The form was found to be sound before.
    let change: @Sendable (Mistakes, inout RegisteredPerson, inout Particulars.Content, Site) -> Void
    /// Whether who they are on the register changes, and not only what is in the file.
    var changesPerson = false
    /// Whether there is what it changes.
    var isThere: @Sendable (Particulars.Content) -> Bool = { _ in true }
    /// What else there is about it, below the form.
    var further: @Sendable (RegisteredPerson, Particulars.Content, Site) -> HTML = { _, _, _ in "" }

    static let identity = DetailForm(
        heading: "Who they are", button: "Save who they are",
        filled: { person, _ in
            var typed = Typed([
                "name": person.name, "known-as": person.knownAs, "reference": person.reference, "postcode": person.postcode,
            ])
            typed.setDay("born", person.born ?? "")
            if person.isBirthEstimated { typed.tick("how-born", ["estimated"]) }
            return typed
        },
        fields: { typed, errors, _ in IdentityForm.fields(typed, errors) },
        check: { mistakes, site in _ = IdentityForm.check(&mistakes, today: site.today) },
        change: { mistakes, person, _, site in
            var mistakes = mistakes
            let typed = mistakes.typed
            person.born = IdentityForm.check(&mistakes, today: site.today)
            person.isBirthEstimated = person.born != nil && IdentityForm.isEstimated(typed)
            person.name = typed["name"]
            person.knownAs = typed["known-as"]
            person.reference = typed["reference"]
            person.postcode = typed["postcode"].uppercased()
        }, changesPerson: true)

    static let addresses = DetailForm(
        heading: "Add an address", intro: "<p>The address before it stays in the history.</p>", button: "Add this address",
        filled: { _, _ in Typed() },
        fields: { typed, errors, _ in
            """
            \(typed.area("lines", "Address", rows: 4, errors))\
            \(typed.dayField("from", "Since when have they lived there? (optional)", errors))
            """
        },
        check: { mistakes, site in
            mistakes.require("lines", "Enter the address")
            mistakes.limit(lines: [("lines", "The address")])
            _ = mistakes.day("from", "The day", notAfter: site.today)
        },
        change: { mistakes, _, content, site in
            var mistakes = mistakes
            let from = mistakes.day("from", "The day")
            if let last = content.addresses.first, last.until.isEmpty {
                content.addresses[0].until = from.isEmpty ? site.today : from
            }
            content.addresses.insert(.init(lines: mistakes.typed["lines"], from: from, until: ""), at: 0)
        })

    static let communication = DetailForm(
        heading: "How to speak with them",
        intro:
            "<p>Ask the person, or who knows them best. It is needed before consent can be recorded. <span class=\"clause\">000 §10.5, §10.6, §10.15</span></p>",
        button: "Save how to speak with them",
        filled: { _, content in
            let kept = content.communication ?? .init()
            var typed = Typed([
                "language": kept.firstLanguage, "interpreter": kept.interpreter, "format": kept.format, "signal": kept.signal,
                "confirmed": kept.signalConfirmedBy, "trusted": kept.trusted, "words": kept.words,
            ])
            typed.tick("needs", kept.needs)
            return typed
        },
        fields: { typed, errors, site in
            """
            \(typed.input("language", "First language", narrow: true, errors))\
            \(typed.input("interpreter", "Which interpreter do they need? (optional)", hint: "Leave it empty when they need none", errors))\
            \(typed.checkboxes("needs", "What do they need support with? (optional)", site.lists[.communicationNeeds], errors))\
            \(typed.radios(
                "format", "In which format do they take things in? (optional)",
                site.lists[.formats].entries.map { .init(value: $0.id, words: $0.words) }, errors))\
            \(typed.input("signal", "How do they say yes and no, where it is not by words? (optional)", errors))\
            \(typed.input("confirmed", "Who can confirm what they mean? (optional)", errors))\
            \(typed.input("trusted", "Whom do they trust to be there? (optional)", errors))\
            \(typed.area("words", "What else helps? (optional)", hint: "Such as custom, or the time of day", rows: 3, errors))
            """
        },
        check: { mistakes, _ in
            mistakes.require("language", "Enter the language they speak first")
            if !mistakes.typed["signal"].isEmpty {
                mistakes.require("confirmed", "Enter who can confirm what they mean by their signal")
            }
            mistakes.limit(
                lines: [
                    ("language", "The language"), ("interpreter", "The interpreter"), ("signal", "The signal"),
                    ("confirmed", "Who confirms it"), ("trusted", "Whom they trust"),
                ], texts: [("words", "What else helps")])
        },
        change: { mistakes, _, content, site in
            let typed = mistakes.typed
            var kept = Particulars.Communication()
            kept.firstLanguage = typed["language"]
            kept.interpreter = typed["interpreter"]
            kept.needs = typed.ticked("needs", among: site.lists[.communicationNeeds].ids)
            kept.format = site.lists[.formats][typed["format"]]?.id ?? ""
            kept.signal = typed["signal"]
            kept.signalConfirmedBy = typed["confirmed"]
            kept.trusted = typed["trusted"]
            kept.words = typed["words"]
            content.communication = kept
        })

    static let services = DetailForm(
        heading: "Services and being asked again", button: "Save the services",
        filled: { _, content in
            Typed([
                "services": content.services.joined(separator: "\n"), "needed": content.needed.joined(separator: "\n"),
                "future": content.futureContact, "acts": content.actsForUs ? "yes" : "no",
            ])
        },
        fields: { typed, errors, _ in
            """
            \(typed.area("services", "Services they have (optional)", hint: "One on each line, from any agency", errors))\
            \(typed.area("needed", "Services that are needed and not there (optional)", hint: "One on each line", errors))\
            \(typed.area("future", "May they be asked again about further uses? (optional)", hint: "In their own words", rows: 2, errors))\
            \(typed.radios(
                "acts", "Do they work or volunteer with us too?",
                [.init(value: "no", words: "No"), .init(value: "yes", words: "Yes")], errors))
            """
        },
        check: { mistakes, _ in
            if !["yes", "no"].contains(mistakes.typed["acts"]) {
                mistakes.say("acts", "Choose whether they work or volunteer with us")
            }
            mistakes.limit(
                lines: [], texts: [("services", "The services"), ("needed", "What is needed"), ("future", "Being asked again")])
        },
        change: { mistakes, _, content, _ in
            let typed = mistakes.typed
            content.services = typed.lines("services")
            content.needed = typed.lines("needed")
            content.futureContact = typed["future"]
            content.actsForUs = typed["acts"] == "yes"
        })

    static let background = DetailForm(
        heading: "Background",
        intro:
            "<p>Ethnicity, religion and the like are kept only where there is a purpose, which the person knows. <span class=\"clause\">000 §6.2</span></p>",
        button: "Save the background",
        filled: { _, content in Typed(["background": content.background, "purpose": content.backgroundWhy]) },
        fields: { typed, errors, _ in
            """
            \(typed.area("background", "What do you need to keep? (optional)", rows: 3, errors))\
            \(typed.area("purpose", "For which purpose? (optional)", hint: "It is needed with anything above", rows: 2, errors))
            """
        },
        check: { mistakes, _ in
            if !mistakes.typed["background"].isEmpty {
                mistakes.require("purpose", "Enter the purpose. Without one it must not be kept")
            }
            mistakes.limit(lines: [], texts: [("background", "The background"), ("purpose", "The purpose")])
        },
        change: { mistakes, _, content, _ in
            content.background = mistakes.typed["background"]
            content.backgroundWhy = content.background.isEmpty ? "" : mistakes.typed["purpose"]
        })
}
