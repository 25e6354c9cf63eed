import Foundation

/// Which plain letter or digit a character is taken for by whoever reads it.
enum Lookalikes {
    enum Reading {
        /// Plain small letters and digits; those of other scripts as they are.
        case letters([UInt32])
        /// Nobody sees it: marks, zero-width characters, soft hyphens. Apostrophes count as that too.
        case nothing
        case separator
    }

    /// Letters of other scripts, and letters that do not decompose, beside the plain ones they are taken for.
    private static let pairs: [(String, String)] = [
        ("абвгдеёзийкмнорстухьіїјѕԁԛԝһӏѵүңҽԍ", "abbrdee3nnkmhopctyxbiijsdqwhlvyhcg"),
        ("АВЕЅІЈКМНОРСТУХҮЗԌԜҺӀ", "abesijkmhopctyxy3gwhl"),
        ("αβγεζηικνορτυχωϲϳ", "abyeznikvoptuxwcj"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abezhikmnoptyxc"),
        ("øłđħŧıĸɑɡɩɪʀʏʟɴʜɢʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ", "oldhtikagiirylnhgbacdejkmoptuvwzs"),
        ("ØŁĐĦŦ", "oldht"), ("օոսհցքԼՏ", "onuhgpls"),
    ]
    private static let table: [UInt32: UInt32] = {
        var table: [UInt32: UInt32] = [:]
        for (others, plain) in pairs {
            for (other, letter) in zip(others.unicodeScalars, plain.unicodeScalars) { table[other.value] = letter.value }
        }
        return table
    }()
    private static let several: [UInt32: String] = [
        0xDF: "ss", 0x1E9E: "ss", 0xE6: "ae", 0xC6: "ae", 0x153: "oe", 0x152: "oe", 0xFE: "th", 0xDE: "th",
    ]

    static func reading(_ value: UInt32) -> Reading {
        guard let scalar = Unicode.Scalar(value) else { return .separator }
        if let letters = several[value] { return .letters(letters.unicodeScalars.map(\.value)) }
        // Apostrophes of every form are written or left out at will.
        if [0x2018, 0x2019, 0x201B, 0x2BC, 0x2B9, 0xB4, 0x2032, 0xFF07].contains(value) { return .nothing }
        if (0x1F150...0x1F169).contains(value) { return .letters([value - 0x1F150 + 97]) }
        if (0x1F170...0x1F189).contains(value) { return .letters([value - 0x1F170 + 97]) }
        if (0x1F1E6...0x1F1FF).contains(value) { return .letters([value - 0x1F1E6 + 97]) }
        if let plain = plain(scalar) { return .letters([plain]) }
        if isUnseen(scalar) { return .nothing }
        var letters: [UInt32] = []
        for part in String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars {
            if isUnseen(part) { continue }
            if let plain = plain(part) {
                letters.append(plain)
            } else if part.properties.isAlphabetic {
                letters.append(part.properties.lowercaseMapping.unicodeScalars.first?.value ?? part.value)
            }
        }
        return letters.isEmpty ? .separator : .letters(letters)
    }

    private static func plain(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar.value {
        case 48...57, 97...122: return scalar.value
        case 65...90: return scalar.value + 32
        default: break
        }
        if let plain = table[scalar.value] { return plain }
        if scalar.properties.numericType == .decimal, let number = scalar.properties.numericValue, (0...9).contains(number) {
            return 48 + UInt32(number)
        }
        return nil
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return true
        default: return false
        }
    }
}
