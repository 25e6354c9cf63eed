/// A postcode inside a sealed fact.
struct PostcodeForm {
    let outward: String
    let inward: String

    init?(_ words: [String]) {
        for (place, word) in words.enumerated() {
            if let found = Self.halves(word) {
                (outward, inward) = found
                return
            }
            if place + 1 < words.count, let found = Self.halves(word + words[place + 1]) {
                (outward, inward) = found
                return
            }
        }
        return nil
    }

    private static func halves(_ text: String) -> (String, String)? {
        guard (5...7).contains(text.count) else { return nil }
        let shape = String(text.map { $0.isNumber ? "9" : $0.isASCII && $0.isLetter ? "A" : "?" })
        let out = shape.dropLast(3)
        guard shape.hasSuffix("9AA"), ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(String(out)) else { return nil }
        return (String(text.dropLast(3)), String(text.suffix(3)))
    }
}

/// The parts of an address that give a place away by themselves: house and street, a street with a rare name, the name of
/// a house. A town alone does not, and is not taken for a part.
struct AddressForm {
    struct Street {
        /// With its kind at the end: `harcombe lane`.
        let words: [String]
        let houses: [String]
        /// Nobody thinks of another street when they hear it.
        let isDistinctive: Bool
        /// With its kind in full and shortened, and with a saint either way.
        let written: [[String]]
    }

    private(set) var streets: [Street] = []
    private(set) var names: [[String]] = []

    init(_ segments: [[String]], _ postcode: PostcodeForm?) {
        var houses: [String] = []
        for segment in segments {
            var words = segment.filter { $0 != postcode?.outward && $0 != postcode?.inward }
            if let postcode { words.removeAll { $0 == postcode.outward + postcode.inward } }
            guard !words.isEmpty else { continue }
            var isFlat = false
            while let first = words.first {
                if Self.flats.contains(first) {
                    isFlat = true
                    words.removeFirst()
                } else if isFlat && (first.count <= 2 || first.allSatisfy(\.isNumber)) {
                    isFlat = false
                    words.removeFirst()
                } else if first.first?.isNumber == true, first.count <= 5 {
                    houses.append(first)
                    words.removeFirst()
                } else if words.count > 2, let number = NumberWords.read(first), Self.kind(words.last ?? "") != nil {
                    houses.append(number)
                    words.removeFirst()
                } else {
                    break
                }
            }
            if words.count == 1, !houses.isEmpty, words[0].count == 1 { words = [] }
            guard let last = words.last else { continue }
            if words.count >= 2, let kinds = Self.kind(last) {
                let name = Array(words.dropLast())
                let isDistinctive =
                    name.joined().count >= 5 && !(name.count == 1 && Self.common.contains(name[0]))
                    && !name.allSatisfy { Self.common.contains($0) }
                let written = Self.saints(name).flatMap { saint in kinds.map { saint + [$0] } }
                streets.append(
                    Street(words: name + [kinds[0]], houses: houses, isDistinctive: isDistinctive, written: written))
                houses = []
            } else if streets.isEmpty, segments.count > 1 {
                names.append(words)
            }
        }
        // Without a street, only the first line is the place; the rest is the town.
        names = streets.isEmpty ? Array(names.prefix(1)) : names
    }

    /// How a kind of street is written, in full first.
    private static func kind(_ word: String) -> [String]? { kinds.first { $0.contains(word) } }

    static func saints(_ words: [String]) -> [[String]] {
        guard let first = words.first, first == "st" || first == "saint", words.count > 1 else { return [words] }
        let rest = Array(words.dropFirst())
        return [["st"] + rest, ["saint"] + rest]
    }

    static func isTown(_ words: [String]) -> Bool { words.count < 2 }

    static let flats: Set<String> = ["flat", "apartment", "apt", "unit", "room", "number", "no", "fl", "house"]

    private static let kinds: [[String]] = [
        ["street", "st", "str"], ["road", "rd"], ["avenue", "ave", "av"], ["lane", "ln", "la"], ["close", "cl", "clo"],
        ["drive", "dr", "drv"], ["court", "ct", "crt"], ["crescent", "cres", "cr", "cresc"], ["gardens", "gdns", "gdn"],
        ["grove", "gr", "grv", "gro"], ["place", "pl"], ["square", "sq"], ["terrace", "ter", "terr", "tce"], ["way", "wy"],
        ["walk", "wlk"], ["mews", "mws"], ["parade", "pde"], ["park", "pk"], ["hill"], ["row"], ["rise"], ["view"], ["yard"],
        ["wharf"], ["bank"], ["croft"], ["end"], ["fields"], ["field"], ["gate"], ["mount"], ["vale"], ["brow"], ["fold"],
        ["meadow"], ["meadows"], ["green"], ["path"], ["passage"], ["quay"], ["embankment"], ["buildings", "bldgs"],
        ["estate", "est"], ["house", "hse"], ["cottages"], ["cottage"],
    ]

    /// Names that streets and schools have in every town.
    static let common: Set<String> = [
        "high", "church", "station", "main", "park", "victoria", "london", "green", "mill", "school", "queen", "queens", "king",
        "kings", "new", "old", "north", "south", "east", "west", "chapel", "bridge", "york", "albert", "george", "manor",
        "grange",
        "springfield", "broad", "hill", "market", "long", "castle", "cross", "windsor", "grove", "wood", "woodland", "woodlands",
        "meadow", "oak", "ash", "elm", "beech", "birch", "cedar", "willow", "farm", "garden", "field", "orchard", "mount", "bath",
        "union", "prospect", "stanley", "alexandra", "princess", "duke", "cambridge", "oxford", "richmond", "clarence", "albion",
        "nelson", "west end", "the", "central", "town", "valley", "river", "lake", "rose", "spring", "water", "bank", "court",
        "first", "second", "third", "holy", "trinity", "upper", "lower", "great", "little", "st", "saint", "johns", "marys",
        "michaels", "peters", "pauls",
    ]
}

/// Words by which schools and times are described, and which tell nothing of which one.
enum SchoolWords {
    static let kinds = [
        "school", "academy", "college", "nursery", "primary", "juniors", "infants", "high", "sixthform", "preschool",
    ]
    static let ends = [
        ["primary", "school"], ["high", "school"], ["junior", "school"], ["infant", "school"], ["secondary", "school"],
        ["playgroup"],
    ]
    static let generic: Set<String> = [
        "school", "academy", "college", "nursery", "primary", "junior", "infant", "infants", "juniors", "high", "secondary",
        "grammar",
        "community", "catholic", "rc", "ce", "cofe", "c", "of", "e", "church", "england", "special", "preschool", "and", "sixth",
        "form", "voluntary", "aided", "controlled", "va", "vc", "free", "middle", "ltd", "limited",
    ]
    static let days: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays",
        "thursdays", "fridays", "saturdays", "sundays", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "i", "she", "he", "they", "the",
    ]
}
