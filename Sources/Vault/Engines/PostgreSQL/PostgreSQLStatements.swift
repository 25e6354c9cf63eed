import CLibPQ

/// The prepared statements of one session: the server keeps each of them until it is told otherwise, so there is a bound.
struct PostgreSQLStatements {
    /// The same text with values of other kinds is another statement to the server.
    struct Key: Hashable {
        let sql: String
        let types: [Oid]
    }

    private struct Known {
        let number: Int
        let transaction: Int
        var used: Int
    }

    private let most: Int
    private var known: [Key: Known] = [:]
    private var unwanted: [String] = []
    private var (count, uses, transaction) = (0, 0, 0)

    init(most: Int = 256) { self.most = most }

    mutating func beginTransaction() { transaction += 1 }

    /// - Returns: its name; whether it has yet to be prepared; whether that was done in an earlier transaction.
    mutating func name(of key: Key) -> (name: String, isNew: Bool, isOld: Bool) {
        uses += 1
        if let place = known.index(forKey: key) {
            known.values[place].used = uses
            let found = known.values[place]
            return (Self.name(found.number), false, found.transaction < transaction)
        }
        if known.count >= most, let oldest = known.min(by: { $0.value.used < $1.value.used }) {
            unwanted.append(Self.name(oldest.value.number))
            known[oldest.key] = nil
        }
        // Numbers are never used again: a statement that could not be forgotten in time does no harm.
        count += 1
        known[key] = Known(number: count, transaction: transaction, used: uses)
        return (Self.name(count), true, false)
    }

    /// The server does not have it after all.
    mutating func lose(_ key: Key) { known[key] = nil }

    /// The server is still to forget it.
    mutating func unwant(_ name: String) { unwanted.append(name) }

    mutating func takeUnwanted() -> [String] {
        defer { unwanted.removeAll() }
        return unwanted
    }

    private static func name(_ number: Int) -> String { "s\(number)" }
}
