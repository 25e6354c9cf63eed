public import Foundation
public import Policy
import Yams

/// What to do about a decision whose advice would be another under a proposed edition, as `Content/lists/changed-advice.yaml`
/// has it: for every change there can be.
public struct ChangedAdvice: Sendable {
    public struct Entry: Sendable {
        public let name: String
        let was: Set<String>
        let now: Set<String>
        /// What to do.
        public let words: String
        public let because: [String]

        func fits(_ was: String, _ now: String) -> Bool { self.was.contains(was) && self.now.contains(now) }
    }

    static let file = "lists/changed-advice.yaml"
    /// Stands for advice that was not certain.
    static let open = "open"

    let entries: [Entry]
    private let titles: [Outcome.ID: String]

    /// - Throws: `Faults` with everything that is wrong in the file, a change that no entry fits included.
    public init(folder: URL, vocabulary: Vocabulary) throws(Faults) {
        try self.init(reading: PolicyLibrary.contents(Self.file, in: folder), vocabulary: vocabulary)
    }

    /// - Throws: the same.
    init(reading text: String, vocabulary: Vocabulary) throws(Faults) {
        var reader = ChangedAdviceReader(outcomes: vocabulary.outcomes.map(\.id.rawValue) + [Self.open])
        let entries = reader.entries(text, sources: vocabulary.sources.map(\.id))
        if !reader.faults.isEmpty { throw Faults(reader.faults) }
        self.entries = entries
        titles = Dictionary(vocabulary.outcomes.map { ($0.id, $0.words) }, uniquingKeysWith: { first, _ in first })
    }

    /// An outcome as a title. A policy has the words of its own outcomes alone; old advice may have been any.
    public func words(_ outcome: Outcome.ID) -> String { titles[outcome] ?? outcome.rawValue }

    /// What to do where the advice was the one outcome and would be the other; nil stands for advice that is not certain.
    /// - Returns: nil only where both are the same.
    public func entry(was: Outcome.ID?, now: Outcome.ID?) -> Entry? {
        let (was, now) = (was?.rawValue ?? Self.open, now?.rawValue ?? Self.open)
        return was == now ? nil : entries.first { $0.fits(was, now) }
    }
}

/// Reads the file and gathers everything that is wrong with it.
private struct ChangedAdviceReader {
    let outcomes: [String]
    private(set) var faults: [Fault] = []

    init(outcomes: [String]) { self.outcomes = outcomes }

    mutating func entries(_ text: String, sources known: [String]) -> [ChangedAdvice.Entry] {
        guard let root = try? Yams.compose(yaml: text, .basic), root.mapping != nil else {
            add(nil, "the file cannot be read as a list of names with their values", help: "check indentation, quotes and colons")
            return []
        }
        expect(["sources", "changes"], in: root)
        let declared = list("sources", in: root).map { source -> String in
            expect(["source", "title"], in: source)
            _ = words("title", in: source)
            return words("source", in: source)
        }
        var names: Set<String> = []
        var found: [ChangedAdvice.Entry] = []
        for node in list("changes", in: root) {
            expect(["change", "was", "now", "do", "because"], in: node)
            let name = words("change", in: node)
            if !names.insert(name).inserted { add(node, "there is already a change `\(name)`", help: "give it another name") }
            let entry = ChangedAdvice.Entry(
                name: name, was: ends("was", in: node), now: ends("now", in: node), words: words("do", in: node),
                because: citations(in: node, sources: known + declared))
            let left = pairs.filter { was, now in !found.contains { $0.fits(was, now) } }
            if faults.isEmpty, !left.contains(where: { entry.fits($0, $1) }) {
                add(node, "`\(name)` never counts: earlier entries fit all of its changes", help: "move it up, or remove it")
            }
            found.append(entry)
        }
        for (was, now) in pairs where faults.count < 20 && !found.contains(where: { $0.fits(was, now) }) {
            add(root, "nothing says what to do where the advice was `\(was)` and would be `\(now)`", help: "add an entry for it")
        }
        return found
    }

    /// Every change there can be.
    private var pairs: [(String, String)] {
        outcomes.flatMap { was in outcomes.filter { $0 != was }.map { (was, $0) } }
    }

    private mutating func add(_ node: Node?, _ message: String, help: String) {
        faults.append(
            Fault(
                file: ChangedAdvice.file, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1,
                words: node?.scalar?.string ?? "", message: message, help: help))
    }

    private mutating func expect(_ keys: [String], in node: Node) {
        for key in node.mapping?.keys.map({ $0 }) ?? [] where !keys.contains(key.scalar?.string ?? "") {
            add(key, "`\(key.scalar?.string ?? "")` is not known here", help: "known are: \(keys.joined(separator: ", "))")
        }
    }

    private mutating func list(_ key: String, in node: Node) -> [Node] {
        let found = node.mapping?[key]?.sequence.map { Array($0) } ?? []
        if found.isEmpty { add(node, "`\(key)` must be a list", help: "write it as a list, or add it") }
        return found
    }

    private mutating func words(_ key: String, in node: Node) -> String {
        let text = (node.mapping?[key]?.scalar?.string ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty { add(node, "`\(key)` is missing or empty", help: "add `\(key): …`") }
        return text
    }

    private mutating func ends(_ key: String, in node: Node) -> Set<String> {
        Set(
            list(key, in: node).map { item in
                let name = item.scalar?.string ?? ""
                if !outcomes.contains(name) {
                    add(
                        item, "there is no outcome `\(name)`",
                        help: nearest(to: name, among: outcomes).map { "did you mean `\($0)`?" }
                            ?? "known are: \(outcomes.joined(separator: ", "))")
                }
                return name
            })
    }

    private mutating func citations(in node: Node, sources: [String]) -> [String] {
        list("because", in: node).map { item in
            let text = item.scalar?.string ?? ""
            if !sources.contains(where: { text == $0 || text.hasPrefix($0 + " ") }) {
                add(item, "`\(text)` cites no declared source", help: "declare it under `sources`")
            }
            return text
        }
    }
}
