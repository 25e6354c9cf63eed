import Hummingbird
import Ledger
import Sharing
import Vault

/// The first explanation: what was said, to whom, in which form; what worries the person; which agencies they know of.
struct ExplanationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/people/:id/explanation") { _, context -> Reply in
            .page(ExplanationViews.history(try await site.consentFile(context), site))
        }
        routes.get("/people/:id/explanation/new") { _, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(
                ExplanationViews.form(
                    file, site, [:], once: RecordID<Explanation>.random().text, token: context.person.formToken))
        }
        routes.post("/people/:id/explanation/new") { request, context in try await record(request, context) }
        routes.get("/people/:id/explanation/exception") { _, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(
                ExplanationViews.exception(
                    file, [:], once: RecordID<Explanation>.random().text, token: context.person.formToken))
        }
        routes.post("/people/:id/explanation/exception") { request, context in try await recordException(request, context) }
        routes.get("/people/:id/explanation/notice") { request, context -> Reply in
            let file = try await site.consentFile(context)
            let query = request.query
            return .page(
                ExplanationViews.notice(
                    file, site, language: query["language"] ?? "en", format: query["format"] ?? "plain",
                    worker: context.person.practitioner.name, organisation: context.person.organisation.title))
        }
        routes.get("/people/:id/explanation/agencies") { _, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(
                ExplanationViews.addAgency(
                    file, site, [:], once: RecordID<Explanation>.random().text, token: context.person.formToken))
        }
        routes.post("/people/:id/explanation/agencies") { request, context in try await addAgency(request, context) }
        routes.get("/people/:id/explanation/material") { _, context -> Reply in
            let file = try await site.consentFile(context)
            return .page(ExplanationViews.askForMaterial(file, site, [:], token: context.person.formToken))
        }
        routes.post("/people/:id/explanation/material") { request, context in try await askForMaterial(request, context) }
        routes.get("/people/:id/explanation/delivered/:duty") { _, context -> Reply in
            let file = try await site.consentFile(context)
            let number = try context.parameter("duty")
            guard let duty = file.awaited.first(where: { $0.id.text == number }) else {
                return .goTo(Addresses.explanation(file.id))
            }
            return .page(ExplanationViews.delivered(file, duty, [:], token: context.person.formToken))
        }
        routes.post("/people/:id/explanation/delivered/:duty") { request, context in try await delivered(request, context) }
    }

    private func record(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let file = try await site.consentFile(context)
        let id = form.once(Explanation.self)
        let now = site.now()
        var errors: [FormError] = []
        var content = Explanation.Content()
        content.points =
            form.ticked("points", among: site.lists[.explanationPoints].ids)
            + form.ticked("further", among: site.lists[.explanationPoints].ids)
        if content.points.isEmpty { errors.append(FormError(field: "points", message: "Tick what was explained")) }
        content.givenTo = form["to"]
        if content.givenTo.isEmpty { errors.append(FormError(field: "to", message: "Enter to whom it was explained")) }
        let day = form.date("on")
        if let day, day <= now.adding(days: 1) {
            content.onDay = day.day
        } else {
            errors.append(
                FormError(field: "on", message: "Enter the day on which it was explained, such as 27 3 2026, not in the future"))
        }
        content.understanding = form["understanding"]
        if content.understanding.isEmpty {
            errors.append(FormError(field: "understanding", message: "Enter how you checked that they understood"))
        }
        content.anxieties = form["anxieties"]
        content.agreed = form["agreed"]
        content.language = site.lists[.languages][form["language"]]?.id ?? ""
        content.format = site.lists[.formats][form["format"]]?.id ?? ""
        if !content.language.isEmpty, let template = site.letters.template("privacy-notice", language: content.language) {
            let isKept = site.letters.languages(of: "privacy-notice").contains(content.language)
            content.notice =
                "privacy-notice \(template.edition) \(isKept ? content.language : "en, interpreted: \(site.lists[.languages].words(content.language))")"
        }
        content.agencies = form.ticked("agencies", among: file.agencies(site.lists, forConsent: false).map(\.value))
        errors += [("understanding", "This"), ("anxieties", "This"), ("agreed", "This")].compactMap { form.tooLong($0, $1) }
        if let long = form.tooLong("to", "This", limit: Form.lineLimit) { errors.append(long) }
        guard errors.isEmpty else {
            return .page(
                ExplanationViews.form(
                    file, site, form.fields, once: id.text, token: context.person.formToken, errors: errors))
        }
        let kept = content
        try await site.store.act(as: context.access, at: now) { records in
            let file = try ConsentFile.read(file.person.id, &records)
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                Explanation(id: id, to: file.person.id, wasGiven: true, kept, by: records.context, at: now), as: .explained)
            for earlier in file.explanations {
                try records.discharge("agencies-told", about: "explanation/" + earlier.id.text, because: "Explained again")
                try records.discharge("procedure", about: "explanation/" + earlier.id.text, because: "Explained")
            }
        }
        return .goTo(Addresses.explanation(file.id))
    }

    private func recordException(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let file = try await site.consentFile(context)
        let id = form.once(Explanation.self)
        let now = site.now()
        var errors: [FormError] = []
        if form["exception"].isEmpty {
            errors.append(FormError(field: "exception", message: "Enter who would have been in danger, and how"))
        }
        if let long = form.tooLong("exception", "This") { errors.append(long) }
        let review = form.date("review")
        if review == nil || review.map({ $0 < now.adding(days: -1) || $0 > now.adding(days: 366) }) == true {
            errors.append(FormError(field: "review", message: "Enter a day within a year on which you will look at this again"))
        }
        guard errors.isEmpty, let review else {
            return .page(
                ExplanationViews.exception(file, form.fields, once: id.text, token: context.person.formToken, errors: errors))
        }
        var content = Explanation.Content()
        content.exception = form["exception"]
        let kept = content
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                Explanation(id: id, to: file.person.id, wasGiven: false, kept, by: records.context, at: now), as: .explained)
            try records.owe(
                "procedure", about: "explanation/" + id.text, person: file.person.id,
                words: "Explain to \(file.person.shownName) what is recorded and shared, which could not be done at the start",
                by: review, site.deadlines)
        }
        return .goTo(Addresses.explanation(file.id))
    }

    /// Another agency joins the list: the person is to be told (000 §12.2).
    private func addAgency(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let file = try await site.consentFile(context)
        let id = form.once(Explanation.self)
        let now = site.now()
        let agency = file.agencies(site.lists, forConsent: false).first { $0.value == form["agency"] && !$0.value.isEmpty }
        var errors: [FormError] = []
        if agency == nil { errors.append(FormError(field: "agency", message: "Choose which agency joins")) }
        if form["agency-why"].isEmpty { errors.append(FormError(field: "agency-why", message: "Enter why it joins")) }
        if let long = form.tooLong("agency-why", "This", limit: Form.lineLimit) { errors.append(long) }
        guard errors.isEmpty, let agency else {
            return .page(
                ExplanationViews.addAgency(
                    file, site, form.fields, once: id.text, token: context.person.formToken, errors: errors))
        }
        if file.explanations.agencies.contains(agency.value) { return .goTo(Addresses.explanation(file.id)) }
        var content = Explanation.Content()
        content.agencies = [agency.value]
        content.onDay = now.day
        content.agreed = form["agency-why"]
        let kept = content
        try await site.store.act(as: context.access, at: now) { records in
            if try records.findIfAny(id) != nil { return }
            try records.keep(
                Explanation(id: id, to: file.person.id, wasGiven: false, kept, by: records.context, at: now), as: .explained)
            try records.owe(
                "agencies-told", about: "explanation/" + id.text, person: file.person.id,
                words: "Tell \(file.person.shownName) that information may go to \(agency.words)", site.deadlines)
        }
        return .goTo(Addresses.explanation(file.id))
    }

    private func askForMaterial(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let file = try await site.consentFile(context)
        let language = site.lists[.languages][form["language"]]?.words ?? ""
        let format = site.lists[.formats][form["format"]]?.words ?? ""
        guard !form["document"].isEmpty, !(language + format).isEmpty, form["document"].count <= Form.lineLimit else {
            let error = FormError(
                field: "document", message: "Enter which letter or form it is, in a line, and choose a language or a format")
            return .page(
                ExplanationViews.askForMaterial(
                    file, site, form.fields, token: context.person.formToken, errors: [error]))
        }
        let now = site.now()
        let what = ([form["document"], language, format].filter { !$0.isEmpty }).joined(separator: ", ")
        try await site.store.act(as: context.access, at: now) { records in
            let record = "registered_person/" + file.id
            if try records.list(Duty.open(about: record)).contains(where: { $0.kind == "material" && $0.content.words == what }) {
                return
            }
            try records.owe("material", about: record, person: file.person.id, words: what, site.deadlines)
        }
        return .goTo(Addresses.explanation(file.id))
    }

    private func delivered(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let file = try await site.consentFile(context)
        let number = try context.parameter("duty")
        guard let duty = file.awaited.first(where: { $0.id.text == number }) else {
            return .goTo(Addresses.explanation(file.id))
        }
        let worked = form["worked"]
        var errors: [FormError] = []
        if !["yes", "no"].contains(worked) {
            errors.append(FormError(field: "worked", message: "Choose whether it worked for them"))
        }
        if let long = form.tooLong("said", "This", limit: Form.lineLimit) { errors.append(long) }
        guard errors.isEmpty else {
            return .page(
                ExplanationViews.delivered(file, duty, form.fields, token: context.person.formToken, errors: errors))
        }
        let words = (worked == "yes" ? "it worked. " : "it did not work. ") + form["said"]
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var ended = try records.find(duty.id)
            guard ended.state == .open else { return }
            ended.state = .done
            ended.ended = now
            ended.content.endedBy = records.context.practitioner
            ended.content.endedWhy = "Delivered on \(now.day): \(words)"
            try records.keep(ended, as: .done)
        }
        return .goTo(Addresses.explanation(file.id))
    }
}
