import Hummingbird
import Ledger
import Sharing
import Vault

/// The letters that go with a request of ours. Neither is shown for printing, or sent, while it would give a sealed fact away.
struct OutgoingLetterPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/outgoing/:id/letter") { _, context -> Reply in
            let found = try await site.outgoing(context)
            let letter = site.requestLetter(found, context)
            if let stop = site.givenAway(letter, found) { return .page(stop) }
            return .page(page("Letter asking for information", letter, found))
        }
        routes.get("/outgoing/:id/challenge") { _, context -> Reply in
            let found = try await site.outgoing(context)
            guard found.request.state == .refused, !found.request.content.conditions.isEmpty else {
                return .goTo(Addresses.outgoingRequest(found.request.id.text))
            }
            let letter = site.challengeLetter(found, context)
            if let stop = site.givenAway(letter, found) { return .page(stop) }
            return .page(page("Letter taking up a refusal", letter, found))
        }
        routes.post("/outgoing/:id/send") { posted, context in try await send(posted, context) }
    }

    private func page(_ heading: String, _ letter: Letter, _ found: OutgoingFound) -> Page {
        Page(
            heading: heading,
            content:
                "<p class=\"no-print\">Print this page, or copy the letter into a safe way of sending.</p>\(LetterViews.body(letter))",
            back: Addresses.outgoingRequest(found.request.id.text))
    }

    private func send(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        _ = try await Form(posted, context)
        let found = try await site.outgoing(context)
        let id = found.request.id.text
        guard found.request.state == .draft else { return .goTo(Addresses.outgoingRequest(id)) }
        if let refusal = found.request.refusal {
            return .page(
                RequestRefusalViews.page(
                    refusal, way: ("Add what it rests on", Addresses.changeOutgoing(id)), back: Addresses.outgoingRequest(id)))
        }
        if let stop = site.givenAway(site.requestLetter(found, context), found) { return .page(stop) }
        let now = site.now()
        let by = context.person.practitioner.name
        try await site.amend(found.request.id, context, in: [.draft], as: .sent) { request, records in
            request.state = .sent
            request.content.sentOn = now.description
            request.content.sentBy = by
            try records.owe(
                "answer-overdue", of: request.owner, about: found.about, person: request.person, isUrgent: request.isUrgent,
                words: "An answer from \(request.content.agency) about \(found.person.name)", site.deadlines)
        }
        return .goTo(Addresses.outgoingRequest(id))
    }
}

extension Site {
    func requestLetter(_ found: OutgoingFound, _ context: SignedInContext) -> Letter {
        let request = found.request
        let due =
            found.duties.first { $0.kind == "answer-overdue" }?.due
            ?? deadlines.times("answer-overdue", isUrgent: request.isUrgent, from: now()).due
        return filled("request", found, context, ["due": due.dayInWords])
    }

    func challengeLetter(_ found: OutgoingFound, _ context: SignedInContext) -> Letter {
        let content = found.request.content
        let entries =
            switch PartnerRefusal(lists[.withholdingConditions]).result(content.conditions) {
            case .mayNot(let failing): failing
            case .notShown(let open): open
            case .mayWithhold, .notTested: [CodeList.Entry]()
            }
        let lines = entries.map { entry in
            content.conditions[entry.id] == "no"
                ? "“\(entry.words)”: this does not hold." : "“\(entry.words)”: this has not been shown."
        }
        return filled(
            "challenge", found, context,
            [
                "reason": content.refusalReason, "conditions": lines.joined(separator: "\n\n"),
                "sent": Instant(content.sentOn)?.dayInWords ?? "",
            ])
    }

    private func filled(
        _ name: String, _ found: OutgoingFound, _ context: SignedInContext, _ more: [String: String]
    ) -> Letter {
        let content = found.request.content
        let minimum =
            content.isWholeFile
            ? "We ask for the whole file, because: \(content.wholeFileWhy)"
            : "We ask for no more than this. A summary will do where it says the same."
        let nameless = content.wouldAnonymisedDo == "yes"
        let values = [
            "day": now().dayInWords, "recipient": content.recipientName.isEmpty ? content.agency : content.recipientName,
            "agency": content.agency, "organisation": context.person.organisation.title,
            "person": nameless ? "somebody whom we do not name, since what we need identifies nobody" : found.person.name,
            "reference": found.request.id.text, "asked": content.asked, "minimum": minimum, "need": content.need,
            "basis": content.basis, "consent": content.consentPosition, "author": context.person.practitioner.name,
            "post": context.person.practitioner.post,
        ]
        return letters.template(name)?.filled(values.merging(more) { $1 }) ?? Letter(name: name, edition: "", blocks: [])
    }

    /// The page that stops a letter, naming where it gives a sealed fact away; nil where it gives none.
    func givenAway(_ letter: Letter, _ found: OutgoingFound) -> Page? {
        let id = found.request.id.text
        let fields = found.request.givenAway(in: letter, past: SealedFactGuard(found.sealed, recipient: found.request.contact))
        guard !fields.isEmpty else { return nil }
        let isDraft = found.request.state == .draft
        return RequestRefusalViews.page(
            .sealedFact,
            way: isDraft
                ? ("Change the request", Addresses.changeOutgoing(id)) : ("Back to the request", Addresses.outgoingRequest(id)),
            detail: "<p>It stands in:</p>\(Parts.list(fields.map { "\($0)" }))", back: Addresses.outgoingRequest(id))
    }
}
