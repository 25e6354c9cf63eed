public import Ledger

/// Re-walks the ledger and everything it holds to, and names the first thing that does not fit. It reads row by row, so that
/// the memory it needs does not grow with the ledger.
struct LedgerAudit {
    let connection: any Connection
    let verifier: NoteVerifier?
    /// With it, what is sealed is opened and compared too.
    let keyring: Keyring?
    /// Without a verifier the checkpoints' roots are compared all the same, but nobody's signature: for a copy whose key is
    /// elsewhere.
    var trustsUnsigned = false

    func run() throws -> (size: UInt64, root: Digest) {
        let notes = try checkpoints()
        var edge = GrowingTree()
        var roots: [UInt64: Digest] = [:]
        var (looked, kept) = (0, 0)
        try connection.each("SELECT * FROM ledger_entry ORDER BY position", []) { row in
            let entry = try LedgerBook.entry(row)
            guard entry.index == edge.size else {
                throw LedgerBroken(at: edge.size, what: "entry \(edge.size)", why: "it is missing")
            }
            try compareSubtrees(edge.append(entry.leafHash), row, at: entry.index)
            if notes[edge.size] != nil { roots[edge.size] = edge.root }
            if entry.act == Act.looked.rawValue { looked += 1 } else { kept += 1 }
        }
        let size = edge.size
        try compareEnd(edge)
        try compareCheckpoints(notes, roots, size: size)
        try LooksAudit(connection: connection).run(entries: looked, size: size)
        var counted = 0
        let tokens = RecordsAudit.Tokens()
        for table in try connection.tables() where table.columns.contains("salt") {
            counted += try RecordsAudit(
                connection: connection, table: table, keyring: keyring, size: size, tokens: tokens
            ).run()
        }
        if counted != kept { try nameUnknownKind(size: size) }
        if let keyring {
            let stored = try connection.query("SELECT COUNT(*) AS n FROM found_by", []).first?.integer("n")
            if stored != Int64(tokens.count), let stray = try RecordsAudit.nameStrayToken(on: connection, keyring) { throw stray }
        }
        return (size, edge.root)
    }

    private func compareSubtrees(_ made: [Digest], _ row: Row, at index: UInt64) throws {
        let stored = try row.bytes("subtrees")
        if stored == made.flatMap(\.bytes) { return }
        let level = (0..<made.count).first { stored.dropFirst($0 * 32).prefix(32).elementsEqual(made[$0].bytes) == false }
        throw LedgerBroken(
            at: index, what: level.map { "node \($0 + 1)/\(index >> UInt64($0 + 1))" } ?? "entry \(index)",
            why: "its stored hash is not the hash of what is stored")
    }

    private func compareEnd(_ edge: GrowingTree) throws {
        let ends = try connection.query("SELECT size, root FROM ledger_end ORDER BY id", [])
        let size = try ends.first.map { UInt64(bitPattern: try $0.integer("size")) } ?? 0
        guard size == edge.size, ends.count <= 1 else {
            throw LedgerBroken(
                at: min(size, edge.size), what: "entry \(min(size, edge.size))",
                why: "there were \(size) entries at the last commit, and there are \(edge.size)")
        }
        if let end = ends.first, try end.bytes("root") != edge.root.bytes {
            throw LedgerBroken(
                at: size - 1, what: "entry \(size - 1)", why: "the root at the last commit is not that of what is stored")
        }
    }

    /// There are entries of records of a kind for which there is no table.
    private func nameUnknownKind(size: UInt64) throws {
        let known = Set(try connection.tables().filter { $0.columns.contains("salt") }.map(\.name))
        try connection.each("SELECT * FROM ledger_entry WHERE act <> 'looked' ORDER BY position", []) { row in
            let entry = try LedgerBook.entry(row)
            let kind = entry.record.prefix { $0 != "/" }
            if !known.contains(String(kind)) {
                throw LedgerBroken(at: entry.index, what: entry.record, why: "there is no such kind of record")
            }
        }
        throw LedgerBroken(at: size, what: "ledger", why: "it changed while it was read")
    }

    private func checkpoints() throws -> [UInt64: [Checkpoint]] {
        var found: [UInt64: [Checkpoint]] = [:]
        for row in try connection.query("SELECT * FROM ledger_checkpoint ORDER BY size", []) {
            let size = UInt64(bitPattern: try row.integer("size"))
            guard let note = try? SignedNote(reading: row.text("note")), let checkpoint = try? Checkpoint(reading: note),
                checkpoint.size == size, verifier?.verifies(note) ?? trustsUnsigned
            else {
                throw LedgerBroken(
                    at: size, what: "checkpoint \(size)",
                    why: verifier == nil ? "the key that signed it is missing" : "its signature does not hold")
            }
            if found[size]?.contains(checkpoint) != true { found[size, default: []].append(checkpoint) }
        }
        return found
    }

    private func compareCheckpoints(
        _ notes: [UInt64: [Checkpoint]], _ roots: [UInt64: Digest], size: UInt64
    ) throws {
        for (at, notes) in notes.sorted(by: { $0.key < $1.key }) {
            if at > size {
                throw LedgerBroken(
                    at: size, what: "entry \(size)", why: "a checkpoint was signed over \(at) entries; there are \(size)")
            }
            let root = at == 0 ? MerkleTree.emptyRoot : roots[at]
            if notes.contains(where: { $0.root != root }) {
                throw LedgerBroken(at: 0, what: "checkpoint \(at)", why: "the first \(at) entries are not those that were signed")
            }
        }
    }
}

extension Store {
    /// Audits everything. Stops nothing by itself: the caller decides.
    /// - Parameters:
    ///   - verifier: checks the signatures of the stored checkpoints; without one there must be none.
    ///   - outside: a checkpoint that somebody else holds, which the ledger must still contain.
    ///   - content: whether what is sealed is opened and compared with what is digested, where the keys are at hand.
    /// - Throws: `StorageFault` when the store cannot be read at all.
    public func audit(
        verifier: NoteVerifier?, against outside: Checkpoint? = nil, content: Bool = true
    ) async throws -> AuditFinding {
        let keyring = content ? keyring : nil
        return try await database.read { connection in
            do {
                let found = try LedgerAudit(connection: connection, verifier: verifier, keyring: keyring).run()
                if let outside {
                    let fits = outside.size <= found.size
                    let root = fits ? try LedgerBook(connection: connection).tree(size: outside.size).root() : nil
                    guard root == outside.root else {
                        throw LedgerBroken(
                            at: min(outside.size, found.size), what: "checkpoint \(outside.size)",
                            why: "the ledger is not the one that was signed")
                    }
                }
                return .whole(size: found.size, root: found.root)
            } catch let broken as LedgerBroken {
                return .broken(at: broken.at, what: broken.what, why: broken.why)
            } catch let fault as Row.Fault {
                return .broken(at: 0, what: "column \(fault.column)", why: "it holds what it cannot hold")
            }
        }
    }
}
