import Hummingbird
import Ledger
import Sharing
import Vault

/// It is given up, or could not be sent (002 Q21; 000 §19.3, §19.4).
struct DisclosureEndPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/disclosures/:id/end") { _, context -> Reply in
            .page(DisclosureEndViews.end(try await site.disclosure(context), context))
        }
        routes.post("/disclosures/:id/end") { request, context in try await end(request, context) }
    }

    private func end(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let about = try await site.disclosure(context)
        let id = about.disclosure.id
        guard about.isOpen || about.awaitsReceipt else { return .goTo(Addresses.disclosure(id.text)) }
        var errors: [FormError] = []
        let fate = form["fate"]
        let isSound = fate == "failed" || (fate == "abandoned" && about.isOpen)
        if !isSound { errors.append(.init(field: "fate", message: "Choose what happened")) }
        if form["why"].isEmpty { errors.append(.init(field: "why", message: "Say what happened, and why")) }
        if let long = form.tooLong("why", "This", limit: 5000) { errors.append(long) }
        guard errors.isEmpty else {
            return .page(DisclosureEndViews.end(about, context, typed: (fate, form["why"]), errors: errors))
        }
        let now = site.now()
        let why = form["why"]
        try await site.store.act(as: context.access, at: now) { records in
            var disclosure = try records.find(id)
            guard ![.abandoned, .acknowledged, .misdirected].contains(disclosure.state) else { return }
            disclosure.state = fate == "failed" ? .failed : .abandoned
            disclosure.content.fate = why
            disclosure.content.isEnough = nil
            disclosure.changed = now
            try records.keep(disclosure, as: .amended)
            try records.discharge("receipt", about: DisclosureCase.record(id), because: "Sending failed: \(why)")
        }
        return .goTo(Addresses.disclosure(id.text))
    }
}

extension DisclosureCase {
    /// It has gone, and the recipient has something to say of it.
    var awaitsReceipt: Bool { [.sent, .queried, .acknowledged].contains(disclosure.state) }
}
