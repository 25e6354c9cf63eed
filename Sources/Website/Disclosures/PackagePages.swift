import Hummingbird
import Ledger
import Sharing
import Vault

/// What goes is read as the recipient will read it, sent in one act that checks everything again, and kept as it left.
struct PackagePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/preview") { _, context -> Reply in
            let (about, package) = try await composed(context)
            guard about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
            return .page(PackageViews.preview(about, package, context))
        }
        routes.get("/disclosures/:id/preview.txt") { _, context -> Reply in
            let (about, package) = try await composed(context)
            guard about.isOpen, about.contact != nil else { throw NothingToSee() }
            return .file(package.text, name: package.fileName, type: "text/plain; charset=utf-8")
        }
        routes.post("/disclosures/:id/preview") { request, context in try await enough(request, context) }
        routes.get("/disclosures/:id/send") { _, context -> Reply in
            let (about, package) = try await composed(context)
            guard about.isOpen else { return .goTo(Addresses.disclosureSent(about.disclosure.id.text)) }
            if let refused = refusal(about, package) { return .page(refused) }
            return .page(PackageViews.send(about, package, site: site, context))
        }
        routes.post("/disclosures/:id/send") { request, context in try await send(request, context) }
        routes.get("/disclosures/:id/sent") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard let package = about.package, !about.isOpen else { return .goTo(Addresses.disclosure(about.disclosure.id.text)) }
            let names = [about.record] + about.informings.map { "informing/\($0.id.text)" }
            let duties = try await site.store.look(as: context.access, at: site.now()) { records in
                try names.flatMap { try records.list(Duty.open(about: $0)) }
            }
            return .page(PackageViews.sent(about, package, duties, number: context.person.organisation.procedureNumber))
        }
        routes.get("/disclosures/:id/package") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard let package = about.package else { throw NothingToSee() }
            return .page(PackageViews.frozen(about, package))
        }
        routes.get("/disclosures/:id/package.txt") { _, context -> Reply in
            let about = try await site.disclosure(context)
            guard let package = about.package else { throw NothingToSee() }
            return .file(
                package.content.text, name: "disclosure-\(about.disclosure.id.text).txt", type: "text/plain; charset=utf-8")
        }
    }

    private func composed(_ context: SignedInContext) async throws -> (DisclosureCase, PackageComposer.Package) {
        let about = try await site.disclosure(context)
        return (about, try site.composer(context).package(about, on: site.today))
    }

    // MARK: Reading it

    private func enough(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (about, package) = try await composed(context)
        let id = about.disclosure.id.text
        guard about.isOpen else { return .goTo(Addresses.disclosure(id)) }
        guard form["digest"] == package.digest else {
            return .page(PackageViews.preview(about, package, context, changed: true))
        }
        if form["enough"] == "no" { return .goTo(Addresses.disclosureItems(id)) }
        var errors: [FormError] = []
        if form["enough"] != "yes" {
            errors.append(.init(field: "enough", message: "Choose whether this will let the recipient achieve the purpose"))
        }
        if about.isAnonymised, form["recognition"].isEmpty {
            errors.append(
                .init(field: "recognition", message: "Say why nobody can be recognised in it, also by somebody who knows them"))
        }
        guard errors.isEmpty else {
            return .page(PackageViews.preview(about, package, context, typed: form["recognition"], errors: errors))
        }
        let why = form["recognition"]
        let changed = try await site.change(context) { disclosure, current in
            disclosure.content.isEnough = true
            disclosure.content.previewed = package.digest
            disclosure.content.recognitionWhy = why
            disclosure.state = current.missing.isEmpty ? .ready : .awaitingSignOff
        }
        guard let changed else { return .goTo(Addresses.disclosure(id)) }
        return .goTo(site.obstacles(changed).isEmpty ? Addresses.disclosureSend(id) : Addresses.disclosure(id))
    }

    // MARK: Sending it

    /// The page that stops it; nil where nothing stands in its way.
    private func refusal(_ about: DisclosureCase, _ package: PackageComposer.Package) -> Page? {
        var obstacles = site.obstacles(about)
        if !package.leaks.isEmpty { obstacles.append(.sealedInside) }
        if !obstacles.isEmpty { return PackageViews.stopped(obstacles, about) }
        if package.digest != about.disclosure.content.previewed { return PackageViews.changed(about) }
        return nil
    }

    private func send(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let id = RecordID<Disclosure>(try context.parameter("id"))
        let composer = try site.composer(context)
        let moment = site.now()
        let matrix = site.signOffs
        let (words, trust, read) = (form["evidence"], form["trust"], form["digest"])
        let long = [form.tooLong("evidence", "This", limit: 2000), form.tooLong("trust", "This", limit: 2000)].compactMap { $0 }
        if !long.isEmpty {
            let (about, package) = try await composed(context)
            return .page(PackageViews.send(about, package, site: site, context, typed: (words, trust), errors: long))
        }
        // One act: what is checked is what is sent.
        let stopped = try await site.store.act(as: context.access, at: moment) { records -> Page? in
            let about = try DisclosureCase(id, &records, matrix)
            // The button was pressed twice: the first time counts.
            if !about.isOpen { return nil }
            let package = composer.package(about, on: moment.day)
            if let refused = refusal(about, package) { return refused }
            guard package.digest == read else { return PackageViews.changed(about) }
            try records.send(about, package, words: words, trust: trust, site.deadlines)
            return nil
        }
        return stopped.map { .page($0) } ?? .goTo(Addresses.disclosureSent(id.text))
    }
}
