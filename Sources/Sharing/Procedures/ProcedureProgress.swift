public import Ledger
public import Policy

/// How far somebody is with a procedure, and what may not go on. No clock, no page.
public struct ProcedureProgress: Sendable {
    /// Where a step stands.
    public enum Status: Hashable, Sendable {
        /// Another step comes first.
        case notYet
        case toDo, begun, done
    }

    public let procedure: Procedure
    public let run: ProcedureRun
    /// What the procedure's conditions are held against.
    public let situation: Situation
    private var statuses: [String: Status] = [:]

    /// - Parameter known: answers to questions of the vocabulary, from the request it belongs to.
    public init(_ procedure: Procedure, _ run: ProcedureRun, known: Situation = Situation()) {
        self.procedure = procedure
        self.run = run
        var situation = known
        for step in procedure.steps {
            let isShown = step.when?.holds(in: situation) != false
            for field in step.fields {
                let asked = isShown && field.when?.holds(in: situation) != false
                situation[Fact.ID(field.id)] =
                    asked ? Self.answer(field, run.content.answers[field.id] ?? "") : Self.notAsked(field)
            }
        }
        self.situation = situation
        statuses = Self.statuses(self)
    }

    /// An answer as conditions see it; nil while a choice is open.
    private static func answer(_ field: Procedure.Field, _ text: String) -> Answer? {
        switch field.kind {
        case .yesNo, .oneOf: field.choices.contains { $0.id == text } ? Answer(text) : nil
        case .checklist: .choice(isAnswered(field, text) ? "complete" : "incomplete")
        case .text, .longText, .date, .practitioner, .contact: .choice(isAnswered(field, text) ? "given" : "missing")
        }
    }

    /// What was not asked was not given either; a choice that was not asked stays unknown.
    private static func notAsked(_ field: Procedure.Field) -> Answer? {
        switch field.kind {
        case .yesNo, .oneOf: nil
        case .checklist: .choice("incomplete")
        case .text, .longText, .date, .practitioner, .contact: .choice("missing")
        }
    }

    /// Whether a field has an answer; of a checklist, all of it.
    public static func isAnswered(_ field: Procedure.Field, _ text: String) -> Bool {
        switch field.kind {
        case .yesNo, .oneOf: field.choices.contains { $0.id == text }
        case .checklist: Set(field.choices.map(\.id)).isSubset(of: ticked(text))
        case .date: Instant(text) != nil
        case .text, .longText, .practitioner, .contact: !text.isEmpty
        }
    }

    /// The items of a checklist that are ticked.
    public static func ticked(_ text: String) -> Set<String> { Set(text.split(separator: ",").map(String.init)) }

    /// Whether a step is part of this run. One whose condition is not known is.
    public func isShown(_ step: Procedure.Step) -> Bool { step.when?.holds(in: situation) != false }

    /// What a step asks, as things stand.
    public func fields(of step: Procedure.Step) -> [Procedure.Field] {
        step.fields.filter { $0.when?.holds(in: situation) != false }
    }

    public var steps: [Procedure.Step] { procedure.steps.filter(isShown) }

    public func done(_ step: String) -> ProcedureRun.Done? { run.content.done.first { $0.step == step } }

    public func status(_ step: Procedure.Step) -> Status { statuses[step.id] ?? .notYet }

    /// Where every step stands. Each depends on earlier ones alone, so one pass is enough.
    private static func statuses(_ progress: ProcedureProgress) -> [String: Status] {
        var found: [String: Status] = [:]
        var earlier: [Procedure.Step] = []
        for step in progress.procedure.steps {
            let waits = progress.before(step, earlier).contains { progress.isShown($0) && found[$0.id] != .done }
            found[step.id] = waits ? .notYet : progress.ownStatus(step)
            earlier.append(step)
        }
        return found
    }

    /// The steps that must be done before this one: all earlier ones where the order counts; otherwise a first person's before
    /// the second's, and those it depends on.
    private func before(_ step: Procedure.Step, _ earlier: [Procedure.Step]) -> [Procedure.Step] {
        if procedure.order == .listed { return earlier }
        let facts = Set((step.when?.facts ?? []) + step.fields.flatMap { $0.when?.facts ?? [] })
        return earlier.filter { other in
            step.otherThan.contains(other.id) || other.fields.contains { facts.contains($0.id) }
        }
    }

    private func ownStatus(_ step: Procedure.Step) -> Status {
        guard let done = done(step.id) else {
            return step.fields.contains { run.content.answers[$0.id]?.isEmpty == false } ? .begun : .toDo
        }
        // What the first person changed since, the second has not seen.
        let isStale = step.otherThan.contains { first in
            guard let earlier = self.done(first) else { return false }
            return earlier.by == done.by || earlier.at > done.at
        }
        let lacks = fields(of: step).contains {
            !$0.isOptional && !Self.isAnswered($0, run.content.answers[$0.id] ?? "")
        }
        return isStale || lacks ? .begun : .done
    }

    /// Whether somebody else must do a step, because this one did the step that it checks.
    public func needsSomebodyElse(_ step: Procedure.Step, than practitioner: String) -> Bool {
        step.otherThan.contains { done($0)?.by == practitioner }
    }

    /// What stops a step. A condition that is not known stops it too.
    public func refusals(of step: Procedure.Step) -> [Procedure.Stop] {
        step.refuses.filter { $0.when.holds(in: situation) != false }
    }

    /// What must be read before a step is done, and has not been.
    public func warnings(of step: Procedure.Step) -> [Procedure.Stop] { unread(step.warns) }

    /// What stops the whole from being closed.
    public var refusals: [Procedure.Stop] {
        steps.flatMap { refusals(of: $0) } + procedure.refuses.filter { $0.when.holds(in: situation) != false }
    }

    /// What must be read before it is closed, and has not been.
    public var warnings: [Procedure.Stop] { unread(steps.flatMap(\.warns) + procedure.warns) }

    private func unread(_ stops: [Procedure.Stop]) -> [Procedure.Stop] {
        stops.filter { stop in stop.when.holds(in: situation) != false && !run.content.read.contains { $0.what == stop.id } }
    }

    public var isComplete: Bool { steps.allSatisfy { status($0) == .done } }

    /// Whether the procedure's own condition for closing holds. One that is not known does not.
    public var mayClose: Bool { procedure.closesWhen?.holds(in: situation) ?? (procedure.closesWhen == nil) }

    /// The words of an answer; "" when there is none.
    public func words(_ field: Procedure.Field, names: [String: String] = [:]) -> String {
        let text = run.content.answers[field.id] ?? ""
        switch field.kind {
        case .yesNo, .oneOf: return field.choices.first { $0.id == text }?.words ?? ""
        case .checklist:
            let ticked = Self.ticked(text)
            return field.choices.filter { ticked.contains($0.id) }.map(\.words).joined(separator: "\n")
        case .practitioner, .contact: return names[text] ?? text
        case .date, .text, .longText: return text
        }
    }
}

/// An answer to a question of the vocabulary that a procedure has given.
public struct GivenFact: Hashable, Sendable {
    public let fact: Fact.ID
    public let answer: Answer
    /// Where it comes from: "Capacity for one decision: Able to decide".
    public let words: String
}

extension Procedure {
    /// What a run of it answers for later decisions. Nothing while it is open, and nothing when it was ended without being
    /// gone through.
    public func facts(of run: ProcedureRun) -> [Fact.ID: GivenFact] {
        guard run.state == .closed, run.content.closedWhy.isEmpty else { return [:] }
        let progress = ProcedureProgress(self, run)
        var found: [Fact.ID: GivenFact] = [:]
        for gift in gives where found[gift.fact] == nil && gift.when.holds(in: progress.situation) == true {
            let answers = gift.when.facts.compactMap { field($0) }.map { progress.words($0) }.filter { !$0.isEmpty }
            found[gift.fact] = GivenFact(
                fact: gift.fact, answer: Answer(gift.answer),
                words: ([title] + [answers.joined(separator: "; ")]).joined(separator: ": "))
        }
        return found
    }
}

extension Deadlines {
    /// By when something of a procedure is to be done.
    public func due(_ deadline: Procedure.Deadline, from now: Instant) -> Instant? {
        guard let span = deadline.within else { return nil }
        switch span.unit {
        case .hours: return now.adding(hours: Int64(span.count))
        case .days: return now.adding(days: Int64(span.count))
        case .workingDays: return calendar.adding(span.count, to: now)
        }
    }
}
