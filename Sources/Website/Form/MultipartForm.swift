/// Reads forms that carry a file: `multipart/form-data` as RFC 7578 has it and browsers send it, and nothing beyond that. What
/// is not just so is not read at all: then the form has no fields, so not the token that shows that it is ours either.
enum MultipartForm {
    /// The most parts of a form, and the most bytes of the lines at the head of a part. What the whole form may have is
    /// `Form.limit`, which is looked at before.
    static let mostParts = 32
    static let headLimit = 1024
    /// RFC 2046 §5.1.1.
    static let boundaryLimit = 70

    /// What stands between the parts; nil for another type of content, or where it is not a sound one.
    static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { trimmed($0) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        let found = parts.dropFirst().filter { $0.lowercased().hasPrefix("boundary=") }
        guard found.count == 1, let value = found.first?.dropFirst("boundary=".count) else { return nil }
        let quoted = value.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"")
        let text = String(quoted ? value.dropFirst().dropLast() : value)
        let sound = (1...boundaryLimit).contains(text.utf8.count) && text.utf8.allSatisfy(mayBeInBoundary)
        return sound ? text : nil
    }

    /// The fields, a file's content as text among them; nil when the body is not of the form. Of two fields of one name
    /// the first counts; where no file was chosen there is no field.
    static func decode(_ body: [UInt8], boundary: String) -> Form.Fields? {
        let line = Array("--\(boundary)".utf8)
        guard body.starts(with: line) else { return nil }
        var rest = body[line.count...]
        var fields: Form.Fields = [:]
        for _ in 0...mostParts {
            // After a boundary comes the next part, or two hyphens and the end.
            if rest.starts(with: Array("--".utf8)) {
                let end = rest.dropFirst(2)
                return end.isEmpty || end.elementsEqual(lineEnd) ? fields : nil
            }
            guard rest.starts(with: lineEnd) else { return nil }
            rest = rest.dropFirst(2)
            guard let headEnd = find(lineEnd + lineEnd, in: rest.prefix(headLimit)), let part = part(rest[..<headEnd]) else {
                return nil
            }
            let content = rest[(headEnd + 4)...]
            guard let contentEnd = find(lineEnd + line, in: content) else { return nil }
            if fields[part.name] == nil, !part.isUnchosen { fields[part.name] = Form.text(content[..<contentEnd]) }
            rest = content[(contentEnd + lineEnd.count + line.count)...]
        }
        return nil
    }

    private static let lineEnd: [UInt8] = [13, 10]

    /// A part's field, by its head. The names of ours are small letters, digits and hyphens.
    private static func part(_ head: ArraySlice<UInt8>) -> Part? {
        var part: Part?
        for line in String(decoding: head, as: UTF8.self).replacing("\r\n", with: "\n").split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            switch trimmed(line[..<colon]).lowercased() {
            case "content-disposition":
                guard part == nil, let found = field(line[line.index(after: colon)...]) else { return nil }
                part = found
            // What kind of file the browser takes it for is of no account.
            case "content-type": break
            default: return nil
            }
        }
        return part
    }

    /// The field in `form-data; name="file"; filename="policy.yaml"`. The file's own name is not kept; it is empty where
    /// none was chosen.
    private static func field(_ value: Substring) -> Part? {
        let start = "form-data; name=\""
        let value = trimmed(value)
        guard value.hasPrefix(start) else { return nil }
        let rest = value.dropFirst(start.count)
        guard let quote = rest.firstIndex(of: "\"") else { return nil }
        let after = rest[rest.index(after: quote)...]
        guard after.isEmpty || after.hasPrefix("; filename=\"") && after.hasSuffix("\"") else { return nil }
        let name = String(rest[..<quote])
        let sound = name.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
        guard sound, (1...64).contains(name.utf8.count) else { return nil }
        return Part(name: name, isUnchosen: after == "; filename=\"\"")
    }

    private struct Part {
        let name: String
        /// A field for a file, with no file in it.
        let isUnchosen: Bool
    }

    /// Where the bytes stand first.
    private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first else { return nil }
        var from = bytes.startIndex
        while let at = bytes[from...].firstIndex(of: first) {
            if bytes[at...].starts(with: wanted) { return at }
            from = at + 1
        }
        return nil
    }

    private static func mayBeInBoundary(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || Array("'()+_,-./:=?".utf8).contains(byte)
    }

    private static func trimmed(_ text: some StringProtocol) -> String { String(text).trimmingSpaces }
}
