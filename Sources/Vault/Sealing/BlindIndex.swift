import Crypto

/// Finds sealed names and identifiers by tokens that tell nothing to whoever lacks the key, except which texts share a
/// word, a beginning or a sound.
///
/// A token is the first eight bytes, the highest first, of HMAC-SHA256 (RFC 2104) over what kind it is, the place it is
/// for, and the term.
struct BlindIndex: Sendable, CustomStringConvertible, CustomReflectable {
    private enum Kind: String {
        case whole, word, start, sound, letters
    }

    /// A word's beginnings have so many letters. Each costs a row in every name that is kept, so there are few.
    private static let beginnings = [3, 5]

    private let keyed: HMAC<SHA256>

    /// An index under a key of its own.
    /// - Parameter key: 32 bytes.
    init(key: [UInt8]) { keyed = HMAC<SHA256>(key: SymmetricKey(data: key)) }

    /// Nothing of the key.
    var description: String { "blind index" }
    /// Nothing: a key must not get into a log.
    var customMirror: Mirror { Mirror(self, children: []) }

    /// What a text is found by. Of a text longer than `PlainText` reads, the rest is not found.
    /// - Parameter place: where the text is, `table.column`: the same text has other tokens elsewhere.
    func tokens(of text: String, in place: String, as kind: FoundBy) -> Set<Int64> {
        let plain = PlainText(text)
        guard !plain.words.isEmpty else { return [] }
        var wholes: Set = [plain.whole]
        var words = Set(plain.words + plain.joined)
        if kind == .identifier {
            wholes.insert(plain.squeezed)
            words.insert(plain.squeezed)
        }
        var tokens = Set<Int64>()
        tokens.formUnion(wholes.map { token(.whole, $0, in: place) })
        tokens.formUnion(words.map { token(.word, $0, in: place) })
        tokens.formUnion(Set(words.flatMap(Self.starts)).map { token(.start, $0, in: place) })
        if kind == .name {
            tokens.formUnion(Set(words.flatMap(DoubleMetaphone.codes)).map { token(.sound, $0, in: place) })
        }
        return tokens
    }

    /// What a text that fits the term has at least one of. None when the term has no letter or digit, or is too short to
    /// be a beginning.
    func tokens(for term: SearchTerm, in place: String) -> [Int64] {
        switch term {
        case .exactly(let text):
            let plain = PlainText(text)
            return plain.words.isEmpty ? [] : tokens(.whole, [plain.whole, plain.squeezed], in: place)
        case .word(let text):
            let plain = PlainText(text)
            return plain.longestWord.map { tokens(.word, [$0, plain.squeezed], in: place) } ?? []
        case .startingWith(let text):
            let plain = PlainText(text)
            let starts = [plain.longestWord, plain.squeezed].compactMap { $0 }.filter { !$0.isEmpty }
            // Of one or two letters only whole words are found.
            return tokens(.start, starts.compactMap { Self.starts(of: $0).last }, in: place)
                + (starts.contains { $0.unicodeScalars.count < 3 } ? tokens(.word, starts, in: place) : [])
        case .soundingLike(let text):
            return PlainText(text).longestWord.map { tokens(.sound, DoubleMetaphone.codes(of: $0), in: place) } ?? []
        }
    }

    /// The token of a text as it stands, letter for letter, such as an address by which somebody signs in.
    func token(ofLetters text: String, in place: String) -> Int64 { token(.letters, text, in: place) }

    private func tokens(_ kind: Kind, _ terms: [String], in place: String) -> [Int64] {
        Set(terms).map { token(kind, $0, in: place) }.sorted()
    }

    private func token(_ kind: Kind, _ term: String, in place: String) -> Int64 {
        var hash = keyed
        hash.update(data: Array("\(kind.rawValue)\n\(place)\n\(term)".utf8))
        return hash.finalize().withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    /// The beginnings of a word, the shortest first.
    private static func starts(of word: String) -> [String] {
        let letters = word.unicodeScalars
        return beginnings.prefix { $0 <= letters.count }.map { String(letters.prefix($0)) }
    }
}
