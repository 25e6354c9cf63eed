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
        // Tokens under any one key are the same exactly where the terms are.
        let index = BlindIndex(key: [UInt8](repeating: 0, count: 32))
        return !index.tokens(of: text, in: "", as: .name).isDisjoint(with: index.tokens(for: self, in: ""))
    }
}
