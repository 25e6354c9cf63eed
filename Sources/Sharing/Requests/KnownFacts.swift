public import Ledger
import Vault

/// What the records already answer of a policy's questions, each with where it stands. Where no record says it there is no
/// answer: nothing is guessed (001 §6 Accurate; 002 §2.15; 003 M2 p8).
public struct KnownFacts: Sendable {
    public struct One: Hashable, Sendable {
        public let fact: String
        public let answer: String
        /// Such as "From the consent of 3 March 2026".
        public let words: String
        /// The record it stands in: `consent/…`.
        public let record: String
        public init(fact: String, answer: String, words: String, record: String) {
            self.fact = fact
            self.answer = answer
            self.words = words
            self.record = record
        }
    }

    /// Everything that is looked at.
    public struct Records: Sendable {
        public var person: RegisteredPerson
        public var particulars: Particulars?
        public var relations: [Relation] = []
        /// The items that would be shared.
        public var chosen: [InformationItem] = []
        public var sealed: [SealedFact] = []
        public var consents = ConsentRegister([], [])
        public var runs: [ProcedureRun] = []
        public var request: SharingRequest
        public var contact: Contact?
        /// The choice of the recipient's fact for a kind of requester or of agency, as the lists say.
        public var recipient: (answer: String, words: String)?
        /// The points that an informed consent covers.
        public var points: [String] = []
        public init(person: RegisteredPerson, request: SharingRequest) {
            self.person = person
            self.request = request
        }
    }

    public let all: [One]

    /// - Parameters:
    ///   - facts: the facts that the policy uses; nothing is said of others.
    ///   - day: how a moment is written.
    public init(_ records: Records, among facts: Set<String>, at now: Instant, day: @escaping @Sendable (Instant) -> String) {
        let finder = Finder(records: records, now: now, day: day)
        var known: [One] = []
        for one in finder.ofThePerson + finder.ofTheAsking + finder.ofTheItems + finder.ofConsent + finder.ofTheCircle {
            // What was said first of a fact is the more particular.
            if facts.contains(one.fact), !known.contains(where: { $0.fact == one.fact }) { known.append(one) }
        }
        all = known
    }

    public subscript(_ fact: String) -> One? { all.first { $0.fact == fact } }

    struct Finder {
        let records: Records
        let now: Instant
        let day: @Sendable (Instant) -> String

        func one(_ fact: String, _ answer: String, _ words: String, _ record: String) -> One {
            One(fact: fact, answer: answer, words: words, record: record)
        }

        var ofThePerson: [One] {
            var found: [One] = []
            let file = "registered_person/" + records.person.id.text
            if let subject = Age.subject(records.person, on: now.day) {
                let words = subject == "deceased" ? "From the register: they have died" : "From the date of birth on the register"
                found.append(one("subject", subject, words, file))
            }
            if let run = assessment, let answer = Self.outcomes[run.content.answers["outcome"] ?? ""] {
                found.append(
                    one(
                        "can-decide", answer, "From the assessment closed on \(day(run.changed))",
                        "procedure_run/" + run.id.text))
            }
            if let needs = records.particulars?.content.communication {
                found.append(
                    one(
                        "needs-communication-support", needs.needsSupport ? "yes" : "no",
                        "From how they communicate, in their details", "particulars/" + records.person.id.text))
            }
            return found
        }

        /// What the procedures `capacity` and `competence` end with; what is not clear gives no answer.
        private static let outcomes = ["able": "yes", "not-able": "no", "competent": "yes", "not-competent": "no"]

        /// The latest that was closed, for this request or for none: each decision is assessed by itself (003 M3 p2).
        private var assessment: ProcedureRun? {
            let wanted = Age.isChild(records.person, on: now.day).map { $0 ? "competence" : "capacity" }
            let own = "sharing_request/" + records.request.id.text
            return records.runs.filter {
                $0.state == .closed && (wanted == nil || $0.procedure == wanted)
                    && ["competence", "capacity"].contains($0.procedure) && ($0.of == nil || $0.of == own)
            }.max { ($0.of == own ? 1 : 0, $0.changed) < ($1.of == own ? 1 : 0, $1.changed) }
        }

        var ofTheAsking: [One] {
            guard let asking = records.request.asking else { return [] }
            let here = "sharing_request/" + records.request.id.text
            var found: [One] = []
            if let recipient = records.recipient {
                let record = records.contact.map { "contact/" + $0.id.text } ?? here
                found.append(one("recipient", recipient.answer, recipient.words, record))
            }
            if asking.verification.isVerified {
                found.append(one("recipient-verified", "yes", "From the check of who they are", here))
            } else if !asking.verifiedBy.isEmpty {
                found.append(one("recipient-verified", "no", "From the check of who they are", here))
            }
            for (fact, answer, words) in [
                ("recipient-needs-it", asking.needsIt, "From what you recorded of their need"),
                ("anonymised-would-do", asking.wouldAnonymisedDo, "From what you recorded of the request"),
                ("whole-file", asking.asksWholeFile, "From what you recorded of the request"),
            ] where ["yes", "no"].contains(answer) {
                found.append(one(fact, answer, words, here))
            }
            if asking.urgency == .lifeAndDeath || asking.urgency == .immediateSafety {
                found.append(one("vital-interests", "yes", "From how urgent you said it is", here))
            }
            return found
        }
    }
}

/// Ages, as far as a date of birth settles them.
enum Age {
    static func years(_ born: String, on day: String) -> Int? {
        let from = born.split(separator: "-").compactMap { Int($0) }
        let to = day.split(separator: "-").compactMap { Int($0) }
        guard from.count == 3, to.count == 3, born <= day else { return nil }
        return to[0] - from[0] - ((to[1], to[2]) < (from[1], from[2]) ? 1 : 0)
    }

    /// The choice of the fact `subject`; nil where it is not known, or an estimated birth leaves two open.
    static func subject(_ person: RegisteredPerson, on day: String) -> String? {
        if person.died != nil || person.state == .deceased { return "deceased" }
        guard let born = person.born, let age = years(born, on: day) else { return nil }
        // An estimate may be a year out either way.
        let ages = person.isBirthEstimated ? [max(0, age - 1), age, age + 1] : [age]
        let choices = Set(ages.map(group))
        return choices.count == 1 ? choices.first : nil
    }

    static func isChild(_ person: RegisteredPerson, on day: String) -> Bool? {
        subject(person, on: day).flatMap { choice in
            choice == "deceased" ? nil : choice.hasPrefix("child")
        }
    }

    private static func group(_ age: Int) -> String {
        switch age {
        case ..<12: "child-under-12"
        case 12..<16: "child-12-to-15"
        case 16..<18: "aged-16-or-17"
        default: "adult"
        }
    }
}
