/// Finds patterns in a text in one pass: those that begin with the same three letters stand in one drawer.
struct SealedFinder: Sendable {
    struct Place {
        let fact: Int
        /// In scalars of the original text.
        var range: Range<Int>
    }

    private typealias Drawers = [Int32: [Int]]
    private static let drawers = 4096

    private let patterns: [SealedPattern]
    private let telephones: [(fact: Int, digits: [UInt32])]
    private var strict: [[Int]]
    private var loose: [[Int]]
    private var short: [Int] = []
    private let hasLoose: Bool

    init(_ source: SealedPatterns) {
        patterns = source.all
        telephones = source.telephones
        strict = Array(repeating: [], count: Self.drawers)
        loose = strict
        hasLoose = source.all.contains(where: \.isLoose)
        for (number, pattern) in source.all.enumerated() {
            if pattern.codes.count < 3 {
                short.append(number)
            } else if pattern.isLoose {
                loose[Self.drawer(pattern.codes[0], pattern.codes[1], pattern.codes[2])].append(number)
            } else {
                strict[Self.drawer(pattern.codes[0], pattern.codes[1], pattern.codes[2])].append(number)
            }
        }
    }

    private static func drawer(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> Int {
        Int((a &* 961 &+ b &* 31 &+ c) & UInt32(drawers - 1))
    }

    func places(in scalars: [Unicode.Scalar]) -> [Place] {
        if patterns.isEmpty { return [] }
        let read = Encodings.decoded(scalars)
        let plain = PlainLetters(read).all
        var places: [Place] = []
        var halves: [(pair: Int, isFirst: Bool, within: Int, fact: Int, start: Int, end: Int)] = []
        scan(plain, strict, withShort: true) { number, start, end in
            let pattern = patterns[number]
            if let pair = pattern.pair {
                halves.append((pair.number, pair.isFirst, pair.within, pattern.fact, start, end))
            } else {
                places.append(place(pattern, plain, start, end))
            }
        }
        for first in halves where first.isFirst {
            for second in halves where !second.isFirst && second.pair == first.pair {
                let between = first.start < second.start ? second.start - first.end : first.start - second.end
                guard between >= 0, between <= first.within else { continue }
                let inner = min(first.end, second.end)...max(first.start, second.start)
                if inner.contains(where: { plain[$0].gap == .paragraph }) { continue }
                for half in [first, second] {
                    places.append(
                        Place(fact: half.fact, range: plain[half.start].from..<plain[half.end - 1].to))
                }
            }
        }
        if hasLoose {
            let other = PlainLetters(read, loose: true).all
            scan(other, loose, withShort: false) { number, start, end in
                places.append(place(patterns[number], other, start, end))
            }
        }
        if !telephones.isEmpty { places += called(plain) }
        return places
    }

    private func scan(
        _ letters: [PlainLetters.Letter], _ drawers: [[Int]], withShort: Bool, _ found: (Int, Int, Int) -> Void
    ) {
        guard !letters.isEmpty else { return }
        for start in letters.indices {
            if start + 2 < letters.count {
                let drawer = drawers[
                    Self.drawer(letters[start].code, letters[start + 1].code, letters[start + 2].code)]
                for number in drawer {
                    if let end = matches(patterns[number], letters, start) { found(number, start, end) }
                }
            }
            if withShort, letters[start].gap != .none {
                for number in short { if let end = matches(patterns[number], letters, start) { found(number, start, end) } }
            }
        }
    }

    /// Where the pattern ends if it stands here.
    private func matches(_ pattern: SealedPattern, _ letters: [PlainLetters.Letter], _ start: Int) -> Int? {
        let end = start + pattern.codes.count
        guard end <= letters.count else { return nil }
        for step in pattern.codes.indices where letters[start + step].code != pattern.codes[step] { return nil }
        let before = letters[start].gap
        let after = end < letters.count ? letters[end].gap : .mark
        // 14 is not in 2014, nor in 140.
        if letters[start].isDigit, before == .none, start > 0, letters[start - 1].isDigit { return nil }
        if letters[end - 1].isDigit, after == .none, end < letters.count, letters[end].isDigit { return nil }
        switch pattern.edges {
        case .anywhere: return end
        case .oneSide: return before != .none || after != .none ? fits(pattern, letters, start, end) : nil
        case .end: return after != .none ? end : nil
        case .words: return before != .none && after != .none ? fits(pattern, letters, start, end) : nil
        case .district:
            // With a whole other second half it is another postcode.
            let isOther =
                end + 2 < letters.count && letters[end].isDigit && !letters[end + 1].isDigit && !letters[end + 2].isDigit
                && letters[end + 2].gap == .none && (end + 3 == letters.count || letters[end + 3].gap.isHard)
            return before != .none && after != .none && !isOther ? end : nil
        case .initials:
            let areCapitals = (start..<end).allSatisfy { letters[$0].isCapital }
            return areCapitals && before != .none && after != .none ? end : nil
        case .sector(let unit):
            guard before != .none else { return nil }
            if after.isHard { return end }
            var more: [UInt32] = []
            var next = end
            while next < letters.count, next == end || !letters[next].gap.isHard {
                more.append(letters[next].code)
                next += 1
            }
            return more.count == 1 && more == Array(unit.prefix(1)) ? end + 1 : nil
        }
    }

    /// Short words are found with their letters apart, or broken over a line, but not where two other words happen to join.
    private func fits(_ pattern: SealedPattern, _ letters: [PlainLetters.Letter], _ start: Int, _ end: Int) -> Int? {
        if pattern.codes.count >= 8 || end - start < 2 { return end }
        let inner = (start + 1)..<end
        if inner.allSatisfy({ letters[$0].gap.isHard }) { return end }
        let isWhole = inner.allSatisfy { letters[$0].gap != .space || pattern.starts.contains($0 - start) }
        return isWhole ? end : nil
    }

    private func place(_ pattern: SealedPattern, _ letters: [PlainLetters.Letter], _ start: Int, _ end: Int) -> Place {
        var first = start
        // The number goes with the street.
        if pattern.isStreet {
            for _ in 0..<5 {
                var word = first - 1
                guard word >= 0, letters[first].gap != .none, letters[first].gap != .paragraph else { break }
                while word > 0, !letters[word].gap.isHard { word -= 1 }
                var text = ""
                for at in word..<first { if let scalar = Unicode.Scalar(letters[at].code) { text.unicodeScalars.append(scalar) } }
                let isNumber = text.contains(where: \.isNumber) && text.count <= 5
                let isPart = NumberWords.isPart(text) && text != "and" && text != "a"
                guard isNumber || isPart || (AddressForm.flats.contains(text) && text != "house") else { break }
                first = word
            }
        }
        return Place(fact: pattern.fact, range: letters[first].from..<letters[end - 1].to)
    }

    /// Telephone numbers, in digits or in words.
    private func called(_ letters: [PlainLetters.Letter]) -> [Place] {
        var digits: [(code: UInt32, from: Int, to: Int, isJoined: Bool)] = []
        var place = 0
        var times = 1
        func rest() { if digits.last?.code != 0 { digits.append((0, 0, 0, false)) } }
        while place < letters.count {
            var end = place + 1
            while end < letters.count, !letters[end].gap.isHard { end += 1 }
            let word = letters[place..<end]
            if word.contains(where: \.isDigit) {
                for letter in word {
                    // O and l beside digits are read as digits.
                    let code: UInt32 =
                        letter.isDigit ? letter.code : letter.code == 111 ? 48 : letter.code == 108 || letter.code == 105 ? 49 : 0
                    if code == 0 { rest() } else { digits.append((code, letter.from, letter.to, letter.gap == .none)) }
                }
                times = 1
            } else {
                var text = ""
                for letter in word { if let scalar = Unicode.Scalar(letter.code) { text.unicodeScalars.append(scalar) } }
                if let code = NumberWords.digit(text) {
                    for _ in 0..<times { digits.append((code, letters[place].from, letters[end - 1].to, false)) }
                    times = 1
                } else if text == "double" || text == "treble" || text == "triple" {
                    times = text == "double" ? 2 : 3
                } else {
                    rest()
                    times = 1
                }
            }
            place = end
        }
        var places: [Place] = []
        for (fact, number) in telephones {
            guard digits.count >= number.count else { continue }
            let isPart = number.count <= 6
            for start in 0...(digits.count - number.count) where digits[start].code == number[0] {
                let end = start + number.count
                guard zip(digits[start..<end], number).allSatisfy({ $0.code == $1 }) else { continue }
                // A part is not looked for inside another number.
                if isPart, digits[start].isJoined || (end < digits.count && digits[end].isJoined) { continue }
                places.append(Place(fact: fact, range: digits[start].from..<digits[end - 1].to))
            }
        }
        return places
    }
}
