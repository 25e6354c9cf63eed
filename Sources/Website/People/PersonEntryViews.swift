import HTTPTypes
import Ledger
import Sharing
import Vault

/// A person as everybody on the staff finds them on the register, and how one comes to work with them.
enum PersonEntryViews {
    static let takingUp = [
        "asked": "I was asked to work with them", "came": "They, or somebody for them, came to me",
        "duty": "I am on duty and must act today", "advice": "I advise or check, and need their file",
    ]

    /// Without anything from the file.
    static func page(_ whole: WholePerson, site: Site, _ context: SignedInContext) -> Page {
        let person = whole.person
        let workers = whole.workers.map { whole.name($0.practitioner) }
        var rows: [Parts.Row] = [
            .init(key: "Year of birth", value: "\(PersonWords.masked(person, on: site.today))"),
            .init(key: "Reference", value: "\(person.reference.isEmpty ? "Not provided" : person.reference)"),
            .init(key: "State", value: PersonWords.tag(person.state)),
            .init(key: "Who works with them", value: "\(workers.isEmpty ? "Nobody" : workers.joined(separator: ", "))"),
        ]
        if let kept = whole.goesOn {
            rows.append(
                .init(key: "Goes on as", value: Parts.link(kept.shownName, Addresses.person(kept.id.text))))
        }
        let take: HTML =
            context.access.doesCasework
            ? """
            <p>You do not work with this person, so you see no more than this. If you do from now on, say why. Managers see \
            who opened a file and for which reason.</p>\
            <p>\(Parts.buttonLink("Work with this person", Addresses.takeUp(person.id.text)))</p>
            """ : ""
        return Page(heading: person.shownName, content: "\(Parts.summaryList(rows))\(take)", back: Addresses.people)
    }

    static func takeUp(_ whole: WholePerson, _ typed: Typed, _ errors: [FormError], _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let choices = ["asked", "came", "duty", "advice"].map { Fields.Choice(value: $0, words: takingUp[$0] ?? "") }
        let fields: HTML = """
            \(typed.radios("reason", "Why do you work with them?", choices, errors))\
            \(typed.area("why", "What will you do with them?", hint: "One sentence is enough", rows: 3, errors))\
            \(Fields.button("Open the file of \(whole.person.name)"))
            """
        return Page(
            heading: "Work with \(whole.person.shownName)",
            content: """
                <p>This opens the file to you. Open it only for your work with this person. What you look at is noted, and \
                managers see your reason.</p>\(Fields.form(Addresses.takeUp(id), context.person.formToken, fields))
                """,
            errors: errors, back: Addresses.person(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func stop(_ whole: WholePerson, _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let others = whole.workers.filter { $0.practitioner != context.access.practitioner }
        let mine = whole.file?.duties.filter { $0.owner == context.access.practitioner } ?? []
        let alone: HTML =
            others.isEmpty
            ? Parts.warning("Nobody else works with them. Hand them over first, so that somebody answers for them.") : ""
        let waiting: HTML =
            mine.isEmpty
            ? ""
            : "<p>These still wait for you, and stay yours until you hand them over:</p>\(Parts.list(mine.map { "\($0.content.words), by \($0.due.dayInWords)" }))"
        return Page(
            heading: "Stop working with \(whole.person.shownName)",
            content: """
                \(alone)\(waiting)<p>You will no longer see the file. That you worked with them stays recorded.</p>\
                <p>\(Parts.buttonLink("Hand them over to a colleague", Addresses.handOver(id), secondary: !others.isEmpty))</p>\
                \(Fields.form(Addresses.stopWorking(id), context.person.formToken, Fields.button("Stop working with \(whole.person.name)", .warning)))
                """,
            back: Addresses.person(id))
    }
}

enum AgeReviewViews {
    static func page(
        _ whole: WholePerson, _ typed: Typed, _ errors: [FormError], today: String, _ context: SignedInContext
    ) -> Page {
        let person = whole.person
        let means = PersonWords.consent(person.ageBand(on: today))
        let next: HTML =
            person.born.flatMap { AgeBand.nextReview(born: $0, after: today) }.map {
                "<p>The next birthday that changes it is the \($0.age)th, on \($0.on.dayInWords).</p>"
            } ?? ""
        let earlier: [HTML] =
            whole.file?.particulars.content.ageReviews.reversed().map {
                "\(Instant($0.at)?.dayInWords ?? $0.at): \($0.why)"
            } ?? []
        let fields: HTML = """
            \(typed.input("who", "Who consents from now on?", hint: "Such as the young person, or their mother", errors))\
            \(typed.area("why", "What did you judge, and why?", errors))\(Fields.button("Record who consents"))
            """
        return Page(
            heading: "Who consents at this age",
            content: """
                \(Parts.summaryList([.init(key: "Age", value: "\(PersonWords.age(person, on: today))")]))\
                \(Parts.inset("<p>\(means.words) <span class=\"clause\">\(means.clause)</span></p>"))\(next)\
                \(context.access.doesCasework ? Fields.form(Addresses.ageReview(person.id.text), context.person.formToken, fields) : "")\
                \(earlier.isEmpty ? "" : "<h2>Judged before</h2>\(Parts.list(earlier))" as HTML)
                """,
            errors: errors, back: Addresses.person(person.id.text), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
