import Foundation

/// A text without what people write differently: its words in small letters, without accents and apostrophes. The same on
/// every machine, whatever its language is set to.
struct PlainText: Hashable, Sendable {
    /// Of a text, so many Unicode scalars are read.
    static let longest = 400
    /// Of those, so many words.
    static let mostWords = 12

    /// In their order.
    let words: [String]
    /// What hyphens divide, put together.
    let joined: [String]

    /// Reads a text. What is beyond `longest` and `mostWords` is left out.
    init(_ text: String) {
        var reader = PlainTextReader()
        for scalar in Self.decomposed(text) { reader.read(scalar) }
        reader.endWord()
        var words: [String] = []
        var joined: [String] = []
        for group in reader.groups {
            let taken = group.prefix(Self.mostWords - words.count)
            words += taken
            if taken.count > 1 { joined.append(taken.joined()) }
        }
        self.words = words
        self.joined = joined
    }

    /// The words with one space between.
    var whole: String { words.joined(separator: " ") }
    /// The words without anything between.
    var squeezed: String { words.joined() }

    /// The longest word, a hyphenated one as a whole; nil when there is none.
    var longestWord: String? { (joined + words).max { $0.unicodeScalars.count < $1.unicodeScalars.count } }

    /// Apostrophes out and NFKD (Unicode Standard Annex 15): some apostrophes are a space and a mark when decomposed.
    private static func decomposed(_ text: String) -> String.UnicodeScalarView {
        let read = text.unicodeScalars.prefix(longest).filter { !PlainTextReader.isApostrophe($0) }
        let kept = String(String.UnicodeScalarView(read))
        guard !kept.utf8.allSatisfy({ $0 < 128 }) else { return kept.unicodeScalars }
        return kept.decomposedStringWithCompatibilityMapping.unicodeScalars
    }
}

/// Takes words out of decomposed text.
struct PlainTextReader {
    /// Letters that have no decomposition and are written with others where a keyboard lacks them.
    private static let spelled: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th", "ς": "σ",
    ]

    /// Words that only hyphens are between are in one group.
    private(set) var groups: [[String]] = []
    private var word = ""
    private var isHyphenated = false

    /// Whether it is one of the marks that people write for an apostrophe.
    static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x60, 0xB4, 0x2B9...0x2BF, 0x2C8, 0x2CA, 0x2CB, 0x55A, 0x5F3, 0x2018...0x201B, 0x2032, 0x2035, 0xA78B, 0xA78C,
            0xFF07:
            true
        default: false
        }
    }

    /// Takes the next scalar.
    mutating func read(_ scalar: Unicode.Scalar) {
        if Self.isApostrophe(scalar) { return }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
            .otherNumber:
            for small in scalar.properties.lowercaseMapping.unicodeScalars {
                if let letters = Self.spelled[small] {
                    word += letters
                } else if !Self.isMark(small) {
                    word.unicodeScalars.append(small)
                }
            }
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: break
        case .dashPunctuation:
            let followsWord = !word.isEmpty
            endWord()
            isHyphenated = followsWord
        default: endWord()
        }
    }

    /// Ends the word that is being read, if there is one.
    mutating func endWord() {
        if !word.isEmpty {
            if isHyphenated, !groups.isEmpty {
                groups[groups.count - 1].append(word)
            } else {
                groups.append([word])
            }
            word = ""
        }
        isHyphenated = false
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }
}
