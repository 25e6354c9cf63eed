/// A character of a text as it is read, with the place where it stands as it was written.
struct ReadCharacter {
    var scalar: UInt32
    /// The first and the one after the last scalar of the original text that it was read from.
    var from: Int
    var to: Int
}

/// Undoes what lets a text be written otherwise than it is read: HTML entities, percent-encoding, `\u` escapes. What was
/// encoded twice is decoded twice. Base64 and encryption are not undone.
enum Encodings {
    private static let named: [String: UInt32] = [
        "amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39, "nbsp": 32, "shy": 0xAD, "zwj": 0x200D, "zwnj": 0x200C,
        "ensp": 32, "emsp": 32, "thinsp": 32, "commat": 64, "period": 46, "comma": 44, "num": 35, "sol": 47, "lowbar": 95,
        "hyphen": 45, "dash": 45, "ndash": 45, "mdash": 45, "rsquo": 39, "lsquo": 39, "Tab": 9, "NewLine": 10, "plus": 43,
        "eacute": 101, "egrave": 101, "aacute": 97, "agrave": 97, "oacute": 111, "uuml": 117, "ouml": 111, "auml": 97,
    ]

    static func decoded(_ scalars: [Unicode.Scalar]) -> [ReadCharacter] {
        var read: [ReadCharacter] = []
        read.reserveCapacity(scalars.count)
        var mayBeEncoded = false
        for (place, scalar) in scalars.enumerated() {
            let value = scalar.value
            if value == 38 || value == 37 || value == 92 { mayBeEncoded = true }
            read.append(ReadCharacter(scalar: value, from: place, to: place + 1))
        }
        guard mayBeEncoded else { return read }
        for _ in 0..<3 {
            let again = once(read)
            if again.count == read.count { return again }
            read = again
        }
        return read
    }

    private static func once(_ read: [ReadCharacter]) -> [ReadCharacter] {
        var out: [ReadCharacter] = []
        out.reserveCapacity(read.count)
        var place = 0
        while place < read.count {
            let found: (value: UInt32, length: Int)? =
                switch read[place].scalar {
                case 38: entity(read, place)
                case 37: percent(read, place)
                case 92: escape(read, place)
                default: nil
                }
            if let found {
                out.append(
                    ReadCharacter(scalar: found.value, from: read[place].from, to: read[place + found.length - 1].to))
                place += found.length
            } else {
                out.append(read[place])
                place += 1
            }
        }
        return out
    }

    /// `&amp;`, `&#77;`, `&#x4d;`; a number also without its semicolon, as browsers read it.
    private static func entity(_ read: [ReadCharacter], _ place: Int) -> (value: UInt32, length: Int)? {
        var end = place + 1
        var name = ""
        while end < read.count, end - place < 12, let scalar = Unicode.Scalar(read[end].scalar),
            scalar.isASCII, scalar.properties.isAlphabetic || scalar.value == 35 || (48...57).contains(scalar.value)
        {
            name.unicodeScalars.append(scalar)
            end += 1
        }
        let closed = end < read.count && read[end].scalar == 59
        let length = end - place + (closed ? 1 : 0)
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            return UInt32(name.dropFirst(2), radix: 16).map { ($0, length) }
        }
        if name.hasPrefix("#") {
            let digits = name.dropFirst().prefix { $0.isNumber }
            guard let value = UInt32(digits) else { return nil }
            return (value, closed && digits.count == name.count - 1 ? length : digits.count + 2)
        }
        return closed ? named[name].map { ($0, length) } : nil
    }

    /// `%20`, and the bytes of one character in UTF-8: `%C3%A9`.
    private static func percent(_ read: [ReadCharacter], _ place: Int) -> (value: UInt32, length: Int)? {
        func byte(_ at: Int) -> UInt8? {
            guard at + 2 < read.count, read[at].scalar == 37, let high = hexadecimal(read[at + 1].scalar),
                let low = hexadecimal(read[at + 2].scalar)
            else { return nil }
            return UInt8(high * 16 + low)
        }
        guard let first = byte(place) else { return nil }
        let more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        var bytes = [first]
        for step in 0..<more { if let next = byte(place + 3 * (step + 1)) { bytes.append(next) } }
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
        guard text.count == 1, let scalar = text.first else { return nil }
        return (scalar.value, 3 * bytes.count)
    }

    /// `\u0041`.
    private static func escape(_ read: [ReadCharacter], _ place: Int) -> (value: UInt32, length: Int)? {
        guard place + 5 < read.count, read[place + 1].scalar == 117 else { return nil }
        var value: UInt32 = 0
        for step in 2...5 {
            guard let digit = hexadecimal(read[place + step].scalar) else { return nil }
            value = value * 16 + digit
        }
        return (value, 6)
    }

    private static func hexadecimal(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 48...57: scalar - 48
        case 65...70: scalar - 55
        case 97...102: scalar - 87
        default: nil
        }
    }
}
