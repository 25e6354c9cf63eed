public import Ledger

/// How old somebody is, as it matters for who consents: computed from the date of birth at any day, never typed
/// (002 Q11; 003 F-Consent).
public enum AgeBand: String, Hashable, Sendable, CaseIterable {
    case underTwelve = "under-12"
    case twelveToFifteen = "12-15"
    case sixteenSeventeen = "16-17"
    case adult = "18-or-over"

    public init(years: Int) {
        switch years {
        case ..<12: self = .underTwelve
        case ..<16: self = .twelveToFifteen
        case ..<18: self = .sixteenSeventeen
        default: self = .adult
        }
    }

    /// The birthdays on which another band begins.
    public static let beginnings = [12, 16, 18]

    /// Whole years between two days such as `2014-03-27`; nil when either is no day, or the birth comes later. Who was born
    /// on 29 February is a year older on 1 March of a common year.
    public static func years(born: String, on day: String) -> Int? {
        guard let birth = Self.parts(born), let today = Self.parts(day) else { return nil }
        let hadBirthday = (today.month, today.day) >= (birth.month, birth.day)
        let years = today.year - birth.year - (hadBirthday ? 0 : 1)
        return years < 0 ? nil : years
    }

    /// The day on which somebody reaches an age; nil when the birth is no day.
    public static func birthday(_ age: Int, born: String) -> Instant? {
        guard let birth = Self.parts(born) else { return nil }
        return Instant(year: birth.year + age, month: birth.month, day: birth.day)
            ?? Instant(year: birth.year + age, month: 3, day: 1)
    }

    /// The next birthday after a day on which another band begins, and which it is; nil for an adult.
    public static func nextReview(born: String, after day: String) -> (age: Int, on: Instant)? {
        for age in beginnings {
            if let on = birthday(age, born: born), on.day > day { return (age, on) }
        }
        return nil
    }

    private static func parts(_ text: String) -> (year: Int, month: Int, day: Int)? {
        guard text.utf8.count == 10 else { return nil }
        return Instant(text + "T00:00:00.000Z")?.calendarDay
    }
}

extension RegisteredPerson {
    /// How old they are on a day; once they have died, how old they became. Nil when the birth is not known.
    public func age(on day: String) -> Int? {
        guard let born else { return nil }
        return AgeBand.years(born: born, on: died.map { min($0, day) } ?? day)
    }

    public func ageBand(on day: String) -> AgeBand? { age(on: day).map { AgeBand(years: $0) } }
}
