public import Ledger
public import Vault

/// Everything that happened about a person, in the order in which it happened, with when it became known (002 Q1; 004 §6.1).
public struct Chronology: Sendable {
    /// What a reader's eye must not pass over (004 §6.1, §6.5; 001 §2).
    public enum Mark: String, Hashable, Sendable, CaseIterable {
        case concern
        case lowLevel = "low-level"
        case superseded
        case restricted
        case sharedLate = "shared-late"
        case notShared = "not-shared"
        case recordedLate = "recorded-late"
        case refusedAgain = "refused-again"
        case notAsked = "not-asked"
    }

    public struct Event: Hashable, Sendable {
        /// A code of `Content/lists/chronology.yaml`.
        public var kind: String
        /// `information_item/…`; the same record may make several events.
        public var record: String
        public var person: RecordID<RegisteredPerson>
        /// `2026-03-27`, or with a time; "" when nobody knows.
        public var happened: String
        /// When the organisation came to know of it, as a day.
        public var known: String
        public var words: String
        public var more = ""
        /// A code of `Content/lists/information.yaml`, and the nature, of an item; "" otherwise.
        public var category = ""
        public var nature = ""
        public var author: String
        /// Who it came from, where it was not the author.
        public var source = ""
        public var marks: Set<Mark> = []

        public init(
            _ kind: String, _ record: String, about person: RecordID<RegisteredPerson>, happened: String, known: String,
            _ words: String, by author: String
        ) {
            self.kind = kind
            self.record = record
            self.person = person
            self.happened = happened
            self.known = known
            self.words = words
            self.author = author
        }

        /// By what it is put in order: when it happened, or when it became known if nobody knows.
        public var place: String { happened.isEmpty ? known : happened }
        public var isConcern: Bool { marks.contains(.concern) || marks.contains(.lowLevel) }
    }

    /// Everything that is known of one person, as it was read.
    public struct Sources: Sendable {
        public var items: [InformationItem] = []
        public var requests: [SharingRequest] = []
        public var outgoing: [OutgoingRequest] = []
        public var decisions: [Decision] = []
        public var consents: [Consent] = []
        public var changes: [ConsentChange] = []
        public var explanations: [Explanation] = []
        public var disclosures: [Disclosure] = []
        public var informings: [Informing] = []
        public var procedures: [ProcedureRun] = []
        public var addresses: [Particulars.Address] = []
        public init() {}
    }

    /// How many days may pass before something counts as late.
    public struct Limits: Hashable, Sendable {
        public var sharing = 2
        public var recording = 2
        public var refusals = 365
        public init(sharing: Int = 2, recording: Int = 2, refusals: Int = 365) {
            self.sharing = sharing
            self.recording = recording
            self.refusals = refusals
        }
    }

    /// The latest first.
    public let events: [Event]

    public init(_ sources: [(person: RecordID<RegisteredPerson>, sources: Sources)], limits: Limits, on today: Instant) {
        let all = sources.flatMap { EventsOfOne(person: $0.person, $0.sources, limits, today).all }
        events = all.sorted { ($0.place, $0.known, $0.record) > ($1.place, $1.known, $1.record) }
    }

    /// What a reader asks for.
    public struct Filter: Hashable, Sendable {
        public var from = ""
        public var until = ""
        public var kind = ""
        public var category = ""
        public var nature = ""
        public var author = ""
        public var onlyConcerns = false
        public var withSuperseded = true
        public var oldestFirst = false
        public var words = ""
        public init() {}
    }

    public func filtered(_ filter: Filter) -> [Event] {
        let sought = PlainLetters(filter.words).words
        let found = events.filter { event in
            let day = String(event.place.prefix(10))
            if !filter.from.isEmpty, day < filter.from { return false }
            if !filter.until.isEmpty, day > filter.until { return false }
            if !filter.kind.isEmpty, event.kind != filter.kind { return false }
            if !filter.category.isEmpty, event.category != filter.category { return false }
            if !filter.nature.isEmpty, event.nature != filter.nature { return false }
            if !filter.author.isEmpty, event.author != filter.author { return false }
            if filter.onlyConcerns, !event.isConcern { return false }
            if !filter.withSuperseded, event.marks.contains(.superseded) { return false }
            if sought.isEmpty { return true }
            let text = PlainLetters("\(event.words) \(event.more) \(event.source)").words.joined(separator: " ")
            return sought.allSatisfy { text.contains($0) }
        }
        return filter.oldestFirst ? found.reversed() : found
    }
}
