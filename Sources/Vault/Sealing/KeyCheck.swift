/// What is wrong with the keys of files.
public struct KeyFinding: Hashable, Sendable {
    public let file: String
    public let why: String
}

extension Store {
    private static let most = 20

    /// Opens the key of every file, and looks for files that have none though nobody destroyed it.
    /// - Returns: how many keys open, and the first that are not as they should be.
    /// - Throws: `MasterKeys.Fault.missing` without a keyring; `StorageFault`.
    public func checkKeys() async throws -> (sound: Int, findings: [KeyFinding]) {
        guard let masters = keyring?.masters else { throw MasterKeys.Fault.missing }
        return try await database.read { connection in
            var (sound, findings): (Int, [KeyFinding]) = (0, [])
            func find(_ file: String, _ why: String) {
                if findings.count < Self.most { findings.append(KeyFinding(file: file, why: why)) }
            }
            try connection.each("SELECT file, master, wrapped FROM file_key ORDER BY file", []) { row in
                let file = try row.text("file")
                do {
                    _ = try Keyring.unwrap(row, file, masters)
                    sound += 1
                } catch is SealFault {
                    find(file, "its key does not open")
                } catch let fault as MasterKeys.Fault {
                    find(
                        file,
                        fault == .unknown(try row.text("master")) ? "its master key is not at hand" : "its master key is unsound")
                }
            }
            try connection.each(
                "SELECT file FROM file_key WHERE file IN (SELECT file FROM key_event WHERE what = 'destroyed') ORDER BY file", []
            ) { find(try $0.text("file"), "its key was destroyed, and is there") }
            for table in try connection.tables() where Sealing.own.isSubset(of: table.columns) {
                try connection.each(
                    """
                    SELECT DISTINCT t.file FROM \(table.name) t WHERE NOT EXISTS (SELECT 1 FROM file_key k WHERE k.file = t.file)
                    AND NOT EXISTS (SELECT 1 FROM key_event e WHERE e.file = t.file) ORDER BY t.file
                    """, []
                ) { find(try $0.text("file"), "it has no key, and nobody destroyed it") }
            }
            return (sound, findings)
        }
    }
}
