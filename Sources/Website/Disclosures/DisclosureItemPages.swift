import Hummingbird
import Ledger
import Sharing
import Vault

/// What goes: it begins empty, and each item is taken up by itself with why it is needed (002 Q20; 004 §6.4.1f).
struct DisclosureItemPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/items") { request, context -> Reply in
            let about = try await site.disclosure(context)
            guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
            let page = max(1, min(request.query["page"].flatMap { Int($0) } ?? 1, 1000))
            return .page(DisclosureItemViews.choose(about, page: page, site: site, context))
        }
        routes.post("/disclosures/:id/items") { request, context in try await wholeFile(request, context) }
        routes.get("/disclosures/:id/items/:item") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
            let name = try context.parameter("item")
            if let refused = refusal(of: name, about) { return .page(refused) }
            guard let item = about.items.first(where: { $0.id.text == name }) else { throw NothingToSee() }
            let earlier = about.chosen(item) ?? .init(item: name, why: "", exposure: "")
            return .page(
                DisclosureItemViews.item(ItemCheck(item, in: about, on: site.now()), earlier, about, site: site, context))
        }
        routes.post("/disclosures/:id/items/:item") { request, context in try await take(request, context) }
        routes.post("/disclosures/:id/items/:item/out") { request, context in
            _ = try await Form(request, context)
            let name = try context.parameter("item")
            _ = try await site.change(context) { disclosure, _ in disclosure.content.chosen.removeAll { $0.item == name } }
            return Reply.goTo(Addresses.disclosureItems(try context.parameter("id")))
        }
    }

    private func take(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let name = try context.parameter("item")
        guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
        if let refused = refusal(of: name, about) { return .page(refused) }
        guard let item = about.items.first(where: { $0.id.text == name }) else { throw NothingToSee() }
        var chosen = Disclosure.Chosen(item: name, why: form["why"], exposure: form["exposure"])
        chosen.otherBasis = form["other-basis"]
        chosen.confidenceWhy = form["confidence"]
        chosen.ageWhy = form["age"]
        chosen.consulted = form["consulted"]
        let check = ItemCheck(item, in: about, on: site.now())
        var errors = check.lacks(chosen).map { FormError(field: $0.field, message: $0.message(item)) }
        errors += ItemCheck.Lack.allCases.compactMap { form.tooLong($0.field, "This", limit: 2000) }
        errors += sealed(
            about,
            [
                ("why", "Why it is needed", chosen.why), ("exposure", "What it adds", form["exposure"]),
            ], site)
        guard errors.isEmpty else {
            return .page(DisclosureItemViews.item(check, chosen, about, site: site, context, errors: errors))
        }
        let now = site.now()
        _ = try await site.change(context) { [chosen] disclosure, current in
            // Looked at again within the act: consent may have been withdrawn, or the item corrected, since the page was read.
            guard let there = current.items.first(where: { $0.id.text == name }),
                ItemCheck(there, in: current, on: now).refusal == nil
            else { return }
            if let place = disclosure.content.chosen.firstIndex(where: { $0.item == name }) {
                disclosure.content.chosen[place] = chosen
            } else {
                disclosure.content.chosen.append(chosen)
            }
        }
        return .goTo(Addresses.disclosureItems(about.disclosure.id.text))
    }

    /// The page that says why an item does not go; nil where it may.
    private func refusal(of name: String, _ about: DisclosureCase) -> Page? {
        let id = about.disclosure.id.text
        let back = Addresses.disclosureItems(id)
        let content = about.disclosure.content
        guard about.contact != nil, !content.purpose.isEmpty, !content.basis.isEmpty else {
            return DisclosureViews.refused(
                "First say who receives it, and why", "What may go depends on whom it goes to and what for.",
                [
                    Parts.link("Choose who receives it", Addresses.disclosureRecipient(id)),
                    Parts.link("Say why, and on what basis", Addresses.disclosurePurpose(id)),
                ], back: Addresses.disclosure(id))
        }
        if about.superseded.contains(name) {
            return DisclosureViews.refused(
                "This item was corrected", "Something newer has taken its place, so it does not leave any more.",
                [Parts.link("Choose the correction", back)], back: back)
        }
        guard let item = about.items.first(where: { $0.id.text == name }) else { return nil }
        let anew: HTML =
            "Decide anew on another basis, if there is one: \(Parts.link("reconsider the decision", Addresses.decision(about.decision.id.text)))"
        let without: HTML = Parts.link("Share without it", back)
        switch ItemCheck(item, in: about, on: site.now()).refusal {
        case nil, .notCurrent: return nil
        case .restricted:
            return DisclosureViews.refused(
                "\(about.person.shownName) does not want this to go there",
                "This disclosure rests on their consent, and they restricted this item.",
                [without, anew, DisclosureViews.urgentWay],
                back: back)
        case .outsideConsent(let coverage):
            return DisclosureViews.refused(
                "Consent does not cover this", coverage.because,
                [
                    without, "Ask the person: \(Parts.link("consent", Addresses.consent(about.person.id.text)))", anew,
                    DisclosureViews.urgentWay,
                ],
                back: back)
        case .wholeFileToPolice:
            return DisclosureViews.refused(
                "The whole of a file never goes to the police",
                "The police must show the defence whatever may help it, so everything in a file could reach the person who is accused. They can ask a judge to hold something back, and that is not sure.",
                [
                    Parts.link("Choose only what this enquiry needs", back),
                    "If a court has ordered the whole file, get legal advice first, and answer the court itself",
                ], back: back)
        }
    }

    private func wholeFile(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let why = form["whole-file"]
        guard !why.isEmpty else {
            return .page(
                DisclosureItemViews.choose(
                    about, page: 1, site: site, context,
                    errors: [
                        FormError(field: "whole-file", message: "Say why everything on file is needed, or take something out")
                    ]))
        }
        let changed = try await site.change(context) { disclosure, _ in disclosure.content.wholeFileWhy = why }
        return try DisclosureStepPages.next(changed, after: Addresses.disclosureItems(about.disclosure.id.text), context, site)
    }
}

extension ConsentRegister.Coverage {
    /// Why it does not cover something, or that it does.
    var because: String {
        switch self {
        case .covered: "Consent covers it."
        case .excluded: "The person said that just this, or just this recipient, is not agreed."
        case .refused: "The person refused."
        case .withdrawn: "The person agreed, and has withdrawn it."
        case .notAsked: "Nobody has asked the person about this information for this recipient and purpose."
        }
    }

    var words: String {
        switch self {
        case .covered: "Covered"
        case .excluded: "Not agreed for this"
        case .refused: "Refused"
        case .withdrawn: "Withdrawn"
        case .notAsked: "Not asked"
        }
    }
}

extension ItemCheck.Lack {
    var field: String {
        switch self {
        case .why: "why"
        case .exposure: "exposure"
        case .otherBasis: "other-basis"
        case .confidence: "confidence"
        case .age: "age"
        case .consulted: "consulted"
        }
    }

    func message(_ item: InformationItem) -> String {
        switch self {
        case .why: "Say why the recipient needs it"
        case .exposure: "Say what it adds to what the recipient could learn, or that it adds nothing"
        case .otherBasis: "Say why it goes against what the person wants"
        case .confidence: "Say why it goes to this recipient although it was given in confidence to others"
        case .age: "Say why something so old still serves, or have it checked first"
        case .consulted: "Say whether \(item.content.from) was consulted, and if not, why not"
        }
    }
}
