public import Policy

/// Decides complete situations from JSON to JSON without building anything in between.
///
/// It reads only what it understands at first sight: `{"facts": {"<fact>": "<choice>", …}}` with plain names, each fact
/// of the policy answered. Everything else it leaves to the reader that can say what is wrong.
public struct DecisionJSON: Sendable {
    /// A fact's name, or a choice's, as a part of `letters`.
    private struct Name: Sendable {
        let start: Int32
        let count: Int32
        /// Of a fact: where it stands among the policy's; -1 for one of which the policy does not speak.
        var place: Int32 = -1
        /// Of a fact: its choices among the names.
        var choices: Range<Int32> = 0..<0
    }

    private let edition: PolicyEdition
    private let letters: [UInt8]
    private let names: [Name]
    /// For each hash, the number of a fact's name; -1 where there is none.
    private let slots: [Int16]
    private let head: [UInt8]
    private let rules: [[UInt8]]
    private let obligations: [[UInt8]]

    /// - Parameter write: writes a value as JSON, as the whole answer does.
    public init(_ edition: PolicyEdition, _ vocabulary: Vocabulary, write: (any Encodable) throws -> String) rethrows {
        self.edition = edition
        var slots = [Int16](repeating: -1, count: 1024)
        var letters: [UInt8] = []
        var names: [Name] = []
        func add(_ text: String) {
            names.append(Name(start: Int32(letters.count), count: Int32(text.utf8.count)))
            letters += Array(text.utf8)
        }
        for fact in vocabulary.facts where names.count < 10_000 && slots.contains(-1) {
            let number = names.count
            add(fact.id.rawValue)
            for choice in fact.choices { add(choice.name) }
            names[number].place = Int32(edition.policy.facts.firstIndex { $0.id == fact.id } ?? -1)
            names[number].choices = Int32(number + 1)..<Int32(names.count)
            let bytes = Array(fact.id.rawValue.utf8)
            var slot = bytes.withUnsafeBytes { Self.hash($0, 0, $0.count) } & 1023
            while slots[slot] >= 0 { slot = (slot + 1) & 1023 }
            slots[slot] = Int16(number)
        }
        self.letters = letters
        self.names = names
        self.slots = slots
        func clauses(_ citations: [Citation]) throws -> String {
            try "["
                + citations.map { "{\"source\":\(try write($0.source)),\"clause\":\(try write($0.clause))}" }.joined(
                    separator: ",")
                + "]"
        }
        head = Array(
            try
                "{\"policy\":\(write(edition.name)),\"edition\":{\"sha256\":\(write(edition.fingerprint)),\"version\":\(write(edition.version))},\"certain\":true,"
                .utf8)
        rules = try edition.policy.rules.map { rule in
            Array(
                try
                    "\"outcome\":\(write(rule.then.rawValue)),\"possible\":[\(write(rule.then.rawValue))],\"rule\":\(write(rule.id)),\"because\":\(clauses(rule.because)),\"obligations\":["
                    .utf8)
        }
        obligations = try edition.policy.obligations.map { owed in
            Array(try "{\"id\":\(write(owed.id)),\"words\":\(write(owed.words)),\"because\":\(clauses(owed.because))}".utf8)
        }
    }

    /// Appends the decision; false, and nothing appended, when the text must be read in the other way.
    public func decide(_ text: [UInt8], into answer: inout [UInt8]) -> Bool {
        var answers = Answers(unknown: edition.policy.facts.count)
        guard text.withUnsafeBytes({ read($0, &answers) }), answers.isComplete, edition.keepsConstraints(answers) else {
            return false
        }
        let ruling = edition.decide(answers)
        if ruling.rule < 0 { return false }
        answer.append(contentsOf: head)
        answer.append(contentsOf: rules[ruling.rule])
        var left = ruling.obligations
        while left != 0 {
            answer.append(contentsOf: obligations[left.trailingZeroBitCount])
            left &= left - 1
            if left != 0 { answer.append(UInt8(ascii: ",")) }
        }
        answer.append(UInt8(ascii: "]"))
        answer.append(UInt8(ascii: "}"))
        return true
    }

    private func read(_ text: UnsafeRawBufferPointer, _ answers: inout Answers) -> Bool {
        var at = 0
        func skip() { while at < text.count, text[at] == 32 || text[at] == 10 || text[at] == 13 || text[at] == 9 { at += 1 } }
        func sign(_ byte: UInt8) -> Bool {
            skip()
            guard at < text.count, text[at] == byte else { return false }
            at += 1
            return true
        }
        /// A text without escapes: where it begins and ends.
        func word() -> Range<Int>? {
            guard sign(34) else { return nil }
            let start = at
            while at < text.count, text[at] != 34 {
                // An escape, or what is not plain ASCII: not at first sight.
                if text[at] == 92 || text[at] < 32 || text[at] > 126 { return nil }
                at += 1
            }
            guard at < text.count else { return nil }
            at += 1
            return start..<at - 1
        }
        guard sign(123), let key = word(), key.count == 5, text[key.lowerBound] == 102, text[key.lowerBound + 1] == 97,
            text[key.lowerBound + 2] == 99, text[key.lowerBound + 3] == 116, text[key.lowerBound + 4] == 115, sign(58), sign(123)
        else { return false }
        repeat {
            guard let name = word(), sign(58), let value = word() else { return false }
            guard let known = find(text, name) else { return false }
            var choice = known.choices.lowerBound
            while choice < known.choices.upperBound, !same(text, value, names[Int(choice)]) { choice += 1 }
            if choice == known.choices.upperBound { return false }
            // A fact that stands there twice is for the other reader to judge.
            if known.place >= 0 {
                if answers[Int(known.place)] != nil { return false }
                answers[Int(known.place)] = Int(choice - known.choices.lowerBound)
            }
        } while sign(44)
        guard sign(125), sign(125) else { return false }
        skip()
        return at == text.count
    }

    @inline(__always)
    private func find(_ text: UnsafeRawBufferPointer, _ name: Range<Int>) -> Name? {
        var slot = Self.hash(text, name.lowerBound, name.upperBound) & 1023
        while slots[slot] >= 0 {
            let known = names[Int(slots[slot])]
            if same(text, name, known) { return known }
            slot = (slot + 1) & 1023
        }
        return nil
    }

    @inline(__always)
    private func same(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ name: Name) -> Bool {
        guard range.count == Int(name.count) else { return false }
        var at = Int(name.start)
        for index in range {
            if text[index] != letters[at] { return false }
            at += 1
        }
        return true
    }

    @inline(__always)
    private static func hash(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        var hash: UInt64 = UInt64(end - start)
        var at = start
        while at + 8 <= end {
            hash = (hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            at += 8
        }
        while at < end {
            hash = (hash ^ UInt64(text[at])) &* 0x9E37_79B9_7F4A_7C15
            at += 1
        }
        return Int(truncatingIfNeeded: hash >> 40)
    }
}
