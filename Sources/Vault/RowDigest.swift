import Ledger

/// The salted digest of a row, by which the ledger holds to it.
enum RowDigest {
    /// Columns that are about keeping the record, and not part of it.
    static let outside: Set<String> = ["salt", "entry"]
    /// A salt has so many bytes. Of any other length it could hide a column's value, which stands right behind it.
    static let saltCount = 16

    /// Every column with a value, by name, with lengths before the bytes. Null columns are left out, so that a column
    /// added by a later schema leaves old digests as they were.
    static func of(_ row: Row, salt: [UInt8]) -> Digest {
        var bytes = Array("discretion record 1\n".utf8)
        bytes.reserveCapacity(1024)
        bytes += salt
        write(row, leavingOut: outside, to: &bytes)
        return Digest(of: bytes)
    }

    /// The row's columns in the form that is digested, and sealed.
    static func write(_ row: Row, leavingOut outside: Set<String> = [], to bytes: inout [UInt8]) {
        let places = row.columns.indices.sorted { row.columns[$0] < row.columns[$1] }
        for place in places {
            let column = row.columns[place]
            if row.cells[place] == .null || outside.contains(column) { continue }
            bytes.append(contentsOf: String(column.utf8.count).utf8)
            bytes.append(58)
            bytes.append(contentsOf: column.utf8)
            switch row.cells[place] {
            case .null: break
            case .integer(let number): append("i", Array(String(number).utf8), to: &bytes)
            case .text(let text): append("t", Array(text.utf8), to: &bytes)
            case .bytes(let raw): append("b", raw, to: &bytes)
            }
        }
    }

    private static func append(_ kind: String, _ value: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(contentsOf: kind.utf8)
        bytes.append(contentsOf: String(value.count).utf8)
        bytes.append(58)
        bytes.append(contentsOf: value)
    }

    static func salt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var salt = [UInt8](repeating: 0, count: 16)
        salt.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: generator.next(), as: UInt64.self)
            bytes.storeBytes(of: generator.next(), toByteOffset: 8, as: UInt64.self)
        }
        return salt
    }
}
