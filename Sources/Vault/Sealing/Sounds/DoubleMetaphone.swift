/// How a word sounds in English, in at most four letters, by the rules of Lawrence Philips's Double Metaphone
/// ("The Double Metaphone Search Algorithm", C/C++ Users Journal 18(6), June 2000): one code for how most people would say
/// it and, where there is a likely other way, one for that.
///
/// His rules for several words are left out, and so are the three that look for a space after the word (of -ch, -gier and
/// José): without them there is a second code where he has one.
enum DoubleMetaphone {
    /// Codes have at most so many letters, as Philips proposes.
    static let longest = 4

    /// One code or two, the primary one first. A word with other letters than a to z, or that says nothing, is its own code.
    /// - Parameter word: in small letters without accents, as `PlainText` gives it.
    static func codes(of word: String) -> [String] {
        guard word.utf8.allSatisfy({ $0 < 128 }) else { return [word] }
        let spelling = Spelling(word)
        var (primary, secondary) = ("", "")
        var place = spelling.firstSounded
        while place < spelling.count, primary.utf8.count < longest || secondary.utf8.count < longest {
            let sound = spelling.sound(at: place)
            primary += sound.primary
            secondary += sound.secondary
            place += sound.letters
        }
        let codes = [primary, secondary].map { String($0.prefix(longest)) }.filter { !$0.isEmpty }
        guard let first = codes.first else { return [word] }
        return codes.allSatisfy { $0 == first } ? [first] : codes
    }
}

/// What some letters of a word sound like.
struct Sound {
    /// As most say it.
    let primary: String
    /// As others may.
    let secondary: String
    /// How many letters it is written with.
    let letters: Int

    /// One that there are no two ways of saying.
    init(_ sound: StaticString, _ letters: Int) {
        self.init(sound, or: sound, letters)
    }

    /// One that is likely said the second way by some.
    init(_ primary: StaticString, or secondary: StaticString, _ letters: Int) {
        self.primary = "\(primary)"
        self.secondary = "\(secondary)"
        self.letters = letters
    }

    /// Letters that are not heard.
    static func silent(_ letters: Int) -> Sound { Sound("", letters) }
}

/// A word as it is spelled, in capitals.
struct Spelling {
    private let letters: [UInt8]
    /// Whether it looks Slavic or German, where some letters sound otherwise.
    let isSlavoGermanic: Bool

    /// - Parameter word: in ASCII.
    init(_ word: String) {
        letters = word.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }
        let capitals = String(decoding: letters, as: UTF8.self)
        isSlavoGermanic = ["W", "K", "CZ"].contains { capitals.contains($0) }
    }

    /// How many letters it has.
    var count: Int { letters.count }
    /// The place of the last letter.
    var last: Int { letters.count - 1 }

    /// The place of the first letter that is heard.
    var firstSounded: Int { has(["GN", "KN", "PN", "WR", "PS"], at: 0) ? 1 : 0 }

    /// The letter of a place; a space outside the word.
    func letter(_ place: Int) -> Unicode.Scalar {
        letters.indices.contains(place) ? Unicode.Scalar(letters[place]) : " "
    }

    /// Whether a place has a vowel, of which Y is one.
    func isVowel(_ place: Int) -> Bool {
        switch letter(place) {
        case "A", "E", "I", "O", "U", "Y": true
        default: false
        }
    }

    /// Whether these letters are at a place. At none outside the word.
    func has(_ part: StaticString, at place: Int) -> Bool {
        guard place >= 0, place + part.utf8CodeUnitCount <= letters.count else { return false }
        return part.withUTF8Buffer { part in
            part.indices.allSatisfy { part[$0] == letters[place + $0] }
        }
    }

    /// Whether one of these is at a place.
    func has(_ parts: [StaticString], at place: Int) -> Bool { parts.contains { has($0, at: place) } }
    /// Whether the letter of a place is one of these.
    func hasLetter(_ those: String, at place: Int) -> Bool { those.unicodeScalars.contains(letter(place)) && place >= 0 }
}
