public import Vault

/// Keeps sealed facts out of what leaves: packages, letters, exports, names of files (004 §6.5; 002 Q25).
///
/// A fact is found however it is written: capitals, accents, punctuation, spaces, line breaks, letters apart, invisible
/// characters, letters of other scripts that look the same, full width, HTML entities and percent-encoding, digits for
/// letters in longer words, inside the name of a file. What is *inferred* from a fact that was entered:
///
/// - of an address: house and street with or without the town, the street shortened or in full, a house number in words, a
///   street alone when its name is rare, a common street near its house number or its outward postcode, the name of a house;
/// - of a postcode: without or with a misplaced space, and its outward half with the first digit of the other;
/// - of a telephone number: any grouping, `+44`, digits in words, its last six digits;
/// - of an e-mail address: said aloud ("at", "dot"), and its first half;
/// - of a school: without "Primary School", another kind of school after its name, its initials in capitals;
/// - of a new name: turned round, with an initial, by the surname;
/// - of a routine: the names of places in it.
///
/// Not inferred: a town, a given name, an outward postcode alone, a description ("behind the baths"), a picture, other
/// languages, misspellings that are not look-alikes, base64, encryption, text backwards. Those need "other ways it is
/// written", or eyes.
public struct SealedFactGuard: Sendable {
    /// A sealed fact stands, or can be inferred, at a place.
    public struct Hit: Hashable, Sendable {
        public let fact: RecordID<SealedFact>
        /// A code of `Content/lists/sealed-facts.yaml`.
        public let kind: String
        /// What stands there, for its author to see and nobody else.
        public let words: String
    }

    /// What stands where a sealed fact stood.
    public static let mask = "[withheld]"

    private let facts: [SealedFact]
    private let finder: SealedFinder

    /// - Parameter recipient: the number of the contact to whom it goes; nil for everybody else.
    public init(_ facts: [SealedFact], recipient: RecordID<Contact>?) {
        self.facts = facts.filter { fact in
            fact.isInForce && !fact.content.releases.contains { $0.contact == recipient?.text }
        }
        finder = SealedFinder(SealedPatterns(self.facts))
    }

    /// Whether there is nothing to keep out.
    public var isEmpty: Bool { facts.isEmpty }

    /// Where a text gives a sealed fact away.
    public func hits(in text: String) -> [Hit] { found(Array(text.unicodeScalars)).hits }

    /// Where the name of a file does; initials count there in small letters too.
    public func hits(inFileName name: String) -> [Hit] {
        found(Array(name.unicodeScalars)).hits + found(Array(name.uppercased().unicodeScalars)).hits
    }

    /// The text with every place masked that gives a sealed fact away, and what was masked. The whole word around it goes
    /// too. What is left is read again until nothing is found.
    public func masked(_ text: String) -> (text: String, hits: [Hit]) {
        if facts.isEmpty { return (text, []) }
        var scalars = Array(text.unicodeScalars)
        var all: [Hit] = []
        for _ in 0..<6 {
            let (hits, places) = found(scalars)
            if hits.isEmpty { return (Self.text(scalars), all) }
            all += hits
            scalars = Self.masking(scalars, places)
        }
        // It cannot be told apart from what is sealed: nothing of it goes.
        return (Self.mask, all)
    }

    private func found(_ scalars: [Unicode.Scalar]) -> (hits: [Hit], places: [Range<Int>]) {
        let places = finder.places(in: scalars)
        var known: Set<Hit> = []
        var hits: [Hit] = []
        for place in places {
            let fact = facts[place.fact]
            let hit = Hit(fact: fact.id, kind: fact.kind, words: Self.text(Array(scalars[place.range])))
            if known.insert(hit).inserted { hits.append(hit) }
        }
        return (hits, places.map(\.range))
    }

    private static func masking(_ scalars: [Unicode.Scalar], _ places: [Range<Int>]) -> [Unicode.Scalar] {
        var hidden = [Bool](repeating: false, count: scalars.count)
        for place in places {
            var from = place.lowerBound
            var to = place.upperBound
            while from > 0, !isBlank(scalars[from - 1]) { from -= 1 }
            while to < scalars.count, !isBlank(scalars[to]) { to += 1 }
            // Brackets and full stops around it are not part of the word.
            while from < place.lowerBound, isOutside(scalars[from]) { from += 1 }
            while to > place.upperBound, isOutside(scalars[to - 1]) { to -= 1 }
            for at in from..<to { hidden[at] = true }
        }
        var out: [Unicode.Scalar] = []
        out.reserveCapacity(scalars.count)
        for (at, scalar) in scalars.enumerated() {
            if !hidden[at] { out.append(scalar) } else if at == 0 || !hidden[at - 1] { out += mask.unicodeScalars }
        }
        return out
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 32 || (scalar.value > 127 && scalar.properties.isWhitespace)
    }

    private static func isOutside(_ scalar: Unicode.Scalar) -> Bool { ".,;:!?()[]{}\"'<>".unicodeScalars.contains(scalar) }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
