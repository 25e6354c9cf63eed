/// The little that an engine promises: statements in one durable transaction at a time, and reading beside it.
///
/// Statements are portable SQL with `?` for each value. What only one engine can say stays in that engine.
protocol Database: Sendable {
    /// Runs the body in one transaction. If it returns, everything is durable; if it throws, nothing happened.
    /// - Parameter order: whether it adds to the ledger, or only to what the ledger does not speak of.
    /// - Throws: what the body throws; `StorageFault`, with `.lost` when the answer to the commit was lost.
    func write<T: Sendable>(_ order: WriteOrder, _ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs the body on a steady view of the data. It must not write.
    /// - Throws: what the body throws; `StorageFault`.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// How many connections are open, and how many of them are busy.
    var load: (open: Int, busy: Int) { get }

    /// Lets go of every connection. Nothing may be asked afterwards.
    func close() async
}

/// How a writing transaction stands to others.
enum WriteOrder: Sendable {
    /// One at a time in the whole store, whatever process it is in: what it reads stays true until it commits.
    case oneAfterAnother
    /// Beside others: sessions and the like.
    case besideOthers
}

/// Lent to a body for the time of one transaction.
protocol Connection {
    /// Runs a statement that gives no rows. An engine on another machine may send it and go on: what is wrong with it then
    /// comes out of the next query, or of the commit.
    func run(_ sql: String, _ values: [SQLValue]) throws
    func query(_ sql: String, _ values: [SQLValue]) throws -> [Row]
    /// Row by row, for more than the memory should hold. The body may query and run other statements meanwhile.
    func each(_ sql: String, _ values: [SQLValue], _ body: (Row) throws -> Void) throws
    /// Runs the body; if it throws, undoes what it did and throws on, and the transaction goes on.
    func savepoint<T>(_ body: () throws -> T) throws -> T
    /// Runs the statements of a schema file, and sets up what its directives ask for.
    func runScript(_ script: SchemaScript) throws
    /// Every table of the store with its columns, in the order in which a table stands behind those it refers to.
    func tables() throws -> [StoredTable]
}

/// A table as the engine knows it.
struct StoredTable: Hashable, Sendable {
    let name: String
    /// In the order of the table.
    let columns: [String]
    /// The columns of its primary key, in their order.
    let key: [String]
}

/// The database could not do what was asked. Holds the engine's code, never a value.
public enum StorageFault: Error, Hashable, Sendable {
    /// Locked, or too much at once: worth another try.
    case busy(code: Int)
    case full(code: Int)
    /// The rule of a table that was broken, such as a number used twice.
    case constraint(code: Int)
    /// Anything else: the file is damaged, gone, or not ours; the server is gone. Nothing was recorded.
    case failed(code: Int)
    /// The connection broke while a commit was under way: it may have been recorded, or not.
    case lost
    /// A schema step that was already run has been changed since, or is missing.
    case schemaChanged(step: String)
    /// The engine does not keep the durability that an acknowledged act needs.
    case notDurable
    /// Something was to be kept where only reading was announced: a mistake of ours.
    case readOnly
}
