/// Whom a person has named to be involved, and when nothing may be shared with them all the same (000 §10.12).
public enum Nomination {
    /// Why nothing may be shared with somebody of the person's own circle; nil when nothing of this kind stands against it.
    /// An objection holds whoever they are.
    public static func refusal(for relation: Relation) -> String? {
        if relation.content.objects {
            return "The person objects to their being told anything. You must not share with them while the objection stands."
        }
        if relation.isEnded {
            return "The person has ended this. You must not share with them because of it."
        }
        return nil
    }
}

extension Relation {
    /// Whether, by the person's own word, they may be told what the record says.
    public var mayBeToldAnything: Bool { Nomination.refusal(for: self) == nil && !content.mayBeTold.isEmpty }
}

/// By what somebody acts for the person (000 §4.3; 001 §4).
public struct Authority: Sendable {
    private let relation: Relation

    /// Nil for whoever does not act for the person by a document.
    public init?(_ relation: Relation) {
        guard relation.kind == "authorised", !relation.content.authority.isEmpty else { return nil }
        self.relation = relation
    }

    /// For what, a line each.
    public var scope: [String] {
        relation.content.authorityScope.split(separator: "\n").map { Self.plain(String($0)) }.filter { !$0.isEmpty }
    }

    /// Whether it is in force on a day such as `2026-03-27`.
    public func isInForce(on day: String) -> Bool {
        let content = relation.content
        if relation.isEnded || content.objects { return false }
        if !content.from.isEmpty, content.from > day { return false }
        return content.authorityUntil.isEmpty || content.authorityUntil >= day
    }

    /// Whether it covers a matter on a day. The matter is written as one of the lines of the scope is.
    public func covers(_ matter: String, on day: String) -> Bool { isInForce(on: day) && scope.contains(Self.plain(matter)) }

    private static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
