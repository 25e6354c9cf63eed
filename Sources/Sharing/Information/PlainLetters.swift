/// A text as a run of plain small letters and digits, each with the place where it stands. What is between them is kept only
/// as the kind of gap.
struct PlainLetters {
    enum Gap: UInt8, Comparable {
        case none
        /// From small to capital, or between letter and digit: a word may begin there, as in names of files.
        case soft
        case space
        /// Punctuation or a new line.
        case mark
        /// A blank line.
        case paragraph
        static func < (a: Gap, b: Gap) -> Bool { a.rawValue < b.rawValue }
        var isHard: Bool { self >= .space }
    }

    struct Letter {
        var code: UInt32
        var from: Int
        var to: Int
        /// What stands before it.
        var gap: Gap
        var isCapital: Bool
        var isDigit: Bool
    }

    private(set) var all: [Letter] = []

    init(_ text: String) { self.init(Encodings.decoded(Array(text.unicodeScalars))) }

    /// - Parameter loose: digits and signs that are taken for letters become those letters: `H4rc0mbe`, `rn` for `m`.
    init(_ read: [ReadCharacter], loose: Bool = false) {
        all.reserveCapacity(read.count)
        var known: [UInt32: Lookalikes.Reading] = [:]
        var gap = Gap.mark
        var lines = 0
        var wasSmall = false
        for place in read.indices {
            let character = read[place]
            let value = character.scalar
            if value < 128 {
                let isDigit = value >= 48 && value <= 57
                let isCapital = value >= 65 && value <= 90
                if isDigit || isCapital || (value >= 97 && value <= 122) {
                    if gap == .none, let last = all.last, last.isDigit != isDigit || (isCapital && wasSmall) { gap = .soft }
                    wasSmall = !isDigit && !isCapital
                    add(isCapital ? value + 32 : value, character, lines > 1 ? .paragraph : gap, isCapital, isDigit, loose)
                    gap = .none
                    lines = 0
                } else if value == 39 || value == 96 {
                    continue
                } else if loose, gap == .none || gap == .soft, let sign = Self.signs[value], place + 1 < read.count,
                    Self.isPlain(read[place + 1].scalar)
                {
                    add(sign, character, .none, false, false, loose)
                } else {
                    gap = max(gap, value == 32 || value == 9 ? .space : .mark)
                    if value == 10 { lines += 1 }
                }
                continue
            }
            let reading = known[value] ?? Lookalikes.reading(value)
            known[value] = reading
            switch reading {
            case .nothing: continue
            case .separator: gap = max(gap, value == 0xA0 || (0x2000...0x200A).contains(value) ? .space : .mark)
            case .letters(let letters):
                let isCapital = Unicode.Scalar(value)?.properties.isUppercase ?? false
                for letter in letters {
                    let isDigit = letter >= 48 && letter <= 57
                    if gap == .none, let last = all.last, last.isDigit != isDigit || (isCapital && wasSmall) { gap = .soft }
                    wasSmall = !isDigit && !isCapital
                    add(letter, character, lines > 1 ? .paragraph : gap, isCapital, isDigit, loose)
                    gap = .none
                    lines = 0
                }
            }
        }
    }

    /// One word after another, each in plain letters.
    var words: [String] {
        var words: [String] = []
        for letter in all {
            if letter.gap.isHard || words.isEmpty { words.append("") }
            if let scalar = Unicode.Scalar(letter.code) { words[words.count - 1].unicodeScalars.append(scalar) }
        }
        return words
    }

    var codes: [UInt32] { all.map(\.code) }

    private mutating func add(
        _ code: UInt32, _ character: ReadCharacter, _ gap: Gap, _ isCapital: Bool, _ isDigit: Bool, _ loose: Bool
    ) {
        if !loose {
            all.append(
                Letter(
                    code: code, from: character.from, to: character.to, gap: gap, isCapital: isCapital, isDigit: isDigit))
            return
        }
        let plain = code < 128 ? Self.loosely[Int(code)] : code
        // Two letters that are read as one: `rn` for `m`, `vv` for `w`.
        if !gap.isHard, let last = all.last, (last.code == 114 && plain == 110) || (last.code == 118 && plain == 118) {
            all[all.count - 1].code = plain == 110 ? 109 : 119
            all[all.count - 1].to = character.to
            return
        }
        all.append(
            Letter(code: plain, from: character.from, to: character.to, gap: gap, isCapital: isCapital, isDigit: isDigit))
    }

    private static let signs: [UInt32: UInt32] = [64: 97, 36: 115, 33: 105, 124: 105]
    private static let loosely: [UInt32] = {
        var loosely = (0..<128).map { UInt32($0) }
        for (digit, letter) in zip("0134567l2".unicodeScalars, "oieasgtiz".unicodeScalars) {
            loosely[Int(digit.value)] = letter.value
        }
        loosely[56] = 98
        return loosely
    }()

    private static func isPlain(_ value: UInt32) -> Bool {
        (48...57).contains(value) || (65...90).contains(value) || (97...122).contains(value) || value > 0xBF
    }
}
