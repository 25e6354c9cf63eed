import HTTPTypes
import Hummingbird
import Ledger
import Policy
import Sharing
import Vault

/// What came of a request of ours: enough, not enough, or a refusal, which is tested and taken further (004 §6.4.2, §6.6.6; 003 M4 p1).
struct OutgoingReplyPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/outgoing/:id/reply") { _, context -> Reply in
            .page(OutgoingReplyViews.reply(try await waiting(context), token: context.person.formToken))
        }
        routes.post("/outgoing/:id/reply") { posted, context in try await reply(posted, context) }
        routes.get("/outgoing/:id/refusal") { _, context -> Reply in
            .page(OutgoingReplyViews.refusal(try await refused(context), site.lists, token: context.person.formToken))
        }
        routes.post("/outgoing/:id/refusal") { posted, context in try await test(posted, context) }
        routes.get("/outgoing/:id/escalate") { _, context -> Reply in
            let found = try await refused(context)
            return .page(OutgoingReplyViews.escalate(found, try await managers(context), token: context.person.formToken))
        }
        routes.post("/outgoing/:id/escalate") { posted, context in try await escalate(posted, context) }
        routes.get("/outgoing/:id/withdraw") { _, context -> Reply in
            .page(OutgoingReplyViews.withdraw(try await site.outgoing(context), token: context.person.formToken))
        }
        routes.post("/outgoing/:id/withdraw") { posted, context in try await withdraw(posted, context) }
    }

    private func waiting(_ context: SignedInContext) async throws -> OutgoingFound {
        let found = try await site.outgoing(context)
        guard [.sent, .insufficient, .refused].contains(found.request.state) else { throw NothingToSee() }
        return found
    }

    private func refused(_ context: SignedInContext) async throws -> OutgoingFound {
        let found = try await site.outgoing(context)
        guard found.request.state == .refused else { throw NothingToSee() }
        return found
    }

    private func reply(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let found = try await waiting(context)
        let id = found.request.id.text
        var errors = [form.tooLong("reply", "What they answered")].compactMap { $0 }
        let state = OutgoingRequest.State(rawValue: form["came"])
        if state.map({ [.answered, .insufficient, .refused].contains($0) }) != true {
            errors.append(FormError(field: "came", message: "Choose what came of it"))
        }
        if form["reply"].isEmpty {
            errors.append(
                FormError(
                    field: "reply",
                    message: "Enter what they answered: for a refusal their reason, else what is there and what is missing"))
        }
        guard errors.isEmpty, let state else {
            return .page(OutgoingReplyViews.reply(found, token: context.person.formToken, form.fields, errors))
        }
        let now = site.now()
        let about = found.about
        try await site.amend(found.request.id, context, in: [.sent, .insufficient, .refused], as: .answered) { request, records in
            let words = form["reply"]
            try records.discharge("answer-overdue", about: about, because: "They answered")
            request.state = state
            request.content.replyOn = now.description
            switch state {
            case .refused:
                request.content.refusalReason = words
                request.content.conditions = [:]
                try records.discharge("partner-refusal", about: about, because: "They answered again")
                try records.owe(
                    "partner-refusal", of: request.owner, about: about, person: request.person, isUrgent: request.isUrgent,
                    words: "Test and take up the refusal of \(request.content.agency)", site.deadlines)
            case .insufficient:
                request.content.reply = words
                request.content.missing = words
                try records.discharge("partner-refusal", about: about, because: "They answered")
                try records.owe(
                    "answer-overdue", of: request.owner, about: about, person: request.person, isUrgent: request.isUrgent,
                    words: "The rest of an answer from \(request.content.agency)", site.deadlines)
            default:
                request.content.reply = words
                try records.discharge("partner-refusal", about: about, because: "They answered")
            }
        }
        return .goTo(state == .refused ? Addresses.outgoingRefusal(id) : Addresses.outgoingRequest(id))
    }

    private func test(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let found = try await refused(context)
        let list = site.lists[.withholdingConditions]
        let errors = list.entries.filter { !["yes", "no", "not-known"].contains(form["condition-\($0.id)"]) }.map {
            FormError(field: "condition-\($0.id)", message: "Choose whether this holds: \($0.words)")
        }
        guard errors.isEmpty else {
            return .page(OutgoingReplyViews.refusal(found, site.lists, token: context.person.formToken, form.fields, errors))
        }
        let answers = Dictionary(uniqueKeysWithValues: list.ids.map { ($0, form["condition-\($0)"]) })
        let about = found.about
        try await site.amend(found.request.id, context, in: [.refused]) { request, records in
            request.content.conditions = answers
            if PartnerRefusal(list).result(answers) == .mayWithhold {
                try records.discharge("partner-refusal", about: about, because: "They may keep it back: all conditions hold")
            } else if try records.list(Duty.open(about: about)).allSatisfy({ $0.kind != "partner-refusal" }) {
                // It was accepted before, and now it is not.
                try records.owe(
                    "partner-refusal", of: request.owner, about: about, person: request.person, isUrgent: request.isUrgent,
                    words: "Take up the refusal of \(request.content.agency)", site.deadlines)
            }
        }
        return .goTo(Addresses.outgoingRequest(found.request.id.text))
    }

    private func managers(_ context: SignedInContext) async throws -> [Practitioner] {
        let own = context.access.practitioner
        return try await site.store.consult(as: context.access, at: site.now()) { records in
            try records.list(
                Query<Practitioner>("organisation = ?", [.text(records.context.organisation)], order: "id")
            ).filter { [.manager, .governance].contains($0.role) && $0.id.text != own }
        }
    }

    private func escalate(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let found = try await refused(context)
        let managers = try await managers(context)
        let stage = form["stage"]
        let before = found.request.content.escalation.split(separator: " ").map(String.init)
        var errors = [form.tooLong("words", "What you say")].compactMap { $0 }
        if !["manager", "board", "impartial"].contains(stage) {
            errors.append(FormError(field: "stage", message: "Choose to whom you take it"))
        } else if stage != "manager", !before.contains("manager") {
            errors.append(
                FormError(field: "stage", message: "Take it to a manager first, and then to the board or an impartial adviser"))
        }
        let manager = managers.first { $0.id.text == form["manager"] }
        if stage == "manager", manager == nil {
            errors.append(FormError(field: "manager", message: "Choose which manager takes it up"))
        }
        if form["words"].isEmpty {
            errors.append(FormError(field: "words", message: "Enter what they are told, and asked to do"))
        }
        guard errors.isEmpty else {
            return .page(OutgoingReplyViews.escalate(found, managers, token: context.person.formToken, form.fields, errors))
        }
        let about = found.about
        let now = site.now()
        try await site.amend(found.request.id, context, in: [.refused]) { request, records in
            request.content.escalation = (before + [stage]).joined(separator: " ")
            let line = "\(now.inWords), \(OutgoingReplyViews.stages[stage] ?? stage): \(form["words"])"
            request.content.escalationWords = [request.content.escalationWords, line].filter { !$0.isEmpty }.joined(
                separator: "\n\n")
            try records.discharge("partner-refusal", about: about, because: "Taken further")
            try records.owe(
                "partner-refusal", of: manager?.id.text ?? request.owner, about: about, person: request.person,
                isUrgent: request.isUrgent,
                words: "Take up the refusal of \(request.content.agency)", site.deadlines)
        }
        return .goTo(Addresses.outgoingRequest(found.request.id.text))
    }

    private func withdraw(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let found = try await site.outgoing(context)
        var errors = [form.tooLong("why", "Why"), form.tooLong("told", "Whom you told")].compactMap { $0 }
        if form["why"].isEmpty { errors.append(FormError(field: "why", message: "Enter why you no longer ask for it")) }
        guard errors.isEmpty else {
            return .page(OutgoingReplyViews.withdraw(found, token: context.person.formToken, form.fields, errors))
        }
        let about = found.about
        let open: Set<OutgoingRequest.State> = [.draft, .sent, .insufficient, .refused]
        try await site.amend(found.request.id, context, in: open, as: .withdrawn) { request, records in
            request.state = .withdrawn
            request.content.closedWhy = [form["why"], form["told"].isEmpty ? "" : "Told: " + form["told"]].filter { !$0.isEmpty }
                .joined(separator: "\n\n")
            for kind in ["answer-overdue", "partner-refusal"] { try records.discharge(kind, about: about, because: "Withdrawn") }
        }
        return .goTo(Addresses.outgoingRequest(found.request.id.text))
    }
}
