import Foundation

/// The number of a record. It knows whose it is: the number of a consent cannot fetch a decision.
public struct RecordID<Kept>: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// A new number, of letters and digits that are hard to mistake for one another: 8 of the time, in quarters of a second,
    /// and 8 of chance. Numbers that are made after one another stand side by side in every index, where numbers of chance
    /// alone would each land on another page of the disk. They are no secret: whoever asks for a record is asked who they are.
    public static func random() -> Self {
        let quarters = UInt64(max(0, Date().timeIntervalSince1970) * 4)
        let time = (0..<8).reversed().map { Self.alphabet[Int(quarters >> UInt64($0 * 5) & 31)] }
        return Self(String(decoding: time, as: UTF8.self) + letters(8))
    }

    /// So many letters and digits of chance, five bits each.
    public static func letters(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<count).map { _ in alphabet[Int(generator.next() & 31)] }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Whether it has the form of a number that was made by `random`. What somebody types into an address may be a name.
    var isRandom: Bool { text.utf8.count == 16 && text.utf8.allSatisfy(Self.alphabet.contains) }

    public var description: String { text }

    private static var alphabet: [UInt8] { Alphabet.letters }
}

private enum Alphabet {
    static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
