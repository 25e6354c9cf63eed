/// A moment in UTC, to the thousandth of a second. Passed in by the faces: nothing below them reads a clock.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Thousandths of a second since the beginning of 1970.
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads `2026-11-21T10:00:00.000Z`; nil when the text is not of that form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[23] == 90 else { return nil }
        func number(_ range: Range<Int>) -> Int64? { Int64(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let thousandth = number(20..<23)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + thousandth
        if description != text { return nil }
    }

    /// Midnight UTC at the beginning of a day; nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
        self.init(milliseconds: Self.days(year: Int64(year), month: Int64(month), day: Int64(day)) * 86_400_000)
        let back = calendarDay
        guard back == (year, month, day) else { return nil }
    }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    public func adding(days: Int64 = 0, hours: Int64 = 0, minutes: Int64 = 0, seconds: Int64 = 0) -> Instant {
        Instant(milliseconds: milliseconds + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
    }

    /// `2026-11-21T10:00:00.000Z`, which sorts as time goes.
    public var description: String {
        let time = milliseconds - dayNumber * 86_400_000
        return day + "T" + Self.padded(time / 3_600_000, 2) + ":" + Self.padded(time / 60_000 % 60, 2) + ":"
            + Self.padded(time / 1000 % 60, 2) + "." + Self.padded(time % 1000, 3) + "Z"
    }

    /// The day in UTC: `2026-11-21`.
    public var day: String {
        let (year, month, day) = calendarDay
        return Self.padded(Int64(year), 4) + "-" + Self.padded(Int64(month), 2) + "-" + Self.padded(Int64(day), 2)
    }

    private var dayNumber: Int64 { Int64((Double(milliseconds) / 86_400_000).rounded(.down)) }

    /// Year, month and day in the proleptic Gregorian calendar (after Hinnant's `civil_from_days`).
    public var calendarDay: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(dayOfYear - (153 * index + 2) / 5 + 1))
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
