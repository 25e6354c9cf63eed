import Foundation
import Vault

/// What in a text may show whom it is about (001 §8 rule 3; 004 §6.3). Known of a person, or by its look alone.
public struct Identifiers: Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case name, reference, birth, postcode, address, sealed, date, telephone, email, number

        public var words: String {
            switch self {
            case .name: "a name"
            case .reference: "a reference"
            case .birth: "the date of birth"
            case .postcode: "a postcode"
            case .address: "an address"
            case .sealed: "a sealed fact"
            case .date: "a date, which may be of birth"
            case .telephone: "a telephone number"
            case .email: "an e-mail address"
            case .number: "a long number, such as an NHS number"
            }
        }
    }

    public struct Found: Hashable, Sendable {
        public let kind: Kind
        public let words: String
    }

    /// What is known of the person of a request: what they are called, and all who are something to them.
    private var names: Set<String> = []
    private var references: Set<String> = []
    private var postcodes: Set<String> = []
    private var addresses: Set<String> = []
    private var sealed: [String] = []
    private var born: String?

    public init() {}

    /// - Parameters:
    ///   - request: what the advice is about; its subject may be a name.
    ///   - person: as on the register, with everybody who is something to them, where they live, and what is sealed.
    public init(
        of request: SharingRequest, person: RegisteredPerson?, particulars: Particulars?, relations: [Relation],
        sealed facts: [SealedFact]
    ) {
        add(name: request.subject)
        references.insert(request.id.text)
        references.formUnion(Self.references(in: request.subject))
        if let person {
            add(name: person.name)
            add(name: person.knownAs)
            if !person.reference.isEmpty { references.insert(person.reference) }
            if !person.postcode.isEmpty { postcodes.insert(Self.squeezed(person.postcode)) }
            born = person.born
        }
        for relation in relations { add(name: relation.name) }
        for address in particulars?.content.addresses ?? [] {
            if let line = address.lines.split(separator: "\n").first { addresses.insert(String(line).trimmingSpaces) }
        }
        sealed = facts.filter(\.isInForce).flatMap(\.content.forms).filter { !$0.isEmpty }
    }

    private mutating func add(name: String) {
        for part in name.split(whereSeparator: { !$0.isLetter && $0 != "-" && $0 != "’" && $0 != "'" }) where part.count > 1 {
            names.insert(Self.folded(String(part)))
        }
    }

    /// Everything in the text that may show who it is.
    public func found(in text: String) -> [Found] {
        var found: [Found] = []
        func add(_ kind: Kind, _ words: String) {
            if !found.contains(where: { $0.words == words }) { found.append(Found(kind: kind, words: words)) }
        }
        let squeezed = Self.squeezed(text)
        let folded = Self.folded(text)
        for form in sealed where folded.contains(Self.folded(form)) { add(.sealed, form) }
        for word in Self.words(text) {
            let bare = Self.folded(word)
            let isNamed =
                names.contains(bare)
                || (bare.hasSuffix("s") && names.contains(String(bare.dropLast().filter { $0 != "'" && $0 != "’" })))
            guard isNamed else { continue }
            // Words that are names too, such as May or Grace, only where they are written as one.
            if Self.common.contains(bare), word.first?.isUppercase != true { continue }
            add(.name, word)
        }
        for reference in references where Self.squeezed(reference).count > 2 && squeezed.contains(Self.squeezed(reference)) {
            add(.reference, reference)
        }
        for postcode in postcodes where squeezed.contains(postcode) { add(.postcode, postcode) }
        for address in addresses where !address.isEmpty && folded.contains(Self.folded(address)) { add(.address, address) }
        for (kind, pattern) in Self.patterns {
            for words in Self.matches(pattern, text) {
                add(kind == .date && Self.isDay(words, born) ? .birth : kind, words)
            }
        }
        for words in Self.matches(Self.twoNames, text) {
            let parts = words.split(separator: " ").map { Self.folded(String($0)) }
            if !parts.contains(where: { Self.notNames.contains($0) }) { add(.name, words) }
        }
        return found
    }

    // By their look alone.
    private static let patterns: [(Kind, String)] = [
        (.email, #"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"#),
        (.postcode, #"\b[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}\b"#),
        (.date, #"\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})\b"#),
        (.date, #"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"#),
        (.date, #"\b[0-9]{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*,? [0-9]{4}\b"#),
        (.telephone, #"(?:\+44|\b0)(?:[ -]?[0-9]){9,10}\b"#), (.number, #"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b"#),
        (.reference, #"\b[A-Z]{1,4}[-/. ]{0,2}[0-9]{4,}\b"#),
        (
            .address,
            #"\b[0-9]{1,4}[A-Za-z]?,? (?:[A-Z][a-z’']+ ){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Place|Court|Terrace|Gardens|Grove|Walk|Mews|House)\b"#
        ),
        (.name, #"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][A-Za-z’'-]+"#),
    ]

    private static let twoNames = #"\b\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+\b"#

    /// Words with a capital that are no part of a name.
    private static let notNames: Set<String> = [
        "the", "a", "an", "i", "we", "if", "is", "what", "who", "how", "when", "should", "can", "may", "must", "do", "does",
        "act",
        "care", "children", "social", "services", "service", "council", "police", "school", "hospital", "health", "mental",
        "court", "board", "safeguarding", "data", "protection", "human", "rights", "united", "kingdom", "caldicott", "guardian",
        "crown", "prosecution", "family", "support", "working", "together", "capacity", "adult", "adults", "child", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june",
        "july",
        "august", "september", "october", "november", "december", "christmas", "easter", "new", "year", "england", "wales", "nhs",
        "gp",
    ]

    private static let common: Set<String> = [
        "may", "will", "mark", "rose", "grace", "hope", "faith", "joy", "dawn",
        "april",
        "june", "august", "summer", "young", "long", "short", "white", "black", "brown", "green", "king", "wood", "hill", "day",
        "best",
        "little", "good", "sharp", "cross", "of", "and", "the", "in", "at", "an", "no", "family", "child", "children", "mother",
        "father",
        "all", "tenants", "person", "adult", "somebody", "home", "school",
    ]

    private static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && $0 != "-" && $0 != "’" && $0 != "'" }.map(String.init)
    }

    private static func references(in text: String) -> [String] { matches(#"\b[A-Za-z]{0,4}[-/. ]{0,2}[0-9]{4,}\b"#, text) }

    private static func matches(_ pattern: String, _ text: String) -> [String] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).compactMap { Range($0.range, in: text).map { String(text[$0]) } }
    }

    private static func isDay(_ words: String, _ day: String?) -> Bool {
        guard let day, let numbers = Optional(day.split(separator: "-").compactMap { Int($0) }), numbers.count == 3 else {
            return false
        }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let parts = words.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard parts.count == 3 else { return false }
        let month = months.firstIndex { parts[1].hasPrefix($0) }.map { $0 + 1 }
        let read = parts.compactMap { Int($0.prefix { $0.isNumber }) }
        if let month {
            return read.count >= 2 && [read[0], month, read[read.count - 1]] == [numbers[2], numbers[1], numbers[0]]
        }
        guard read.count == 3 else { return false }
        return read == numbers || [read[2] < 100 ? read[2] + numbers[0] / 100 * 100 : read[2], read[1], read[0]] == numbers
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).lowercased()
    }

    private static func squeezed(_ text: String) -> String { folded(text).filter { $0.isLetter || $0.isNumber } }
}

extension String {
    fileprivate var trimmingSpaces: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
