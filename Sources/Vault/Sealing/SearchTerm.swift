/// How a sealed text can be found.
public enum FoundBy: Hashable, Sendable {
    /// By the whole, by each word, by how a word begins, and by how it sounds.
    case name
    /// By the whole, by each word and by how it begins, each also with all that is not a letter or a digit taken out.
    case identifier
}

/// What somebody looks for among names and identifiers. The index answers with every record that fits and perhaps some
/// that do not, so whoever asks looks again once they are opened.
public enum SearchTerm: Hashable, Sendable {
    /// The whole text, however it is written: `o'brien` finds `O’Brien`.
    case exactly(String)
    /// A word of it, or the halves of a hyphenated one together. Of several words, the longest is looked for.
    case word(String)
    /// How a word of it begins, by two letters at least and eight at most. Of several words, the longest is looked for.
    case startingWith(String)
    /// How a word of it sounds in English. Of several words, the longest is looked for.
    case soundingLike(String)
}

extension SearchTerm {
    /// Whether an opened text answers to the term, as the index would have it.
    public func fits(_ text: String) -> Bool {
        let plain = PlainText(text)
        let words = plain.words + plain.joined
        switch self {
        case .exactly(let term):
            let wanted = PlainText(term)
            return !wanted.words.isEmpty && [wanted.whole, wanted.squeezed].contains(plain.whole)
        case .word(let term):
            let wanted = PlainText(term)
            return words.contains { $0 == wanted.longestWord || $0 == wanted.squeezed }
        case .startingWith(let term):
            let wanted = PlainText(term)
            let starts = [wanted.longestWord, wanted.squeezed].compactMap { $0 }.filter { !$0.isEmpty }
            return words.contains { word in starts.contains { word.hasPrefix($0) } }
        case .soundingLike(let term):
            guard let wanted = PlainText(term).longestWord.map({ Set(DoubleMetaphone.codes(of: $0)) }) else { return false }
            return words.contains { !wanted.isDisjoint(with: DoubleMetaphone.codes(of: $0)) }
        }
    }
}
