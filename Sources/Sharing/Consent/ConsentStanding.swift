public import Ledger
import Vault

/// Whether somebody may consent, by what is recorded of them (000 §4.3; 002 Q10, Q11; 003 F-Consent). What each capacity
/// needs stands in `Content/lists/consent-givers.yaml`.
public enum ConsentStanding: Hashable, Sendable {
    /// On what it rests.
    case stands(String)
    /// What is missing, and what to do about it.
    case lacks(String, Remedy)

    public enum Remedy: Hashable, Sendable { case details, competence, relations, capacity, name }

    /// - Parameters:
    ///   - needs: as the list says, such as `age-16`.
    ///   - relation: who consents for the person, if somebody does.
    public static func of(
        needs: String, giver: String, evidence: String, person: RegisteredPerson, relation: Relation?, runs: [ProcedureRun],
        standings: [Particulars.Standing], on now: Instant
    ) -> ConsentStanding {
        let age = years(from: person.born, on: now.day)
        switch needs {
        case "age-18":
            guard let age else { return .lacks("No date of birth is recorded, so nothing shows that they are 18", .details) }
            return age >= 18 ? .stands("18 or older") : .lacks("They are \(age) and not 18", .details)
        case "age-16":
            guard let age else { return .lacks("No date of birth is recorded, so nothing shows that they are 16", .details) }
            return age >= 16 ? .stands("16 or older") : .lacks("They are \(age) and not 16", .competence)
        case "competence": return competence(person, runs, now)
        case "parental-responsibility":
            guard let relation else { return .lacks("Say which of the people around them it is", .relations) }
            guard !relation.isEnded, relation.content.parentalResponsibility == .yes else {
                return .lacks("It is not recorded that \(relation.name) has parental responsibility", .relations)
            }
            guard !relation.content.evidence.isEmpty || !evidence.isEmpty else {
                return .lacks("Nothing shows the parental responsibility of \(relation.name)", .relations)
            }
            return .stands("Parental responsibility: " + [relation.content.evidence, evidence].first { !$0.isEmpty }.orEmpty)
        case "care-order":
            let order = standings.first {
                ["care-order", "looked-after"].contains($0.kind) && ($0.until.isEmpty || $0.until >= now.day)
            }
            guard let order else {
                return .lacks("No care order is recorded, nor that the council looks after them", .details)
            }
            return giver.isEmpty
                ? .lacks("Say who consents for the council", .name) : .stands("Recorded as \(order.kind): \(order.source)")
        case "authority":
            guard let relation else { return .lacks("Say which of the people around them it is", .relations) }
            let content = relation.content
            guard !relation.isEnded, !content.authority.isEmpty else {
                return .lacks("No document is recorded by which \(relation.name) acts for them", .relations)
            }
            guard !content.authorityScope.isEmpty else {
                return .lacks("It is not recorded for which decisions \(relation.name) may act", .relations)
            }
            if !content.authorityUntil.isEmpty, content.authorityUntil < now.day {
                return .lacks("The authority of \(relation.name) has run out", .relations)
            }
            return .stands("\(content.authority): \(content.authorityScope)")
        default:
            return giver.isEmpty || evidence.isEmpty
                ? .lacks("Say who they are, and why it is theirs to consent", .name) : .stands(evidence)
        }
    }

    private static func competence(_ person: RegisteredPerson, _ runs: [ProcedureRun], _ now: Instant) -> ConsentStanding {
        let closed = runs.filter { $0.procedure == "competence" && $0.person == person.id && $0.state == .closed }
        guard let newest = closed.max(by: { $0.changed < $1.changed }) else {
            return .lacks("Nobody has recorded that they are competent to decide this", .competence)
        }
        guard newest.changed >= now.adding(days: -365) else {
            return .lacks("Their competence was last looked at more than a year ago", .competence)
        }
        guard newest.content.answers["outcome"] == "competent" else {
            return .lacks("When their competence was last looked at, they were not found competent", .competence)
        }
        return .stands("Judged competent on \(newest.changed.day)")
    }
}

extension ConsentStanding {
    /// Whole years between two days such as `2014-03-27`; nil where either is none.
    public static func years(from born: String?, on day: String) -> Int? {
        let birth = (born ?? "").split(separator: "-").compactMap { Int($0) }
        let today = day.split(separator: "-").compactMap { Int($0) }
        guard birth.count == 3, today.count == 3 else { return nil }
        let hadBirthday = (today[1], today[2]) >= (birth[1], birth[2])
        return today[0] - birth[0] - (hadBirthday ? 0 : 1)
    }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}
