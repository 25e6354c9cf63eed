import Ledger

/// What a backup says of itself: which one it is, and of which state of the ledger.
struct CopyStamp: Sendable {
    private static let table = "this_copy"

    /// Given to the backup and to the file of its keys, so that they know each other.
    let id: String
    let at: String
    let size: UInt64
    let root: Digest

    /// Of the state that a connection sees.
    /// - Throws: `LedgerBroken` when a node is missing; `StorageFault`.
    init(of source: any Connection, at now: Instant) throws {
        let book = LedgerBook(connection: source)
        let tree = book.tree(size: try book.size())
        id = RecordID<Never>.random().text
        at = now.description
        size = tree.size
        root = try tree.root()
    }

    /// From a backup.
    /// - Throws: `CopyFault.notABackup`; `StorageFault`.
    init(in copy: any Connection, _ file: String) throws {
        guard try copy.tables().contains(where: { $0.name == Self.table }),
            let row = try copy.query("SELECT * FROM \(Self.table)", []).first
        else { throw CopyFault.notABackup(file) }
        guard let root = Digest(try row.bytes("root")) else { throw CopyFault.damaged(file) }
        id = try row.text("id")
        at = try row.text("at")
        size = UInt64(bitPattern: try row.integer("size"))
        self.root = root
    }

    func write(on copy: any Connection) throws {
        try copy.runScript(
            SchemaScript(
                "CREATE TABLE \(Self.table) (id TEXT PRIMARY KEY, at TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL)",
                name: Self.table))
        try copy.run(
            "INSERT INTO \(Self.table) (id, at, size, root) VALUES (?, ?, ?, ?)",
            [.text(id), .text(at), .integer(Int64(size)), .bytes(root.bytes)])
    }
}
