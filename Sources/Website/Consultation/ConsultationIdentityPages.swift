import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Identity, once it is needed: whoever asked shows which case it was, and anybody can check it (004 §6.5; 003 M1 p4).
struct ConsultationIdentityPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/consultations/:id/identity") { _, context -> Reply in
            let one = try await own(context)
            if one.request != nil { return .goTo(Addresses.consultationProof(one.id.text)) }
            return .page(Self.confirm(one, context))
        }
        routes.post("/consultations/:id/identity") { request, context in try await show(request, context) }
        routes.get("/consultations/:id/proof") { _, context -> Reply in try await proof(context) }
    }

    private func own(_ context: SignedInContext) async throws -> Consultation {
        let id = RecordID<Consultation>(try context.parameter("id"))
        let one = try await site.store.look(as: context.access, at: site.now()) { try $0.find(id) }
        guard one.author == context.access.practitioner, context.access.doesCasework, one.caseDigest != nil else {
            throw NothingToSee()
        }
        return one
    }

    private func show(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let one = try await own(context)
        let now = site.now()
        try await site.store.act(as: context.access, at: now) { records in
            var kept = try records.find(one.id)
            guard kept.request == nil else { return }
            let requests = try records.list(Consultation.requests(of: kept.id, by: records.context))
            guard let request = requests.first, let secret = request.draft[Consultation.secretName(kept.id)],
                Consultation.caseDigest(secret: secret, request: request.id.text) == kept.caseDigest
            else { throw NothingToSee() }
            kept.request = request.id
            kept.content.secret = secret
            kept.changed = now
            try records.keep(kept, as: .joined)
        }
        return .goTo(Addresses.consultationProof(one.id.text))
    }

    private func proof(_ context: SignedInContext) async throws -> Reply {
        let id = RecordID<Consultation>(try context.parameter("id"))
        let (one, decisions) = try await site.store.look(as: context.access, at: site.now()) { records in
            let one = try records.find(id)
            return (one, try one.request.map { try records.list(Decision.on($0)) } ?? [])
        }
        guard let request = one.request, let digest = one.caseDigest else { throw NothingToSee() }
        return .page(Self.proof(one, request, digest, decisions))
    }

    private static func confirm(_ one: Consultation, _ context: SignedInContext) -> Page {
        Page(
            heading: "Show that it was this case",
            content: """
                <p>The advice is then linked with the case, and cannot be unlinked. Its adviser sees the case’s number. They see \
                who it is only where they may open the case, or where you send it to them on a decision.</p>\
                \(Fields.form(Addresses.consultationIdentity(one.id.text), context.person.formToken, Fields.button("Show that it was this case", .warning)))
                """,
            back: Addresses.consultation(one.id.text))
    }

    private static func proof(
        _ one: Consultation, _ request: RecordID<SharingRequest>, _ digest: String, _ decisions: [Decision]
    ) -> Page {
        var rows: [Parts.Row] = [
            .init(key: "Number of the advice", value: "\(one.id.text)"),
            .init(key: "Number of the case", value: Parts.link(request.text, Addresses.request(request.text))),
        ]
        rows += decisions.map {
            .init(key: "Number of the decision", value: Parts.link($0.id.text, Addresses.decision($0.id.text)))
        }
        rows += [
            .init(key: "Secret", value: "<code>\(one.content.secret)</code>"),
            .init(key: "Kept since \(one.at.inWords)", value: "<code>\(digest)</code>"),
            .init(
                key: "Computed now",
                value: "<code>\(Consultation.caseDigest(secret: one.content.secret, request: request.text))</code>"),
        ]
        return Page(
            heading: "It was this case",
            content: """
                <p>When the advice was asked, a secret was made. Only a digest over that secret and the case’s number was kept with \
                the advice, so nobody could tell which case it was, even by trying all numbers. Now both are shown, and only this \
                case gives that digest.</p>\(Parts.summaryList(rows))<h2>Check it yourself</h2>\
                <p>The digest is SHA-256 over the secret, a line break and the number:</p>\
                <pre tabindex="0" aria-label="Command that computes the digest"><code>printf '%s\\n%s' \(one.content.secret) \(request.text) | sha256sum</code></pre>\
                <p>It must be the same as the one kept since the advice was asked, which the ledger bears out.</p>
                """,
            back: Addresses.consultation(one.id.text))
    }
}
