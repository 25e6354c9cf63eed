import Foundation
import Ledger
import Vault

/// Small structures kept in one column, with their keys in order, so that the same content has the same digest.
enum KeptJSON {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Dictionaries and lists of text always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    static func read<T: Decodable>(_ type: T.Type, _ row: Row, _ column: String) throws -> T {
        guard let value = try? JSONDecoder().decode(type, from: Data(row.text(column).utf8)) else {
            throw Row.Fault(column: column)
        }
        return value
    }
}

extension Row {
    func instant(_ column: String) throws -> Instant {
        guard let instant = Instant(try text(column)) else { throw Fault(column: column) }
        return instant
    }
}
