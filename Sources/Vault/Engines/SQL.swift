/// A value as a database keeps it.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// One row, by the names of its columns.
public struct Row: Hashable, Sendable {
    /// A column that is missing, or holds another kind of value than was asked for. Names the column, never the value.
    public struct Fault: Error, Hashable {
        public let column: String
        public init(column: String) { self.column = column }
    }

    /// The names, shared by all rows of one answer.
    private(set) var columns: [String]
    private(set) var cells: [SQLValue]

    public init(_ values: [String: SQLValue] = [:]) {
        columns = values.keys.sorted()
        cells = columns.map { values[$0] ?? .null }
    }

    /// - Parameter cells: as many as there are columns, in their order.
    init(columns: [String], cells: [SQLValue]) {
        self.columns = columns
        self.cells = cells
    }

    public subscript(_ column: String) -> SQLValue? {
        get { columns.firstIndex(of: column).map { cells[$0] } }
        set {
            if let place = columns.firstIndex(of: column) {
                if let newValue {
                    cells[place] = newValue
                } else {
                    columns.remove(at: place)
                    cells.remove(at: place)
                }
            } else if let newValue {
                columns.append(column)
                cells.append(newValue)
            }
        }
    }

    /// The row with NUL characters made visible: engines end a text at one, or refuse it, and what they keep must be what
    /// is digested.
    var withoutNUL: Row {
        Row(
            columns: columns,
            cells: cells.map { value in
                guard case .text(let text) = value, text.utf8.contains(0) else { return value }
                return .text(text.replacing("\0", with: "\u{FFFD}"))
            })
    }

    public func text(_ column: String) throws -> String {
        guard case .text(let text)? = self[column] else { throw Fault(column: column) }
        return text
    }

    public func optionalText(_ column: String) throws -> String? {
        switch self[column] {
        case .text(let text): text
        case .null, nil: nil
        default: throw Fault(column: column)
        }
    }

    public func integer(_ column: String) throws -> Int64 {
        guard case .integer(let number)? = self[column] else { throw Fault(column: column) }
        return number
    }

    public func bytes(_ column: String) throws -> [UInt8] {
        guard case .bytes(let bytes)? = self[column] else { throw Fault(column: column) }
        return bytes
    }
}

extension Optional where Wrapped == String {
    /// The text, or null.
    public var sql: SQLValue { map { .text($0) } ?? .null }
}
