/// Numbers in words, as house numbers are written and telephone numbers are said.
enum NumberWords {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let said: [String: UInt32] = {
        var said: [String: UInt32] = ["oh": 0, "o": 0, "nought": 0, "nil": 0]
        for (number, word) in small.prefix(10).enumerated() { said[word] = UInt32(number) }
        return said
    }()

    /// The digit that a word says.
    static func digit(_ word: String) -> UInt32? { said[word].map { $0 + 48 } }

    /// Whether a word can be part of a number in words.
    static func isPart(_ word: String) -> Bool {
        small.contains(word) || tens.dropFirst(2).contains(word) || ["hundred", "and", "a"].contains(word)
    }

    /// The ways in which a number is said, without gaps: `fourteen`, `onefour`; and with its letter, if it has one.
    static func ways(_ written: String) -> [String] {
        let digits = written.prefix { $0.isNumber }
        guard let number = Int(digits), number < 1000, !digits.isEmpty else { return [] }
        let letter = String(written.dropFirst(digits.count))
        var ways = [digits.compactMap(\.wholeNumberValue).map { small[$0] }.joined()]
        if number < 100 {
            ways.append(below(number))
        } else {
            let rest = number % 100 == 0 ? "" : below(number % 100)
            let hundreds = small[number / 100] + "hundred"
            ways += rest.isEmpty ? [hundreds] : [hundreds + rest, hundreds + "and" + rest, small[number / 100] + rest]
        }
        return ways.map { $0 + letter }
    }

    private static func below(_ number: Int) -> String {
        if number < 20 { return small[number] }
        return tens[number / 10] + (number % 10 == 0 ? "" : small[number % 10])
    }

    /// A number from words, for a form in which the house number is written out.
    static func read(_ word: String) -> String? {
        for number in 1..<100 where below(number) == word { return String(number) }
        return nil
    }
}
