import Foundation
import Vault

/// One way in which a sealed fact may stand in a text, in plain letters and digits.
struct SealedPattern {
    enum Edges {
        /// Also inside a word or the name of a file.
        case anywhere
        /// A word, or part of a file's name, begins or ends there.
        case oneSide
        /// It ends where a word ends: an abbreviation.
        case end
        /// Whole words only.
        case words
        /// The first half of a postcode, where it is not that of another.
        case district
        /// The first half of a postcode with the first digit of the second, but no whole other postcode.
        case sector(unit: [UInt32])
        /// Initials: capitals, whole words only.
        case initials
    }

    var fact: Int
    var codes: [UInt32]
    var edges: Edges
    /// Digits and signs for letters are seen through too.
    var isLoose = false
    /// A number or a flat before it goes with it.
    var isStreet = false
    /// It says something only close to another: the number of the pair, and how many letters may stand between.
    var pair: (number: Int, isFirst: Bool, within: Int)?
    /// Where words begin in it.
    var starts: Set<Int> = []
}

/// The ways in which facts may stand in a text.
struct SealedPatterns {
    private(set) var all: [SealedPattern] = []
    /// National numbers without their first nought.
    private(set) var telephones: [(fact: Int, digits: [UInt32])] = []
    private var pairs = 0
    private var known: Set<String> = []

    init(_ facts: [SealedFact]) {
        for (number, fact) in facts.enumerated() {
            for form in fact.content.forms { add(form, of: number, kind: fact.kind) }
        }
    }

    private mutating func add(_ form: String, of fact: Int, kind: String) {
        let letters = PlainLetters(form)
        let words = letters.words
        guard !letters.all.isEmpty else { return }
        whole(words, fact)
        if form.contains("&") || words.contains("and") {
            whole(PlainLetters(form.replacing("&", with: " and ")).words, fact)
            whole(words.filter { $0 != "and" }, fact)
        }
        let segments = form.split(whereSeparator: { ",;\n\r".contains($0) }).map { PlainLetters(String($0)).words }
            .filter { !$0.isEmpty }
        let postcode = PostcodeForm(words)
        if let postcode { add(postcode, fact) }
        let address = AddressForm(segments, postcode)
        if kind == "address" || !address.streets.isEmpty { add(address, postcode, fact) }
        let digits = letters.all.filter(\.isDigit).map(\.code)
        if digits.count >= 9, digits.count * 10 >= letters.all.count * 9 { addTelephone(digits, words, fact) }
        if form.contains("@") { addEmail(form, fact) }
        addSchool(form, words, fact, isSchool: kind == "school")
        if kind == "name", words.count >= 2 { addName(words, fact) }
        if address.streets.isEmpty, postcode == nil { addPlaces(form, fact) }
    }

    mutating func put(
        _ words: [String], _ fact: Int, _ edges: SealedPattern.Edges, street: Bool = false,
        pair: (number: Int, isFirst: Bool, within: Int)? = nil
    ) {
        let text = words.joined()
        var place = 0
        var starts: Set<Int> = []
        for word in words {
            starts.insert(place)
            place += word.unicodeScalars.count
        }
        let codes = text.unicodeScalars.map(\.value)
        guard !codes.isEmpty, known.insert("\(fact) \(edges) \(pair?.number ?? -1) \(text)").inserted else { return }
        all.append(
            SealedPattern(fact: fact, codes: codes, edges: edges, isStreet: street, pair: pair, starts: starts))
        // Only where it is long enough to be itself however it is spelled.
        let letters = codes.count { $0 > 57 }
        guard pair == nil, codes.count >= 8, letters >= 6 else { return }
        let loose = PlainLetters(Encodings.decoded(Array(text.unicodeScalars)), loose: true).codes
        all.append(
            SealedPattern(fact: fact, codes: loose, edges: edges, isLoose: true, isStreet: street, starts: starts))
    }

    private mutating func whole(_ words: [String], _ fact: Int) {
        let count = words.joined().unicodeScalars.count
        put(words, fact, count >= 8 ? .anywhere : count >= 5 ? .oneSide : .words)
    }

    private mutating func add(_ postcode: PostcodeForm, _ fact: Int) {
        put([postcode.outward, postcode.inward], fact, .anywhere)
        let said = (postcode.outward + postcode.inward).map { digit in
            digit.isNumber ? NumberWords.ways(String(digit)).first ?? "" : String(digit)
        }
        put(said, fact, .words)
        // O for 0, I for 1 and the like: what is read is the same.
        let loose = PlainLetters(Encodings.decoded(Array((postcode.outward + postcode.inward).unicodeScalars)), loose: true)
        all.append(SealedPattern(fact: fact, codes: loose.codes, edges: .words, isLoose: true, starts: [0]))
        let sector = postcode.outward + postcode.inward.prefix(1)
        let unit = postcode.inward.dropFirst().unicodeScalars.map(\.value)
        all.append(
            SealedPattern(fact: fact, codes: sector.unicodeScalars.map(\.value), edges: .sector(unit: unit), starts: [0]))
    }

    private mutating func add(_ address: AddressForm, _ postcode: PostcodeForm?, _ fact: Int) {
        for street in address.streets {
            for words in street.written {
                let isShort = words.last != street.words.last
                let count = words.joined().count
                if street.isDistinctive {
                    put(words, fact, isShort ? .end : count >= 8 ? .anywhere : .words, street: true)
                } else {
                    for house in street.houses {
                        let number = next()
                        put([house], fact, .words, pair: (number, true, 8))
                        put(words, fact, .words, pair: (number, false, 8))
                    }
                    if let postcode {
                        let number = next()
                        put([postcode.outward], fact, .district, pair: (number, true, 40))
                        put(words, fact, .words, pair: (number, false, 40))
                    }
                }
                for house in street.houses {
                    for number in [house] + NumberWords.ways(house) {
                        put([number] + words, fact, isShort ? .end : .anywhere, street: true)
                        put(words + [number], fact, .end, street: true)
                    }
                }
            }
            // Without "Lane": enough together with the number.
            if street.isDistinctive {
                for house in street.houses {
                    for number in [house] + NumberWords.ways(house) {
                        put([number] + street.words.dropLast(), fact, .end, street: true)
                    }
                }
            }
        }
        for name in address.names where name.joined().count >= 7 { put(name, fact, .words) }
    }

    private mutating func next() -> Int {
        pairs += 1
        return pairs
    }

    private mutating func addTelephone(_ digits: [UInt32], _ words: [String], _ fact: Int) {
        var national = digits[...]
        if national.starts(with: [48, 48]) { national = national.dropFirst(2) }
        if national.starts(with: [52, 52]) { national = national.dropFirst(2) }
        while national.first == 48 { national = national.dropFirst() }
        guard national.count >= 7 else { return }
        telephones.append((fact, Array(national)))
        // The part after the area's code is enough for those who know the area.
        if national.count >= 9 { telephones.append((fact, Array(national.suffix(6)))) }
    }

    private mutating func addEmail(_ form: String, _ fact: Int) {
        for word in form.split(whereSeparator: \.isWhitespace) where word.contains("@") {
            let address = word.trimmingCharacters(in: CharacterSet(charactersIn: "<>,;."))
            whole(PlainLetters(address).words, fact)
            let said = address.replacing("@", with: " at ").replacing(".", with: " dot ").replacing("_", with: " underscore ")
            whole(PlainLetters(said).words, fact)
            whole(PlainLetters(said.replacing("-", with: " dash ")).words, fact)
            let local = PlainLetters(String(address.prefix { $0 != "@" })).words
            if local.joined().count >= 6 { put(local, fact, .words) }
        }
    }

    /// A new name: turned round, with an initial, and by the surname.
    private mutating func addName(_ words: [String], _ fact: Int) {
        guard let last = words.last else { return }
        put([last] + words.dropLast(), fact, .words)
        put([String(words[0].prefix(1)), last], fact, .words)
        if last.count >= 4 { put([last], fact, .words) }
    }

    /// A school without "Primary School", and by its initials.
    private mutating func addSchool(_ form: String, _ words: [String], _ fact: Int, isSchool: Bool) {
        guard isSchool || words.contains(where: { SchoolWords.kinds.contains($0) }) else { return }
        for segment in form.split(whereSeparator: { ",;\n(".contains($0) }).prefix(1) {
            let all = PlainLetters(String(segment)).words.filter { $0 != "the" }
            var core = all
            while let last = core.last, SchoolWords.generic.contains(last), core.count > 1 { core.removeLast() }
            let tail = all.dropFirst(core.count)
            for name in AddressForm.saints(core) {
                let isCommon = name.count == 1 && (AddressForm.common.contains(name[0]) || name[0].count < 5)
                if !isCommon { put(name, fact, .words) }
                // Any kind of school after a common name.
                for kind in SchoolWords.kinds { put(name + [kind], fact, .words) }
                for end in SchoolWords.ends { put(name + end, fact, .words) }
                if !tail.isEmpty { put(name + tail, fact, .oneSide) }
            }
            guard isSchool || all.contains(where: { SchoolWords.kinds.contains($0) }), all.count >= 3 else { continue }
            let initials = all.map { String($0.prefix(1)) }
            if initials.count >= 3 { put(initials, fact, .initials) }
            if core.first == "st" { put(["s", "t"] + initials.dropFirst(), fact, .initials) }
        }
    }

    /// Names of places inside a longer description: two or more words with capitals in a row.
    private mutating func addPlaces(_ form: String, _ fact: Int) {
        var run: [String] = []
        func isName(_ word: Substring) -> Bool {
            word.first?.isUppercase == true && !SchoolWords.days.contains(PlainLetters(String(word)).words.joined())
        }
        let all = form.split(whereSeparator: \.isWhitespace)
        for (place, word) in all.enumerated() {
            if isName(word) { run.append(String(word)) }
            let ends = !isName(word) || place == all.count - 1 || ",.;:".contains(word.last ?? " ")
            guard ends else { continue }
            let words = PlainLetters(run.joined(separator: " ")).words
            if run.count >= 2, run.count < all.count, words.joined().count >= 8, !AddressForm.isTown(words) {
                put(words, fact, .words)
            }
            run = []
        }
    }
}
