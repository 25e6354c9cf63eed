public import Vault

/// Somebody on the register who is probably the one that is about to be registered (001 §7 How; 002 §3.1c).
public struct ProbableMatch: Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case reference, sameName, soundsAlike, nameInPart, born, dayAndMonthExchanged, postcode, birthNotKnown

        var points: Int {
            switch self {
            case .reference: 60
            case .sameName: 30
            case .soundsAlike: 25
            case .nameInPart: 15
            case .born: 30
            case .dayAndMonthExchanged: 20
            case .postcode: 20
            case .birthNotKnown: 15
            }
        }
    }

    /// What is known of who is about to be registered.
    public struct Typed: Hashable, Sendable {
        public var name, knownAs, reference, postcode: String
        public var born: String?
        public init(name: String, knownAs: String = "", reference: String = "", born: String? = nil, postcode: String = "") {
            self.name = name
            self.knownAs = knownAs
            self.reference = reference
            self.born = born
            self.postcode = postcode
        }
    }

    /// From so many points on somebody is asked whether it is the same.
    public static let threshold = 45
    /// From so many points on it must be said why it is somebody else.
    public static let strong = 60

    public let person: RegisteredPerson
    public let reasons: [Reason]
    public var score: Int { reasons.reduce(0) { $0 + $1.points } }
    public var isStrong: Bool { score >= Self.strong }

    /// Nil when it is probably somebody else.
    public init?(_ person: RegisteredPerson, _ typed: Typed) {
        var reasons: [Reason] = []
        if !typed.reference.isEmpty, Self.same(typed.reference, person.reference) { reasons.append(.reference) }
        let names = [person.name, person.knownAs].filter { !$0.isEmpty }
        let theirs = [typed.name, typed.knownAs].filter { !$0.isEmpty }
        let isSame = theirs.contains { one in names.contains { SearchTerm.exactly(one).fits($0) } }
        if isSame {
            reasons.append(.sameName)
        } else if theirs.contains(where: { one in names.contains { Self.soundsAlike(one, $0) } }) {
            reasons.append(.soundsAlike)
        } else if theirs.contains(where: { one in names.contains { Self.shareASound(one, $0) } }) {
            reasons.append(.nameInPart)
        }
        let isNamed = !reasons.filter { $0 != .reference }.isEmpty
        switch (typed.born, person.born) {
        case (let born?, let known?):
            if born == known {
                reasons.append(.born)
            } else if Self.exchanged(born) == known {
                reasons.append(.dayAndMonthExchanged)
            }
        default: if isSame { reasons.append(.birthNotKnown) }
        }
        if !typed.postcode.isEmpty, Self.same(typed.postcode, person.postcode) { reasons.append(.postcode) }
        self.person = person
        self.reasons = reasons
        guard isNamed || reasons.contains(.reference), score >= Self.threshold else { return nil }
    }

    /// Whether two references or postcodes are the same, however they are spaced.
    static func same(_ one: String, _ other: String) -> Bool {
        let term = SearchTerm.exactly(one)
        return term.fits(other) || term.fits(other.filter { $0.isLetter || $0.isNumber })
    }

    static func words(_ name: String) -> [String] { name.split(whereSeparator: \.isWhitespace).map(String.init) }

    private static func soundsAlike(_ one: String, _ other: String) -> Bool {
        let (a, b) = (words(one), words(other))
        return !a.isEmpty && a.allSatisfy { SearchTerm.soundingLike($0).fits(other) }
            && b.allSatisfy { SearchTerm.soundingLike($0).fits(one) }
    }

    private static func shareASound(_ one: String, _ other: String) -> Bool {
        words(one).contains { $0.count > 2 && SearchTerm.soundingLike($0).fits(other) }
    }

    /// The day with its day and month the other way round.
    static func exchanged(_ day: String) -> String? {
        let parts = day.split(separator: "-").map(String.init)
        return parts.count == 3 && parts[1] != parts[2] ? "\(parts[0])-\(parts[2])-\(parts[1])" : nil
    }
}

extension Transaction {
    /// Who on the register is probably the same, the likeliest first. However many there are on the register, only those are
    /// opened who share a token with what was typed.
    /// - Throws: `StorageFault`.
    public mutating func probableMatches(
        _ typed: ProbableMatch.Typed, besides own: RecordID<RegisteredPerson>? = nil
    ) throws -> [ProbableMatch] {
        let all = Query<RegisteredPerson>(
            "organisation = ?", [.text(context.organisation)], order: "entry DESC", limit: RegisteredPerson.Search.limit
        ).sifted { found in found.filter { ProbableMatch($0, typed) != nil } }
        var queries: [Query<RegisteredPerson>] = []
        if !typed.reference.isEmpty { queries.append(all.found(by: .exactly(typed.reference), in: ["reference"])) }
        for born in [typed.born, typed.born.flatMap(ProbableMatch.exchanged)].compactMap({ $0 }) {
            queries.append(all.found(by: .exactly(born), in: ["born"]))
        }
        if !typed.postcode.isEmpty { queries.append(all.found(by: .exactly(typed.postcode), in: ["postcode"])) }
        for name in [typed.name, typed.knownAs] where !name.isEmpty {
            queries.append(
                ProbableMatch.words(name).prefix(6).reduce(all) {
                    $0.found(by: .soundingLike($1), in: ["name", "known_as"])
                })
        }
        var found: [RecordID<RegisteredPerson>: ProbableMatch] = [:]
        for query in queries {
            for person in try list(query) where person.id != own { found[person.id] = ProbableMatch(person, typed) }
        }
        return found.values.sorted { ($0.score, $1.person.id.text) > ($1.score, $0.person.id.text) }
    }
}
