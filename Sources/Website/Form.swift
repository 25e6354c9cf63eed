import Crypto
import Foundation
import Hummingbird
import Ledger
import Vault

/// What was typed into a form. It can be had only together with the check that the form is ours.
struct Form: Sendable {
    typealias Fields = [String: String]

    /// The most that is read of a posted form, in bytes.
    static let limit = 4 << 20
    /// The most characters of a long text, and of a line.
    static let textLimit = 20_000
    static let lineLimit = 500

    let fields: Fields

    /// - Throws: `FormNotOurs` when the token is missing or another session's; what reading the body throws.
    init(_ request: Request, _ context: SignedInContext) async throws {
        let fields = try await Self.read(request)
        guard Self.same(fields["token"] ?? "", context.person.formToken) else { throw FormNotOurs(fields: fields) }
        self.fields = fields
    }

    /// The text of a field without the spaces around it; "" when it was not sent.
    subscript(_ name: String) -> String {
        (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Which of several checkboxes of `Fields.checkboxes` were ticked, in the order of the choices.
    func ticked(_ name: String, among values: [String]) -> [String] { values.filter { self["\(name).\($0)"] == "yes" } }

    /// The number that the page gave to the record it makes, so that a form sent twice makes one; a new one when there
    /// is none, or when what came is not of the form of a number.
    func once<Kept>(_ kind: Kept.Type) -> RecordID<Kept> {
        let text = self["once"]
        let sound =
            (1...32).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
        return sound ? RecordID(text) : .random()
    }

    /// The token for a session: derived from its secret, so that nothing more need be stored.
    static func token(forSession secret: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Array("form".utf8), using: SymmetricKey(data: Array(secret.utf8)))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Compares in a time that does not tell where they differ.
    static func same(_ a: String, _ b: String) -> Bool {
        let left = Array(a.utf8)
        let right = Array(b.utf8)
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (x, y) in zip(left, right) { difference |= x ^ y }
        return difference == 0
    }

    /// The fields of a posted form, unchecked. A file is a field that holds its content.
    static func read(_ request: Request) async throws -> Fields {
        var request = request
        let body = Array(try await request.collectBody(upTo: limit).readableBytesView)
        guard let boundary = request.headers[.contentType].flatMap({ MultipartForm.boundary($0) }) else { return decode(body) }
        return MultipartForm.decode(body, boundary: boundary) ?? [:]
    }

    /// Reads `a=b&c=d`.
    static func decode(_ bytes: some Collection<UInt8>) -> Fields {
        var fields: Fields = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = unescape(parts[0])
            if !name.isEmpty, fields[name] == nil { fields[name] = parts.count > 1 ? unescape(parts[1]) : "" }
        }
        return fields
    }

    private static func unescape(_ bytes: some Collection<UInt8>) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                plain.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = hexadecimal(rest.prefix(2))
            {
                plain.append(value)
                rest = rest.dropFirst(2)
            } else {
                plain.append(byte)
            }
        }
        return text(plain)
    }

    /// Bytes as text: bad ones are repaired, line ends become plain ones.
    static func text(_ bytes: some Collection<UInt8>) -> String {
        // NUL ends a text in many places that texts go; nobody types one.
        String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .replacing("\0", with: "\u{FFFD}")
    }

    /// The byte that two hexadecimal digits stand for; nil when they are not two digits.
    private static func hexadecimal(_ digits: some Collection<UInt8>) -> UInt8? {
        var value: UInt8 = 0
        for digit in digits {
            guard let four = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
            value = value << 4 | UInt8(four)
        }
        return value
    }

    /// Complains of a text that is too long; what was typed is kept.
    func tooLong(_ name: String, _ label: String, limit: Int = textLimit) -> FormError? {
        let count = self[name].count
        return count > limit
            ? FormError(field: name, message: "\(label) must be \(limit) characters or fewer; it is \(count) now") : nil
    }

    /// A date typed in three fields: month as a number or by its name, stray spaces ignored.
    func date(_ name: String) -> Instant? {
        let months = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
            "december",
        ]
        let typed = self["\(name)-month"].lowercased()
        let named = typed.count >= 3 ? months.firstIndex { $0.hasPrefix(typed) }.map { $0 + 1 } : nil
        guard let day = Int(self["\(name)-day"]), let month = Int(typed) ?? named, let year = Int(self["\(name)-year"]) else {
            return nil
        }
        return Instant(year: year, month: month, day: day)
    }
}

extension Request {
    /// The fields after the question mark.
    var query: Form.Fields { Form.decode(Array((uri.query ?? "").utf8)) }
}
