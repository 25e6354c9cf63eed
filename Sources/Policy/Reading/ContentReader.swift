import Yams

/// Reads a YAML file of content piece by piece and gathers everything that is wrong with it.
///
/// Scalars are read as text: to most readers of YAML `yes` and `no` are truth values, and `not-known` would then be
/// of another kind than its neighbours.
struct ContentReader {
    let file: String
    private(set) var faults: [Fault] = []

    init(file: String) { self.file = file }

    /// The file's top mapping; nil, with a fault, when there is none.
    mutating func open(_ text: String) -> Node? {
        do {
            guard let node = try Yams.compose(yaml: text, .basic), node.mapping != nil else {
                add(line: 1, column: 1, "", "the file must be a list of names with their values", help: nil)
                return nil
            }
            return node
        } catch let error as YamlError {
            add(error)
        } catch {
            add(line: 1, column: 1, "", "the file cannot be read as YAML", help: nil)
        }
        return nil
    }

    private mutating func add(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            add(
                line: mark.line, column: mark.column, "", "this is not YAML: \(problem)",
                help: "check indentation, quotes and colons")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\($0)" }.joined(separator: ", ")
            add(
                line: context.mark.line, column: context.mark.column, names, "`\(names)` stands here twice",
                help: "keep one of them")
        default:
            add(line: 1, column: 1, "", "the file cannot be read as YAML", help: "save it as UTF-8 text")
        }
    }

    mutating func add(line: Int, column: Int, _ words: String, _ message: String, help: String?) {
        faults.append(Fault(file: file, line: line, column: column, words: words, message: message, help: help))
    }

    mutating func add(at node: Node, _ message: String, help: String? = nil, words: String? = nil) {
        let mark = node.mark
        add(line: mark?.line ?? 1, column: mark?.column ?? 1, words ?? node.scalar?.string ?? "", message, help: help)
    }

    /// Complains of every key that is not among the known ones.
    mutating func expect(_ keys: [String], in node: Node) {
        guard let mapping = node.mapping else { return }
        for key in mapping.keys {
            guard let name = key.scalar?.string, !keys.contains(name) else { continue }
            let near = nearest(to: name, among: keys)
            add(
                at: key, "`\(name)` is not known here",
                help: near.map { "did you mean `\($0)`?" } ?? "known are: \(keys.joined(separator: ", "))")
        }
    }

    func has(_ key: String, in node: Node) -> Bool { node.mapping?[key] != nil }

    func node(_ key: String, in node: Node) -> Node? { node.mapping?[key] }

    /// The text of a key; "" and a fault when it is missing or not text.
    mutating func text(_ key: String, in node: Node) -> String {
        guard let value = node.mapping?[key] else {
            add(at: node, "`\(key)` is missing", help: "add `\(key): …`", words: "")
            return ""
        }
        guard let scalar = value.scalar else {
            add(at: value, "`\(key)` must be a text")
            return ""
        }
        let text = Self.singleSpaced(scalar.string)
        if text.isEmpty { add(at: value, "`\(key)` is empty", words: "") }
        return text
    }

    /// The text with one space where any white space was, and none around it.
    private static func singleSpaced(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == 32 || (9...13).contains(byte) {
                if let last = bytes.last, last != 32 { bytes.append(32) }
            } else {
                bytes.append(byte)
            }
        }
        if bytes.last == 32 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func optionalText(_ key: String, in node: Node) -> String? {
        has(key, in: node) ? text(key, in: node) : nil
    }

    /// The mapping of a key, if there is one; a fault when it is of another kind.
    mutating func mapping(_ key: String, in node: Node) -> Node? {
        guard let value = node.mapping?[key] else { return nil }
        if value.mapping == nil { add(at: value, "`\(key)` must have names and values", help: "write `\(key): {name: value}`") }
        return value.mapping == nil ? nil : value
    }

    /// The whole number of a key; nil, with a fault, when it is missing or out of range.
    mutating func number(_ key: String, in node: Node, _ range: ClosedRange<Int>) -> Int? {
        let written = text(key, in: node)
        if let number = Int(written), range.contains(number) { return number }
        if !written.isEmpty, let place = self.node(key, in: node) {
            add(at: place, "`\(written)` is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return nil
    }

    /// The texts of a list, each with its node.
    mutating func texts(_ key: String, in node: Node, required: Bool = true) -> [(text: String, node: Node)] {
        guard let value = node.mapping?[key] else {
            if required { add(at: node, "`\(key)` is missing", help: "add `\(key): […]`", words: "") }
            return []
        }
        guard let sequence = value.sequence else {
            add(at: value, "`\(key)` must be a list", help: "write `\(key): [a, b]`")
            return []
        }
        var found: [(String, Node)] = []
        for item in sequence {
            guard let scalar = item.scalar else {
                add(at: item, "an entry of `\(key)` must be a text")
                continue
            }
            found.append((scalar.string, item))
        }
        if found.isEmpty && required { add(at: value, "`\(key)` is empty", words: "") }
        return found
    }

    /// The entries of a list of mappings.
    mutating func entries(_ key: String, in node: Node, required: Bool = true) -> [Node] {
        guard let value = node.mapping?[key] else {
            if required { add(at: node, "`\(key)` is missing", words: "") }
            return []
        }
        guard let sequence = value.sequence else {
            add(at: value, "`\(key)` must be a list")
            return []
        }
        var found: [Node] = []
        for item in sequence {
            if item.mapping != nil {
                found.append(item)
            } else {
                add(at: item, "an entry of `\(key)` must have names and values")
            }
        }
        return found
    }

    /// Complains of a name that an earlier entry already has.
    mutating func unique(_ name: String, at node: Node, among seen: inout Set<String>, _ what: String) {
        if !name.isEmpty, !seen.insert(name).inserted {
            add(at: node, "there is already \(what) `\(name)`", help: "give it another name")
        }
    }

    /// The citations of a list; a fault for each whose source (or, if given, whose clause) is not declared.
    mutating func citations(
        _ key: String, in node: Node, sources: [CitedSource], clauses: Set<String>? = nil, required: Bool = true
    ) -> [Citation] {
        texts(key, in: node, required: required).compactMap { text, place in
            guard let citation = Citation(text, sources: sources.map(\.id)) else {
                add(
                    at: place, "`\(text)` cites no declared source",
                    help: nearest(to: text, among: clauses.map(Array.init) ?? sources.map(\.id)).map { "did you mean `\($0)`?" }
                        ?? "declare it under `sources`")
                return nil
            }
            if let clauses, !clauses.contains(text) {
                add(
                    at: place, "`\(text)` is not among the clauses of this policy",
                    help: nearest(to: text, among: clauses).map { "did you mean `\($0)`?" } ?? "add it under `clauses`")
            }
            return citation
        }
    }

    /// The condition of a key; nil, with every fault in it, when it is not one.
    mutating func condition(_ key: String, in node: Node, _ vocabulary: Vocabulary) -> WrittenCondition? {
        guard let value = node.mapping?[key] else {
            add(at: node, "`\(key)` is missing", help: "add `\(key): …`, or `\(key): always`", words: "")
            return nil
        }
        guard let scalar = value.scalar else {
            add(at: value, "`\(key)` must be one line of text")
            return nil
        }
        var parser = ConditionParser(vocabulary: vocabulary)
        let condition = parser.parse(scalar.string)
        let mark = value.mark
        let quote = scalar.style == .doubleQuoted || scalar.style == .singleQuoted ? 1 : 0
        for complaint in parser.complaints {
            add(
                line: mark?.line ?? 1, column: (mark?.column ?? 1) + quote + complaint.offset, complaint.words,
                complaint.message, help: complaint.help)
        }
        return condition
    }
}
