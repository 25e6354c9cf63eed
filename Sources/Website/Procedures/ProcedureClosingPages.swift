import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Checking and closing a procedure, and the letters that its answers fill.
struct ProcedureClosingPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/procedures/runs/:id/check") { _, context -> Reply in
            let opened = try await site.opened(context)
            if let page = barrier(opened, context) { return page }
            return .page(ProcedureClosedViews.check(opened, [], context))
        }
        routes.post("/procedures/runs/:id/check") { request, context in try await close(request, context) }
        routes.get("/procedures/runs/:id/not-yet") { _, context -> Reply in
            let opened = try await site.opened(context)
            if opened.run.state == .closed || !isStopped(opened) { return .goTo(Addresses.procedureRun(opened.id)) }
            return .page(ProcedureStopViews.notClosed(opened))
        }
        routes.get("/procedures/runs/:id/end") { _, context -> Reply in
            let opened = try await site.opened(context)
            if let page = endBarrier(opened, context) { return page }
            return .page(ProcedureClosedViews.end(opened, "", [], context))
        }
        routes.post("/procedures/runs/:id/end") { request, context in try await end(request, context) }
        routes.get("/procedures/runs/:id/letters/:letter") { _, context in try await letter(context) }
    }

    private func isStopped(_ opened: OpenedRun) -> Bool { !opened.progress.refusals.isEmpty || !opened.progress.mayClose }

    private func barrier(_ opened: OpenedRun, _ context: SignedInContext) -> Reply? {
        guard opened.run.state == .open, opened.progress.isComplete, opened.mayClose(context.access) else {
            return .goTo(Addresses.procedureRun(opened.id))
        }
        return nil
    }

    private func close(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let opened = try await site.opened(context)
        if let page = barrier(opened, context) { return page }
        guard form["seen"] == opened.run.changed.description else {
            return .page(ProcedureClosedViews.check(opened, [], context, changed: true))
        }
        let now = site.now()
        if isStopped(opened) {
            try await note(opened, context, now)
            return .goTo(Addresses.procedureNotYet(opened.id))
        }
        let warnings = opened.progress.warnings
        let unread = warnings.filter { !form.ticked($0.id, among: ["read"]).contains("read") }
        let errors = unread.map { FormError(field: $0.id, message: "Tick that you have read: \($0.words)") }
        if !errors.isEmpty { return .page(ProcedureClosedViews.check(opened, errors, context)) }
        try await site.store.act(as: context.access, at: now) { records in
            var run = try records.find(opened.run.id)
            guard run.state == .open, run.changed == opened.run.changed else { return }
            run.content.read += warnings.map { .init(what: $0.id, by: context.access.practitioner, at: now.description) }
            try records.close(run, opened.procedure)
        }
        return .goTo(Addresses.procedureRun(opened.id))
    }

    /// That somebody was stopped is part of the record.
    private func note(_ opened: OpenedRun, _ context: SignedInContext, _ now: Instant) async throws {
        try await site.store.act(as: context.access, at: now) { records in
            var run = try records.find(opened.run.id)
            guard run.state == .open, run.changed == opened.run.changed else { return }
            run.content.stopped += opened.progress.refusals.map {
                .init(what: $0.id, by: context.access.practitioner, at: now.description)
            }
            run.changed = now
            try records.keep(run, as: .amended)
        }
    }

    /// What was begun by mistake is ended with a reason; once a step is done it is gone through, or it stays open.
    private func endBarrier(_ opened: OpenedRun, _ context: SignedInContext) -> Reply? {
        guard opened.run.state == .open, opened.mayClose(context.access) else { return .goTo(Addresses.procedureRun(opened.id)) }
        return opened.run.content.done.isEmpty ? nil : .page(ProcedureClosedViews.mayNotEnd(opened))
    }

    private func end(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let opened = try await site.opened(context)
        if let page = endBarrier(opened, context) { return page }
        var errors = [form.tooLong("why", "The reason", limit: Form.lineLimit)].compactMap { $0 }
        if form["why"].isEmpty { errors.append(.init(field: "why", message: "Say why this is ended without going through it")) }
        if !errors.isEmpty { return .page(ProcedureClosedViews.end(opened, form["why"], errors, context)) }
        let why = form["why"]
        try await site.store.act(as: context.access, at: site.now()) { records in
            let run = try records.find(opened.run.id)
            guard run.state == .open, run.content.done.isEmpty else { return }
            try records.close(run, opened.procedure, why: why)
        }
        return .goTo(Addresses.procedureRun(opened.id))
    }

    /// A letter filled from the answers. What is sealed about the person is masked before it leaves.
    private func letter(_ context: SignedInContext) async throws -> Reply {
        let opened = try await site.opened(context)
        let name = try context.parameter("letter")
        guard opened.run.state == .closed, opened.run.content.closedWhy.isEmpty,
            let use = opened.procedure.letters.first(where: { $0.name == name }), let template = site.letters.template(name)
        else { throw NothingToSee() }
        let sealed = try await site.store.look(as: context.access, at: site.now()) { records in
            try opened.run.person.map { try records.list(SealedFact.of($0)) } ?? []
        }
        let recipient = opened.procedure.fields.first { $0.kind == .contact }.flatMap { opened.run.content.answers[$0.id] }
        let guarded = SealedFactGuard(sealed, recipient: recipient.flatMap { $0.isEmpty ? nil : RecordID<Contact>($0) })
        var values = ["date": opened.run.changed.dayInWords, "organisation": context.person.organisation.title]
        if let person = opened.person { values["person"] = person.name }
        for (place, field) in use.fill { values[place] = opened.procedure.field(field).map { opened.words($0) } ?? "" }
        return .page(ProcedureClosedViews.letter(template.filled(values.mapValues { guarded.masked($0).text }), opened))
    }
}
