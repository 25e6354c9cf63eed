import Foundation
import Vault

/// An entry in the own file of somebody who is said to have caused harm. It tells of their part in the enquiry and what came
/// of it, and nothing of the person whom it was about (004 §6.2).
public enum OwnRecord {
    /// What in a text tells of the person whom the enquiry is about: parts of their names, their reference, number, day of
    /// birth or postcode, or a sealed fact. Empty when nothing does.
    public static func reveals(_ text: String, of person: RegisteredPerson, _ facts: [SealedFact]) -> [String] {
        let words = Set(words(text))
        let squeezed = squeezed(text)
        var found = Self.words("\(person.name) \(person.knownAs)").filter { $0.count > 1 && words.contains($0) }
        for identifier in [person.reference, person.id.text, person.postcode] {
            let plain = Self.squeezed(identifier)
            if plain.count > 2, squeezed.contains(plain) { found.append(identifier) }
        }
        if let born = person.born, birthdays(born).contains(where: { text.lowercased().contains($0) }) { found.append(born) }
        found += SealedFactGuard(facts, recipient: nil).hits(in: text).map(\.words)
        var once: Set<String> = []
        return found.filter { once.insert($0).inserted }
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .replacing("’", with: "").replacing("'", with: "")
    }

    private static func words(_ text: String) -> [String] {
        folded(text).split { !$0.isLetter && !$0.isNumber }.flatMap { word -> [String] in
            // A possessive is the name as well.
            word.count > 3 && word.hasSuffix("s") ? [String(word), String(word.dropLast())] : [String(word)]
        }
    }

    private static func squeezed(_ text: String) -> String { folded(text).filter { $0.isLetter || $0.isNumber } }

    /// The ways in which a day of birth is written.
    private static func birthdays(_ born: String) -> [String] {
        let months = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
            "december",
        ]
        let parts = born.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return [] }
        let (year, month, day) = (parts[0], parts[1], parts[2])
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return [
            born, "\(day)/\(month)/\(year)", "\(two(day))/\(two(month))/\(year)", "\(day) \(month) \(year)",
            "\(day) \(months[month - 1]) \(year)", "\(two(day)).\(two(month)).\(year)",
        ]
    }
}
