public import Foundation
public import Ledger
public import Policy
public import Vault
import Yams

/// By when each kind of duty is done, and from when it is escalated, as `Content/lists/duties.yaml` says. Days on which
/// nobody works are in `Content/lists/bank-holidays.yaml`.
public struct Deadlines: Sendable {
    /// A span of time, such as `4 hours`, `2 working days`, `7 days`.
    struct Span: Hashable, Sendable {
        enum Unit: Hashable, Sendable { case hours, days, workingDays }
        let count: Int
        let unit: Unit

        init?(_ text: String) {
            let words = text.split(separator: " ").map(String.init)
            guard let first = words.first, let count = Int(first), count >= 0 else { return nil }
            switch words.dropFirst().joined(separator: " ") {
            case "hour", "hours": unit = .hours
            case "day", "days": unit = .days
            case "working day", "working days": unit = .workingDays
            default: return nil
            }
            self.count = count
        }
    }

    private struct Timing { let within, urgent, escalates, urgentEscalates: Span }

    public let calendar: WorkingDays
    private let timings: [String: Timing]

    /// - Throws: `Faults` when a duty has no time that can be read.
    public init(_ lists: CodeLists, folder: URL) throws(Faults) {
        calendar = try WorkingDays(folder: folder)
        var timings: [String: Timing] = [:]
        var faults: [Fault] = []
        for duty in lists[.duties].entries {
            guard let within = duty.more["within"].flatMap(Span.init), let later = duty.more["escalates"].flatMap(Span.init)
            else {
                faults.append(
                    Fault(
                        file: "lists/duties.yaml", line: 1, column: 1, words: duty.id,
                        message: "`\(duty.id)` needs `within` and `escalates`", help: "write `within: 2 working days`"))
                continue
            }
            timings[duty.id] = Timing(
                within: within, urgent: duty.more["urgent"].flatMap(Span.init) ?? within, escalates: later,
                urgentEscalates: duty.more["urgent-escalates"].flatMap(Span.init) ?? later)
        }
        if !faults.isEmpty { throw Faults(faults) }
        self.timings = timings
    }

    /// By when a duty of this kind is done, and how long after that it is escalated. What has no entry of its own waits one
    /// working day.
    public func times(_ kind: String, isUrgent: Bool, from now: Instant) -> (due: Instant, escalates: Instant) {
        guard let timing = timings[kind] else {
            let due = calendar.adding(1, to: now)
            return (due, calendar.adding(1, to: due))
        }
        let due = adding(isUrgent ? timing.urgent : timing.within, to: now)
        return (due, adding(isUrgent ? timing.urgentEscalates : timing.escalates, to: due))
    }

    /// When something due on a day is escalated.
    public func escalation(_ kind: String, isUrgent: Bool, due: Instant) -> Instant {
        guard let timing = timings[kind] else { return calendar.adding(1, to: due) }
        return adding(isUrgent ? timing.urgentEscalates : timing.escalates, to: due)
    }

    private func adding(_ span: Span, to now: Instant) -> Instant {
        switch span.unit {
        case .hours: now.adding(hours: Int64(span.count))
        case .days: now.adding(days: Int64(span.count))
        case .workingDays: calendar.adding(span.count, to: now)
        }
    }
}

/// Which days are worked: not weekends, not bank holidays of England and Wales.
public struct WorkingDays: Sendable {
    private let holidays: Set<String>

    private struct File: Decodable {
        struct Holiday: Decodable { let day, name: String }
        let holidays: [Holiday]
    }

    /// - Throws: `Faults` when the list of bank holidays cannot be read.
    init(folder: URL) throws(Faults) {
        let file = "lists/bank-holidays.yaml"
        let text = try PolicyLibrary.contents(file, in: folder)
        guard let read = try? YAMLDecoder().decode(File.self, from: text) else {
            throw Faults([
                Fault(
                    file: file, line: 1, column: 1, words: "", message: "it is not a list of days with their names",
                    help: "write `holidays:` with `day` and `name`")
            ])
        }
        holidays = Set(read.holidays.map(\.day))
    }

    public init(holidays: Set<String>) { self.holidays = holidays }

    public func isWorked(_ moment: Instant) -> Bool {
        // The first of January 1970 was a Thursday, the fourth day of a week that begins on Monday.
        let weekday = ((moment.milliseconds / 86_400_000) % 7 + 10) % 7
        return weekday < 5 && !holidays.contains(moment.day)
    }

    /// The same time of day so many working days later; from a day that is not worked, counted from the next that is.
    public func adding(_ days: Int, to moment: Instant) -> Instant {
        var day = moment
        var left = days
        while !isWorked(day) { day = day.adding(days: 1) }
        while left > 0 {
            day = day.adding(days: 1)
            if isWorked(day) { left -= 1 }
        }
        return day
    }
}

extension Transaction {
    /// Something now waits for somebody. Kept as a duty with a day and an escalation.
    /// - Parameters:
    ///   - owner: whose it is; the one who acts, if nobody else is named.
    ///   - day: by when; by the kind's own time, if none is given.
    /// - Throws: as `keep`.
    @discardableResult
    public mutating func owe(
        _ kind: String, of owner: String? = nil, about record: String, person: RecordID<RegisteredPerson>? = nil,
        isUrgent: Bool = false, words: String, by day: Instant? = nil, _ deadlines: Deadlines
    ) throws -> Duty {
        let times = deadlines.times(kind, isUrgent: isUrgent, from: now)
        let due = day ?? times.due
        let duty = Duty(
            kind: kind, of: owner ?? context.practitioner, about: record, person: person, isUrgent: isUrgent, words: words,
            due: due, escalates: day == nil ? times.escalates : deadlines.escalation(kind, isUrgent: isUrgent, due: due),
            by: context, at: now)
        try keep(duty, as: .owed)
        return duty
    }
}
