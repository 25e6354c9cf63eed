public import Policy

/// Decides complete situations from JSON to JSON without building anything in between.
///
/// It reads only what it understands at first sight: `{"facts": {"<fact>": "<choice>", …}}` with plain names, each fact
/// of the policy answered. Everything else it leaves to the reader that can say what is wrong.
public struct DecisionJSON: Sendable {
    private struct Name: Sendable {
        let bytes: [UInt8]
        /// Where the fact stands among the policy's; -1 for one of which the policy does not speak.
        let place: Int
        let choices: [[UInt8]]
    }

    private let edition: PolicyEdition
    private let names: [Name]
    /// For each hash, the number of a name, from 1; 0 where there is none.
    private let slots: [UInt8]
    private let head: [UInt8]
    private let rules: [[UInt8]]
    private let obligations: [[UInt8]]

    /// - Parameter write: writes a value as JSON, as the whole answer does.
    public init(_ edition: PolicyEdition, _ vocabulary: Vocabulary, write: (any Encodable) throws -> String) rethrows {
        self.edition = edition
        var slots = [UInt8](repeating: 0, count: 1024)
        var names: [Name] = []
        for fact in vocabulary.facts where names.count < 255 {
            let name = Name(
                bytes: Array(fact.id.rawValue.utf8),
                place: edition.policy.facts.firstIndex { $0.id == fact.id } ?? -1,
                choices: fact.choices.map { Array($0.name.utf8) })
            names.append(name)
            var slot = name.bytes.withUnsafeBytes { Self.hash($0, 0, $0.count) } & 1023
            while slots[slot] != 0 { slot = (slot + 1) & 1023 }
            slots[slot] = UInt8(names.count)
        }
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
        guard sign(123), let key = word(), Self.same(text, key, Self.facts), sign(58), sign(123) else { return false }
        repeat {
            guard let name = word(), sign(58), let value = word() else { return false }
            guard let known = find(text, name) else { return false }
            guard let choice = known.choices.firstIndex(where: { Self.same(text, value, $0) }) else { return false }
            // A fact that stands there twice is for the other reader to judge.
            if known.place >= 0 {
                if answers[known.place] != nil { return false }
                answers[known.place] = choice
            }
        } while sign(44)
        guard sign(125), sign(125) else { return false }
        skip()
        return at == text.count
    }

    private static let facts = Array("facts".utf8)

    @inline(__always)
    private func find(_ text: UnsafeRawBufferPointer, _ name: Range<Int>) -> Name? {
        var slot = Self.hash(text, name.lowerBound, name.upperBound) & 1023
        while slots[slot] != 0 {
            let known = names[Int(slots[slot]) - 1]
            if Self.same(text, name, known.bytes) { return known }
            slot = (slot + 1) & 1023
        }
        return nil
    }

    @inline(__always)
    private static func same(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
        guard range.count == bytes.count else { return false }
        for index in bytes.indices where text[range.lowerBound + index] != bytes[index] { return false }
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
