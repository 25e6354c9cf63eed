public import Ledger

/// Re-walks the ledger and everything it holds to, and names the first thing that does not fit.
enum LedgerAudit {
    private static let batch: Int64 = 1000

    static func forEachEntry(on connection: any Connection, _ body: (LedgerEntry) throws -> Void) throws {
        var from: Int64 = 0
        while true {
            let rows = try connection.query(
                "SELECT * FROM ledger_entry WHERE position >= ? ORDER BY position LIMIT ?", [.integer(from), .integer(batch)])
            for row in rows { try body(try LedgerBook.entry(row)) }
            guard rows.count == Int(batch), let last = rows.last else { return }
            from = try last.integer("position") + 1
        }
    }

    static func run(on connection: any Connection, verifier: NoteVerifier?) throws -> (size: UInt64, root: Digest) {
        var audit = Audit()
        var latest: [String: LedgerEntry] = [:]
        var nodes: Int64 = 0
        var roots: [UInt64: Digest] = [:]
        let notes = try checkpoints(on: connection, verifier: verifier)
        try forEachEntry(on: connection) { entry in
            guard entry.index == audit.size else {
                throw LedgerBroken(at: audit.size, what: "entry \(audit.size)", why: "it is missing")
            }
            nodes += try compareNodes(audit.take(entry), at: entry.index, on: connection)
            if notes[audit.size] != nil { roots[audit.size] = audit.root }
            if entry.act == Act.looked.rawValue {
                try compareLooks(of: entry, on: connection)
            } else {
                latest[entry.record] = entry
            }
        }
        try compareCheckpoints(notes, roots, size: audit.size)
        try compareCounts(audit.size, nodes: nodes, on: connection)
        for entry in latest.values.sorted(by: { $0.index < $1.index }) { try compareRecord(entry, on: connection) }
        try findStrays(latest, size: audit.size, on: connection)
        if let place = try connection.hiddenText() {
            throw LedgerBroken(
                at: audit.size, what: "column \(place.column)",
                why: "a text of it in \(place.table) has more behind its end than can be read")
        }
        return (audit.size, audit.root)
    }

    private static func compareNodes(
        _ made: [(MerkleTree.Node, Digest)], at index: UInt64, on connection: any Connection
    ) throws -> Int64 {
        let book = LedgerBook(connection: connection)
        for (node, hash) in made where try book.node(node) != hash {
            throw LedgerBroken(
                at: index, what: node.level == 0 ? "entry \(index)" : "node \(node.level)/\(node.index)",
                why: "its stored hash is not the hash of what is stored")
        }
        return Int64(made.count)
    }

    private static func compareLooks(of entry: LedgerEntry, on connection: any Connection) throws {
        let lines = try connection.query(
            "SELECT * FROM access_log WHERE entry = ? ORDER BY line", [.integer(Int64(entry.index))])
        guard entry.record == "access_log/\(entry.index)", AccessLog.digest(of: lines) == entry.digest else {
            throw LedgerBroken(at: entry.index, what: entry.record, why: "the log of who looked is not as it was written")
        }
    }

    private static func compareRecord(_ entry: LedgerEntry, on connection: any Connection) throws {
        let parts = entry.record.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, try connection.tables(withColumn: "salt").contains(parts[0]) else {
            throw LedgerBroken(at: entry.index, what: entry.record, why: "there is no such kind of record")
        }
        guard let row = try connection.query("SELECT * FROM \(parts[0]) WHERE id = ?", [.text(parts[1])]).first else {
            throw LedgerBroken(at: entry.index, what: entry.record, why: "the record is gone")
        }
        guard case .bytes(let salt)? = row["salt"], RowDigest.of(row, salt: salt) == entry.digest else {
            throw LedgerBroken(at: entry.index, what: entry.record, why: "the record is not as it was kept")
        }
        guard row["entry"] == .integer(Int64(entry.index)) else {
            throw LedgerBroken(at: entry.index, what: entry.record, why: "the record names another entry than its own")
        }
    }

    /// Rows that no entry speaks of.
    private static func findStrays(_ latest: [String: LedgerEntry], size: UInt64, on connection: any Connection) throws {
        for table in try connection.tables(withColumn: "salt") {
            for row in try connection.query("SELECT id FROM \(table)", []) {
                let name = "\(table)/\(try row.text("id"))"
                if latest[name] == nil {
                    throw LedgerBroken(at: size, what: name, why: "the ledger knows nothing of it")
                }
            }
        }
        let strays = try connection.query(
            "SELECT a.entry AS entry FROM access_log a LEFT JOIN ledger_entry e ON e.position = a.entry AND e.act = 'looked' "
                + "WHERE e.position IS NULL LIMIT 1", [])
        if let stray = strays.first {
            let entry = try stray.integer("entry")
            throw LedgerBroken(at: UInt64(bitPattern: entry), what: "access_log/\(entry)", why: "the ledger knows nothing of it")
        }
    }

    private static func compareCounts(_ size: UInt64, nodes: Int64, on connection: any Connection) throws {
        let stored = try connection.query("SELECT COUNT(*) AS n FROM ledger_node", []).first?.integer("n") ?? 0
        if stored != nodes {
            throw LedgerBroken(at: size, what: "nodes", why: "there are \(stored) stored nodes where the entries make \(nodes)")
        }
        let entries = try connection.query("SELECT COUNT(*) AS n FROM ledger_entry", []).first?.integer("n") ?? 0
        if UInt64(bitPattern: entries) != size {
            throw LedgerBroken(at: size, what: "entry \(size)", why: "entries stand outside the order")
        }
    }

    private static func checkpoints(on connection: any Connection, verifier: NoteVerifier?) throws -> [UInt64: Checkpoint] {
        var found: [UInt64: Checkpoint] = [:]
        for row in try connection.query("SELECT * FROM ledger_checkpoint ORDER BY size", []) {
            let size = UInt64(bitPattern: try row.integer("size"))
            guard let note = try? SignedNote(reading: row.text("note")), let checkpoint = try? Checkpoint(reading: note),
                checkpoint.size == size, let verifier, verifier.verifies(note)
            else {
                throw LedgerBroken(
                    at: size, what: "checkpoint \(size)",
                    why: verifier == nil ? "the key that signed it is missing" : "its signature does not hold")
            }
            found[size] = checkpoint
        }
        return found
    }

    private static func compareCheckpoints(
        _ notes: [UInt64: Checkpoint], _ roots: [UInt64: Digest], size: UInt64
    ) throws {
        for (at, note) in notes.sorted(by: { $0.key < $1.key }) {
            if at > size {
                throw LedgerBroken(
                    at: size, what: "entry \(size)", why: "a checkpoint was signed over \(at) entries; there are \(size)")
            }
            let root = at == 0 ? MerkleTree.emptyRoot : roots[at]
            if root != note.root {
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
    /// - Throws: `StorageFault` when the store cannot be read at all.
    public func audit(verifier: NoteVerifier?, against outside: Checkpoint? = nil) async throws -> AuditFinding {
        try await database.read { connection in
            do {
                let found = try LedgerAudit.run(on: connection, verifier: verifier)
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
