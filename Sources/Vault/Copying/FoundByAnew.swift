/// Makes the search tokens of records anew from what they say once opened: no backup holds them.
struct FoundByAnew {
    let target: any Connection
    let keyring: Keyring

    /// - Throws: `LedgerBroken` with the first record that does not open; `MasterKeys.Fault`; `StorageFault`.
    func run(_ table: String, _ sealing: Sealing) throws {
        if sealing.found.isEmpty { return }
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
            for token in Transaction.tokens(content, sealing, of: record, keyring.index) {
                try target.run("INSERT INTO found_by (token, record) VALUES (?, ?)", [.integer(token), .text(record)])
            }
        }
    }
}
