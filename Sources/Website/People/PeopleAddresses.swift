extension Addresses {
    static let takenUp = "/people/taken-up"
    static func takeUp(_ id: String) -> String { "/people/\(id)/take-up" }
    static func stopWorking(_ id: String) -> String { "/people/\(id)/stop" }
    static func ageReview(_ id: String) -> String { "/people/\(id)/age-review" }

    static func personIdentity(_ id: String) -> String { "/people/\(id)/details/identity" }
    static func personAddresses(_ id: String) -> String { "/people/\(id)/details/addresses" }
    static func communication(_ id: String) -> String { "/people/\(id)/details/communication" }
    static func safeContact(_ id: String) -> String { "/people/\(id)/details/safe-contact" }
    static func newWay(_ id: String) -> String { "/people/\(id)/details/safe-contact/new" }
    static func way(_ id: String, _ place: Int) -> String { "/people/\(id)/details/safe-contact/\(place)" }
    static func newStanding(_ id: String) -> String { "/people/\(id)/details/standings/new" }
    static func standing(_ id: String, _ place: Int) -> String { "/people/\(id)/details/standings/\(place)" }
    static func services(_ id: String) -> String { "/people/\(id)/details/services" }
    static func background(_ id: String) -> String { "/people/\(id)/details/background" }
    static func personState(_ id: String) -> String { "/people/\(id)/details/state" }

    static func newRelation(_ id: String) -> String { "/people/\(id)/relations/new" }
    static func newRelation(_ id: String, _ kind: String) -> String { "/people/\(id)/relations/new/\(kind)" }
    static func relation(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)" }
    static func changeRelation(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)/change" }
    static func endRelation(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)/end" }
    static func linkRelation(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)/link" }
    static func unlinkRelation(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)/unlink" }
    static func ownEntry(_ id: String, _ relation: String) -> String { "/people/\(id)/relations/\(relation)/own-record" }

    static func merge(_ id: String) -> String { "/people/\(id)/merge" }
    static func merge(_ id: String, with other: String) -> String { "/people/\(id)/merge/\(other)" }
    static func undoMerge(_ id: String) -> String { "/people/\(id)/undo-merge" }
}
