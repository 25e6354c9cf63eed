public import Policy
public import Vault

/// A way of doing something safely, step by step, as `Content/procedures/<name>.yaml` has it. Data, never code: whoever leads
/// on governance writes it, and it is checked when it is read.
public struct Procedure: Sendable {
    public enum Need: String, Sendable, CaseIterable { case required, optional, none }

    /// What kind of record a run of it may belong to.
    public enum Belonging: String, Sendable, CaseIterable {
        case disclosure, none
        case sharingRequest = "sharing_request"
        case urgentAction = "urgent_action"
    }

    /// A document or statute that it cites.
    public struct Source: Hashable, Sendable {
        public let id: String
        public let title: String
    }

    /// In which order the steps are done.
    public enum Order: String, Sendable, CaseIterable {
        /// As they stand: each waits for those before it, so that nothing is said before it is known to whom.
        case listed
        case any
    }

    /// By when, and as which kind of duty of `Content/lists/duties.yaml`. Without a span, by the kind's own.
    public struct Deadline: Hashable, Sendable {
        public let duty: String
        let within: Deadlines.Span?
    }

    /// A condition of the procedure. What could not be read as one is never known to hold and never known not to.
    public struct Gate: Hashable, Sendable {
        public let text: String
        let condition: Condition?

        public func holds(in situation: Situation) -> Bool? { condition?.holds(in: situation) }
        /// The answers it speaks of.
        public var facts: [String] { condition?.facts.map(\.rawValue) ?? [] }
    }

    public struct Choice: Hashable, Sendable {
        public let id: String
        public let words: String
    }

    /// Something that is asked.
    public struct Field: Sendable {
        public enum Kind: String, Sendable, CaseIterable {
            case yesNo = "yes-no"
            case oneOf = "one-of"
            case longText = "long-text"
            case text, date, checklist, practitioner, contact
        }

        public let id: String
        public let ask: String
        public let hint: String
        public let kind: Kind
        /// Yes and no, the choices, or the items of a checklist.
        public let choices: [Choice]
        public let isOptional: Bool
        public let when: Gate?
        public let because: [String]
    }

    /// Something that may not go on, or that goes on after somebody has said that they read it.
    public struct Stop: Sendable {
        public let id: String
        public let when: Gate
        public let words: String
        public let wayOut: String
        public let because: [String]
    }

    public struct Step: Sendable {
        public let id: String
        public let title: String
        public let words: String
        /// Who may do it.
        public let who: [Role]
        /// The steps that somebody else must have done: a second person.
        public let otherThan: [String]
        public let when: Gate?
        public let deadline: Deadline?
        public let fields: [Field]
        public let refuses: [Stop]
        public let warns: [Stop]
        public let because: [String]
    }

    /// A letter of `Content/letters`, and which field fills which place of it.
    public struct LetterUse: Sendable {
        public let name: String
        public let fill: [String: String]
    }

    /// What an outcome says to a question of the shared vocabulary.
    public struct Gift: Sendable {
        public let fact: Fact.ID
        public let answer: String
        public let when: Gate
    }

    public let name: String
    public let title: String
    /// Under which heading it is listed.
    public let group: String
    public let about: String
    public let version: String
    public let sources: [Source]
    public let because: [String]
    public let aboutPerson: Need
    public let belongsTo: Belonging
    public let who: [Role]
    public let deadline: Deadline?
    public let order: Order
    public let steps: [Step]
    public let refuses: [Stop]
    public let warns: [Stop]
    public let letters: [LetterUse]
    /// When it may be closed, beside every step being done and nothing refusing.
    public let closesWhen: Gate?
    /// What is said while it may not be closed.
    public let closesOtherwise: String
    /// What happens next, once it is closed.
    public let closesWords: String
    public let gives: [Gift]
    /// The fingerprint of its text, by which the edition is known.
    public let fingerprint: String
    public let text: String

    public subscript(step id: String) -> Step? { steps.first { $0.id == id } }
    public var fields: [Field] { steps.flatMap(\.fields) }
    public func field(_ id: String) -> Field? { fields.first { $0.id == id } }

    /// Every clause it rests on, in the order in which they stand.
    public var clauses: [String] {
        var seen: Set<String> = []
        return
            (because + steps.flatMap { $0.because + $0.fields.flatMap(\.because) + ($0.refuses + $0.warns).flatMap(\.because) }
            + (refuses + warns).flatMap(\.because)).filter { seen.insert($0).inserted }
    }
}
