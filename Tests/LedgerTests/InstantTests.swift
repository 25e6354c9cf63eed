import Foundation
import Ledger
import Testing

@Suite struct InstantTests {
    @Test(arguments: [0, 951_782_400_000, 951_868_799_999, 1_078_012_800_000, 4_102_444_799_999, 1_795_514_400_123])
    func `it is written as Foundation writes it, and read back`(milliseconds: Int64) throws {
        let instant = Instant(milliseconds: milliseconds)
        let date = Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000)
        #expect(
            instant.description
                == date.formatted(
                    .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)))
        #expect(Instant(instant.description) == instant)
    }

    @Test func `a day that there is not is refused`() {
        #expect(Instant(year: 2027, month: 2, day: 29) == nil)
        #expect(Instant(year: 2028, month: 2, day: 29)?.day == "2028-02-29")
        #expect(Instant(year: 2027, month: 13, day: 1) == nil)
        #expect(Instant("2027-02-29T00:00:00.000Z") == nil)
    }
}
