import HTTPTypes
import Sharing
import Vault

enum RegisteringViews {
    static let how = [
        "asked": "I asked them, or somebody who knows them", "looked": "I compared what is written of both",
        "other": "In another way",
    ]

    static func form(_ typed: Typed, _ errors: [FormError], _ token: String) -> Page {
        let fields: HTML = """
            \(Fields.hidden("once", typed["once"]))\(IdentityForm.fields(typed, errors))\(Fields.button("Compare with the register"))
            """
        return Page(
            heading: "Register somebody new",
            content: """
                <p>What you type is compared with the register first, so that nobody is registered twice. Age is computed from \
                the date of birth.</p>\(Fields.form(Addresses.newPerson, token, fields))
                """,
            errors: errors, back: Addresses.people, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func isItOne(
        _ matches: [ProbableMatch], _ found: FoundPeople, _ typed: Typed, _ errors: [FormError], today: String,
        _ token: String
    ) -> Page {
        let isStrong = matches.contains(where: \.isStrong)
        let rows: [[HTML]] = matches.prefix(20).map { match in
            PeopleViews.row(match.person, found, today) + [
                "\(match.isStrong ? Parts.tag("Very likely", .danger) : Parts.tag("Likely", .caution)) \(match.reasons.map(PersonWords.reason).joined(separator: ", ").capitalizedFirst) (\(match.score) points)"
            ]
        }
        let kept: HTML = """
            \(typed.hidden(IdentityForm.names))\
            \(Fields.hidden("seen", matches.map(\.person.id.text).joined(separator: ",")))
            """
        let why: HTML =
            isStrong
            ? """
            \(typed.radios(
                "how", "How do you know that this is somebody else?",
                how.sorted { $0.key < $1.key }.map { .init(value: $0.key, words: $0.value) }, errors))\
            \(typed.area("why", "What did you find out?", rows: 3, errors))
            """
            : ""
        let name = typed["name"]
        return Page(
            heading: "Is it one of these?",
            content: """
                <p>You are about to register <strong>\(name)</strong>. These people on the register may be the same. Open \
                one if it is: then nobody is registered twice.</p>\
                \(Parts.table("People who may be the same", heads: PeopleViews.heads + ["Why it may be the same"], rows: rows, captionHidden: true))\
                <h2>None of these</h2>\
                \(Fields.form(Addresses.newPerson, token, "\(kept)\(why)\(Fields.button("Register \(name) as somebody new"))"))\
                \(Fields.form(Addresses.newPerson, token, "\(typed.hidden(IdentityForm.names))\(Fields.hidden("back", "yes"))\(Fields.button("Change what you typed", .secondary))"))
                """,
            errors: errors, back: Addresses.newPerson, status: errors.isEmpty ? .ok : .unprocessableContent, wide: true)
    }
}
