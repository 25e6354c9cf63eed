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
            try records.put(keyEvent: .destroyed, of: file, why: why)
            try connection.run("DELETE FROM file_key WHERE file = ?", [.text(file)])
            var closed = 0
            for table in try connection.tables() where Sealing.own.isSubset(of: table.columns) {
                try connection.run(
                    "DELETE FROM found_by WHERE record IN (SELECT '\(table.name)/' || id FROM \(table.name) WHERE file = ?)",
                    [.text(file)])
                let rows = try connection.query("SELECT COUNT(*) AS n FROM \(table.name) WHERE file = ?", [.text(file)])
                closed += Int(try rows.first?.integer("n") ?? 0)
            }
            return closed
        }
    }
}
