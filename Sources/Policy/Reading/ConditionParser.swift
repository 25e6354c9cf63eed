/// Reads one condition and reports everything wrong with it.
///
///     condition  = any ; any = all { "or" all } ; all = one { "and" one }
///     one        = "not" one | "(" any ")" | "always" | fact [ "is" [ "not" | "at least" ] value { "or" value } ]
///
/// `or` after a value goes on with values as long as the next word is a value of that fact. `and` and `or` may not
/// stand side by side without brackets: two readers could take such a sentence differently.
struct ConditionParser {
    struct Complaint {
        let offset: Int
        let words: String
        let message: String
        let help: String?
    }

    private struct Word {
        let text: String
        let offset: Int
    }

    private let vocabulary: Vocabulary
    private var words: [Word] = []
    private var position = 0
    private var end = 0
    private(set) var complaints: [Complaint] = []

    private static let grammar: Set<String> = ["and", "or", "not", "is", "at", "least", "always", "(", ")"]

    init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    /// The condition, or nil with at least one complaint.
    mutating func parse(_ text: String) -> WrittenCondition? {
        words = Self.split(text)
        position = 0
        end = text.count
        complaints = []
        guard !words.isEmpty else {
            complain(at: 0, "", "the condition is empty", help: "write `always` if it holds in every situation")
            return nil
        }
        let condition = parseAny()
        if complaints.isEmpty, let extra = peek {
            complain(extra, "`\(extra.text)` is not expected here", help: "join two conditions with `and` or `or`")
        }
        guard complaints.isEmpty, let condition else { return nil }
        return WrittenCondition(condition: condition, text: words.map(\.text).joined(separator: " ").spacedBrackets)
    }

    private static func split(_ text: String) -> [Word] {
        var found: [Word] = []
        var current = ""
        var start = 0
        var offset = 0
        func close() {
            if !current.isEmpty { found.append(Word(text: current, offset: start)) }
            current = ""
        }
        for character in text {
            if character == "(" || character == ")" {
                close()
                found.append(Word(text: String(character), offset: offset))
            } else if character.isWhitespace {
                close()
            } else {
                if current.isEmpty { start = offset }
                current.append(character)
            }
            offset += 1
        }
        close()
        return found
    }

    private var peek: Word? { position < words.count ? words[position] : nil }

    private func peekIs(_ text: String) -> Bool { peek?.text == text }

    private mutating func take(_ text: String) -> Bool {
        guard peekIs(text) else { return false }
        position += 1
        return true
    }

    private mutating func complain(_ word: Word, _ message: String, help: String?) {
        complain(at: word.offset, word.text, message, help: help)
    }

    private mutating func complain(at offset: Int, _ words: String, _ message: String, help: String?) {
        complaints.append(Complaint(offset: offset, words: words, message: message, help: help))
    }

    private mutating func parseAny() -> Condition? {
        var parts = [parseAll()]
        var joins: [(word: Word, sides: Int)] = []
        var mixed = lastWasConjunction
        while let word = peek, word.text == "or" {
            position += 1
            parts.append(parseAll())
            mixed = mixed || lastWasConjunction
            joins.append((word, parts.count))
        }
        if mixed, let first = joins.first {
            complain(
                first.word, "`or` and `and` stand side by side without brackets",
                help: "put brackets round what belongs together")
        }
        let sound = parts.compactMap { $0 }
        guard sound.count == parts.count else { return nil }
        lastWasConjunction = false
        return sound.count == 1 ? sound[0] : .any(sound)
    }

    /// Whether the part just read was itself joined with `and` and not bracketed.
    private var lastWasConjunction = false

    private mutating func parseAll() -> Condition? {
        var parts = [parseOne()]
        while take("and") { parts.append(parseOne()) }
        lastWasConjunction = parts.count > 1
        let sound = parts.compactMap { $0 }
        guard sound.count == parts.count else { return nil }
        return sound.count == 1 ? sound[0] : .all(sound)
    }

    /// How deep brackets and `not` may stand in one another: far more than a reader can follow.
    private static let deepest = 40
    private var depth = 0

    private mutating func parseOne() -> Condition? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            complain(
                at: peek?.offset ?? end, peek?.text ?? "",
                "brackets and `not` stand more than \(Self.deepest) deep in one another",
                help: "divide the condition into several rules")
            position = words.count
            return nil
        }
        guard let word = peek else {
            complain(at: end, "", "the condition ends too early", help: "a fact, `not` or a bracket is missing")
            return nil
        }
        if word.text == ")" {
            // Left for whoever opened the bracket.
            complain(word, "`)` is not expected here", help: "a fact, `not` or a bracket is missing")
            return nil
        }
        position += 1
        switch word.text {
        case "not": return parseOne().map { .not($0) }
        case "always": return .always
        case "(":
            let inner = parseAny()
            if !take(")") {
                complain(word, "the bracket is not closed", help: "add `)`")
                position = words.count
                return nil
            }
            return inner
        default: return parseFact(word)
        }
    }

    private mutating func parseFact(_ word: Word) -> Condition? {
        guard let fact = vocabulary[Fact.ID(word.text)] else {
            let known = vocabulary.facts.map(\.id.rawValue)
            complain(
                word,
                Self.grammar.contains(word.text)
                    ? "`\(word.text)` is not expected here" : "there is no fact `\(word.text)`",
                help: nearest(to: word.text, among: known).map { "did you mean `\($0)`?" })
            skipComparison()
            return nil
        }
        guard take("is") else {
            if fact.kind == .yesNo { return .test(fact.id, ["yes"]) }
            complain(
                word, "`\(word.text)` has several answers, so the condition must say which",
                help: "write `\(word.text) is …` with one of \(Self.list(fact))")
            return nil
        }
        if take("at") {
            guard take("least") else {
                complain(
                    at: peek?.offset ?? end, peek?.text ?? "", "`least` is missing after `at`", help: "write `is at least …`")
                return nil
            }
            return parseAtLeast(fact)
        }
        let negated = take("not")
        guard let first = value(of: fact) else { return nil }
        var values: Set<String> = [first]
        while peekIs("or"), position + 1 < words.count, fact.index(of: words[position + 1].text) != nil {
            position += 1
            values.insert(words[position].text)
            position += 1
        }
        return negated ? .not(.test(fact.id, values)) : .test(fact.id, values)
    }

    private mutating func parseAtLeast(_ fact: Fact) -> Condition? {
        let word = peek
        guard let value = value(of: fact), let from = fact.index(of: value) else { return nil }
        guard fact.kind == .ordered else {
            complain(
                at: word?.offset ?? end, word?.text ?? "",
                "`at least` needs a fact whose answers are ordered; `\(fact.id)` is not",
                help: "write `\(fact.id) is …`")
            return nil
        }
        return .test(fact.id, Set(fact.choices[from...].map(\.name)))
    }

    private mutating func value(of fact: Fact) -> String? {
        guard let word = peek else {
            complain(at: end, "", "a value of `\(fact.id)` is missing", help: "one of \(Self.list(fact))")
            return nil
        }
        position += 1
        guard fact.index(of: word.text) != nil else {
            let near = nearest(to: word.text, among: fact.choices.map(\.name))
            complain(
                word, "`\(word.text)` is no answer to `\(fact.id)`",
                help: near.map { "did you mean `\($0)`?" } ?? "one of \(Self.list(fact))")
            return nil
        }
        return word.text
    }

    /// After an unknown fact, steps over what is said about it, so that the next fault is a fault of its own.
    private mutating func skipComparison() {
        guard take("is") else { return }
        while let word = peek, word.text != "and", word.text != ")" {
            if word.text == "or", position + 1 < words.count,
                vocabulary[Fact.ID(words[position + 1].text)] != nil || Self.grammar.contains(words[position + 1].text)
            {
                return
            }
            position += 1
        }
    }

    private static func list(_ fact: Fact) -> String {
        fact.choices.map { "`\($0.name)`" }.joined(separator: ", ")
    }
}

extension String {
    fileprivate var spacedBrackets: String {
        replacing("( ", with: "(").replacing(" )", with: ")")
    }
}
