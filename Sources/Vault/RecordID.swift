import Synchronization

/// The number of a record. It knows whose it is: the number of a consent cannot fetch a decision.
public struct RecordID<Kept>: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// A new number, of letters and digits that are hard to mistake for one another: 8 that go on from the number before,
    /// from a beginning that each process draws, and 8 of chance. Numbers that are made after one another stand side by side
    /// in every index, where numbers of chance alone would each land on another page of the disk. They are no secret:
    /// whoever asks for a record is asked who they are.
    public static func random() -> Self {
        let place = Succession.next()
        let leading = (0..<8).reversed().map { Self.alphabet[Int(place >> UInt64($0 * 5) & 31)] }
        return Self(String(decoding: leading, as: UTF8.self) + letters(8))
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

/// Where the numbers of this process are.
private enum Succession {
    private static let made = Atomic<UInt64>(UInt64.random(in: 0..<1 << 40))

    static func next() -> UInt64 { made.add(1, ordering: .relaxed).newValue }
}
