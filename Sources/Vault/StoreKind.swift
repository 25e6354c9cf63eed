/// What a store is for.
public enum StoreKind: String, Sendable { case demonstration, casework }

extension Store {
    /// Says what the store is for, unless that has been said before.
    /// - Returns: what it is for, which may be the other.
    /// - Throws: `StorageFault`.
    public func declare(_ kind: StoreKind) async throws -> StoreKind {
        try await database.write(.oneAfterAnother) { connection in
            if let row = try connection.query("SELECT kind FROM store_kind", []).first {
                guard let known = StoreKind(rawValue: try row.text("kind")) else { throw Row.Fault(column: "kind") }
                return known
            }
            try connection.run("INSERT INTO store_kind (id, kind) VALUES (1, ?)", [.text(kind.rawValue)])
            return kind
        }
    }
}
