/// A place where there are no records yet. What is written there is there as a whole in the end, or not at all.
enum NewRecords {
    /// - Throws: `CopyFault.notEmpty`, `.unwritable`; what the body throws; `StorageFault`.
    static func write<T: Sendable>(
        _ place: StorePlace, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        switch place {
        case .file(let path): return try write(file: path, body)
        case .server(let url):
            let database = try await PostgreSQLDatabase(url: url)
            let result: Result<T, any Error>
            do {
                result = .success(
                    try await database.write(.oneAfterAnother) { connection in
                        guard try connection.tables().isEmpty else { throw CopyFault.notEmpty }
                        return try body(connection)
                    })
            } catch {
                result = .failure(error)
            }
            await database.close()
            return try result.get()
        }
    }

    static func write<T>(file path: String, _ body: (any Connection) throws -> T) throws -> T {
        let file = FreshFile(path: path)
        // A log that was left of another database would be played into this one.
        guard !["", "-wal", "-shm", "-journal"].contains(where: { FreshFile(path: path + $0).exists }) else {
            throw CopyFault.notEmpty
        }
        try file.begin()
        do {
            let result = try SQLiteFile.write(file.temporary, body)
            try file.keep()
            return result
        } catch {
            file.discard()
            throw error
        }
    }

    /// Lets the server count what was copied, or it would plan the audit as if the tables were empty.
    static func settle(_ connection: any Connection, _ place: StorePlace) throws {
        if case .server = place { try connection.run("ANALYZE", []) }
    }
}
