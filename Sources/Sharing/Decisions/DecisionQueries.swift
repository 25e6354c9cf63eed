public import Ledger
public import Vault

extension Decision {
    /// What somebody looks for in a list of decisions. Empty fields ask nothing.
    public struct Search: Sendable, Equatable {
        public enum Order: String, Sendable, CaseIterable {
            case newest, oldest
            case subject
            case recipient
        }

        /// Words that stand in the subject, the recipient, the facts or the reasons.
        public var words = ""
        public var verdict: Verdict?
        public var order = Order.newest
        /// From 1.
        public var page = 1
        public init() {}

        public static let pageSize = 20
    }

    /// The decisions that the search asks for: a practitioner's own, or the organisation's for those who oversee it.
    /// It asks for one more than a page holds, so that the caller knows whether there is another page.
    public static func found(_ search: Search, by context: AccessContext) -> Query<Decision> {
        var condition = context.role == .practitioner ? "author = ?" : "organisation = ?"
        var values: [SQLValue] = [.text(context.role == .practitioner ? context.practitioner : context.organisation)]
        for word in search.words.split(whereSeparator: \.isWhitespace).prefix(8) {
            condition += " AND (subject LIKE ? ESCAPE '!' OR recipient LIKE ? ESCAPE '!'"
            condition += " OR facts_of_the_case LIKE ? ESCAPE '!' OR reasons LIKE ? ESCAPE '!' OR id = ?)"
            let pattern = word.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
            values += Array(repeating: .text("%\(pattern)%"), count: 4) + [.text(word.lowercased())]
        }
        if let verdict = search.verdict {
            condition += " AND verdict = ?"
            values.append(.text(verdict.rawValue))
        }
        let order =
            switch search.order {
            case .newest: "at DESC"
            case .oldest: "at"
            case .subject: "subject, at DESC"
            case .recipient: "recipient, at DESC"
            }
        return Query(
            condition, values, order: order, limit: Search.pageSize + 1,
            offset: (max(1, min(search.page, 100_000)) - 1) * Search.pageSize)
    }

    /// The decisions on a request, the latest first.
    public static func on(_ request: RecordID<SharingRequest>) -> Query<Decision> {
        Query("request = ?", [.text(request.text)], order: "at DESC")
    }

    /// The decisions that take up an earlier one again.
    public static func reconsidering(_ decision: RecordID<Decision>) -> Query<Decision> {
        Query("reconsiders = ?", [.text(decision.text)], order: "at")
    }

    /// The practitioner's decisions whose review falls due by a day and that nobody has taken up again.
    public static func dueForReview(by context: AccessContext, until day: Instant) -> Query<Decision> {
        Query(
            "author = ? AND review_on IS NOT NULL AND review_on <= ? AND id NOT IN "
                + "(SELECT reconsiders FROM decision WHERE reconsiders IS NOT NULL)",
            [.text(context.practitioner), .text(day.description)], order: "review_on")
    }
}
