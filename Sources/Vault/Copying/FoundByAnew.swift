/// Makes the search tokens of records anew from what they say once opened: no backup holds them.
struct FoundByAnew {
    private static let atOnce = 200_000

    let target: any Connection
    let keyring: Keyring

    /// - Throws: `LedgerBroken` with the first record that does not open; `MasterKeys.Fault`; `StorageFault`.
    func run(_ table: String, _ sealing: Sealing) throws {
        if sealing.found.isEmpty { return }
        var waiting: [(token: Int64, entry: Int64)] = []
        try target.each(
            """
            SELECT t.id, t.entry, t.file, t.sealed, t.commitment, k.master, k.wrapped
            FROM \(table) t JOIN file_key k ON k.file = t.file
            """, []
        ) { row in
            let record = table + "/" + (try row.text("id"))
            let entry = try row.integer("entry")
            let content: Row
            do {
                let key = try Keyring.unwrap(row, row.text("file"), keyring.masters)
                content = try key.open(Sealed(box: row.bytes("sealed"), commitment: row.bytes("commitment")), of: record)
            } catch is SealFault {
                throw LedgerBroken(
                    at: UInt64(bitPattern: entry), what: record, why: "its sealed content does not open")
            }
            waiting += Transaction.tokens(content, sealing, of: record, keyring.index).map { ($0, entry) }
            if waiting.count >= Self.atOnce { try write(&waiting) }
        }
        try write(&waiting)
    }

    /// Tokens are as good as random, and their table is in their order: sorted, many go to one page.
    private func write(_ waiting: inout [(token: Int64, entry: Int64)]) throws {
        for (token, entry) in waiting.sorted(by: { ($0.token, $0.entry) < ($1.token, $1.entry) }) {
            try target.run("INSERT INTO found_by (token, entry) VALUES (?, ?)", [.integer(token), .integer(entry)])
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
