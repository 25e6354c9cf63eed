/// Makes the search tokens of records anew from what they say once opened: no backup holds them.
struct FoundByAnew {
    private static let atOnce = 200_000

    let target: any Connection
    let keyring: Keyring

    /// - Throws: `LedgerBroken` with the first record that does not open; `MasterKeys.Fault`; `StorageFault`.
    func run(_ table: String, _ sealing: Sealing) throws {
        if sealing.found.isEmpty { return }
        var waiting: [(token: Int64, record: String)] = []
        try target.each(
            """
            SELECT t.id, t.entry, t.file, t.sealed, t.commitment, k.master, k.wrapped
            FROM \(table) t JOIN file_key k ON k.file = t.file
            """, []
        ) { row in
            let record = table + "/" + (try row.text("id"))
            let content: Row
            do {
                let key = try Keyring.unwrap(row, row.text("file"), keyring.masters)
                content = try key.open(Sealed(box: row.bytes("sealed"), commitment: row.bytes("commitment")), of: record)
            } catch is SealFault {
                throw LedgerBroken(
                    at: UInt64(bitPattern: try row.integer("entry")), what: record, why: "its sealed content does not open")
            }
            waiting += Transaction.tokens(content, sealing, of: record, keyring.index).map { ($0, record) }
            if waiting.count >= Self.atOnce { try write(&waiting) }
        }
        try write(&waiting)
    }

    /// Tokens are as good as random, and their table is in their order: sorted, many go to one page.
    private func write(_ waiting: inout [(token: Int64, record: String)]) throws {
        for (token, record) in waiting.sorted(by: { ($0.token, $0.record) < ($1.token, $1.record) }) {
            try target.run("INSERT INTO found_by (token, record) VALUES (?, ?)", [.integer(token), .text(record)])
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
