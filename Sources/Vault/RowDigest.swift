import Ledger

/// The salted digest of a row, by which the ledger holds to it.
enum RowDigest {
    /// Columns that are about keeping the record, and not part of it.
    static let outside: Set<String> = ["salt", "entry"]

    /// Every column with a value, by name, with lengths before the bytes. Null columns are left out, so that a column
    /// added by a later schema leaves old digests as they were.
    static func of(_ row: Row, salt: [UInt8]) -> Digest {
        var bytes = Array("discretion record 1\n".utf8) + salt
        for column in row.values.keys.sorted() where !outside.contains(column) {
            let kind: String
            let value: [UInt8]
            switch row[column] {
            case .null, nil: continue
            case .integer(let number): (kind, value) = ("i", Array(String(number).utf8))
            case .text(let text): (kind, value) = ("t", Array(text.utf8))
            case .bytes(let raw): (kind, value) = ("b", raw)
            }
            bytes += Array("\(column.utf8.count):\(column)\(kind)\(value.count):".utf8) + value
        }
        return Digest(of: bytes)
    }

    static func salt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
