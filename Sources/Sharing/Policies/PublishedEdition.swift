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

    public var protection: Protection { Protection(author: nil, heldBy: nil, reach: .everyone) }

    public static let table = Table<PublishedEdition>(
        "published_edition", sealed: true, read: { try PublishedEdition($0) },
        write: { kept in
            Row([
                "policy": .text(kept.policy), "version": .text(kept.version), "canonical": .text(kept.canonical),
                "vocabulary": .text(kept.vocabulary), "at": .text(kept.at.description),
            ])
        })
}

extension Store {
    /// Keeps the text of every edition that has not been kept yet.
    /// - Throws: `NothingToSee` when the context may not publish; `StorageFault`.
    public func publish(_ library: PolicyLibrary, vocabulary: String, as context: AccessContext, at now: Instant) async throws {
        try await act(as: context, at: now) { records in
            for edition in library.editions
            where try records.findIfAny(RecordID<PublishedEdition>(edition.fingerprint)) == nil {
                try records.keep(PublishedEdition(edition, vocabulary: vocabulary, at: now), as: .published)
            }
        }
    }
}
