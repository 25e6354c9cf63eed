import Foundation
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
        /// Whether names that sound like the words will do.
        public var soundsAlike = false
        public var verdict: Verdict?
        public var order = Order.newest
        /// From 1.
        public var page = 1
        public init() {}

        public static let pageSize = 20
        /// What is written is sealed, so words in it are looked for in so many of the latest decisions; names in all.
        public static let textLimit = 2000
        /// At most so many are found by their names beyond those.
        static let nameLimit = 5000
    }

    /// The decisions that the search asks for: a practitioner's own, or the organisation's for those who oversee it.
    /// It asks for one more than a page holds, so that the caller knows whether there is another page.
    public static func found(_ search: Search, by context: AccessContext) -> Query<Decision> {
        var condition = context.role == .practitioner ? "author = ?" : "organisation = ?"
        var values: [SQLValue] = [.text(context.role == .practitioner ? context.practitioner : context.organisation)]
        if let verdict = search.verdict {
            condition += " AND verdict = ?"
            values.append(.text(verdict.rawValue))
        }
        let skip = (max(1, min(search.page, 100_000)) - 1) * Search.pageSize
        let words = search.words.split(whereSeparator: \.isWhitespace).prefix(8).map(String.init)
        if words.isEmpty, search.order == .newest || search.order == .oldest {
            return Query(
                condition, values, order: search.order == .newest ? "at DESC" : "at", limit: Search.pageSize + 1, offset: skip)
        }
        var query = Query<Decision>(condition, values, order: "at DESC", limit: Search.textLimit + Search.nameLimit)
        for word in words {
            query = query.found(by: term(word, search), in: ["subject", "recipient"]).orFirst(Search.textLimit)
        }
        return query.sifted { decisions in
            let fitting = decisions.filter { decision in words.allSatisfy { decision.answers(to: $0, search) } }
            return Array(sorted(fitting, search.order).dropFirst(skip).prefix(Search.pageSize + 1))
        }
    }

    private static func term(_ word: String, _ search: Search) -> SearchTerm {
        search.soundsAlike ? .soundingLike(word) : .startingWith(word)
    }

    private func answers(to word: String, _ search: Search) -> Bool {
        let texts = [subject, recipient, factsOfTheCase, reasons]
        if id.text == word.lowercased()
            || texts.contains(where: { $0.range(of: word, options: [.caseInsensitive, .diacriticInsensitive]) != nil })
        {
            return true
        }
        return Self.term(word, search).fits(subject) || Self.term(word, search).fits(recipient)
    }

    private static func sorted(_ decisions: [Decision], _ order: Search.Order) -> [Decision] {
        switch order {
        case .newest: decisions.sorted { ($0.at, $0.id.text) > ($1.at, $1.id.text) }
        case .oldest: decisions.sorted { ($0.at, $0.id.text) < ($1.at, $1.id.text) }
        case .subject: decisions.sorted { ($0.subject.lowercased(), $1.at) < ($1.subject.lowercased(), $0.at) }
        case .recipient: decisions.sorted { ($0.recipient.lowercased(), $1.at) < ($1.recipient.lowercased(), $0.at) }
        }
    }

    /// The decisions about a person, the latest first.
    public static func about(_ person: RecordID<RegisteredPerson>) -> Query<Decision> {
        Query("person = ?", [.text(person.text)], order: "at DESC")
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
