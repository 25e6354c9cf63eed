import Ledger

/// The ledger's tables, within one transaction.
struct LedgerBook {
    let connection: any Connection

    func size() throws -> UInt64 {
        let rows = try connection.query("SELECT MAX(position) AS last FROM ledger_entry", [])
        guard case .integer(let last)? = rows.first?["last"] else { return 0 }
        return UInt64(last) + 1
    }

    func node(_ node: MerkleTree.Node) throws -> Digest {
        let rows = try connection.query(
            "SELECT hash FROM ledger_node WHERE level = ? AND position = ?",
            [.integer(Int64(node.level)), .integer(Int64(node.index))])
        guard let hash = try rows.first.flatMap({ Digest(try $0.bytes("hash")) }) else {
            throw LedgerBroken(
                at: node.index << UInt64(node.level), what: "node \(node.level)/\(node.index)", why: "it is missing")
        }
        return hash
    }

    func tree(size: UInt64) -> MerkleTree { MerkleTree(size: size) { try self.node($0) } }

    func append(_ entry: LedgerEntry) throws {
        try connection.run(
            "INSERT INTO ledger_entry (position, at, act, actor, record, digest) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .integer(Int64(entry.index)), .text(entry.at), .text(entry.act), .text(entry.actor), .text(entry.record),
                .bytes(entry.digest.bytes),
            ])
        for (node, hash) in try tree(size: entry.index).appending(entry.leafHash) {
            try connection.run(
                "INSERT INTO ledger_node (level, position, hash) VALUES (?, ?, ?)",
                [.integer(Int64(node.level)), .integer(Int64(node.index)), .bytes(hash.bytes)])
        }
    }

    func entry(_ index: UInt64) throws -> LedgerEntry? {
        try connection.query("SELECT * FROM ledger_entry WHERE position = ?", [.integer(Int64(index))]).first.map(Self.entry)
    }

    /// The entries of a record, oldest first.
    func entries(of record: String) throws -> [LedgerEntry] {
        try connection.query("SELECT * FROM ledger_entry WHERE record = ? ORDER BY position", [.text(record)]).map(Self.entry)
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
