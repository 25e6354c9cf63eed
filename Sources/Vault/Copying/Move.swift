public import Foundation
public import Ledger

/// Copies a whole store to another engine or place. Keys of files go along, wrapped as they are; the master keys stay where
/// they are.
public struct Move: Sendable {
    /// What both sides have.
    public struct Outcome: Hashable, Sendable {
        public let size: UInt64
        public let root: Digest
    }

    let schema: [URL]
    let sealings: [String: Sealing]
    let masters: MasterKeys?
    let verifier: NoteVerifier?

    /// - Parameters:
    ///   - masters: with them, what is sealed is opened and compared at the target.
    ///   - verifier: checks the signatures of the checkpoints; without one they are not checked.
    public init(schema: [URL], sealings: [String: Sealing], masters: MasterKeys?, verifier: NoteVerifier?) {
        self.schema = schema
        self.sealings = sealings
        self.masters = masters
        self.verifier = verifier
    }

    /// Writes all of the source's records at the target, verified, or nothing. The source is left as it is.
    /// - Throws: `CopyFault`; `LedgerBroken`; `StorageFault`; `MasterKeys.Fault`.
    public func run(
        from source: StorePlace, to target: StorePlace, at now: Instant, progress: @escaping CopyProgress = { _, _, _ in }
    ) async throws -> Outcome {
        let steps = try SchemaSteps.all(with: schema)
        let copy: @Sendable (any Connection, any Connection) throws -> Outcome = { from, to in
            guard try from.tables().contains(where: { $0.name == "schema_step" }) else {
                throw CopyFault.notABackup("the source")
            }
            try steps.run(by: from).run(on: to, at: now)
            try RecordsCopy(source: from, target: to, progress: progress).run(without: RecordsCopy.passing)
            try steps.run(on: to, at: now)
            try NewRecords.settle(to, target)
            return try verify(from, to)
        }
        do {
            switch (source, target) {
            case (.file(let path), _):
                return try await NewRecords.write(target) { to in
                    let outcome = try SQLiteFile.read(path, inUse: true) { try copy($0, to) }
                    try SQLiteFile.read(path, inUse: true) { try Self.compare($0, outcome) }
                    return outcome
                }
            case (.server(let url), .file(let path)):
                let database = try await PostgreSQLDatabase(url: url)
                let result: Result<Outcome, any Error>
                do {
                    result = .success(try await Self.write(from: database, to: path, copy))
                } catch {
                    result = .failure(error)
                }
                await database.close()
                return try result.get()
            case (.server, .server): throw CopyFault.betweenServers
            }
        } catch {
            throw CopyAudit.plain(error)
        }
    }

    private static func write(
        from database: PostgreSQLDatabase, to path: String,
        _ copy: @escaping @Sendable (any Connection, any Connection) throws -> Outcome
    ) async throws -> Outcome {
        // Read twice: the second look sees what came in during the first.
        let outcome = try await database.read { from in
            try NewRecords.write(file: path) { try copy(from, $0) }
        }
        do {
            try await database.read { try compare($0, outcome) }
        } catch {
            unlink(path)
            throw error
        }
        return outcome
    }

    private static func compare(_ source: any Connection, _ outcome: Outcome) throws {
        guard try LedgerBook(connection: source).size() == outcome.size else { throw CopyFault.changedMeanwhile }
    }

    private func verify(_ source: any Connection, _ target: any Connection) throws -> Outcome {
        let names = try target.query("SELECT * FROM file_key WHERE file = ?", [.text(Keyring.namesFile)]).first
        let keyring = try masters.flatMap { masters in
            try names.map { row in
                Keyring(
                    masters: masters, index: BlindIndex(key: try Keyring.unwrap(row, Keyring.namesFile, masters).bytes),
                    sealings: sealings)
            }
        }
        let found = try CopyAudit.run(target, verifier: verifier, keyring: keyring)
        let book = LedgerBook(connection: source)
        let tree = book.tree(size: try book.size())
        guard tree.size == found.size, try tree.root() == found.root else {
            throw LedgerBroken(at: min(tree.size, found.size), what: "copy", why: "its root is not that of the records")
        }
        return Outcome(size: found.size, root: found.root)
    }
}
