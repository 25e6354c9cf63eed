public import Vault

/// Who holds the records, which policy it works under, and its own procedure for when this system cannot help.
public struct Organisation: Record {
    public let id: RecordID<Organisation>
    public let title: String
    /// The name of the policy in force there.
    public let policy: String
    public let procedure: String
    public let procedureNumber: String

    public init(id: RecordID<Organisation>, title: String, policy: String, procedure: String, procedureNumber: String) {
        self.id = id
        self.title = title
        self.policy = policy
        self.procedure = procedure
        self.procedureNumber = procedureNumber
    }

    public var protection: Protection { Protection(author: nil, heldBy: id.text, reach: .everyone) }

    public static let table = Table<Organisation>(
        "organisation", final: false,
        read: { row in
            Organisation(
                id: .init(try row.text("id")), title: try row.text("title"), policy: try row.text("policy"),
                procedure: try row.text("procedure_words"), procedureNumber: try row.text("procedure_number"))
        },
        write: { kept in
            Row([
                "title": .text(kept.title), "policy": .text(kept.policy), "procedure_words": .text(kept.procedure),
                "procedure_number": .text(kept.procedureNumber),
            ])
        })
}
