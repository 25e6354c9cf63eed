import CLibPQ
import Foundation

/// The values of a statement as they go over the line: binary, one behind the other.
struct PostgreSQLParameters {
    /// Which type each value has; 0 lets the server find the type of a null.
    private(set) var types: [Oid] = []
    private(set) var lengths: [Int32] = []
    /// Where each value begins in the bytes; nil for a null.
    private(set) var places: [Int?] = []
    private(set) var bytes: [UInt8] = []

    /// - Throws: `StorageFault.constraint` for a text with a NUL, which PostgreSQL cannot keep, and for a value beyond
    ///   every limit. Nothing is cut short.
    init(_ values: [SQLValue]) throws {
        for value in values {
            let begin = bytes.count
            switch value {
            case .null: types.append(0)
            case .integer(let number):
                types.append(PostgreSQLType.int8)
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let text):
                guard !text.utf8.contains(0) else { throw StorageFault(sqlState: "22021") }
                types.append(PostgreSQLType.text)
                bytes.append(contentsOf: text.utf8)
            case .bytes(let more):
                types.append(PostgreSQLType.bytea)
                bytes.append(contentsOf: more)
            }
            guard let length = Int32(exactly: bytes.count - begin) else {
                throw StorageFault.constraint(code: StorageFault.code(sqlState: "54000"))
            }
            lengths.append(length)
            places.append(value == .null ? nil : begin)
        }
        // An empty value is no null: it needs an address too.
        bytes.append(0)
    }

    /// Lends the values in the form of libpq: addresses, lengths, and the formats (1: binary).
    func lend<T>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        bytes.withUnsafeBytes { raw in
            let base = raw.assumingMemoryBound(to: CChar.self).baseAddress
            let addresses = places.map { place in place.flatMap { base?.advanced(by: $0) } }
            let formats = [Int32](repeating: 1, count: places.count)
            return addresses.withUnsafeBufferPointer { addresses in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(addresses.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

/// The types of PostgreSQL that the store meets, by their numbers in its catalogue.
enum PostgreSQLType {
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let text: Oid = 25

    /// A cell of an answer, in binary form.
    /// - Throws: `StorageFault.failed` for a type that the store has no value for.
    static func value(_ type: Oid, _ bytes: UnsafeBufferPointer<UInt8>) throws -> SQLValue {
        switch type {
        // Boolean, and whole numbers of 64, 16 and 32 bits.
        case 16, int8, 21, 23: return .integer(signed(bytes))
        // Numbers of objects: 32 bits without a sign.
        case 26: return .integer(signed(bytes) & 0xFFFF_FFFF)
        // Texts: text, varchar, name, "char", char(n), and a literal that nobody gave a type.
        case text, 1043, 19, 18, 1042, 705: return .text(String(decoding: bytes, as: UTF8.self))
        case bytea: return .bytes(Array(bytes))
        case 1700: return numeric(bytes)
        // Fractions, which no column of ours holds: as a text, so that they can be read all the same.
        case 700: return .text("\(Float(bitPattern: UInt32(truncatingIfNeeded: signed(bytes))))")
        case 701: return .text("\(Double(bitPattern: UInt64(bitPattern: signed(bytes))))")
        default: throw StorageFault(sqlState: "0A000")
        }
    }

    private static func signed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        bytes.reduce(bytes.first.map { $0 > 127 } == true ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    /// A number of any size, such as a sum: an integer if it is one and fits, otherwise the text of it.
    ///
    /// It comes as four numbers of 16 bits (how many groups, the power of the first, the sign, how many places behind the
    /// point) and the groups, each of them four decimal places.
    static func numeric(_ bytes: UnsafeBufferPointer<UInt8>) -> SQLValue {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        guard words.count >= 4 else { return .text("") }
        switch words[2] {
        case 0xC000: return .text("NaN")
        case 0xD000: return .text("Infinity")
        case 0xF000: return .text("-Infinity")
        default: break
        }
        let (weight, places, groups) = (Int(Int16(bitPattern: words[1])), Int(words[3] & 0x3FFF), words.dropFirst(4))
        func digits(_ power: Int) -> String {
            let place = groups.startIndex + weight - power
            let group = groups.indices.contains(place) ? String(groups[place]) : "0"
            return String(repeating: "0", count: 4 - group.count) + group
        }
        let whole = weight < 0 ? "0" : (0...weight).reversed().map(digits).joined()
        let shown = String(whole.drop { $0 == "0" })
        let sign = words[2] == 0x4000 ? "-" : ""
        let fraction = places == 0 ? "" : String((1...((places + 3) / 4)).map { digits(-$0) }.joined().prefix(places))
        let text = sign + (shown.isEmpty ? "0" : shown)
        if fraction.allSatisfy({ $0 == "0" }) { return Int64(text).map { .integer($0) } ?? .text(text) }
        return .text(text + "." + fraction)
    }
}
