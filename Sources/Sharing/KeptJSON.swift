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

/// What of a record is sealed in one piece. A field that is added later is optional, so that what was kept before can be read.
public protocol SealedContent: Codable, Hashable, Sendable {
    /// What stands there once the key of its file is destroyed.
    static var destroyed: Self { get }
}

extension SealedContent {
    static func read(_ row: Row) throws -> Self {
        try row.optionalText("content") == nil ? .destroyed : KeptJSON.read(Self.self, row, "content")
    }

    var sql: SQLValue { .text(KeptJSON.text(self)) }
}

extension Row {
    func optionalInstant(_ column: String) throws -> Instant? {
        guard let text = try optionalText(column) else { return nil }
        guard let instant = Instant(text) else { throw Fault(column: column) }
        return instant
    }

    func value<T: RawRepresentable>(_ column: String, as kind: T.Type = T.self) throws -> T where T.RawValue == String {
        guard let value = T(rawValue: try text(column)) else { throw Fault(column: column) }
        return value
    }

    func id<Kept>(_ column: String) throws -> RecordID<Kept>? { try optionalText(column).map { .init($0) } }
}
