public import Ledger
public import Policy
public import Vault

/// The text of an edition that has advised. Kept for ever, so that its advice can be explained for ever.
public struct PublishedEdition: Record {
    /// The edition's fingerprint.
    public let id: RecordID<PublishedEdition>
    public let policy: String
    public let version: String
    public let canonical: String
    public let vocabulary: String
    public let at: Instant

    public init(_ edition: PolicyEdition, vocabulary: String, at now: Instant) {
        id = .init(edition.fingerprint)
        policy = edition.name
        version = edition.version
        canonical = edition.policy.canonicalText
        self.vocabulary = vocabulary
        at = now
    }

    private init(_ row: Row) throws {
        id = .init(try row.text("id"))
        policy = try row.text("policy")
        version = try row.text("version")
        canonical = try row.text("canonical")
        vocabulary = try row.text("vocabulary")
        at = try row.instant("at")
    }

    /// Kept at every start by the operator, and by whoever approves a new edition. That is safe: one can be made only of a
    /// `PolicyEdition`, so of a text that was proved; its number is the fingerprint, so none takes another's place; and
    /// none advises by being kept, for that is what `EditionInForce` is for.
    public var protection: Protection { Protection(author: nil, heldBy: nil, reach: .edition) }

    public static let table = Table<PublishedEdition>(
        "published_edition", final: true, read: { try PublishedEdition($0) },
        write: { kept in
            Row([
                "policy": .text(kept.policy), "version": .text(kept.version), "canonical": .text(kept.canonical),
                "vocabulary": .text(kept.vocabulary), "at": .text(kept.at.description),
            ])
        })

    /// The editions of a policy that bear this version: two of one name could not be told apart.
    static func called(_ version: String, of policy: String) -> Query<PublishedEdition> {
        Query("policy = ? AND version = ?", [.text(policy), .text(version)], order: "at", limit: 1)
    }

    /// Keeps the text of an edition that has not been kept yet.
    /// - Throws: `NothingToSee` when the context may not publish; `StorageFault`.
    static func keep(_ edition: PolicyEdition, vocabulary: String, _ records: inout Transaction) throws {
        if try records.findIfAny(RecordID<PublishedEdition>(edition.fingerprint)) != nil { return }
        try records.keep(PublishedEdition(edition, vocabulary: vocabulary, at: records.now), as: .published)
    }
}

extension Store {
    /// Keeps the text of every edition that has not been kept yet.
    /// - Throws: `NothingToSee` when the context may not publish; `StorageFault`.
    public func publish(_ library: PolicyLibrary, vocabulary: String, as context: AccessContext, at now: Instant) async throws {
        try await act(as: context, at: now) { records in
            for edition in library.editions { try PublishedEdition.keep(edition, vocabulary: vocabulary, &records) }
        }
    }
}
