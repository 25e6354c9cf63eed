import Ledger

/// The ledger's table, within one transaction.
struct LedgerBook {
    let connection: any Connection

    func size() throws -> UInt64 {
        let rows = try connection.query("SELECT MAX(position) AS last FROM ledger_entry", [])
        guard case .integer(let last)? = rows.first?["last"] else { return 0 }
        return UInt64(last) + 1
    }

    /// The ledger's right edge.
    /// - Parameter known: as it was after an earlier transaction. It is still the same when the last entry is: by its size
    ///   alone a server that lost entries in a failover could not be told from one that did not.
    func edge(known: GrowingTree?) throws -> GrowingTree {
        guard let row = try connection.query("SELECT * FROM ledger_entry ORDER BY position DESC LIMIT 1", []).first else {
            return GrowingTree()
        }
        let last = try Self.entry(row)
        if let known, known.size == last.index + 1, known.last == last.leafHash { return known }
        return try GrowingTree(size: last.index + 1) { try node($0) }
    }

    /// Why nothing may be recorded at present; nil when it may.
    func stop() throws -> LedgerBroken? {
        try connection.query("SELECT * FROM writing_stop", []).first.map { row in
            LedgerBroken(
                at: UInt64(bitPattern: try row.integer("place")), what: try row.text("what"), why: try row.text("why"))
        }
    }

    /// The stored hash of a perfect subtree. It stands with the entry that completed it.
    func node(_ node: MerkleTree.Node) throws -> Digest {
        let position = ((node.index + 1) << UInt64(node.level)) - 1
        guard let row = try connection.query("SELECT * FROM ledger_entry WHERE position = ?", [.integer(Int64(position))]).first
        else { throw LedgerBroken(at: position, what: "entry \(position)", why: "it is missing") }
        if node.level == 0 { return try Self.entry(row).leafHash }
        let subtrees = try row.bytes("subtrees")
        guard let hash = Digest(subtrees.dropFirst((node.level - 1) * 32).prefix(32)) else {
            throw LedgerBroken(at: position, what: "node \(node.level)/\(node.index)", why: "it is missing")
        }
        return hash
    }

    func tree(size: UInt64) -> MerkleTree { MerkleTree(size: size) { try self.node($0) } }

    /// Writes the entry behind the edge, which moves on.
    func append(_ entry: LedgerEntry, to edge: inout GrowingTree) throws {
        let subtrees = edge.append(entry.leafHash)
        try connection.run(
            "INSERT INTO ledger_entry (position, at, act, actor, record, digest, subtrees) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(Int64(entry.index)), .text(entry.at), .text(entry.act), .text(entry.actor), .text(entry.record),
                .bytes(entry.digest.bytes), .bytes(subtrees.flatMap(\.bytes)),
            ])
    }

    /// Says where the ledger ends, at the end of a transaction.
    func keepEnd(_ edge: GrowingTree) throws {
        try connection.run(
            "INSERT INTO ledger_end (id, size, root) VALUES (1, ?, ?) "
                + "ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root",
            [.integer(Int64(bitPattern: edge.size)), .bytes(edge.root.bytes)])
    }

    func entry(_ index: UInt64) throws -> LedgerEntry? {
        try connection.query("SELECT * FROM ledger_entry WHERE position = ?", [.integer(Int64(index))]).first.map(Self.entry)
    }

    /// The entries of a record, oldest first.
    func entries(of record: String) throws -> [LedgerEntry] {
        try connection.query(
            "SELECT * FROM ledger_entry WHERE record = ? AND act <> 'looked' ORDER BY position", [.text(record)]
        ).map(Self.entry)
    }

    static func entry(_ row: Row) throws -> LedgerEntry {
        guard let digest = Digest(try row.bytes("digest")) else { throw Row.Fault(column: "digest") }
        return LedgerEntry(
            index: UInt64(bitPattern: try row.integer("position")), at: try row.text("at"), act: try row.text("act"),
            actor: try row.text("actor"), record: try row.text("record"), digest: digest)
    }
}

/// The evidence does not fit. Writing stops until somebody has looked.
public struct LedgerBroken: Error, Hashable, Sendable {
    /// The first entry that is touched.
    public let at: UInt64
    /// The kind and number of what does not fit.
    public let what: String
    public let why: String

    public init(at: UInt64, what: String, why: String) {
        self.at = at
        self.what = what
        self.why = why
    }
}
