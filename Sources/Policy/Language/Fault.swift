/// One thing wrong in a file of content: where it stands, the words that are wrong, and how to mend it.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
    /// The file as the reader named it; never a path of the machine unless the caller gave one.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in characters.
    public let column: Int
    /// The offending words as written; empty when something is missing.
    public let words: String
    public let message: String
    /// What to do about it, often the nearest known name.
    public let help: String?

    public init(file: String, line: Int, column: Int, words: String, message: String, help: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.words = words
        self.message = message
        self.help = help
    }

    public var description: String {
        let place = "\(file):\(line):\(column): \(message)"
        return help.map { place + "\n  help: " + $0 } ?? place
    }
}

/// Every fault of what was read, in the order in which they stand. Never empty.
public struct Faults: Error, Sendable, CustomStringConvertible {
    public let all: [Fault]

    public init(_ faults: [Fault]) {
        all = faults.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    }

    public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// The known name that looks most like a given one, if any is near enough to be what was meant.
public func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let limit = max(2, name.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(name, candidate)
        guard distance <= limit else { continue }
        // Of two that are as near, always the same one: sets come in any order.
        if let best, (best.distance, best.name) <= (distance, candidate) { continue }
        best = (candidate, distance)
    }
    return best?.name
}

/// How many letters must be changed, added or removed to make one word of the other (Levenshtein).
private func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first.utf8)
    let b = Array(second.utf8)
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var row = Array(0...b.count)
    for i in 1...a.count {
        var diagonal = row[0]
        row[0] = i
        for j in 1...b.count {
            let above = row[j]
            row[j] = min(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1))
            diagonal = above
        }
    }
    return row[b.count]
}
