import HTTPTypes
import Policy
import Sharing
import Vault

enum DecideViews {
    private static func page(
        _ heading: String, _ content: HTML, _ errors: [FormError], back: String, ownHeading: Bool = false
    ) -> Page {
        Page(
            heading: heading, content: content, errors: errors, back: back, ownHeading: ownHeading,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func advised(_ interview: Interview) -> HTML {
        Parts.inset("<p>The advice: <strong>\(AdviceViews.heading(interview.advice, interview.edition))</strong></p>")
    }

    @Sendable static func verdict(
        _ request: SharingRequest, _ interview: Interview, _ draft: DraftForm, token: String, errors: [FormError] = []
    ) -> Page {
        let id = request.id.text
        let fields: HTML = """
            \(Fields.radios(
                "verdict", legend: "<h1>What do you decide?</h1>",
                hint: "You may decide otherwise than advised; the next page then asks why",
                choices: Verdict.allCases.map { .init(value: $0.rawValue, words: $0.words) }, chosen: draft["verdict"],
                error: errors["verdict"]))\(Fields.button("Continue"))
            """
        return page(
            "What do you decide?", "\(advised(interview))\(Fields.form(draft.address(Addresses.verdict(id)), token, fields))",
            errors,
            back: draft.fromCheck ? Addresses.check(id) : Addresses.advice(id), ownHeading: true)
    }

    @Sendable static func reasons(
        _ request: SharingRequest, _ interview: Interview, _ draft: DraftForm, token: String, errors: [FormError] = [],
        lone: CodeList
    ) -> Page {
        let id = request.id.text
        let verdict = draft.draft.verdict
        let departs: HTML =
            verdict == nil || verdict == interview.verdict
            ? ""
            : Fields.textArea(
                "departure", label: "Why do you decide otherwise than advised?",
                hint: "It is part of the record, and your manager can read it", value: draft["departure"],
                error: errors["departure"])
        let fields: HTML = """
            \(departs)\(Fields.textArea(
                "facts", label: "The facts of this case", hint: "Only what was seen, said or done, by whom and when",
                value: draft["facts"], error: errors["facts"], rows: 6))\
            \(Fields.textArea(
                "opinion", label: "Your professional opinion (optional)", hint: "What you make of the facts, kept apart from them",
                value: draft["opinion"], error: errors["opinion"], rows: 4))\
            \(LoneReasonViews.fields(request, draft, lone))\
            \(Fields.textArea(
                "reasons", label: "Your reasons",
                hint: "Why this decision: the harm in sharing and the harm in not sharing, and what you weighed",
                value: draft["reasons"], error: errors["reasons"], rows: 6))\(Fields.button("Continue"))
            """
        let never = Parts.details(
            "Reasons that cannot stand alone",
            """
            \(Parts.list([
                "Data protection law as such: it is a framework for sharing, not a bar to it.",
                "There is no protocol or agreement with the recipient.",
                "To protect an organisation or its management.",
                "Somebody else will probably pass it on.",
            ]))
            """)
        let harms: HTML =
            request.person == nil
            ? ""
            : Parts.details(
                "What to weigh",
                """
                \(Parts.list([
                    "The harm if it is shared, and the harm if it is not: to the person, their family, others named, staff and other people you support.",
                    "Danger that sharing itself could bring, and conflicts of interest in the family.",
                    "Trust in the service: the public interest in keeping confidences, beside the public interest in sharing.",
                    "Whether less would do, and what else could be done.",
                ]))<p class="clause">Rests on 001 §6 Necessary; 002 §2.8, §5.1, §5.3, Q25; 003 M2 p6; 004 §6.5</p>
                """)
        return page(
            "Say why",
            "<p>Write so that somebody who was not there can follow it. Tell fact from opinion.</p>\(never)\(harms)\(Fields.form(draft.address(Addresses.reasons(id)), token, fields))",
            errors, back: draft.fromCheck ? Addresses.check(id) : Addresses.verdict(id))
    }

    @Sendable static func telling(
        _ request: SharingRequest, _ interview: Interview, _ draft: DraftForm, token: String, errors: [FormError] = []
    ) -> Page {
        let id = request.id.text
        let needsReview = draft.draft.verdict == .doNotShare
        let fields: HTML = """
            \(Fields.radios(
                "telling", legend: "Has the person been told?", hint: "Tell them what is shared, with whom and why, unless that is unsafe",
                choices: Telling.allCases.filter { $0 != .notNeeded }.map { .init(value: $0.rawValue, words: $0.words) },
                apart: .init(value: Telling.notNeeded.rawValue, words: Telling.notNeeded.words), chosen: draft["telling"],
                error: errors["telling"]))\
            \(Fields.textArea(
                "telling-why", label: "If they are not told yet, why (optional)",
                hint: "Needed only if telling them now would be unsafe", value: draft["telling-why"], error: errors["telling-why"], rows: 3))\
            \(Fields.date(
                "review", legend: needsReview ? "When will you look at this again?" : "When will you look at this again? (optional)",
                hint: "For example, 27 3 2027", day: draft["review-day"], month: draft["review-month"], year: draft["review-year"],
                error: errors["review"]))\(Fields.button("Continue"))
            """
        return page(
            "Telling the person, and review", Fields.form(draft.address(Addresses.telling(id)), token, fields), errors,
            back: draft.fromCheck ? Addresses.check(id) : Addresses.reasons(id))
    }
}
