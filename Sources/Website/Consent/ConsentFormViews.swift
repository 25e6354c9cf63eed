import HTTPTypes
import Sharing
import Vault

/// The pages on which a conversation about consent is written down.
enum ConsentFormViews {
    static let kinds: [(kind: Consent.Kind, words: String, hint: String)] = [
        (.consent, "Consent to share information", "What may go to whom, and what for"),
        (.agreementToService, "Agreement to a service", "That they want it; it lets nobody share anything"),
        (.viewsSought, "Their views", "What they think, where it is not theirs to decide or nothing is to be agreed"),
    ]

    static func words(_ kind: Consent.Kind) -> String { kinds.first { $0.kind == kind }?.words ?? "" }

    /// Which of three records it is.
    static func kind(_ file: ConsentFile, _ site: Site, token: String, errors: [FormError] = []) -> Page {
        let radios = Fields.radios(
            "kind", legend: "<h1>What is the conversation about?</h1>", hint: "These are three different records",
            choices: kinds.map { .init(value: $0.kind.rawValue, words: $0.words, hint: $0.hint) }, error: errors["kind"])
        return Page(
            heading: "What is the conversation about?",
            content:
                "\(Fields.form(Addresses.newConsent(file.id), token, "\(radios)\(Fields.button("Continue"))"))\(worries(file))",
            errors: errors, back: Addresses.consent(file.id), ownHeading: true,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Whether they were asked.
    static func way(_ file: ConsentFile, _ kind: Consent.Kind, token: String, errors: [FormError] = []) -> Page {
        let radios = Fields.radios(
            "way", legend: "<h1>Were they asked?</h1>",
            choices: [
                .init(value: "asked", words: "They were asked, and they answered"),
                .init(value: "not-asked", words: "They were not asked", hint: "The reason is recorded"),
                .init(
                    value: "not-obtained", words: "They could not be asked, or could not answer",
                    hint: "What was tried is recorded"),
            ], error: errors["way"])
        let reluctant = Parts.details(
            "Do you feel reluctant to ask?",
            """
            <p>Ask yourself why (002 Q8).</p>\(Parts.list([
                "Would asking put somebody at risk, stand in the way of work on a serious crime, or cause delay? Then you may have grounds to share without it.",
                "Would failing to share do more harm than sharing without consent?",
                "If it is something else, talk with your manager before you go on.",
            ]))
            """)
        return Page(
            heading: "Were they asked?",
            content: """
                \(Fields.form(Addresses.newConsent(file.id, kind.rawValue), token, "\(radios)\(Fields.button("Continue"))"))\(reluctant)
                """,
            errors: errors, back: Addresses.newConsent(file.id), ownHeading: true,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func worries(_ file: ConsentFile) -> HTML {
        let said = file.explanations.anxieties
        return said.isEmpty ? "" : Parts.inset("<p>What worries them about sharing:</p>\(said.map { HTML.paragraphs($0) })")
    }

    /// The conversation itself.
    static func conversation(
        _ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, once: String, token: String, errors: [FormError] = []
    ) -> Page {
        let content: HTML = typed.way == .asked ? asked(file, site, typed, errors) : notAsked(site, typed, errors)
        let (heading, button): (String, String) =
            switch (typed.way, typed.kind) {
            case (.notAsked, _): ("Why they were not asked", "Record why not")
            case (.notObtained, _): ("Why there is no answer", "Record why there is none")
            case (.asked, .consent): ("The conversation about consent", "Record what they said")
            case (.asked, .agreementToService): ("The conversation about a service", "Record what they said")
            case (.asked, .viewsSought): ("Their views", "Record their views")
            }
        let blank: HTML =
            typed.way == .asked && typed.kind == .consent
            ? "<p>\(Parts.link("A blank form to print before the conversation", Addresses.blankConsentForm(file.id)))</p>" : ""
        let body: HTML = "\(Fields.hidden("once", once))\(content)\(Fields.button(button))"
        return Page(
            heading: heading,
            content: """
                \(ExplanationViews.about(file))\(worries(file))\(blank)\
                \(Fields.form(Addresses.newConsent(file.id, typed.kind.rawValue, typed.way.rawValue), token, body))
                """,
            errors: errors, back: Addresses.newConsent(file.id, typed.kind.rawValue),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func asked(_ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        let isConsent = typed.kind == .consent
        var content: HTML = "<h2>Who answers</h2>\(who(file, site, typed, errors))"
        content += "<h2>What they said</h2>"
        if typed.kind != .viewsSought {
            let words =
                isConsent
                ? ["They agree to what is listed here", "They agree to some of it, and not to the rest", "They say no"]
                : ["They agree", "They agree to part of it", "They say no"]
            content += Fields.radios(
                "answer", legend: "What did they say?",
                choices: zip(["given", "limited", "refused"], words).map { .init(value: $0, words: $1) },
                chosen: typed["answer"], error: errors["answer"])
        }
        if isConsent {
            content += ConsentLineViews.lines("scope", file, site, typed, errors)
            content += ConsentLineViews.lines("not", file, site, typed, errors)
            content += Fields.textArea(
                "scope-words", label: "Anything about this in their own words (optional)", value: typed["scope-words"],
                error: errors["scope-words"], rows: 3)
            content += "<h2>How it was asked</h2>"
            content += Fields.checkboxes(
                "points", legend: "What did you explain?", choices: site.lists[.consentPoints].choices(),
                chosen: Set(typed.ticked("points", site.lists[.consentPoints].ids)), error: errors["points"])
            content += Fields.checkboxes(
                "manner", legend: "How did you ask?", choices: site.lists[.consentManner].choices(),
                chosen: Set(typed.ticked("manner", site.lists[.consentManner].ids)), error: errors["manner"])
        } else {
            let isViews = typed.kind == .viewsSought
            content += Fields.textArea(
                "subject", label: isViews ? "Their views, in their own words" : "Which service is it?", value: typed["subject"],
                error: errors["subject"], rows: isViews ? 6 : 2)
            content += "<h2>How it was asked</h2>"
        }
        content +=
            date("offered", "When were they asked?", typed, errors) + date("decided", "When did they answer?", typed, errors)
        content += understanding(file, site, typed, errors)
        if isConsent { content += soundness(site, typed, errors) }
        if typed.kind != .viewsSought { content += refusal(site, typed, errors) }
        return content
    }

    private static func who(_ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        let people =
            [Fields.Choice(value: "", words: "Nobody: the person answers themselves, or somebody who is not listed")]
            + file.family.map {
                .init(value: $0.id.text, words: "\($0.name), \(site.lists[.relations].words($0.kind).lowercased())")
            }
        return """
            \(Fields.radios(
                "capacity", legend: "Who answers, and in what capacity?", choices: site.lists[.consentGivers].choices(),
                chosen: typed["capacity"], error: errors["capacity"]))\
            \(Fields.select("relation", label: "Which of the people around them answers for them? (optional)", choices: people, chosen: typed["relation"]))\
            \(Fields.input("giver", label: "Name of whoever answers, if they are not listed (optional)", value: typed["giver"], error: errors["giver"]))\
            \(Fields.textArea(
                "capacity-evidence", label: "What shows that it is theirs to answer? (optional)", hint: "Such as the document you saw, and when",
                value: typed["capacity-evidence"], error: errors["capacity-evidence"], rows: 2))
            """
    }

    private static func understanding(_ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        let needs = file.communication.map { ($0.needsSupport, $0) }
        let profile: HTML =
            needs.map { needed, communication in
                let parts =
                    communication.needs.map { site.lists[.communicationNeeds].words($0) }
                    + [communication.interpreter.isEmpty ? "" : "Interpreter: " + communication.interpreter]
                    + [communication.signal.isEmpty ? "" : "Says yes and no by: " + communication.signal]
                    + [communication.trusted.isEmpty ? "" : "Trusts: " + communication.trusted]
                let shown = parts.filter { !$0.isEmpty }
                return needed
                    ? Parts.inset("<p>What they need to understand and to answer:</p>\(Parts.list(shown.map { "\($0)" }))") : ""
            } ?? ""
        let languages = [Fields.Choice(value: "", words: "Choose")] + site.lists[.languages].choices()
        let formats = [Fields.Choice(value: "", words: "Choose")] + site.lists[.formats].choices()
        func line(_ name: String, _ label: String) -> HTML {
            Fields.input(name, label: label, value: typed[name], error: errors[name])
        }
        return """
            <h2>Understanding and answering</h2>\(profile)\
            \(Fields.textArea(
                "understanding",
                label: "How did you check that they understood?" + (typed.kind == .viewsSought ? " (optional)" : ""), hint: "Such as what they said in their own words",
                value: typed["understanding"], error: errors["understanding"], rows: 3))\
            \(Fields.textArea(
                "support", label: "What helped them to understand and to answer? (optional)", value: typed["support"],
                error: errors["support"], rows: 2))\
            \(Fields.select("language", label: "Language (optional)", choices: languages, chosen: typed["language"]))\
            \(Fields.select("format", label: "Format (optional)", choices: formats, chosen: typed["format"]))\
            \(line("signal", "Signal by which they said yes or no, if not in words (optional)"))\
            \(line("signal-confirmed", "Who confirmed what the signal means? (optional)"))\
            \(line("signal-how", "How was it made sure that it is not ambiguous? (optional)"))\
            \(line("interpreter", "Interpreter (optional)"))\(line("witness", "Witness, or somebody they trust who was there (optional)"))
            """
    }

    private static func soundness(_ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        """
        <h2>What shows it, and how long it lasts</h2>\
        \(Fields.radios(
            "evidence", legend: "What shows that they agree?", choices: site.lists[.consentEvidence].choices(), chosen: typed["evidence"],
            error: errors["evidence"]))\
        \(Fields.textArea(
            "evidence-words", label: "Where the form is, why nobody signed, or what they said or did (optional)",
            value: typed["evidence-words"], error: errors["evidence-words"], rows: 3))\
        \(Fields.checkboxes(
            "general", legend: "Is it a general consent in advance? (optional)",
            choices: [.init(value: "yes", words: "It is for agencies that may be needed over a long time")],
            chosen: typed["general.yes"] == "yes" ? ["yes"] : []))\
        \(Fields.textArea(
            "general-why", label: "Why is a general consent right here? (optional)",
            hint: "What it means was made clear, they are willing, and many services must work together for long",
            value: typed["general-why"], error: errors["general-why"], rows: 3))\
        \(Fields.input(
            "ends", label: "With which purpose or event does it end? (optional)", value: typed["ends"], error: errors["ends"]))\
        \(date("review", "When is it looked at again?", typed, errors))\
        \(Fields.input(
            "future", label: "May they be asked about further uses, and how? (optional)", value: typed["future"], error: errors["future"]))\
        \(Fields.input(
            "expects", label: "Would they expect just this sharing? (optional)", value: typed["expects"], error: errors["expects"]))
        """
    }

    private static func refusal(_ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        """
        <h2>If they say no to all or some of it</h2><p>Somebody who can decide, and knows what may follow, is heard (000 §10.16).</p>\
        \(Fields.checkboxes(
            "reasons", legend: "Why do they say no? (optional)", choices: site.lists[.refusalReasons].choices(),
            chosen: Set(typed.ticked("reasons", site.lists[.refusalReasons].ids)), error: errors["reasons"]))\
        \(Fields.textArea(
            "reason-words", label: "In their own words (optional)", value: typed["reason-words"], error: errors["reason-words"], rows: 3))\
        \(Fields.textArea(
            "consequences", label: "What did you explain about what may follow? (optional)", value: typed["consequences"],
            error: errors["consequences"], rows: 3))\
        \(Fields.textArea(
            "efforts", label: "What was done to meet their worries? (optional)", value: typed["efforts"], error: errors["efforts"], rows: 3))\
        \(Fields.textArea(
            "alternatives", label: "What other arrangements were explored? (optional)", value: typed["alternatives"],
            error: errors["alternatives"], rows: 3))\
        \(Fields.textArea(
            "disagreement", label: "Does somebody else who may consent see it otherwise? (optional)",
            hint: "Such as a parent who says no where a child says yes; a manager is then asked",
            value: typed["disagreement"], error: errors["disagreement"], rows: 3))
        """
    }

    private static func notAsked(_ site: Site, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        let isAsked = typed.way == .notAsked
        let attempts: HTML =
            isAsked
            ? ""
            : """
            \(Fields.textArea(
                "attempts", label: "What was tried (optional)", hint: "Who tried, when, and how, one line for each",
                value: typed["attempts"], error: errors["attempts"], rows: 5))\
            \(Fields.checkboxes(
                "urgent", legend: "Was there time to try? (optional)",
                choices: [.init(value: "yes", words: "There was no time: somebody was in danger")],
                chosen: typed["urgent.yes"] == "yes" ? ["yes"] : []))
            """
        return """
            \(Fields.radios(
                "why", legend: isAsked ? "Why were they not asked?" : "Why is there no answer?",
                choices: site.lists[.consentNotSought].choices(group: typed.way.rawValue), chosen: typed["why"], error: errors["why"]))\
            \(Fields.textArea(
                "why-words", label: "Why, in your own words", hint: "What you know that makes you say so", value: typed["why-words"],
                error: errors["why-words"], rows: 4))\(attempts)\
            \(date("review", "When will you look at this again? (optional)", typed, errors))
            """
    }

    private static func date(_ name: String, _ legend: String, _ typed: ConsentTyped, _ errors: [FormError]) -> HTML {
        Fields.date(
            name, legend: "\(legend)", hint: "For example, 27 3 2027", day: typed["\(name)-day"], month: typed["\(name)-month"],
            year: typed["\(name)-year"], error: errors[name])
    }
}
