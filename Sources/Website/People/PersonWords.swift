import Ledger
import Sharing

/// What is said of a person in words.
enum PersonWords {
    static func day(_ day: String) -> String { Instant(day + "T00:00:00.000Z")?.dayInWords ?? day }

    static func state(_ state: RegisteredPerson.State) -> String {
        switch state {
        case .active: "Active"
        case .closed: "Closed"
        case .deceased: "Has died"
        case .moved: "Moved away"
        case .locationUnknown: "Where they are is not known"
        case .merged: "Merged"
        }
    }

    static func tag(_ state: RegisteredPerson.State) -> HTML {
        switch state {
        case .active: "Active"
        case .locationUnknown: Parts.tag(Self.state(state), .danger)
        case .deceased, .merged: Parts.tag(Self.state(state), .caution)
        case .closed, .moved: Parts.tag(Self.state(state))
        }
    }

    static func band(_ band: AgeBand) -> String {
        switch band {
        case .underTwelve: "Under 12"
        case .twelveToFifteen: "12 to 15"
        case .sixteenSeventeen: "16 or 17"
        case .adult: "18 or over"
        }
    }

    /// What an age means for consent (002 Q11; 003 F-Consent).
    static func consent(_ band: AgeBand?) -> (words: String, clause: String) {
        switch band {
        case .underTwelve:
            (
                "Somebody with parental responsibility usually consents. A child who understands what is asked may consent for themselves, so ask what they understand.",
                "002 Q11"
            )
        case .twelveToFifteen:
            (
                "Children of 12 or over are generally expected to understand. You must judge whether this child understands this question, and record why.",
                "002 Q11"
            )
        case .sixteenSeventeen:
            (
                "They are presumed able to decide. They consent for themselves, unless something shows that they cannot.",
                "002 Q11"
            )
        case .adult:
            ("They consent for themselves, unless they lack capacity for this decision.", "002 Q11")
        case nil:
            ("Nobody knows how old they are. You must find out before you rely on anybody’s consent.", "003 F-Consent")
        }
    }

    /// Such as `12 (born 27 March 2014)`.
    static func age(_ person: RegisteredPerson, on today: String) -> String {
        guard let born = person.born, let years = person.age(on: today) else { return "Date of birth not known" }
        let about = person.isBirthEstimated ? "about " : ""
        if let died = person.died { return "Died on \(day(died)), aged \(about)\(years) (born \(about)\(day(born)))" }
        return "\(about)\(years) (born \(about)\(day(born)))".capitalizedFirst
    }

    /// As much as everybody on the staff may see.
    static func masked(_ person: RegisteredPerson, on today: String) -> String {
        guard let born = person.born, let band = person.ageBand(on: today) else { return "Not known" }
        return "\(person.isBirthEstimated ? "About " : "")\(born.prefix(4)) (\(Self.band(band).lowercased()))"
    }

    static func safety(_ safety: Particulars.Way.Safety) -> HTML {
        switch safety {
        case .safe: Parts.tag("Safe", .good)
        case .unsafe: Parts.tag("Not safe", .danger)
        case .notKnown: Parts.tag("Not known", .caution)
        }
    }

    static func known(_ known: Relation.Known?) -> String {
        switch known {
        case .yes: "Yes"
        case .no: "No"
        case .notKnown: "Not known"
        case nil: "Not asked"
        }
    }

    static func reason(_ reason: ProbableMatch.Reason) -> String {
        switch reason {
        case .reference: "same reference"
        case .sameName: "same name"
        case .soundsAlike: "the names sound alike"
        case .nameInPart: "part of the name sounds alike"
        case .born: "same date of birth"
        case .dayAndMonthExchanged: "day and month of birth the other way round"
        case .postcode: "same postcode"
        case .birthNotKnown: "no date of birth to tell them apart"
        }
    }
}
