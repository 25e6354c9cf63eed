/// Reasons that never stand alone for not sharing (001 §2, §8 rule 1; 002 §1.2; 003 M2 p2, p9, M4 p2; 004 §6.2, §6.3).
public struct LoneReasons: Sendable {
    /// Words that carry no reason of their own.
    private static let fillers: Set<String> = [
        "a", "an", "and", "are", "as", "be", "because", "by", "can", "cannot", "do", "due", "for", "have", "i", "in", "is", "it",
        "just", "may", "might", "must", "no", "not", "of", "on", "only", "our", "reasons", "reason", "share", "shared", "sharing",
        "so", "that", "the", "there", "they", "this", "to", "under", "us", "we", "will", "with", "would", "you",
    ]
    /// So many words beside them say something.
    private static let enough = 3

    private let list: CodeList

    public init(_ list: CodeList) { self.list = list }

    /// The reason that would stand alone: one that was ticked, or that a text says and nothing else. Nil where more is said.
    public func alone(_ text: String, ticked: [String]) -> CodeList.Entry? {
        let said = list.entries.first { entry in phrases(entry).contains { Self.plain(text).contains($0) } }
        guard let entry = ticked.compactMap({ list[$0] }).first ?? said else { return nil }
        var rest = Self.plain(text)
        // The longest first, so that a shorter phrase inside it leaves nothing behind.
        for phrase in list.entries.flatMap(phrases).sorted(by: { $0.count > $1.count }) {
            rest = rest.replacing(phrase, with: " ")
        }
        let words = rest.split(separator: " ").filter { !Self.fillers.contains(String($0)) }
        return words.count < Self.enough ? entry : nil
    }

    private func phrases(_ entry: CodeList.Entry) -> [String] {
        let said = (entry.more["said"] ?? "").split(separator: ";").map(String.init)
        return ([entry.words] + said).map(Self.plain)
    }

    /// In small letters, with single spaces around every word and nothing else.
    private static func plain(_ text: String) -> String {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return " " + words.joined(separator: " ") + " "
    }
}
