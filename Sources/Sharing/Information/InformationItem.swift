public import Ledger
public import Vault

/// The smallest unit of information that can be shared: who said it, whose opinion it is, on what understanding it was
/// given, and whom it names. Never overwritten: a correction is a new item that names the old (000 §6.2, §11.1, §11.2;
/// 001 §5, §6 Accurate; 002 §2.15, §3.1b, Q20).
public struct InformationItem: Record {
    public enum Nature: String, Codable, Sendable, CaseIterable { case fact, opinion, reported }

    public enum Confidence: String, Codable, Sendable, CaseIterable {
        /// Already lawfully public; its source is said.
        case notConfidential = "not-confidential"
        case confidential
        /// Given on the understanding that only some people, or some purposes, are served.
        case limited
        /// Some colleagues are not to know.
        case fromColleagues = "from-colleagues"
    }

    /// Somebody else who can be recognised in it (002 Q11; 003 F-Identify).
    public struct ThirdParty: Codable, Hashable, Sendable {
        public var name: String
        /// Who they are to the person, in words.
        public var relation: String
        /// Their number on the register, if they are there.
        public var person: String?
        public init(name: String, relation: String, person: String? = nil) {
            self.name = name
            self.relation = relation
            self.person = person
        }
    }

    public struct Content: SealedContent {
        public var text = ""
        /// Whose opinion, or who reported it, and on what it rests.
        public var whose = ""
        public var basis = ""
        /// Who supplied it: "" when the author saw or heard it; else a name with agency and when.
        public var from = ""
        /// The number of the supplier in the directory.
        public var fromContact: String?
        /// On what understanding or conditions it was given.
        public var understanding = ""
        public var confidence: Confidence?
        /// Which people or purposes, which colleagues, or which public source.
        public var confidentialTo = ""
        /// Why it is confidential: a code of `Content/lists/confidence-bases.yaml`.
        public var confidenceBasis = ""
        /// Numbers of colleagues it is kept from.
        public var colleagues: [String] = []
        /// Codes of `Content/lists/special-categories.yaml`.
        public var special: [String] = []
        public var thirdParties: [ThirdParty] = []
        /// A person who is said to have caused harm, and a place: for patterns.
        public var alleged = ""
        public var place = ""
        public var isLowLevel = false
        /// Why something old still matters; "" when it is current.
        public var historical = ""
        public var verifiedOn = ""
        public var verifiedBy = ""
        /// What the person does not want shared: with nobody, or with agencies by kind or number (000 §10.2; 002 Q14, Q20).
        public var restrictedFromAll = false
        public var restrictedFrom: [String] = []
        public var restrictionWords = ""
        /// What it was collected for.
        public var purpose = ""
        /// Of what another agency sent us: on which day, what we may use it for, and how far it may go on
        /// (002 Q22, Q24; 003 F-Share).
        public var receivedOn = ""
        public var permittedUse = ""
        public var onwardLimits = ""
        /// Where the original is kept, when it is on paper or in another form (000 §6.2, §11.1; 001 §5).
        public var original = ""
        /// Of a correction: why.
        public var correctionWhy = ""
        public init() {}
        public static var destroyed: Content {
            var content = Content()
            content.text = "Destroyed"
            return content
        }
    }

    public let id: RecordID<InformationItem>
    public let person: RecordID<RegisteredPerson>
    public let organisation: String
    public let author: String
    /// A code of `Content/lists/information.yaml`: `contact`, `health`, `school`, `concern`, …
    public let category: String
    public let nature: Nature
    /// When it happened: `2026-03-27`, or with a time `2026-03-27T14:30`. "" when that is not known.
    public let happened: String
    /// When the organisation came to know of it, as a day.
    public let known: String
    public let content: Content
    /// The item that this corrects.
    public let corrects: RecordID<InformationItem>?
    public let at: Instant

    public init(
        id: RecordID<InformationItem> = .random(), about person: RecordID<RegisteredPerson>, category: String, nature: Nature,
        happened: String, known: String, _ content: Content, corrects: RecordID<InformationItem>? = nil,
        by context: AccessContext, at now: Instant
    ) {
        self.id = id
        self.person = person
        organisation = context.organisation
        author = context.practitioner
        self.category = category
        self.nature = nature
        self.happened = happened
        self.known = known
        self.content = content
        self.corrects = corrects
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        person = .init(try row.text("person"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        category = try row.text("category")
        nature = try row.value("nature")
        happened = try row.text("happened")
        known = try row.text("known")
        content = try Content.read(row)
        corrects = try row.id("corrects")
        at = try row.instant("at")
    }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .file(of: person.text)) }

    public static let table = Table<InformationItem>(
        "information_item", final: true, sealing: Sealing([.optional("content")]), in: { $0.person.text },
        read: { try InformationItem($0) },
        write: { kept in
            Row([
                "person": .text(kept.person.text), "organisation": .text(kept.organisation), "author": .text(kept.author),
                "category": .text(kept.category), "nature": .text(kept.nature.rawValue), "happened": .text(kept.happened),
                "known": .text(kept.known), "content": kept.content.sql, "corrects": (kept.corrects?.text).sql,
                "at": .text(kept.at.description),
            ])
        })

    /// Under which name other records speak of it.
    public var reference: String { "information_item/" + id.text }

    /// It was kept with nobody having said who may know of it: they are still to be asked (003 F-Confidential).
    public var isConfidenceUnasked: Bool { content.confidence == nil }

    /// The person does not want it shared, with nobody or with some.
    public var isRestricted: Bool { content.restrictedFromAll || !content.restrictedFrom.isEmpty }

    /// Everything about a person, as it happened, the latest first; items that were corrected included.
    public static func about(_ person: RecordID<RegisteredPerson>, limit: Int = 2000) -> Query<InformationItem> {
        Query("person = ?", [.text(person.text)], order: "happened DESC, at DESC", limit: limit)
    }

    /// The corrections of an item.
    public static func correcting(_ item: RecordID<InformationItem>) -> Query<InformationItem> {
        Query("corrects = ?", [.text(item.text)], order: "at")
    }
}
