public import Ledger
public import Vault

/// Somebody the organisation keeps information about: who they are, so that the right person is found and nobody is
/// registered twice. One record a human, whatever they are to the organisation (000 §6.2; 002 §2.15; 004 §6.1).
public struct RegisteredPerson: Record {
    public enum State: String, Sendable, CaseIterable {
        case active, closed, deceased, moved
        case locationUnknown = "location-unknown"
        /// The same person is registered under another number.
        case merged
    }

    public let id: RecordID<RegisteredPerson>
    public let organisation: String
    /// Who registered them.
    public let author: String
    public var state: State
    /// Under which number the same person goes on; nil unless merged.
    public var mergedInto: RecordID<RegisteredPerson>?
    public var name: String
    public var knownAs: String
    /// The organisation's own reference, or another by which they are known.
    public var reference: String
    /// `2014-03-27`; nil when it is not known.
    public var born: String?
    public var isBirthEstimated: Bool
    /// `2026-03-27`; nil while they live.
    public var died: String?
    public var postcode: String
    public let begun: Instant
    public var changed: Instant

    public init(
        id: RecordID<RegisteredPerson> = .random(), by context: AccessContext, name: String, knownAs: String = "",
        reference: String = "", born: String? = nil, isBirthEstimated: Bool = false, postcode: String = "", at now: Instant
    ) {
        self.id = id
        organisation = context.organisation
        author = context.practitioner
        state = .active
        self.name = name
        self.knownAs = knownAs
        self.reference = reference
        self.born = born
        self.isBirthEstimated = isBirthEstimated
        self.postcode = postcode
        begun = now
        changed = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        organisation = try row.text("organisation")
        author = try row.text("author")
        state = try row.value("state")
        mergedInto = try row.id("merged_into")
        name = try row.text("name")
        knownAs = try row.optionalText("known_as") ?? ""
        reference = try row.optionalText("reference") ?? ""
        born = try row.optionalText("born")
        isBirthEstimated = try row.optionalText("birth_estimated") == "yes"
        died = try row.optionalText("died")
        postcode = try row.optionalText("postcode") ?? ""
        begun = try row.instant("begun")
        changed = try row.instant("changed")
    }

    /// What they are called by those who know them, and otherwise their name.
    public var shownName: String { knownAs.isEmpty ? name : "\(name) (known as \(knownAs))" }

    public var protection: Protection { Protection(author: author, heldBy: organisation, reach: .register) }

    public static let table = Table<RegisteredPerson>(
        "registered_person", final: false,
        sealing: Sealing(
            [
                .text("name"), .optional("known_as"), .optional("reference"), .optional("born"),
                .optional("birth_estimated"), .optional("died"), .optional("postcode"),
            ],
            found: [
                "name": .name, "known_as": .name, "reference": .identifier, "born": .identifier, "postcode": .identifier,
            ]),
        in: { $0.id.text }, read: { try RegisteredPerson($0) },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation), "author": .text(kept.author),
                "state": .text(kept.state.rawValue), "merged_into": (kept.mergedInto?.text).sql, "name": .text(kept.name),
                "known_as": (kept.knownAs.isEmpty ? nil : kept.knownAs).sql,
                "reference": (kept.reference.isEmpty ? nil : kept.reference).sql, "born": kept.born.sql,
                "birth_estimated": .text(kept.isBirthEstimated ? "yes" : "no"), "died": kept.died.sql,
                "postcode": (kept.postcode.isEmpty ? nil : kept.postcode).sql,
                "begun": .text(kept.begun.description), "changed": .text(kept.changed.description),
            ])
        })
}
