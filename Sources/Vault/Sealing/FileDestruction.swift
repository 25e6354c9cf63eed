public import Ledger

/// Why a file's key is not destroyed.
public enum FileDestructionFault: Error, Hashable, Sendable {
    case unknownFile
    case alreadyDestroyed
    /// The key by which all names are found: without it nobody could sign in.
    case notAFile
}

extension Store {
    /// Destroys the key of a file, and with it what the file says, for good. The ledger keeps that it was done, and why.
    ///
    /// Copies of the wrapped key elsewhere open as long as the master key that wraps them is anywhere.
    /// - Returns: how many records cannot be opened any more.
    /// - Throws: `FileDestructionFault`; `LedgerBroken`; `StorageFault`.
    @_spi(Operator) public func destroyKey(of file: String, why: String, at now: Instant) async throws -> Int {
        guard file != Keyring.namesFile else { throw FileDestructionFault.notAFile }
        return try await act(as: .operator, at: now) { records in
            let connection = records.connection
            guard try !Keyring.isDestroyed(file, on: connection) else { throw FileDestructionFault.alreadyDestroyed }
            guard try !connection.query("SELECT file FROM file_key WHERE file = ?", [.text(file)]).isEmpty else {
                throw FileDestructionFault.unknownFile
            }
            var closed = 0
            for table in try connection.tables() where Sealing.own.isSubset(of: table.columns) {
                let select = "\(Transaction.select(table.name, isSealed: true)) WHERE t.file = ?"
                let rows = try connection.query(select, [.text(file)])
                closed += rows.count
                guard let sealing = records.keyring?.sealings[table.name] else { continue }
                for row in rows { try records.forgetNames(of: row, sealing, table.name) }
            }
            try records.put(keyEvent: .destroyed, of: file, why: why)
            try connection.run("DELETE FROM file_key WHERE file = ?", [.text(file)])
            return closed
        }
    }
}
