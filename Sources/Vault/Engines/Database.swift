/// The little that an engine promises: statements in one durable transaction at a time, and reading beside it.
///
/// Statements are portable SQL with `?` for each value. What only one engine can say stays in that engine.
protocol Database: Sendable {
    /// Runs the body in one transaction. If it returns, everything is durable; if it throws, nothing happened.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs the body on a steady view of the data. It must not write.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Copies the whole database, while it is in use, into a new file.
    func backup(to path: String) async throws
}

/// Lent to a body for the time of one transaction.
protocol Connection {
    func run(_ sql: String, _ values: [SQLValue]) throws
    func query(_ sql: String, _ values: [SQLValue]) throws -> [Row]
    /// Runs the body; if it throws, undoes what it did and throws on, and the transaction goes on.
    func savepoint<T>(_ body: () throws -> T) throws -> T
    /// Runs a schema file, which may hold many statements.
    func runScript(_ sql: String) throws
    /// The names of the tables that have a column of this name.
    func tables(withColumn column: String) throws -> [String]
    /// A column in which a text holds a NUL, behind which an engine that ends texts there would hide the rest; nil when
    /// there is none.
    func hiddenText() throws -> (table: String, column: String)?
}

/// The database could not do what was asked. Holds the engine's code, never a value.
public enum StorageFault: Error, Hashable, Sendable {
    /// Locked, or too much at once: worth another try.
    case busy(code: Int)
    case full(code: Int)
    /// The rule of a table that was broken, such as a number used twice.
    case constraint(code: Int)
    /// Anything else: the file is damaged, gone, or not ours.
    case failed(code: Int)
    /// A schema step that was already run has been changed since, or is missing.
    case schemaChanged(step: String)
    /// The engine does not keep the durability that an acknowledged act needs.
    case notDurable
}
