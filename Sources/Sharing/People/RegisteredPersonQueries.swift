public import Vault

extension RegisteredPerson {
    /// Whom somebody looks for on the register. Empty fields ask nothing; every other must fit.
    public struct Search: Sendable, Hashable {
        public enum Order: String, Sendable, CaseIterable { case name, born, changed }

        public var name = ""
        /// Whether names that sound like it will do.
        public var soundsAlike = false
        public var born: String?
        public var reference = ""
        public var postcode = ""
        public var order = Order.name
        /// From 1.
        public var page = 1
        public init() {}

        public static let pageSize = 20
        /// So many of those who share a token with what is asked are opened, those changed last first.
        public static let limit = 500

        public var asksNothing: Bool { name.isEmpty && born == nil && reference.isEmpty && postcode.isEmpty }

        var terms: [(term: SearchTerm, columns: [String])] {
            // What few share comes first.
            var terms: [(SearchTerm, [String])] = []
            if !reference.isEmpty { terms.append((.exactly(reference), ["reference"])) }
            if let born { terms.append((.exactly(born), ["born"])) }
            if !postcode.isEmpty { terms.append((.exactly(postcode), ["postcode"])) }
            for word in ProbableMatch.words(name).prefix(6) {
                terms.append((soundsAlike ? .soundingLike(word) : .startingWith(word), ["name", "known_as"]))
            }
            return terms
        }
    }

    /// Those on the organisation's register whom the search asks for: one more than a page holds, so that the caller knows
    /// whether there is another page. They are found by tokens alone: nobody else's record is opened.
    public static func found(_ search: Search, in organisation: String) -> Query<RegisteredPerson> {
        let query = search.terms.reduce(
            Query<RegisteredPerson>("organisation = ?", [.text(organisation)], order: "entry DESC", limit: Search.limit)
        ) { $0.found(by: $1.term, in: $1.columns) }
        let skip = (max(1, min(search.page, 10_000)) - 1) * Search.pageSize
        return query.sifted { people in
            let fitting = people.filter { $0.answers(to: search) }
            return Array(sorted(fitting, search.order).dropFirst(skip).prefix(Search.pageSize + 1))
        }
    }

    /// The people that somebody works with.
    public static func workedWith(
        by practitioner: String, order: Search.Order, page: Int
    ) -> Query<RegisteredPerson> {
        let skip = (max(1, min(page, 10_000)) - 1) * Search.pageSize
        let condition = "id IN (SELECT person FROM allocation WHERE practitioner = ? AND until IS NULL)"
        if order == .changed {
            return Query(
                condition, [.text(practitioner)], order: "changed DESC", limit: Search.pageSize + 1, offset: skip)
        }
        return Query(condition, [.text(practitioner)], order: "changed DESC", limit: 1000).sifted { people in
            Array(sorted(people, order).dropFirst(skip).prefix(Search.pageSize + 1))
        }
    }

    /// Whether they fit once they are opened: the index also answers with some who do not.
    private func answers(to search: Search) -> Bool {
        if !search.reference.isEmpty, !ProbableMatch.same(search.reference, reference) { return false }
        if let wanted = search.born, wanted != born { return false }
        if !search.postcode.isEmpty, !ProbableMatch.same(search.postcode, postcode) { return false }
        return ProbableMatch.words(search.name).prefix(6).allSatisfy { word in
            let term: SearchTerm = search.soundsAlike ? .soundingLike(word) : .startingWith(word)
            return term.fits(name) || term.fits(knownAs)
        }
    }

    private static func sorted(_ people: [RegisteredPerson], _ order: Search.Order) -> [RegisteredPerson] {
        switch order {
        case .name: people.sorted { ($0.name.lowercased(), $0.id.text) < ($1.name.lowercased(), $1.id.text) }
        case .born: people.sorted { ($0.born ?? "", $0.id.text) > ($1.born ?? "", $1.id.text) }
        case .changed: people.sorted { ($0.changed, $0.id.text) > ($1.changed, $1.id.text) }
        }
    }
}

extension Allocation {
    /// Those who work with any of several people today.
    public static func inForce(to people: [String]) -> Query<Allocation> {
        Query(
            "until IS NULL AND person IN (\(people.map { _ in "?" }.joined(separator: ", ")))", people.map { .text($0) },
            order: "since", limit: 2000)
    }

    /// Whom practitioners of an organisation took up themselves, the latest first.
    public static func takenUp(in organisation: String, limit: Int, offset: Int) -> Query<Allocation> {
        Query(
            "organisation = ? AND reason = 'taken-up'", [.text(organisation)], order: "since DESC", limit: limit,
            offset: offset)
    }
}

extension Relation {
    /// Where the person is somebody to others, as far as the one who asks may see those others' files. Of whom somebody is
    /// said to be at risk from them, nothing (002 Q11; 004 §6.2).
    public static func openlyNaming(_ person: RecordID<RegisteredPerson>, by context: AccessContext) -> Query<Relation> {
        if context.oversees { return Query("other = ? AND kind <> 'alleged'", [.text(person.text)], order: "begun") }
        return Query(
            "other = ? AND kind <> 'alleged' AND person IN "
                + "(SELECT person FROM allocation WHERE practitioner = ? AND until IS NULL)",
            [.text(person.text), .text(context.practitioner)], order: "begun")
    }
}

extension Duty {
    /// What waits about a person, as far as the one who asks may see it.
    public static func open(aboutPerson person: RecordID<RegisteredPerson>, by context: AccessContext) -> Query<Duty> {
        if context.oversees {
            return Query("person = ? AND state = 'open'", [.text(person.text)], order: "urgent DESC, due", limit: 50)
        }
        return Query(
            "person = ? AND state = 'open' AND (owner = ? OR author = ?)",
            [.text(person.text), .text(context.practitioner), .text(context.practitioner)], order: "urgent DESC, due",
            limit: 50)
    }
}
