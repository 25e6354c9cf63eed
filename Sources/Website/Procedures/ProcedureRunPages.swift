import HTTPTypes
import Hummingbird
import Ledger
import Sharing
import Vault

/// Going through a procedure: its steps, what each asks, and what stops it.
struct ProcedureRunPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        routes.get("/procedures/runs/:id") { _, context -> Reply in
            let opened = try await site.opened(context)
            return .page(
                opened.run.state == .open
                    ? ProcedureRunViews.tasks(opened, context) : ProcedureClosedViews.page(opened, site, context))
        }
        routes.get("/procedures/runs/:id/steps/:step") { _, context -> Reply in
            let (opened, step) = try await step(context)
            if let page = barrier(opened, step, context) { return page }
            return .page(ProcedureStepViews.page(opened, step, opened.run.content.answers, [], context))
        }
        routes.post("/procedures/runs/:id/steps/:step") { request, context in try await save(request, context) }
        routes.get("/procedures/runs/:id/steps/:step/stop") { _, context -> Reply in
            let (opened, step) = try await step(context)
            let stops = opened.progress.refusals(of: step)
            if stops.isEmpty || opened.run.state == .closed { return .goTo(Addresses.procedureRun(opened.id)) }
            return .page(ProcedureStopViews.stopped(opened, step, stops))
        }
        routes.get("/procedures/runs/:id/steps/:step/warning") { _, context -> Reply in
            let (opened, step) = try await step(context)
            if let page = barrier(opened, step, context) { return page }
            let warnings = opened.progress.warnings(of: step)
            if warnings.isEmpty { return .goTo(Addresses.procedureRun(opened.id)) }
            return .page(ProcedureStopViews.warned(opened, step, warnings, context))
        }
        routes.post("/procedures/runs/:id/steps/:step/warning") { request, context in try await readWarning(request, context) }
    }

    private func step(_ context: SignedInContext) async throws -> (OpenedRun, Procedure.Step) {
        let opened = try await site.opened(context)
        guard let step = opened.procedure[step: try context.parameter("step")], opened.progress.isShown(step) else {
            throw NothingToSee()
        }
        return (opened, step)
    }

    /// Why somebody may not do a step now, as a page; nil when they may.
    private func barrier(_ opened: OpenedRun, _ step: Procedure.Step, _ context: SignedInContext) -> Reply? {
        let access = context.access
        // Going back after closing leads to the record, which says that it cannot be changed.
        if opened.run.state == .closed { return .goTo(Addresses.procedureRun(opened.id)) }
        if !step.who.contains(access.role) { return .page(ProcedureStopViews.notYours(opened, step)) }
        if opened.progress.needsSomebodyElse(step, than: access.practitioner) {
            return .page(ProcedureStopViews.somebodyElse(opened, step))
        }
        if opened.progress.status(step) == .notYet { return .page(ProcedureStopViews.notYet(opened, step)) }
        return nil
    }

    private func save(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (opened, step) = try await step(context)
        if let page = barrier(opened, step, context) { return page }
        let fields = opened.progress.fields(of: step)
        let typed = Dictionary(
            fields.map { ($0.id, ProcedureFieldViews.typed($0, form)) }, uniquingKeysWith: { first, _ in first })
        let later = form["later"] == "yes"
        let errors = fields.compactMap { field in
            later
                ? form.tooLong(field.id, "“\(field.ask)”") : ProcedureFieldViews.error(field, typed[field.id] ?? "", opened)
        }
        if !errors.isEmpty { return .page(ProcedureStepViews.page(opened, step, typed, errors, context)) }
        let isAsKept = typed.allSatisfy { (opened.run.content.answers[$0.key] ?? "") == $0.value }
        if form["seen"] != opened.run.changed.description {
            // The same form twice: the first time counts.
            if isAsKept { return .goTo(next(opened, step, later: later)) }
            return .page(ProcedureStepViews.page(opened, step, typed, [], context, changed: true))
        }
        do {
            return .goTo(next(try await keep(typed, opened, step, later: later, context), step, later: later))
        } catch is RunOvertaken {
            let (now, step) = try await self.step(context)
            return .page(ProcedureStepViews.page(now, step, typed, [], context, changed: true))
        }
    }

    /// Keeps the answers of a step; it is done when nothing stops it and no warning waits to be read.
    private func keep(
        _ typed: [String: String], _ opened: OpenedRun, _ step: Procedure.Step, later: Bool, _ context: SignedInContext
    ) async throws -> OpenedRun {
        let now = site.now()
        return try await site.store.act(as: context.access, at: now) { records in
            var run = try records.find(opened.run.id)
            guard run.state == .open, run.changed == opened.run.changed else { throw RunOvertaken() }
            let before = run.content.answers
            run.content.answers.merge(typed) { $1 }
            let isChanged = typed.contains { (before[$0.key] ?? "") != $0.value }
            if isChanged { run.content.read.removeAll { read in step.warns.contains { $0.id == read.what } } }
            Self.settle(&run, opened, step, isChanged: isChanged, later: later, by: context.access.practitioner, at: now)
            run.changed = now
            try records.keep(run, as: .amended)
            let after = opened.with(run)
            try records.settleSteps(after.progress, site.deadlines)
            return after
        }
    }

    /// Whether a step is done now, and by whom; what stopped it is noted.
    private static func settle(
        _ run: inout ProcedureRun, _ opened: OpenedRun, _ step: Procedure.Step, isChanged: Bool, later: Bool,
        by practitioner: String,
        at now: Instant
    ) {
        let progress = opened.with(run).progress
        let stops = later ? [] : progress.refusals(of: step)
        run.content.stopped += stops.map { .init(what: $0.id, by: practitioner, at: now.description) }
        let isDone = !later && stops.isEmpty && progress.warnings(of: step).isEmpty
        let was = progress.done(step.id)
        if !isDone && !isChanged && was != nil && stops.isEmpty { return }
        let isFresh = was == nil || isChanged || progress.status(step) != .done
        if !isDone || isFresh { run.content.done.removeAll { $0.step == step.id } }
        if isDone && isFresh { run.content.done.append(.init(step: step.id, by: practitioner, at: now.description)) }
    }

    private func next(_ opened: OpenedRun, _ step: Procedure.Step, later: Bool) -> String {
        if later { return Addresses.procedureRun(opened.id) }
        if !opened.progress.refusals(of: step).isEmpty { return Addresses.procedureStop(opened.id, step.id) }
        if !opened.progress.warnings(of: step).isEmpty { return Addresses.procedureWarning(opened.id, step.id) }
        return Addresses.procedureRun(opened.id)
    }

    private func readWarning(_ posted: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(posted, context)
        let (opened, step) = try await step(context)
        if let page = barrier(opened, step, context) { return page }
        let now = site.now()
        guard form["seen"] == opened.run.changed.description else { return .goTo(next(opened, step, later: false)) }
        let lacks = opened.progress.fields(of: step).contains {
            ProcedureFieldViews.error($0, opened.run.content.answers[$0.id] ?? "", opened) != nil
        }
        if lacks { return .goTo(Addresses.procedureStep(opened.id, step.id)) }
        let after = try await site.store.act(as: context.access, at: now) { records in
            var run = try records.find(opened.run.id)
            guard run.state == .open, run.changed == opened.run.changed else { return opened.with(run) }
            run.content.read += opened.progress.warnings(of: step).map {
                .init(what: $0.id, by: context.access.practitioner, at: now.description)
            }
            Self.settle(&run, opened, step, isChanged: true, later: false, by: context.access.practitioner, at: now)
            run.changed = now
            try records.keep(run, as: .amended)
            try records.settleSteps(opened.with(run).progress, site.deadlines)
            return opened.with(run)
        }
        return .goTo(next(after, step, later: false))
    }
}
