import CLibPQ

/// What a server answered to one statement.
final class PostgreSQLAnswer {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// The fields of an error that we read; the C header has them as characters.
    static let severity = Int32(UInt8(ascii: "V"))
    private static let state = Int32(UInt8(ascii: "C"))

    private var status: ExecStatusType { PQresultStatus(result) }

    /// The statement was skipped because one before it failed.
    var isSkipped: Bool { status == PGRES_PIPELINE_ABORTED }
    /// Everything before the sync has been answered.
    var isSync: Bool { status == PGRES_PIPELINE_SYNC }
    var rowCount: Int { Int(PQntuples(result)) }
    var columnCount: Int { Int(PQnfields(result)) }

    /// The SQLSTATE of an error; nil when there was none.
    var sqlState: String? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED: nil
        // An error that libpq found has none: the connection broke.
        default: PQresultErrorField(result, Self.state).map { String(cString: $0) } ?? "08006"
        }
    }

    var fault: StorageFault? { sqlState.map { StorageFault(sqlState: $0) } }

    /// What the server calls the statement that it ran: `ROLLBACK` in answer to a COMMIT says that it did not.
    var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// A cell of the first row, asked for as text.
    func word(_ column: Int) -> String { PQgetvalue(result, 0, Int32(column)).map { String(cString: $0) } ?? "" }

    /// - Throws: `StorageFault.failed` for a type that the store has no value for.
    func rows() throws -> [Row] {
        let columns = (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        let types = (0..<PQnfields(result)).map { PQftype(result, $0) }
        return try (0..<PQntuples(result)).map { row in
            Row(columns: columns, cells: try types.indices.map { try cell(row, Int32($0), types[$0]) })
        }
    }

    private func cell(_ row: Int32, _ column: Int32, _ type: Oid) throws -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let length = Int(PQgetlength(result, row, column))
        return try start.withMemoryRebound(to: UInt8.self, capacity: length) {
            try PostgreSQLType.value(type, UnsafeBufferPointer(start: $0, count: length))
        }
    }
}
