import Foundation

/// Takes people's names out of a text: whole words only, also single names of a longer name, in any case and with or
/// without accents. Initials are left, since a letter alone is nobody's name (002 Q11, Q22; 003 F-Identify).
public struct NameMask: Sendable {
    /// A name, and what stands in its place.
    public struct Mask: Sendable {
        public let name: String
        public let mask: String
        /// Only in full, such as a date or a postcode.
        public let isWhole: Bool
        public init(_ name: String, as mask: String, isWhole: Bool = false) {
            self.name = name
            self.mask = mask
            self.isWhole = isWhole
        }
    }

    private struct Form: Sendable {
        let words: [String]
        let mask: String?
    }

    private struct Word {
        let range: Range<String.Index>
        let plain: String
        let isCapital: Bool
    }

    /// Those that stay come first, so that a shared surname does not take a name away that stays.
    private let forms: [Form]

    /// - Parameters:
    ///   - kept: names that stay where they stand in full.
    ///   - givenNames: single names that stay, such as the person's own first name.
    public init(_ masks: [Mask], keeping kept: [String] = [], givenNames: Set<String> = []) {
        let staying = Set(givenNames.map(Self.plain))
        var forms: [Form] = kept.map { Form(words: Self.words(of: $0).map(\.plain), mask: nil) }
        for one in masks {
            let words = Self.words(of: one.name).map(\.plain)
            forms.append(Form(words: words, mask: one.mask))
            if one.isWhole { continue }
            for word in words where word.count > 1 && !Self.titles.contains(word) && !staying.contains(word) {
                forms.append(Form(words: [word], mask: one.mask))
            }
        }
        self.forms = forms.filter { !$0.words.isEmpty }.enumerated().sorted {
            ($0.element.words.count, $1.offset) > ($1.element.words.count, $0.offset)
        }.map(\.element)
    }

    /// Which of the names stand in the text, in full or in part.
    public func finds(in text: String) -> Bool { masked(text).count > 0 }

    /// The text without the names, and how many places were masked.
    public func masked(_ text: String) -> (text: String, count: Int) {
        let words = Self.words(of: text)
        var result = ""
        var last = text.startIndex
        var count = 0
        var place = 0
        while place < words.count {
            guard let form = forms.first(where: { stands($0, at: place, in: words, text) }) else {
                place += 1
                continue
            }
            let end = place + form.words.count
            if let mask = form.mask {
                let between = text[last..<words[place].range.lowerBound]
                // Two names of one person beside each other are one mask.
                let goesOn = count > 0 && result.hasSuffix(mask) && between.allSatisfy { $0.isWhitespace || $0 == "," }
                if !goesOn || between.contains("\n") { result += between + mask }
                last = words[end - 1].range.upperBound
                count += 1
            }
            place = end
        }
        return (result + text[last...], count)
    }

    private func stands(_ form: Form, at place: Int, in words: [Word], _ text: String) -> Bool {
        guard place + form.words.count <= words.count else { return false }
        for (offset, wanted) in form.words.enumerated() {
            let word = words[place + offset]
            guard word.plain == wanted else { return false }
            // "will" and "mark" are words; "Will" and "Mark" are names.
            if form.words.count == 1, !word.isCapital { return false }
            if offset > 0 {
                let gap = text[words[place + offset - 1].range.upperBound..<word.range.lowerBound]
                guard gap.count <= 3, !gap.contains(where: { $0.isLetter || $0.isNumber || ";:!?".contains($0) }) else {
                    return false
                }
            }
        }
        return true
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr", "mx", "sir", "the", "of", "and"]

    private static func plain(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: Locale(identifier: "en_GB"))
    }

    /// The words of a text. An apostrophe within a word belongs to it, but for a possessive.
    private static func words(of text: String) -> [Word] {
        var words: [Word] = []
        var start: String.Index?
        var index = text.startIndex
        func close(_ end: String.Index) {
            guard let from = start else { return }
            var until = end
            let whole = text[from..<end]
            for ending in ["'s", "’s", "'S", "’S"] where whole.count > 2 && whole.hasSuffix(ending) {
                until = text.index(end, offsetBy: -2)
            }
            words.append(
                Word(
                    range: from..<until,
                    plain: plain(String(text[from..<until]).replacingOccurrences(of: "’", with: "'")),
                    isCapital: text[from].isUppercase || !text[from].isLowercase))
            start = nil
        }
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            let joins = "'’".contains(character) && start != nil && next < text.endIndex && text[next].isLetter
            if character.isLetter || character.isNumber || joins {
                if start == nil { start = index }
            } else {
                close(index)
            }
            index = next
        }
        close(text.endIndex)
        return words
    }
}
