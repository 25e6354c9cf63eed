/// Markup that cannot be broken out of: what stands in the source is markup, what is put into it is text.
///
/// Every interpolated text is escaped byte by byte, so neither a combining letter nor anything else a person types can
/// end an attribute or begin an element. Attributes are always written in double quotes. Only a literal in the source
/// becomes markup; `Scripts/check` refuses any other way in.
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    init() { bytes = [] }

    init(stringLiteral markup: StaticString) {
        bytes = markup.withUTF8Buffer { Array($0) }
    }

    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) { bytes.reserveCapacity(literalCapacity + interpolationCount * 16) }

        mutating func appendLiteral(_ markup: StaticString) {
            markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

        mutating func appendInterpolation(_ html: HTML?) { if let html { bytes.append(contentsOf: html.bytes) } }

        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { bytes.append(contentsOf: part.bytes) } }

        mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

        mutating func appendInterpolation(_ text: String) { Self.escape(text, into: &bytes) }

        static func escape(_ text: String, into bytes: inout [UInt8]) {
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
                case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
                case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
                case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
                case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
                // HTML has no way to say NUL and most other control characters; they are shown as what they are.
                case 0..<9, 11, 12, 14..<32, 127: bytes.append(contentsOf: "\u{FFFD}".utf8)
                default: bytes.append(byte)
                }
            }
        }
    }

    static func += (html: inout HTML, more: HTML) { html.bytes.append(contentsOf: more.bytes) }

    /// Text with its line breaks kept, a paragraph for each blank line between.
    static func paragraphs(_ text: String) -> HTML {
        let parts = text.replacing("\r\n", with: "\n").split(separator: "\n\n", omittingEmptySubsequences: true)
        return "\(parts.map { part -> HTML in "<p class=\"written\">\(String(part))</p>" })"
    }
}
