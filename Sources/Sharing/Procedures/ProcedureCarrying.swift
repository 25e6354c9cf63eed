import Ledger
public import Vault

/// Beginning, going on with and closing a procedure, as acts of one transaction.
extension Transaction {
    /// Keeps a new run, the text it begins under if nobody has begun under it yet, and the duty to go through it.
    /// - Throws: as `keep`.
    public mutating func begin(_ procedure: Procedure, _ run: ProcedureRun, _ deadlines: Deadlines) throws {
        let id = RecordID<PublishedProcedure>(procedure.fingerprint)
        if try findIfAny(id) == nil {
            try keep(
                PublishedProcedure(fingerprint: procedure.fingerprint, name: procedure.name, text: procedure.text, at: now),
                as: .published)
        }
        try keep(run, as: .recorded)
        try owe(
            procedure.deadline?.duty ?? "procedure", of: run.owner, about: run.record, person: run.person, words: procedure.title,
            by: procedure.deadline.flatMap { deadlines.due($0, from: now) }, deadlines)
        try settleSteps(ProcedureProgress(procedure, run), deadlines)
    }

    /// Owes what each step with a time of its own now asks for, and ends what has been done or is no longer asked.
    /// - Throws: as `keep`.
    public mutating func settleSteps(_ progress: ProcedureProgress, _ deadlines: Deadlines) throws {
        let run = progress.run
        let open = Set(try list(Duty.open(about: run.record)).map(\.kind))
        for step in progress.procedure.steps {
            guard let deadline = step.deadline else { continue }
            let waits = progress.isShown(step) && [.toDo, .begun].contains(progress.status(step)) && run.state == .open
            if waits, !open.contains(deadline.duty) {
                try owe(
                    deadline.duty, of: run.owner, about: run.record, person: run.person, words: step.title,
                    by: deadlines.due(deadline, from: now), deadlines)
            } else if !waits, open.contains(deadline.duty) {
                try discharge(deadline.duty, about: run.record, because: step.title)
            }
        }
    }

    /// Closes a run and ends everything that was owed for it.
    /// - Throws: as `keep`.
    public mutating func close(_ run: ProcedureRun, _ procedure: Procedure?, why: String = "") throws {
        var closed = run
        closed.state = .closed
        closed.changed = now
        closed.content.closedBy = context.practitioner
        closed.content.closedWhy = why
        try keep(closed, as: .done)
        let kinds = [procedure?.deadline?.duty ?? "procedure"] + (procedure?.steps.compactMap { $0.deadline?.duty } ?? [])
        for kind in Set(kinds).sorted() {
            try discharge(kind, about: run.record, because: why.isEmpty ? "Gone through to its end" : why)
        }
    }
}

extension ProcedureRun {
    /// As duties and other records name it.
    public var record: String { "procedure_run/\(id.text)" }
}
