import Foundation
import Ledger
import Policy
import Sharing
import Testing

@Suite struct DeadlinesTests {
    private static let content = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Content")

    private static func deadlines() throws -> Deadlines { try Deadlines(try CodeLists(folder: content), folder: content) }

    private static func at(_ text: String) throws -> Instant { try #require(Instant(text + ":00.000Z")) }

    /// Worked out by hand on a wall calendar of 2026, 2027 and 2028.
    @Test(arguments: [
        // An ordinary week.
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"), ("2026-11-23T10:00", 1, "2026-11-24T10:00"),
        ("2026-11-23T10:00", 5, "2026-11-30T10:00"),
        // Over a weekend, and from within one: the day from which it counts is the next that is worked.
        ("2026-11-20T16:30", 1, "2026-11-23T16:30"), ("2026-11-21T09:00", 0, "2026-11-23T09:00"),
        ("2026-11-21T09:00", 1, "2026-11-24T09:00"), ("2026-11-22T23:59", 2, "2026-11-25T23:59"),
        // Christmas 2026: Boxing Day is a Saturday, its substitute Monday the 28th.
        ("2026-12-24T12:00", 1, "2026-12-29T12:00"), ("2026-12-23T12:00", 2, "2026-12-29T12:00"),
        ("2026-12-25T12:00", 1, "2026-12-30T12:00"), ("2026-12-31T12:00", 1, "2027-01-04T12:00"),
        // Easter 2026: Good Friday is 3 April, Easter Monday the 6th.
        ("2026-04-02T15:00", 1, "2026-04-07T15:00"), ("2026-04-01T15:00", 3, "2026-04-08T15:00"),
        // Christmas 2027 falls on a weekend: both substitutes follow it.
        ("2027-12-24T09:00", 1, "2027-12-29T09:00"),
        // New Year’s Day 2028 is a Saturday, its substitute Monday the 3rd.
        ("2027-12-31T09:00", 1, "2028-01-04T09:00"),
        // A leap day is a day, and 29 February 2028 is a Tuesday.
        ("2028-02-28T09:00", 1, "2028-02-29T09:00"), ("2028-02-29T09:00", 1, "2028-03-01T09:00"),
        // Clocks go back on 25 October 2026. The time of day is counted in UTC, so that nothing moves by an hour.
        ("2026-10-23T10:00", 1, "2026-10-26T10:00"), ("2026-03-27T10:00", 1, "2026-03-30T10:00"),
    ])
    func `working days are those of a wall calendar`(from: String, days: Int, to: String) throws {
        let calendar = try Self.deadlines().calendar
        #expect(calendar.adding(days, to: try Self.at(from)) == (try Self.at(to)))
    }

    /// The same by another road: Foundation’s calendar says which day of the week it is, and the rules of the Banking and
    /// Financial Dealings Act and of Easter say which days are holidays. The list must have just these.
    @Test func `the list of bank holidays is what the rules say`() throws {
        let calendar = try Self.deadlines().calendar
        var gregorian = Calendar(identifier: .gregorian)
        gregorian.timeZone = try #require(TimeZone(identifier: "UTC"))
        for year in 2025...2028 {
            let holidays = try Self.holidays(year, gregorian)
            var day = try #require(gregorian.date(from: DateComponents(year: year, month: 1, day: 1, hour: 12)))
            while gregorian.component(.year, from: day) == year {
                let isWeekend = [1, 7].contains(gregorian.component(.weekday, from: day))
                let isWorked = !isWeekend && !holidays.contains(day)
                let moment = Instant(milliseconds: Int64(day.timeIntervalSince1970 * 1000))
                #expect(calendar.isWorked(moment) == isWorked, "\(moment.day)")
                day = try #require(gregorian.date(byAdding: .day, value: 1, to: day))
            }
        }
    }

    private static func holidays(_ year: Int, _ gregorian: Calendar) throws -> Set<Date> {
        func day(_ month: Int, _ day: Int) throws -> Date {
            try #require(gregorian.date(from: DateComponents(year: year, month: month, day: day, hour: 12)))
        }
        func adding(_ days: Int, _ date: Date) throws -> Date {
            try #require(gregorian.date(byAdding: .day, value: days, to: date))
        }
        func weekday(_ date: Date) -> Int { gregorian.component(.weekday, from: date) }
        /// The first Monday on or after a day.
        func monday(_ date: Date) throws -> Date { try adding((9 - weekday(date)) % 7, date) }
        let easter = try easter(year, gregorian)
        var found: Set<Date> = [
            try adding(-2, easter), try adding(1, easter), try monday(day(5, 1)), try monday(day(5, 25)), try monday(day(8, 25)),
        ]
        let newYear = try day(1, 1)
        found.insert([1, 7].contains(weekday(newYear)) ? try monday(newYear) : newYear)
        // Christmas and Boxing Day; where one falls on a weekend, the next days that are worked stand for them.
        var next = try day(12, 25)
        for _ in 1...2 {
            while [1, 7].contains(weekday(next)) || found.contains(next) { next = try adding(1, next) }
            found.insert(next)
        }
        return found
    }

    /// The anonymous Gregorian rule of 1876.
    private static func easter(_ year: Int, _ gregorian: Calendar) throws -> Date {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return try #require(gregorian.date(from: DateComponents(year: year, month: n / 31, day: n % 31 + 1, hour: 12)))
    }

    @Test func `hours run through nights and weekends, and what is urgent is due and escalated sooner`() throws {
        let deadlines = try Self.deadlines()
        let friday = try Self.at("2026-11-20T16:30")
        let calm = deadlines.times("sign-off", isUrgent: false, from: friday)
        let urgent = deadlines.times("sign-off", isUrgent: true, from: friday)
        #expect(calm.due == (try Self.at("2026-11-24T16:30")))
        #expect(calm.escalates == (try Self.at("2026-11-25T16:30")))
        #expect(urgent.due == friday.adding(hours: 1) && urgent.escalates == friday.adding(hours: 2))
    }

    @Test func `a kind without times of its own waits one working day`() throws {
        let friday = try Self.at("2026-11-20T16:30")
        let times = try Self.deadlines().times("nothing-of-this-name", isUrgent: true, from: friday)
        #expect(times.due == (try Self.at("2026-11-23T16:30")))
        #expect(times.escalates == (try Self.at("2026-11-24T16:30")))
    }

    @Test func `every kind of duty is escalated after it is due, and urgent ones never later`() throws {
        let lists = try CodeLists(folder: Self.content)
        let deadlines = try Self.deadlines()
        let now = try Self.at("2026-11-23T10:00")
        for kind in lists[.duties].ids {
            let calm = deadlines.times(kind, isUrgent: false, from: now)
            let urgent = deadlines.times(kind, isUrgent: true, from: now)
            #expect(calm.due >= now && calm.escalates > calm.due, "\(kind)")
            #expect(urgent.due <= calm.due && urgent.escalates <= calm.escalates, "\(kind)")
        }
    }
}
