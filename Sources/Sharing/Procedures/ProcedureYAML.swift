import Policy
import Yams

/// Reads a file of a procedure piece by piece and gathers everything that is wrong with it, at its place.
struct ProcedureYAML {
    let file: String
    private(set) var faults: [Fault] = []

    init(file: String) { self.file = file }

    /// The file's top mapping; nil, with a fault, when there is none.
    mutating func open(_ text: String) -> Node? {
        do {
            if let root = try Yams.compose(yaml: text, .basic), root.mapping != nil { return root }
            add(nil, "the file must be a list of names with their values", help: nil)
        } catch let error as YamlError {
            var line = 1
            var column = 1
            if case .scanner(_, _, let mark, _) = error { (line, column) = (mark.line, mark.column) }
            if case .parser(_, _, let mark, _) = error { (line, column) = (mark.line, mark.column) }
            if case .duplicatedKeysInMapping(_, let context) = error { (line, column) = (context.mark.line, context.mark.column) }
            let twice = if case .duplicatedKeysInMapping = error { true } else { false }
            faults.append(
                Fault(
                    file: file, line: line, column: column, words: "",
                    message: twice ? "a name stands here twice" : "this is not YAML",
                    help: "check indentation, quotes and colons"))
        } catch {
            add(nil, "the file cannot be read as YAML", help: "save it as UTF-8 text")
        }
        return nil
    }

    mutating func add(_ node: Node?, _ message: String, help: String?, words: String? = nil) {
        faults.append(
            Fault(
                file: file, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1,
                words: words ?? node?.scalar?.string ?? "", message: message, help: help))
    }

    /// Complains of a name that is not known, and names the nearest that is.
    mutating func unknown(_ what: String, _ name: String, _ node: Node?, among known: [String]) {
        add(
            node, "there is no \(what) `\(name)`",
            help: nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? (known.isEmpty ? nil : "known are: \(known.joined(separator: ", "))"))
    }

    mutating func expect(_ keys: [String], in node: Node) {
        for key in node.mapping?.keys.map({ $0 }) ?? [] where !keys.contains(key.scalar?.string ?? "") {
            let name = key.scalar?.string ?? ""
            add(
                key, "`\(name)` is not known here",
                help: nearest(to: name, among: keys).map { "did you mean `\($0)`?" }
                    ?? "known are: \(keys.joined(separator: ", "))")
        }
    }

    func has(_ key: String, in node: Node) -> Bool { node.mapping?[key] != nil }
    func node(_ key: String, in node: Node) -> Node? { node.mapping?[key] }

    /// The text of a key with single spaces; "" and a fault when it must be there and is not.
    mutating func text(_ key: String, in node: Node, required: Bool = true) -> String {
        guard let value = node.mapping?[key] else {
            if required { add(node, "`\(key)` is missing", help: "add `\(key): …`", words: "") }
            return ""
        }
        guard let scalar = value.scalar else {
            add(value, "`\(key)` must be a text", help: nil)
            return ""
        }
        let text = scalar.string.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty { add(value, "`\(key)` is empty", help: "write it, or leave the key out", words: "") }
        return text
    }

    /// The text of a key that is one of a few words.
    mutating func word<Known: RawRepresentable & CaseIterable>(
        _ key: String, in node: Node, _ kind: Known.Type
    ) -> Known? where Known.RawValue == String {
        let written = text(key, in: node)
        if let found = Known(rawValue: written) { return found }
        if !written.isEmpty { unknown("`\(key)`", written, self.node(key, in: node), among: Known.allCases.map(\.rawValue)) }
        return nil
    }

    /// Whether a key says `yes`.
    mutating func flag(_ key: String, in node: Node) -> Bool {
        guard has(key, in: node) else { return false }
        let written = text(key, in: node)
        if !["yes", "no"].contains(written) { add(self.node(key, in: node), "`\(key)` is `yes` or `no`", help: nil) }
        return written == "yes"
    }

    mutating func texts(_ key: String, in node: Node, required: Bool = true) -> [(text: String, node: Node)] {
        guard let value = node.mapping?[key] else {
            if required { add(node, "`\(key)` is missing", help: "add `\(key): […]`", words: "") }
            return []
        }
        guard let sequence = value.sequence else {
            add(value, "`\(key)` must be a list", help: "write `\(key): [a, b]`")
            return []
        }
        return sequence.compactMap { item in
            guard let scalar = item.scalar else {
                add(item, "an entry of `\(key)` must be a text", help: nil)
                return nil
            }
            return (scalar.string, item)
        }
    }

    mutating func entries(_ key: String, in node: Node, required: Bool = true) -> [Node] {
        guard let value = node.mapping?[key] else {
            if required { add(node, "`\(key)` is missing", help: "add `\(key):` with its entries", words: "") }
            return []
        }
        guard let sequence = value.sequence else {
            add(value, "`\(key)` must be a list", help: nil)
            return []
        }
        if sequence.isEmpty && required { add(value, "`\(key)` is empty", help: "add an entry", words: "") }
        return sequence.filter { item in
            if item.mapping != nil { return true }
            add(item, "an entry of `\(key)` must have names and values", help: nil)
            return false
        }
    }

    /// A name that no earlier entry has, of small letters, digits and hyphens.
    mutating func name(_ key: String, in node: Node, among seen: inout Set<String>, _ what: String) -> String {
        let name = text(key, in: node)
        guard !name.isEmpty else { return "" }
        let letters = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        if !letters || !(name.utf8.first.map { (97...122).contains($0) } ?? false) {
            add(self.node(key, in: node), "`\(name)` is no name", help: "use small letters, digits and hyphens")
        }
        if !seen.insert(name).inserted {
            add(self.node(key, in: node), "there is already \(what) `\(name)`", help: "give it another name")
        }
        return name
    }

    /// The condition of a key, with its faults where they stand in the file.
    mutating func gate(_ key: String, in node: Node, _ vocabulary: Vocabulary) -> Procedure.Gate {
        let value = node.mapping?[key]
        let written = text(key, in: node)
        guard let value, let scalar = value.scalar, !written.isEmpty else { return .init(text: written, condition: nil) }
        do {
            let read = try WrittenCondition(reading: scalar.string, vocabulary: vocabulary, file: file)
            return .init(text: read.text, condition: read.condition)
        } catch {
            let quote = scalar.style == .doubleQuoted || scalar.style == .singleQuoted ? 1 : 0
            for fault in error.all {
                faults.append(
                    Fault(
                        file: file, line: value.mark?.line ?? 1, column: (value.mark?.column ?? 1) + quote + fault.column - 1,
                        words: fault.words, message: fault.message, help: fault.help))
            }
            return .init(text: written, condition: nil)
        }
    }
}
