public import Vault

/// Somebody who decides, advises or oversees for an organisation.
public struct Practitioner: Record {
    public let id: RecordID<Practitioner>
    public let organisation: RecordID<Organisation>
    public let name: String
    /// What they are called at work: "Designated safeguarding lead".
    public let post: String
    public let role: Role

    public init(id: RecordID<Practitioner>, organisation: RecordID<Organisation>, name: String, post: String, role: Role) {
        self.id = id
        self.organisation = organisation
        self.name = name
        self.post = post
        self.role = role
    }

    public var protection: Protection { Protection(author: nil, heldBy: organisation.text, reach: .organisation) }

    public static let table = Table<Practitioner>(
        "practitioner", final: false, sealing: Sealing([.text("name"), .text("post")]),
        in: { Sealing.file(ofOrganisation: $0.organisation.text) },
        read: { row in
            guard let role = Role(rawValue: try row.text("role")) else { throw Row.Fault(column: "role") }
            return Practitioner(
                id: .init(try row.text("id")), organisation: .init(try row.text("organisation")),
                name: try row.text("name"), post: try row.text("post"), role: role)
        },
        write: { kept in
            Row([
                "organisation": .text(kept.organisation.text), "name": .text(kept.name), "post": .text(kept.post),
                "role": .text(kept.role.rawValue),
            ])
        })
}
