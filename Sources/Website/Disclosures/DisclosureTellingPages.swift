import Hummingbird
import Ledger
import Sharing
import Vault

/// Where the person stands: told, or not yet with ground, reason and day of review (002 Q7, Q19; 001 §7, §11; 004 §6.5).
struct DisclosureTellingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/telling") { _, context -> Reply in
            try await show(context) { about in DisclosureTellingViews.standing(about, context) }
        }
        routes.post("/disclosures/:id/telling") { request, context -> Reply in
            let form = try await Form(request, context)
            let about = try await site.disclosure(context)
            let id = about.disclosure.id.text
            switch form["standing"] {
            case "told": return .goTo(Addresses.disclosureTold(id))
            case "deferred": return .goTo(Addresses.disclosureDeferred(id))
            default:
                return .page(
                    DisclosureTellingViews.standing(
                        about, context,
                        errors: [FormError(field: "standing", message: "Choose whether the person has been told")]))
            }
        }
        routes.get("/disclosures/:id/telling/told") { _, context -> Reply in
            try await show(context) { about in DisclosureTellingViews.told(about, [:], site: site, context) }
        }
        routes.post("/disclosures/:id/telling/told") { request, context in try await told(request, context) }
        routes.get("/disclosures/:id/telling/deferred") { _, context -> Reply in
            try await show(context) { about in DisclosureTellingViews.deferred(about, [:], site: site, context) }
        }
        routes.post("/disclosures/:id/telling/deferred") { request, context in try await deferred(request, context) }
    }

    private func show(_ context: SignedInContext, _ view: @Sendable (DisclosureCase) -> Page) async throws -> Reply {
        let about = try await site.disclosure(context)
        guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
        return .page(view(about))
    }

    private func told(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let id = about.disclosure.id.text
        if about.isUnsafe(form["way"]) {
            let words = site.lists[.ways].words(form["way"]).lowercasedFirst
            return .page(
                DisclosureViews.refused(
                    "This way is unsafe for them",
                    "What is recorded of how to reach \(about.person.shownName) says that \(words) is unsafe.",
                    [
                        Parts.link("Tell them in a safe way", Addresses.disclosureTold(id)),
                        Parts.link("Say why they are not told yet", Addresses.disclosureDeferred(id)),
                        Parts.link("See how they are reached safely", Addresses.personDetails(about.person.id.text)),
                    ], back: Addresses.disclosureTold(id)))
        }
        var errors: [FormError] = []
        if site.lists[.ways][form["way"]] == nil { errors.append(.init(field: "way", message: "Choose how they were told")) }
        let day = form.date("on")
        if day == nil {
            errors.append(.init(field: "on", message: "The day on which they were told must be a real date, such as 27 3 2026"))
        } else if let day, day.day > site.today {
            errors.append(.init(field: "on", message: "The day on which they were told must not be in the future"))
        }
        if form["words"].isEmpty {
            errors.append(.init(field: "words", message: "Write what they were told, and what they said"))
        }
        errors += ["words", "present"].compactMap { form.tooLong($0, "This", limit: 5000) }
        guard errors.isEmpty, let day else {
            return .page(DisclosureTellingViews.told(about, form.fields, site: site, context, errors: errors))
        }
        var telling = Disclosure.Telling(.told)
        telling.way = form["way"]
        telling.on = day.day
        telling.words = form["words"]
        telling.present = form["present"]
        let changed = try await site.change(context) { [telling] disclosure, _ in disclosure.content.telling = telling }
        return try DisclosureStepPages.next(changed, after: Addresses.disclosureTelling(id), context, site)
    }

    private func deferred(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        var errors: [FormError] = []
        if site.lists[.deferralGrounds][form["ground"]] == nil {
            errors.append(.init(field: "ground", message: "Choose why they are not told yet"))
        }
        if form["why"].isEmpty { errors.append(.init(field: "why", message: "Say what in this case makes it so")) }
        let day = form.date("review")
        let today = site.now()
        if day == nil {
            errors.append(.init(field: "review", message: "The day of the review must be a real date, such as 27 3 2027"))
        } else if let day, day.day <= today.day || day > today.adding(days: 366) {
            errors.append(.init(field: "review", message: "The day of the review must be in the future, within a year"))
        }
        errors += ["why", "approved"].compactMap { form.tooLong($0, "This", limit: 5000) }
        guard errors.isEmpty, let day else {
            return .page(DisclosureTellingViews.deferred(about, form.fields, site: site, context, errors: errors))
        }
        var telling = Disclosure.Telling(.deferred)
        telling.ground = form["ground"]
        telling.why = form["why"]
        telling.approvedBy = form["approved"]
        telling.reviewOn = day.day
        let changed = try await site.change(context) { [telling] disclosure, _ in disclosure.content.telling = telling }
        return try DisclosureStepPages.next(
            changed, after: Addresses.disclosureTelling(about.disclosure.id.text), context, site)
    }
}

enum DisclosureTellingViews {
    private static func page(_ heading: String, _ content: HTML, _ errors: [FormError], back: String, own: Bool = false) -> Page {
        Page(
            heading: heading, content: content, errors: errors, back: back, ownHeading: own,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func standing(_ about: DisclosureCase, _ context: SignedInContext, errors: [FormError] = []) -> Page {
        let id = about.disclosure.id.text
        let heading = "Has \(about.person.shownName) been told?"
        let fields: HTML = """
            \(Fields.radios(
                "standing", legend: "<h1>\(heading)</h1>",
                hint: "Before it is shared, unless telling puts somebody at risk, hinders work on serious crime, or delays too much",
                choices: [
                    .init(value: "told", words: "They have been told"), .init(value: "deferred", words: "Not yet, for a reason"),
                ], chosen: about.disclosure.content.telling?.standing.rawValue, error: errors["standing"]))\(Fields.button("Continue"))
            """
        return page(
            heading, Fields.form(Addresses.disclosureTelling(id), context.person.formToken, fields), errors,
            back: Addresses.disclosure(id), own: true)
    }

    static func told(
        _ about: DisclosureCase, _ typed: Form.Fields, site: Site, _ context: SignedInContext, errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let kept = about.disclosure.content.telling
        let day = (kept?.on ?? "").split(separator: "-").map(String.init)
        let ways = site.lists[.ways].entries.filter { !about.isUnsafe($0.id) }
        let fields: HTML = """
            \(Fields.radios(
                "way", legend: "How were they told?", choices: ways.map { .init(value: $0.id, words: $0.words) },
                chosen: typed["way"] ?? kept?.way, error: errors["way"]))\
            \(Fields.date(
                "on", legend: "When?", hint: "For example, 27 3 2026", day: typed["on-day"] ?? day.last ?? "",
                month: typed["on-month"] ?? (day.count == 3 ? day[1] : ""), year: typed["on-year"] ?? day.first ?? "",
                error: errors["on"]))\
            \(Fields.textArea(
                "words", label: "What they were told, and what they said",
                hint: "What is shared, with whom, why, what may follow, and who supports them", value: typed["words"] ?? kept?.words ?? "",
                error: errors["words"], rows: 3))\
            \(Fields.input("present", label: "Who was there (optional)", value: typed["present"] ?? kept?.present ?? "", error: errors["present"]))\
            \(Fields.button("Continue"))
            """
        return page(
            "How the person was told", Fields.form(Addresses.disclosureTold(id), context.person.formToken, fields), errors,
            back: Addresses.disclosureTelling(id))
    }

    static func deferred(
        _ about: DisclosureCase, _ typed: Form.Fields, site: Site, _ context: SignedInContext, errors: [FormError] = []
    ) -> Page {
        let id = about.disclosure.id.text
        let kept = about.disclosure.content.telling
        let day = (kept?.reviewOn ?? "").split(separator: "-").map(String.init)
        let fields: HTML = """
            \(Fields.radios(
                "ground", legend: "Why are they not told yet?",
                choices: site.lists[.deferralGrounds].entries.map { .init(value: $0.id, words: $0.words) },
                chosen: typed["ground"] ?? kept?.ground, error: errors["ground"]))\
            \(Fields.textArea("why", label: "What in this case makes it so", value: typed["why"] ?? kept?.why ?? "", error: errors["why"], rows: 3))\
            \(Fields.input("approved", label: "Who agreed (optional)", value: typed["approved"] ?? kept?.approvedBy ?? "", error: errors["approved"]))\
            \(Fields.date(
                "review", legend: "When will you look at it again?", hint: "For example, 27 3 2027", day: typed["review-day"] ?? day.last ?? "",
                month: typed["review-month"] ?? (day.count == 3 ? day[1] : ""), year: typed["review-year"] ?? day.first ?? "",
                error: errors["review"]))\(Fields.button("Continue"))
            """
        return page(
            "Why the person is not told yet", Fields.form(Addresses.disclosureDeferred(id), context.person.formToken, fields),
            errors,
            back: Addresses.disclosureTelling(id))
    }
}
