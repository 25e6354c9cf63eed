import Foundation
import Ledger

extension Instant {
    /// The time of the people who use the system. Where the machine does not know it, UTC, and it is said.
    private static let london = TimeZone(identifier: "Europe/London")

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    private var local: Instant {
        guard let london = Self.london else { return self }
        let seconds = london.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        return adding(minutes: Int64(seconds / 60))
    }

    /// `21 November 2026`
    var dayInWords: String {
        let (year, month, day) = local.calendarDay
        return "\(day) \(Self.months[month - 1]) \(year)"
    }

    /// `21 November 2026 at 10:24`
    var inWords: String {
        let clock = local.description.dropFirst(11).prefix(5)
        return "\(dayInWords) at \(clock)" + (Self.london == nil ? " UTC" : "")
    }
}
